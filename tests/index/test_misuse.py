"""Wrong calls end at the door, with an error that says what to do; nothing is stored, and the index goes on."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dedup import Article, Index, InputError, StorageError, scan
from dedup.server.serving import bind_socket

ARTICLE = Article("a", "The ferry to the island is late again today.", url="https://a.example/ferry")

VERBS: dict[str, Callable[[Any], object]] = {
    "len": len,
    "in": lambda index: "a" in index,
    "[]": lambda index: index["a"],
    "iter": list,
    "version_of": lambda index: index.version_of(ARTICLE),
    "repeats": lambda index: index.repeats("a"),
    "add": lambda index: index.add(ARTICLE),
    "add_many": lambda index: list(index.add_many([ARTICLE])),
    "ingest": lambda index: list(index.ingest([ARTICLE])),
    "update": lambda index: index.update(ARTICLE),
    "query": lambda index: index.query(ARTICLE),
    "add_unverified": lambda index: index.add_unverified([ARTICLE]),
    "import_report": lambda index: index.import_report(scan([ARTICLE])),
    "remove": lambda index: index.remove("a"),
    "expire": lambda index: index.expire(datetime(2025, 1, 1, tzinfo=UTC)),
    "matches": lambda index: index.matches(),
    "clusters": lambda index: index.clusters(),
    "cluster": lambda index: index.cluster(1),
    "stories": lambda index: index.stories(),
    "story": lambda index: index.story(1),
    "series": lambda index: index.series(),
    "story_id": lambda index: index.story_id("a"),
    "cluster_id": lambda index: index.cluster_id("a"),
    "matches_of": lambda index: index.matches_of("a"),
    "match": lambda index: index.match("a", "b"),
    "verdict": lambda index: index.verdict("a"),
    "overview": lambda index: index.overview(),
    "search": lambda index: index.search("ferry"),
    "add_noted": lambda index: list(index.add_noted([ARTICLE], lambda *_: {})),
    "answers": lambda index: index.answers(),
    "stats": lambda index: index.stats(),
    "regroup": lambda index: index.regroup(),
    "export": lambda index: index.export(),
    "check": lambda index: index.check(),
    "rebuild": lambda index: index.rebuild(),
}


def test_every_verb_is_listed() -> None:
    public = {name for name in dir(Index) if not name.startswith("_")}
    reads_no_index = {"read_ahead"}  # nor writes one: it prepares articles
    assert public - set(VERBS) - reads_no_index == {"aadd", "aquery", "close", "rebuild_file"}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("url", ["memory:", "news.dedup"])
def test_after_close(verb: str, url: str, tmp_path: Path) -> None:
    index = Index(url if url == "memory:" else tmp_path / url)
    index.add(ARTICLE)
    index.close()
    index.close()
    with pytest.raises(StorageError, match=r"news\.dedup|memory:"):
        VERBS[verb](index)


WRONG: dict[str, Callable[[Any], object]] = {
    "add(None)": lambda index: index.add(None),
    "add('text')": lambda index: index.add("text"),
    "update(None)": lambda index: index.update(None),
    "query({})": lambda index: index.query({"id": "a", "text": "b"}),
    "version_of(7)": lambda index: index.version_of(7),
    "add_many(article)": lambda index: index.add_many(ARTICLE),
    "add_many(None)": lambda index: index.add_many(None),
    "add_many([None])": lambda index: list(index.add_many([None])),
    "ingest('path')": lambda index: index.ingest("path"),
    "ingest([None])": lambda index: list(index.ingest([None])),
    "import_report(7)": lambda index: index.import_report(7),
    "add_unverified([7])": lambda index: index.add_unverified([7]),
    "add_many(batch=0)": lambda index: index.add_many([ARTICLE], batch=0),
    "add_many(batch=-1)": lambda index: index.add_many([ARTICLE], batch=-1),
    "add_many(batch=1.5)": lambda index: index.add_many([ARTICLE], batch=1.5),
    "add_many(batch=True)": lambda index: index.add_many([ARTICLE], batch=True),
    "ingest(batch=0)": lambda index: index.ingest([ARTICLE], batch=0),
    "ingest(max_delay_seconds='1')": lambda index: index.ingest([ARTICLE], max_delay_seconds="1"),
    "add_unverified(batch=0)": lambda index: index.add_unverified([ARTICLE], batch=0),
    "expire('2024')": lambda index: index.expire("2024"),
    "expire(naive)": lambda index: index.expire(datetime(2025, 1, 1)),
    "story('x')": lambda index: index.story("x"),
    "cluster(None)": lambda index: index.cluster(None),
    "cluster(1.0)": lambda index: index.cluster(1.0),
    "remove(7)": lambda index: index.remove(7),
    "index[7]": lambda index: index[7],
    "story_id(None)": lambda index: index.story_id(None),
    "Index(None)": lambda _: Index(None),  # type: ignore[arg-type]
    "Index(settings={})": lambda _: Index("memory:", settings={}),  # type: ignore[arg-type]
    "Index(':memory:')": lambda _: Index(":memory:"),
    "Index('')": lambda _: Index(""),
    "Index(NUL)": lambda _: Index("a\0b"),
    "Index('file:')": lambda _: Index("file:x?mode=memory"),
    "Index('memory:x')": lambda _: Index("memory:x"),
}


@pytest.mark.parametrize("call", WRONG)
def test_a_wrong_call_is_an_error_and_stores_nothing(call: str) -> None:
    with Index("memory:") as index:
        with pytest.raises((TypeError, InputError), match=r"[a-z]{4}"):
            WRONG[call](index)
        assert len(index) == 0
        assert index.add(ARTICLE).status == "new"


def test_a_group_that_no_number_can_name_is_none(tmp_path: Path) -> None:
    with Index(tmp_path / "news.dedup") as index:
        assert (index.cluster(2**70), index.story(-(2**70)), index.cluster(7)) == (None, None, None)


@pytest.mark.parametrize("name", [":memory:", "file:x?mode=memory", "file:news.dedup?mode=ro"])
def test_a_path_is_a_path(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Index(Path(name)) as index:
        index.add(ARTICLE)
    assert {file.name for file in tmp_path.iterdir()} == {name, f"{name}-witness"}
    with Index(Path(name)) as index:
        assert list(index) == [ARTICLE]


def test_a_record_that_no_article_can_be_is_read_as_far_as_it_can_be(tmp_path: Path) -> None:
    """Older versions stored what is refused today: `links=None` shut the whole index."""
    with Index(tmp_path / "news.dedup") as index:
        article = Article("odd", "It rained on the pier all day long.", "Rain")
        object.__setattr__(article, "links", None)
        object.__setattr__(article, "language", "x" * 300)
        index.add(article)
        index.add(ARTICLE)
        whole = Article("odd", "It rained on the pier all day long.", "Rain")
        assert list(index) == [whole, ARTICLE]
        assert index["odd"] == whole
        assert index.check() == []
        assert index.query(Article("copy", whole.text)).matches[0].right_id == "odd"
        index.regroup()
        assert len(index.export().clusters) == 0
        assert index.rebuild() == []
        assert list(index) == [whole, ARTICLE]


@pytest.mark.parametrize("given", [None, 7, b"a", ["a"]], ids=repr)
def test_what_is_no_id_is_refused(given: Any) -> None:
    with Index("memory:") as index:
        index.add(ARTICLE)
        for call in (index.verdict, index.matches_of, index.search, lambda each: index.match(each, "a")):
            with pytest.raises(TypeError, match=f"not {type(given).__name__}"):
                call(given)
        with pytest.raises(TypeError, match=f"not {type(given).__name__}"):
            index.export([given])


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="this system has no /proc")
@pytest.mark.parametrize("path", ["/proc/self/maps", "/dev/null", "pipe"])
def test_what_is_no_file_that_ends_is_no_index(path: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match=r"not an index: (made by the system|a device|a named pipe)"):
        Index(tmp_path / path)


@pytest.mark.parametrize("host", ["x" * 300, "a..b", "[::1x", "\u202e"], ids=["long", "empty label", "bracket", "bidi"])
def test_a_host_that_can_have_no_name_is_refused(host: str) -> None:
    pytest.importorskip("psycopg")
    for call in (
        lambda: bind_socket(f"{host}:0"),
        lambda: Index(f"http://{host}"),
        lambda: Index(f"https://{host}:1"),
        lambda: Index(f"postgresql://{host}:1/x"),
        lambda: Index("http://127.0.0.1:99999999"),
    ):
        with pytest.raises(InputError):
            call()
