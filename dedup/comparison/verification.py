"""Candidates to verified matches: learn from the corpus, measure every pair, decide its relation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from typing import overload

import numpy as np
from numpy.typing import NDArray

from dedup.article import Span
from dedup.alignment.alignment_text import Alignable, make_alignable
from dedup.corpus.statistics import Corpus, common_phrases, frequent_words
from dedup.alignment.edits import with_edits
from dedup.corpus.boilerplate import learn_furniture
from dedup.comparison.match import Alignment, Match, Relation
from dedup.comparison.pair_measures import Measures, measure
from dedup.alignment.passages import align
from dedup.comparison.prepared import Prepared, own_words
from dedup.comparison.relation_rules import Circumstances, Verdicts, code, judge
from dedup.comparison.titles import title_similarity
from dedup.comparison.versions import versions
from dedup.runtime.progress import Progress, silent
from dedup.sketch.anchors import common_carriers
from dedup.sketch.candidates import Candidates
from dedup.runtime.threads import both

NEIGHBOUR_STEPS = 3  # nearly all copies of a text are as near to each other
ALIGNABLES = 256  # articles kept ready for alignment: passages are asked for in neighbouring pairs


@dataclass(frozen=True, slots=True)
class Compared:
    """Measured pairs and what they are; `left < right` are places in `prepared.articles`."""

    prepared: Prepared
    corpus: Corpus
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    measures: Measures
    verdicts: Verdicts
    aligner: Aligner

    def matching(self) -> NDArray[np.int64]:
        """The pairs that are more than distinct."""
        return np.flatnonzero(self.verdicts.relations != code(Relation.DISTINCT))

    def matches(self) -> Matches:
        """Every pair that is more than distinct, in order."""
        return Matches(self, self.matching())

    def all_matches(self) -> Matches:
        """Every pair, whatever it is, in order."""
        return Matches(self, np.arange(len(self.left)))


@dataclass(frozen=True, slots=True, eq=False)
class Matches(Sequence[Match]):
    """Matches that stay columns of numbers until they are looked at: of a million, hardly anybody looks at all."""

    compared: Compared
    pairs: NDArray[np.int64]  # which of the compared pairs

    def __len__(self) -> int:
        return len(self.pairs)

    @overload
    def __getitem__(self, place: int) -> Match: ...
    @overload
    def __getitem__(self, place: slice) -> Matches: ...
    def __getitem__(self, place: int | slice) -> Match | Matches:
        if isinstance(place, slice):
            return Matches(self.compared, self.pairs[place])
        (match,) = Matches(self.compared, self.pairs[[place]])
        return match

    def __iter__(self) -> Iterator[Match]:
        compared, pairs = self.compared, self.pairs
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
            version = versions(articles[left], articles[right], jaccard, titles) if relation.is_copy else None
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
                align=partial(compared.aligner, left, right),
            )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(own == match for own, match in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash(tuple(self))


def learn(prepared: Prepared, pairs: Candidates, threads: int = 1) -> Corpus:
    """What all articles together teach about any two of them."""
    texts, sketches = prepared.texts, prepared.sketches
    frequent, furniture = both(
        partial(frequent_words, texts, sketches, np.unique(pairs.groups)),
        partial(learn_furniture, texts, sketches, prepared.outlets, threads),
        threads,
    )
    carriers = common_carriers(pairs.postings)
    common = common_phrases(texts, sketches, carriers, frequent, pairs.groups, threads)
    return Corpus(furniture, frequent, common)


def compare_pairs(
    prepared: Prepared,
    corpus: Corpus,
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    *,
    threads: int = 1,
    progress: Progress = silent,
) -> Compared:
    """Measure pairs of places in `prepared.articles` and decide what they are.

    A pair is measured and judged in the order of its identities, and told in its own: nothing depends on who is left.
    """
    swapped = _swapped(prepared, left, right)
    first, second = np.where(swapped, right, left), np.where(swapped, left, right)
    order = np.lexsort((first, second, _neighbourhood(first, second, len(prepared))))
    sides = first[order], second[order]
    measured = measure(prepared.texts, prepared.doubled, corpus, *sides, threads=threads, progress=progress)
    back = np.argsort(order)
    measures = measured.only(back)
    verdicts = judge(measures, _circumstances(prepared, left, right))
    return Compared(prepared, corpus, left, right, measures.mirrored(swapped), verdicts, Aligner(prepared, corpus))


def _neighbourhood(left: NDArray[np.int64], right: NDArray[np.int64], articles: int) -> NDArray[np.int64]:
    """The first article that a few steps lead to from either side: pairs of the same few texts go together."""
    first = np.arange(articles)
    for _ in range(NEIGHBOUR_STEPS):
        nearest = np.minimum(first[left], first[right])
        np.minimum.at(first, left, nearest)
        np.minimum.at(first, right, nearest)
    return first[left]


def _swapped(prepared: Prepared, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which pairs stand the other way round than their identities; of the same words, than their texts."""
    identities = prepared.sketches.identities
    swapped = identities[left] > identities[right]
    for pair in np.flatnonzero(identities[left] == identities[right]).tolist():
        swapped[pair] = prepared.articles[left[pair]].text > prepared.articles[right[pair]].text
    return swapped


def _circumstances(prepared: Prepared, left: NDArray[np.int64], right: NDArray[np.int64]) -> Circumstances:
    days, outlets, identities = prepared.days, prepared.outlets, prepared.sketches.identities
    return Circumstances(
        days_apart=abs(days[left] - days[right]),
        same_outlet=(outlets[left] == outlets[right]) & (outlets[left] >= 0),
        same_words=identities[left] == identities[right],
    )


class Aligner:
    """Finds the passages of pairs when somebody asks; articles asked for lately stay ready."""

    def __init__(self, prepared: Prepared, corpus: Corpus) -> None:
        self._prepared = prepared
        self._corpus = corpus
        self._ready = lru_cache(ALIGNABLES)(self._make_ready)
        self._aligned = lru_cache(ALIGNABLES)(self._align)

    def __call__(self, left: int, right: int) -> Alignment:
        """Align two articles, given by their places."""
        return self._aligned(left, right)

    def __reduce__(self) -> tuple[type[Aligner], tuple[Prepared, Corpus]]:
        return Aligner, (self._prepared, self._corpus)

    def _align(self, left: int, right: int) -> Alignment:
        left_side, right_side = self._ready(left), self._ready(right)
        return with_edits(align(left_side, right_side), left_side, right_side)

    def _make_ready(self, article: int) -> Alignable:
        words = self._prepared.read(article)
        return make_alignable(words, own_words(words, self._prepared.repeats[article], self._corpus.furniture))


class FurnitureSpans(Mapping[str, tuple[Span, ...]]):
    """Where page furniture stands, by article id; neighbouring lines are one span. An article is read when it is asked
    for.
    """

    def __init__(self, compared: Compared) -> None:
        self._prepared, self._furniture = compared.prepared, compared.corpus.furniture

    @cached_property
    def _places(self) -> dict[str, int]:
        """The articles that carry any."""
        sketches = self._prepared.sketches
        units = np.flatnonzero(np.isin(sketches.unit_keys, self._furniture))
        carriers = np.unique(np.searchsorted(sketches.unit_ends, units, side="right")).tolist()
        return {self._prepared.articles[article].id: article for article in carriers}

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __getitem__(self, article_id: str) -> tuple[Span, ...]:
        words = self._prepared.read(self._places[article_id])
        is_furniture = np.isin(words.units.keys, self._furniture)
        edges = np.flatnonzero(np.diff(is_furniture.astype(np.int8), prepend=0, append=0)).tolist()
        starts = [0, *words.units.ends.tolist()]
        return tuple(words.span(starts[first], starts[end]) for first, end in zip(edges[::2], edges[1::2], strict=True))
