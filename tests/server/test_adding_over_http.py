"""What the server does with additions: one, many, streams, once, again under the same key; and its back-pressure."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from inspect import isfunction
from pathlib import Path
from typing import Any

import httpx
import pytest
from made_news import FERRY, LIBRARY, text
from made_translations import ENGLISH, GERMAN, RUSSIAN
from served import serving
from stored_news import many, small_corpus

import dedup
from dedup import Article, Index, IndexResult, InputError, Settings, SettingsError, StorageError
from dedup.index.index import Index as LocalIndex
from dedup.index.remote import remote_index
from dedup.index.remote.remote_index import RemoteIndex
from dedup.server.add_jobs import AddMode
from dedup.server.requests.limits import ServerLimits

KEY = {"Idempotency-Key": "k1"}


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    with serving(tmp_path / "news.dedup") as address:
        yield address


def post(url: str, body: Any, headers: dict[str, str] | None = None, **parameters: str) -> httpx.Response:
    return httpx.post(f"{url}/v1/articles", json=body, headers=headers, params=parameters)


def ferry(name: str = "a", **known: Any) -> dict[str, Any]:
    return {"id": name, "text": text(FERRY), **known}


def test_one_article_is_answered_with_its_verdict(url: str) -> None:
    assert post(url, ferry()).json()["status"] == "new"
    found = post(url, ferry("b"), passages="true")
    assert found.status_code == 200
    (match,) = found.json()["matches"]
    assert (match["left_id"], match["right_id"], match["relation"]) == ("b", "a", "exact")
    assert match["passages"][0]["left"] == [0, len(text(FERRY)) - 1]  # but for the last full stop
    assert post(url, {"id": "a", "text": text(LIBRARY)}).status_code == 409


def test_after_regrouping_the_server_has_the_translations_of_a_scan(url: str) -> None:
    articles = [Article("de", GERMAN), Article("en", ENGLISH), Article("ru", RUSSIAN)]
    with Index(url) as index:
        list(index.add_many(articles))
        index.regroup()
        found = {(match.left_id, match.right_id, str(match.relation)) for match in index.matches()}
    expected = {(match.left_id, match.right_id, str(match.relation)) for match in dedup.scan(articles).matches}
    assert found == expected
    assert {relation for _, _, relation in found} == {"translation"}


def test_many_articles_are_verified_against_each_other_too(url: str) -> None:
    results = post(url, {"articles": [ferry("a"), ferry("b"), ferry("a")]}).json()["results"]
    assert [(each["status"], len(each["matches"])) for each in results] == [("new", 0), ("new", 1), ("unchanged", 0)]
    assert post(url, {"articles": []}).json() == {"results": []}


def test_a_stream_of_lines_is_answered_line_by_line(url: str) -> None:
    def lines() -> Iterator[bytes]:
        yield from (b'{"id": "a", "text": "Rain."}\n', b"not JSON\n", b'\n{"id": "b",', b' "text": "Rain."}')

    headers = {"Content-Type": "application/x-ndjson"}
    answer = httpx.post(f"{url}/v1/articles", content=lines(), headers=headers)
    first, fault, last = map(json.loads, answer.text.splitlines())
    assert (first["article_id"], fault["error"], last["article_id"]) == ("a", "InputError", "b")
    assert last["matches"][0]["right_id"] == "a"


def test_a_request_is_answered_again_as_it_was_also_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "news.dedup"
    body = {"articles": [ferry("a"), ferry("b"), {"id": "c", "text": "Short."}]}
    with serving(path) as url:
        first = post(url, body, KEY).json()
        assert [each["status"] for each in first["results"]] == ["new"] * 3
        assert post(url, body, KEY).json() == first
        assert [each["status"] for each in post(url, body).json()["results"]] == ["unchanged"] * 3
        updated = post(url, ferry("a", title="Aground"), {"Idempotency-Key": "k2"}, mode="update").json()
    with serving(path) as url:
        assert post(url, body, KEY).json() == first
        again = post(url, ferry("a", title="Aground"), {"Idempotency-Key": "k2"}, mode="update").json()
        assert (again, again["status"]) == (updated, "version")
        assert httpx.get(f"{url}/v1/about").json()["articles"] == 3


def test_once_gives_the_same_verdict_for_the_same_text_and_a_conflict_for_another(url: str) -> None:
    post(url, ferry("wire"))
    first = post(url, ferry("a"), mode=AddMode.ONCE)
    post(url, ferry("later"))
    again = post(url, ferry("a"), mode=AddMode.ONCE)
    assert (first.status_code, again.status_code, again.json()) == (200, 200, first.json())
    edited = post(url, {"id": "a", "text": text(FERRY[:7])}, mode=AddMode.ONCE)
    assert (edited.status_code, edited.json()["status"]) == (409, "conflict")
    assert httpx.get(f"{url}/v1/article", params={"id": "a"}).json()["text"] == text(FERRY)


def test_a_batch_that_fails_on_the_disk_is_told_and_stores_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(tmp_path / "news.dedup") as url:
        with monkeypatch.context() as failing:
            failing.setattr("dedup.index.transactions.assign_groups_of_copies", _no_room)
            answer = post(url, ferry())
            assert (answer.status_code, answer.json()["error"]) == (503, "StorageError")
            assert answer.headers["Retry-After"] == "1"
        assert post(url, ferry()).json()["status"] == "new"


def _no_room(*_: object) -> None:
    raise StorageError("the disk is full")


def test_requests_are_refused_while_too_much_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    let_go = threading.Event()
    add = LocalIndex.add_noted

    def slow(self: Index, *given: Any, **named: Any) -> Iterator[IndexResult]:
        let_go.wait(20)
        return add(self, *given, **named)

    monkeypatch.setattr(LocalIndex, "add_noted", slow)
    limits = ServerLimits(max_waiting_articles=3, max_waiting_bytes=20_000)
    with serving(tmp_path / "news.dedup", limits=limits) as url:
        answers: list[int] = []
        clients = [
            threading.Thread(target=lambda n=n: answers.append(post(url, ferry(f"n{n}")).status_code)) for n in range(9)
        ]
        for client in clients:
            client.start()
        for client in clients[:5]:
            client.join(1)
        busy = httpx.post(f"{url}/v1/query", content=b" " * 30_000, headers={"Content-Type": "application/json"})
        let_go.set()
        for client in clients:
            client.join()
        assert busy.status_code == 429
        assert set(answers) == {200, 429}
        assert answers.count(200) <= 6  # those that wait, and those that came before they were let wait
        with Index(url) as index:
            assert len(index) == answers.count(200)


def test_a_client_waits_for_a_server_that_is_busy(tmp_path: Path) -> None:
    limits = ServerLimits(max_waiting_articles=6)
    articles = many(40)
    with serving(tmp_path / "news.dedup", limits=limits) as url:
        results: list[IndexResult] = []

        def bring(start: int) -> None:
            with Index(url) as index:
                results.extend(index.add_many(articles[start::4], batch=5))

        clients = [threading.Thread(target=bring, args=(start,)) for start in range(4)]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        assert sorted(result.article_id for result in results) == sorted(article.id for article in articles)
        assert {str(result.status) for result in results} == {"new"}


def test_a_batch_that_is_too_large_is_sent_in_halves(tmp_path: Path) -> None:
    with serving(tmp_path / "news.dedup", limits=ServerLimits(max_body_bytes=4_000)) as url, Index(url) as index:
        assert [str(each.status) for each in index.add_many(small_corpus())] == ["new"] * len(small_corpus())
        with pytest.raises(InputError, match="4,000 bytes"):
            index.add(Article("large", "Rain. " * 1000))


def test_a_batch_of_many_articles_is_sent_in_requests_of_some(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote_index, "MAX_REQUEST_ARTICLES", 4)
    articles = many(10, seed=5)
    with serving(tmp_path / "news.dedup") as url, Index(url) as index:
        found = [each.article_id for each in index.add_many(articles, batch=10)]
        counters = httpx.get(f"{url}/metrics").text
    assert found == [article.id for article in articles]
    assert 'dedup_requests_total{route="/v1/articles",method="POST",status="200"} 3\n' in counters


def test_what_the_server_has_not_is_refused(tmp_path: Path) -> None:
    with serving(tmp_path / "news.dedup", settings=Settings(min_shared_anchors=3)) as url:
        with pytest.raises(SettingsError, match="finds no stories"):
            Index(url, stories=True)
        with pytest.raises(SettingsError, match="settings are those of the server"):
            Index(url, settings=Settings(min_shared_anchors=4))
        with Index(url, settings=Settings(min_shared_anchors=3)) as index:
            for refused in (index.rebuild, index.answers, index.overview):
                with pytest.raises(InputError, match="not over the network"):
                    refused()


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    with serving(tmp_path / "news.dedup") as url:
        pass
    with pytest.raises(StorageError, match="no answer for 0 seconds"):
        Index(url, settings=Settings(index_lock_seconds=0.1))
    with pytest.raises(InputError, match="http://HOST:PORT"):
        Index("http:///news")


def test_the_client_has_all_that_an_index_has() -> None:
    inherited = {"aadd", "add_many", "aquery", "ingest", "rebuild_file", "__new__", "__repr__", "__enter__", "__exit__"}
    ours = (vars(base) for base in Index.__mro__ if base.__module__.startswith("dedup."))
    functions = {name for of_one in ours for name, value in of_one.items() if isfunction(value)}
    public = {name for name in functions if not name.startswith("_") or name.startswith("__")}
    assert {"add", "cluster", "regroup", "__getitem__"} <= public
    assert public - vars(RemoteIndex).keys() - inherited == set()


def test_the_client_calls_no_kernel(url: str) -> None:
    program = f"""
import sys
sys.modules["numba"] = None
from dedup import Article, Index
from dedup.kernels.ahead_of_time import library
library.fresh_library = None
with Index({url!r}) as index:
    index.add(Article("a", {text(FERRY)!r}))
    found = index.add(Article("b", {text(FERRY)!r}))
    print(found.matches[0].relation, found.matches[0].passages[0].words, found.cluster.article_ids)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "exact 134 ('a', 'b')\n"
