"""Verified pairs, and the matches that they make: `Match` objects are created on access."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from dedup.comparison.match import Match, Relation
from dedup.comparison.pair_measures import Measures
from dedup.comparison.prepared import Prepared
from dedup.comparison.relation_rules import Verdicts, relation_index
from dedup.comparison.rules.pair_features import PairContext
from dedup.comparison.third_articles.template_families import TemplateFamilies
from dedup.comparison.titles import (
    title_similarity,
)
from dedup.comparison.verified.aligner import Aligner
from dedup.comparison.versions import VERSIONS_NOTE, ArticleUrls, version_reason
from dedup.corpus.statistics import CorpusStatistics
from dedup.runtime.lazy import Lazy
from dedup.runtime.lazy_sequence import LazySequence
from dedup.settings import Settings

Places = NDArray[np.int64]


class MatchColumns(NamedTuple):
    """The articles and the relation of each match: `left` and `right` are places in `ids`."""

    ids: Sequence[str]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    relation_ranks: NDArray[np.int64]  # `Relation.rank`

    def select(self, rows: NDArray[np.int64]) -> MatchColumns:
        """The same of some matches."""
        return MatchColumns(self.ids, self.left[rows], self.right[rows], self.relation_ranks[rows])


@runtime_checkable
class _HasColumns(Protocol):
    def columns(self) -> MatchColumns: ...


def match_columns(matches: Sequence[Match]) -> MatchColumns:
    """The columns of any matches.

    >>> match_columns([]).ids
    []
    """
    if isinstance(matches, _HasColumns):
        return matches.columns()
    places: dict[str, int] = {}
    left = [places.setdefault(match.left_id, len(places)) for match in matches]
    right = [places.setdefault(match.right_id, len(places)) for match in matches]
    ranks = [match.relation.rank for match in matches]
    return MatchColumns(list(places), *(np.array(column, np.int64) for column in (left, right, ranks)))


def matches_at(matches: Sequence[Match], rows: NDArray[np.int64]) -> Iterable[Match]:
    """The matches at some places, each made when its turn comes."""
    if isinstance(matches, LazySequence):
        return iter(matches.select(rows))
    return map(matches.__getitem__, rows.tolist())


@dataclass(frozen=True, slots=True, eq=False)
class VerifiedPairs:
    """Pairs of articles with their measures and relations; `left` and `right` are places in `prepared.articles`."""

    prepared: Prepared
    corpus: CorpusStatistics
    settings: Settings
    left: Places
    right: Places
    measures: Measures
    context: PairContext
    verdicts: Verdicts
    families: TemplateFamilies
    aligner: Aligner
    urls: ArticleUrls

    def listed_rows(self) -> Places:
        """The rows of all pairs that are neither distinct nor boilerplate without a passage to show."""
        relations = self.verdicts.relation_indexes
        has_passage = self.measures.longest_run >= self.settings.min_listed_boilerplate_run
        is_shown = (relations != relation_index(Relation.BOILERPLATE)) | has_passage
        return np.flatnonzero((relations != relation_index(Relation.DISTINCT)) & is_shown)

    def matches(self) -> Matches:
        """Every pair that is listed, in order."""
        return Matches(self.listed_rows(), self)

    def all_matches(self) -> Matches:
        """Every pair, whatever its relation, in order."""
        return Matches(np.arange(len(self.left)), self)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Matches(LazySequence[Match]):
    """The matches of verified pairs; rows are those of the pairs. `Match` objects are created on access."""

    verified: VerifiedPairs

    def columns(self) -> MatchColumns:
        """The articles and relations of all matches, without a `Match`."""
        verified = self.verified
        ids = [article.id for article in verified.prepared.articles]
        columns = MatchColumns(ids, verified.left, verified.right, verified.verdicts.relation_indexes)
        return columns.select(self.rows)

    def __iter__(self) -> Iterator[Match]:
        aligner = self.verified.aligner
        rows = zip(*(column.tolist() for column in self.verified.measures.shares(self.rows)), strict=True)
        for pair, (jaccard, left_containment, right_containment, left_coverage, right_coverage) in zip(
            self.rows.tolist(), rows, strict=True
        ):
            left, right = int(self.verified.left[pair]), int(self.verified.right[pair])
            one, other = self.verified.prepared.articles[left], self.verified.prepared.articles[right]
            titles = title_similarity(one.title, other.title)
            relation = self.verified.verdicts.relation(pair)
            yield Match(
                left_id=one.id,
                right_id=other.id,
                relation=relation,
                jaccard=jaccard,
                left_containment=left_containment,
                right_containment=right_containment,
                left_coverage=left_coverage,
                right_coverage=right_coverage,
                title_similarity=titles,
                reason=self._reason(pair, jaccard, titles),
                _align=Lazy(aligner.copies if relation.is_copy else aligner, left, right),
                _articles=Lazy(aligner.articles, left, right),
            )

    def _reason(self, pair: int, jaccard: float, titles: float | None) -> str:
        """The rule that decided on a pair, and why its articles are versions of one page, if they are."""
        verified = self.verified
        reason = verified.verdicts.reason(pair)
        if not verified.verdicts.relation(pair).is_copy:
            return reason
        left, right = (verified.prepared.articles[int(side[pair])] for side in (verified.left, verified.right))
        version = version_reason(left, right, jaccard, titles, verified.settings, verified.urls)
        return f"{reason}{VERSIONS_NOTE}{version}" if version else reason
