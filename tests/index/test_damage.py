"""Flipped bytes, cut logs, full disks: found, told, mended as far as it can be."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from random import Random

import pytest
from other_processes import NIGHTLY
from small_disk import small_disk as small_disk
from small_segments import small_index, small_store
from stored_news import many

from dedup import Article, DamagedDataError, Index, SettingsError, StorageError
from dedup.index.storage.sqlite.schema import PAGE_BYTES

ARTICLES = many(80, seed=7)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index with runs, recent articles, clusters and stories, in one closed file."""
    path = tmp_path_factory.mktemp("whole") / "news.dedup"
    with small_index(path, 30) as index:
        for _ in index.add_many(ARTICLES, batch=7):
            pass
        index.regroup()
        assert (index.stats().segments, index.stats().unflushed) == (2, 10)
        assert index.check() == []
    return path


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """What SQL says is in the tables that must not change unnoticed."""
    with sqlite3.connect(path) as db:
        db.text_factory = bytes
        tables = {
            "articles": db.execute("SELECT * FROM articles ORDER BY number").fetchall(),
            "ids": db.execute("SELECT id, number FROM articles INDEXED BY articles_id ORDER BY id").fetchall(),
            "buckets": db.execute("SELECT * FROM buckets ORDER BY place").fetchall(),
            "runs": db.execute("SELECT * FROM runs").fetchall(),
            "built": db.execute("SELECT * FROM notes WHERE name = ?", (b"built",)).fetchall(),
        }
    db.close()
    return tables


def test_every_flip_that_changes_a_text_or_a_key_is_found_and_mended(whole: Path, tmp_path: Path) -> None:
    random, data, expected = Random(2), whole.read_bytes(), contents(whole)
    found = 0
    for _ in range(200 if NIGHTLY else 40):
        path = tmp_path / "flipped.dedup"
        damaged = bytearray(data)
        damaged[random.randrange(PAGE_BYTES, len(data))] ^= 1 << random.randrange(8)
        path.write_bytes(damaged)
        try:
            is_changed = contents(path) != expected
        except sqlite3.Error:
            is_changed = True
        try:
            with Index(path) as index:
                faults = index.check()
                assert faults or not is_changed
                found += is_changed
                if faults:
                    lost = {fault.article_id for fault in index.rebuild() if fault.article_id}
                    assert index.check() == []
                    assert list(index) == [article for article in ARTICLES if article.id not in lost]
                    assert len(lost) <= 1 or is_changed
        except (DamagedDataError, SettingsError, StorageError):
            assert is_changed
        for file in tmp_path.iterdir():
            file.unlink()
    assert found > 10


def test_a_damaged_text_is_named_and_never_judged(whole: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(whole, tmp_path))
    with sqlite3.connect(path) as db:
        ((body,),) = db.execute("SELECT body FROM articles WHERE number = 5")
        db.execute("UPDATE articles SET body = ? WHERE number = 5", (body[:-1] + bytes([body[-1] ^ 1]),))
    db.close()
    with Index(path) as index:
        with pytest.raises(DamagedDataError, match="article b'n4'"):
            index["n4"]
        with pytest.raises(DamagedDataError, match="article b'n4'"):
            index.query(Article("copy", ARTICLES[4].text))
        assert [fault.article_id for fault in index.check()] == ["n4", None]
        assert [fault.article_id for fault in index.rebuild()] == ["n4"]
        assert "n4" not in index
        assert len(index) == len(ARTICLES) - 1


def test_an_id_that_is_no_text_any_more_is_told_as_it_stands(whole: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(whole, tmp_path))
    with sqlite3.connect(path) as db:
        db.execute("UPDATE articles SET id = ? WHERE number = 5", (b"n\xa84",))
    db.close()
    with Index(path) as index:
        assert next(iter(index.check())).article_id == "n\\xa84"


def test_what_it_was_built_with_is_damaged(whole: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(whole, tmp_path))
    with sqlite3.connect(path) as db:
        db.execute("UPDATE notes SET body = ? WHERE name = ?", (b'{"format":', b"built"))
    db.close()
    with pytest.raises(DamagedDataError, match="what it was built with is damaged"):
        Index(path)


def test_a_damaged_key_is_named_and_computed_again(whole: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(whole, tmp_path))
    with sqlite3.connect(path) as db:
        ((place, entries),) = db.execute("SELECT place, entries FROM buckets WHERE length(entries) > 80 LIMIT 1")
        flipped = entries[:27] + bytes([entries[27] ^ 1]) + entries[28:]  # the lowest bit of a key, above the number
        db.execute("UPDATE buckets SET entries = ? WHERE place = ?", (flipped, place))
    db.close()
    with Index(path) as index:
        (fault,) = index.check()
        assert fault.description == "its keys are damaged"
        assert fault.article_id in index
        clusters = index.clusters()
        assert index.rebuild() == []
        assert index.check() == []
        assert index.clusters() == clusters
        assert list(index) == ARTICLES


def test_a_cut_or_flipped_log_loses_the_end_and_nothing_else(tmp_path: Path) -> None:
    random = Random(3)
    source, copy = tmp_path / "news.dedup", tmp_path / "copy.dedup"
    with Index(source) as index:
        for _ in index.add_many(ARTICLES[:30], batch=2):
            pass
        log = Path(f"{source}-wal").read_bytes()
        main = source.read_bytes()
    for attempt in range(200 if NIGHTLY else 30):
        at = random.randrange(len(log))
        copy.write_bytes(main)
        flipped = log[:at] + bytes([log[at] ^ 1 << random.randrange(8)]) + log[at + 1 :]
        Path(f"{copy}-wal").write_bytes(log[:at] if attempt % 2 else flipped)
        with Index(copy) as index:
            stored = list(index)
            assert stored == ARTICLES[: len(stored)]
            assert len(stored) % 2 == 0
            assert index.check() == []
        for file in tmp_path.glob("copy*"):
            file.unlink()


def test_without_room_an_error_is_told_nothing_is_lost_and_work_goes_on(tmp_path: Path) -> None:
    store = small_store(tmp_path / "news.dedup", 4096)
    with Index(store) as index:
        list(index.add_many(ARTICLES[:20]))
        ((pages,),) = store.database.query("PRAGMA page_count")
        store.database.query(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StorageError, match="the disk is full; nothing is lost"):
            list(index.add_many(ARTICLES[20:]))
        assert list(index) == ARTICLES[:20]
        store.database.query(f"PRAGMA max_page_count = {100 * pages}")
        list(index.add_many(ARTICLES[20:]))
        assert list(index) == ARTICLES
        assert index.check() == []


def test_a_full_disk_of_20_megabytes(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(19 << 20))
    stored: list[str] = []
    with Index(small_disk / "news.dedup") as index:
        with pytest.raises(StorageError, match="news"):
            for article in many(3000, seed=8):
                index.add(article)
                stored.append(article.id)
        assert [article.id for article in index] == stored
        ballast.unlink()
        index.add(Article("more", "There is room again."))
    with Index(small_disk / "news.dedup") as index:
        assert [article.id for article in index] == [*stored, "more"]
        assert index.check() == []
