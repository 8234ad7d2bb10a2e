"""The SQLite store does what every store must, with a memtable that is flushed often and with one that never is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from suite import KEYS, StoreSuite, insert, pairs, read_keys, record

from dedup.errors import StorageError
from dedup.index.storage.sqlite.postings import DEFAULT_TUNING, SegmentTuning
from dedup.index.storage.sqlite.store import SqliteStore

SMALL = SegmentTuning(memtable_articles=2, bulk_articles=3)


def opened(path: Path, tuning: SegmentTuning = DEFAULT_TUNING) -> SqliteStore:
    return SqliteStore(path, read_keys, lock_seconds=0.1, tuning=tuning)


class TestSqliteStore(StoreSuite):
    @pytest.fixture(params=[DEFAULT_TUNING, SMALL], ids=["one memtable", "many segments"])
    def store(self, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[SqliteStore]:
        store = opened(tmp_path / "store", request.param)
        yield store
        store.close()


def test_every_opening_finds_what_another_committed(tmp_path: Path) -> None:
    one, other = opened(tmp_path / "store"), opened(tmp_path / "store", SMALL)
    for number in range(1, 8):
        insert(one if number % 2 else other, record(number, [number]))
        other.postings.compact()
        for store in (one, other):
            with store.reading():
                assert pairs(store.postings.find(KEYS)) == [(each, each) for each in range(1, number + 1)]
    one.close()
    again = opened(tmp_path / "store")
    with again.reading():
        assert pairs(again.postings.find(KEYS)) == [(each, each) for each in range(1, 8)]
    again.close()
    other.close()


def test_one_writer_waits_for_another_so_long(tmp_path: Path) -> None:
    one, other = opened(tmp_path / "store"), opened(tmp_path / "store")
    with one.writing(), pytest.raises(StorageError, match="writing for 0 seconds"), other.writing():
        pass
    one.close()
    other.close()


@pytest.mark.parametrize("end", ["", "-wal", "-shm", "-journal", "-witness"])
@pytest.mark.parametrize("copy", ["-rebuild", "-salvage", "-cells", "-salvage-rebuild", "-salvage-cells"])
def test_any_file_that_a_killed_rebuilding_left_is_removed(tmp_path: Path, copy: str, end: str) -> None:
    path = tmp_path / "news.dedup"
    Path(f"{path}{copy}{end}").write_bytes(b"")
    opened(path).close()
    assert {file.name for file in tmp_path.iterdir()} <= {"news.dedup", "news.dedup-witness"}
