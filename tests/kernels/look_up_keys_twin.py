"""Which keys are in postings, and which pass a filter, with dictionaries and whole numbers of Python."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

ALL_BITS = (1 << 64) - 1
MULTIPLIER = 0x9E3779B97F4A7C15


def found_postings(entries: Sequence[int], keys: Sequence[int], place_bits: int) -> list[tuple[int, int]]:
    """The position of each key that is held, with the place of each holder."""
    places_of: dict[int, list[int]] = defaultdict(list)
    for entry in entries:
        places_of[entry >> place_bits].append(entry & (1 << place_bits) - 1)
    return [(position, place) for position, key in enumerate(keys) for place in places_of.get(key >> place_bits, ())]


def filter_of(keys: Sequence[int], dropped_bits: int, words: int) -> list[int]:
    """The words of a filter of some keys."""
    found = [0] * words
    for key in keys:
        word, bits = slot(key, dropped_bits, words)
        found[word] |= bits
    return found


def slot(key: int, dropped_bits: int, words: int) -> tuple[int, int]:
    """The word of a key in a filter, and its four bits there."""
    hashed = (key >> dropped_bits) * MULTIPLIER & ALL_BITS
    hashed = (hashed ^ hashed >> 32) * MULTIPLIER & ALL_BITS
    bits = 0
    for first in (8, 14, 20, 26):
        bits |= 1 << (hashed >> first) % 64
    return (hashed >> 32) * words >> 32, bits
