"""Articles that have nothing else to do with each other: what tells page furniture and formulas from a story.

Many articles share the line of a menu or a stock phrase; many share the sentences of one story. What tells the one from
the other are the articles that carry it, its carriers: if enough of them are mutually unlike in what else they hold, it
belongs to none of them. Two are unlike when they share less than some part of the distinct words of the lesser; which
words count is for the use to say. Mutually unlike ones are chosen greedily among up to sixteen carriers, those of the
lowest identities, so that nothing depends on order.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.runtime.threads import map_threads
from dedup.sketch.fingerprints import Sketches
from dedup.sketch.packed_texts import TextSource
from dedup.tokens.folding import folding_table
from dedup.tokens.words import function_word_table, readonly

MAX_CARRIERS = 16  # articles looked at for one line or phrase: the kernel has room for no more
MIN_DISSIMILAR_SHARE = 0.34  # of them, so many must be mutually unlike
CHUNK_BYTES = 1 << 25  # of text whose carriers are held at a time: their distinct words take half as much memory
NEVER, UNLESS_FREQUENT, ALWAYS = range(3)

Keys = NDArray[np.uint64]


class WordFilter(NamedTuple):
    """Which words of an article count."""

    rule_by_flags: NDArray[np.uint8]  # (64,) by `Words.kinds`: NEVER, UNLESS_FREQUENT or ALWAYS
    frequent_words: Keys  # words, as an open-addressing table
    is_excluded_line: NDArray[np.bool_]  # units whose words do not count, in the order of `Sketches.unit_keys`


class SimilarityRule(NamedTuple):
    """Two articles are alike that are copies, or that share `share` of the counted words of the lesser."""

    representatives: NDArray[np.int64]  # (n,) by article: equal for copies
    min_overlap: float
    min_words: int  # words; an article with fewer says nothing:
    short_is_similar: bool  # it is like any other, or else it is passed over


def required_count(min_carriers: NDArray[np.int64], samples: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many must be unlike of each row of articles, (k,): a third of them, and so many as its limit says."""
    share: NDArray[np.float64] = MIN_DISSIMILAR_SHARE * (samples >= 0).sum(axis=1)
    return np.ceil(np.maximum(min_carriers, share)).astype(np.int64)


def has_dissimilar_carriers(
    texts: TextSource,
    sketches: Sketches,
    word_filter: WordFilter,
    rule: SimilarityRule,
    samples: NDArray[np.int64],
    required: NDArray[np.int64],
    threads: int = 1,
) -> NDArray[np.bool_]:
    """Whether so many as are needed of each row of articles are mutually unlike, (k,).

    `samples`, (k, 16): articles, in the order in which they are looked at, -1 behind the last. An article is read once
    for all rows of a chunk; rows with the same first article, which mostly have others in common too, go together.
    """
    from dedup.kernels.learn.find_boilerplate import find_dissimilar
    from dedup.kernels.parameters import DissimilarNumbers

    numbers = DissimilarNumbers(rule.min_overlap, rule.min_words, rule.short_is_similar)
    has_enough = np.empty(len(samples), np.bool_)

    def decide_chunk(rows: NDArray[np.int64]) -> None:
        articles = np.unique(samples[rows])
        articles = articles[articles >= 0]
        is_held, places = samples[rows] >= 0, np.searchsorted(articles, samples[rows])
        carriers = read_word_sets(texts, sketches, word_filter, articles)
        sizes = np.diff(carriers.ends, prepend=0, append=0)  # and one for a place behind the last
        is_found = np.empty(len(rows), np.bool_)
        find_dissimilar(
            readonly(carriers.words), readonly(carriers.ends), readonly(np.where(is_held, places, -1)),
            readonly((sizes[places] * is_held).sum(axis=1)), readonly(rule.representatives[articles]), numbers,
            readonly(required[rows]), is_found,
        )  # fmt: skip
        has_enough[rows] = is_found

    for _ in map_threads(decide_chunk, _chunks(texts, samples), threads):
        pass
    return has_enough


def _chunks(texts: TextSource, samples: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Rows whose articles have so many bytes together."""
    order = np.argsort(samples[:, 0], kind="stable")
    sizes = np.where(samples >= 0, texts.sizes[samples], 0).sum(axis=1)[order]
    return np.split(order, np.flatnonzero(np.diff(np.cumsum(sizes) // CHUNK_BYTES)) + 1)


class WordSets(NamedTuple):
    """Some articles, read."""

    ends: NDArray[np.int64]  # of the distinct words of each article
    words: Keys


def read_word_sets(
    texts: TextSource, sketches: Sketches, word_filter: WordFilter, articles: NDArray[np.int64]
) -> WordSets:
    """The words that count of some articles."""
    ends = np.zeros(len(articles), np.int64)
    packed = texts.pack_some(articles)
    capacity = int(packed.sizes.sum()) + 1  # a word a byte: reserved, mostly never touched
    words = np.empty(capacity, np.uint64)
    from dedup.kernels.learn.find_boilerplate import collect_words

    collect_words(
        readonly(packed.buffer), readonly(packed.offsets), folding_table(), function_word_table(), readonly(articles),
        readonly(sketches.line_ends), readonly(word_filter.is_excluded_line), readonly(word_filter.rule_by_flags),
        readonly(word_filter.frequent_words), ends, words,
    )  # fmt: skip
    return WordSets(ends, words[: ends[-1] if len(ends) else 0])
