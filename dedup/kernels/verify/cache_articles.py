"""The desk: articles of a batch that lie ready to be measured, read once, whatever pairs they are in.

What is asked of an article are its own words: doubled blocks once, page furniture left out (unless under twenty words
would remain).

    read     text   -> own words and the lines that they stand in, shingles, anchors, rarer words
    enter    keys   -> tables of where each stands: shingles, anchors, rarer words, lines

A table holds places, not keys: a slot of four bytes leads to the key where it stands, so that all tables of an article
lie in the nearest cache. When the desk is full it is cleared: memory is bounded, and what was written on lately is in
the cache when it is written on again.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.compiled import inlined, stage
from dedup.kernels.reading import FUNCTION, NUMBER, ONE, ZERO, U, _anchors, _grams, _shingles, read
from dedup.kernels.tables import holds

LEAST_OWN = 20  # words; fewer own words than this say nothing, and furniture counts too
LEAST_SLOTS = 16  # of a table; a larger one has four to eight an entry
SLACK_OF_SEAT = 64  # entries that an article may write behind its own
SHORT_LINE = 12  # words; a line that is no prose and no longer is page-shaped

# What a line is.
PROSE, PAGE_SHAPED, FURNITURE = np.uint8(1), np.uint8(2), np.uint8(4)

DESK = 1 << 18  # bytes of text whose articles lie ready, about 80 articles


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


@stage
def lay_desk(size, articles):
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


@inlined
def side_of(desk, seat):
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
def missing(desk, offsets, article):
    """Return the room that an article takes which does not lie there."""
    return 0 if desk.seats[article] >= 0 else offsets[article + 1] - offsets[article] + SLACK_OF_SEAT


@stage
def clear(desk):
    """Take everything off the desk."""
    desk.seats[:] = -1
    desk.taken[:] = 0


# --- tables of places --------------------------------------------------------------------------------------------


@stage
def _free(slots, entries):
    """Clear the first slots, at least four times as many as there are entries to come; return them."""
    size = U(LEAST_SLOTS)
    while size < U(4) * entries:
        size <<= ONE
    for slot in range(size):
        slots[slot] = -1
    return slots[:size]


@inlined
def find(key, keys, slots):
    """Return the slot that leads to a key, or the free one where it belongs. The upper half of keys is well mixed."""
    mask = U(len(slots)) - ONE
    slot = key >> U(32) & mask
    while slots[slot] >= 0 and keys[U(slots[slot])] != key:
        slot = (slot + ONE) & mask
    return slot


@stage
def _enter(k, keys, slots):
    """Enter keys[k]; return the first place of the same key: k, if it is new."""
    slot = find(keys[k], keys, slots)
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


@inlined
def keys_of_both(left_keys, right_keys, right_slots, seen, found):
    """Write the distinct keys of both; return how many."""
    seen[: len(right_keys)] = 0
    both = 0
    for k in range(U(len(left_keys))):
        place = right_slots[find(left_keys[k], right_keys, right_slots)]
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
def work_room(size):
    """Room to read an article of up to `size` entries."""
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
def read_side(buffer, start, end, table, lexicon, skip_firsts, skip_lasts, furniture, frequent, room, work, desk):
    """Read an article and take a seat for it; the seat's number."""
    seat, ends = desk.taken[0], desk.ends
    for kind in range(KINDS_OF_ENDS):  # all the room, until the article's own end is known
        ends[kind, seat + 1] = len(desk.all.words) if kind < SHINGLE_SLOTS else len(desk.all.shingle_slots)
    side = side_of(desk, seat)
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
        if holds(furniture, room.unit_keys[u]):
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
        rarer += U(kinds[w] & NUMBER) | U(not holds(frequent, side.words[w]))
    slots = _free(side.name_slots, rarer)
    for r in range(rarer):
        side.names[names] = side.words[U(side.rarer[r])]
        name = _enter(names, side.names, slots)
        side.named[r] = name
        names += U(name == np.int32(names))
    return numbers, rarer, names, slots


@inlined
def line_of(side, word):
    """Return the line that a word stands in; the last one for the place behind all words."""
    low, high = 0, len(side.lines) - 1
    while high - low > 1:
        middle = (low + high) >> 1
        if side.lines[middle] <= word:
            low = middle
        else:
            high = middle
    return low


@inlined
def prose_before(side, word):
    """Count the prose words before a word."""
    line = line_of(side, word)
    if line + 1 < len(side.prose) and side.prose[line + 1] > side.prose[line]:
        return side.prose[line] + word - side.lines[line]
    return side.prose[line]


@inlined
def all_prose(side):
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
