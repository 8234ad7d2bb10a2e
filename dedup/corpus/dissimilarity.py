"""Tells boilerplate and stock phrases from shared stories, by how little else their articles have in common.

Many articles contain the line of a menu or a stock phrase; many contain the sentences of one story. A line is
boilerplate, and a phrase a stock phrase, if enough of the articles that contain it (its carriers) are pairwise
dissimilar outside of it. Two articles are dissimilar if they share less than some part of the distinct words of the
smaller set; which words count is decided by the use (`WordFilter`).

Up to 16 carriers are examined, those with the lowest content hashes, so that the result does not depend on input order.
Pairwise dissimilar ones are chosen among them greedily.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.runtime.arrays import distinct
from dedup.runtime.threads import map_threads
from dedup.sketch.fingerprints import SketchedTexts
from dedup.sketch.packed_texts import TextSource
from dedup.tokens.words import readonly

SAMPLE_COLUMNS = 16  # carriers that the kernel has room for
CHUNK_BYTES = 1 << 25  # of text whose word sets are in memory at a time: they take half as much
NEVER, UNLESS_FREQUENT, ALWAYS = range(3)  # when a word counts

Keys = NDArray[np.uint64]


class WordFilter(NamedTuple):
    """Which words of an article count."""

    rule_by_flags: NDArray[np.uint8]  # (64,) by `Words.flags`: NEVER, UNLESS_FREQUENT or ALWAYS
    frequent_words: Keys  # an open-addressing table
    is_excluded_line: NDArray[np.bool_]  # lines whose words do not count, in the order of `TextLines.keys`


class SimilarityRule(NamedTuple):
    """Two articles are similar if they are near-duplicates, or share `min_overlap` of the smaller word set."""

    representatives: NDArray[np.int64]  # (n,) by article: equal for near-duplicates
    min_overlap: float
    short_is_similar: bool  # an article that cannot be compared is similar to every other; else it is skipped


class CarrierSamples(NamedTuple):
    """The articles that are examined for each of k lines or phrases, and how many of them must be dissimilar."""

    articles: NDArray[np.int64]  # (k, 16) in the order in which they are examined; -1 behind the last
    required: NDArray[np.int64]  # (k,)
    min_words: NDArray[np.int64]  # (k,) an article with fewer counted words cannot be compared


def required_count(
    min_carriers: NDArray[np.int64], articles: NDArray[np.int64], min_dissimilar_share: float
) -> NDArray[np.int64]:
    """How many articles of each row must be pairwise dissimilar, (k,).

    At least `min_carriers`, (k,), and at least the given share of the articles of the row.
    """
    share: NDArray[np.float64] = min_dissimilar_share * (articles >= 0).sum(axis=1)
    return np.ceil(np.maximum(min_carriers, share)).astype(np.int64)


def has_dissimilar_carriers(
    texts: SketchedTexts, word_filter: WordFilter, rule: SimilarityRule, samples: CarrierSamples, threads: int = 1
) -> NDArray[np.bool_]:
    """Whether as many articles of each sample as are required are pairwise dissimilar, (k,).

    An article is read once for all samples of a chunk. Samples with the same first article, which mostly have more
    articles in common, are in one chunk.
    """
    from dedup.kernels.learn.find_boilerplate import find_dissimilar
    from dedup.kernels.parameters import DissimilarNumbers

    numbers = DissimilarNumbers(rule.min_overlap, rule.short_is_similar)
    has_enough = np.empty(len(samples.required), np.bool_)

    def decide(rows: NDArray[np.int64]) -> None:
        articles = distinct(samples.articles[rows])
        articles = articles[articles >= 0]
        is_taken, places = samples.articles[rows] >= 0, np.searchsorted(articles, samples.articles[rows])
        word_sets = read_word_sets(texts, word_filter, articles)
        sizes = np.diff(word_sets.ends, prepend=0, append=0)  # one more, for a place behind the last
        is_enough = np.empty(len(rows), np.bool_)
        find_dissimilar(
            readonly(word_sets.words), readonly(word_sets.ends), readonly(np.where(is_taken, places, -1)),
            readonly((sizes[places] * is_taken).sum(axis=1)), readonly(rule.representatives[articles]), numbers,
            readonly(samples.required[rows]), readonly(samples.min_words[rows]), is_enough,
        )  # fmt: skip
        has_enough[rows] = is_enough

    for _ in map_threads(decide, _chunks(texts.source, samples.articles), threads):
        pass
    return has_enough


def _chunks(texts: TextSource, samples: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Rows whose articles have about `CHUNK_BYTES` bytes together."""
    order = np.argsort(samples[:, 0], kind="stable")
    sizes = np.where(samples >= 0, texts.sizes[samples], 0).sum(axis=1)[order]
    return np.split(order, np.flatnonzero(np.diff(np.cumsum(sizes) // CHUNK_BYTES)) + 1)


class WordSets(NamedTuple):
    """The distinct counted words of some articles, end to end."""

    ends: NDArray[np.int64]  # of each article
    words: Keys


def read_word_sets(texts: SketchedTexts, word_filter: WordFilter, articles: NDArray[np.int64]) -> WordSets:
    """Read the distinct counted words of some articles."""
    from dedup.kernels.learn.find_boilerplate import collect_words

    ends = np.zeros(len(articles), np.int64)
    packed = texts.source.pack_some(articles)
    capacity = int(packed.sizes.sum()) + 1  # a word a byte: reserved, mostly never touched
    words = np.empty(capacity, np.uint64)

    collect_words(
        readonly(packed.buffer), readonly(packed.offsets), packed.folding, packed.function_words, readonly(articles),
        readonly(texts.lines.ends), readonly(word_filter.is_excluded_line), readonly(word_filter.rule_by_flags),
        readonly(word_filter.frequent_words), ends, words,
    )  # fmt: skip
    return WordSets(ends, words[: ends[-1] if len(ends) else 0])
