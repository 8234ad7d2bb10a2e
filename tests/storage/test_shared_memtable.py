"""Connections of one process to one file share the memtable: what one adds, the others need not read."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from threading import Thread

from suite import KEYS, insert, pairs, read_keys, record

from dedup.index.storage.protocols import HeldKeys, Record
from dedup.index.storage.sqlite.postings import SegmentTuning
from dedup.index.storage.sqlite.store import SqliteStore


class CountingStore(SqliteStore):
    """A store that notes of which articles it computes keys from texts."""

    def __init__(self, path: Path, tuning: SegmentTuning | None = None) -> None:
        self.read: list[int] = []
        super().__init__(path, self._noted_keys, lock_seconds=5, tuning=tuning or SegmentTuning())

    def _noted_keys(self, records: Sequence[Record]) -> HeldKeys:
        self.read += [each.number for each in records]
        return read_keys(records)

    def found(self) -> list[int]:
        """The articles that it finds now, each of which holds the key of its number."""
        with self.reading():
            return [number for _, number in pairs(self.postings.find(KEYS))]


def test_a_reader_takes_over_what_another_connection_has_committed(tmp_path: Path) -> None:
    writer, reader = CountingStore(tmp_path / "store"), CountingStore(tmp_path / "store")
    for number in range(1, 8):
        insert(writer, record(number, [number]))
        assert reader.found() == list(range(1, number + 1))
    assert not writer.read
    assert not reader.read
    reader.close()
    writer.close()


def test_segments_that_were_flushed_meanwhile_are_taken_over_too(tmp_path: Path) -> None:
    tuning = SegmentTuning(memtable_articles=2)
    writer, reader = CountingStore(tmp_path / "store", tuning), CountingStore(tmp_path / "store", tuning)
    for number in range(1, 8):
        insert(writer, record(number, [number]))
        writer.postings.compact()
        assert reader.found() == list(range(1, number + 1))
    assert not reader.read
    reader.close()
    writer.close()


def test_a_reader_sees_no_more_than_its_moment(tmp_path: Path) -> None:
    writer, reader = CountingStore(tmp_path / "store"), CountingStore(tmp_path / "store")
    insert(writer, record(1, [1]))
    with reader.reading():
        assert reader.state().next_number == 2
        insert(writer, record(2, [2]))
        assert pairs(reader.postings.find(KEYS)) == [(1, 1)]
    assert reader.found() == [1, 2]
    assert not reader.read
    reader.close()
    writer.close()


def test_a_copy_of_the_file_is_another_index(tmp_path: Path) -> None:
    one = CountingStore(tmp_path / "store")
    insert(one, record(1, [1]))
    one.close()
    shutil.copy(tmp_path / "store", tmp_path / "copy")
    one, copy = CountingStore(tmp_path / "store"), CountingStore(tmp_path / "copy")
    insert(one, record(2, [2]))
    insert(copy, record(2, [5]))
    reader = CountingStore(tmp_path / "copy")
    with reader.reading():
        assert pairs(reader.postings.find(KEYS)) == [(1, 1), (5, 2)]
    for each in (reader, copy, one):
        each.close()


def test_readers_beside_a_writer_never_compute_what_it_has_added(tmp_path: Path) -> None:
    writer = CountingStore(tmp_path / "store")
    seen: list[int] = []
    read: list[int] = []

    def ask() -> None:
        reader = CountingStore(tmp_path / "store")
        while not seen or seen[-1] < 7:
            found = reader.found()
            assert found == list(range(1, len(found) + 1))
            seen.append(len(found))
        read.extend(reader.read)
        reader.close()

    thread = Thread(target=ask)
    thread.start()
    for number in range(1, 8):
        insert(writer, record(number, [number]))
    thread.join(60)
    assert seen[-1] == 7
    assert not read
    assert seen == sorted(seen)
    writer.close()
