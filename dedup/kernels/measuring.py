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
SLACK_OF_SEAT = 64  # entries that an article may write behind its own
SHORT_LINE = 12  # words; a line that is no prose and no longer is page-shaped

# What a line is.
PROSE, PAGE_SHAPED, FURNITURE = np.uint8(1), np.uint8(2), np.uint8(4)

DESK = 1 << 18  # bytes of text whose articles lie ready, about 40 articles: their tables fill the nearer caches


class Side(NamedTuple):
    """One article: its own words, and what is asked of them.

    Lines are those that hold own words; counts before a line have one entry more than there are lines. Of `shingles`,
    `names`, `anchors` and `page_lines` there are tables: slots that hold a place, -1 where free.
    """

    words: NDArray[np.uint64]
    lines: NDArray[np.int32]  # the first word of each line, and behind the last line
    prose: NDArray[np.int32]  # prose words before each line
    paged: NDArray[np.int32]  # page-shaped lines before it
    numbers: NDArray[np.int32]  # which words are numbers
    rarer: NDArray[np.int32]  # which words are rarer
    named: NDArray[np.int32]  # and which of `names` each of those is
    shingles: NDArray[np.uint64]
    firsts: NDArray[np.int32]  # the first place of the same shingle, and the next one, -1 behind the last
    nexts: NDArray[np.int32]
    names: NDArray[np.uint64]  # distinct rarer words
    anchors: NDArray[np.uint64]
    page_lines: NDArray[np.uint64]  # keys of page-shaped lines, without own words too
    bodies: NDArray[np.int32]  # first word behind each break: a page-shaped line, or furniture
    shingle_slots: NDArray[np.int32]
    name_slots: NDArray[np.int32]
    anchor_slots: NDArray[np.int32]
    line_slots: NDArray[np.int32]


# What an article has any number of: rows of `Desk.ends`.
WORDS, LINES, NUMBERS, RARER, SHINGLES, NAMES, ANCHORS, PAGE_LINES, BODIES = range(9)
SHINGLE_SLOTS, NAME_SLOTS, ANCHOR_SLOTS, LINE_SLOTS = range(9, 13)
KINDS_OF_ENDS = 13


class Desk(NamedTuple):
    """The articles that lie ready, end to end: a seat each, in the order in which they were wanted."""

    all: Side
    ends: NDArray[np.int64]  # (13, seats + 1) where what belongs to each seat begins and ends
    seats: NDArray[np.int32]  # of every article of the batch; -1 for one that does not lie there
    taken: NDArray[np.int64]  # (2,) seats and bytes of text that are taken
    distinct: NDArray[np.int64]  # distinct shingles of each seat
    page: NDArray[np.int64]  # words of each that were left out as page furniture


class Shared(NamedTuple):
    """What one side of a pair shares with the other."""

    starts: NDArray[np.int32]  # of tiles, in order and apart, and where each ends
    stops: NDArray[np.int32]
    firsts: NDArray[np.int32]  # of stretches, and where each ends
    ends: NDArray[np.int32]
    matched: NDArray[np.int32]  # words of each stretch that lie in tiles
    prose: NDArray[np.int32]  # and those that are prose
    seen: NDArray[np.uint8]  # by distinct rarer word: whether it stands in a stretch


@stage
def _desk(size, articles):
    """Room for `size` bytes of text, with some slack for each of so many articles; a word has a byte, and a sign behind
    it.
    """
    slots = 8 * size + LEAST_SLOTS * articles
    every = Side(
        np.empty(size, np.uint64),
        np.empty(size, np.int32),
        np.empty(size, np.int32),
        np.empty(size, np.int32),
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
    ends = np.zeros((KINDS_OF_ENDS, articles + 1), np.int64)
    seats, taken = np.full(articles, -1, np.int32), np.zeros(2, np.int64)
    return Desk(every, ends, seats, taken, np.zeros(articles, np.int64), np.zeros(articles, np.int64))


@stage
def _of(desk, seat):
    """Return one article; the one that is being read still has all the room behind the one before."""
    every, ends = desk.all, desk.ends
    lines, shingles = (
        slice(ends[LINES, seat], ends[LINES, seat + 1]),
        slice(ends[SHINGLES, seat], ends[SHINGLES, seat + 1]),
    )
    rarer = slice(ends[RARER, seat], ends[RARER, seat + 1])
    return Side(
        every.words[ends[WORDS, seat] : ends[WORDS, seat + 1]],
        every.lines[lines],
        every.prose[lines],
        every.paged[lines],
        every.numbers[ends[NUMBERS, seat] : ends[NUMBERS, seat + 1]],
        every.rarer[rarer],
        every.named[rarer],
        every.shingles[shingles],
        every.firsts[shingles],
        every.nexts[shingles],
        every.names[ends[NAMES, seat] : ends[NAMES, seat + 1]],
        every.anchors[ends[ANCHORS, seat] : ends[ANCHORS, seat + 1]],
        every.page_lines[ends[PAGE_LINES, seat] : ends[PAGE_LINES, seat + 1]],
        every.bodies[ends[BODIES, seat] : ends[BODIES, seat + 1]],
        every.shingle_slots[ends[SHINGLE_SLOTS, seat] : ends[SHINGLE_SLOTS, seat + 1]],
        every.name_slots[ends[NAME_SLOTS, seat] : ends[NAME_SLOTS, seat + 1]],
        every.anchor_slots[ends[ANCHOR_SLOTS, seat] : ends[ANCHOR_SLOTS, seat + 1]],
        every.line_slots[ends[LINE_SLOTS, seat] : ends[LINE_SLOTS, seat + 1]],
    )


@stage
def _missing(desk, offsets, article):
    """Return the room that an article takes which does not lie there."""
    return 0 if desk.seats[article] >= 0 else offsets[article + 1] - offsets[article] + SLACK_OF_SEAT


@stage
def _clear(desk):
    desk.seats[:] = -1
    desk.taken[:] = 0


@stage
def _shared(size):
    return Shared(
        np.empty(size, np.int32),
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


class Work(NamedTuple):
    """Room for an article that is being read, beside that of `reading.Scratch`."""

    grams: NDArray[np.uint64]
    lines: NDArray[np.uint8]  # what every line is
    kinds: NDArray[np.uint8]  # of own words
    tops: NDArray[np.uint32]
    cover: NDArray[np.uint32]
    found: NDArray[np.uint32]
    lasts: NDArray[np.int32]


@stage
def _work(size):
    return Work(
        np.empty(size, np.uint64),
        np.empty(size, np.uint8),
        np.empty(size, np.uint8),
        np.empty(size, np.uint32),
        np.empty(size, np.uint32),
        np.empty(size, np.uint32),
        np.empty(size, np.int32),
    )


@stage
def _read_side(buffer, start, end, table, lexicon, skip_firsts, skip_lasts, furniture, frequent, room, work, desk):
    """Read an article and take a seat for it; the seat's number."""
    seat, ends = desk.taken[0], desk.ends
    for kind in range(KINDS_OF_ENDS):  # all the room, until the article's own end is known
        ends[kind, seat + 1] = len(desk.all.words) if kind < SHINGLE_SLOTS else len(desk.all.shingle_slots)
    side = _of(desk, seat)
    _, units = read(buffer, start, end, table, lexicon, room)
    page_lines = _lines(room, units, furniture, work.lines, side)
    kept, page, lines, bodies = _own(room, units, skip_firsts, skip_lasts, work, side)
    numbers, rarer, names, name_slots = _name(side, kept, work.kinds, frequent)
    total = _shingles(side.words, kept, side.shingles)
    distinct, shingle_slots = _index(side, total, work.lasts)
    five = _grams(side.shingles, total, work.grams)
    anchors = _anchors(work.grams, five, work.tops, work.cover, room.flags, room.near, room.gaps, work.found)
    for k in range(anchors):
        side.anchors[k] = U(work.found[k]) << U(32)
    anchor_slots = _enter_all(side.anchors[:anchors], side.anchor_slots)
    line_slots = _enter_all(side.page_lines[:page_lines], side.line_slots)
    desk.distinct[seat], desk.page[seat] = distinct, page
    counts = (
        np.int64(kept), lines + 1, np.int64(numbers), np.int64(rarer), np.int64(total), np.int64(names),
        np.int64(anchors), page_lines, bodies,
        len(shingle_slots), len(name_slots), len(anchor_slots), len(line_slots),
    )  # fmt: skip
    for kind in range(KINDS_OF_ENDS):
        ends[kind, seat + 1] = ends[kind, seat] + counts[kind]
    desk.taken[0] += 1
    desk.taken[1] += np.int64(end - start) + SLACK_OF_SEAT
    return seat


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
def _own(room, units, skip_firsts, skip_lasts, work, side):
    """Write the own words of the article in `room`; return how many, how many words furniture took, how many lines they
    stand in, and how many bodies there are.
    """
    kept, page, lines, bodies = _copy(room, units, skip_firsts, skip_lasts, FURNITURE, work, side)
    if page and kept < U(LEAST_OWN):
        kept, page, lines, bodies = _copy(room, units, skip_firsts, skip_lasts, np.uint8(0), work, side)
    return kept, page, lines, bodies


@stage
def _copy(room, units, skip_firsts, skip_lasts, left_out, work, side):
    """Write the words that count: not those of later occurrences of doubled blocks, nor those of lines with a bit of
    `left_out`.
    """
    kept = w = ZERO
    page = lines = bodies = skip = 0
    side.prose[0] = side.paged[0] = 0
    for u in range(units):
        line, begun, end_line = work.lines[u], kept, U(room.unit_ends[u])
        if u and line & (PAGE_SHAPED | FURNITURE):
            side.bodies[bodies] = kept
            bodies += 1
        while w < end_line:
            while skip < len(skip_lasts) and w >= U(skip_lasts[skip]):
                skip += 1
            end = end_line
            if skip < len(skip_firsts):
                if w >= U(skip_firsts[skip]):
                    w = min(end, U(skip_lasts[skip]))
                    continue
                end = min(end, U(skip_firsts[skip]))
            if line & left_out:
                page += end - w
            else:
                for k in range(end - w):
                    side.words[kept + k], work.kinds[kept + k] = room.words[w + k], room.kinds[w + k]
                kept += end - w
            w = end
        if kept > begun:
            side.lines[lines] = begun
            side.prose[lines + 1] = side.prose[lines] + np.int32(kept - begun if line & PROSE else ZERO)
            side.paged[lines + 1] = side.paged[lines] + np.int32(line & PAGE_SHAPED != 0)
            lines += 1
    side.lines[lines] = kept
    return kept, page, lines, bodies


@stage
def _name(side, count, kinds, frequent):
    """Find the numbers of an article, and its rarer words: numbers, and what is neither a function word nor frequent.
    Return how many there are of either, how many of the rarer are distinct, and the table of those.

    Places are sorted out first, without a jump: whether the next word is rarer cannot be foretold.
    """
    numbers = some = rarer = names = ZERO
    for w in range(count):
        is_number = U(kinds[w] & NUMBER)
        side.numbers[numbers] = side.rarer[some] = w
        numbers += is_number
        some += U(kinds[w] & FUNCTION == 0) | is_number
    for r in range(some):
        w = U(side.rarer[r])
        side.rarer[rarer] = w
        rarer += U(kinds[w] & NUMBER) | U(not _holds(frequent, side.words[w]))
    slots = _free(side.name_slots, rarer)
    for r in range(rarer):
        side.names[names] = side.words[U(side.rarer[r])]
        name = _enter(names, side.names, slots)
        side.named[r] = name
        names += U(name == np.int32(names))
    return numbers, rarer, names, slots


@stage
def _line_of(side, word):
    """Return the line that a word stands in; the last one for the place behind all words."""
    low, high = 0, len(side.lines) - 1
    while high - low > 1:
        middle = (low + high) >> 1
        if side.lines[middle] <= word:
            low = middle
        else:
            high = middle
    return low


@stage
def _prose_before(side, word):
    """Count the prose words before a word."""
    line = _line_of(side, word)
    if line + 1 < len(side.prose) and side.prose[line + 1] > side.prose[line]:
        return side.prose[line] + word - side.lines[line]
    return side.prose[line]


@stage
def _prose(side):
    """Count the prose words of an article."""
    return side.prose[len(side.prose) - 1]


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
    stretches, same, other, t, n = 0, np.int32(0), np.int32(0), ZERO, 0
    while t < tiles:
        first, matched, inside, between = found.starts[t], np.int32(0), np.int32(0), np.int32(0)
        end = first
        while t < tiles and found.starts[t] - end <= BRIDGE:
            start = found.starts[t]
            while n < len(side.numbers) and side.numbers[n] < start:
                between += np.int32(side.numbers[n] >= end)
                n += 1
            end = found.stops[t]
            while n < len(side.numbers) and side.numbers[n] < end:
                inside += np.int32(side.numbers[n] >= start)
                n += 1
            matched += end - start
            t += ONE
        same += inside
        if end - first >= LEAST_STRETCH:
            found.firsts[stretches], found.ends[stretches], found.matched[stretches] = first, end, matched
            other += between
            stretches += 1
    return stretches, same, other


@stage
def _share_all(side, found):
    """Make one stretch of all words, however few there are; the same results as those of `_stretch`."""
    count = len(side.words)
    found.firsts[0], found.ends[0], found.matched[0] = 0, count, count
    return min(count, 1), np.int32(len(side.numbers)), np.int32(0)


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
        found.prose[s] = inside = _prose_before(side, end) - _prose_before(side, first)
        shared += end - first
        prose += inside
        if found.matched[s] * LEAST_MATCHED[1] >= (end - first) * LEAST_MATCHED[0]:
            passage = max(passage, inside)
        if side.paged[_line_of(side, end - 1) + 1] - side.paged[_line_of(side, first)] < 2:
            plain += inside
    before = found.firsts[0] if stretches else count
    after = count - found.ends[stretches - 1] if stretches else 0
    return shared, prose, passage, plain, before, after


@stage
def _frame(side, found, stretches, prose):
    """Return how many shared words stand at the edges of the article, before and behind its unshared prose, and how
    many of those are no prose; ten stray words do not end an edge.
    """
    unshared = _prose(side) - prose
    if unshared < FRAME_PROSE:
        return 0, 0
    edge = page = inside = 0
    for s in range(stretches):
        first, end = found.firsts[s], found.ends[s]
        seen, own = _prose_before(side, first) - inside, found.prose[s]
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
            shared += _prose_before(side, min(end, found.ends[t])) - _prose_before(side, max(first, found.firsts[t]))
            t += 1
        unshared = _prose_before(side, end) - _prose_before(side, first) - shared
        if unshared > most:
            most, best = unshared, shared
        elif unshared == most:
            best = max(best, shared)
    return best


@stage
def _see_rarer(side, found, stretches):
    """Note which rarer words stand in shared stretches."""
    found.seen[: len(side.names)] = 0
    r = ZERO
    for s in range(stretches):
        while r < U(len(side.rarer)) and side.rarer[r] < found.firsts[s]:
            r += ONE
        while r < U(len(side.rarer)) and side.rarer[r] < found.ends[s]:
            found.seen[U(side.named[r])] = 1
            r += ONE


@stage
def _rarer(left, right, left_found, right_found):
    """Return the distinct rarer words of both, and those of them inside shared stretches of both."""
    both = inside = 0
    for n in range(U(len(left.names))):
        place = right.name_slots[_find(left.names[n], right.names, right.name_slots)]
        if place >= 0:
            both += 1
            inside += left_found.seen[n] & right_found.seen[place]
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
    articles, longest = len(offsets) - 1, longest_article(offsets)
    room = scratch(longest)
    size = len(room.words)
    work, capacity = _work(size), max(DESK, 2 * (longest + SLACK_OF_SEAT))
    desk = _desk(capacity + SLACK, articles)
    left_found, right_found = _shared(size), _shared(size)
    seen, reach = np.empty(size, np.uint8), np.empty(size, np.int32)
    for p in range(len(lefts)):
        if desk.taken[1] + _missing(desk, offsets, lefts[p]) + _missing(desk, offsets, rights[p]) > capacity:
            _clear(desk)
        for a in (lefts[p], rights[p]):
            if desk.seats[a] < 0:
                skipped = slice(skip_ends[a - 1] if a else 0, skip_ends[a])
                desk.seats[a] = _read_side(
                    buffer, U(offsets[a]), U(offsets[a + 1]), table, lexicon, skip_firsts[skipped], skip_lasts[skipped],
                    furniture, frequent, room, work, desk,
                )  # fmt: skip
        left_seat, right_seat = desk.seats[lefts[p]], desk.seats[rights[p]]
        left, right = _of(desk, left_seat), _of(desk, right_seat)
        row = counts[p]
        row[0], row[1] = len(left.words), len(right.words)
        row[2], row[3] = desk.distinct[left_seat], desk.distinct[right_seat]
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
        row[8], row[9] = _prose(left), _prose(right)
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
        row[30], row[31] = desk.page[left_seat], desk.page[right_seat]
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
