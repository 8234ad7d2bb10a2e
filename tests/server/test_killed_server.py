"""A server that is killed or asked to stop, again and again: nothing that it acknowledged is lost, nothing is doubled.

Four clients bring articles, each at its own pace, and repeat what was not answered. The server is killed meanwhile and
started again at the same address. In the end every article is stored once, with the verdict that its client was given.
"""

from __future__ import annotations

import threading
import time
from pathlib import Path
from random import Random

import httpx
from other_processes import NIGHTLY
from serve_process import serve_process
from served import serving
from stored_news import many

from dedup import Article, Index, IndexResult, Settings

KILLS = 100 if NIGHTLY else 3
PATIENT = Settings(index_lock_seconds=600)


def bring(url: str, client: int, given: dict[str, IndexResult], ended: threading.Event) -> None:
    """Add articles, round after round, until the server has been killed often enough."""
    turn = 0
    with Index(url, settings=PATIENT) as index:
        while not ended.is_set():
            named = [Article(f"{turn}-{client}-{each.id}", each.text) for each in many(20, seed=1000 * client + turn)]
            for start in range(0, len(named), 7):
                results = index.add_many(named[start : start + 7], batch=7)
                given.update((result.article_id, result) for result in results)
            turn += 1


def test_nothing_acknowledged_is_lost_and_nothing_is_doubled(tmp_path: Path) -> None:
    random = Random(7)
    path = tmp_path / "news.dedup"
    with serve_process(path) as first:
        url = first.url
        first.stop()
    ended = threading.Event()
    given: list[dict[str, IndexResult]] = [{} for _ in range(4)]
    clients = [threading.Thread(target=bring, args=(url, number, given[number], ended)) for number in range(4)]
    for kill in range(KILLS):
        with serve_process(path, bind=url.removeprefix("http://")) as server:
            if not kill:
                for client in clients:
                    client.start()
            time.sleep(0.2 + random.random())
            server.kill()
    with serve_process(path, bind=url.removeprefix("http://")) as server:
        ended.set()
        for client in clients:
            client.join(120)
        assert server.stop() == 0
    acknowledged = {name: result for each in given for name, result in each.items()}
    with Index(path) as index:
        stored = [article.id for article in index]
        assert len(stored) == len(set(stored))
        assert set(stored) == acknowledged.keys()
        assert {str(result.status) for result in acknowledged.values()} == {"new"}
        assert index.check() == []
        for name in Random(1).sample(sorted(acknowledged), 40):
            kept = index.verdict(name)
            assert kept is not None
            assert set(kept.matches) == set(acknowledged[name].matches)
    assert len(acknowledged) > 20 * KILLS


def test_a_server_that_is_asked_to_stop_answers_what_it_has(tmp_path: Path) -> None:
    path = tmp_path / "news.dedup"
    articles = many(60)
    answers: list[httpx.Response] = []
    with serve_process(path) as server:
        body = {"articles": [{"id": article.id, "text": article.text} for article in articles]}
        post = threading.Thread(target=lambda: answers.append(httpx.post(f"{server.url}/v1/articles", json=body)))
        post.start()
        time.sleep(0.3)
        code = server.stop()
        post.join()
    assert code == 0
    assert len(answers[0].json()["results"]) == len(articles)
    with Index(path) as index:
        assert len(index) == len(articles)


def test_a_request_that_waits_when_the_server_ends_is_still_stored(tmp_path: Path) -> None:
    path = tmp_path / "news.dedup"
    with serving(path) as url, httpx.stream("POST", f"{url}/v1/articles", json={"id": "a", "text": "Rain."}) as answer:
        assert answer.status_code == 200
    with Index(path) as index:
        assert "a" in index
