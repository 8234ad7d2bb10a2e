"""Reading: from UTF-8 bytes to words, borders, units of text, shingles and fingerprints.

One article at a time goes through short stages; between two stages its numbers stay in the processor's nearest cache:

    fold        bytes     -> folded bytes, and where they came from           128 ASCII bytes at once, or one code point
    edges       folded    -> where words start and end, in turn
    words       edges     -> one 64-bit hash a word
    gaps        words     -> before which of them there is more than a space
    borders     gaps      -> what lies between two words: a sentence's end, a newline...
    kinds       words     -> number, function word, month...
    tallies     kinds     -> how many of them so far: those of a line by one subtraction
    units       borders   -> lines, long ones cut into sentences: what page furniture is learned from
    shingles    words     -> one 64-bit hash for every three words in a row
    signature   shingles  -> 128 minima, bit for bit datasketch 2.0's "affine32"
    band keys   signature -> 32 keys of 64 bits, four minima each
    anchors     shingles  -> five-word hashes that are the least of six in a row
    places      edges     -> source bytes of every word: for one article at a time

Python calls `sketch_articles`, `sign_articles`, `band_keys` and `read_article`; the other kernels build on `read` and
its stages.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.compiled import kernel, stage

U = np.uint64
U32 = np.uint32
ZERO, ONE, TWO = U(0), U(1), U(2)

BLOCK = U(128)  # ASCII bytes folded at once
STEP = U(16)  # bytes of a word hashed at once
GROWTH = 3  # folded bytes per source byte, at most (`fold.MAX_GROWTH`)
IDEOGRAPHS, IDEOGRAPHS_LENGTH = U(0x4E00), U(0x5200)  # the unified ones: folded, they are as they were
NO_BREAK = np.int32(0x7FFFFFFF)
SPACE, NEWLINE = np.uint8(32), np.uint8(10)
EACH_BYTE, HIGH_BITS = U(0x0101010101010101), U(0x8080808080808080)
SHINGLE_WORDS = U(3)
VALUES = U(128)  # minima in a signature
LANES = U(64)  # shingles are padded to a multiple, so that no loop over them has a remainder
BANDS = U(32)
ROWS = U(4)  # minima in a band
WINDOW = U(6)  # of this many five-word hashes in a row at least one is an anchor
STEM_LETTERS = U(7)
SLACK = 512  # scratch behind the last number of a stage: blocks, rows and padding run over it

# Odd multipliers: fractional parts of the golden ratio and of the square roots of 2 and 3.
K1, K2, K3 = U(0x9E3779B97F4A7C15), U(0x6A09E667F3BCC909), U(0xBB67AE8584CAA73B)
LOW_MASK = np.array([(1 << 8 * min(n, 8)) - 1 for n in range(17)], U)  # the first n of sixteen bytes, low eight
HIGH_MASK = np.array([(1 << 8 * max(n - 8, 0)) - 1 for n in range(17)], U)  # and high eight

# Eight bytes of 0 or 1, times this, have their bits in the highest byte; for each such byte, where its ones stand.
GATHER = U(0x0102040810204080)
PLACES = np.array([int.from_bytes(bytes(t for t in range(8) if bits >> t & 1), "little") for bits in range(256)], U)
NEAR = U(256)  # places in so many bytes fit in a byte

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

# What a sign does between two words: a mark ends a sentence if white space follows it, with closing signs between.
MARK, WHITE, CLOSING, NEW_LINE, SENTENCE_END = np.uint8(1), np.uint8(2), np.uint8(4), np.uint8(8), np.uint8(16)
SIGNS = np.zeros(256, np.uint8)
SIGNS[:33] = WHITE
SIGNS[10] |= NEW_LINE
SIGNS[[33, 46, 63]] = MARK  # ! . ?
SIGNS[[34, 39, 41, 93]] = CLOSING  # " ' ) ]

SLOTS = U(2048)  # of the lexicon

# A word's share in a tally of words so far, by kind: function words, numbers from bit 24, dates and years from bit 48.
TALLY = np.array([(k >> 1 & 1) | (k & 1) << 24 | (k >> 3 & 3 != 0) << 48 for k in range(64)], U)
TALLIED = U((1 << 24) - 1)

# Letters that would be capitals at the head of a sentence. Georgian has capitals, but not for that.
SMALL = np.array([chr(point).islower() and chr(point).title() != chr(point) for point in range(0x2000)])
CAPITAL = np.array([chr(point).isupper() or chr(point).istitle() for point in range(0x2000)])

WRAP_LEAST, WRAP_MOST, WRAP_WORDS = 45, 100, 9  # a hand-wrapped line: its characters, and its words at least
MORE_CAPITALS = 2  # lines that might go on, and so many more of them begin with a capital: nothing was wrapped
LONG_LINE = 40  # words; a longer line is cut into sentences
SHORT_PIECE = 6  # words; a shorter sentence of a long line joins its neighbour
DATED_UNIT = 20  # words; in a dated unit of at most so many, numbers and dates are masked
PROSE_LEAST, PROSE_LONG, FOREIGN_LONG = 8, 20, 25  # words of a line that may be prose


# --- stages: one article -----------------------------------------------------------------------------------------
# Arguments end with what is written. `buffer[start:end]` is the article; the bytes around it may be read, never used.


@stage
def _fold(buffer, start, end, table, folded, breaks, shifts):
    """Write the folded text; return its length.

    From `breaks[b]` on, folded byte p came from source byte p + shifts[b]: a short list, for where the two texts run in
    step nothing is written. A separator becomes a space if it is one ASCII sign, and a newline if it is one, or is any
    other sign: those may be a border by themselves.

    Blocks are folded as if they were ASCII, up to the first byte that is not; from there code points go through the
    table until eight ASCII bytes follow.
    """
    i, j, b, shift = start, ZERO, ONE, start  # in step: i - j == start
    breaks[0] = shifts[0] = 0
    while i < end:
        if i + BLOCK <= U(len(buffer)):
            others = ZERO
            for t in range(BLOCK):
                others += U(buffer[i + t] >> 7)
            for t in range(BLOCK):
                byte = buffer[i + t]
                lower = np.uint8(byte | 0x20)
                is_letter, is_kept = np.uint8(lower - 97) < 26, (np.uint8(byte - 48) < 10) | (byte == NEWLINE)
                folded[j + t] = lower if is_letter else (byte if is_kept else SPACE)
            run = min(_ascii_run(buffer, i) if others else BLOCK, end - i)
            i += run
            j += run
            if run == BLOCK:
                continue
        is_behind = ZERO
        while i < end:
            if buffer[i] < 0xE0 and i + ONE < end:
                low, width = _short(buffer, i, table.short_rows)
                _store8(folded, j, low)
                length, is_behind = low >> U(56), ZERO
            else:
                point, width = _code_point(buffer, i, end)
                if point - IDEOGRAPHS < IDEOGRAPHS_LENGTH:
                    low, high, length = _ideograph(point), ZERO, U(5)
                else:
                    row = U(table.blocks[point >> U(8)]) << U(8) | point & U(255)
                    low, high = table.rows[row, 0], table.rows[row, 1]
                    length = high >> U(56)
                if length > ONE and low & U(255) == U(SPACE):  # a word of its own begins behind its space
                    j -= is_behind  # one space between two ideographs is enough
                    shift, is_behind = i - j - ONE, U(low >> (length - ONE << U(3)) & U(255) == U(SPACE))
                    breaks[b], shifts[b] = j + ONE, shift - start
                    b += ONE
                else:
                    low, is_behind = U(NEWLINE) if low == U(SPACE) else low, ZERO
                _store8(folded, j, low)
                _store8(folded, j + U(8), high)
            i += width
            j += length
            breaks[b], shifts[b] = j, i - j - start
            b += U(i - j != shift)
            shift = i - j
            if i + U(8) <= end and _load8(buffer, i) & HIGH_BITS == ZERO:
                break
    folded[j], breaks[b] = SPACE, NO_BREAK
    return j


@stage
def _short(buffer, i, short):
    """Return what a code point of one or two bytes folds to, and its width: without a jump, for words take turns with
    spaces.
    """
    first = U(buffer[i])
    is_two = first >> U(7)
    two = (first & U(31)) << U(6) | _tail(buffer, i, ONE)
    return short[two if is_two else first], ONE + is_two


@stage
def _ideograph(point):
    """Return what the table holds of a common ideograph, of which there are too many for the nearest cache: three bytes
    between two spaces.
    """
    letter = U(0xE0) | point >> U(12) | (U(0x80) | point >> U(6) & U(63)) << U(8) | (U(0x80) | point & U(63)) << U(16)
    return U(SPACE) | letter << U(8) | U(SPACE) << U(32)


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
def _ascii_run(buffer, i):
    """Count ASCII bytes up to the next other one, eight at a step; there must be one."""
    run, high = ZERO, _load8(buffer, i) & HIGH_BITS
    while high == ZERO:
        run += U(8)
        high = _load8(buffer, i + run) & HIGH_BITS
    up_to_it = (high ^ high - ONE) & HIGH_BITS
    return run + ((up_to_it >> U(7)) * EACH_BYTE >> U(56)) - ONE


@stage
def _tail(buffer, i, t):
    return U(buffer[i + t]) & U(63)


@stage
def _edges(folded, size, flags, near, edges):
    """Write where words start and end, in turn; return the number of words."""
    flags[0] = folded[0] > SPACE
    for i in range(ONE, size + ONE):
        flags[i] = (folded[i] > SPACE) != (folded[i - ONE] > SPACE)
    return _ones(flags, size + ONE, near, edges) >> ONE


@stage
def _ones(flags, size, near, places):
    """Write the places of the flags that are 1 (others are 0); return their number.

    Eight flags at a step, without a jump: a table tells from their bits where in the eight those stand that are set.
    """
    for i in range(size, size + NEAR):
        flags[i] = 0
    count = ZERO
    for block in range(ZERO, size, NEAR):
        found = ZERO
        for i in range(ZERO, NEAR, U(8)):
            eight = _load8(flags, block + i)
            _store8(near, found, PLACES[eight * GATHER >> U(56)] + i * EACH_BYTE)
            found += eight * EACH_BYTE >> U(56)
        for f in range(_padded(found, U(32))):
            places[count + f] = block + U(near[f])
        count += found
    return count


@stage
def _padded(count, lanes):
    """Return the next multiple of `lanes`: a loop of so many steps has no remainder."""
    return (count + lanes - ONE) // lanes * lanes


@stage
def _words(folded, edges, count, words, gaps):
    """Write one hash a word, and before which words there is more than a space; return the number of those gaps.

    Hardly any word takes more than one step of hashing, and those that do not are spared the loop.
    """
    total = before = ZERO
    for w in range(count):
        start, end = U(edges[w + w]), U(edges[w + w + ONE])
        gaps[total] = w
        total += U(start - before > ONE) | U(folded[before] != SPACE)
        before = end
        if end - start > STEP:
            words[w] = _hash(folded, start, end - start)
        else:
            words[w] = _hash_step(folded, start, end - start, ZERO)
    return total


@stage
def _hash(folded, start, left):
    """Hash sixteen bytes at a step, the last step padded with zeros."""
    h = ZERO
    while left > STEP:
        h = _hash_step(folded, start, STEP, h)
        start += STEP
        left -= STEP
    return _hash_step(folded, start, left, h)


@stage
def _hash_step(folded, start, length, h):
    low, high = _load8(folded, start) & LOW_MASK[length], _load8(folded, start + U(8)) & HIGH_MASK[length]
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
    padded = _padded(total, LANES)
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
def _source(edge, breaks, shifts, b):
    """Return the source byte of a folded one, counted from the article's beginning, and the break that it lies behind.

    `b` is such a break for an edge before this one.
    """
    while breaks[b + ONE] <= edge:
        b += ONE
    return U(edge + shifts[b]), b


@stage
def _places(edges, breaks, shifts, count, places):
    """Write first and end source byte of every word, in turn, counted from the article's beginning."""
    b = ZERO
    for e in range(TWO * count):
        places[e], b = _source(edges[e], breaks, shifts, b)


@stage
def _gap(buffer, i, end, text_end):
    """Return the border that bytes between two words make by themselves; its first newline; what is behind its last.

    Without a newline, the former is the end of the gap.
    """
    is_marked = is_sentence = np.uint8(0)
    newlines, line_end, next_line = 0, end, end
    while i < end:
        sign, width = SIGNS[buffer[i]], ONE
        if buffer[i] >= 0x80:
            point, width = _code_point(buffer, i, end)
            sign = _wide_sign(point)
        is_sentence |= is_marked & (sign >> np.uint8(1)) | sign >> np.uint8(4)
        is_marked = (sign | is_marked & (sign >> np.uint8(2))) & np.uint8(1)
        if sign & NEW_LINE:
            line_end = line_end if newlines else i
            next_line = i + width
            newlines += 1
        i += width
    border = np.uint8(0)
    if is_sentence & 1 or (is_marked and end == text_end):
        border |= SENTENCE
    if newlines:
        border |= LINE
    if newlines > 1:
        border |= BLANK
    return border, line_end, next_line


@stage
def _wide_sign(point):
    """Tell what a sign beyond ASCII does to a sentence or line."""
    if point == U(0x3002) or point == U(0xFF01) or point == U(0xFF1F):  # 。！？ stand without a space behind them
        return SENTENCE_END | CLOSING
    if point == U(0x2026) or point == U(0x061F) or point == U(0x06D4) or point == U(0x0964):  # … ؟ ۔ ।
        return MARK
    if point == U(0x2019) or point == U(0x201D) or point == U(0xBB):  # ’ ” »
        return CLOSING
    if point == U(0x2028) or point == U(0x2029):
        return WHITE | NEW_LINE
    return WHITE if point == U(0xA0) or point == U(0x3000) else np.uint8(0)


@stage
def _case(buffer, i, end):
    """Tell how a word begins, in Latin, Greek, Cyrillic or another script that has capitals: -1 small, 1 as a capital;
    0 otherwise.
    """
    point, _ = _code_point(buffer, i, end)
    return np.int64(CAPITAL[point]) - np.int64(SMALL[point]) if point < U(len(SMALL)) else 0


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
def _borders(buffer, start, end, edges, breaks, shifts, count, gaps, total, borders):
    """Write what lies before each word, and behind the last.

    Whether a newline may be a wrap is known when the line behind it has ended: until then, word `wrap` waits. Lines
    that are wrapped by hand mostly go on in small letters; where more begin with a capital, they are a list.
    """
    for w in range(_padded(count, LANES)):
        borders[w] = 0
    line, line_word, wrap, b = start, ZERO, ZERO, ZERO
    capitals = case = 0
    for g in range(total):
        w, first = U(gaps[g]), ZERO
        if w:
            first, b = _source(edges[w + w - ONE], breaks, shifts, b)
        after, b = _source(edges[w + w], breaks, shifts, b)
        first, after = start + first, start + after
        if after - first == TWO and buffer[first] > 32 and buffer[first] < 0x80 and buffer[first + ONE] == 32:
            borders[w] = SIGNS[buffer[first]] & MARK
            continue
        border, line_end, next_line = _gap(buffer, first, after, end)
        if border & LINE:
            if wrap and _characters(buffer, line, line_end) > U(WRAP_MOST):
                borders[wrap] &= ~WRAPPED
                capitals -= max(case, 0)
            wrap = ZERO
            if w and border & BLANK == 0:
                case = _case(buffer, after, end)
                if case < 0:
                    border &= ~LINE
                    capitals -= 1
                elif border & SENTENCE == 0 and w - line_word >= U(WRAP_WORDS):
                    length = _characters(buffer, line, line_end)
                    is_indented = buffer[next_line] == 32 and buffer[next_line + ONE] == 32
                    if length >= U(WRAP_LEAST) and length <= U(WRAP_MOST) and not is_indented:
                        border |= WRAPPED
                        wrap = w
                        capitals += case
            line, line_word = next_line, w
        borders[w] = border
    borders[0] = TEXT_END
    if count:
        last, _ = _source(edges[TWO * count - ONE], breaks, shifts, b)
        border, line_end, _ = _gap(buffer, start + last, end, end)
        if wrap and _characters(buffer, line, line_end) > U(WRAP_MOST):
            borders[wrap] &= ~WRAPPED
            capitals -= max(case, 0)
        borders[count] = TEXT_END | (border & SENTENCE)
    if capitals >= MORE_CAPITALS:
        for w in range(count):
            borders[w] &= ~WRAPPED


@stage
def _kinds(folded, edges, words, count, lexicon, kinds, tallies):
    """Write what kind of word each is, by its digits and the lexicon of function words and dates; and how many of some
    kinds there are before each word, and in all.
    """
    tally = ZERO
    for w in range(count):
        h, start = words[w], U(edges[w + w])
        entry = lexicon[_slot_of(lexicon, h)]
        kind = entry & U(255) if entry ^ h < U(256) else ZERO
        if folded[start] < 58:
            is_four = U(edges[w + w + ONE]) - start == U(4)
            kind |= U(NUMBER) | U(is_four) * _is_year(_load8(folded, start)) * U(YEAR)
        kinds[w], tallies[w] = np.uint8(kind), tally
        tally += TALLY[kind]
    tallies[count] = tally


@stage
def _slot_of(lexicon, h):
    """Where the lexicon holds a word, if it does; the multipliers that keep its words apart stand behind the slots."""
    return h * lexicon[SLOTS + (h >> U(56))] >> U(53)


@stage
def _is_year(letters):
    """Tell whether four bytes are a year from 1900 to 2099."""
    century = U(letters & U(0xFFFF) == U(0x3931)) | U(letters & U(0xFFFF) == U(0x3032))  # 19, 20
    return century & U(letters >> U(16) & U(255) < U(58)) & U(letters >> U(24) & U(255) < U(58))


@stage
def _spell(folded, edges, count, kinds):
    """Add to the kinds of words what letters tell: whether they have under four, and whether they are half a word.

    Without a jump: how long the next word is cannot be foretold.
    """
    for w in range(count):
        start = U(edges[w + w])
        length = U(edges[w + w + ONE]) - start
        looked_at = min(length, STEP)
        letters = looked_at - _tails(_load8(folded, start) & LOW_MASK[looked_at])
        letters -= _tails(_load8(folded, start + U(8)) & HIGH_MASK[looked_at])
        byte = folded[start]
        is_thai_or_lao = U(byte == 0xE0) & U((folded[start + ONE] & 0xFC) == 0xB8)
        is_single = is_thai_or_lao | U(byte >= 0xE0) & U(letters == ONE)
        kinds[w] |= np.uint8(U(SHORT) * U(letters < U(4)) | U(SINGLE) * is_single)


@stage
def _tails(eight):
    """Count the bytes of eight that go on with a letter: highest bit set, the next one not."""
    return ((eight & ~(eight << ONE) & HIGH_BITS) >> U(7)) * EACH_BYTE >> U(56)


@stage
def _units(words, borders, kinds, tallies, count, gaps, total_gaps, masked, ends, keys, prose):
    """Write the end word, key and prose-likeness of every unit; return their number.

    A unit is a line, or a sentence of a line of more than 40 words (pieces under 6 words join). Its key hashes its
    words; in a short unit that holds a date, numbers and dates count as alike. A line is prose by its length, its
    function words and its end mark; in a text of hardly any known function words by length and end mark alone; and
    where under a quarter of the words are prose, shape says nothing and all are.
    """
    is_foreign = (tallies[count] & TALLIED) * U(25) < count * TWO
    total = prose_words = first = gap = ZERO
    gaps[total_gaps] = count
    while first < count:
        first_gap = gap
        while gap < total_gaps and borders[gaps[gap]] & (LINE | WRAPPED) != LINE:
            gap += ONE
        end = U(gaps[gap])
        is_prose = _is_prose(tallies[end] - tallies[first], end - first, U(borders[end] & SENTENCE), is_foreign)
        prose_words += is_prose * (end - first)
        line_units = total
        if end - first > U(LONG_LINE):
            total = _sentences(borders, gaps, first_gap, gap, first, end, total, ends)
        ends[total] = end
        total += ONE
        for u in range(line_units, total):
            end = U(ends[u])
            is_dated = end - first <= U(DATED_UNIT) and (tallies[end] - tallies[first]) >> U(48) != ZERO
            keys[u] = _dated_key(words, kinds, first, end, masked) if is_dated else _text_hash(words, first, end)
            prose[u] = is_prose
            first = end
        gap += ONE
    if prose_words < max(U(20), count >> TWO):
        for u in range(total):
            prose[u] = True
    return total


@stage
def _sentences(borders, gaps, gap, end_gap, first, end, total, ends):
    """Write the ends of all sentences of a line but the last; return the number of units so far."""
    piece = first
    for g in range(gap, end_gap):
        w = U(gaps[g])
        is_cut = U(borders[w] & SENTENCE) & U(w - piece >= U(SHORT_PIECE)) & U(end - w >= U(SHORT_PIECE))
        ends[total] = w
        piece = w if is_cut else piece
        total += is_cut
    return total


@stage
def _is_prose(tally, length, is_closed, is_foreign):
    """Tell whether the words of one line read like sentences: 1 or 0, found without a jump."""
    functions, numbers = tally & TALLIED, tally >> U(24) & TALLIED
    has_function_words = is_closed & U(functions * U(5) >= length)
    is_dense = U(functions * U(20) >= length * U(3)) | U(numbers * U(4) >= length)
    is_known = has_function_words | U(length >= U(PROSE_LONG)) & is_dense
    return U(length >= U(PROSE_LEAST)) & (is_closed | U(length >= U(FOREIGN_LONG)) if is_foreign else is_known)


@stage
def _dated_key(words, kinds, first, end, masked):
    """Hash the words of a short dated unit: numbers count as alike, and dates too."""
    for w in range(first, end):
        is_masked = kinds[w] & (DATED | NUMBER) != 0
        masked[w - first] = U(kinds[w] & NUMBER) if is_masked else words[w]
    return _text_hash(masked, ZERO, end - first)


@stage
def _text_hash(words, first, end):
    """Return one number for words in their order, none of them waiting for the one before."""
    h = (end - first) * K3
    for t in range(_padded(end - first, U(32))):
        x = (words[first + t] + t * K2) * K1
        x = (x ^ x >> U(29)) * K3
        h += x if first + t < end else ZERO
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
def _anchors(grams, count, tops, cover, flags, near, places, hashes):
    """Write the upper halves of five-word hashes that are the least of some six in a row; return their number.

    The least of six in three passes over pairs, spread back over the six in three more: a hash that is the same before
    and after is the least of a window that holds it. Of equal anchors in a row ("ha ha ha") one stays.
    """
    if count == ZERO:
        return ZERO
    windows, edge = max(count, WINDOW) - WINDOW + ONE, WINDOW - ONE
    padded = _padded(count + edge, LANES)
    for g in range(count):
        tops[g] = grams[g] >> U(32)
    for g in range(count, padded + edge):
        tops[g] = U32(0xFFFFFFFF)
    for g in range(padded):
        cover[g + edge] = min(tops[g], tops[g + ONE])
    for _ in range(2):
        for g in range(edge, edge + padded):
            cover[g] = min(cover[g], cover[g + TWO])
    for g in range(edge):
        cover[g] = cover[g + edge + windows] = 0
    for g in range(padded):
        cover[g] = max(cover[g], cover[g + ONE])
    for _ in range(2):
        for g in range(padded):
            cover[g] = max(cover[g], cover[g + TWO])
    for g in range(count):
        flags[g] = cover[g] == tops[g]
    total, last = ZERO, U32(0)
    for a in range(_ones(flags, count, near, places)):
        h = tops[places[a]]
        hashes[total] = h
        total += U(h != last)
        last = h
    return total


@stage
def _recurs(grams, count, slots, before, doubtful):
    """Tell whether any five words stand twice: only then can a block.

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


@stage
def _stems(folded, edges, words, count, stems):
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
        stems[w] = _hash(folded, start, cut - start)


@stage
def _points(buffer, places, count, tails, points):
    """Write how many code points lie before each byte of `places`."""
    total = np.int32(0)  # bytes that go on with a code point: they are not counted
    for i in range(U(len(buffer))):
        tails[i] = total
        total += np.int32((buffer[i] & 0xC0) == 0x80)
    tails[U(len(buffer))] = total
    for p in range(count):
        points[p] = places[p] - tails[U(places[p])]


# --- one article from bytes to shingles --------------------------------------------------------------------------


class Scratch(NamedTuple):
    """Room for one article between two stages; for 3 kB of text about 100 kB, most of it never touched."""

    folded: NDArray[np.uint8]
    breaks: NDArray[np.int32]
    shifts: NDArray[np.int32]
    flags: NDArray[np.uint8]
    near: NDArray[np.uint8]
    edges: NDArray[np.int32]
    words: NDArray[np.uint64]
    gaps: NDArray[np.int32]
    borders: NDArray[np.uint8]
    kinds: NDArray[np.uint8]
    tallies: NDArray[np.uint64]
    masked: NDArray[np.uint64]
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
        np.empty(source, np.uint8),
        np.empty(folded, np.int32),
        np.empty(source, np.uint64),
        np.empty(source, np.int32),
        np.empty(source, np.uint8),
        np.empty(source, np.uint8),
        np.empty(source, np.uint64),
        np.empty(source, np.uint64),
        np.empty(source, np.int32),
        np.empty(source, np.uint64),
        np.empty(source, np.uint8),
    )


@stage
def read(buffer, start, end, table, lexicon, room):
    """Bytes to words, borders, kinds and units, all in `room`; return the number of words and of units."""
    size = _fold(buffer, start, end, table, room.folded, room.breaks, room.shifts)
    count = _edges(room.folded, size, room.flags, room.near, room.edges)
    gaps = _words(room.folded, room.edges, count, room.words, room.gaps)
    _borders(buffer, start, end, room.edges, room.breaks, room.shifts, count, room.gaps, gaps, room.borders)
    _kinds(room.folded, room.edges, room.words, count, lexicon, room.kinds, room.tallies)
    units = _units(
        room.words, room.borders, room.kinds, room.tallies, count, room.gaps, gaps, room.masked,
        room.unit_ends, room.unit_keys, room.unit_prose,
    )  # fmt: skip
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


@kernel
def sketch_articles(
    buffer,
    offsets,
    table,
    lexicon,
    slopes,
    shifts,
    signatures,
    words,
    identities,
    recurring,
    anchor_ends,
    anchors,
    unit_ends,
    unit_keys,
    unit_prose,
    unit_words,
):
    """Fingerprint articles `buffer[offsets[a]:offsets[a + 1]]`.

    Writes signatures (n, 128), how many words (n,), identities (n,), whether any five words stand twice
    (n,); anchors of article a end at anchor_ends[a], its units at unit_ends[a]. `anchors` and the three of units
    need room for one entry a byte. An article without words has the signature of the empty set and must not be paired:
    the caller looks at `words`.
    """
    longest = longest_article(offsets)
    room = scratch(longest)
    size = len(room.words)
    shingles, mixed = np.empty(size, np.uint64), np.empty(size, np.uint32)
    grams, tops, cover = np.empty(size, np.uint64), np.empty(size, np.uint32), np.empty(size, np.uint32)
    slots, before, doubtful = np.empty(8 * size, np.uint32), np.empty(size, np.uint32), np.empty(size, np.uint32)
    total_anchors = total_units = ZERO
    for a in range(len(offsets) - 1):
        count, units = read(buffer, U(offsets[a]), U(offsets[a + 1]), table, lexicon, room)
        total = _shingles(room.words, count, shingles)
        _signature(shingles, total, slopes, shifts, mixed, signatures[a])
        five = _grams(shingles, total, grams)
        recurring[a] = _recurs(grams, five, slots, before, doubtful)
        total_anchors += _anchors(grams, five, tops, cover, room.flags, room.near, room.gaps, anchors[total_anchors:])
        for u in range(units):
            unit_keys[total_units + u], unit_prose[total_units + u] = room.unit_keys[u], room.unit_prose[u]
            unit_words[total_units + u] = min(room.unit_ends[u] - (room.unit_ends[u - ONE] if u else 0), 255)
        total_units += units
        words[a], identities[a] = count, _text_hash(room.words, ZERO, count)
        anchor_ends[a], unit_ends[a] = total_anchors, total_units


@kernel
def sign_articles(buffer, offsets, table, slopes, shifts, signatures):
    """Write the signatures (n, 128) of articles `buffer[offsets[a]:offsets[a + 1]]`, reading no more than they need."""
    room = scratch(longest_article(offsets))
    shingles, mixed = np.empty(len(room.words), np.uint64), np.empty(len(room.words), np.uint32)
    for a in range(len(offsets) - 1):
        size = _fold(buffer, U(offsets[a]), U(offsets[a + 1]), table, room.folded, room.breaks, room.shifts)
        count = _edges(room.folded, size, room.flags, room.near, room.edges)
        _words(room.folded, room.edges, count, room.words, room.gaps)
        _signature(shingles, _shingles(room.words, count, shingles), slopes, shifts, mixed, signatures[a])


@kernel
def band_keys(signatures, band, keys):
    """Write the key of one band of every signature: four minima and the band's number, mixed."""
    m, number = U(band) * ROWS, U(band)
    for a in range(len(signatures)):
        signature = signatures[a]
        low = U(signature[m]) | U(signature[m + ONE]) << U(32)
        high = U(signature[m + U(2)]) | U(signature[m + U(3)]) << U(32)
        h = (low ^ number) * K1 + high * K2
        h = (h ^ h >> U(32)) * K3
        keys[a] = h ^ h >> U(29)


@kernel
def read_article(buffer, start, end, table, lexicon):
    """Return hashes, stems, first and end code point, borders and kinds of every word of one article, and its units."""
    room = scratch(np.int64(end - start))
    count, units = read(buffer, U(start), U(end), table, lexicon, room)
    stems = np.empty(count, np.uint64)
    _stems(room.folded, room.edges, room.words, count, stems)
    _spell(room.folded, room.edges, count, room.kinds)
    places, points = np.empty(TWO * count, np.int32), np.empty(TWO * count, np.int32)
    _places(room.edges, room.breaks, room.shifts, count, places)
    _points(buffer[start:end], places, TWO * count, room.breaks, points)
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
