"""Measuring: exact counts over two articles, from which their relation is decided.

The texts of a batch of pairs are read again, each once, so nothing need be kept of them between fingerprints and
measures. What is measured are an article's own words: doubled blocks once, page furniture left out (unless under twenty
words would remain). Shared stretches come from greedy tiling: the longest run of at least four equal words at each
place, gaps of up to three words between runs filled, stretches under eight words dropped as chance.

    read     text   -> own words and counts before each, shingles, anchors, rarer words    once an article
    enter    keys   -> tables of where each stands: shingles, anchors, rarer words, lines  once an article
    tile     pair   -> runs of equal words, shingles of both
    stretch  tiles  -> shared stretches of either side; what lies in them is a difference of counts

A table holds places, not keys: a slot of four bytes leads to the key where it stands, so that all tables of an article
lie in the nearest cache, and need be made only once, whatever pairs it is in.

Python calls `measure_pairs` and `fill_table`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.compiled import kernel, stage
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
)

LEAST_OWN = 20  # words; fewer own words than this say nothing, and furniture counts too
TILE = U(4)  # equal words in a row that make a tile
TRIES = 32  # places of the same three words that one tile looks at
BRIDGE = 3  # words between two tiles that belong to the stretch: an edit
LEAST_STRETCH = 8  # words; a shorter stretch is chance
LEAST_MATCHED = 3, 5  # of the words of a passage so many must be equal
FRAME_PROSE = 25  # unshared prose words that shared edges can frame
STRAY = 10  # stray words that do not end an edge
LEAST_SLOTS = 16  # of a table; of a larger one at most four an entry
SHORT_LINE = 12  # words; a line that is no prose and no longer is page-shaped

# What a line is.
PROSE, PAGE_SHAPED, FURNITURE = np.uint8(1), np.uint8(2), np.uint8(4)


class Side(NamedTuple):
    """One article: its own words, and what is asked of them. Counts before a word have one entry more than words.

    Of `shingles`, `names`, `anchors` and `page_lines` there are tables: slots that hold a place, -1 where free.
    """

    words: NDArray[np.uint64]
    rarer: NDArray[np.int32]  # which of `names` a word is, from 1; 0 for a word that is not rarer
    is_paged: NDArray[np.bool_]  # whether it stands in a page-shaped line
    prose: NDArray[np.int32]  # prose words before each word
    numbers: NDArray[np.int32]  # numbers before it
    lines: NDArray[np.int32]  # page-shaped lines begun before it
    shingles: NDArray[np.uint64]
    firsts: NDArray[np.int32]  # the first place of the same shingle, and the next one, -1 behind the last
    nexts: NDArray[np.int32]
    names: NDArray[np.uint64]  # distinct rarer words
    anchors: NDArray[np.uint64]
    page_lines: NDArray[np.uint64]  # keys of page-shaped lines
    bodies: NDArray[np.int32]  # first word behind each break: a page-shaped line, or furniture
    shingle_slots: NDArray[np.int32]
    name_slots: NDArray[np.int32]
    anchor_slots: NDArray[np.int32]
    line_slots: NDArray[np.int32]


# What an article has any number of: rows of `Sides.ends`.
WORDS, SHINGLES, NAMES, ANCHORS, LINES, BODIES = range(6)
SHINGLE_SLOTS, NAME_SLOTS, ANCHOR_SLOTS, LINE_SLOTS = range(6, 10)


class Sides(NamedTuple):
    """The articles of a batch, end to end."""

    all: Side
    ends: NDArray[np.int64]  # (10, articles + 1) where what belongs to each of them begins and ends
    distinct: NDArray[np.int64]  # distinct shingles of each
    page: NDArray[np.int64]  # words of each that were left out as page furniture


class Shared(NamedTuple):
    """What one side of a pair shares with the other."""

    starts: NDArray[np.int32]  # of tiles, in order and apart, and where each ends
    stops: NDArray[np.int32]
    firsts: NDArray[np.int32]  # of stretches, and where each ends
    ends: NDArray[np.int32]
    matched: NDArray[np.int32]  # words of each stretch that lie in tiles
    seen: NDArray[np.uint8]  # by rarer word, from 1: whether it stands in a stretch


@stage
def _sides(size, articles):
    """Room for so many articles, of `size` bytes and some slack an article; a word has a byte, and a sign behind it."""
    slots = 8 * size + LEAST_SLOTS * articles
    every = Side(
        np.empty(size, np.uint64),
        np.empty(size, np.int32),
        np.empty(size, np.bool_),
        np.empty(size, np.int32),
        np.empty(size, np.int32),
        np.empty(size, np.int32),
        np.empty(size, np.uint64),
        np.empty(size, np.int32),
        np.empty(size, np.int32),
        np.empty(size, np.uint64),
        np.empty(size, np.uint64),
        np.empty(size, np.uint64),
        np.empty(size, np.int32),
        np.empty(slots, np.int32),
        np.empty(slots, np.int32),
        np.empty(slots, np.int32),
        np.empty(slots, np.int32),
    )
    return Sides(
        every, np.zeros((10, articles + 1), np.int64), np.zeros(articles, np.int64), np.zeros(articles, np.int64)
    )


@stage
def _of(sides, a):
    """Return one article; the one that is being read still has all the room behind the one before."""
    every, ends = sides.all, sides.ends
    words, shingles = slice(ends[WORDS, a], ends[WORDS, a + 1]), slice(ends[SHINGLES, a], ends[SHINGLES, a + 1])
    counts = slice(ends[WORDS, a] + a, ends[WORDS, a + 1] + a + 1)
    return Side(
        every.words[words],
        every.rarer[words],
        every.is_paged[words],
        every.prose[counts],
        every.numbers[counts],
        every.lines[counts],
        every.shingles[shingles],
        every.firsts[shingles],
        every.nexts[shingles],
        every.names[ends[NAMES, a] : ends[NAMES, a + 1]],
        every.anchors[ends[ANCHORS, a] : ends[ANCHORS, a + 1]],
        every.page_lines[ends[LINES, a] : ends[LINES, a + 1]],
        every.bodies[ends[BODIES, a] : ends[BODIES, a + 1]],
        every.shingle_slots[ends[SHINGLE_SLOTS, a] : ends[SHINGLE_SLOTS, a + 1]],
        every.name_slots[ends[NAME_SLOTS, a] : ends[NAME_SLOTS, a + 1]],
        every.anchor_slots[ends[ANCHOR_SLOTS, a] : ends[ANCHOR_SLOTS, a + 1]],
        every.line_slots[ends[LINE_SLOTS, a] : ends[LINE_SLOTS, a + 1]],
    )


@stage
def _shared(size):
    return Shared(
        np.empty(size, np.int32),
        np.empty(size, np.int32),
        np.empty(size, np.int32),
        np.empty(size, np.int32),
        np.empty(size, np.int32),
        np.empty(size, np.uint8),
    )


# --- tables ------------------------------------------------------------------------------------------------------


@stage
def _slot(key):
    """Where a table of hashes looks first. A key may end in zeros: its own low bits would crowd such keys together."""
    return key * K3 >> U(32)


@stage
def _holds(table, key):
    """Tell whether an open-addressing table holds a key: with one jump, which is nearly always the same."""
    mask = U(len(table)) - ONE
    slot = _slot(key) & mask
    found = table[slot]
    while U(found != ZERO) & U(found != key):
        slot = (slot + ONE) & mask
        found = table[slot]
    return found == key


@stage
def _free(slots, entries):
    """Clear the first slots, at least twice as many as there are entries to come; return them."""
    size = U(LEAST_SLOTS)
    while size < U(4) * entries:
        size <<= ONE
    for slot in range(size):
        slots[slot] = -1
    return slots[:size]


@stage
def _find(key, keys, slots):
    """Return the slot that leads to a key, or the free one where it belongs. The upper half of keys is well mixed."""
    mask = U(len(slots)) - ONE
    slot = key >> U(32) & mask
    while slots[slot] >= 0 and keys[U(slots[slot])] != key:
        slot = (slot + ONE) & mask
    return slot


@stage
def _enter(k, keys, slots):
    """Enter keys[k]; return the first place of the same key: k, if it is new."""
    slot = _find(keys[k], keys, slots)
    first = np.int32(k) if slots[slot] < 0 else slots[slot]
    slots[slot] = first
    return first


@stage
def _enter_all(keys, slots):
    """Enter keys into a new table; return it."""
    slots = _free(slots, U(len(keys)))
    for k in range(U(len(keys))):
        _enter(k, keys, slots)
    return slots


@stage
def _both(left_keys, right_keys, right_slots, seen, found):
    """Write the distinct keys of both; return how many."""
    seen[: len(right_keys)] = 0
    both = 0
    for k in range(U(len(left_keys))):
        place = right_slots[_find(left_keys[k], right_keys, right_slots)]
        if place >= 0 and not seen[place]:
            seen[place] = 1
            found[both] = left_keys[k]
            both += 1
    return both


# --- one article -------------------------------------------------------------------------------------------------


@stage
def _read_sides(buffer, offsets, table, lexicon, skip_ends, skip_firsts, skip_lasts, furniture, frequent, room, sides):
    """Read every article of a batch."""
    size = len(room.words)
    grams, lines, kinds = np.empty(size, np.uint64), np.empty(size, np.uint8), np.empty(size, np.uint8)
    tops, cover, found = np.empty(size, np.uint32), np.empty(size, np.uint32), np.empty(size, np.uint32)
    lasts, ends = np.empty(size, np.int32), sides.ends
    for a in range(len(offsets) - 1):
        for kind in range(len(ends)):  # all the room, until the article's own end is known
            most = len(sides.all.words) - len(offsets) if kind < SHINGLE_SLOTS else len(sides.all.shingle_slots)
            ends[kind, a + 1] = most
        side = _of(sides, a)
        _, units = read(buffer, U(offsets[a]), U(offsets[a + 1]), table, lexicon, room)
        page_lines = _lines(room, units, furniture, lines, side)
        first, end = skip_ends[a - 1] if a else 0, skip_ends[a]
        kept, page, bodies = _own(room, units, lines, skip_firsts[first:end], skip_lasts[first:end], kinds, side)
        names, name_slots = _name(side, kept, kinds, frequent, room.edges)
        total = _shingles(side.words, kept, side.shingles)
        distinct, shingle_slots = _index(side, total, lasts)
        five = _grams(side.shingles, total, grams)
        anchors = _anchors(grams, five, tops, cover, room.flags, room.near, room.gaps, found)
        for k in range(anchors):
            side.anchors[k] = U(found[k]) << U(32)
        anchor_slots = _enter_all(side.anchors[:anchors], side.anchor_slots)
        line_slots = _enter_all(side.page_lines[:page_lines], side.line_slots)
        sides.distinct[a], sides.page[a] = distinct, page
        ends[WORDS, a + 1] = ends[WORDS, a] + np.int64(kept)
        ends[SHINGLES, a + 1] = ends[SHINGLES, a] + np.int64(total)
        ends[NAMES, a + 1] = ends[NAMES, a] + np.int64(names)
        ends[ANCHORS, a + 1] = ends[ANCHORS, a] + np.int64(anchors)
        ends[LINES, a + 1] = ends[LINES, a] + page_lines
        ends[BODIES, a + 1] = ends[BODIES, a] + bodies
        ends[SHINGLE_SLOTS, a + 1] = ends[SHINGLE_SLOTS, a] + len(shingle_slots)
        ends[NAME_SLOTS, a + 1] = ends[NAME_SLOTS, a] + len(name_slots)
        ends[ANCHOR_SLOTS, a + 1] = ends[ANCHOR_SLOTS, a] + len(anchor_slots)
        ends[LINE_SLOTS, a + 1] = ends[LINE_SLOTS, a] + len(line_slots)


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
def _own(room, units, lines, skip_firsts, skip_lasts, kinds, side):
    """Write the own words of the article in `room`; return how many, how many words furniture took, and how many
    bodies there are.
    """
    kept, page, bodies = _copy(room, units, lines, skip_firsts, skip_lasts, FURNITURE, kinds, side)
    if page and kept < U(LEAST_OWN):
        kept, page, bodies = _copy(room, units, lines, skip_firsts, skip_lasts, np.uint8(0), kinds, side)
    return kept, page, bodies


@stage
def _copy(room, units, lines, skip_firsts, skip_lasts, left_out, kinds, side):
    """Write the words that count: not those of later occurrences of doubled blocks, nor those of lines with a bit of
    `left_out`.
    """
    kept = w = ZERO
    page = bodies = skip = 0
    begun = np.int32(0)
    side.prose[0] = side.numbers[0] = 0
    for u in range(units):
        line, is_new = lines[u], True
        if u and line & (PAGE_SHAPED | FURNITURE):
            side.bodies[bodies] = kept
            bodies += 1
        while w < U(room.unit_ends[u]):
            while skip < len(skip_lasts) and w >= U(skip_lasts[skip]):
                skip += 1
            end = U(room.unit_ends[u])
            if skip < len(skip_firsts):
                if w >= U(skip_firsts[skip]):
                    w = min(end, U(skip_lasts[skip]))
                    continue
                end = min(end, U(skip_firsts[skip]))
            if line & left_out:
                page += end - w
            else:
                side.lines[kept] = begun
                begun += np.int32(is_new and line & PAGE_SHAPED != 0)
                is_new = False
                _keep(room, w, end, line, begun, kept, kinds, side)
                kept += end - w
            w = end
    side.lines[kept] = begun
    return kept, page, bodies


@stage
def _keep(room, first, end, line, begun, kept, kinds, side):
    """Write words of one line behind the `kept` ones."""
    prose, numbers = side.prose[kept], side.numbers[kept]
    is_prose, is_paged = np.int32(line & PROSE), line & PAGE_SHAPED != 0
    for w in range(first, end):
        kind = room.kinds[w]
        side.words[kept], side.is_paged[kept], kinds[kept] = room.words[w], is_paged, kind
        prose += is_prose
        numbers += np.int32(kind & NUMBER)
        kept += ONE
        side.prose[kept], side.numbers[kept], side.lines[kept] = prose, numbers, begun


@stage
def _name(side, count, kinds, frequent, places):
    """Number the distinct rarer words of an article: numbers, and what is neither a function word nor frequent; return
    how many there are, and the table of them.

    Places are sorted out first, without a jump: whether the next word is rarer cannot be foretold.
    """
    rarer = ZERO
    for w in range(count):
        places[rarer] = w
        rarer += U(kinds[w] & FUNCTION == 0) | U(kinds[w] & NUMBER)
        side.rarer[w] = 0
    words = rarer
    rarer = ZERO
    for p in range(words):
        w = U(places[p])
        places[rarer] = w
        rarer += U(kinds[w] & NUMBER) | U(not _holds(frequent, side.words[w]))
    slots, found = _free(side.name_slots, rarer), ZERO
    for p in range(rarer):
        w = U(places[p])
        side.names[found] = side.words[w]
        name = _enter(found, side.names, slots)
        side.rarer[w] = name + 1
        found += U(name == np.int32(found))
    return found, slots


@stage
def _index(side, count, lasts):
    """Enter the shingles of an article, so that the places of one follow each other in order; return how many are
    distinct, and the table of them.
    """
    slots, distinct = _free(side.shingle_slots, count), 0
    for place in range(count):
        first = _enter(place, side.shingles, slots)
        side.firsts[place], side.nexts[place] = first, -1
        if first != np.int32(place):
            side.nexts[lasts[first]] = place
        lasts[first] = place
        distinct += first == np.int32(place)
    return distinct, slots


# --- a pair ------------------------------------------------------------------------------------------------------


@stage
def _tile(left, right, seen, left_found, right_found):
    """Write where tiles begin and end on both sides; return how many, the longest run, and the distinct shingles of
    both.

    Greedy from the left: at each word the longest run of equal words among the places where its three words stand on
    the right. Inside a run shingles need not be looked up: they stand side by side.
    """
    left_count, right_count, shingles = U(len(left.words)), U(len(right.words)), U(len(left.shingles))
    seen[: len(right.shingles)] = 0
    longest, tiles, w, tiled = ZERO, ZERO, ZERO, ZERO
    while w < shingles:
        place = right.shingle_slots[_find(left.shingles[w], right.shingles, right.shingle_slots)]
        if place < 0:
            w += ONE
            continue
        seen[place] = 1
        best, best_place, tries = ZERO, ZERO, 0
        while place >= 0 and tries < TRIES and w >= tiled:
            r, length = U(place), ZERO
            most = min(left_count - w, right_count - r)
            while length < most and left.words[w + length] == right.words[r + length]:
                length += ONE
            if length > best:
                best, best_place = length, r
            place = right.nexts[r]
            tries += 1
        if best < TILE:
            w += ONE
            continue
        for r in range(best_place, best_place + best - TWO):
            seen[right.firsts[r]] = 1
        tiled = w + best
        left_found.starts[tiles], left_found.stops[tiles] = w, tiled
        right_found.starts[tiles], right_found.stops[tiles] = best_place, best_place + best
        tiles += ONE
        longest = max(longest, best)
        w = tiled - TWO
    both = 0
    for place in range(U(len(right.shingles))):
        both += seen[place]
    return tiles, longest, both


@stage
def _in_order(found, tiles, words, reach):
    """Put tiles in order, and join those that overlap; return how many are left."""
    is_sorted = True
    for t in range(ONE, tiles):
        is_sorted &= found.stops[t - ONE] <= found.starts[t]
    if is_sorted:
        return tiles
    reach[:words] = 0
    for t in range(tiles):
        start = U(found.starts[t])
        reach[start] = max(reach[start], found.stops[t])
    tiles, w = ZERO, ZERO
    while w < words:
        if reach[w] == 0:
            w += ONE
            continue
        found.starts[tiles], stop = w, reach[w]
        while w < U(stop):
            stop = max(stop, reach[w])
            w += ONE
        found.stops[tiles] = stop
        tiles += ONE
    return tiles


@stage
def _stretch(side, found, tiles):
    """Write the shared stretches: tiles and gaps of up to three words between them, from eight words on. Return how
    many there are, how many numbers stand in tiles, and how many in the gaps.
    """
    stretches, same, other, t = 0, np.int32(0), np.int32(0), ZERO
    while t < tiles:
        first, matched, inside = found.starts[t], np.int32(0), np.int32(0)
        end = first
        while t < tiles and found.starts[t] - end <= BRIDGE:
            start, end = found.starts[t], found.stops[t]
            matched += end - start
            inside += side.numbers[end] - side.numbers[start]
            t += ONE
        same += inside
        if end - first >= LEAST_STRETCH:
            found.firsts[stretches], found.ends[stretches], found.matched[stretches] = first, end, matched
            other += side.numbers[end] - side.numbers[first] - inside
            stretches += 1
    return stretches, same, other


@stage
def _share_all(side, found):
    """Make one stretch of all words, however few there are; the same results as those of `_stretch`."""
    count = len(side.words)
    found.firsts[0], found.ends[0], found.matched[0] = 0, count, count
    return min(count, 1), side.numbers[count], np.int32(0)


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
def _see_rarer(side, found, stretches):
    """Note which rarer words stand in shared stretches."""
    found.seen[: len(side.names) + 1] = 0
    for s in range(stretches):
        for w in range(U(found.firsts[s]), U(found.ends[s])):
            found.seen[side.rarer[w]] = 1


@stage
def _rarer(left, right, left_found, right_found):
    """Return the distinct rarer words of both, and those of them inside shared stretches of both."""
    both = inside = 0
    for n in range(U(len(left.names))):
        place = right.name_slots[_find(left.names[n], right.names, right.name_slots)]
        both += place >= 0
        inside += left_found.seen[n + ONE] & right_found.seen[place + 1] & (place >= 0)
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


@kernel
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
    _read_sides(buffer, offsets, table, lexicon, skip_ends, skip_firsts, skip_lasts, furniture, frequent, room, sides)
    left_found, right_found = _shared(size), _shared(size)
    seen, reach = np.empty(size, np.uint8), np.empty(size, np.int32)
    for p in range(len(lefts)):
        left, right = _of(sides, lefts[p]), _of(sides, rights[p])
        row = counts[p]
        row[0], row[1] = len(left.words), len(right.words)
        row[2], row[3] = sides.distinct[lefts[p]], sides.distinct[rights[p]]
        row[32] = _same(left, right)
        if row[32]:
            row[5], row[4] = row[0], row[2]
            left_stretches, left_same, left_other = _share_all(left, left_found)
            right_stretches, right_same, right_other = _share_all(right, right_found)
        else:
            tiles, row[5], row[4] = _tile(left, right, seen, left_found, right_found)
            left_stretches, left_same, left_other = _stretch(left, left_found, tiles)
            tiles = _in_order(right_found, tiles, U(len(right.words)), reach)
            right_stretches, right_same, right_other = _stretch(right, right_found, tiles)
        row[6], row[10], left_passage, left_plain, row[16], row[17] = _look(left, left_found, left_stretches)
        row[7], row[11], right_passage, right_plain, row[18], row[19] = _look(right, right_found, right_stretches)
        row[8], row[9] = left.prose[len(left.words)], right.prose[len(right.words)]
        row[12] = min(left_passage, right_passage)
        row[13] = max(left_plain, right_plain)
        row[14], row[15] = min(left_same, right_same), min(left_other, right_other)
        row[20], row[21] = _frame(left, left_found, left_stretches, row[10])
        row[22], row[23] = _frame(right, right_found, right_stretches, row[11])
        _see_rarer(left, left_found, left_stretches)
        _see_rarer(right, right_found, right_stretches)
        row[24], row[25] = len(left.names), len(right.names)
        row[26], row[27] = _rarer(left, right, left_found, right_found)
        row[28] = _both(left.anchors, right.anchors, right.anchor_slots, seen, room.words)
        for a in range(row[28]):
            row[29] += _holds(common, room.words[a])
        row[30], row[31] = sides.page[lefts[p]], sides.page[rights[p]]
        row[33] = _both(left.page_lines, right.page_lines, right.line_slots, seen, room.words)
        row[34] = _body_shared(left, left_found, left_stretches)
        row[35] = _body_shared(right, right_found, right_stretches)


@kernel
def fill_table(keys, slots):
    """Enter keys into an empty open-addressing table, at most half of which gets filled."""
    mask = U(len(slots)) - ONE
    for k in range(len(keys)):
        slot = _slot(keys[k]) & mask
        while slots[slot] != ZERO and slots[slot] != keys[k]:
            slot = (slot + ONE) & mask
        slots[slot] = keys[k]
