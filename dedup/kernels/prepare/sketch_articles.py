"""Fingerprints: shingles, MinHash signatures and their bands, anchors, and whether anything may stand twice.

shingles    words     -> one 64-bit hash for every three words in a row
signature   shingles  -> 128 minima, bit for bit datasketch 2.0's "affine32"
band keys   signature -> 32 keys of 64 bits, four minima each
anchors     shingles  -> five-word hashes that are the least of six in a row (winnowing: Schleimer et al. 2003)
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import kernel, stage
from dedup.kernels.hashing import K1, K2, K3, hash_sequence, rotate
from dedup.kernels.lanes import LANES, padded, set_places
from dedup.kernels.layouts import FoldingTable, Matrix
from dedup.kernels.prepare.fold_text import fold_text
from dedup.kernels.prepare.read_articles import Scratch, longest_article, new_scratch, read_text
from dedup.kernels.prepare.split_words import find_edges, hash_words
from dedup.kernels.scalars import ONE, TWO, U32, ZERO, U

SHINGLE_WORDS = U(3)
PERMUTATIONS = U(128)  # minima in a signature
BAND_ROWS = U(4)  # minima in a band
ANCHOR_WINDOW = U(6)  # of this many five-word hashes in a row at least one is an anchor
NO_HASH = U32(0xFFFFFFFF)

Bytes = NDArray[np.uint8]
Places = NDArray[np.int32]
Hashes = NDArray[np.uint64]
Minima = NDArray[np.uint32]


class Permutations(NamedTuple):
    """The permutations of MinHash, (128,) each: h -> slope * h + shift, modulo 2**32."""

    slopes: Minima
    shifts: Minima


class SketchColumns(NamedTuple):
    """What is written of articles: a row each, and lists, end to end, with room for one entry a byte."""

    signatures: Matrix[np.uint32]  # (n, 128)
    word_counts: Places  # (n,)
    content_hashes: Hashes  # (n,) of all words
    may_repeat: NDArray[np.bool_]  # (n,) whether any five words stand twice
    anchor_ends: NDArray[np.int64]  # (n,)
    line_ends: NDArray[np.int64]  # (n,)
    anchors: Minima
    line_keys: Hashes
    line_is_prose: NDArray[np.bool_]
    line_words: Bytes  # how many; 255 for more


# --- stages ------------------------------------------------------------------------------------------------------


@stage
def hash_shingles(words: Hashes, count: U, shingles: Hashes) -> U:
    """Write one hash for every three words in a row; a shorter text is one shingle; return their number."""
    if count == ZERO:
        return ZERO
    for w in range(count, SHINGLE_WORDS):
        words[w] = ZERO
    total = max(count, SHINGLE_WORDS) - SHINGLE_WORDS + ONE
    for s in range(total):
        h = (words[s] ^ rotate(words[s + ONE], 21) ^ rotate(words[s + TWO], 42)) * K3
        shingles[s] = h ^ h >> U(32)
    return total


@stage
def _minhash(shingles: Hashes, total: U, permutations: Permutations, mixed: Minima, signature: Minima) -> None:
    """Write the minimum of slope * h + shift (mod 2**32) over all shingles h, for each of 128 (slope, shift).

    Permutations outside, shingles inside: a minimum stays in a register, and LLVM makes lanes of the inner loop. Two
    permutations at a time halve the reading, and the summing-up that short articles feel.
    """
    slopes, shifts = permutations.slopes, permutations.shifts
    width = padded(total, LANES)
    for s in range(total):
        h = U32(shingles[s] >> U(32))
        h = U32((h ^ h >> U32(16)) * U32(0x85EBCA6B))  # MurmurHash3's finaliser, as datasketch applies it
        h = U32((h ^ h >> U32(13)) * U32(0xC2B2AE35))
        mixed[s] = h ^ h >> U32(16)
    for s in range(total, width):
        mixed[s] = mixed[0]
    for k in range(ZERO, PERMUTATIONS, TWO):
        slope, shift, other_slope, other_shift = slopes[k], shifts[k], slopes[k + ONE], shifts[k + ONE]
        least = other_least = NO_HASH
        for s in range(width):
            h = mixed[s]
            least = min(least, U32(h * slope + shift))
            other_least = min(other_least, U32(h * other_slope + other_shift))
        signature[k], signature[k + ONE] = least, other_least


@stage
def hash_five_grams(shingles: Hashes, total: U, grams: Hashes) -> U:
    """Write one hash for every five words in a row: two shingles that share a word; return their number."""
    if total <= TWO:
        return ZERO
    count = total - TWO
    for g in range(count):
        h = (shingles[g] ^ rotate(shingles[g + TWO], 32)) * K2
        grams[g] = h ^ h >> U(32)
    return count


@stage
def select_anchors(
    grams: Hashes, count: U, tops: Minima, cover: Minima, is_anchor: Bytes, near: Bytes, places: Places, hashes: Minima
) -> U:
    """Write the upper halves of five-word hashes that are the least of some six in a row; return their number.

    The least of six in three passes over pairs, spread back over the six in three more: a hash that is the same before
    and after is the least of a window that holds it. Of equal anchors in a row ("ha ha ha") one stays.
    """
    if count == ZERO:
        return ZERO
    windows, edge = max(count, ANCHOR_WINDOW) - ANCHOR_WINDOW + ONE, ANCHOR_WINDOW - ONE
    width = padded(count + edge, LANES)
    for g in range(count):
        tops[g] = grams[g] >> U(32)
    for g in range(count, width + edge):
        tops[g] = NO_HASH
    for g in range(width):
        cover[g + edge] = min(tops[g], tops[g + ONE])
    for _ in range(2):
        for g in range(edge, edge + width):
            cover[g] = min(cover[g], cover[g + TWO])
    for g in range(edge):
        cover[g] = cover[g + edge + windows] = 0
    for g in range(width):
        cover[g] = max(cover[g], cover[g + ONE])
    for _ in range(2):
        for g in range(width):
            cover[g] = max(cover[g], cover[g + TWO])
    for g in range(count):
        is_anchor[g] = cover[g] == tops[g]
    total, last = ZERO, U32(0)
    for a in range(set_places(is_anchor, count, near, places)):
        h = tops[places[a]]
        hashes[total] = h
        total += U(h != last)
        last = h
    return total


@stage
def _may_repeat(grams: Hashes, count: U, slots: Minima, before: Minima, doubtful: Minima) -> bool:
    """Return whether any five words stand twice: only then can a block.

    A slot holds the last place that fell into it, and `before` the one that it held before: chains, nearly all of them
    of one place. Only places behind another one in their chain are compared.
    """
    bits = U(5)
    while ONE << bits < U(4) * count:
        bits += ONE
    for s in range(ONE << bits):
        slots[s] = 0
    total = ZERO
    for g in range(count):
        slot = grams[g] >> (U(64) - bits)
        place = slots[slot]
        slots[slot] = g + ONE
        before[g + ONE], doubtful[total] = place, g + ONE
        total += U(place != 0)
    for d in range(total):
        place = U(doubtful[d])
        other = U(before[place])
        while other != ZERO:
            if grams[other - ONE] == grams[place - ONE]:
                return True
            other = U(before[other])
    return False


# --- kernels -----------------------------------------------------------------------------------------------------
# Shapes, types and ranges are checked by the typed side, `dedup.sketch.fingerprints`; here an index is trusted.


@kernel
def sketch_articles(
    buffer: Bytes,
    offsets: NDArray[np.int64],
    table: FoldingTable,
    lexicon: Hashes,
    permutations: Permutations,
    columns: SketchColumns,
) -> None:
    """Fingerprint articles `buffer[offsets[a]:offsets[a + 1]]`.

    An article without words has the signature of the empty set and must not be paired: the caller looks at
    `word_counts`.
    """
    scratch = new_scratch(longest_article(offsets))
    size = len(scratch.words)
    shingles, mixed = np.empty(size, np.uint64), np.empty(size, np.uint32)
    grams, tops, cover = np.empty(size, np.uint64), np.empty(size, np.uint32), np.empty(size, np.uint32)
    slots, before, doubtful = np.empty(8 * size, np.uint32), np.empty(size, np.uint32), np.empty(size, np.uint32)
    total_anchors = total_lines = ZERO
    for a in range(len(offsets) - 1):
        count, lines = read_text(buffer, U(offsets[a]), U(offsets[a + 1]), table, lexicon, scratch)
        total = hash_shingles(scratch.words, count, shingles)
        _minhash(shingles, total, permutations, mixed, columns.signatures[a])
        five = hash_five_grams(shingles, total, grams)
        columns.may_repeat[a] = _may_repeat(grams, five, slots, before, doubtful)
        total_anchors += select_anchors(
            grams, five, tops, cover, scratch.is_edge, scratch.near, scratch.gaps, columns.anchors[total_anchors:]
        )
        _append_lines(scratch, lines, total_lines, columns)
        total_lines += lines
        columns.word_counts[a], columns.content_hashes[a] = count, hash_sequence(scratch.words, ZERO, count)
        columns.anchor_ends[a], columns.line_ends[a] = total_anchors, total_lines


@stage
def _append_lines(scratch: Scratch, lines: U, place: U, columns: SketchColumns) -> None:
    """Write the lines of an article from `place` on."""
    for u in range(lines):
        columns.line_keys[place + u], columns.line_is_prose[place + u] = scratch.line_keys[u], scratch.line_prose[u]
        columns.line_words[place + u] = min(scratch.line_ends[u] - (scratch.line_ends[u - ONE] if u else 0), 255)


@kernel
def sign_articles(
    buffer: Bytes,
    offsets: NDArray[np.int64],
    table: FoldingTable,
    permutations: Permutations,
    signatures: Matrix[np.uint32],
) -> None:
    """Write the signatures (n, 128) of articles `buffer[offsets[a]:offsets[a + 1]]`, reading no more than they need."""
    scratch = new_scratch(longest_article(offsets))
    shingles, mixed = np.empty(len(scratch.words), np.uint64), np.empty(len(scratch.words), np.uint32)
    for a in range(len(offsets) - 1):
        size = fold_text(
            buffer, U(offsets[a]), U(offsets[a + 1]), table, scratch.folded, scratch.breaks, scratch.shifts
        )
        count = find_edges(scratch.folded, size, scratch.is_edge, scratch.near, scratch.edges)
        hash_words(scratch.folded, scratch.edges, count, scratch.words, scratch.gaps)
        _minhash(shingles, hash_shingles(scratch.words, count, shingles), permutations, mixed, signatures[a])


@kernel
def hash_bands(signatures: Matrix[np.uint32], band: int, keys: Hashes) -> None:
    """Write the key of one band of every signature: four minima and the band's number, mixed."""
    m, number = U(band) * BAND_ROWS, U(band)
    for a in range(len(signatures)):
        signature = signatures[a]
        low = U(signature[m]) | U(signature[m + ONE]) << U(32)
        high = U(signature[m + TWO]) | U(signature[m + U(3)]) << U(32)
        h = (low ^ number) * K1 + high * K2
        h = (h ^ h >> U(32)) * K3
        keys[a] = h ^ h >> U(29)
