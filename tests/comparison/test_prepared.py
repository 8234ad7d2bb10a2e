"""Counted words, in two codes: as ranges for the measuring kernel, and as a mask for all that read words in numpy."""

from __future__ import annotations

import made_news as news
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from made_news import FERRY, LIBRARY, text

from dedup.article import Article
from dedup.comparison.counted_text import counted_words
from dedup.comparison.pair_measures import measure_candidates
from dedup.comparison.prepared import prepare
from dedup.corpus.statistics import CorpusStatistics
from dedup.settings import DEFAULT_SETTINGS
from dedup.tokens.words import tokenize

MENU = ["Home", "News and weather", "Sign in or register"]
line = st.sampled_from([*FERRY, *LIBRARY[:3], *MENU, "港口因风暴关闭", ""])
article_text = st.lists(line, max_size=16).map("\n".join)


@settings(max_examples=150, deadline=None)
@given(article_text, st.sets(st.sampled_from([*FERRY[:3], *MENU])))
def test_the_words_that_count_are_the_same_everywhere(given_text: str, boilerplate: set[str]) -> None:
    keys = np.unique([key for known in sorted(boilerplate) for key in tokenize(known).lines.keys.tolist()])
    prepared, _ = prepare([Article("a", given_text)], DEFAULT_SETTINGS)
    words = prepared.words_of(0)
    own = counted_words(words, prepared.repeats[0], keys.astype(np.uint64), 20)
    corpus = CorpusStatistics(boilerplate_lines=keys.astype(np.uint64))
    measured = measure_candidates(prepared.measured(), corpus, np.array([0]), np.array([0]), DEFAULT_SETTINGS)
    assert measured.left_words[0] == own.sum()


def test_later_occurrences_do_not_count_and_what_stands_between_does() -> None:
    story, between = text(FERRY), LIBRARY[0]
    prepared, _ = prepare([Article("a", text(story, between, story))], DEFAULT_SETTINGS)
    words = prepared.words_of(0)
    own = counted_words(words, prepared.repeats[0], np.empty(0, np.uint64), 20)
    stretch = words.span(0, int(own.sum()))
    assert stretch.of(words.text) == text(story, between).rstrip(".")
    assert own[: own.sum()].all()
    assert prepared.repeated_words.article_ends.tolist() == [1]
    assert (prepared.repeated_words.starts[0], prepared.repeated_words.ends[0]) == (own.sum(), len(words))


def test_boilerplate_counts_where_hardly_anything_else_is_left() -> None:
    menu = np.sort(tokenize(text(MENU)).lines.keys)
    for sentences, is_left_out in ((1, False), (2, True)):
        words = tokenize(text(MENU, FERRY[:sentences]))
        own = counted_words(words, (), menu, 20)
        assert own.all() != is_left_out
        assert own.sum() == len(words) - is_left_out * len(tokenize(text(MENU)))


def test_articles_keep_their_places() -> None:
    articles = [Article("b", text(FERRY, FERRY)), Article("a", ""), Article("c", text(news.story(3)))]
    reported: list[tuple[str, int, int | None]] = []
    prepared, _ = prepare(articles, DEFAULT_SETTINGS, progress=lambda *step: reported.append(step))
    assert prepared.articles == tuple(articles)
    assert [len(found) for found in prepared.repeats] == [1, 0, 0]
    assert prepared.repeated_words.article_ends.tolist() == [1, 1, 1]
    assert reported[-1] == ("taking fingerprints", 3, 3)
    assert len(prepare([], DEFAULT_SETTINGS)[0]) == 0
