"""Pair measures: exact counts over two articles, a row a pair (`dedup.kernels.verify.measure_pairs`).

All counts are over counted words: a repeated block counts once, boilerplate not at all (`comparison.counted_text`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.corpus.informative_words import hash_table
from dedup.corpus.statistics import CorpusStatistics
from dedup.kernels.parameters import MeasureNumbers
from dedup.runtime.arrays import distinct, list_lengths
from dedup.runtime.progress import Progress, Stage, no_progress
from dedup.runtime.threads import map_threads
from dedup.settings import VerificationSettings
from dedup.sketch.packed_texts import TextSource
from dedup.tokens.words import number_words, readonly

BATCH_BYTES = 1 << 25  # bytes of text packed at a time, an article once for each of its pairs

Counts = NDArray[np.int32]
Shares = NDArray[np.float64]


class RepeatedWords(NamedTuple):
    """The words of later occurrences of repeats, which do not count: half-open ranges of words, by article.

    Those of article a are the ranges from `article_ends[a - 1]` up to `article_ends[a]`.
    """

    article_ends: NDArray[np.int64]  # (articles,)
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]

    def take(self, articles: NDArray[np.int64]) -> RepeatedWords:
        """Those of some articles, in this order."""
        counts = list_lengths(self.article_ends)[articles]
        ends = np.cumsum(counts)
        rows = np.arange(counts.sum()) + np.repeat(self.article_ends[articles] - ends, counts)
        return RepeatedWords(ends, self.starts[rows], self.ends[rows])


class MeasuredTexts(NamedTuple):
    """What is measured of articles, each in the same order."""

    texts: TextSource
    titles: TextSource
    repeated_words: RepeatedWords


class Measures(NamedTuple):
    """One column a count, one row a pair; the order is that of `kernels.layouts.MeasureColumns`.

    A tile is a run of equal words. A stretch is a row of tiles with short gaps between them; its words are shared.
    Prose stands in lines that read like sentences; a layout line is a short one that does not. An informative word is a
    number, or neither a function word nor frequent in the corpus.
    """

    left_words: Counts
    right_words: Counts
    left_shingles: Counts  # distinct word 3-shingles
    right_shingles: Counts
    both_shingles: Counts
    longest_run: Counts  # words of the longest tile
    left_shared: Counts  # words inside stretches
    right_shared: Counts
    left_prose: Counts
    right_prose: Counts
    left_prose_shared: Counts
    right_prose_shared: Counts
    longest_passage: Counts  # prose words of the longest stretch with enough equal words, on the smaller side
    shared_prose_in_body: Counts  # in stretches that touch at most one layout line; the larger of both sides
    equal_numbers: Counts  # numbers inside tiles
    differing_numbers: Counts  # numbers in the gaps of stretches, on the smaller side
    left_unshared_lead: Counts  # words before the first stretch
    left_unshared_tail: Counts  # words behind the last
    right_unshared_lead: Counts
    right_unshared_tail: Counts
    left_shared_at_edges: Counts  # shared words before and behind the unshared prose
    left_shared_at_edges_non_prose: Counts
    right_shared_at_edges: Counts
    right_shared_at_edges_non_prose: Counts
    left_informative: Counts  # distinct
    right_informative: Counts
    both_informative: Counts
    informative_in_stretches: Counts  # those of both articles that stand inside stretches of both
    shared_anchors: Counts
    stock_phrase_anchors: Counts  # shared anchors that are stock phrases
    left_boilerplate_words: Counts  # left out as boilerplate
    right_boilerplate_words: Counts
    is_identical: Counts  # 1 where the counted words of both are the same, in the same order
    shared_layout_lines: Counts  # distinct; those without counted words, too
    left_shared_body_prose: Counts  # of the body: what stands between layout lines and has the most unshared prose
    right_shared_body_prose: Counts
    left_unquoted: Counts  # words outside quotation marks
    right_unquoted: Counts
    left_unquoted_shared: Counts  # those inside stretches
    right_unquoted_shared: Counts
    unquoted_run: Counts  # of the longest tile, the words outside quotation marks on the side that has fewer
    left_rest_informative: Counts  # distinct informative words outside stretches,
    right_rest_informative: Counts
    left_rest_agreeing: Counts  # and those of them that the other article has, anywhere
    right_rest_agreeing: Counts
    left_title_words: Counts  # distinct words of the title, function words left out
    right_title_words: Counts
    both_title_words: Counts
    left_title_in_text: Counts  # those that are informative words of its own text
    right_title_in_text: Counts
    own_title_in_text: Counts  # those of them that the other title lacks; the larger of both sides
    left_title_replaced: Counts  # those that neither the other's title nor text has, where that has something else
    right_title_replaced: Counts
    replaced_title_numbers: Counts  # those that are numbers, on the smaller side
    changed_numbers: Counts  # numbers in short gaps between tiles and at both ends, on the smaller side
    other_names: Counts  # distinct informative words that only one has, but for those beside a changed number; fewer

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
        """Share of the left article's words inside stretches."""
        return _share(self.left_shared, self.left_words)

    @property
    def right_coverage(self) -> Shares:
        """Share of the right article's words inside stretches."""
        return _share(self.right_shared, self.right_words)

    @property
    def max_coverage(self) -> Shares:
        """The coverage of the article that is covered more."""
        return np.maximum(self.left_coverage, self.right_coverage)

    @property
    def longest_shared(self) -> Counts:
        """Words of the longest passage or run."""
        return np.maximum(self.longest_passage, self.longest_run)

    @property
    def min_shared(self) -> Counts:
        """Words inside stretches, on the side that has fewer."""
        return np.minimum(self.left_shared, self.right_shared)

    def shares(self, rows: NDArray[np.int64]) -> tuple[Shares, ...]:
        """Jaccard similarity, containments and coverages of some rows, without the columns that they do not need."""
        left, right, both = (column[rows] for column in (self.left_shingles, self.right_shingles, self.both_shingles))
        sides = (self.left_shared, self.left_words), (self.right_shared, self.right_words)
        coverages = (_share(shared[rows], words[rows]) for shared, words in sides)
        return _share(both, left + right - both), _share(both, left), _share(both, right), *coverages

    def only(self, rows: NDArray[np.int64]) -> Measures:
        """Some of the rows, in this order."""
        return Measures(*(column[rows] for column in self))

    def mirrored(self, where: NDArray[np.bool_]) -> Measures:
        """The measures with left and right exchanged in some rows."""
        if not where.any():
            return self
        mirror = [self[place] for place in _MIRRORED]
        if where.all():
            return Measures._make(mirror)
        return Measures._make(np.where(where, other, column) for other, column in zip(mirror, self, strict=True))


def _mirror(name: str) -> str:
    side, _, rest = name.partition("_")
    return {"left": "right_", "right": "left_"}[side] + rest if side in ("left", "right") else name


_MIRRORED = [Measures._fields.index(_mirror(name)) for name in Measures._fields]
"""The place of each column with left and right exchanged."""


def _share(part: Counts, whole: Counts) -> Shares:
    return part / np.maximum(whole, 1)


def measure_candidates(
    measured: MeasuredTexts,
    corpus: CorpusStatistics,
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    settings: VerificationSettings,
    *,
    threads: int = 1,
    progress: Progress = no_progress,
) -> Measures:
    """Measure pairs of articles, given by their places in `measured`; ValueError for a place that is not there.

    Texts are packed in batches, an article once for each batch with pairs of it, so pairs of the same few articles
    should stand together.
    """
    from dedup.kernels.verify.measure_pairs import measure_pairs
    from dedup.kernels.verify.read_counted import Known, SkippedWords, Texts

    texts, titles, repeated_words = measured
    if len(left) != len(right) or not len(repeated_words.article_ends) == len(titles) == len(texts):
        raise ValueError("each pair has a left and a right article, and each article its title and repeated words")
    if len(left) and not 0 <= min(left.min(), right.min()) <= max(left.max(), right.max()) < len(texts):
        raise ValueError("a pair names an article that is not there")
    counts = np.zeros((len(left), len(Measures._fields)), np.int32)
    known = Known(*corpus.hash_tables(), _number_words(expand_umlauts=texts.expand_umlauts))
    numbers = _measure_numbers(settings)

    def measure_batch(batch: slice) -> int:
        articles = distinct(left[batch], right[batch])
        places = np.searchsorted(articles, left[batch]), np.searchsorted(articles, right[batch])
        packed, skipped, titled = texts.pack_some(articles), repeated_words.take(articles), titles.pack_some(articles)
        measure_pairs(
            Texts(readonly(packed.buffer), readonly(packed.offsets)),
            Texts(readonly(titled.buffer), readonly(titled.offsets)), packed.folding, packed.function_words,
            SkippedWords(readonly(skipped.article_ends), readonly(skipped.starts), readonly(skipped.ends)), known,
            numbers, readonly(places[0]), readonly(places[1]), counts[batch],
        )  # fmt: skip
        return int(batch.stop)

    for done in map_threads(measure_batch, [*_batches(texts, left, right)], threads):
        progress(Stage.COMPARE, done, len(left))
    return Measures(*np.ascontiguousarray(counts.T))


@cache
def _number_words(*, expand_umlauts: bool) -> NDArray[np.uint64]:
    """The words that are numbers, as a table."""
    return hash_table(number_words(expand_umlauts=expand_umlauts))


def _measure_numbers(settings: VerificationSettings) -> MeasureNumbers:
    return MeasureNumbers(
        min_counted_words=settings.min_counted_words,
        max_layout_words=settings.max_layout_line_words,
        min_tile=settings.min_tile_words,
        max_tile_tries=settings.max_tile_tries,
        max_bridge=settings.max_stretch_gap,
        min_stretch=settings.min_stretch_words,
        min_passage_share=float(settings.min_stretch_equal_share),
        min_framed_prose=settings.min_framed_prose,
        max_stray_words=settings.max_stray_prose,
        max_changed_words=settings.max_changed_words,
    )


def _batches(texts: TextSource, left: NDArray[np.int64], right: NDArray[np.int64]) -> Iterator[slice]:
    """Neighbouring pairs, about a batch of text each."""
    sizes = texts.sizes
    ends = (sizes[left] + sizes[right]).cumsum() // BATCH_BYTES
    cuts = (ends[1:] != ends[:-1]).nonzero()[0] + 1
    yield from (slice(*cut) for cut in pairwise([0, *cuts.tolist(), len(left)]) if len(left))
