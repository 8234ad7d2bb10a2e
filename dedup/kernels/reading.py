"""Reading: from UTF-8 bytes to words, borders, units of text, shingles and fingerprints.

One article at a time goes through short stages; between two stages its numbers stay in the processor's nearest cache:

    fold        bytes     -> folded bytes, and where they came from           128 ASCII bytes at once, or one code point
    edges       folded    -> where words start and end, in turn
    words       edges     -> one 64-bit hash a word
    places      edges     -> source bytes of every word
    borders     bytes     -> what lies between two words: a sentence's end, a newline...
    kinds       words     -> number, function word, month...
    units       borders   -> lines, long ones cut into sentences: what page furniture is learned from
    shingles    words     -> one 64-bit hash for every three words in a row
    signature   shingles  -> 128 minima, bit for bit datasketch 2.0's "affine32"
    band keys   signature -> 32 keys of 64 bits, four minima each
    anchors     shingles  -> five-word hashes that are the least of six in a row

Python calls `sketch_articles` and `read_article`; the other kernels build on `read` and its stages.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

# A stage is called by kernels alone: without the wrappers for Python it compiles faster.
stage = njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)

U = np.uint64
U32 = np.uint32
ZERO, ONE, TWO = U(0), U(1), U(2)

BLOCK = U(128)  # ASCII bytes folded at once
STEP = U(16)  # bytes of a word hashed at once
GROWTH = 3  # folded bytes per source byte, at most (`fold.MAX_GROWTH`)
SPACE = np.uint8(32)
SHINGLE_WORDS = U(3)
VALUES = U(128)  # minima in a signature
LANES = U(64)  # shingles are padded to a multiple, so that no loop over them has a remainder
BANDS = U(32)
ROWS = U(4)  # minima in a band
WINDOW = U(6)  # of this many five-word hashes in a row at least one is an anchor
STEM_LETTERS = U(7)
SLACK = 256  # scratch behind the last number of a stage: blocks, rows and padding run over it

# Odd multipliers: fractional parts of the golden ratio and of the square roots of 2 and 3.
K1, K2, K3 = U(0x9E3779B97F4A7C15), U(0x6A09E667F3BCC909), U(0xBB67AE8584CAA73B)
LOW_MASK = np.array([(1 << 8 * min(n, 8)) - 1 for n in range(17)], U)  # the first n of sixteen bytes, low eight
HIGH_MASK = np.array([(1 << 8 * max(n - 8, 0)) - 1 for n in range(17)], U)  # and high eight

# Bits of borders and kinds, as `text.words` explains them.
SENTENCE, LINE, WRAPPED, BLANK, TEXT_END = np.uint8(1), np.uint8(2), np.uint8(4), np.uint8(8), np.uint8(16)
NUMBER, FUNCTION, SINGLE, DATED, YEAR, SHORT = (
    np.uint8(1),
    np.uint8(2),
    np.uint8(4),
    np.uint8(8),
    np.uint8(16),
    np.uint8(32),
)

# Letters that would be capitals at the head of a sentence. Georgian has capitals, but not for that.
SMALL = np.array([chr(point).islower() and chr(point).title() != chr(point) for point in range(0x2000)])

WRAP_LEAST, WRAP_MOST, WRAP_WORDS = 45, 100, 9  # a hand-wrapped line: its characters, and its words at least
LONG_LINE = 40  # words; a longer line is cut into sentences
SHORT_PIECE = 6  # words; a shorter sentence of a long line joins its neighbour
DATED_UNIT = 20  # words; in a dated unit of at most so many, numbers and dates are masked
PROSE_LEAST, PROSE_LONG, FOREIGN_LONG = 8, 20, 25  # words of a line that may be prose


# --- stages: one article -----------------------------------------------------------------------------------------
# Arguments end with what is written. `buffer[start:end]` is the article; the bytes around it may be read, never used.


@stage
def _fold(buffer, start, end, pages, rows, folded, breaks, shifts):
    """Write the folded text; return its length and the number of breaks.

    From `breaks[b]` on, folded byte p came from source byte p + shifts[b]: a short list, for where the two texts run in
    step nothing is written. Blocks are folded as if they were ASCII, up to the first byte that is not; from there
    code points go through the table until two ASCII bytes follow each other.
    """
    i, j, b, shift = start, ZERO, ZERO, start  # in step: i - j == start
    while i < end:
        if i + BLOCK <= U(len(buffer)):
            others = ZERO
            for t in range(BLOCK):
                others += U(buffer[i + t] >> 7)
            for t in range(BLOCK):
                byte = buffer[i + t]
                lower = np.uint8(byte | 0x20)
                is_letter, is_digit = np.uint8(lower - 97) < 26, np.uint8(byte - 48) < 10
                folded[j + t] = lower if is_letter else (byte if is_digit else SPACE)
            run = BLOCK
            if others:
                run = ZERO
                while buffer[i + run] < 0x80:
                    run += ONE
            run = min(run, end - i)
            i += run
            j += run
            if run == BLOCK:
                continue
        while i < end:
            point, width = _code_point(buffer, i, end)
            row = U(pages[point >> U(8)]) << U(8) | point & U(255)
            low, high = rows[row, 0], rows[row, 1]
            _store8(folded, j, low)
            _store8(folded, j + U(8), high)
            length = high >> U(56)
            if length > ONE and low & U(255) == U(32):  # a word of its own begins behind its space
                shift = i - j - ONE
                breaks[b], shifts[b] = j + ONE, shift - start
                b += ONE
            i += width
            j += length
            breaks[b], shifts[b] = j, i - j - start
            b += U(i - j != shift)
            shift = i - j
            if i + ONE < end and (buffer[i] | buffer[i + ONE]) < 0x80:
                break
    folded[j] = SPACE
    return j, b


@stage
def _code_point(buffer, i, end):
    """Decode one code point; damaged or cut UTF-8 gives some number below 2**21, and no read past the end."""
    first = U(buffer[i])
    if first < U(0x80):
        return first, ONE
    if first < U(0xE0) and i + ONE < end:
        return (first & U(31)) << U(6) | _tail(buffer, i, ONE), U(2)
    if first < U(0xF0) and i + U(2) < end:
        return (first & U(15)) << U(12) | _tail(buffer, i, ONE) << U(6) | _tail(buffer, i, U(2)), U(3)
    if i + U(3) < end:
        high = (first & U(7)) << U(18) | _tail(buffer, i, ONE) << U(12)
        return high | _tail(buffer, i, U(2)) << U(6) | _tail(buffer, i, U(3)), U(4)
    return U(SPACE), ONE


@stage
def _tail(buffer, i, t):
    return U(buffer[i + t]) & U(63)


@stage
def _edges(folded, size, flags, edges):
    """Write where words start and end, in turn; return the number of words."""
    flags[0] = folded[0] != SPACE
    for i in range(ONE, size + ONE):
        flags[i] = (folded[i] != SPACE) != (folded[i - ONE] != SPACE)
    count = ZERO
    for i in range(size + ONE):
        edges[count] = i
        count += U(flags[i])
    return count >> ONE


@stage
def _words(folded, edges, count, words):
    """Write one hash a word."""
    for w in range(count):
        start = U(edges[w + w])
        words[w] = _hash(folded, start, U(edges[w + w + ONE]) - start)


@stage
def _hash(folded, start, left):
    """Hash sixteen bytes at a step, the last step padded with zeros."""
    h = ZERO
    while left > STEP:
        h = (h ^ _load8(folded, start)) * K1 + _load8(folded, start + U(8)) * K2
        h ^= h >> U(32)
        start += STEP
        left -= STEP
    low, high = _load8(folded, start) & LOW_MASK[left], _load8(folded, start + U(8)) & HIGH_MASK[left]
    h = (h ^ low) * K1 + high * K2
    return h ^ h >> U(32)


@stage
def _load8(folded, i):
    """Eight bytes as one little-endian number; LLVM makes a single load of it."""
    value = ZERO
    for t in range(U(8)):
        value |= U(folded[i + t]) << (t << U(3))
    return value


@stage
def _store8(folded, i, value):
    """Do the reverse: eight bytes in a single store."""
    for t in range(U(8)):
        folded[i + t] = np.uint8(value >> (t << U(3)))


@stage
def _rotate(x, bits):
    return x << U(bits) | x >> U(64 - bits)


@stage
def _shingles(words, count, shingles):
    """Write one hash for every three words in a row; a shorter text is one shingle; return their number."""
    if count == ZERO:
        return ZERO
    for w in range(count, SHINGLE_WORDS):
        words[w] = ZERO
    total = max(count, SHINGLE_WORDS) - SHINGLE_WORDS + ONE
    for s in range(total):
        h = (words[s] ^ _rotate(words[s + ONE], 21) ^ _rotate(words[s + U(2)], 42)) * K3
        shingles[s] = h ^ h >> U(32)
    return total


@stage
def _signature(shingles, total, slopes, shifts, mixed, signature):
    """Write the minimum of slope * h + shift (mod 2**32) over all shingles h, for each of 128 (slope, shift).

    Permutations outside, shingles inside: a minimum stays in a register, and LLVM makes lanes of the inner loop. Two
    permutations at a time halve the reading, and the summing-up that short articles feel.
    """
    padded = (total + LANES - ONE) // LANES * LANES
    for s in range(total):
        h = U32(shingles[s] >> U(32))
        h = U32((h ^ h >> U32(16)) * U32(0x85EBCA6B))  # MurmurHash3's finaliser, as datasketch applies it
        h = U32((h ^ h >> U32(13)) * U32(0xC2B2AE35))
        mixed[s] = h ^ h >> U32(16)
    for s in range(total, padded):
        mixed[s] = mixed[0]
    for k in range(ZERO, VALUES, U(2)):
        slope, shift, other_slope, other_shift = slopes[k], shifts[k], slopes[k + ONE], shifts[k + ONE]
        least = other_least = U32(0xFFFFFFFF)
        for s in range(padded):
            h = mixed[s]
            least = min(least, U32(h * slope + shift))
            other_least = min(other_least, U32(h * other_slope + other_shift))
        signature[k], signature[k + ONE] = least, other_least


@stage
def _band_keys(signature, keys):
    """Write one key a band: four minima and the band's number, mixed."""
    for b in range(BANDS):
        m = b * ROWS
        low = U(signature[m]) | U(signature[m + ONE]) << U(32)
        high = U(signature[m + U(2)]) | U(signature[m + U(3)]) << U(32)
        h = (low ^ b) * K1 + high * K2
        h = (h ^ h >> U(32)) * K3
        keys[b] = h ^ h >> U(29)


@stage
def _places(edges, breaks, shifts, count, total_breaks, places):
    """Write first and end source byte of every word, in turn, counted from the article's beginning."""
    at, shift = ZERO, np.int32(0)
    for e in range(TWO * count):
        edge = edges[e]
        while at < total_breaks and breaks[at] <= edge:
            shift = shifts[at]
            at += ONE
        places[e] = edge + shift


@stage
def _gap(buffer, i, end, text_end):
    """Return the border that bytes between two words make by themselves; its first newline; what is behind its last.

    Without a newline, the former is the end of the gap.
    """
    is_marked = is_sentence = False
    newlines, line_end, next_line = 0, end, end
    while i < end:
        byte = buffer[i]
        width, is_newline = ONE, byte == 10
        if _is_mark(byte):
            is_marked = True
        elif byte <= 32:
            is_sentence |= is_marked
            is_marked = False
        elif byte >= 0x80:
            point, width = _code_point(buffer, i, end)
            is_newline = point == U(0x2028) or point == U(0x2029)
            if (
                point == U(0x3002) or point == U(0xFF01) or point == U(0xFF1F)
            ):  # 。！？ stand without a space behind them
                is_sentence = True
            elif point == U(0x2026) or point == U(0x061F) or point == U(0x06D4) or point == U(0x0964):  # … ؟ ۔ ।
                is_marked = True
            elif is_newline or point == U(0xA0) or point == U(0x3000):
                is_sentence |= is_marked
                is_marked = False
            elif point != U(0x2019) and point != U(0x201D) and point != U(0xBB):  # ’ ” » close a sentence
                is_marked = False
        elif byte != 34 and byte != 39 and byte != 41 and byte != 93:  # " ' ) ]
            is_marked = False
        if is_newline:
            line_end = line_end if newlines else i
            next_line = i + width
            newlines += 1
        i += width
    border = np.uint8(0)
    if is_sentence or (is_marked and end == text_end):
        border |= SENTENCE
    if newlines:
        border |= LINE
    if newlines > 1:
        border |= BLANK
    return border, line_end, next_line


@stage
def _is_mark(byte):
    """Tell whether a byte ends a sentence: . ! ?"""
    return byte == 46 or byte == 33 or byte == 63


@stage
def _is_lower(buffer, i, end):
    """Tell whether a word begins with a small letter of Latin, Greek, Cyrillic or another script that has them."""
    point, _ = _code_point(buffer, i, end)
    return point < U(len(SMALL)) and SMALL[point]


@stage
def _characters(buffer, start, end):
    """Count characters, and no further than a wrapped line is long."""
    if end - start > U(4 * WRAP_MOST):
        return U(WRAP_MOST + 1)
    count = ZERO
    for i in range(start, end):
        count += U((buffer[i] & 0xC0) != 0x80)
    return count


@stage
def _borders(buffer, start, end, places, count, borders):
    """Write what lies before each word, and behind the last.

    Whether a newline may be a wrap is known when the line behind it has ended: until then, word `wrap` waits.
    """
    borders[0] = TEXT_END
    line, line_word, wrap = start, ZERO, ZERO
    for w in range(ONE, count):
        first, after = start + U(places[TWO * w - ONE]), start + U(places[TWO * w])
        borders[w] = 0
        if after - first <= ONE and buffer[first] != 10:
            continue
        if after - first == TWO and buffer[first] > 32 and buffer[first] < 0x80 and buffer[first + ONE] == 32:
            borders[w] = _is_mark(buffer[first])
            continue
        border, line_end, next_line = _gap(buffer, first, after, end)
        if border & LINE:
            length = _characters(buffer, line, line_end)
            if length > U(WRAP_MOST):
                borders[wrap] &= ~WRAPPED
            wrap = ZERO
            if border & BLANK == 0:
                if _is_lower(buffer, after, end):
                    border &= ~LINE
                elif border & SENTENCE == 0 and length >= U(WRAP_LEAST) and length <= U(WRAP_MOST):
                    is_indented = buffer[next_line] == 32 and buffer[next_line + ONE] == 32
                    if w - line_word >= U(WRAP_WORDS) and not is_indented:
                        border |= WRAPPED
                        wrap = w
            line, line_word = next_line, w
        borders[w] = border
    if count:
        border, line_end, _ = _gap(buffer, start + U(places[TWO * count - ONE]), end, end)
        if _characters(buffer, line, line_end) > U(WRAP_MOST):
            borders[wrap] &= ~WRAPPED
        borders[count] = TEXT_END | (border & SENTENCE)


@stage
def _kinds(folded, edges, words, count, lexicon_keys, lexicon_kinds, kinds):
    """Write what kind of word each is: by its letters, and by the lexicon of function words and dates.

    A known word lies in one of two slots, and both are looked at. What lies in a slot of another word is shifted out,
    for LLVM would make a jump of a choice, and no processor can tell the next word by the last.
    """
    for w in range(count):
        start = U(edges[w + w])
        length = U(edges[w + w + ONE]) - start
        h = words[w]
        one, other = h >> U(52), h >> U(40) & U(4095)
        kind = U(lexicon_kinds[one]) >> (U(lexicon_keys[one] != h) << U(3))
        kind |= U(lexicon_kinds[other]) >> (U(lexicon_keys[other] != h) << U(3))
        kind |= U(length < U(4)) * U(SHORT) | U(folded[start] < 58) * U(NUMBER)
        if folded[start] < 58 and length == U(4) and _is_year(folded, start):
            kind |= U(YEAR)
        if (folded[start] | folded[start + ONE] | folded[start + TWO] | folded[start + U(3)]) >= 0x80:
            kind |= U(_letters_kind(folded, start, length))
        kinds[w] = np.uint8(kind)


@stage
def _letters_kind(folded, start, length):
    """Tell whether a word of letters of several bytes has under four of them, and whether it is half a word."""
    letters = ZERO
    for t in range(min(length, U(13))):
        letters += U((folded[start + t] & 0xC0) != 0x80)
    kind = SHORT if letters < U(4) else np.uint8(0)
    byte = folded[start]
    is_single = byte >= 0xE0 and letters == ONE
    is_thai_or_lao = byte == 0xE0 and (folded[start + ONE] & 0xFC) == 0xB8
    if is_single or is_thai_or_lao:
        kind |= SINGLE
    return kind


@stage
def _is_year(folded, start):
    """Tell whether four bytes are a year from 1900 to 2099."""
    century = (folded[start] == 49 and folded[start + ONE] == 57) or (folded[start] == 50 and folded[start + ONE] == 48)
    return century and folded[start + TWO] < 58 and folded[start + U(3)] < 58


@stage
def _units(words, borders, kinds, count, ends, keys, prose):
    """Write the end word, key and prose-likeness of every unit; return their number.

    A unit is a line, or a sentence of a line of more than 40 words (pieces under 6 words join). Its key hashes its
    words; in a short unit that holds a date, numbers and dates count as alike. A line is prose by its length, its
    function words and its end mark; in a text of hardly any known function words by length and end mark alone; and
    where under a quarter of the words are prose, shape says nothing and all are.
    """
    functions = ZERO
    for w in range(count):
        functions += U(kinds[w] & FUNCTION)
    is_foreign = functions * U(25) < count * U(2 * FUNCTION)
    total = prose_words = first = ZERO
    while first < count:
        end = first + ONE
        while end < count and borders[end] & (LINE | WRAPPED) != LINE:
            end += ONE
        is_prose = _is_prose(kinds, first, end, borders[end] & SENTENCE != 0, is_foreign)
        if is_prose:
            prose_words += end - first
        line_units = total
        if end - first > U(LONG_LINE):
            total = _sentences(borders, first, end, total, ends)
        ends[total] = end
        total += ONE
        for u in range(line_units, total):
            keys[u] = _unit_key(words, kinds, first, U(ends[u]))
            prose[u] = is_prose
            first = U(ends[u])
    if prose_words < max(U(20), count >> TWO):
        for u in range(total):
            prose[u] = True
    return total


@stage
def _sentences(borders, first, end, total, ends):
    """Write the ends of all sentences of a line but the last; return the number of units so far."""
    piece = first
    for w in range(first + U(SHORT_PIECE), end - U(SHORT_PIECE) + ONE):
        if borders[w] & SENTENCE != 0 and w - piece >= U(SHORT_PIECE):
            ends[total] = piece = w
            total += ONE
    return total


@stage
def _is_prose(kinds, first, end, is_closed, is_foreign):
    """Tell whether the words of one line read like sentences."""
    length = end - first
    if length < U(PROSE_LEAST):
        return False
    if is_foreign:
        return is_closed or length >= U(FOREIGN_LONG)
    functions = numbers = ZERO
    for w in range(first, end):
        functions += U(kinds[w] & FUNCTION)
        numbers += U(kinds[w] & NUMBER)
    functions //= U(FUNCTION)
    if is_closed and functions * U(5) >= length:
        return True
    return length >= U(PROSE_LONG) and (functions * U(20) >= length * U(3) or numbers * U(4) >= length)


@stage
def _unit_key(words, kinds, first, end):
    """Hash the words of a unit; in a short dated one, numbers count as alike, and dates too."""
    is_dated = False
    if end - first <= U(DATED_UNIT):
        for w in range(first, end):
            is_dated |= kinds[w] & (DATED | YEAR) != 0
    if not is_dated:
        return _text_hash(words, first, end)
    masked = np.empty(DATED_UNIT, np.uint64)
    for w in range(first, end):
        is_masked = kinds[w] & (DATED | NUMBER) != 0
        masked[w - first] = U(kinds[w] & NUMBER) if is_masked else words[w]
    return _text_hash(masked, ZERO, end - first)


@stage
def _text_hash(words, first, end):
    """Return one number for words in their order, none of them waiting for the one before."""
    h = (end - first) * K3
    for w in range(first, end):
        x = (words[w] + (w - first) * K2) * K1
        h += (x ^ x >> U(29)) * K3
    return h ^ h >> U(32)


@stage
def _grams(shingles, total, grams):
    """Write one hash for every five words in a row: two shingles that share a word; return their number."""
    if total <= TWO:
        return ZERO
    count = total - TWO
    for g in range(count):
        h = (shingles[g] ^ _rotate(shingles[g + TWO], 32)) * K2
        grams[g] = h ^ h >> U(32)
    return count


@stage
def _anchors(grams, count, cover, hashes):
    """Write the five-word hashes that are the least of some six in a row; return their number.

    The least of six in three passes over pairs, spread back over the six in three more: a hash that is the same before
    and after is the least of a window that holds it. Of equal anchors in a row ("ha ha ha") one stays.
    """
    if count == ZERO:
        return ZERO
    padded = max(count, WINDOW)
    windows, edge = padded - WINDOW + ONE, WINDOW - ONE
    for g in range(count, padded + edge):
        grams[g] = ~ZERO
    for g in range(padded):
        cover[g + edge] = min(grams[g], grams[g + ONE])
    for _ in range(2):
        for g in range(edge, edge + padded - TWO):
            cover[g] = min(cover[g], cover[g + TWO])
    for g in range(edge):
        cover[g] = cover[g + edge + windows] = ZERO
    for g in range(padded + edge - ONE):
        cover[g] = max(cover[g], cover[g + ONE])
    for _ in range(2):
        for g in range(padded + edge - TWO):
            cover[g] = max(cover[g], cover[g + TWO])
    anchors, last = ZERO, ZERO
    for g in range(count):
        h = grams[g]
        hashes[anchors] = h
        anchors += U(cover[g] == h) & U(h != last)
        last = h if cover[g] == h else last
    return anchors


@stage
def _recurs(grams, count, slots):
    """Tell whether any five words stand twice: only then can a block. A slot holds the lower half of a hash."""
    bits = U(5)
    while ONE << bits < U(4) * count:
        bits += ONE
    mask = (ONE << bits) - ONE
    for s in range(mask + ONE):
        slots[s] = 0
    for g in range(count):
        h = U32(grams[g] | ONE)
        slot = grams[g] >> (U(64) - bits)
        while slots[slot] != 0 and slots[slot] != h:
            slot = (slot + ONE) & mask
        if slots[slot] == h:
            return True
        slots[slot] = h
    return False


@stage
def _stems(folded, edges, count, stems):
    """Write the hash of the first seven letters of every word: inflections of a word share it."""
    for w in range(count):
        start, end = U(edges[w + w]), U(edges[w + w + ONE])
        letters, cut = ZERO, start
        while cut < end:
            letters += U((folded[cut] & 0xC0) != 0x80)
            if letters > STEM_LETTERS:
                break
            cut += ONE
        stems[w] = _hash(folded, start, cut - start)


# --- one article from bytes to shingles --------------------------------------------------------------------------


class Scratch(NamedTuple):
    """Room for one article between two stages; for 3 kB of text about 100 kB, most of it never touched."""

    folded: NDArray[np.uint8]
    breaks: NDArray[np.int32]
    shifts: NDArray[np.int32]
    flags: NDArray[np.uint8]
    edges: NDArray[np.int32]
    words: NDArray[np.uint64]
    places: NDArray[np.int32]
    borders: NDArray[np.uint8]
    kinds: NDArray[np.uint8]
    unit_ends: NDArray[np.int32]
    unit_keys: NDArray[np.uint64]
    unit_prose: NDArray[np.uint8]


@stage
def scratch(longest):
    """Room for an article of up to `longest` bytes: it has no more words, and no more breaks, than bytes."""
    folded, source = GROWTH * longest + SLACK, longest + SLACK
    return Scratch(
        np.empty(folded, np.uint8),
        np.empty(source, np.int32),
        np.empty(source, np.int32),
        np.empty(folded, np.uint8),
        np.empty(folded, np.int32),
        np.empty(source, np.uint64),
        np.empty(2 * source, np.int32),
        np.empty(source, np.uint8),
        np.empty(source, np.uint8),
        np.empty(source, np.int32),
        np.empty(source, np.uint64),
        np.empty(source, np.uint8),
    )


@stage
def read(buffer, start, end, table, lexicon_keys, lexicon_kinds, room):
    """Bytes to words, places, borders, kinds and units, all in `room`; return the number of words and of units."""
    size, breaks = _fold(buffer, start, end, table.pages, table.rows, room.folded, room.breaks, room.shifts)
    count = _edges(room.folded, size, room.flags, room.edges)
    _words(room.folded, room.edges, count, room.words)
    _places(room.edges, room.breaks, room.shifts, count, breaks, room.places)
    _borders(buffer, start, end, room.places, count, room.borders)
    _kinds(room.folded, room.edges, room.words, count, lexicon_keys, lexicon_kinds, room.kinds)
    units = _units(room.words, room.borders, room.kinds, count, room.unit_ends, room.unit_keys, room.unit_prose)
    return count, units


@stage
def longest_article(offsets):
    """Return the bytes of the longest article."""
    longest = 0
    for a in range(len(offsets) - 1):
        longest = max(longest, offsets[a + 1] - offsets[a])
    return longest


# --- kernels: called from Python ---------------------------------------------------------------------------------
# Shapes, types and ranges are checked there; here an index is trusted.


@njit(nogil=True, cache=True)
def sketch_articles(
    buffer,
    offsets,
    table,
    lexicon_keys,
    lexicon_kinds,
    slopes,
    shifts,
    signatures,
    keys,
    words,
    identities,
    recurring,
    anchor_ends,
    anchors,
    unit_ends,
    unit_keys,
    unit_prose,
):
    """Fingerprint articles `buffer[offsets[a]:offsets[a + 1]]`.

    Writes signatures (n, 128), keys (n, 32), how many words (n,), identities (n,), whether any five words stand twice
    (n,); anchors of article a end at anchor_ends[a], its units at unit_ends[a]. `anchors`, `unit_keys` and `unit_prose`
    need room for one entry a byte. An article without words has the signature of the empty set and must not be paired:
    the caller looks at `words`.
    """
    longest = longest_article(offsets)
    room = scratch(longest)
    size = len(room.words)
    shingles, mixed = np.empty(size, np.uint64), np.empty(size, np.uint32)
    grams, cover, slots = np.empty(size, np.uint64), np.empty(size, np.uint64), np.empty(8 * size, np.uint32)
    total_anchors = total_units = ZERO
    for a in range(len(offsets) - 1):
        count, units = read(buffer, U(offsets[a]), U(offsets[a + 1]), table, lexicon_keys, lexicon_kinds, room)
        total = _shingles(room.words, count, shingles)
        _signature(shingles, total, slopes, shifts, mixed, signatures[a])
        _band_keys(signatures[a], keys[a])
        five = _grams(shingles, total, grams)
        recurring[a] = _recurs(grams, five, slots)
        total_anchors += _anchors(grams, five, cover, anchors[total_anchors:])
        for u in range(units):
            unit_keys[total_units + u], unit_prose[total_units + u] = room.unit_keys[u], room.unit_prose[u]
        total_units += units
        words[a], identities[a] = count, _text_hash(room.words, ZERO, count)
        anchor_ends[a], unit_ends[a] = total_anchors, total_units


@njit(nogil=True, cache=True)
def read_article(buffer, start, end, table, lexicon_keys, lexicon_kinds):
    """Return hashes, stems, first and end code point, borders and kinds of every word of one article, and its units."""
    room = scratch(np.int64(end - start))
    count, units = read(buffer, U(start), U(end), table, lexicon_keys, lexicon_kinds, room)
    stems = np.empty(count, np.uint64)
    _stems(room.folded, room.edges, count, stems)
    points = np.empty(TWO * count, np.int32)
    at, point = ZERO, 0
    for e in range(TWO * count):
        place = U(room.places[e])
        while at < place:
            point += (buffer[U(start) + at] & 0xC0) != 0x80
            at += ONE
        points[e] = point
    return (
        room.words[:count].copy(),
        stems,
        points[::2].copy(),
        points[1::2].copy(),
        room.borders[: count + ONE].copy(),
        room.kinds[:count].copy(),
        room.unit_ends[:units].copy(),
        room.unit_keys[:units].copy(),
        room.unit_prose[:units].copy(),
    )
