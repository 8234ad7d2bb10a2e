"""What a report says of each article, in one value: a data frame shows it beside the article.

Articles are ordered by date of publication; those without a date come last, in the order given. Every article is
described by its closest match with an earlier article, so the later of two copies names the earlier one, and the first
names none. A group is identified by the id of its first article, and an article without a group by its own id: whoever
groups by that column, or keeps one row of each value, loses nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from dedup.article import Article
from dedup.comparison.match import Match, Relation
from dedup.comparison.neighbours import closeness
from dedup.errors import InputError, check_type
from dedup.report import Report

AFTER_EVERY_DATE = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class EarlierArticle:
    """The closest earlier article; `coverage` is the share of the later one's words in stretches that both share."""

    article_id: str
    relation: Relation
    coverage: float


@dataclass(frozen=True, slots=True)
class Annotation:
    """What one article is among the others.

    `first_of_cluster` and `first_of_story` are the ids of the first article of each group. `is_first` is False for the
    later copies of a cluster, which can be dropped. `repeated_words` counts the words in blocks that stand earlier in
    the same article.
    """

    first_of_cluster: str
    first_of_story: str
    earlier: EarlierArticle | None
    is_first: bool
    repeated_words: int


def annotate_articles(report: Report, articles: Sequence[Article]) -> list[Annotation]:
    """Return one annotation for each of these articles, in their order; reference articles precede all of them.

    InputError if the report was made of other articles.

    >>> from dedup.detector import scan
    >>> articles = [Article("a", "The ferry is late again."), Article("b", "THE FERRY IS LATE AGAIN")]
    >>> [annotation.first_of_cluster for annotation in annotate_articles(scan(articles), articles)]
    ['a', 'a']
    """
    check_type(report, Report, "annotate_articles: the report of a scan")
    for article in articles:
        check_type(article, Article, "annotate_articles: Articles")
    reference = set(report.reference_ids)
    if {article.id for article in articles} != {article.id for article in report.articles} - reference:
        raise InputError("the report is of other articles: scan those that are to be annotated")
    annotations = _annotations(report, articles)
    return [annotations[article.id] for article in articles]


def annotate_report(report: Report) -> dict[str, Annotation]:
    """The annotation of every article of a report, by its id; reference articles precede all others."""
    reference = set(report.reference_ids)
    return _annotations(report, [article for article in report.articles if article.id not in reference])


def _annotations(report: Report, new: Sequence[Article]) -> dict[str, Annotation]:
    """Annotate all articles of a report; `new` are those that are no reference, in the order of undated ones."""
    reference = set(report.reference_ids)
    before = _by_publication(article for article in report.articles if article.id in reference)
    ranks = {article.id: rank for rank, article in enumerate([*before, *_by_publication(new)])}
    clusters = _first_of_group((cluster.article_ids for cluster in report.clusters), ranks)
    stories = _first_of_group((story.article_ids for story in report.stories), ranks)
    earlier = closest_earlier(report.matches, ranks)
    repeated = Counter[str]()
    for repeat in report.repeats:
        repeated[repeat.article_id] += repeat.repeated_words

    def annotation(name: str) -> Annotation:
        cluster = clusters.get(name, name)
        return Annotation(cluster, stories.get(name, cluster), earlier.get(name), cluster == name, repeated[name])

    return {name: annotation(name) for name in ranks}


def _by_publication(articles: Iterable[Article]) -> list[Article]:
    """Order articles by date of publication."""
    return sorted(articles, key=lambda article: article.published or AFTER_EVERY_DATE)


def _first_of_group(groups: Iterable[Sequence[str]], ranks: Mapping[str, int]) -> dict[str, str]:
    """Map each article of a group to the first article of the group."""
    firsts = ((min(group, key=ranks.__getitem__), group) for group in groups)
    return {name: first for first, group in firsts for name in group}


def closest_earlier(matches: Iterable[Match], ranks: Mapping[str, int]) -> dict[str, EarlierArticle]:
    """Select the closest earlier article of each article that has one; of equally close ones, the earliest.

    `ranks` order the articles, the earliest first. Rewrites, and reports of one event, of an article are equally close:
    how much wording they share by chance says nothing about which of them was the source.
    """
    candidates: dict[str, list[Match]] = {}
    for match in matches:
        if match.relation.is_related:
            later = max(match.left_id, match.right_id, key=ranks.__getitem__)
            candidates.setdefault(later, []).append(match.seen_from(later))

    def nearness(match: Match) -> tuple[tuple[int, float], int]:
        rank, coverage = closeness(match)
        return (rank, coverage if match.relation.is_copy else 0.0), ranks[match.right_id]

    closest = {later: min(matches, key=nearness) for later, matches in candidates.items()}
    return {later: EarlierArticle(each.right_id, each.relation, each.left_coverage) for later, each in closest.items()}
