"""Shared runs: the stretches that two texts share word for word, with short gaps between.

The relation of two articles is decided from such stretches, counted by `dedup.kernels.verify.measure_pairs`. Passages
are found by another measure (`dedup.alignment.passages`), which accepts none where the words of a run are too common,
or where a summary takes their place. What made two articles copies is shown all the same: here the stretches of one
pair are found again, in plain Python, a millisecond for two articles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dedup.settings import VerificationSettings

SEED_WORDS = 3  # equal words in a row that two places are compared from


class SharedRun(NamedTuple):
    """Words of two texts: half-open ranges of places; `equal` of them are the same words in the same order."""

    left_first: int
    left_end: int
    right_first: int
    right_end: int
    equal: int


def shared_runs(left: Sequence[int], right: Sequence[int], settings: VerificationSettings) -> list[SharedRun]:
    """The shared stretches of two sequences of word hashes, in the order of the left one.

    >>> from dedup.settings import DEFAULT_SETTINGS
    >>> shared_runs([9, 1, 2, 3, 4, 8, 5, 6, 7, 8], [1, 2, 3, 4, 5, 6, 7, 8], DEFAULT_SETTINGS)
    [SharedRun(left_first=1, left_end=10, right_first=0, right_end=8, equal=8)]
    """
    found: list[SharedRun] = []
    for tile in _tiles(left, right, settings):
        if found and _follows(found[-1], tile, settings.max_stretch_gap):
            last = found.pop()
            tile = last._replace(left_end=tile.left_end, right_end=tile.right_end, equal=last.equal + tile.equal)
        found.append(tile)
    least = settings.min_stretch_words
    return [run for run in found if min(run.left_end - run.left_first, run.right_end - run.right_first) >= least]


def _follows(run: SharedRun, tile: SharedRun, max_gap: int) -> bool:
    return tile.left_first - run.left_end <= max_gap and 0 <= tile.right_first - run.right_end <= max_gap


def _tiles(left: Sequence[int], right: Sequence[int], settings: VerificationSettings) -> Iterator[SharedRun]:
    """The longest run of equal words at each place of the left text, from the first on; as the kernel finds them."""
    places: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for place in range(len(right) - SEED_WORDS + 1):
        seen = places[tuple(right[place : place + SEED_WORDS])]
        if len(seen) < settings.max_tile_tries:
            seen.append(place)
    place = 0
    while place <= len(left) - SEED_WORDS:
        starts = places.get(tuple(left[place : place + SEED_WORDS]), ())
        length, start = max(((_run_length(left, place, right, start), -start) for start in starts), default=(0, 0))
        if length >= settings.min_tile_words:
            yield SharedRun(place, place + length, -start, length - start, length)
            place += length
        else:
            place += 1


def _run_length(left: Sequence[int], place: int, right: Sequence[int], start: int) -> int:
    most, length = min(len(left) - place, len(right) - start), 0
    while length < most and left[place + length] == right[start + length]:
        length += 1
    return length
