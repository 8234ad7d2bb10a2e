"""Words: where they start and end in folded text, their hashes and stems, and what their letters say."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import flags as bits
from dedup.kernels.decorators import stage
from dedup.kernels.hashing import HASH_STEP, HIGH_MASK, LOW_MASK, hash_bytes, hash_step
from dedup.kernels.lanes import EACH_BYTE, HIGH_BITS, load8, set_places
from dedup.kernels.prepare.fold_text import SPACE
from dedup.kernels.scalars import ONE, TWO, ZERO, U

STEM_LETTERS = U(7)
LEXICON_SLOTS = U(2048)
NUMBER, HALF_WORD, YEAR, SHORT_WORD = U(bits.NUMBER), U(bits.HALF_WORD), U(bits.YEAR), U(bits.SHORT_WORD)

# A word's share in a tally of words so far, by flags: function words, numbers from bit 24, dates and years from bit 48.
TALLY = np.array([(k >> 1 & 1) | (k & 1) << 24 | (k >> 3 & 3 != 0) << 48 for k in range(64)], U)

Bytes = NDArray[np.uint8]
Places = NDArray[np.int32]
Hashes = NDArray[np.uint64]


@stage
def find_edges(folded: Bytes, size: U, is_edge: Bytes, near: Bytes, edges: Places) -> U:
    """Write where words start and end, in turn; return the number of words."""
    is_edge[0] = folded[0] > SPACE
    for i in range(ONE, size + ONE):
        is_edge[i] = (folded[i] > SPACE) != (folded[i - ONE] > SPACE)
    return set_places(is_edge, size + ONE, near, edges) >> ONE


@stage
def hash_words(folded: Bytes, edges: Places, count: U, words: Hashes, gaps: Places) -> U:
    """Write one hash a word, and before which words there is more than a space; return the number of those gaps.

    Hardly any word takes more than one step of hashing, and those that do not are spared the loop.
    """
    total = before = ZERO
    for w in range(count):
        start, end = U(edges[w + w]), U(edges[w + w + ONE])
        gaps[total] = w
        total += U(start - before > ONE) | U(folded[before] != SPACE)
        before = end
        if end - start > HASH_STEP:
            words[w] = hash_bytes(folded, start, end - start)
        else:
            words[w] = hash_step(folded, start, end - start, ZERO)
    return total


@stage
def hash_stems(folded: Bytes, edges: Places, words: Hashes, count: U, stems: Hashes) -> None:
    """Write the hash of the first seven letters of every word: inflections of a word share it."""
    for w in range(count):
        start, end = U(edges[w + w]), U(edges[w + w + ONE])
        if end - start <= STEM_LETTERS:
            stems[w] = words[w]
            continue
        letters, cut = ZERO, start
        while cut < end:
            letters += U((folded[cut] & 0xC0) != 0x80)
            if letters > STEM_LETTERS:
                break
            cut += ONE
        stems[w] = hash_bytes(folded, start, cut - start)


# --- flags -------------------------------------------------------------------------------------------------------


@stage
def flag_words(
    folded: Bytes, edges: Places, words: Hashes, count: U, lexicon: Hashes, flags: Bytes, tallies: Hashes
) -> None:
    """Write the flags of each word, by its digits and the lexicon of function words and dates; and how many of some
    kinds there are before each word, and in all.
    """
    tally = ZERO
    for w in range(count):
        h, start = words[w], U(edges[w + w])
        entry = lexicon[_lexicon_slot(lexicon, h)]
        flag = entry & U(255) if entry ^ h < U(256) else ZERO
        if folded[start] < 58:
            is_four = U(edges[w + w + ONE]) - start == U(4)
            flag |= NUMBER | U(is_four) * _is_year(load8(folded, start)) * YEAR
        flags[w], tallies[w] = np.uint8(flag), tally
        tally += TALLY[flag]
    tallies[count] = tally


@stage
def _lexicon_slot(lexicon: Hashes, h: U) -> U:
    """Return where the lexicon holds a word, if it does; the multipliers that keep its words apart stand behind the
    slots.
    """
    multiplier = U(lexicon[LEXICON_SLOTS + (h >> U(56))])
    return h * multiplier >> U(53)


@stage
def _is_year(letters: U) -> U:
    """Return whether four bytes are a year from 1900 to 2099: 1 or 0."""
    century = U(letters & U(0xFFFF) == U(0x3931)) | U(letters & U(0xFFFF) == U(0x3032))  # 19, 20
    return century & U(letters >> U(16) & U(255) < U(58)) & U(letters >> U(24) & U(255) < U(58))


@stage
def flag_letters(folded: Bytes, edges: Places, count: U, flags: Bytes) -> None:
    """Add to the flags of words what letters say: whether they have under four, and whether they are half a word.

    Without a branch: how long the next word is cannot be predicted.
    """
    for w in range(count):
        start = U(edges[w + w])
        length = U(edges[w + w + ONE]) - start
        looked_at = min(length, HASH_STEP)
        letters = looked_at - _continuations(load8(folded, start) & LOW_MASK[looked_at])
        letters -= _continuations(load8(folded, start + U(8)) & HIGH_MASK[looked_at])
        byte, page = folded[start], np.uint8(folded[start + ONE] - 0x80)
        is_thai_or_lao = U(byte == 0xE0) & U(page >> 2 == 0x0E)
        is_burmese_or_khmer = U(byte == 0xE1) & (U(page < 3) | U(page >> 1 == 0x0F))
        is_half = is_thai_or_lao | is_burmese_or_khmer | U(byte >= 0xE0) & U(letters == ONE)
        flags[w] |= np.uint8(SHORT_WORD * U(letters < U(4)) | HALF_WORD * is_half)


@stage
def _continuations(eight: U) -> U:
    """Count the bytes of eight that go on with a letter: highest bit set, the next one not."""
    return ((eight & ~(eight << ONE) & HIGH_BITS) >> U(7)) * EACH_BYTE >> U(56)


# --- back to the source ------------------------------------------------------------------------------------------


@stage
def source_byte(edge: np.int32, breaks: Places, shifts: Places, b: U) -> tuple[U, U]:
    """Return the source byte of a folded one, counted from the article's beginning, and the break that it lies behind.

    `b` is such a break for an edge before this one.
    """
    while breaks[b + ONE] <= edge:
        b += ONE
    return U(edge + shifts[b]), b


@stage
def word_bytes(edges: Places, breaks: Places, shifts: Places, count: U, places: Places) -> None:
    """Write first and end source byte of every word, in turn, counted from the article's beginning."""
    b = ZERO
    for e in range(TWO * count):
        places[e], b = source_byte(edges[e], breaks, shifts, b)


@stage
def code_points(buffer: Bytes, places: Places, count: U, continuations: Places, points: Places) -> None:
    """Write how many code points lie before each byte of `places`."""
    total = np.int32(0)  # bytes that go on with a code point: they are not counted
    for i in range(U(len(buffer))):
        continuations[i] = total
        total += np.int32((buffer[i] & 0xC0) == 0x80)
    continuations[U(len(buffer))] = total
    for p in range(count):
        points[p] = places[p] - continuations[U(places[p])]
