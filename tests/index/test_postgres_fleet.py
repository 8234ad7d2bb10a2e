"""Writers on one index in PostgreSQL, at once and killed: of every text exactly one is told that it is the first."""

from __future__ import annotations

import signal
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from pathlib import Path
from random import Random

import psycopg
import pytest
from other_processes import NIGHTLY, Child, needs_fork, start
from postgres_server import PostgresServer, schema_of
from small_disk import disk_at
from stored_news import START, many

from dedup import Article, Index, Match, StorageError
from dedup.index.judging.judge import Judge, Judged
from dedup.index.storage.postgresql import postings

pytestmark = needs_fork
WRITERS = 4
ARTICLES = many(200 if NIGHTLY else 40, seed=5)


@pytest.fixture
def url(postgres: PostgresServer, tmp_path: Path) -> str:
    return f"{postgres.url}?schema={schema_of(tmp_path)}"


def bring(url: str, writer: int, batch: int) -> Callable[[Callable[[str], None]], None]:
    """Add all articles in an order of the writer's own, as its own; tell each with the copies that stood there."""
    mine = Random(writer).sample(ARTICLES, len(ARTICLES))

    def work(tell: Callable[[str], None]) -> None:
        with Index(url) as index:
            for result in index.add_many((Article(f"{writer}-{each.id}", each.text) for each in mine), batch=batch):
                exact = [match.right_id for match in result.matches if match.relation == "exact"]
                tell(" ".join([result.article_id, *exact]))

    return work


def relation_of(match: Match) -> tuple[str, str, str]:
    return match.left_id, match.right_id, str(match.relation)


def test_of_every_text_one_is_told_that_it_is_the_first(url: str) -> None:
    Index(url).close()
    serializable = f"{url}&options=-c%20default_transaction_isolation=serializable"  # as a server may be set up
    children = [start(bring((url, serializable)[writer % 2], writer, 1 + 4 * writer)) for writer in range(WRITERS)]
    told = [line.split() for child in children for line in child.lines()]
    assert len(told) == WRITERS * len(ARTICLES)
    text_of = {f"{writer}-{each.id}": each.text for writer in range(WRITERS) for each in ARTICLES}
    firsts = Counter(text_of[name] for name, *copies in told if not copies)
    assert firsts == Counter(dict.fromkeys({each.text for each in ARTICLES}, 1))
    with Index(url) as index:
        order = [article.id for article in index]
        place = {name: number for number, name in enumerate(order)}
        assert len(order) == len(told)
        assert all(place[copy] < place[name] for name, *copies in told for copy in copies)
        assert index.check() == []


@pytest.mark.parametrize("seed", range(20 if NIGHTLY else 2))
def test_what_others_do_while_articles_are_judged_counts(url: str, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    random = Random(seed)
    articles = many(60, seed=5 + seed)
    theirs = iter([Article(f"theirs-{each.id}", each.text) for each in random.sample(articles, 60)])
    halves: Counter[str] = Counter()
    judge_meanwhile = Judge.judge_meanwhile

    def counted(judge: Judge, before: Judged) -> Judged | None:
        found = judge_meanwhile(judge, before)
        halves["again" if found is None else "held" if found is before else "meanwhile"] += 1
        return found

    with Index(url) as index, Index(url) as other:
        writing = index._store.writing

        def late() -> AbstractContextManager[None]:
            list(other.add_many(islice(theirs, random.randrange(3))))
            if random.random() < 0.3:
                other.remove(random.choice([each.id for each in other]))
            return writing()

        monkeypatch.setattr(index._store, "writing", late)
        monkeypatch.setattr(Judge, "judge_meanwhile", counted)
        for start in range(0, 60, 3):
            list(index.add_many(articles[start : start + 3], batch=3))
        assert min(halves[name] for name in ("again", "held", "meanwhile")) > 0
        with Index("memory:") as serial:
            list(serial.add_many(index, batch=1))
            found, expected = ([*map(relation_of, one.matches())] for one in (index, serial))
            assert sorted(found) == sorted(expected)
        assert index.check() == []


def test_killed_writers_lose_nothing_that_they_acknowledged(url: str) -> None:
    random = Random(3)
    Index(url).close()
    acknowledged: list[str] = []
    for attempt in range(20 if NIGHTLY else 3):
        children: list[Child] = [start(bring(url, WRITERS * attempt + writer, 5)) for writer in range(2)]
        time.sleep(0.2 + random.random() / 2)
        for child in children:
            child.kill()
        acknowledged += [line.split()[0] for child in children for line in child.lines()]
    with Index(url) as index:
        stored = [article.id for article in index]
        assert len(stored) == len(set(stored))
        assert set(acknowledged) <= set(stored)
        assert index.check() == []


def bring_until_stored(url: str, writer: int) -> Callable[[Callable[[str], None]], None]:
    """Add all articles one by one, each until it is acknowledged; tell each, and each error."""
    mine = Random(writer).sample(ARTICLES, len(ARTICLES))

    def work(tell: Callable[[str], None]) -> None:
        with Index(url) as index:
            for each in mine:
                article = Article(f"{writer}-{each.id}", each.text)
                while True:
                    try:
                        result = index.add(article)
                    except StorageError as error:
                        tell(f"lost {error}")
                        time.sleep(0.05)
                        continue
                    exact = [match.right_id for match in result.matches if match.relation == "exact"]
                    tell(" ".join([str(result.status), result.article_id, *exact]))
                    break

    return work


def test_writers_whose_server_dies_lose_nothing_that_was_acknowledged(postgres: PostgresServer, url: str) -> None:
    Index(url).close()
    children = [start(bring_until_stored(url, writer)) for writer in range(WRITERS)]
    time.sleep(0.5)
    for how in (None, signal.SIGQUIT, None) * (5 if NIGHTLY else 1):
        time.sleep(0.1)
        if how is None:
            with psycopg.connect(postgres.url, autocommit=True) as other:
                other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        else:
            postgres.stop(how)
            postgres.start()
    told = [line.split() for child in children for line in child.lines()]
    acknowledged = [line for line in told if line[0] in ("new", "unchanged")]
    assert {line[0] for line in told} >= {"lost", "new"}
    assert {line[0] for line in told} <= {"lost", "new", "unchanged"}
    assert len(acknowledged) == WRITERS * len(ARTICLES)
    text_of = {f"{writer}-{each.id}": each.text for writer in range(WRITERS) for each in ARTICLES}
    firsts = Counter(text_of[name] for status, name, *copies in acknowledged if status == "new" and not copies)
    assert max(firsts.values()) == 1
    with Index(url) as index:
        assert sorted(each.id for each in index) == sorted(text_of)
        assert index.check() == []


def test_a_server_that_is_shut_down_at_once_loses_nothing(postgres: PostgresServer, url: str) -> None:
    with Index(url) as index:
        names = [result.article_id for result in index.add_many(ARTICLES[:20], batch=5)]
        postgres.stop(signal.SIGQUIT)
        with pytest.raises(StorageError, match="connection"):
            index.add(ARTICLES[20])
        postgres.start()
        assert [article.id for article in index] == names
        assert str(index.add(ARTICLES[20]).status) == "new"
        assert index.check() == []


def test_expiring_drops_the_partitions_that_are_left_empty(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postings, "PARTITION_ARTICLES", 8)
    dated = [replace(each, published=START + timedelta(hours=n)) for n, each in enumerate(ARTICLES[:30])]
    with Index(url) as index:
        list(index.add_many(dated, batch=7))
        schema = url.rpartition("=")[2]
        with psycopg.connect(url.partition("?")[0], autocommit=True) as other:
            count = f"SELECT count(DISTINCT tableoid), min(number) FROM {schema}.postings"
            assert other.execute(count).fetchall() == [(4, 1)]
            assert index.expire(START + timedelta(hours=20)) == 20
            assert other.execute(count).fetchall() == [(2, 16)]
        assert index.check() == []
        assert [each.id for each in index] == [each.id for each in dated[20:]]
        assert str(index.add(dated[0]).status) == "new"


def test_a_changed_byte_of_a_key_is_named_and_mended(url: str) -> None:
    with Index(url) as index:
        list(index.add_many(ARTICLES[:10]))
        matches = index.matches()
        schema = url.rpartition("=")[2]
        with psycopg.connect(url.partition("?")[0], autocommit=True) as other:
            other.execute(f"UPDATE {schema}.postings SET key = key # 4 WHERE number = 3")
            other.execute(f"UPDATE {schema}.articles SET body = 'x' WHERE number = 5")
        assert [fault.article_id for fault in index.check()] == [ARTICLES[4].id, ARTICLES[2].id, None]
        assert [fault.article_id for fault in index.rebuild()] == [ARTICLES[4].id]
        assert index.check() == []
        left = [match for match in matches if ARTICLES[4].id not in (match.left_id, match.right_id)]
        assert index.matches() == left


def test_a_full_disk_loses_nothing_that_was_acknowledged(postgres: PostgresServer, url: str) -> None:
    schema = url.rpartition("=")[2]
    with disk_at(postgres.folder / schema) as disk, psycopg.connect(url.partition("?")[0], autocommit=True) as other:
        (disk / "ballast").write_bytes(bytes(16 << 20))
        postgres.own(disk / "space", make=True)
        other.execute(f"CREATE TABLESPACE {schema} LOCATION '{disk / 'space'}'")
        other.execute(f"ALTER ROLE dedup SET default_tablespace = {schema}")
        stored: list[str] = []
        try:
            with Index(url) as index:
                with pytest.raises(StorageError, match="the disk is full; nothing is lost"):
                    for article in many(600, seed=8):
                        index.add(article)
                        stored.append(article.id)
                assert [article.id for article in index] == stored
                (disk / "ballast").unlink()
                index.add(Article("more", "There is room again."))
                assert [article.id for article in index] == [*stored, "more"]
                assert index.check() == []
        finally:
            other.execute("ALTER ROLE dedup RESET default_tablespace")
            other.execute(f"DROP SCHEMA {schema} CASCADE")
            other.execute(f"DROP TABLESPACE {schema}")
