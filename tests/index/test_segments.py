"""Segments on disk: whatever is merged when, every key is found, and a Bloom filter hides none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dedup.index.postings.bloom_filter import BloomFilter
from dedup.index.postings.segments import (
    MERGE_FACTOR,
    Segment,
    SegmentStore,
    compact,
    compact_all,
    find_in_segment,
)
from dedup.index.postings.sorted_postings import (
    MIN_PLACE_BITS,
    Hits,
    Keys,
    Numbers,
    concatenated_hits,
    sort_postings,
)
from dedup.index.storage.sqlite.database import Database
from dedup.index.storage.sqlite.segment_table import SegmentTable

KEYS = np.sort(np.random.default_rng(1).integers(0, 1 << 64, 4000, np.uint64))  # those of odd places are stored
sizes = st.lists(st.integers(1, 400), min_size=1, max_size=20)


@contextmanager
def opened() -> Iterator[SegmentTable]:
    with TemporaryDirectory() as folder:
        database = Database(Path(folder) / "segments", lock_seconds=1)
        yield SegmentTable(database)
        database.close()


@pytest.fixture
def table() -> Iterator[SegmentTable]:
    with opened() as table:
        yield table


def pairs(hits: Hits) -> list[tuple[int, int]]:
    return sorted(zip(hits.positions.tolist(), hits.numbers.tolist(), strict=True))


def add(table: SegmentStore, first: int, size: int) -> tuple[Keys, Numbers]:
    """A segment of as many postings, a key or two of each article from number `first` on."""
    numbers = first + np.arange(size) // 2
    keys = KEYS[(numbers * 6 + np.arange(size) % 2 * 2 + 1) % len(KEYS)]
    compact(table, sort_postings(keys, numbers, first), first + size)
    return keys, numbers


@settings(max_examples=40, deadline=None)
@given(sizes)
@example([1, 1, 2, 1, 1])
def test_every_key_is_found_and_segments_stay_few(sizes: list[int]) -> None:
    expected: list[tuple[int, int]] = []
    with opened() as table:
        kept = BloomFilter()
        for first, size in zip(np.cumsum([1, *sizes[:-1]]).tolist(), sizes, strict=True):
            keys, numbers = add(table, first, size)
            expected += zip(np.searchsorted(KEYS, keys).tolist(), numbers.tolist(), strict=True)
            singly = [find_in_segment(table, segment, KEYS) for segment in table.segments()]
            assert pairs(concatenated_hits(singly)) == sorted(expected)
            assert pairs(kept.find(table, KEYS)) == sorted(expected)
            assert pairs(BloomFilter().find(table, KEYS)) == sorted(expected)
        segments = table.segments()
        assert [segment.first for segment in segments] == sorted(segment.first for segment in segments)
        assert sum(segment.entries for segment in segments) == len(expected)
        size_classes = 1 + max(segment.entries.bit_length() // 2 for segment in segments)
        assert len(segments) <= (MERGE_FACTOR - 1) * size_classes


def test_a_filter_passes_little_but_what_a_segment_holds(table: SegmentTable, monkeypatch: pytest.MonkeyPatch) -> None:
    passed = Counter[int]()
    held = {segment: set(add(table, first, 600)[0].tolist()) for segment, first in ((1, 1), (2, 301))}
    assert not held[1] & held[2]

    def counting(store: SegmentStore, segment: Segment, keys: Keys) -> Hits:
        passed[segment.id] += len(set(keys.tolist()) - held[segment.id])
        return find_in_segment(store, segment, keys)

    monkeypatch.setattr("dedup.index.postings.bloom_filter.find_in_segment", counting)
    assert len(BloomFilter().find(table, KEYS).positions) == 1200
    assert all(passed[segment] < 0.05 * (len(KEYS) - 600) for segment in held)


def test_a_filter_that_could_not_be_built_hides_nothing(table: SegmentTable, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = BloomFilter()
    add(table, 1, 400)
    found = pairs(kept.find(table, KEYS))
    with monkeypatch.context() as damaged:
        add(table, 201, 1200)  # so many more that the filter is built anew
        damaged.setattr("dedup.index.postings.bloom_filter.bucket_postings", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            kept.find(table, KEYS)
    assert set(found) < set(pairs(kept.find(table, KEYS))) == set(pairs(BloomFilter().find(table, KEYS)))


def test_postings_of_removed_articles_are_left_out_of_one_segment_of_all(table: SegmentTable) -> None:
    existing = np.array([1, 2, 152, 301])
    for first in (1, 151, 301):
        add(table, first, 300)
    compact_all(table, sort_postings(KEYS[:0], np.empty(0, np.int64), 451), 451, existing)
    (segment,) = table.segments()
    assert (segment.first, segment.number_bits) == (1, MIN_PLACE_BITS)
    assert set(find_in_segment(table, segment, KEYS).numbers.tolist()) == set(existing.tolist())
