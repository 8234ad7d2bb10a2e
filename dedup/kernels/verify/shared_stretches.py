"""What one side of a pair shares with the other: tiles of equal words, and the stretches that they make.

Greedy tiling: the longest run of at least four equal words at each place, gaps of up to three words between runs
filled, stretches under eight words dropped as chance.

    tile     pair   -> runs of equal words, shingles of both
    stretch  tiles  -> shared stretches of either side
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import inlined, stage
from dedup.kernels.hash_table import find_place
from dedup.kernels.parameters import MeasureNumbers
from dedup.kernels.scalars import ONE, TWO, ZERO, U, signed
from dedup.kernels.verify.counted_article import CountedArticle, Places


class Shared(NamedTuple):
    """What one side of a pair shares with the other."""

    tile_starts: Places  # in order and apart,
    tile_ends: Places
    starts: Places  # of stretches
    ends: Places
    matched: Places  # words of each stretch that lie in tiles
    prose: Places  # prose words of each stretch
    seen: NDArray[np.uint8]  # by distinct informative word: where it stands (`count_shared`),
    changed: NDArray[np.uint8]  # and whether the other article has something else there (`count_changes`)


@stage
def new_shared(size: int) -> Shared:
    """Make room for one side of pairs of articles of up to `size` words."""
    return Shared(
        np.empty(size, np.int32),
        np.empty(size, np.int32),
        np.empty(size, np.int32),
        np.empty(size, np.int32),
        np.empty(size, np.int32),
        np.empty(size, np.int32),
        np.empty(size, np.uint8),
        np.empty(size, np.uint8),
    )


@inlined
def tile(
    left: CountedArticle,
    right: CountedArticle,
    numbers: MeasureNumbers,
    seen: NDArray[np.uint8],
    left_found: Shared,
    right_found: Shared,
) -> tuple[U, U, int]:
    """Write where tiles begin and end on both sides; return how many, the longest run, and the distinct shingles of
    both.

    Greedy from the left: at each word the longest run of equal words among the places where its three words stand on
    the right. Inside a run shingles need not be looked up: they stand side by side.
    """
    left_count, right_count, shingles = U(len(left.words)), U(len(right.words)), U(len(left.shingles))
    min_tile = U(numbers.min_tile)
    seen[: len(right.shingles)] = 0
    longest, tiles, w, tiled = ZERO, ZERO, ZERO, ZERO
    while w < shingles:
        place = right.shingle_slots[find_place(left.shingles[w], right.shingles, right.shingle_slots)]
        if place < 0:
            w += ONE
            continue
        seen[place] = 1
        best, best_place, tries = ZERO, ZERO, 0
        while place >= 0 and tries < numbers.max_tile_tries and w >= tiled:
            r, length = U(place), ZERO
            most = min(left_count - w, right_count - r)
            while length < most and left.words[w + length] == right.words[r + length]:
                length += ONE
            if length > best:
                best, best_place = length, r
            place = right.nexts[r]
            tries += 1
        if best < min_tile:
            w += ONE
            continue
        for shingle in range(best_place, best_place + best - TWO):
            seen[right.firsts[shingle]] = 1
        tiled = w + best
        left_found.tile_starts[tiles], left_found.tile_ends[tiles] = w, tiled
        right_found.tile_starts[tiles], right_found.tile_ends[tiles] = best_place, best_place + best
        tiles += ONE
        longest = max(longest, best)
        w = tiled - TWO
    both = 0
    for place in range(U(len(right.shingles))):
        both += seen[place]
    return tiles, longest, both


@stage
def in_order(found: Shared, tiles: U, words: U, reach: Places) -> U:
    """Put tiles in order, and join those that overlap; return how many are left."""
    is_sorted = True
    for t in range(ONE, tiles):
        is_sorted &= found.tile_ends[t - ONE] <= found.tile_starts[t]
    if is_sorted:
        return tiles
    reach[:words] = 0
    for t in range(tiles):
        start = U(found.tile_starts[t])
        reach[start] = max(reach[start], found.tile_ends[t])
    tiles, w = ZERO, ZERO
    while w < words:
        if reach[w] == 0:
            w += ONE
            continue
        found.tile_starts[tiles], stop = w, reach[w]
        while w < U(stop):
            stop = max(stop, reach[w])
            w += ONE
        found.tile_ends[tiles] = stop
        tiles += ONE
    return tiles


@inlined
def stretch(article: CountedArticle, found: Shared, tiles: U, numbers: MeasureNumbers) -> tuple[int, int, int]:
    """Write the shared stretches: tiles and gaps of up to three words between them, from eight words on. Return how
    many there are, how many numbers stand in tiles, and how many in the gaps.
    """
    stretches, same, other, t, n = 0, 0, 0, ZERO, 0
    while t < tiles:
        first, matched, inside, between = found.tile_starts[t], 0, 0, 0
        end = first
        while t < tiles and found.tile_starts[t] - end <= numbers.max_bridge:
            start = found.tile_starts[t]
            while n < len(article.numbers) and article.numbers[n] < start:
                between += signed(article.numbers[n] >= end)
                n += 1
            end = found.tile_ends[t]
            while n < len(article.numbers) and article.numbers[n] < end:
                inside += signed(article.numbers[n] >= start)
                n += 1
            matched += end - start
            t += ONE
        same += inside
        if end - first >= numbers.min_stretch:
            found.starts[stretches], found.ends[stretches], found.matched[stretches] = first, end, matched
            other += between
            stretches += 1
    return stretches, same, other


@inlined
def share_all(article: CountedArticle, found: Shared) -> int:
    """Make one stretch of all words, however few there are; return how many stretches that is."""
    count = len(article.words)
    found.starts[0], found.ends[0], found.matched[0] = 0, count, count
    return min(count, 1)
