"""Keys are looked up as dictionaries look them up, however many hold one and whatever there is room for."""

from __future__ import annotations

import look_up_keys_twin as twin
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.index.postings.sorted_postings import SortedPostings
from dedup.kernels.pair.look_up_keys import find_postings, insert_into_filter, passing_keys
from dedup.tokens.words import readonly

PLACE_BITS = 4
few = st.integers(0, 15)  # keys of which many are equal
key = st.one_of(few, st.integers(0, (1 << 60) - 1), st.just((1 << 60) - 1)).map(lambda number: number << PLACE_BITS)
postings = st.lists(st.tuples(key, st.integers(0, 15)).map(sum), unique=True).map(sorted)


@settings(deadline=None)
@given(postings, st.lists(key).map(sorted), st.integers(0, 3))
def test_all_holders_of_each_key_are_found(entries: list[int], keys: list[int], room: int) -> None:
    wanted = twin.found_postings(entries, keys, PLACE_BITS)
    columns = readonly(np.array(entries, np.uint64)), readonly(np.array(keys, np.uint64))
    hits = SortedPostings(columns[0], 100, PLACE_BITS).find(columns[1])
    assert [(position, number - 100) for position, number in zip(*map(np.ndarray.tolist, hits), strict=True)] == wanted
    positions, places = np.full(room + 1, -1), np.full(room + 1, -1)
    assert find_postings(*columns, PLACE_BITS, positions[:room], places[:room]) == len(wanted)
    written = list(zip(positions.tolist(), places.tolist(), strict=True))
    assert written == [*wanted[:room], *[(-1, -1)] * (room + 1 - len(wanted[:room]))]


@settings(deadline=None)
@given(st.lists(key), st.lists(key), st.integers(0, 40), st.integers(1, 7))
def test_a_filter_is_the_one_that_was_ever_stored(inserted: list[int], asked: list[int], drop: int, size: int) -> None:
    words = np.zeros(size, np.uint64)
    insert_into_filter(readonly(np.array(inserted, np.uint64)), drop, words)
    wanted = twin.filter_of(inserted, drop, size)
    assert words.tolist() == wanted
    positions = np.empty(len(asked), np.int64)
    count = passing_keys(readonly(np.array(asked, np.uint64)), readonly(words), drop, positions)
    slots = [twin.slot(each, drop, size) for each in asked]
    assert positions[:count].tolist() == [n for n, (word, bits) in enumerate(slots) if wanted[word] & bits == bits]
