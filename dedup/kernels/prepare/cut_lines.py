"""Boundaries and lines: what lies between two words, and what boilerplate is learned from.

A boundary is read from the source bytes between two words, for folding leaves no punctuation. Lines end at newlines but
for those that hard wrapping explains; a line of more than 40 words is cut into sentences.

The numbers here decide the keys of lines, which an index stores: none of them is a setting.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import flags as bits
from dedup.kernels.decorators import inlined, stage
from dedup.kernels.hashing import hash_sequence
from dedup.kernels.lanes import LANES, padded
from dedup.kernels.prepare.fold_text import decode_point
from dedup.kernels.prepare.split_words import source_byte
from dedup.kernels.scalars import ONE, TWO, ZERO, U, signed

# Boundaries and flags of words, in the type of their arrays.
SENTENCE, LINE, WRAPPED = np.uint8(bits.SENTENCE), np.uint8(bits.LINE), np.uint8(bits.WRAPPED)
BLANK, TEXT_END = np.uint8(bits.BLANK), np.uint8(bits.TEXT_END)
NUMBER, DATE_WORD = np.uint8(bits.NUMBER), np.uint8(bits.DATE_WORD)

# What a sign does between two words: a mark ends a sentence if white space follows it, with closing signs between.
MARK, WHITE, CLOSING, NEW_LINE, SENTENCE_END = np.uint8(1), np.uint8(2), np.uint8(4), np.uint8(8), np.uint8(16)
SIGNS = np.zeros(256, np.uint8)
SIGNS[:33] = WHITE
SIGNS[10] |= NEW_LINE
SIGNS[[33, 46, 63]] = MARK  # ! . ?
SIGNS[[34, 39, 41, 93]] = CLOSING  # " ' ) ]

TALLIED = U((1 << 24) - 1)  # the bits of one count of a tally

# Letters that would be capitals at the head of a sentence. Georgian has capitals, but not for that.
SMALL = np.array([chr(point).islower() and chr(point).title() != chr(point) for point in range(0x2000)])
CAPITAL = np.array([chr(point).isupper() or chr(point).istitle() for point in range(0x2000)])

MIN_WRAP, MAX_WRAP, MIN_WRAP_WORDS = 45, 100, 9  # a hand-wrapped line: its characters, and its words
MIN_LIST_CAPITALS = 2  # if so many more wrapped lines begin with a capital than not, they are a list: no wraps
MAX_LINE_WORDS = 40  # a longer line is cut into sentences
MIN_SENTENCE_WORDS = 6  # a shorter sentence of a long line joins its neighbour
MAX_DATED_WORDS = 20  # in a dated line of at most so many words, numbers and dates are masked
MIN_PROSE_WORDS = 8  # of a line that may be prose:
MIN_OPEN_PROSE_WORDS, MIN_FOREIGN_PROSE_WORDS = 20, 25  # without an end mark; that, in an unknown language

Bytes = NDArray[np.uint8]
Places = NDArray[np.int32]
Hashes = NDArray[np.uint64]


# --- boundaries --------------------------------------------------------------------------------------------------


@stage
def find_boundaries(
    buffer: Bytes,
    start: U,
    end: U,
    edges: Places,
    breaks: Places,
    shifts: Places,
    count: U,
    gaps: Places,
    total: U,
    boundaries: Bytes,
) -> None:
    """Write what lies before each word, and behind the last.

    Whether a newline may be a wrap is known when the line behind it has ended: until then, word `wrap` waits. Lines
    that are wrapped by hand mostly go on in small letters; where more begin with a capital, they are a list.
    """
    boundaries[: padded(count, LANES)] = 0
    line, line_word, wrap, b = start, ZERO, ZERO, ZERO
    capitals = case = 0
    for g in range(total):
        w, first = U(gaps[g]), ZERO
        if w:
            first, b = source_byte(edges[w + w - ONE], breaks, shifts, b)
        after, b = source_byte(edges[w + w], breaks, shifts, b)
        first, after = start + first, start + after
        if _is_sign_and_space(buffer, first, after):
            boundaries[w] = SIGNS[buffer[first]] & MARK
            continue
        boundary, line_end, next_line = _gap_boundary(buffer, first, after, end)
        if boundary & LINE:
            if wrap and _characters(buffer, line, line_end) > U(MAX_WRAP):
                boundaries[wrap] &= ~WRAPPED
                capitals -= max(case, 0)
            wrap = ZERO
            if w and boundary & BLANK == 0:
                case = _letter_case(buffer, after, end)
                if case < 0:
                    boundary &= ~LINE
                    capitals -= 1
                elif (
                    boundary & SENTENCE == 0
                    and w - line_word >= U(MIN_WRAP_WORDS)
                    and _may_be_wrapped(buffer, line, line_end, next_line)
                ):
                    boundary |= WRAPPED
                    wrap = w
                    capitals += case
            line, line_word = next_line, w
        boundaries[w] = boundary
    boundaries[0] = TEXT_END
    if count:
        last, _ = source_byte(edges[TWO * count - ONE], breaks, shifts, b)
        boundary, line_end, _ = _gap_boundary(buffer, start + last, end, end)
        if wrap and _characters(buffer, line, line_end) > U(MAX_WRAP):
            boundaries[wrap] &= ~WRAPPED
            capitals -= max(case, 0)
        boundaries[count] = TEXT_END | (boundary & SENTENCE)
    if capitals >= MIN_LIST_CAPITALS:
        for u in range(count):
            boundaries[u] &= ~WRAPPED


@inlined
def _is_sign_and_space(buffer: Bytes, first: U, after: U) -> bool:
    return bool(after - first == TWO and buffer[first] > 32 and buffer[first] < 0x80 and buffer[first + ONE] == 32)


@inlined
def _may_be_wrapped(buffer: Bytes, line: U, line_end: U, next_line: U) -> bool:
    """Return whether a line is as long as one that is wrapped by hand, and the next is not indented."""
    length = _characters(buffer, line, line_end)
    is_indented = buffer[next_line] == 32 and buffer[next_line + ONE] == 32
    return bool(length >= U(MIN_WRAP) and length <= U(MAX_WRAP) and not is_indented)


@stage
def _gap_boundary(buffer: Bytes, i: U, end: U, text_end: U) -> tuple[np.uint8, U, U]:
    """Return the boundary that bytes between two words make by themselves; its first newline; what is behind its last.

    Without a newline, the former is the end of the gap.
    """
    is_marked = is_sentence = np.uint8(0)
    newlines, line_end, next_line = 0, end, end
    while i < end:
        sign, width = SIGNS[buffer[i]], ONE
        if buffer[i] >= 0x80:
            point, width = decode_point(buffer, i, end)
            sign = _wide_sign(point)
        is_sentence |= is_marked & (sign >> np.uint8(1)) | sign >> np.uint8(4)
        is_marked = (sign | is_marked & (sign >> np.uint8(2))) & np.uint8(1)
        if sign & NEW_LINE:
            line_end = line_end if newlines else i
            next_line = i + width
            newlines += 1
        i += width
    boundary = np.uint8(0)
    if is_sentence & 1 or (is_marked and end == text_end):
        boundary |= SENTENCE
    if newlines:
        boundary |= LINE
    if newlines > 1:
        boundary |= BLANK
    return boundary, line_end, next_line


@stage
def _wide_sign(point: U) -> np.uint8:
    """Return what a sign beyond ASCII does to a sentence or line."""
    if point == U(0x3002) or point == U(0xFF01) or point == U(0xFF1F):  # 。！？ stand without a space behind them
        return SENTENCE_END | CLOSING
    if point == U(0x17D4) or point == U(0x17D5) or point == U(0x104B) or point == U(0x0F0D):  # so do ។ ៕ ။ །
        return SENTENCE_END | CLOSING
    if point == U(0x2026) or point == U(0x061F) or point == U(0x06D4) or point == U(0x0964):  # … ؟ ۔ ।
        return MARK
    if point == U(0x2019) or point == U(0x201D) or point == U(0xBB):  # ’ ” »
        return CLOSING
    if point == U(0x2028) or point == U(0x2029):
        return WHITE | NEW_LINE
    return WHITE if point == U(0xA0) or point == U(0x3000) else np.uint8(0)


@stage
def _letter_case(buffer: Bytes, i: U, end: U) -> int:
    """Return how a word begins in a script that has capitals (Latin, Greek, Cyrillic...): -1 small, 1 as a capital; 0
    otherwise.
    """
    point, _ = decode_point(buffer, i, end)
    return signed(CAPITAL[point]) - signed(SMALL[point]) if point < U(len(SMALL)) else 0


@stage
def _characters(buffer: Bytes, start: U, end: U) -> U:
    """Count characters, and no further than a wrapped line is long."""
    if end - start > U(4 * MAX_WRAP):
        return U(MAX_WRAP + 1)
    count = ZERO
    for i in range(start, end):
        count += U((buffer[i] & 0xC0) != 0x80)
    return count


# --- lines -------------------------------------------------------------------------------------------------------


@stage
def find_lines(
    words: Hashes,
    boundaries: Bytes,
    flags: Bytes,
    tallies: Hashes,
    count: U,
    gaps: Places,
    total_gaps: U,
    masked: Hashes,
    ends: Places,
    keys: Hashes,
    prose: Bytes,
) -> U:
    """Write the end word, key and prose-likeness of every line; return their number.

    A line of more than 40 words gives one for each of its sentences (pieces under 6 words join). Its key hashes its
    words; in a short line that holds a date, numbers and dates count as alike. A line is prose by its length, its
    function words and its end mark; in a text of hardly any known function words by length and end mark alone; and
    where under a quarter of the words are prose, shape says nothing and all are.
    """
    is_foreign = (tallies[count] & TALLIED) * U(25) < count * TWO
    total = prose_words = first = gap = ZERO
    gaps[total_gaps] = count
    while first < count:
        first_gap = gap
        while gap < total_gaps and boundaries[gaps[gap]] & (LINE | WRAPPED) != LINE:
            gap += ONE
        end = U(gaps[gap])
        is_prose = _reads_as_prose(
            tallies[end] - tallies[first], end - first, U(boundaries[end] & SENTENCE), is_foreign
        )
        prose_words += is_prose * (end - first)
        first_line = total
        if end - first > U(MAX_LINE_WORDS):
            total = _cut_sentences(boundaries, gaps, first_gap, gap, first, end, total, ends)
        ends[total] = end
        total += ONE
        for u in range(first_line, total):
            end = U(ends[u])
            is_dated = end - first <= U(MAX_DATED_WORDS) and (tallies[end] - tallies[first]) >> U(48) != ZERO
            keys[u] = _masked_key(words, flags, first, end, masked) if is_dated else hash_sequence(words, first, end)
            prose[u] = is_prose
            first = end
        gap += ONE
    if prose_words < max(U(20), count >> TWO):
        for u in range(total):
            prose[u] = True
    return total


@stage
def _cut_sentences(boundaries: Bytes, gaps: Places, gap: U, end_gap: U, first: U, end: U, total: U, ends: Places) -> U:
    """Write the ends of all sentences of a line but the last; return the number of lines so far."""
    piece = first
    for g in range(gap, end_gap):
        w = U(gaps[g])
        is_cut = U(boundaries[w] & SENTENCE)
        is_cut &= U(w - piece >= U(MIN_SENTENCE_WORDS)) & U(end - w >= U(MIN_SENTENCE_WORDS))
        ends[total] = w
        piece = w if is_cut else piece
        total += is_cut
    return total


@stage
def _reads_as_prose(tally: U, length: U, is_closed: U, is_foreign: bool) -> U:
    """Return whether the words of one line read like sentences: 1 or 0, found without a branch."""
    functions, numbers = tally & TALLIED, tally >> U(24) & TALLIED
    has_function_words = is_closed & U(functions * U(5) >= length)
    is_dense = U(functions * U(20) >= length * U(3)) | U(numbers * U(4) >= length)
    is_known = has_function_words | U(length >= U(MIN_OPEN_PROSE_WORDS)) & is_dense
    is_long = is_closed | U(length >= U(MIN_FOREIGN_PROSE_WORDS))
    return U(length >= U(MIN_PROSE_WORDS)) & (is_long if is_foreign else is_known)


@stage
def _masked_key(words: Hashes, flags: Bytes, first: U, end: U, masked: Hashes) -> U:
    """Hash the words of a short dated line: numbers count as alike, and dates too."""
    for w in range(first, end):
        is_masked = flags[w] & (DATE_WORD | NUMBER) != 0
        masked[w - first] = U(flags[w] & NUMBER) if is_masked else words[w]
    return hash_sequence(masked, ZERO, end - first)
