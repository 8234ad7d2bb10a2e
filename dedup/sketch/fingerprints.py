"""What is kept of every article, so that copies find each other among millions: about 2 kB each.

**Signature.** The 128 minima of MinHash (Broder 1997) over word 3-shingles; the share of equal values in two signatures
estimates the Jaccard similarity of their shingles, with a standard error of at most .044. Values are those that
datasketch 2.0 computes with `MinHash(128, seed=1, scheme="affine32")` from the upper halves of the same shingle
hashes, bit for bit: see `dedup.sketch.minhash`.

**Band keys.** 32 bands of 4 minima: articles with a Jaccard similarity of .5 share a band with probability .87, of .7
with .9998 (1 - (1 - J**4)**32).

**Anchors.** Winnowing (Schleimer, Wilkerson and Aiken 2003): of any six five-word hashes in a row the least is kept, so
that any ten words in a row that two articles share leave them an anchor in common. Two in seven words begin one.

**Units.** Keys of lines and sentences, from which page furniture is learned.

An article is read once; it is read again when a pair is measured. Nothing here compares two articles.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.runtime.threads import map_threads
from dedup.sketch.packed_texts import TextSource
from dedup.tokens.folding import folding_table
from dedup.tokens.words import function_word_table, readonly

NUM_PERMUTATIONS = 128  # minima in a signature
NUM_BANDS = 32
PERMUTATION_SEED = 1  # of the permutations: datasketch's default
CHUNK_BYTES = (
    1 << 21
)  # bytes or characters: a thread's share, long against a call, short against the wait for the last one
OUTPUT_PADDING = 256  # entries that the kernel may write behind its last anchor or unit


@dataclass(frozen=True, slots=True)
class Sketches:
    """Fingerprints of n articles; what belongs to article a ends at `anchor_ends[a]` and `unit_ends[a]`."""

    signatures: NDArray[np.uint32]  # (n, 128)
    word_counts: NDArray[np.int32]  # (n,) how many; an article without any matches nothing
    content_hashes: NDArray[np.uint64]  # (n,) equal for the same words in the same order
    may_repeat: NDArray[np.bool_]  # (n,) whether any five words stand twice: only then can a block
    anchor_ends: NDArray[np.int64]  # (n,)
    anchors: NDArray[np.uint32]  # upper halves of five-word hashes
    line_ends: NDArray[np.int64]  # (n,)
    line_keys: NDArray[np.uint64]
    line_is_prose: NDArray[np.bool_]
    line_words: NDArray[np.uint8]  # how many; 255 for more

    def __len__(self) -> int:
        return len(self.word_counts)

    def forget(self, column: str) -> None:
        """Give back the room of a column that nobody will ask for again."""
        object.__setattr__(self, column, getattr(self, column)[:0].copy())


@cache
def permutations() -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Odd slopes and any shifts, (128,) each, in the order in which datasketch draws them."""
    random = np.random.RandomState(PERMUTATION_SEED)
    slopes = random.randint(0, 1 << 31, NUM_PERMUTATIONS, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    return slopes, random.randint(0, 1 << 32, NUM_PERMUTATIONS, dtype=np.uint32)


class _Columns(NamedTuple):
    """What every article has one row of."""

    signatures: NDArray[np.uint32]
    word_counts: NDArray[np.int32]
    content_hashes: NDArray[np.uint64]
    may_repeat: NDArray[np.bool_]
    anchor_ends: NDArray[np.int64]
    line_ends: NDArray[np.int64]


class _Lists(NamedTuple):
    """What an article has any number of."""

    anchors: NDArray[np.uint32]
    line_keys: NDArray[np.uint64]
    line_is_prose: NDArray[np.bool_]
    line_words: NDArray[np.uint8]


def sketch(
    texts: TextSource, threads: int = 1, on_chunk: Callable[[slice, NDArray[np.bool_]], object] | None = None
) -> Sketches:
    """Fingerprint all texts; the result does not depend on the number of threads.

    As articles are done, `tell` is called with which they are, and which of them recur; others go on meanwhile.
    """
    columns = _Columns(
        np.empty((len(texts), NUM_PERMUTATIONS), np.uint32),
        np.empty(len(texts), np.int32),
        np.empty(len(texts), np.uint64),
        np.empty(len(texts), np.bool_),
        np.empty(len(texts), np.int64),
        np.empty(len(texts), np.int64),
    )
    chunks = _chunks(texts)
    anchors, line_keys, line_is_prose, line_words = (
        _GrowingArray(kind) for kind in (np.uint32, np.uint64, np.bool_, np.uint8)
    )
    parts = map_threads(lambda chunk: _sketch_chunk(texts, chunk, columns), chunks, threads)
    for chunk, part in zip(chunks, parts, strict=True):
        columns.anchor_ends[chunk] += anchors.size
        columns.line_ends[chunk] += line_keys.size
        anchors.append(part.anchors)
        line_keys.append(part.line_keys)
        line_is_prose.append(part.line_is_prose)
        line_words.append(part.line_words)
        if on_chunk:
            on_chunk(chunk, columns.may_repeat[chunk])
    lists = _Lists(anchors.array(), line_keys.array(), line_is_prose.array(), line_words.array())
    return Sketches(**columns._asdict(), **lists._asdict())


def minhash_signatures(texts: TextSource, threads: int = 1) -> NDArray[np.uint32]:
    """Those of `sketch` alone, (n, 128), in half the time: for who wants nothing but MinHash."""
    from dedup.kernels.prepare.sketch_articles import Permutations, sign_articles

    rows = np.empty((len(texts), NUM_PERMUTATIONS), np.uint32)

    def sign(chunk: slice) -> None:
        packed = texts.pack_some(np.arange(chunk.start, chunk.stop))
        sign_articles(
            readonly(packed.buffer),
            readonly(packed.offsets),
            folding_table(),
            Permutations(*map(readonly, permutations())),
            rows[chunk],
        )

    for _ in map_threads(sign, _chunks(texts), threads):
        pass
    return rows


def band_keys(signatures: NDArray[np.uint32], band: int) -> NDArray[np.uint64]:
    """The keys of one of the 32 bands, (n,): equal where the four minima of the band are."""
    keys = np.empty(len(signatures), np.uint64)
    from dedup.kernels.prepare.sketch_articles import hash_bands

    hash_bands(readonly(signatures), band, keys)
    return keys


class _GrowingArray:
    """An array that grows where it lies: joining parts at the end would need room for all of them twice."""

    def __init__(self, kind: type[np.generic]) -> None:
        self.size = 0
        self._buffer = np.empty(0, kind)

    def append(self, more: NDArray[Any]) -> None:
        """Put more behind what is there."""
        end = self.size + len(more)
        if end > len(self._buffer):
            self._buffer.resize(end + end // 8, refcheck=False)
        self._buffer[self.size : end] = more
        self.size = end

    def array(self) -> NDArray[Any]:
        """All that was added."""
        self._buffer.resize(self.size, refcheck=False)
        return self._buffer


def _chunks(texts: TextSource) -> list[slice]:
    """Neighbouring articles, about a megabyte of them."""
    ends = np.cumsum(texts.sizes)
    cuts = np.flatnonzero(np.diff((ends - texts.sizes) // CHUNK_BYTES)) + 1
    return [slice(*pair) for pair in pairwise([0, *cuts.tolist(), len(texts)])] if len(texts) else []


def _sketch_chunk(texts: TextSource, chunk: slice, columns: _Columns) -> _Lists:
    """Fill the chunk's rows; the ends of its lists count from the chunk's beginning."""
    from dedup.kernels.prepare.sketch_articles import Permutations, SketchColumns, sketch_articles

    packed = texts.pack_some(np.arange(chunk.start, chunk.stop))
    capacity = int(packed.sizes.sum() + len(packed)) // 2 + OUTPUT_PADDING  # a word has a byte, and a sign behind it
    lists = _Lists(
        np.empty(capacity, np.uint32),
        np.empty(capacity, np.uint64),
        np.empty(capacity, np.bool_),
        np.empty(capacity, np.uint8),
    )
    rows = _Columns._make(column[chunk] for column in columns)
    sketch_articles(
        readonly(packed.buffer), readonly(packed.offsets), folding_table(), function_word_table(),
        Permutations(*map(readonly, permutations())), SketchColumns(*rows, *lists),
    )  # fmt: skip
    anchors, lines = int(rows.anchor_ends[-1]), int(rows.line_ends[-1])
    return _Lists(
        lists.anchors[:anchors],
        lists.line_keys[:lines],
        lists.line_is_prose[:lines],
        lists.line_words[:lines],
    )
