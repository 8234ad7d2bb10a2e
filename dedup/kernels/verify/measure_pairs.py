"""Measuring: exact counts over two articles, from which their relation is decided.

The texts of a batch of pairs are read again, so nothing need be kept of them between fingerprints and measures; what is
measured are an article's own words (`dedup.kernels.desk`). Shared stretches come from greedy tiling: the longest run of
at least four equal words at each place, gaps of up to three words between runs filled, stretches under eight words
dropped as chance.

    tile     pair   -> runs of equal words, shingles of both
    stretch  tiles  -> shared stretches of either side, and what lies in them
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.compiled import inlined, kernel, stage
from dedup.kernels.desk import (
    DESK,
    SLACK_OF_SEAT,
    all_prose,
    clear,
    find,
    keys_of_both,
    lay_desk,
    line_of,
    missing,
    prose_before,
    read_side,
    side_of,
    work_room,
)
from dedup.kernels.reading import ONE, SLACK, TWO, ZERO, U, longest_article, scratch
from dedup.kernels.tables import holds

TILE = U(4)  # equal words in a row that make a tile
TRIES = 32  # places of the same three words that one tile looks at
BRIDGE = 3  # words between two tiles that belong to the stretch: an edit
LEAST_STRETCH = 8  # words; a shorter stretch is chance
LEAST_MATCHED = 3, 5  # of the words of a passage so many must be equal
FRAME_PROSE = 25  # unshared prose words that shared edges can frame
STRAY = 10  # stray words that do not end an edge


class Shared(NamedTuple):
    """What one side of a pair shares with the other."""

    starts: NDArray[np.int32]  # of tiles, in order and apart, and where each ends
    stops: NDArray[np.int32]
    firsts: NDArray[np.int32]  # of stretches, and where each ends
    ends: NDArray[np.int32]
    matched: NDArray[np.int32]  # words of each stretch that lie in tiles
    prose: NDArray[np.int32]  # prose words of each stretch
    seen: NDArray[np.uint8]  # by distinct rarer word: whether it stands in a stretch


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


@inlined
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
        place = right.shingle_slots[find(left.shingles[w], right.shingles, right.shingle_slots)]
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


@inlined
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


@inlined
def _share_all(side, found):
    """Make one stretch of all words, however few there are; the same results as those of `_stretch`."""
    count = len(side.words)
    found.firsts[0], found.ends[0], found.matched[0] = 0, count, count
    return min(count, 1), np.int32(len(side.numbers)), np.int32(0)


@inlined
def _look(side, found, stretches):
    """Return what lies in shared stretches: the words, the prose words, the prose words of the longest passage (three
    in five of its words matched), and the prose words in stretches that do not run on from page furniture; how many
    words lie before the first stretch and behind the last.
    """
    count = len(side.words)
    shared = prose = passage = plain = 0
    for s in range(stretches):
        first, end = found.firsts[s], found.ends[s]
        found.prose[s] = inside = prose_before(side, end) - prose_before(side, first)
        shared += end - first
        prose += inside
        if found.matched[s] * LEAST_MATCHED[1] >= (end - first) * LEAST_MATCHED[0]:
            passage = max(passage, inside)
        if side.paged[line_of(side, end - 1) + 1] - side.paged[line_of(side, first)] < 2:
            plain += inside
    before = found.firsts[0] if stretches else count
    after = count - found.ends[stretches - 1] if stretches else 0
    return shared, prose, passage, plain, before, after


@inlined
def _frame(side, found, stretches, prose):
    """Return how many shared words stand at the edges of the article, before and behind its unshared prose, and how
    many of those are no prose; ten stray words do not end an edge.
    """
    unshared = all_prose(side) - prose
    if unshared < FRAME_PROSE:
        return 0, 0
    edge = page = inside = 0
    for s in range(stretches):
        first, end = found.firsts[s], found.ends[s]
        seen, own = prose_before(side, first) - inside, found.prose[s]
        inside += own
        if seen <= STRAY or seen >= unshared - STRAY:
            edge += end - first
            page += end - first - own
    return edge, page


@inlined
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
            shared += prose_before(side, min(end, found.ends[t])) - prose_before(side, max(first, found.firsts[t]))
            t += 1
        unshared = prose_before(side, end) - prose_before(side, first) - shared
        if unshared > most:
            most, best = unshared, shared
        elif unshared == most:
            best = max(best, shared)
    return best


@inlined
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


@inlined
def _rarer(left, right, left_found, right_found):
    """Return the distinct rarer words of both, and those of them inside shared stretches of both."""
    both = inside = 0
    for n in range(U(len(left.names))):
        place = right.name_slots[find(left.names[n], right.names, right.name_slots)]
        if place >= 0:
            both += 1
            inside += left_found.seen[n] & right_found.seen[place]
    return both, inside


@inlined
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
    work, every = work_room(size), offsets[articles] - offsets[0] + articles * SLACK_OF_SEAT
    capacity = min(every, max(DESK, 2 * (longest + SLACK_OF_SEAT)))
    desk = lay_desk(capacity + SLACK, articles)
    left_found, right_found = _shared(size), _shared(size)
    seen, reach = np.empty(size, np.uint8), np.empty(size, np.int32)
    for p in range(len(lefts)):
        if desk.taken[1] + missing(desk, offsets, lefts[p]) + missing(desk, offsets, rights[p]) > capacity:
            clear(desk)
        for a in (lefts[p], rights[p]):
            if desk.seats[a] < 0:
                skipped = slice(skip_ends[a - 1] if a else 0, skip_ends[a])
                desk.seats[a] = read_side(
                    buffer, U(offsets[a]), U(offsets[a + 1]), table, lexicon, skip_firsts[skipped], skip_lasts[skipped],
                    furniture, frequent, room, work, desk,
                )  # fmt: skip
        left_seat, right_seat = desk.seats[lefts[p]], desk.seats[rights[p]]
        left, right = side_of(desk, left_seat), side_of(desk, right_seat)
        row = counts[p]
        row[0], row[1] = len(left.words), len(right.words)
        row[2], row[3] = desk.distinct[left_seat], desk.distinct[right_seat]
        row[30], row[31] = desk.page[left_seat], desk.page[right_seat]
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
        row[8], row[9] = all_prose(left), all_prose(right)
        row[12], row[13] = min(left_passage, right_passage), max(left_plain, right_plain)
        row[14], row[15] = min(left_same, right_same), min(left_other, right_other)
        row[20], row[21] = _frame(left, left_found, left_stretches, row[10])
        row[22], row[23] = _frame(right, right_found, right_stretches, row[11])
        _see_rarer(left, left_found, left_stretches)
        _see_rarer(right, right_found, right_stretches)
        row[24], row[25] = len(left.names), len(right.names)
        row[26], row[27] = _rarer(left, right, left_found, right_found)
        row[28] = keys_of_both(left.anchors, right.anchors, right.anchor_slots, seen, room.words)
        for a in range(row[28]):
            row[29] += holds(common, room.words[a])
        row[33] = keys_of_both(left.page_lines, right.page_lines, right.line_slots, seen, room.words)
        row[34] = _body_shared(left, left_found, left_stretches)
        row[35] = _body_shared(right, right_found, right_stretches)
