"""Fingerprints of articles, from which candidates are generated: about 2 kB an article.

**Signature.** The 128 minima of MinHash (Broder 1997) over word 3-shingles. The share of equal values in two signatures
estimates the Jaccard similarity of the shingle sets, with a standard error of at most .044. The values are those that
datasketch 2.0 computes with `MinHash(128, seed=1, scheme="affine32")` from the upper halves of the same shingle
hashes, bit for bit: see `dedup.sketch.datasketch_exchange`.

**Band keys.** Locality-sensitive hashing with 32 bands of 4 minima: two articles with a Jaccard similarity of .5 share
a band with probability .87, with one of .7 with probability .9998 (1 - (1 - J**4)**32).

**Anchors.** Winnowing (Schleimer, Wilkerson and Aiken 2003): the least of any six consecutive hashes of five words is
kept, so two articles with ten equal words in a row have an anchor in common. Two in seven words begin one.

**Lines.** A key for each line (of a long line, for each sentence), from which boilerplate is learned.

Each article is read once here, and again when one of its pairs is measured. Nothing here compares two articles.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.runtime.threads import map_threads
from dedup.sketch.packed_texts import TextSource
from dedup.tokens.words import readonly

NUM_PERMUTATIONS = 128  # minima in a signature
NUM_BANDS = 32
PERMUTATION_SEED = 1  # datasketch's default
KEYS = 3  # of folding, words, shingles and anchors: a test pins the keys of a text, and fails when this is to be raised
CHUNK_BYTES = 1 << 21  # bytes or characters that a thread reads at a time
OUTPUT_PADDING = 256  # entries that the kernel may write beyond its last anchor or line


@dataclass(frozen=True, slots=True, eq=False)
class TextLines:
    """The lines of n articles end to end; those of article a end at `ends[a]`."""

    ends: NDArray[np.int64]  # (n,)
    keys: NDArray[np.uint64]  # equal for the same words
    is_prose: NDArray[np.bool_]
    word_counts: NDArray[np.uint8]  # 255 for more


@dataclass(frozen=True, slots=True, eq=False)
class SketchedTexts:
    """Texts of n articles, and what is kept of each for the whole run."""

    source: TextSource
    word_counts: NDArray[np.int32]  # (n,); an article without words matches nothing
    content_hashes: NDArray[np.uint64]  # (n,) equal for the same words in the same order
    may_repeat: NDArray[np.bool_]  # (n,) whether any five words occur twice; without, no block is repeated
    lines: TextLines

    def __len__(self) -> int:
        return len(self.word_counts)


@dataclass(frozen=True, slots=True, eq=False)
class Anchors:
    """The anchors of n articles end to end; those of article a end at `ends[a]`."""

    ends: NDArray[np.int64]  # (n,)
    values: NDArray[np.uint32]  # upper halves of the hashes of five words


class Fingerprints(NamedTuple):
    """What candidates are generated from; 1 kB an article, dropped by the caller once that is done."""

    signatures: NDArray[np.uint32]  # (n, 128)
    anchors: Anchors


@cache
def permutations() -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Odd slopes and any shifts, (128,) each, as datasketch draws them: read, for numpy's generators load slowly."""
    slopes, shifts = map(readonly, np.load(Path(__file__).with_name("permutations.npy")))
    return slopes, shifts


class _Columns(NamedTuple):
    """Arrays with one row an article."""

    signatures: NDArray[np.uint32]
    word_counts: NDArray[np.int32]
    content_hashes: NDArray[np.uint64]
    may_repeat: NDArray[np.bool_]
    anchor_ends: NDArray[np.int64]
    line_ends: NDArray[np.int64]


class _Lists(NamedTuple):
    """Arrays with any number of rows an article."""

    anchors: NDArray[np.uint32]
    line_keys: NDArray[np.uint64]
    line_is_prose: NDArray[np.bool_]
    line_words: NDArray[np.uint8]


def sketch(
    texts: TextSource, threads: int = 1, on_chunk: Callable[[slice, NDArray[np.bool_]], object] | None = None
) -> tuple[SketchedTexts, Fingerprints]:
    """Fingerprint all texts; the result does not depend on the number of threads.

    `on_chunk` is called in order with each slice of finished articles and their `may_repeat`, while other threads go
    on.
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
    lists = [_GrowingArray(kind) for kind in (np.uint32, np.uint64, np.bool_, np.uint8)]
    parts = map_threads(lambda chunk: _sketch_chunk(texts, chunk, columns), chunks, threads)
    for chunk, part in zip(chunks, parts, strict=True):
        columns.anchor_ends[chunk] += lists[0].size
        columns.line_ends[chunk] += lists[1].size
        columns_of_part: tuple[NDArray[Any], ...] = part
        for array, column in zip(lists, columns_of_part, strict=True):
            array.append(column)
        if on_chunk:
            on_chunk(chunk, columns.may_repeat[chunk])
    anchors, *line_columns = (array.trimmed() for array in lists)
    lines = TextLines(columns.line_ends, *line_columns)
    sketched = SketchedTexts(texts, columns.word_counts, columns.content_hashes, columns.may_repeat, lines)
    return sketched, Fingerprints(columns.signatures, Anchors(columns.anchor_ends, anchors))


def minhash_signatures(texts: TextSource, threads: int = 1) -> NDArray[np.uint32]:
    """The signatures that `sketch` computes, (n, 128), in half the time, without anything else."""
    from dedup.kernels.prepare.sketch_articles import Permutations, sign_articles

    rows = np.empty((len(texts), NUM_PERMUTATIONS), np.uint32)

    def sign(chunk: slice) -> None:
        packed = texts.pack_some(np.arange(chunk.start, chunk.stop))
        sign_articles(
            readonly(packed.buffer),
            readonly(packed.offsets),
            packed.folding,
            Permutations(*permutations()),
            rows[chunk],
        )

    for _ in map_threads(sign, _chunks(texts), threads):
        pass
    return rows


def band_keys(signatures: NDArray[np.uint32], band: int) -> NDArray[np.uint64]:
    """The keys of one of the 32 bands, (n,): equal where the four minima of the band are."""
    from dedup.kernels.prepare.sketch_articles import hash_bands

    keys = np.empty(len(signatures), np.uint64)

    hash_bands(readonly(signatures), band, keys)
    return keys


class _GrowingArray:
    """An array that is extended in place: to concatenate parts at the end would take their memory twice."""

    def __init__(self, kind: type[np.generic]) -> None:
        self.size = 0
        self._buffer = np.empty(0, kind)

    def append(self, more: NDArray[Any]) -> None:
        """Add values at the end."""
        end = self.size + len(more)
        if not self.size:
            self._buffer = more.copy()
        else:
            if end > len(self._buffer):
                self._buffer.resize(end + end // 8, refcheck=False)
            self._buffer[self.size : end] = more
        self.size = end

    def trimmed(self) -> NDArray[Any]:
        """All values; the array is not used after that."""
        if len(self._buffer) > self.size:
            self._buffer.resize(self.size, refcheck=False)
        return self._buffer


def _chunks(texts: TextSource) -> list[slice]:
    """Slices of neighbouring articles, about `CHUNK_BYTES` each."""
    if len(texts) < 2:
        return [slice(0, 1)] * len(texts)
    ends = np.cumsum(texts.sizes)
    cuts = np.flatnonzero(np.diff((ends - texts.sizes) // CHUNK_BYTES)) + 1
    return [slice(*pair) for pair in pairwise([0, *cuts.tolist(), len(texts)])]


def _sketch_chunk(texts: TextSource, chunk: slice, columns: _Columns) -> _Lists:
    """Fill the chunk's rows of the columns; `anchor_ends` and `line_ends` count from the beginning of the chunk."""
    from dedup.kernels.prepare.sketch_articles import Permutations, SketchColumns, sketch_articles

    packed = texts.pack_some(np.arange(chunk.start, chunk.stop))
    capacity = (
        int(packed.offsets[-1] - packed.offsets[0] + len(packed)) // 2 + OUTPUT_PADDING
    )  # a word takes a byte, and one between words
    lists = _Lists(
        np.empty(capacity, np.uint32),
        np.empty(capacity, np.uint64),
        np.empty(capacity, np.bool_),
        np.empty(capacity, np.uint8),
    )
    rows = _Columns._make(column[chunk] for column in columns)
    sketch_articles(
        readonly(packed.buffer), readonly(packed.offsets), packed.folding, packed.function_words,
        Permutations(*permutations()), SketchColumns(*rows, *lists),
    )  # fmt: skip
    anchors, lines = int(rows.anchor_ends[-1]), int(rows.line_ends[-1])
    return _Lists(
        lists.anchors[:anchors], lists.line_keys[:lines], lists.line_is_prose[:lines], lists.line_words[:lines]
    )
