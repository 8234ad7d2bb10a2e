"""The PostgreSQL store does what every store must; it is found by its mark, and survives the loss of its server."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from dataclasses import replace
from itertools import count

import psycopg
import pytest
from postgres_server import PostgresServer
from suite import KEYS, StoreSuite, insert, pairs, record

from dedup.errors import InputError, StorageError
from dedup.index.storage.postgresql import postings
from dedup.index.storage.postgresql.store import PostgresStore

SCHEMAS = (f"test_{number}" for number in count())


def opened(url: str, lock_seconds: float = 5) -> PostgresStore:
    return PostgresStore(url, lock_seconds=lock_seconds)


@pytest.fixture
def url(postgres: PostgresServer) -> str:
    return f"{postgres.url}?schema={next(SCHEMAS)}"


class TestPostgresStore(StoreSuite):
    @pytest.fixture
    def store(self, url: str) -> Iterator[PostgresStore]:
        store = opened(url)
        yield store
        store.close()


def test_a_schema_that_is_not_ours_is_refused(postgres: PostgresServer) -> None:
    with psycopg.connect(postgres.url) as other:
        other.execute("CREATE SCHEMA theirs")
        other.commit()
        with pytest.raises(InputError, match="a schema 'theirs' that dedup did not make"):
            opened(f"{postgres.url}?schema=theirs")
        other.execute("COMMENT ON SCHEMA theirs IS 'an index of dedup, format 1'")
    with pytest.raises(InputError, match="format 1, which another version of dedup made"):
        opened(f"{postgres.url}?schema=theirs")
    with pytest.raises(InputError, match="name of a schema"):
        opened(f"{postgres.url}?schema=x;DROP")
    with pytest.raises(StorageError, match=r"postgresql://me@127\.0\.0\.1:1/news: connection failed"):
        opened("postgresql://me:secret@127.0.0.1:1/news")


def test_one_writer_waits_for_another_so_long(url: str) -> None:
    one, other = opened(url), opened(url, 0.1)
    with one.writing():
        assert one.state().articles == 0  # the lock is taken with the first question
        with pytest.raises(StorageError, match="writing for 0 seconds"), other.writing():
            pass
        with pytest.raises(StorageError, match="writing for 0 seconds"), other.writing():
            other.state()
    insert(other, record(1))
    one.close()
    other.close()


def test_a_reader_sees_the_moment_at_which_it_began(url: str) -> None:
    one, other = opened(url), opened(url)
    with one.reading():
        assert one.articles.numbers() == []
        insert(other, record(1))
        assert one.articles.numbers() == []
    assert one.articles.numbers() == [1]
    with pytest.raises(StorageError, match="another program has the index open"), one.replacement():
        pass
    one.close()
    other.close()


def test_a_lost_connection_is_told_once_and_made_anew(postgres: PostgresServer, url: str) -> None:
    store = opened(url)
    insert(store, record(1, range(3)))

    def terminate() -> None:
        with psycopg.connect(postgres.url, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")

    with pytest.raises(StorageError, match="connection is lost"), store.writing():
        store.articles.insert([record(2)])
        terminate()
        store.articles.insert([record(3)])
    assert store.articles.numbers() == [1]
    insert(store, record(2))
    for how in (signal.SIGQUIT, signal.SIGKILL):
        with pytest.raises(StorageError), store.writing():
            store.articles.insert([record(3)])
            postgres.stop(how)
            store.articles.insert([record(4)])
        with pytest.raises(StorageError):
            store.articles.numbers()
        postgres.start()
        assert store.articles.numbers() == [1, 2]
        assert pairs(store.postings.find(KEYS[:3])) == [(0, 1), (1, 1), (2, 1)]
    store.close()


def test_a_reader_keeps_no_partition_and_no_writer_waits_for_one(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings, "PARTITION_ARTICLES", 4)
    store, reader = opened(url), opened(url)
    for number in range(1, 9):
        insert(store, record(number, [number]))
    with store.writing():
        store.articles.delete(range(1, 7))
        store.set_state(replace(store.state(), articles=2, tombstones=6))
    with reader.reading():
        assert pairs(reader.postings.find(KEYS[1:3])) == [(0, 1), (1, 2)]
        store.postings.compact()
        assert store.postings._partitions() == {0, 1, 2}
        insert(store, record(9, [9]))
    store.postings.compact()
    assert store.postings._partitions() == {1, 2}
    store.close()
    reader.close()


def test_recent_keys_are_those_of_all_articles_since_or_none(url: str) -> None:
    store = opened(url)
    for number in range(1, 5):
        insert(store, record(number, [number, number + 1]))
    held = store.postings.held_since(3)
    assert held is not None
    assert sorted(zip(held.keys.tolist(), held.numbers.tolist(), strict=True)) == sorted(
        (int(KEYS[position]), number) for number in (3, 4) for position in (number, number + 1)
    )
    insert(store, record(5))  # holds no key
    assert store.postings.held_since(5) is None
    insert(store, record(6, [6]))
    assert store.postings.held_since(4) is None
    found = store.postings.held_since(6)
    assert found is not None
    assert found.numbers.tolist() == [6]
    store.close()


def test_partitions_without_articles_are_dropped(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings, "PARTITION_ARTICLES", 4)
    store = opened(url)
    for number in range(1, 12):
        insert(store, record(number, [number, number + 1]))
    with store.writing():
        state = store.state()
        store.articles.delete(range(1, 9))
        store.set_state(replace(state, articles=3, tombstones=8))
    store.postings.compact()
    assert store.database.query("SELECT count(*) FROM postings") == [(8,)]
    assert store.postings._partitions() == {2}
    assert store.state().tombstones == 1
    assert pairs(store.postings.find(KEYS[:9])) == [(8, 8)]
    with store.writing():
        store.articles.delete([10])
        store.set_state(replace(state, articles=2, tombstones=2))
    store.postings.compact()
    assert store.database.query("SELECT count(*) FROM postings") == [(4,)]
    assert store.state().tombstones == 0
    store.articles.delete([9, 11])
    store.set_state(replace(store.state(), articles=0, tombstones=2))
    store.postings.compact()
    assert store.postings._partitions() == set()
    insert(store, record(12, [0]))
    assert store.postings._partitions() == {3}
    assert pairs(store.postings.find(KEYS)) == [(0, 12)]
    store.close()
