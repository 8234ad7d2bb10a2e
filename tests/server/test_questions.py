"""Questions beside additions: they wait for none, and see whatever was acknowledged."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

from made_news import FERRY, text
from served import serving
from stored_news import many

from dedup import Article, Index
from dedup.server.service import Service


def test_a_question_waits_for_no_addition(tmp_path: Path) -> None:
    path = tmp_path / "news.dedup"
    with Index(path) as index:
        index.add(Article("a", text(FERRY)))
    service = Service(*(Index(path) for _ in range(3)))
    ends = threading.Event()
    try:
        service.worker.call(ends.wait, lambda _: None)
        question = service.query(lambda index: index.query(Article("b", text(FERRY))))
        found = asyncio.run(asyncio.wait_for(question, 60))
        assert [match.right_id for match in found.matches] == ["a"]
    finally:
        ends.set()
        service.close()


def test_a_question_sees_whatever_was_acknowledged_before(tmp_path: Path) -> None:
    with serving(tmp_path / "news.dedup") as url, Index(url) as index:
        for article in many(20):
            index.add(article)
            found = index.query(Article("asked", article.text))
            assert article.id in {match.right_id for match in found.matches}
        index.remove(article.id)
        assert article.id not in {match.right_id for match in index.query(Article("asked", article.text)).matches}
