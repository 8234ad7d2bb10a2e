"""Measuring: exact counts over two articles, from which their relation is decided.

The texts of a batch of pairs are read again, each once, so nothing need be kept of them between fingerprints and
measures. What is measured are an article's own words: doubled blocks once, page furniture left out (unless under twenty
words would remain). Shared stretches come from greedy tiling: the longest run of at least four equal words at each
place, gaps of up to three words between runs filled, stretches under eight words dropped as chance.

    read     text   -> own words and counts before each, shingles, anchors, rarer words    once an article
    enter    right  -> tables of its shingles, anchors, rarer words, lines                 once for its pairs in a row
    tile     pair   -> runs of equal words, shingles of both
    stretch  tiles  -> shared stretches of either side; what lies in them is a difference of counts

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
    SLACK,
    TWO,
    ZERO,
    U,
    _anchors,
    _grams,
    _shingles,
    longest_article,
    read,
    scratch,
    stage,
)

LEAST_OWN = 20  # words; fewer own words than this say nothing, and furniture counts too
TILE = U(4)  # equal words in a row that make a tile
TRIES = 32  # places of the same three words that one tile looks at
BRIDGE = 3  # words between two tiles that belong to the stretch: an edit
LEAST_STRETCH = 8  # words; a shorter stretch is chance
LEAST_MATCHED = 3, 5  # of the words of a passage so many must be equal
FRAME_PROSE = 25  # unshared prose words that shared edges can frame
STRAY = 10  # stray words that do not end an edge
SHORT_LINE = 12  # words; a line that is no prose and no longer is page-shaped

# What a line is.
PROSE, PAGE_SHAPED, FURNITURE = np.uint8(1), np.uint8(2), np.uint8(4)


class Side(NamedTuple):
    """One article: its own words, and what is asked of them. Counts before a word have one entry more than words."""

    words: NDArray[np.uint64]
    rarer: NDArray[np.int32]  # which of `names` a word is, -1 for a word that is not rarer
    is_paged: NDArray[np.bool_]  # whether it stands in a page-shaped line
    prose: NDArray[np.int32]  # prose words before each word
    numbers: NDArray[np.int32]  # numbers before it
    lines: NDArray[np.int32]  # page-shaped lines begun before it
    shingles: NDArray[np.uint64]
    names: NDArray[np.uint64]  # distinct rarer words
    anchors: NDArray[np.uint64]
    page_lines: NDArray[np.uint64]  # keys of page-shaped lines
    bodies: NDArray[np.int32]  # first word behind each break: a page-shaped line, or furniture


class Sides(NamedTuple):
    """The articles of a batch, end to end, and where what belongs to each of them ends."""

    all: Side
    words: NDArray[np.int64]
    shingles: NDArray[np.int64]
    names: NDArray[np.int64]
    anchors: NDArray[np.int64]
    page_lines: NDArray[np.int64]
    bodies: NDArray[np.int64]
    distinct: NDArray[np.int64]  # distinct shingles of each
    page: NDArray[np.int64]  # words of each that were left out as page furniture


class Index(NamedTuple):
    """Where the shingles of one article stand: an open-addressing table, and the next place of the same shingle."""

    keys: NDArray[np.uint64]
    heads: NDArray[np.int32]  # by slot: the first place, -1 for an empty slot
    seen: NDArray[np.int64]  # by slot: the last pair whose other article has the shingle
    nexts: NDArray[np.int32]  # by place
    slots: NDArray[np.int32]  # by place


class Table(NamedTuple):
    """Keys with their numbers, by open addressing; a slot is taken if its stamp is that of the article in the table."""

    keys: NDArray[np.uint64]
    numbers: NDArray[np.int32]
    stamps: NDArray[np.int64]
    seen: NDArray[np.int64]  # by number: the last pair that asked for the key


class Stretches(NamedTuple):
    """The shared stretches of one side."""

    firsts: NDArray[np.int32]
    ends: NDArray[np.int32]
    matched: NDArray[np.int32]  # words of each that lie in tiles
    reach: NDArray[np.int32]  # by word: the end of the tile that begins with it, 0 for none
    seen: NDArray[np.int64]  # by rarer word: the last pair that has it inside a stretch


@stage
def _side(size):
    return Side(
        np.empty(size, np.uint64),
        np.empty(size, np.int32),
        np.empty(size, np.bool_),
        np.empty(size, np.int32),
        np.empty(size, np.int32),
        np.empty(size, np.int32),
        np.empty(size, np.uint64),
        np.empty(size, np.uint64),
        np.empty(size, np.uint64),
        np.empty(size, np.uint64),
        np.empty(size, np.int32),
    )


@stage
def _sides(size, articles):
    return Sides(
        _side(size),
        np.zeros(articles + 1, np.int64),
        np.zeros(articles + 1, np.int64),
        np.zeros(articles + 1, np.int64),
        np.zeros(articles + 1, np.int64),
        np.zeros(articles + 1, np.int64),
        np.zeros(articles + 1, np.int64),
        np.zeros(articles, np.int64),
        np.zeros(articles, np.int64),
    )


@stage
def _of(sides, a):
    """Return one article; the one that is being read still has all the room behind the one before."""
    every = sides.all
    words, names = slice(sides.words[a], sides.words[a + 1]), slice(sides.names[a], sides.names[a + 1])
    counts = slice(sides.words[a] + a, sides.words[a + 1] + a + 1)
    return Side(
        every.words[words],
        every.rarer[words],
        every.is_paged[words],
        every.prose[counts],
        every.numbers[counts],
        every.lines[counts],
        every.shingles[sides.shingles[a] : sides.shingles[a + 1]],
        every.names[names],
        every.anchors[sides.anchors[a] : sides.anchors[a + 1]],
        every.page_lines[sides.page_lines[a] : sides.page_lines[a + 1]],
        every.bodies[sides.bodies[a] : sides.bodies[a + 1]],
    )


@stage
def _table(size):
    return Table(
        np.empty(4 * size, np.uint64),
        np.empty(4 * size, np.int32),
        np.zeros(4 * size, np.int64),
        np.zeros(size, np.int64),
    )


@stage
def _stretches(size):
    return Stretches(
        np.empty(size, np.int32),
        np.empty(size, np.int32),
        np.empty(size, np.int32),
        np.empty(size, np.int32),
        np.zeros(size, np.int64),
    )


# --- one article -------------------------------------------------------------------------------------------------


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
def _read_sides(
    buffer,
    offsets,
    table,
    lexicon,
    skip_ends,
    skip_firsts,
    skip_lasts,
    furniture,
    frequent,
    room,
    slots,
    marks,
    names,
    sides,
):
    """Read every article of a batch."""
    size = len(room.words)
    grams, lines = np.empty(size, np.uint64), np.empty(size, np.uint8)
    tops, cover, found = np.empty(size, np.uint32), np.empty(size, np.uint32), np.empty(size, np.uint32)
    for a in range(len(offsets) - 1):
        for ends in (sides.words, sides.shingles, sides.names, sides.anchors, sides.page_lines, sides.bodies):
            ends[a + 1] = len(sides.all.words) - len(offsets)  # all the room, until the article's own end is known
        side = _of(sides, a)
        count, units = read(buffer, U(offsets[a]), U(offsets[a + 1]), table, lexicon, room)
        sides.page_lines[a + 1] = sides.page_lines[a] + _lines(room, units, furniture, lines, side)
        first, end = skip_ends[a - 1] if a else 0, skip_ends[a]
        kept, page, bodies = _own(room, count, lines, skip_firsts[first:end], skip_lasts[first:end], frequent, side)
        total = _shingles(side.words, kept, side.shingles)
        five = _grams(side.shingles, total, grams)
        anchors = _anchors(grams, five, tops, cover, room.flags, room.near, room.gaps, found)
        for k in range(anchors):
            side.anchors[k] = U(found[k]) << U(32)
        sides.words[a + 1], sides.bodies[a + 1] = sides.words[a] + np.int64(kept), sides.bodies[a] + np.int64(bodies)
        sides.shingles[a + 1] = sides.shingles[a] + np.int64(total)
        sides.anchors[a + 1] = sides.anchors[a] + np.int64(anchors)
        sides.names[a + 1] = sides.names[a] + _name(side, kept, names, np.int64(a + 1))
        sides.distinct[a], sides.page[a] = _distinct(side.shingles, total, slots, marks), page


@stage
def _lines(room, units, furniture, lines, side):
    """Write what every line is, and the keys of page-shaped ones; return how many are."""
    first, found = ZERO, 0
    for u in range(units):
        end = U(room.unit_ends[u])
        lines[u] = PROSE if room.unit_prose[u] else (PAGE_SHAPED if end - first <= SHORT_LINE else np.uint8(0))
        if lines[u] & PAGE_SHAPED:
            side.page_lines[found] = room.unit_keys[u]
            found += 1
        if _holds(furniture, room.unit_keys[u]):
            lines[u] |= FURNITURE
        first = end
    return found


@stage
def _own(room, count, lines, skip_firsts, skip_lasts, frequent, side):
    """Write the own words of the article in `room`; return how many, how many words furniture took, and how many
    bodies there are.
    """
    kept, page, bodies = _copy(room, count, lines, skip_firsts, skip_lasts, frequent, FURNITURE, side)
    if page and kept < U(LEAST_OWN):
        kept, page, bodies = _copy(room, count, lines, skip_firsts, skip_lasts, frequent, np.uint8(0), side)
    return kept, page, bodies


@stage
def _copy(room, count, lines, skip_firsts, skip_lasts, frequent, left_out, side):
    """Write the words that count: not those of later occurrences of doubled blocks, nor those of lines with a bit of
    `left_out`.
    """
    kept, page, bodies, skip = ZERO, 0, ZERO, 0
    prose = numbers = begun = np.int32(0)
    u, unit = ZERO, U(len(lines))
    for w in range(count):
        while w >= U(room.unit_ends[u]):
            u += ONE
            if lines[u] & (PAGE_SHAPED | FURNITURE):
                side.bodies[bodies] = kept
                bodies += ONE
        while skip < len(skip_lasts) and w >= U(skip_lasts[skip]):
            skip += 1
        if skip < len(skip_firsts) and w >= U(skip_firsts[skip]):
            continue
        line = lines[u]
        if line & left_out:
            page += 1
            continue
        h, kind = room.words[w], room.kinds[w]
        is_number, is_paged = kind & NUMBER != 0, line & PAGE_SHAPED != 0
        side.prose[kept], side.numbers[kept], side.lines[kept] = prose, numbers, begun
        side.words[kept], side.is_paged[kept] = h, is_paged
        side.rarer[kept] = 0 if is_number or (kind & FUNCTION == 0 and not _holds(frequent, h)) else -1
        prose += np.int32(line & PROSE)
        numbers += np.int32(is_number)
        begun += np.int32(is_paged and u != unit)
        unit = u
        kept += ONE
    side.prose[kept], side.numbers[kept], side.lines[kept] = prose, numbers, begun
    return kept, page, bodies


@stage
def _name(side, count, names, stamp):
    """Number the distinct rarer words of an article; return how many there are."""
    bits, found = _table_bits(count), ZERO
    for w in range(count):
        if side.rarer[w] < 0:
            continue
        side.rarer[w] = _enter(side.words[w], np.int32(found), bits, names, stamp)
        side.names[found] = side.words[w]
        found += U(side.rarer[w] == np.int32(found))
    return np.int64(found)


@stage
def _distinct(keys, count, slots, marks):
    """Count distinct keys."""
    bits = _table_bits(count)
    _clear(bits, marks)
    distinct = 0
    for k in range(count):
        slot = keys[k] >> (U(64) - bits)
        while marks[slot] and slots[slot] != keys[k]:
            slot = (slot + ONE) & ((ONE << bits) - ONE)
        distinct += marks[slot] == 0
        slots[slot], marks[slot] = keys[k], np.uint8(1)
    return distinct


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


# --- the right article of a pair, in tables ----------------------------------------------------------------------


@stage
def _find(key, bits, table, stamp):
    """Find the slot of a key in a half-empty table of 2**bits slots: its own, or a free one."""
    slot = key >> (U(64) - bits)
    while table.stamps[slot] == stamp and table.keys[slot] != key:
        slot = (slot + ONE) & ((ONE << bits) - ONE)
    return slot


@stage
def _enter(key, number, bits, table, stamp):
    """Return the number of a key; a new key gets `number`."""
    slot = _find(key, bits, table, stamp)
    if table.stamps[slot] != stamp:
        table.keys[slot], table.numbers[slot], table.stamps[slot] = key, number, stamp
    return table.numbers[slot]


@stage
def _enter_all(keys, table, stamp):
    """Enter keys, numbered from 0; return the bits of the table."""
    bits = _table_bits(U(len(keys)))
    for k in range(len(keys)):
        _enter(keys[k], np.int32(k), bits, table, stamp)
    return bits


@stage
def _both(keys, bits, table, stamp, pair, found):
    """Write the distinct keys that are in the table too; return how many."""
    both = 0
    for k in range(len(keys)):
        slot = _find(keys[k], bits, table, stamp)
        if table.stamps[slot] == stamp and table.seen[table.numbers[slot]] != pair:
            table.seen[table.numbers[slot]] = pair
            found[both] = keys[k]
            both += 1
    return both


@stage
def _index(shingles, index):
    """Enter all shingles of an article, the last first, so that the places of one follow each other in order; return
    the bits of the table.
    """
    total = U(len(shingles))
    bits = _table_bits(total)
    for slot in range(ONE << bits):
        index.heads[slot] = -1
    for back in range(total):
        place = total - ONE - back
        slot = _head(shingles[place], bits, index)
        index.nexts[place], index.slots[place] = index.heads[slot], np.int32(slot)
        index.heads[slot], index.keys[slot] = np.int32(place), shingles[place]
    return bits


@stage
def _head(key, bits, index):
    """Find the slot of a shingle: its own, or a free one."""
    slot = key >> (U(64) - bits)
    while index.heads[slot] >= 0 and index.keys[slot] != key:
        slot = (slot + ONE) & ((ONE << bits) - ONE)
    return slot


# --- a pair ------------------------------------------------------------------------------------------------------


@stage
def _tile(left, right, index, bits, pair, left_reach, right_reach):
    """Write where tiles begin and end on both sides; return the longest run, and the distinct shingles of both.

    Greedy from the left: at each word the longest run of equal words among the places where its three words stand on
    the right. Inside a run shingles need not be looked up: they stand side by side.
    """
    left_count, right_count = U(len(left.words)), U(len(right.words))
    left_reach[:left_count], right_reach[:right_count] = 0, 0
    longest = both = 0
    w = tiled = ZERO
    while w < U(len(left.shingles)):
        slot = _head(left.shingles[w], bits, index)
        place, tries = index.heads[slot], 0
        if place < 0:
            w += ONE
            continue
        both += index.seen[slot] != pair
        index.seen[slot] = pair
        best, best_place = ZERO, ZERO
        while place >= 0 and tries < TRIES and w >= tiled:
            r, length = U(place), ZERO
            while (
                w + length < left_count
                and r + length < right_count
                and left.words[w + length] == right.words[r + length]
            ):
                length += ONE
            if length > best:
                best, best_place = length, r
            place = index.nexts[place]
            tries += 1
        if best < TILE:
            w += ONE
            continue
        left_reach[w] = w + best
        right_reach[best_place] = max(right_reach[best_place], np.int32(best_place + best))
        for t in range(ONE, best - TWO):
            slot = U(index.slots[best_place + t])
            both += index.seen[slot] != pair
            index.seen[slot] = pair
        longest = max(longest, np.int64(best))
        tiled = w + best
        w = tiled - TWO
    return longest, both


@stage
def _stretch(side, found):
    """Write the shared stretches: tiles and gaps of up to three words between them, from eight words on. Return how
    many there are, how many numbers stand in tiles, and how many in the gaps.
    """
    count, stretches = len(side.words), 0
    same = other = first = end = matched = inside = 0
    w = 0
    while True:
        while w < count and found.reach[w] == 0:
            w += 1
        if end and (w == count or w - end > BRIDGE):
            if end - first >= LEAST_STRETCH:
                found.firsts[stretches], found.ends[stretches], found.matched[stretches] = first, end, matched
                other += side.numbers[end] - side.numbers[first] - inside
                stretches += 1
            end = matched = inside = 0
        if w == count:
            return stretches, same, other
        start, tile_end = w, found.reach[w]
        while w < tile_end:
            tile_end = max(tile_end, found.reach[w])
            w += 1
        if end == 0:
            first = start
        end = np.int64(tile_end)
        matched += end - start
        numbers = side.numbers[end] - side.numbers[start]
        inside += numbers
        same += numbers


@stage
def _share_all(side, found):
    """Make one stretch of all words, however few there are; the same results as those of `_stretch`."""
    count = len(side.words)
    found.firsts[0], found.ends[0], found.matched[0] = 0, count, count
    return min(count, 1), np.int64(side.numbers[count]), 0


@stage
def _look(side, found, stretches):
    """Return what lies in shared stretches: the words, the prose words, the prose words of the longest passage (three
    in five of its words matched), and the prose words in stretches that do not run on from page furniture; how many
    words lie before the first stretch and behind the last.
    """
    count = len(side.words)
    shared = prose = passage = plain = 0
    for s in range(stretches):
        first, end = found.firsts[s], found.ends[s]
        inside = side.prose[end] - side.prose[first]
        shared += end - first
        prose += inside
        if found.matched[s] * LEAST_MATCHED[1] >= (end - first) * LEAST_MATCHED[0]:
            passage = max(passage, inside)
        if side.lines[end] - side.lines[first + 1] + side.is_paged[first] < 2:
            plain += inside
    before = found.firsts[0] if stretches else count
    after = count - found.ends[stretches - 1] if stretches else 0
    return shared, prose, passage, plain, before, after


@stage
def _frame(side, found, stretches, prose):
    """Return how many shared words stand at the edges of the article, before and behind its unshared prose, and how
    many of those are no prose; ten stray words do not end an edge.
    """
    unshared = side.prose[len(side.words)] - prose
    if unshared < FRAME_PROSE:
        return 0, 0
    edge = page = inside = 0
    for s in range(stretches):
        first, end = found.firsts[s], found.ends[s]
        seen = side.prose[first] - inside
        own = side.prose[end] - side.prose[first]
        inside += own
        if seen <= STRAY or seen >= unshared - STRAY:
            edge += end - first
            page += end - first - own
    return edge, page


@stage
def _body_shared(side, found, stretches):
    """Return the shared prose words of the article's body: of the stretches between page-shaped lines and furniture,
    the one with the most unshared prose.
    """
    most = best = s = 0
    for body in range(len(side.bodies) + 1):
        first = side.bodies[body - 1] if body else 0
        end = side.bodies[body] if body < len(side.bodies) else len(side.words)
        while s < stretches and found.ends[s] <= first:
            s += 1
        shared, t = 0, s
        while t < stretches and found.firsts[t] < end:
            shared += side.prose[min(end, found.ends[t])] - side.prose[max(first, found.firsts[t])]
            t += 1
        unshared = side.prose[end] - side.prose[first] - shared
        if unshared > most:
            most, best = unshared, shared
        elif unshared == most:
            best = max(best, shared)
    return best


@stage
def _see_rarer(side, found, stretches, pair):
    """Note which rarer words stand in shared stretches."""
    for s in range(stretches):
        for w in range(found.firsts[s], found.ends[s]):
            if side.rarer[w] >= 0:
                found.seen[side.rarer[w]] = pair


@stage
def _rarer(left, bits, table, stamp, left_found, right_found, pair):
    """Return the distinct rarer words of both, and those of them inside shared stretches of both."""
    both = inside = 0
    for n in range(len(left.names)):
        slot = _find(left.names[n], bits, table, stamp)
        if table.stamps[slot] == stamp:
            both += 1
            inside += left_found.seen[n] == pair and right_found.seen[table.numbers[slot]] == pair
    return both, inside


@stage
def _same(left, right):
    """Tell whether the own words of both are the same, in the same order."""
    if len(left.words) != len(right.words):
        return False
    for w in range(len(left.words)):
        if left.words[w] != right.words[w]:
            return False
    return True


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
    lefts,
    rights,
    counts,
):
    """Measure pairs of articles; writes one row of counts a pair, in the order of `matching.measures.Measures`.

    Words skip_firsts[s] to skip_lasts[s] do not count, for s from skip_ends[a - 1] to skip_ends[a]. `furniture`,
    `frequent` and `common` are open-addressing tables of unit keys, word hashes and anchors. Fastest where pairs of the
    same right article stand in a row.
    """
    articles = len(offsets) - 1
    room = scratch(longest_article(offsets))
    size = len(room.words)
    sides = _sides(offsets[articles] - offsets[0] + articles + SLACK, articles)
    slots, marks = np.empty(4 * size, np.uint64), np.empty(4 * size, np.uint8)
    names, anchors, page_lines = _table(size), _table(size), _table(size)
    _read_sides(
        buffer,
        offsets,
        table,
        lexicon,
        skip_ends,
        skip_firsts,
        skip_lasts,
        furniture,
        frequent,
        room,
        slots,
        marks,
        names,
        sides,
    )
    index = Index(
        slots,
        np.empty(4 * size, np.int32),
        np.zeros(4 * size, np.int64),
        np.empty(size, np.int32),
        np.empty(size, np.int32),
    )
    left_found, right_found = _stretches(size), _stretches(size)
    last, stamp = np.int64(-1), np.int64(articles)
    shingle_bits = name_bits = anchor_bits = line_bits = ZERO
    for p in range(len(lefts)):
        pair = np.int64(p + 1)
        left, right = _of(sides, lefts[p]), _of(sides, rights[p])
        if rights[p] != last:
            last = np.int64(rights[p])
            stamp += 1
            shingle_bits = _index(right.shingles, index)
            name_bits = _enter_all(right.names, names, stamp)
            anchor_bits = _enter_all(right.anchors, anchors, stamp)
            line_bits = _enter_all(right.page_lines, page_lines, stamp)
        row = counts[p]
        row[0], row[1] = len(left.words), len(right.words)
        row[2], row[3] = sides.distinct[lefts[p]], sides.distinct[rights[p]]
        row[32] = _same(left, right)
        if row[32]:
            row[5], row[4] = row[0], row[2]
            left_stretches, left_same, left_other = _share_all(left, left_found)
            right_stretches, right_same, right_other = _share_all(right, right_found)
        else:
            row[5], row[4] = _tile(left, right, index, shingle_bits, pair, left_found.reach, right_found.reach)
            left_stretches, left_same, left_other = _stretch(left, left_found)
            right_stretches, right_same, right_other = _stretch(right, right_found)
        row[6], row[10], left_passage, left_plain, row[16], row[17] = _look(left, left_found, left_stretches)
        row[7], row[11], right_passage, right_plain, row[18], row[19] = _look(right, right_found, right_stretches)
        row[8], row[9] = left.prose[len(left.words)], right.prose[len(right.words)]
        row[12] = min(left_passage, right_passage)
        row[13] = max(left_plain, right_plain)
        row[14], row[15] = min(left_same, right_same), min(left_other, right_other)
        row[20], row[21] = _frame(left, left_found, left_stretches, row[10])
        row[22], row[23] = _frame(right, right_found, right_stretches, row[11])
        _see_rarer(left, left_found, left_stretches, pair)
        _see_rarer(right, right_found, right_stretches, pair)
        row[24], row[25] = len(left.names), len(right.names)
        row[26], row[27] = _rarer(left, name_bits, names, stamp, left_found, right_found, pair)
        row[28] = _both(left.anchors, anchor_bits, anchors, stamp, pair, room.words)
        for a in range(row[28]):
            row[29] += _holds(common, room.words[a])
        row[30], row[31] = sides.page[lefts[p]], sides.page[rights[p]]
        row[33] = _both(left.page_lines, line_bits, page_lines, stamp, pair, room.words)
        row[34] = _body_shared(left, left_found, left_stretches)
        row[35] = _body_shared(right, right_found, right_stretches)


@njit(nogil=True, cache=True)
def fill_table(keys, slots):
    """Enter keys into an empty open-addressing table, at most half of which gets filled."""
    mask = U(len(slots)) - ONE
    for k in range(len(keys)):
        slot = _slot(keys[k]) & mask
        while slots[slot] != ZERO and slots[slot] != keys[k]:
            slot = (slot + ONE) & mask
        slots[slot] = keys[k]
