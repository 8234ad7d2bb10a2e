"""What stories add to measured pairs: a pair that is no copy may be a rewrite, or two reports of one event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import eq
from typing import NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from dedup.alignment.passage import Alignment
from dedup.article import Article
from dedup.clusters.values import Cluster
from dedup.comparison.counted_text import CountedText
from dedup.comparison.match import COPY_RELATIONS, Match, Relation
from dedup.comparison.prepared import Prepared
from dedup.comparison.relation_rules import relation_index
from dedup.comparison.titles import title_similarity
from dedup.comparison.verification import Aligner, Matches, VerifiedPairs, verify_pairs
from dedup.corpus.statistics import CorpusStatistics
from dedup.runtime.lazy import Lazy
from dedup.settings import Settings
from dedup.stories.evidence import story_evidence
from dedup.stories.link_model import StoryLinks
from dedup.stories.story import ReadTerms, StoryPairs, find_stories, relate_pairs
from dedup.stories.story_value import Story
from dedup.stories.terms import read_terms

MIN_TEMPLATE_COVERAGE = (
    0.1  # of either text, by a form or page furniture: two forms filled in are no rewrites of each other
)
PAIRS_AT_ONCE = 1 << 15  # that are measured: bounds memory


def add_story_matches(
    verified: VerifiedPairs, clusters: Sequence[Cluster], settings: Settings, read: ReadTerms = read_terms
) -> tuple[list[Story], StoryMatches]:
    """The stories among all articles, and all matches in order: copies as they are, boilerplate unless it is retold.

    `read` may know terms from before.
    """
    prepared = verified.prepared
    counted_text = CountedText(prepared, verified.corpus)
    is_copy = np.isin(verified.verdicts.relation_indexes, [relation_index(relation) for relation in COPY_RELATIONS])
    copies = _packed(verified.left[is_copy], verified.right[is_copy])
    stories, story_pairs = find_stories(prepared.articles, settings, clusters, copies, counted_text, read)
    linked = _linked_matches(prepared, verified.corpus, story_pairs, counted_text, settings, verified.aligner)
    left, right = story_pairs.left[linked.rows], story_pairs.right[linked.rows]
    others = verified.matched_rows()
    others = others[~np.isin(_packed(verified.left[others], verified.right[others]), _packed(left, right))]
    order = np.lexsort((np.append(verified.right[others], right), np.append(verified.left[others], left)))
    return stories, StoryMatches(Matches(verified, others), linked, order)


def match_links(prepared: Prepared, corpus: CorpusStatistics, links: StoryLinks, settings: Settings) -> LinkedMatches:
    """Matches of linked pairs, rewrites and reports of one event, in order; articles are in order of their ids, and
    links number them so. Two forms filled in are none.
    """
    counted_text = CountedText(prepared, corpus)
    story_pairs = relate_pairs(prepared.articles, links, counted_text, settings)
    return _linked_matches(prepared, corpus, story_pairs, counted_text, settings, Aligner(prepared, corpus, settings))


def match_pair(verified: VerifiedPairs) -> Match:
    """The same for the one pair that was compared, told in the order of the two texts, whoever is left."""
    (match,) = verified.all_matches()
    if match.relation.is_copy or _is_template(match):
        return match
    left, right = verified.prepared.articles
    names = ("second", "first") if _is_against_text_order(left, right) else ("first", "second")
    counted_text = CountedText(verified.prepared, verified.corpus)
    named = (replace(counted_text(article), id=name) for article, name in zip((left, right), names, strict=True))
    _, story_pairs = find_stories(list(named), verified.settings)
    if not story_pairs:
        return match
    align = Lazy(_explain_pair, verified.aligner, left, right, (0, 1), counted_text, verified.settings)
    return replace(match, relation=story_pairs[0].relation, reason=story_pairs[0].reason, _align=align)


class StoryMeasures(NamedTuple):
    """What of the measures of told pairs is shown, a row a pair; and which are forms, and not told after all."""

    jaccard: NDArray[np.float64]
    left_containment: NDArray[np.float64]
    right_containment: NDArray[np.float64]
    left_coverage: NDArray[np.float64]
    right_coverage: NDArray[np.float64]
    is_template: NDArray[np.bool_]


def _linked_matches(
    prepared: Prepared,
    corpus: CorpusStatistics,
    story_pairs: StoryPairs,
    counted_text: CountedText,
    settings: Settings,
    aligner: Aligner,
) -> LinkedMatches:
    """Measure story pairs; templates that were filled in twice are left out."""
    columns: list[tuple[NDArray[np.generic], ...]] = []
    for first in range(0, max(1, len(story_pairs)), PAIRS_AT_ONCE):
        block = slice(first, first + PAIRS_AT_ONCE)
        sides = story_pairs.left[block].astype(np.int64), story_pairs.right[block].astype(np.int64)
        verified = verify_pairs(prepared, corpus, *sides, settings)
        m = verified.measures
        is_boilerplate = verified.verdicts.relation_indexes == relation_index(Relation.BOILERPLATE)
        is_template = is_boilerplate & (np.maximum(m.left_coverage, m.right_coverage) >= MIN_TEMPLATE_COVERAGE)
        columns.append(
            (m.jaccard, m.left_containment, m.right_containment, m.left_coverage, m.right_coverage, is_template)
        )
    measures = StoryMeasures(*(np.concatenate(column) for column in zip(*columns, strict=True)))
    rows = np.flatnonzero(~measures.is_template)
    return LinkedMatches(prepared.articles, story_pairs, measures, counted_text, aligner, settings, rows)


def _is_template(match: Match) -> bool:
    """Whether so much of one text is formula that the wording says nothing about who leaned on whom."""
    return (
        match.relation is Relation.BOILERPLATE
        and max(match.left_coverage, match.right_coverage) >= MIN_TEMPLATE_COVERAGE
    )


def _packed(left: NDArray[np.integer], right: NDArray[np.integer]) -> NDArray[np.uint64]:
    """Pairs of places as single numbers; left < right."""
    return left.astype(np.uint64) << np.uint64(32) | right.astype(np.uint64)


@dataclass(frozen=True, slots=True, eq=False)
class LinkedMatches(Sequence[Match]):
    """Matches of articles that tell one story, in order; `Match` objects are created on access."""

    articles: Sequence[Article]
    story_pairs: StoryPairs
    measures: StoryMeasures
    counted_text: CountedText
    aligner: Aligner
    settings: Settings
    rows: NDArray[np.int64]  # of story pairs

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, place: int) -> Match: ...
    @overload
    def __getitem__(self, place: slice) -> LinkedMatches: ...
    def __getitem__(self, place: int | slice) -> Match | LinkedMatches:
        if isinstance(place, slice):
            return replace(self, rows=self.rows[place])
        (match,) = replace(self, rows=self.rows[[place]])
        return match

    def __iter__(self) -> Iterator[Match]:
        articles, pairs = self.articles, self.story_pairs
        columns = zip(*(column[self.rows].tolist() for column in self.measures[:5]), strict=True)
        for row, measures in zip(self.rows.tolist(), columns, strict=True):
            sides = int(pairs.left[row]), int(pairs.right[row])
            left, right = articles[sides[0]], articles[sides[1]]
            jaccard, left_containment, right_containment, left_coverage, right_coverage = measures
            yield Match(
                left_id=left.id,
                right_id=right.id,
                relation=pairs[row].relation,
                jaccard=jaccard,
                left_containment=left_containment,
                right_containment=right_containment,
                left_coverage=left_coverage,
                right_coverage=right_coverage,
                title_similarity=title_similarity(left.title, right.title),
                reason=pairs[row].reason,
                _align=Lazy(_explain_pair, self.aligner, left, right, sides, self.counted_text, self.settings),
            )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(eq, self, other))

    def __hash__(self) -> int:
        return hash(tuple(self))


@dataclass(frozen=True, slots=True, eq=False)
class StoryMatches(Sequence[Match]):
    """All matches in order, including rewrites and same-story pairs; `Match` objects are created on access."""

    others: Matches
    linked: LinkedMatches
    order: NDArray[np.int64]  # rows of `others`, and behind them those of `linked`

    def __len__(self) -> int:
        return len(self.order)

    @overload
    def __getitem__(self, place: int) -> Match: ...
    @overload
    def __getitem__(self, place: slice) -> StoryMatches: ...
    def __getitem__(self, place: int | slice) -> Match | StoryMatches:
        if isinstance(place, slice):
            return replace(self, order=self.order[place])
        (match,) = replace(self, order=self.order[[place]])
        return match

    def __iter__(self) -> Iterator[Match]:
        is_linked = self.order >= len(self.others)
        rows = self.linked.rows[self.order[is_linked] - len(self.others)]
        others = iter(replace(self.others, rows=self.others.rows[self.order[~is_linked]]))
        linked = iter(replace(self.linked, rows=rows))
        for is_next_linked in is_linked.tolist():
            yield next(linked if is_next_linked else others)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(eq, self, other))

    def __hash__(self) -> int:
        return hash(tuple(self))


def _explain_pair(
    aligner: Aligner,
    left: Article,
    right: Article,
    sides: tuple[int, int],
    counted_text: CountedText,
    settings: Settings,
) -> Alignment:
    """The passages and the evidence of two articles that tell one story; `sides` are their positions.

    The evidence is found in the order of the two texts, so that swapping the articles mirrors it.
    """
    if _is_against_text_order(left, right):
        evidence = tuple(each.mirrored() for each in story_evidence(counted_text(right), counted_text(left), settings))
    else:
        evidence = story_evidence(counted_text(left), counted_text(right), settings)
    return replace(aligner(*sides), evidence=evidence)


def _is_against_text_order(left: Article, right: Article) -> bool:
    return right.text < left.text
