"""Segments on disk: whatever is merged when, every key is found, and no filter hides one."""

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

from dedup.index.postings.key_filter import KeyFilter
from dedup.index.postings.segment_lookup import SegmentLookup
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
from dedup.index.storage.sqlite.segment_table import FILTER_PLACE, SegmentTable

KEYS = np.sort(np.random.default_rng(1).integers(0, 1 << 64, 4000, np.uint64))  # those of odd places are stored
sizes = st.lists(st.integers(1, 400), min_size=1, max_size=20)


@contextmanager
def opened() -> Iterator[Database]:
    with TemporaryDirectory() as folder:
        database = Database(Path(folder) / "segments", lock_seconds=1)
        yield database
        database.close()


@pytest.fixture
def database() -> Iterator[Database]:
    with opened() as database:
        yield database


@pytest.fixture
def table(database: Database) -> SegmentTable:
    return SegmentTable(database)


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
    with opened() as database:
        table = SegmentTable(database)
        kept = SegmentLookup()
        for first, size in zip(np.cumsum([1, *sizes[:-1]]).tolist(), sizes, strict=True):
            keys, numbers = add(table, first, size)
            expected += zip(np.searchsorted(KEYS, keys).tolist(), numbers.tolist(), strict=True)
            singly = [find_in_segment(table, segment, KEYS) for segment in table.segments()]
            assert pairs(concatenated_hits(singly)) == sorted(expected)
            assert pairs(kept.find(table, KEYS)) == sorted(expected)
            assert pairs(SegmentLookup().find(table, KEYS)) == sorted(expected)
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

    monkeypatch.setattr("dedup.index.postings.segment_lookup.find_in_segment", counting)
    assert len(SegmentLookup().find(table, KEYS).positions) == 1200
    assert all(passed[segment] < 0.05 * (len(KEYS) - 600) for segment in held)


def test_a_filter_that_is_not_there_or_damaged_hides_nothing(database: Database) -> None:
    table = SegmentTable(database)
    add(table, 1, 400)
    (segment,) = table.segments()
    (row,) = table.filter_rows(segment)
    place = segment.id << 32 | FILTER_PLACE
    for changed in (None, row[:-1], row + row, bytes([row[0] ^ 1]) + row[1:]):
        database.query("DELETE FROM buckets WHERE place >= ?", (place,))
        if changed is not None:
            database.query("INSERT INTO buckets VALUES(?, ?)", (place, changed))
        lookup = SegmentLookup()
        assert len(lookup.find(table, KEYS).positions) == 400
        lookup.write_missing_filters(table)
        assert table.filter_rows(segment) == [row]
        assert pairs(lookup.find(table, KEYS)) == pairs(find_in_segment(table, segment, KEYS))


def test_a_filter_goes_with_its_segment(database: Database) -> None:
    table = SegmentTable(database)
    stored = np.concatenate([add(table, first, 400)[0] for first in (1, 201, 401, 601)])
    (segment,) = table.segments()
    assert segment.entries == 1600
    key_filter = KeyFilter(1600, segment.number_bits, table.filter_rows(segment))
    assert key_filter.passing(stored).tolist() == [*range(len(stored))]
    (places,) = database.query("SELECT count(*) FROM buckets WHERE place < ?", (segment.id << 32,))
    assert places == (0,)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, (1 << 64) - 1), min_size=1, max_size=300), st.integers(20, 32))
def test_a_filter_lets_pass_what_was_inserted(numbers: list[int], dropped_bits: int) -> None:
    keys = np.array(numbers, np.uint64)
    key_filter = KeyFilter(len(keys), dropped_bits)
    for part in np.array_split(keys, 3):
        key_filter.insert(part)
    stored = KeyFilter(len(keys), dropped_bits, [*key_filter.rows()])
    assert key_filter.passing(keys).tolist() == [*range(len(keys))]
    assert stored.passing(keys).tolist() == [*range(len(keys))]
    other = np.random.default_rng(7).integers(0, 1 << 64, 4000, np.uint64)
    assert stored.passing(other).tolist() == key_filter.passing(other).tolist()


def test_a_filter_of_anchors_lets_few_others_pass() -> None:
    """Anchors are small numbers in the upper halves of their keys."""
    anchors = np.random.default_rng(3).integers(0, 1 << 32, (2, 60_000, 6), np.uint64).min(axis=2) << np.uint64(32)
    key_filter = KeyFilter(60_000, MIN_PLACE_BITS)
    key_filter.insert(anchors[0])
    assert key_filter.passing(anchors[0]).tolist() == [*range(len(anchors[0]))]
    others = np.setdiff1d(anchors[1], anchors[0])
    assert len(key_filter.passing(others)) < 0.015 * len(others)


def test_postings_of_removed_articles_are_left_out_of_one_segment_of_all(table: SegmentTable) -> None:
    existing = np.array([1, 2, 152, 301])
    for first in (1, 151, 301):
        add(table, first, 300)
    compact_all(table, sort_postings(KEYS[:0], np.empty(0, np.int64), 451), 451, existing)
    (segment,) = table.segments()
    assert (segment.first, segment.number_bits) == (1, MIN_PLACE_BITS)
    assert set(find_in_segment(table, segment, KEYS).numbers.tolist()) == set(existing.tolist())
