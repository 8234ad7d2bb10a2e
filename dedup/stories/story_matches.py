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
from dedup.comparison.relation_rules import relation_index
from dedup.comparison.titles import title_similarity
from dedup.comparison.verification import Matches, VerifiedPairs, verify_pairs
from dedup.runtime.lazy import Lazy
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
    verified: VerifiedPairs, clusters: Sequence[Cluster], read: ReadTerms = read_terms
) -> tuple[list[Story], StoryMatches]:
    """The stories among all articles, and all matches in order: copies as they are, boilerplate unless it is retold.

    `read` may know terms from before.
    """
    counted_text = CountedText(verified.prepared, verified.corpus)
    is_copy = np.isin(verified.verdicts.relation_indexes, [relation_index(relation) for relation in COPY_RELATIONS])
    copies = _packed(verified.left[is_copy], verified.right[is_copy])
    stories, story_pairs = find_stories(verified.prepared.articles, clusters, copies, counted_text, read)
    measures = _measure_story_pairs(verified, story_pairs)
    rows = np.flatnonzero(~measures.is_template)
    left, right = story_pairs.left[rows], story_pairs.right[rows]
    others = verified.matched_rows()
    others = others[~np.isin(_packed(verified.left[others], verified.right[others]), _packed(left, right))]
    left = np.append(verified.left[others], left)
    right = np.append(verified.right[others], right)
    order = np.lexsort((right, left))
    return stories, StoryMatches(verified, story_pairs, measures, counted_text, np.append(others, ~rows)[order])


def match_links(verified: VerifiedPairs, links: StoryLinks) -> StoryMatches:
    """Matches of linked pairs, rewrites and reports of one event, in order; articles are in order of their ids, and
    links number them so. Two forms filled in are none.
    """
    counted_text = CountedText(verified.prepared, verified.corpus)
    story_pairs = relate_pairs(verified.prepared.articles, links, counted_text)
    measures = _measure_story_pairs(verified, story_pairs)
    return StoryMatches(verified, story_pairs, measures, counted_text, ~np.flatnonzero(~measures.is_template))


def match_pair(verified: VerifiedPairs) -> Match:
    """The same for the one pair that was compared, told in the order of the two texts, whoever is left."""
    (match,) = verified.all_matches()
    if match.relation.is_copy or _is_template(match):
        return match
    left, right = verified.prepared.articles
    names = ("second", "first") if _is_against_text_order(left, right) else ("first", "second")
    counted_text = CountedText(verified.prepared, verified.corpus)
    named = (replace(counted_text(article), id=name) for article, name in zip((left, right), names, strict=True))
    _, story_pairs = find_stories(list(named))
    if not story_pairs:
        return match
    align = Lazy(_explain_pair, verified, 0, 1, counted_text)
    return replace(match, relation=story_pairs[0].relation, reason=story_pairs[0].reason, _align=align)


class StoryMeasures(NamedTuple):
    """What of the measures of told pairs is shown, a row a pair; and which are forms, and not told after all."""

    jaccard: NDArray[np.float64]
    left_containment: NDArray[np.float64]
    right_containment: NDArray[np.float64]
    left_coverage: NDArray[np.float64]
    right_coverage: NDArray[np.float64]
    is_template: NDArray[np.bool_]


def _measure_story_pairs(verified: VerifiedPairs, story_pairs: StoryPairs) -> StoryMeasures:
    columns: list[tuple[NDArray[np.generic], ...]] = []
    for first in range(0, max(1, len(story_pairs)), PAIRS_AT_ONCE):
        block = slice(first, first + PAIRS_AT_ONCE)
        sides = story_pairs.left[block].astype(np.int64), story_pairs.right[block].astype(np.int64)
        verified_block = verify_pairs(verified.prepared, verified.corpus, *sides, verified.settings)
        m = verified_block.measures
        covered = np.maximum(m.left_coverage, m.right_coverage)
        is_template = (verified_block.verdicts.relation_indexes == relation_index(Relation.BOILERPLATE)) & (
            covered >= MIN_TEMPLATE_COVERAGE
        )
        columns.append(
            (m.jaccard, m.left_containment, m.right_containment, m.left_coverage, m.right_coverage, is_template)
        )
    return StoryMeasures(*(np.concatenate(column) for column in zip(*columns, strict=True)))


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
class StoryMatches(Sequence[Match]):
    """All matches, those that are told twice among them; columns of numbers until they are looked at."""

    verified: VerifiedPairs
    story_pairs: StoryPairs
    measures: StoryMeasures
    counted_text: CountedText
    rows: NDArray[np.int64]  # of compared pairs, or ~row of told ones

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, place: int) -> Match: ...
    @overload
    def __getitem__(self, place: slice) -> StoryMatches: ...
    def __getitem__(self, place: int | slice) -> Match | StoryMatches:
        if isinstance(place, slice):
            return replace(self, rows=self.rows[place])
        (match,) = replace(self, rows=self.rows[[place]])
        return match

    def __iter__(self) -> Iterator[Match]:
        others = iter(Matches(self.verified, self.rows[self.rows >= 0]))
        told = self._story_matches(self.rows[self.rows < 0])
        for is_told in (self.rows < 0).tolist():
            yield next(told if is_told else others)

    def _story_matches(self, rows: NDArray[np.int64]) -> Iterator[Match]:
        articles, told = self.verified.prepared.articles, self.story_pairs
        columns = zip(*(column[~rows].tolist() for column in self.measures[:5]), strict=True)
        for row, measures in zip((~rows).tolist(), columns, strict=True):
            left, right = int(told.left[row]), int(told.right[row])
            jaccard, left_in, right_in, left_over, right_over = measures
            titles = title_similarity(articles[left].title, articles[right].title)
            yield Match(
                articles[left].id, articles[right].id, told[row].relation, jaccard, left_in, right_in, left_over,
                right_over, titles, told[row].reason,
                Lazy(_explain_pair, self.verified, left, right, self.counted_text),
            )  # fmt: skip

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(eq, self, other))

    def __hash__(self) -> int:
        return hash(tuple(self))


def _explain_pair(verified: VerifiedPairs, left: int, right: int, counted_text: CountedText) -> Alignment:
    """The passages and the evidence of two articles that tell one story, given by their places; the evidence is found
    in the order of the two texts, whoever is left.
    """
    one, other = verified.prepared.articles[left], verified.prepared.articles[right]
    if _is_against_text_order(one, other):
        evidence = tuple(each.mirrored() for each in story_evidence(counted_text(other), counted_text(one)))
    else:
        evidence = story_evidence(counted_text(one), counted_text(other))
    return replace(verified.aligner(left, right), evidence=evidence)


def _is_against_text_order(left: Article, right: Article) -> bool:
    return right.text < left.text
