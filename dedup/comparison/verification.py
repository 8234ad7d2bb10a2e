"""Candidates to verified matches: learn from the corpus, measure every pair, decide its relation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from typing import overload

import numpy as np
from numpy.typing import NDArray

from dedup.alignment.alignment_text import AlignmentText, prepare_text
from dedup.alignment.edits import add_edits
from dedup.alignment.passage import Alignment
from dedup.alignment.passages import align
from dedup.article import Span
from dedup.comparison.match import Match, Relation
from dedup.comparison.pair_measures import Measures, measure_candidates
from dedup.comparison.prepared import Prepared, counted_words
from dedup.comparison.relation_rules import PairContext, Verdicts, classify_pairs, relation_index
from dedup.comparison.titles import title_similarity
from dedup.comparison.versions import version_reason
from dedup.corpus.boilerplate import learn_boilerplate
from dedup.corpus.statistics import CorpusStatistics, find_frequent_words, find_stock_phrases
from dedup.runtime.lazy import Lazy
from dedup.runtime.progress import Progress, no_progress
from dedup.runtime.threads import run_both
from dedup.sketch.anchors import frequent_anchors
from dedup.sketch.candidates import CandidatePairs

LOCALITY_STEPS = 3  # nearly all copies of a text are as near to each other
CACHED_TEXTS = 256  # articles kept ready for alignment: passages are asked for in neighbouring pairs


@dataclass(frozen=True, slots=True)
class VerifiedPairs:
    """Measured pairs and what they are; `left < right` are places in `prepared.articles`."""

    prepared: Prepared
    corpus: CorpusStatistics
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    measures: Measures
    verdicts: Verdicts
    aligner: Aligner

    def matched_rows(self) -> NDArray[np.int64]:
        """The pairs that are more than distinct."""
        return np.flatnonzero(self.verdicts.relation_indexes != relation_index(Relation.DISTINCT))

    def matches(self) -> Matches:
        """Every pair that is more than distinct, in order."""
        return Matches(self, self.matched_rows())

    def all_matches(self) -> Matches:
        """Every pair, whatever it is, in order."""
        return Matches(self, np.arange(len(self.left)))


@dataclass(frozen=True, slots=True, eq=False)
class Matches(Sequence[Match]):
    """Matches that stay columns of numbers until they are looked at: of a million, hardly anybody looks at all."""

    verified: VerifiedPairs
    rows: NDArray[np.int64]  # which of the compared pairs

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, place: int) -> Match: ...
    @overload
    def __getitem__(self, place: slice) -> Matches: ...
    def __getitem__(self, place: int | slice) -> Match | Matches:
        if isinstance(place, slice):
            return Matches(self.verified, self.rows[place])
        (match,) = Matches(self.verified, self.rows[[place]])
        return match

    def __iter__(self) -> Iterator[Match]:
        compared, pairs = self.verified, self.rows
        articles, verdicts = compared.prepared.articles, compared.verdicts
        measures = compared.measures.only(pairs)
        columns = (
            pairs,
            compared.left[pairs],
            compared.right[pairs],
            measures.jaccard,
            measures.left_containment,
            measures.right_containment,
            measures.left_coverage,
            measures.right_coverage,
        )
        rows = zip(*(column.tolist() for column in columns), strict=True)
        for pair, left, right, jaccard, left_containment, right_containment, left_coverage, right_coverage in rows:
            titles = title_similarity(articles[left].title, articles[right].title)
            relation, reason = verdicts.relation(pair), verdicts.reason(pair)
            version = version_reason(articles[left], articles[right], jaccard, titles) if relation.is_copy else None
            yield Match(
                left_id=articles[left].id,
                right_id=articles[right].id,
                relation=relation,
                jaccard=jaccard,
                left_containment=left_containment,
                right_containment=right_containment,
                left_coverage=left_coverage,
                right_coverage=right_coverage,
                title_similarity=titles,
                reason=f"{reason}; versions of one page: {version}" if version else reason,
                _align=Lazy(compared.aligner, left, right),
            )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(own == match for own, match in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash(tuple(self))


def learn_corpus(prepared: Prepared, candidates: CandidatePairs, threads: int = 1) -> CorpusStatistics:
    """What all articles together teach about any two of them."""
    texts, sketches = prepared.texts, prepared.sketches
    frequent, boilerplate = run_both(
        partial(find_frequent_words, texts, sketches, np.unique(candidates.representatives)),
        partial(learn_boilerplate, texts, sketches, prepared.outlets, threads),
        threads,
    )
    carriers = frequent_anchors(candidates.postings)
    stock_phrases = find_stock_phrases(texts, sketches, carriers, frequent, candidates.representatives, threads)
    return CorpusStatistics(boilerplate, frequent, stock_phrases)


def verify_pairs(
    prepared: Prepared,
    corpus: CorpusStatistics,
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    *,
    threads: int = 1,
    progress: Progress = no_progress,
) -> VerifiedPairs:
    """Measure pairs of places in `prepared.articles` and decide what they are.

    A pair is measured and judged in the order of its identities, and told in its own: nothing depends on who is left.
    """
    swapped = _against_hash_order(prepared, left, right)
    first, second = np.where(swapped, right, left), np.where(swapped, left, right)
    order = np.lexsort((first, second, _locality(first, second, len(prepared))))
    sides = first[order], second[order]
    measured = measure_candidates(
        prepared.texts, prepared.repeated_words, corpus, *sides, threads=threads, progress=progress
    )
    back = np.argsort(order)
    measures = measured.only(back)
    verdicts = classify_pairs(measures, _context(prepared, left, right))
    return VerifiedPairs(prepared, corpus, left, right, measures.mirrored(swapped), verdicts, Aligner(prepared, corpus))


def _locality(left: NDArray[np.int64], right: NDArray[np.int64], articles: int) -> NDArray[np.int64]:
    """The first article that a few steps lead to from either side: pairs of the same few texts go together."""
    first = np.arange(articles)
    for _ in range(LOCALITY_STEPS):
        nearest = np.minimum(first[left], first[right])
        np.minimum.at(first, left, nearest)
        np.minimum.at(first, right, nearest)
    return first[left]


def _against_hash_order(prepared: Prepared, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which pairs stand the other way round than their identities; of the same words, than their texts."""
    identities = prepared.sketches.content_hashes
    swapped = identities[left] > identities[right]
    for pair in np.flatnonzero(identities[left] == identities[right]).tolist():
        swapped[pair] = prepared.articles[left[pair]].text > prepared.articles[right[pair]].text
    return swapped


def _context(prepared: Prepared, left: NDArray[np.int64], right: NDArray[np.int64]) -> PairContext:
    days, outlets, identities = prepared.published_days, prepared.outlets, prepared.sketches.content_hashes
    return PairContext(
        days_apart=abs(days[left] - days[right]),
        same_outlet=(outlets[left] == outlets[right]) & (outlets[left] >= 0),
        same_words=identities[left] == identities[right],
    )


class Aligner:
    """Finds the passages of pairs when somebody asks; articles asked for lately stay ready."""

    def __init__(self, prepared: Prepared, corpus: CorpusStatistics) -> None:
        self._prepared = prepared
        self._corpus = corpus
        self._text = lru_cache(CACHED_TEXTS)(self._prepare_text)
        self._aligned = lru_cache(CACHED_TEXTS)(self._align)

    def __call__(self, left: int, right: int) -> Alignment:
        """Align two articles, given by their places."""
        return self._aligned(left, right)

    def __reduce__(self) -> tuple[type[Aligner], tuple[Prepared, CorpusStatistics]]:
        return Aligner, (self._prepared, self._corpus)

    def _align(self, left: int, right: int) -> Alignment:
        left_side, right_side = self._text(left), self._text(right)
        return add_edits(align(left_side, right_side), left_side, right_side)

    def _prepare_text(self, article: int) -> AlignmentText:
        words = self._prepared.words_of(article)
        return prepare_text(
            words, counted_words(words, self._prepared.repeats[article], self._corpus.boilerplate_lines)
        )


class BoilerplateSpans(Mapping[str, tuple[Span, ...]]):
    """Where page furniture stands, by article id; neighbouring lines are one span. An article is read when it is asked
    for.
    """

    def __init__(self, verified: VerifiedPairs) -> None:
        self._prepared, self._boilerplate_lines = verified.prepared, verified.corpus.boilerplate_lines

    @cached_property
    def _carriers(self) -> dict[str, int]:
        """The articles that carry any."""
        sketches = self._prepared.sketches
        units = np.flatnonzero(np.isin(sketches.line_keys, self._boilerplate_lines))
        carriers = np.unique(np.searchsorted(sketches.line_ends, units, side="right")).tolist()
        return {self._prepared.articles[article].id: article for article in carriers}

    def __len__(self) -> int:
        return len(self._carriers)

    def __iter__(self) -> Iterator[str]:
        return iter(self._carriers)

    def __getitem__(self, article_id: str) -> tuple[Span, ...]:
        words = self._prepared.words_of(self._carriers[article_id])
        is_furniture = np.isin(words.lines.keys, self._boilerplate_lines)
        edges = np.flatnonzero(np.diff(is_furniture.astype(np.int8), prepend=0, append=0)).tolist()
        starts = [0, *words.lines.ends_at_word.tolist()]
        return tuple(words.span(starts[first], starts[end]) for first, end in zip(edges[::2], edges[1::2], strict=True))
