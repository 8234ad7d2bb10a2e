"""What is learned from the corpus is what the twin learns, whoever carries which line."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import find_boilerplate_twin as twin
import numpy as np
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_news import story
from pairing import pair_texts

from dedup.corpus.boilerplate import learn_boilerplate
from dedup.corpus.informative_words import find_frequent_words
from dedup.corpus.stock_phrases import find_stock_phrases, possible_phrases
from dedup.settings import Settings
from dedup.sketch.anchors import frequent_anchors
from dedup.tokens.words import tokenize

REUTERS = Path(os.environ.get("DEDUP_CORPORA", ".")) / "reuters21578.jsonl.gz"
LINES = [
    "Home | News | Sport",
    "Updated 3 May 2026 10:32",
    "Subscribe to our newsletter to read it in the morning before you leave the house.",
    "Readers who want to know more about the plans of the council can write to the editors of this paper at any time.",
    "港口 新闻",
    "Contact us",
]
STORIES = [story(number, 6) for number in range(12)]

line = st.sampled_from(LINES)
outlet = st.sampled_from([None, "courier.example", "herald.example"])


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Some lines of a page, none or some of the sentences of a story or two, more lines."""
    bodies = draw(st.lists(st.sampled_from(STORIES), max_size=2))
    kept = [sentence for body in bodies for sentence in body[draw(st.integers(0, 2)) :]]
    return "\n".join([*draw(st.lists(line, max_size=4)), *kept, *draw(st.lists(line, max_size=4))])


def assert_agreement(texts: list[str], outlets: list[str | None], least: int) -> tuple[int, int]:
    """Compare with the twin; return how many lines and phrases were learned."""
    chosen = Settings(min_stock_phrase_groups=least)
    sketched, _, postings, found = pair_texts(texts, chosen)
    names = sorted({outlet for outlet in outlets if outlet})
    numbers = np.array([names.index(outlet) if outlet else -1 for outlet in outlets], np.int64)
    boilerplate = learn_boilerplate(sketched, numbers, chosen)
    articles = [
        twin.article_of(tokenize(text), number, content_hash, outlet)
        for number, (text, content_hash, outlet) in enumerate(
            zip(texts, sketched.content_hashes.tolist(), outlets, strict=True)
        )
    ]
    assert boilerplate.tolist() == sorted(twin.boilerplate(articles, chosen))
    frequent = find_frequent_words(sketched, np.unique(found.representatives), chosen)
    common = find_stock_phrases(sketched, possible_phrases(postings, chosen), found.representatives, frequent, chosen)
    carriers = frequent_anchors(postings, least, 16)
    group_of = dict(zip(articles, found.representatives.tolist(), strict=True))
    plain = [
        key
        for key, sample in zip(carriers.keys.tolist(), carriers.sample_articles.tolist(), strict=True)
        if twin.is_stock_phrase([articles[a] for a in sample if a >= 0], group_of, {*frequent.tolist()}, chosen)
    ]
    assert common.tolist() == plain
    return len(boilerplate), len(common)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(pages(), outlet), max_size=30), st.integers(2, 9))
def test_lines_and_phrases_are_those_of_the_twin(labelled: list[tuple[str, str | None]], least: int) -> None:
    texts, outlets = [text for text, _ in labelled], [name for _, name in labelled]
    assert_agreement(texts, outlets, least)


@pytest.mark.parametrize("outlets", [[None] * 40, ["courier.example", None] * 20])
def test_pages_of_one_site_teach_lines_and_phrases(outlets: list[str | None]) -> None:
    texts = ["\n".join([*LINES[:3], *story(100 + number, 9), *LINES[3:]]) for number in range(40)]
    lines, phrases = assert_agreement(texts, outlets, 9)
    assert lines == len(LINES)
    assert phrases > 0


def test_stories_alone_teach_nothing() -> None:
    texts = ["\n".join(STORIES[number % 3]) + f" {number}" for number in range(12)]
    assert assert_agreement(texts, [None] * 12, 2) == (0, 0)


@pytest.mark.parametrize("texts", [[], [""], ["rain"] * 9, ["Contact us\n" * 50] * 4])
def test_odd_corpora_teach_nothing(texts: list[str]) -> None:
    assert assert_agreement(texts, [None] * len(texts), 2) == (0, 0)


@pytest.mark.skipif(not REUTERS.exists(), reason="DEDUP_CORPORA names no folder with Reuters-21578")
def test_reuters_teaches_what_the_twin_learns() -> None:
    with gzip.open(REUTERS) as records:
        texts = [orjson.loads(record)["text"] for record in records][:6000]
    outlets = [[None, "one.example", "two.example"][number % 3] for number in range(len(texts))]
    lines, phrases = assert_agreement(texts, outlets, 9)
    assert lines > 0
    assert phrases > 0
