"""What a report says of each article, in one line: what a data frame shows beside it.

Articles are put in order first: by the date of publication, then those without a date, as they came. What an article
is, is told from its closest match with an earlier one, so that of two copies the later names the earlier, and the first
names nobody. A group goes by the id of its first article, and an article without a group by its own: whoever groups by
that name, or keeps one row of each, loses nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from dedup.article import Article
from dedup.comparison.match import Match, Relation
from dedup.errors import InputError
from dedup.report import Report

CLOSENESS_RANK = {relation: place for place, relation in enumerate(Relation)}  # the closest first
UNRELATED_RELATIONS = (Relation.BOILERPLATE, Relation.DISTINCT)
AFTER_EVERY_DATE = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class EarlierArticle:
    """The earlier article that one is closest to, and how close: `coverage` is the share of the later one's words that
    stand in stretches which the two share.
    """

    article_id: str
    relation: Relation
    coverage: float


@dataclass(frozen=True, slots=True)
class Annotation:
    """What one article is among the others; `cluster` and `story` are the ids of the first article of each.

    `is_first` is False for the later copies of a cluster, which can be done without. `repeated_words` stand in blocks
    that the article held before.
    """

    first_of_cluster: str
    first_of_story: str
    earlier: EarlierArticle | None
    is_first: bool
    repeated_words: int


def annotate_articles(report: Report, articles: Sequence[Article]) -> list[Annotation]:
    """One for each of these articles, in their order; those of a reference come before all of them.

    InputError if the report is of other articles.

    >>> from dedup.detector import scan
    >>> articles = [Article("a", "The ferry is late again."), Article("b", "THE FERRY IS LATE AGAIN")]
    >>> [mark.cluster for mark in marks(scan(articles), articles)]
    ['a', 'a']
    """
    reference = set(report.reference_ids)
    if {article.id for article in articles} != {article.id for article in report.articles} - reference:
        raise InputError("the report is of other articles: scan those that are to be marked")
    before = _by_publication(article for article in report.articles if article.id in reference)
    ranks = {article.id: place for place, article in enumerate([*before, *_by_publication(articles)])}
    clusters = _first_of_group((cluster.article_ids for cluster in report.clusters), ranks)
    stories = _first_of_group((story.article_ids for story in report.stories), ranks)
    sources = _closest_earlier(report.matches, ranks)
    repeated = Counter[str]()
    for repeat in report.repeats:
        repeated[repeat.article_id] += repeat.words * (len(repeat.spans) - 1)

    def mark(name: str) -> Annotation:
        cluster = clusters.get(name, name)
        return Annotation(cluster, stories.get(name, cluster), sources.get(name), cluster == name, repeated[name])

    return [mark(article.id) for article in articles]


def _by_publication(articles: Iterable[Article]) -> list[Article]:
    """The articles in the order of publication."""
    return sorted(articles, key=lambda article: article.published or AFTER_EVERY_DATE)


def _first_of_group(groups: Iterable[Sequence[str]], ranks: Mapping[str, int]) -> dict[str, str]:
    """The first article of its group, for each article in one."""
    firsts = ((min(group, key=ranks.__getitem__), group) for group in groups)
    return {name: first for first, group in firsts for name in group}


def _closest_earlier(matches: Iterable[Match], ranks: Mapping[str, int]) -> dict[str, EarlierArticle]:
    """The source of each article that has one: the closest by relation, then by coverage, then the earliest."""
    candidates: dict[str, list[EarlierArticle]] = {}
    for match in matches:
        if match.relation in UNRELATED_RELATIONS:
            continue
        if ranks[match.left_id] < ranks[match.right_id]:
            earlier, later, coverage = match.left_id, match.right_id, match.right_coverage
        else:
            earlier, later, coverage = match.right_id, match.left_id, match.left_coverage
        candidates.setdefault(later, []).append(EarlierArticle(earlier, match.relation, coverage))

    def nearness(source: EarlierArticle) -> tuple[int, float, int]:
        return CLOSENESS_RANK[source.relation], -source.coverage, ranks[source.article_id]

    return {later: min(sources, key=nearness) for later, sources in candidates.items()}
