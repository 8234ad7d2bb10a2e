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

from dedup.kernels import load
from dedup.sketch.fingerprints import Sketches
from dedup.sketch.packed_texts import Shelf
from dedup.runtime.threads import each
from dedup.tokens.folding import load_table
from dedup.tokens.words import frozen, lexicon

CARRIERS = 16  # articles looked at for one line or phrase: the kernel has room for no more
SHARE = 0.34  # of them, so many must be mutually unlike
CHUNK_BYTES = 1 << 25  # of text whose carriers are held at a time: their distinct words take half as much memory
NEVER, UNLESS_FREQUENT, ALWAYS = range(3)

Keys = NDArray[np.uint64]


class Counted(NamedTuple):
    """Which words of an article count."""

    kinds: NDArray[np.uint8]  # (64,) by `Words.kinds`: NEVER, UNLESS_FREQUENT or ALWAYS
    frequent: Keys  # words, as an open-addressing table
    is_left_out: NDArray[np.bool_]  # units whose words do not count, in the order of `Sketches.unit_keys`


class Likeness(NamedTuple):
    """Two articles are alike that are copies, or that share `share` of the counted words of the lesser."""

    groups: NDArray[np.int64]  # (n,) by article: equal for copies
    share: float
    fewest: int  # words; an article with fewer says nothing:
    is_like_any: bool  # it is like any other, or else it is passed over


def needed(limits: NDArray[np.int64], samples: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many must be unlike of each row of articles, (k,): a third of them, and so many as its limit says."""
    share: NDArray[np.float64] = SHARE * (samples >= 0).sum(axis=1)
    return np.ceil(np.maximum(limits, share)).astype(np.int64)


def have_unlike(
    texts: Shelf,
    sketches: Sketches,
    counted: Counted,
    likeness: Likeness,
    samples: NDArray[np.int64],
    needed: NDArray[np.int64],
    threads: int = 1,
) -> NDArray[np.bool_]:
    """Whether so many as are needed of each row of articles are mutually unlike, (k,).

    `samples`, (k, 16): articles, in the order in which they are looked at, -1 behind the last. An article is read once
    for all rows of a chunk; rows with the same first article, which mostly have others in common too, go together.
    """
    found = np.empty(len(samples), np.bool_)

    def judge(rows: NDArray[np.int64]) -> None:
        articles = np.unique(samples[rows])
        articles = articles[articles >= 0]
        is_held, places = samples[rows] >= 0, np.searchsorted(articles, samples[rows])
        carriers = read_carriers(texts, sketches, counted, articles)
        sizes = np.diff(carriers.ends, prepend=0, append=0)  # and one for a place behind the last
        is_found = np.empty(len(rows), np.bool_)
        load("learning").find_unlike(
            frozen(carriers.words), frozen(carriers.ends), frozen(np.where(is_held, places, -1)),
            frozen((sizes[places] * is_held).sum(axis=1)), frozen(likeness.groups[articles]), likeness.fewest,
            likeness.is_like_any, likeness.share, frozen(needed[rows]), is_found,
        )  # fmt: skip
        found[rows] = is_found

    for _ in each(judge, _chunks(texts, samples), threads):
        pass
    return found


def _chunks(texts: Shelf, samples: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Rows whose articles have so many bytes together."""
    order = np.argsort(samples[:, 0], kind="stable")
    sizes = np.where(samples >= 0, texts.sizes[samples], 0).sum(axis=1)[order]
    return np.split(order, np.flatnonzero(np.diff(np.cumsum(sizes) // CHUNK_BYTES)) + 1)


class Carriers(NamedTuple):
    """Some articles, read."""

    ends: NDArray[np.int64]  # of the distinct words of each article
    words: Keys


def read_carriers(texts: Shelf, sketches: Sketches, counted: Counted, articles: NDArray[np.int64]) -> Carriers:
    """The words that count of some articles."""
    ends = np.zeros(len(articles), np.int64)
    packed = texts.take(articles)
    room = int(packed.sizes.sum()) + 1  # a word a byte: reserved, mostly never touched
    words = np.empty(room, np.uint64)
    load("learning").read_carriers(
        frozen(packed.buffer), frozen(packed.offsets), load_table(), lexicon(), frozen(articles),
        frozen(sketches.unit_ends), frozen(counted.is_left_out), frozen(counted.kinds), frozen(counted.frequent),
        ends, words,
    )  # fmt: skip
    return Carriers(ends, words[: ends[-1] if len(ends) else 0])
