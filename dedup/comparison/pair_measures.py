"""The typed side of measuring: pairs of articles to exact counts, a row a pair.

All counts are over the words that count: an article's own words, doubled blocks once, page furniture left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.corpus.statistics import CorpusStatistics
from dedup.errors import InputError
from dedup.runtime.progress import Progress, no_progress
from dedup.runtime.threads import map_threads
from dedup.sketch.packed_texts import TextSource
from dedup.tokens.folding import folding_table
from dedup.tokens.words import function_word_table, readonly

BATCH_BYTES = (
    1 << 23
)  # bytes or characters of the texts that are packed at a time, an article once for each of its pairs

Counts = NDArray[np.int32]
Shares = NDArray[np.float64]


class RepeatedWords(NamedTuple):
    """Words that do not count, for later occurrences of blocks: those from firsts[s] up to lasts[s] of article a, for s
    from ends[a - 1] up to ends[a].
    """

    article_ends: NDArray[np.int64]  # (articles,)
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]

    def take(self, articles: NDArray[np.int64]) -> RepeatedWords:
        """Those of some articles, in this order."""
        counts = np.diff(self.article_ends, prepend=0)[articles]
        ends = np.cumsum(counts)
        rows = np.arange(counts.sum()) + np.repeat(self.article_ends[articles] - ends, counts)
        return RepeatedWords(ends, self.starts[rows], self.ends[rows])


class Measures(NamedTuple):
    """One column a count, one row a pair; the order is that of the kernel."""

    left_words: Counts  # own words
    right_words: Counts
    left_shingles: Counts  # distinct word 3-shingles
    right_shingles: Counts
    both_shingles: Counts
    longest_run: Counts  # words of the longest verbatim run
    left_shared: Counts  # words inside shared stretches
    right_shared: Counts
    left_prose: Counts  # words in lines that read like sentences
    right_prose: Counts
    left_prose_shared: Counts
    right_prose_shared: Counts
    longest_passage: (
        Counts  # prose words of the longest stretch three fifths of whose words are equal, on the smaller side
    )
    shared_prose_in_body: (
        Counts  # shared prose words outside stretches that run on from page furniture, on the better side
    )
    equal_numbers: Counts  # numbers that are equal, and such as differ inside shared stretches
    differing_numbers: Counts
    left_unshared_lead: Counts  # words before the first shared stretch and behind the last
    left_unshared_tail: Counts
    right_unshared_lead: Counts
    right_unshared_tail: Counts
    left_shared_at_edges: Counts  # shared words at the edges, round unshared prose, and how many of them are no prose
    left_shared_at_edges_non_prose: Counts
    right_shared_at_edges: Counts
    right_shared_at_edges_non_prose: Counts
    left_informative: Counts  # distinct rarer words: names, numbers, whatever few articles hold
    right_informative: Counts
    both_informative: Counts
    informative_in_stretches: Counts  # those of both inside shared stretches of both
    shared_anchors: Counts  # anchors that both hold, and how many of them are phrases that many unlike articles share
    stock_phrase_anchors: Counts
    left_boilerplate_words: Counts  # words left out as page furniture
    right_boilerplate_words: Counts
    is_identical: Counts  # 1 where the own words of both are the same, in the same order
    shared_layout_lines: Counts  # short lines without sentences that both pages hold: the marks of one template
    left_shared_body_prose: (
        Counts  # shared prose words of the body: the stretch between page-shaped lines with most other prose
    )
    right_shared_body_prose: Counts

    @property
    def jaccard(self) -> Shares:
        """Shingles of both over shingles of either."""
        return _share(self.both_shingles, self.left_shingles + self.right_shingles - self.both_shingles)

    @property
    def left_containment(self) -> Shares:
        """Share of the left article's shingles that the right has."""
        return _share(self.both_shingles, self.left_shingles)

    @property
    def right_containment(self) -> Shares:
        """Share of the right article's shingles that the left has."""
        return _share(self.both_shingles, self.right_shingles)

    @property
    def left_coverage(self) -> Shares:
        """Share of the left article's own words inside shared stretches."""
        return _share(self.left_shared, self.left_words)

    @property
    def right_coverage(self) -> Shares:
        """Share of the right article's own words inside shared stretches."""
        return _share(self.right_shared, self.right_words)

    def only(self, rows: NDArray[np.int64]) -> Measures:
        """Some of the rows, in this order."""
        return Measures(*(column[rows] for column in self))

    def mirrored(self, where: NDArray[np.bool_]) -> Measures:
        """The same with left and right exchanged in some rows."""
        return Measures(*(np.where(where, getattr(self, _mirror(name)), getattr(self, name)) for name in self._fields))


def _mirror(name: str) -> str:
    side, _, rest = name.partition("_")
    return {"left": "right_", "right": "left_"}[side] + rest if side in ("left", "right") else name


def _share(part: Counts, whole: Counts) -> Shares:
    return part / np.maximum(whole, 1)


def measure_candidates(
    texts: TextSource,
    repeated_words: RepeatedWords,
    corpus: CorpusStatistics,
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    *,
    threads: int = 1,
    progress: Progress = no_progress,
) -> Measures:
    """Measure pairs of articles, given by their places in `texts`; InputError for a place that is not there.

    Texts are packed in batches, an article once for each batch with pairs of it, so pairs of the same few articles
    should stand together.
    """
    from dedup.kernels.parameters import MeasureNumbers
    from dedup.kernels.verify.cache_articles import Known
    from dedup.kernels.verify.measure_pairs import Skipped, measure_pairs

    if len(left) != len(right) or len(repeated_words.article_ends) != len(texts):
        raise InputError("each pair has a left and a right article, and each article its doubled blocks")
    if len(left) and not 0 <= min(left.min(), right.min()) <= max(left.max(), right.max()) < len(texts):
        raise InputError("a pair names an article that is not there")
    counts = np.zeros((len(left), len(Measures._fields)), np.int32)
    known = Known(*corpus.hash_tables())

    def measure_batch(batch: slice) -> int:
        articles, places = np.unique([left[batch], right[batch]], return_inverse=True)
        packed, skipped = texts.pack_some(articles), repeated_words.take(articles)
        measure_pairs(
            readonly(packed.buffer), readonly(packed.offsets), folding_table(), function_word_table(),
            Skipped(readonly(skipped.article_ends), readonly(skipped.starts), readonly(skipped.ends)), known,
            MeasureNumbers(), readonly(places[0]), readonly(places[1]), counts[batch],
        )  # fmt: skip
        return int(batch.stop)

    for done in map_threads(measure_batch, [*_batches(texts, left, right)], threads):
        progress("pairs", done, len(left))
    return Measures(*np.ascontiguousarray(counts.T))


def _batches(texts: TextSource, left: NDArray[np.int64], right: NDArray[np.int64]) -> Iterator[slice]:
    """Neighbouring pairs, about a batch of text each."""
    sizes = texts.sizes
    ends = np.cumsum(sizes[left] + sizes[right]) // BATCH_BYTES
    cuts = np.flatnonzero(np.diff(ends)) + 1
    yield from (slice(*cut) for cut in pairwise([0, *cuts.tolist(), len(left)]) if len(left))
