"""Measuring: exact counts over two articles, from which their relation is decided.

Both texts are read again, so nothing need be kept of them; of pairs in order of their left article each left is read
once. What is measured are an article's own words: doubled blocks once, page furniture left out (unless under twenty
words would remain). Shared stretches come from greedy tiling: the longest run of at least four equal words at each
place, gaps of up to three words between runs filled, stretches under eight words dropped as chance.

Python calls `measure_pairs` and `fill_table`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from dedup.kernels.reading import (
    FUNCTION,
    K3,
    NUMBER,
    ONE,
    TWO,
    ZERO,
    U,
    _anchors,
    _grams,
    _rotate,
    _shingles,
    longest_article,
    read,
    scratch,
    stage,
)

LEAST_OWN = 20  # words; fewer own words than this say nothing, and furniture counts too
TILE = U(4)  # equal words in a row that make a tile
TRIES = 32  # places of the other text that one tile looks at
BRIDGE = 3  # words between two tiles that belong to the stretch: an edit
LEAST_STRETCH = 8  # words; a shorter stretch is chance
LEAST_MATCHED = 3, 5  # of the words of a passage so many must be equal
FRAME_PROSE = 25  # unshared prose words that shared edges can frame
STRAY = 10  # stray words that do not end an edge
SHORT_LINE = 12  # words; a line that is no prose and no longer is page-shaped

# Bits of an own word.
IN_PROSE, IS_NUMBER, IS_RARER, IS_MATCHED, IS_SHARED = (
    np.uint8(1),
    np.uint8(2),
    np.uint8(4),
    np.uint8(8),
    np.uint8(16),
)

# Bits of a unit; PROSE is IN_PROSE.
PROSE, PAGE_SHAPED, FURNITURE = np.uint8(1), np.uint8(2), np.uint8(4)


class Side(NamedTuple):
    """One article of a pair: its own words, with the unit of each and its bits."""

    words: NDArray[np.uint64]
    units: NDArray[np.int32]
    bits: NDArray[np.uint8]
    shingles: NDArray[np.uint64]
    grams: NDArray[np.uint64]
    anchors: NDArray[np.uint64]
    lines: NDArray[np.uint8]  # by unit: PROSE, PAGE_SHAPED, FURNITURE
    keys: NDArray[np.uint64]  # by unit


@stage
def _side(size):
    return Side(
        np.empty(size, np.uint64),
        np.empty(size, np.int32),
        np.empty(size, np.uint8),
        np.empty(size, np.uint64),
        np.empty(size, np.uint64),
        np.empty(size, np.uint64),
        np.empty(size, np.uint8),
        np.empty(size, np.uint64),
    )


@stage
def _slot(key):
    """Where a table looks first. A key may end in zeros: its own low bits would crowd such keys into one place."""
    return key * K3 >> U(32)


@stage
def _holds(table, key):
    """Tell whether an open-addressing table holds a key."""
    mask = U(len(table)) - ONE
    slot = _slot(key) & mask
    while table[slot] != ZERO and table[slot] != key:
        slot = (slot + ONE) & mask
    return table[slot] == key


@stage
def _own(room, count, units, skip_firsts, skip_lasts, skip, skip_end, furniture, frequent, side):
    """Write the own words of the article in `room`; return how many, and how many words furniture took."""
    page = 0
    first = ZERO
    for u in range(units):
        end = U(room.unit_ends[u])
        line = PROSE if room.unit_prose[u] else (PAGE_SHAPED if end - first <= SHORT_LINE else np.uint8(0))
        if _holds(furniture, room.unit_keys[u]):
            line |= FURNITURE
        side.lines[u], side.keys[u] = line, room.unit_keys[u]
        first = end
    kept, page = _copy(room, count, skip_firsts, skip_lasts, skip, skip_end, FURNITURE, frequent, side)
    if page and kept < LEAST_OWN:
        kept, page = _copy(room, count, skip_firsts, skip_lasts, skip, skip_end, np.uint8(0), frequent, side)
    return U(kept), page


@stage
def _copy(room, count, skip_firsts, skip_lasts, skip, skip_end, left_out, frequent, side):
    """Copy the words that count, each with its unit and bits: not those of later occurrences of doubled blocks, nor
    those of lines with a bit of `left_out`; return how many were copied, and how many words the lines took.
    """
    kept = page = 0
    u = ZERO
    for w in range(count):
        while w >= U(room.unit_ends[u]):
            u += ONE
        while skip < skip_end and w >= U(skip_lasts[skip]):
            skip += 1
        if skip < skip_end and w >= U(skip_firsts[skip]):
            continue
        line = side.lines[u]
        if line & left_out:
            page += 1
            continue
        h, kind = room.words[w], room.kinds[w]
        bits = np.uint8(line & PROSE)
        if kind & NUMBER:
            bits |= IS_NUMBER | IS_RARER
        elif kind & FUNCTION == 0 and not _holds(frequent, h):
            bits |= IS_RARER
        side.words[kept], side.units[kept], side.bits[kept] = h, np.int32(u), bits
        kept += 1
    return kept, page


@stage
def _tile(left, left_count, right, right_count, heads, slots, nexts):
    """Mark the words of both sides that lie in tiles (IS_MATCHED); return the longest run.

    Greedy from the left: at each word the longest run of equal words among the places where its four words stand on the
    right.
    """
    longest = 0
    if left_count < TILE or right_count < TILE:
        return longest
    bits = U(4)
    while ONE << bits < TWO * right_count:
        bits += ONE
    mask = (ONE << bits) - ONE
    for s in range(mask + ONE):
        heads[s] = -1
    last = right_count - TILE
    for back in range(last + ONE):
        r = last - back
        key = _four(right.shingles, r)
        slot = key >> (U(64) - bits)
        while heads[slot] >= 0 and slots[slot] != key:
            slot = (slot + ONE) & mask
        nexts[r] = heads[slot]
        heads[slot], slots[slot] = np.int32(r), key
    w = ZERO
    while w + TILE <= left_count:
        key = _four(left.shingles, w)
        slot = key >> (U(64) - bits)
        while heads[slot] >= 0 and slots[slot] != key:
            slot = (slot + ONE) & mask
        place, tries = heads[slot], 0
        best, best_place = ZERO, ZERO
        while place >= 0 and tries < TRIES:
            r, length = U(place), ZERO
            while (
                w + length < left_count
                and r + length < right_count
                and left.words[w + length] == right.words[r + length]
            ):
                length += ONE
            if length > best:
                best, best_place = length, r
            place = nexts[r]
            tries += 1
        if best < TILE:
            w += ONE
            continue
        for t in range(best):
            left.bits[w + t] |= IS_MATCHED
            right.bits[best_place + t] |= IS_MATCHED
        longest = max(longest, np.int64(best))
        w += best
    return longest


@stage
def _four(shingles, w):
    h = (shingles[w] ^ _rotate(shingles[w + ONE], 27)) * K3
    return h ^ h >> U(31)


@stage
def _share_all(side, count):
    """Mark every word as matched and shared, however few there are; return their number."""
    for w in range(count):
        side.bits[w] |= IS_MATCHED | IS_SHARED
    return count


@stage
def _fill(side, count):
    """Mark shared stretches (IS_SHARED): matched words and gaps of up to three words between them, from eight words
    on.
    """
    w = ZERO
    while w < count:
        if side.bits[w] & IS_MATCHED == 0:
            w += ONE
            continue
        first, last = w, w
        while w < count and w - last <= BRIDGE + ONE:
            if side.bits[w] & IS_MATCHED:
                last = w
            w += ONE
        w = last + ONE
        if w - first >= LEAST_STRETCH:
            for t in range(first, w):
                side.bits[t] |= IS_SHARED


@stage
def _stretches(side, count):
    """Look at each shared stretch; return the words shared, the prose words among them, the prose words of the longest
    passage (three in five of its words matched), the prose words in stretches that do not run on from page furniture,
    and how many words lie before the first stretch and behind the last.
    """
    shared = prose = passage = plain = 0
    before, after = np.int64(count), np.int64(0)
    w = ZERO
    while w < count:
        if side.bits[w] & IS_SHARED == 0:
            w += ONE
            continue
        first = w
        matched = stretch_prose = lines = 0
        unit = -1
        while w < count and side.bits[w] & IS_SHARED:
            matched += (side.bits[w] & IS_MATCHED) != 0
            stretch_prose += side.bits[w] & IN_PROSE
            if side.units[w] != unit:
                unit = side.units[w]
                lines += (side.lines[unit] & PAGE_SHAPED) != 0
            w += ONE
        length = np.int64(w - first)
        if shared == 0:
            before = np.int64(first)
        after = np.int64(count - w)
        shared += length
        prose += stretch_prose
        if matched * LEAST_MATCHED[1] >= length * LEAST_MATCHED[0]:
            passage = max(passage, stretch_prose)
        if lines < 2:
            plain += stretch_prose
    return shared, prose, passage, plain, before, after


@stage
def _frame(side, count):
    """Return how many shared words stand at the edges of the article, before and behind its unshared prose, and how
    many of those are no prose; ten stray words do not end an edge.
    """
    unshared = 0
    for w in range(count):
        unshared += side.bits[w] & (IN_PROSE | IS_SHARED) == IN_PROSE
    if unshared < FRAME_PROSE:
        return 0, 0
    edge = page = seen = 0
    for w in range(count):
        bits = side.bits[w]
        seen += bits & (IN_PROSE | IS_SHARED) == IN_PROSE
        is_inside = seen > STRAY and seen < unshared - STRAY
        if bits & IS_SHARED and not is_inside:
            edge += 1
            page += bits & IN_PROSE == 0
    return edge, page


@stage
def _numbers(side, count):
    """Return how many numbers stand in tiles, and how many in the gaps between them."""
    same = other = 0
    for w in range(count):
        if side.bits[w] & IS_NUMBER:
            same += (side.bits[w] & IS_MATCHED) != 0
            other += side.bits[w] & (IS_MATCHED | IS_SHARED) == IS_SHARED
    return same, other


@stage
def _same_lines(left, left_units, right, right_units, slots, marks):
    """Count the page-shaped lines of the left article that stand in the right one too: the marks of one template."""
    bits = _table_bits(left_units + right_units)
    _clear(bits, marks)
    same = 0
    for u in range(left_units):
        if left.lines[u] & PAGE_SHAPED:
            _enter(left.keys[u], np.uint8(1), bits, slots, marks)
    for u in range(right_units):
        if right.lines[u] & PAGE_SHAPED:
            before, _ = _enter(right.keys[u], np.uint8(2), bits, slots, marks)
            same += before == 1
    return same


@stage
def _body_shared(side, count, units):
    """Return the shared prose words of the article's body: of the stretches between page-shaped lines and furniture,
    the one with the most unshared prose.
    """
    most = best = 0
    w = ZERO
    shared = unshared = 0
    for u in range(units):
        if side.lines[u] & (PAGE_SHAPED | FURNITURE):
            shared = unshared = 0
        while w < count and U(side.units[w]) <= u:
            bits = side.bits[w]
            shared += bits & (IN_PROSE | IS_SHARED) == IN_PROSE | IS_SHARED
            unshared += bits & (IN_PROSE | IS_SHARED) == IN_PROSE
            w += ONE
        if unshared > most:
            most, best = unshared, shared
        elif unshared == most:
            best = max(best, shared)
    return best


@stage
def _clear(bits, marks):
    for slot in range(ONE << bits):
        marks[slot] = 0


@stage
def _table_bits(entries):
    bits = U(6)
    while ONE << bits < TWO * entries:
        bits += ONE
    return bits


@stage
def _enter(key, mark, bits, slots, marks):
    """Mark a key in a half-empty table of 2**bits slots; return its marks before and its slot."""
    slot = key >> (U(64) - bits)
    while marks[slot] and slots[slot] != key:
        slot = (slot + ONE) & ((ONE << bits) - ONE)
    before = marks[slot]
    slots[slot], marks[slot] = key, before | mark
    return before, slot


@stage
def _overlap(left, left_count, right, right_count, slots, marks):
    """Return the distinct keys of left, of right, and of both."""
    bits = _table_bits(left_count + right_count)
    _clear(bits, marks)
    lefts = rights = both = 0
    for k in range(left_count):
        before, _ = _enter(left[k], np.uint8(1), bits, slots, marks)
        lefts += before == 0
    for k in range(right_count):
        before, _ = _enter(right[k], np.uint8(2), bits, slots, marks)
        rights += (before & 2) == 0
        both += before == 1
    return lefts, rights, both


@stage
def _rarer(left, left_count, right, right_count, slots, marks):
    """Return the distinct rarer words of left, of right, of both, and those of both inside shared stretches of both."""
    bits = _table_bits(left_count + right_count)
    _clear(bits, marks)
    lefts = rights = both = inside = 0
    for w in range(left_count):
        if left.bits[w] & IS_RARER:
            mark = np.uint8(1 | 4 * ((left.bits[w] & IS_SHARED) != 0))
            before, _ = _enter(left.words[w], mark, bits, slots, marks)
            lefts += before == 0
    for w in range(right_count):
        if right.bits[w] & IS_RARER:
            is_shared = (right.bits[w] & IS_SHARED) != 0
            before, _ = _enter(right.words[w], np.uint8(2 | 8 * is_shared), bits, slots, marks)
            rights += before & 2 == 0
            both += (before & 3) == 1
            inside += is_shared and (before & 12) == 4
    return lefts, rights, both, inside


@stage
def _common(left, left_count, right, right_count, common, common_bits, slots, marks):
    """Return the anchors that both hold, and how many of them are common property."""
    bits = _table_bits(left_count + right_count)
    _clear(bits, marks)
    for a in range(left_count):
        _enter(left.anchors[a], np.uint8(1), bits, slots, marks)
    shared = commons = 0
    for a in range(right_count):
        before, _ = _enter(right.anchors[a], np.uint8(2), bits, slots, marks)
        if before == 1:
            shared += 1
            commons += _holds(common, right.anchors[a] >> common_bits << common_bits)
    return shared, commons


@njit(nogil=True, cache=True)
def measure_pairs(
    buffer,
    offsets,
    table,
    lexicon,
    skip_ends,
    skip_firsts,
    skip_lasts,
    furniture,
    frequent,
    common,
    common_bits,
    lefts,
    rights,
    counts,
):
    """Measure pairs of articles; writes one row of counts a pair, in the order of `matching.measures.Measures`.

    Words skip_firsts[s] to skip_lasts[s] do not count, for s from skip_ends[a - 1] to skip_ends[a]. `furniture`,
    `frequent` and `common` are open-addressing tables of unit keys, word hashes, and
    anchors without their low `common_bits` bits.
    """
    longest = longest_article(offsets)
    room = scratch(longest)
    size = len(room.words)
    left, right = _side(size), _side(size)
    tops, cover = np.empty(size, np.uint32), np.empty(size, np.uint32)
    slots, marks = np.empty(8 * size, np.uint64), np.empty(8 * size, np.uint8)
    heads, nexts = np.empty(4 * size, np.int32), np.empty(size, np.int32)
    last = np.int64(-1)
    left_count = left_total = left_anchors = left_units = ZERO
    left_page = 0
    for p in range(len(lefts)):
        if lefts[p] != last:
            last = np.int64(lefts[p])
            left_count, left_page, left_total, left_anchors, left_units = _prepare(
                buffer,
                offsets,
                last,
                table,
                lexicon,
                skip_ends,
                skip_firsts,
                skip_lasts,
                furniture,
                frequent,
                room,
                tops,
                cover,
                left,
            )
        else:
            for w in range(left_count):
                left.bits[w] &= IN_PROSE | IS_NUMBER | IS_RARER
        right_count, right_page, right_total, right_anchors, right_units = _prepare(
            buffer,
            offsets,
            np.int64(rights[p]),
            table,
            lexicon,
            skip_ends,
            skip_firsts,
            skip_lasts,
            furniture,
            frequent,
            room,
            tops,
            cover,
            right,
        )
        row = counts[p]
        row[0], row[1] = left_count, right_count
        row[2], row[3], row[4] = _overlap(left.shingles, left_total, right.shingles, right_total, slots, marks)
        row[32] = _same(left, left_count, right, right_count)
        if row[32]:
            row[5] = _share_all(left, left_count)
            _share_all(right, right_count)
        else:
            row[5] = _tile(left, left_count, right, right_count, heads, slots, nexts)
            _fill(left, left_count)
            _fill(right, right_count)
        row[6], row[10], left_passage, left_plain, row[16], row[17] = _stretches(left, left_count)
        row[7], row[11], right_passage, right_plain, row[18], row[19] = _stretches(right, right_count)
        row[8], row[9] = _prose(left, left_count), _prose(right, right_count)
        row[12] = min(left_passage, right_passage)
        row[13] = max(left_plain, right_plain)
        left_same, left_other = _numbers(left, left_count)
        right_same, right_other = _numbers(right, right_count)
        row[14], row[15] = min(left_same, right_same), min(left_other, right_other)
        row[20], row[21] = _frame(left, left_count)
        row[22], row[23] = _frame(right, right_count)
        row[24], row[25], row[26], row[27] = _rarer(left, left_count, right, right_count, slots, marks)
        row[28], row[29] = _common(left, left_anchors, right, right_anchors, common, U(common_bits), slots, marks)
        row[30], row[31] = left_page, right_page
        row[33] = _same_lines(left, left_units, right, right_units, slots, marks)
        row[34] = _body_shared(left, left_count, left_units)
        row[35] = _body_shared(right, right_count, right_units)


@stage
def _prepare(
    buffer,
    offsets,
    article,
    table,
    lexicon,
    skip_ends,
    skip_firsts,
    skip_lasts,
    furniture,
    frequent,
    room,
    tops,
    cover,
    side,
):
    """Read one article to its own words, shingles and anchors; return the number of words, of furniture words, of
    shingles, of anchors and of units.
    """
    count, units = read(buffer, U(offsets[article]), U(offsets[article + 1]), table, lexicon, room)
    skip = skip_ends[article - 1] if article else 0
    kept, page = _own(room, count, units, skip_firsts, skip_lasts, skip, skip_ends[article], furniture, frequent, side)
    total = _shingles(side.words, kept, side.shingles)
    anchors = _anchors(
        side.grams,
        _grams(side.shingles, total, side.grams),
        tops,
        cover,
        room.flags,
        room.near,
        room.gaps,
        side.anchors,
    )
    return kept, page, total, anchors, units


@stage
def _prose(side, count):
    prose = 0
    for w in range(count):
        prose += side.bits[w] & IN_PROSE
    return prose


@stage
def _same(left, left_count, right, right_count):
    """Tell whether the own words of both are the same, in the same order."""
    if left_count != right_count:
        return False
    for w in range(left_count):
        if left.words[w] != right.words[w]:
            return False
    return True


@njit(nogil=True, cache=True)
def fill_table(keys, slots):
    """Enter keys into an empty open-addressing table, at most half of which gets filled."""
    mask = U(len(slots)) - ONE
    for k in range(len(keys)):
        slot = _slot(keys[k]) & mask
        while slots[slot] != ZERO and slots[slot] != keys[k]:
            slot = (slot + ONE) & mask
        slots[slot] = keys[k]
