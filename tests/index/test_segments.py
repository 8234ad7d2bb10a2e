"""Runs on disk: whatever is merged when, every key is found, and a filter hides none."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dedup.index.postings.bloom_filter import BloomFilter
from dedup.index.postings.segments import MERGE_FACTOR, compact, compact_all, find_in_segment
from dedup.index.postings.sorted_postings import MIN_PLACE_BITS, Hits, Keys, Numbers, concatenated_hits, sort_postings
from dedup.index.storage.protocols import Segment, Store
from dedup.index.storage.sqlite.store import SqliteStore

KEYS = np.sort(np.random.default_rng(1).integers(0, 1 << 64, 4000, np.uint64))  # those of odd places are stored
sizes = st.lists(st.integers(1, 400), min_size=1, max_size=20)


def pairs(hits: Hits) -> list[tuple[int, int]]:
    return sorted(zip(hits.positions.tolist(), hits.numbers.tolist(), strict=True))


def add(store: Store, first: int, size: int) -> tuple[Keys, Numbers]:
    """A run of as many postings, a key or two of each article from number `first` on."""
    numbers = first + np.arange(size) // 2
    keys = KEYS[(numbers * 6 + np.arange(size) % 2 * 2 + 1) % len(KEYS)]
    compact(store, sort_postings(keys, numbers, first), first + size)
    return keys, numbers


@settings(max_examples=40, deadline=None)
@given(sizes)
@example([1, 1, 2, 1, 1])
def test_every_key_is_found_and_runs_stay_few(sizes: list[int]) -> None:
    expected: list[tuple[int, int]] = []
    with TemporaryDirectory() as folder:
        store, lasting = SqliteStore(Path(folder) / "runs"), BloomFilter()
        for first, size in zip(np.cumsum([1, *sizes[:-1]]).tolist(), sizes, strict=True):
            keys, numbers = add(store, first, size)
            expected += zip(np.searchsorted(KEYS, keys).tolist(), numbers.tolist(), strict=True)
            assert pairs(concatenated_hits([find_in_segment(store, run, KEYS) for run in store.segments()])) == sorted(
                expected
            )
            assert pairs(lasting.find(store, KEYS)) == sorted(expected)
            assert pairs(BloomFilter().find(store, KEYS)) == sorted(expected)
        runs = store.segments()
        assert [run.first for run in runs] == sorted(run.first for run in runs)
        assert sum(run.entries for run in runs) == len(expected)
        assert len(runs) <= (MERGE_FACTOR - 1) * (1 + max(run.entries.bit_length() // 2 for run in runs))
        store.close()


def test_a_filter_lets_through_little_but_what_a_run_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, asked = SqliteStore(tmp_path / "runs"), Counter[int]()
    held = {run: set(add(store, first, 600)[0].tolist()) for run, first in ((1, 1), (2, 301))}
    assert not held[1] & held[2]

    def look(store: Store, run: Segment, keys: Keys) -> Hits:
        asked[run.id] += len(set(keys.tolist()) - held[run.id])
        return find_in_segment(store, run, keys)

    monkeypatch.setattr("dedup.index.postings.bloom_filter.find_in_run", look)
    assert len(BloomFilter().find(store, KEYS).positions) == 1200
    assert all(asked[run] < 0.05 * (len(KEYS) - 600) for run in held)
    store.close()


def test_a_filter_that_could_not_be_made_hides_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, asked = SqliteStore(tmp_path / "runs"), BloomFilter()
    add(store, 1, 400)
    found = pairs(asked.find(store, KEYS))
    with monkeypatch.context() as damaged:
        add(store, 201, 1200)  # so many more that all is made anew
        damaged.setattr("dedup.index.postings.bloom_filter.postings_of", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            asked.find(store, KEYS)
    assert set(found) < set(pairs(asked.find(store, KEYS))) == set(pairs(BloomFilter().find(store, KEYS)))
    store.close()


def test_of_all_runs_made_one_those_that_are_no_more_are_left_out(tmp_path: Path) -> None:
    store, alive = SqliteStore(tmp_path / "runs"), np.array([1, 2, 152, 301])
    for first in (1, 151, 301):
        add(store, first, 300)
    compact_all(store, sort_postings(KEYS[:0], np.empty(0, np.int64), 451), 451, alive)
    (run,) = store.segments()
    assert (run.first, run.number_bits) == (1, MIN_PLACE_BITS)
    assert set(find_in_segment(store, run, KEYS).numbers.tolist()) == set(alive.tolist())
    store.close()
