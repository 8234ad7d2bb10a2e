"""The made-up news: the same for the same seed, and copies are what they are said to be."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from contenders import CONTENDERS, PEERS
from news import KINDS, News, blocks, write_news
from plotting import plot
from throughput import _quality
from wire import containment, plain_words, shingles

LEAST_CONTAINMENT = {
    "exact": 1.0,
    "restyled": 1.0,
    "edited 5 %": 0.75,
    "edited 10 %": 0.6,
    "edited 20 %": 0.35,
    "wrapped": 1.0,
    "wrapped, edited 5 %": 0.75,
    "first half": 1.0,
    "doubled": 1.0,
    "shuffled": 0.9,
    "60 words quoted": 0.01,
}


@pytest.fixture(scope="module")
def news() -> News:
    [block] = blocks(600, seed=3)
    return block


def test_the_same_seed_makes_the_same_news(news: News) -> None:
    [again] = blocks(600, seed=3)
    assert again.texts() == news.texts()
    assert again.base.tolist() == news.base.tolist()


def test_another_seed_makes_other_news(news: News) -> None:
    [other] = blocks(600, seed=4)
    assert not set(other.texts()) & set(news.texts())


def test_three_in_ten_are_copies_of_every_kind(news: News) -> None:
    assert (news.kind > 0).sum() == 180
    assert set(news.kind.tolist()) == set(range(len(KINDS)))
    assert (news.base[news.kind == 0] == np.flatnonzero(news.kind == 0)).all()
    assert (news.kind[news.base] == 0).all()


@pytest.mark.parametrize("kind", KINDS[1:])
def test_copies_hold_what_their_kind_says(news: News, kind: str) -> None:
    texts = news.texts()
    for article in np.flatnonzero(news.kind == KINDS.index(kind)):
        own, base = (shingles(plain_words(texts[place])) for place in (article, news.base[article]))
        assert containment(own, base) >= LEAST_CONTAINMENT[kind]
        assert (own == base) == (kind in ("exact", "restyled"))


def test_articles_read_like_news(news: News) -> None:
    texts = news.texts()
    lengths = [len(text.split()) for text, kind in zip(texts, news.kind, strict=True) if kind == 0]
    assert 380 < np.median(lengths) < 480
    assert sum("“" in text for text in texts) > 0.8 * len(texts)
    assert sum(any(sign in text for sign in "áéö") for text in texts) > 0.8 * len(texts)


def test_a_larger_corpus_is_written_and_read_back(tmp_path: Path) -> None:
    written = write_news(tmp_path, 300, seed=5)
    [block] = blocks(300, seed=5)
    assert written.texts() == block.texts()
    assert written.kind.tolist() == block.kind.tolist()


def test_quality_counts_planted_and_reported_pairs(news: News) -> None:
    copies = np.flatnonzero(news.kind)
    recall, precision = _quality(news, copies, news.base[copies])
    assert set(recall.values()) == {1.0}
    assert precision == 1.0
    wrong = np.flatnonzero(news.kind == 0)[:2]
    halved = copies[: len(copies) // 2]
    left, right = np.append(halved, wrong[0]), np.append(news.base[halved], wrong[1])
    recall, precision = _quality(news, left, right)
    assert recall["all"] == 0.5
    assert precision == len(halved) / (len(halved) + 1)


def test_every_peer_is_a_contender() -> None:
    assert set(PEERS) < set(CONTENDERS)


def test_the_plot_is_drawn(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    target = tmp_path / "results" / "plot.svg"
    plot([("dedup", 10, 1.0), ("dedup", 100, 11.0), ("other", 10, 2.0)], target)
    assert "<svg" in target.read_text()
