"""How many articles there will be is known before they are read, or estimated from the bytes that have been read."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

import dedup
from dedup.article import Article
from dedup.runtime.progress import Stage
from dedup.sources.reader import read_articles

SENTENCE = "The river rose by a metre during the night, and the bridge was closed to all traffic until Sunday morning. "


def test_files_of_one_article_are_counted(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"{number}.txt").write_text(SENTENCE)
    reading = read_articles([tmp_path, Article("a", SENTENCE)])
    assert reading.expected_articles(0) == 31
    next(reading)
    assert reading.expected_articles(1) == 31
    assert len(list(reading)) == 30


@pytest.mark.parametrize("name", ["feed.jsonl", "feed.jsonl.gz"])
def test_records_are_estimated_from_bytes(tmp_path: Path, name: str) -> None:
    random = Random(1)
    texts = (f"{SENTENCE} {random.randbytes(400).hex(' ')}" for _ in range(3000))
    lines = b"".join(json.dumps({"text": text}).encode() + b"\n" for text in texts)
    (tmp_path / name).write_bytes(gzip.compress(lines) if name.endswith(".gz") else lines)
    reading = read_articles([tmp_path])
    assert reading.expected_articles(0) is None
    for number, _ in enumerate(reading, 1):
        if number in (1000, 2000, 2900):
            expected = reading.expected_articles(number)
            assert expected is not None
            assert 2400 < expected < 3600
    assert reading.expected_articles(3000) == 3000


def test_what_comes_bit_by_bit_is_not_known() -> None:
    def articles() -> Iterator[Article]:
        yield Article("a", SENTENCE)

    assert read_articles(articles()).expected_articles(0) is None
    assert read_articles(["-"]).expected_articles(0) is None


def test_what_was_read_by_another_reading_is_known_there(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"{number}.txt").write_text(f"{SENTENCE} {number}")
    steps: list[tuple[int, int | None]] = []

    def note(stage: str, done: int, total: int | None) -> None:
        if stage == Stage.READ:
            steps.append((done, total))

    dedup.scan(read_articles(tmp_path), progress=note)
    assert steps == [(16, 40), (32, 40), (40, 40)]
