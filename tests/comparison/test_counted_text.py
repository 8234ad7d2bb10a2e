"""Blanking out what does not count: offsets stay, whatever the spans."""

from __future__ import annotations

from unittest import mock

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dedup.article import Article, Span
from dedup.comparison import counted_text
from dedup.comparison.counted_text import BoilerplateSpans, blanked, boilerplate_ranges
from dedup.comparison.prepared import prepare
from dedup.corpus.statistics import CorpusStatistics
from dedup.settings import DEFAULT_SETTINGS

LINES = ["Home | News", "Ælfrieda über alles.", "港口关闭了。", "😀 a", "", "\u00ad", "Rain was expected at noon. " * 9]


@given(st.text(), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40))))
def test_spans_become_newlines_and_everything_else_stays(text: str, ends: list[tuple[int, int]]) -> None:
    spans = [Span(*sorted(min(end, len(text)) for end in pair)) for pair in ends]
    expected = list(text)
    for span in spans:
        expected[span.start : span.end] = "\n" * (span.end - span.start)
    assert blanked(text, spans) == "".join(expected)


@given(st.lists(st.lists(st.sampled_from(LINES) | st.text(max_size=9), max_size=6), max_size=7), st.integers(2, 4))
def test_spans_of_boilerplate_are_those_of_its_words(texts: list[list[str]], every: int) -> None:
    """Read for several articles together, from the keys of all lines, as for each alone."""
    articles = [Article(f"{number:02}", "\n".join(lines)) for number, lines in enumerate(texts)]
    prepared, _ = prepare(articles, DEFAULT_SETTINGS)
    keys = np.unique(prepared.texts.lines.keys[::every])
    found = BoilerplateSpans(prepared, CorpusStatistics(boilerplate_lines=keys))
    expected = {}
    for number, article in enumerate(articles):
        words = prepared.words_of(number)
        if spans := tuple(words.span(*each) for each in boilerplate_ranges(words, keys)):
            expected[article.id] = spans
    with mock.patch.object(counted_text, "CARRIERS_AT_ONCE", 2):
        assert dict(found) == expected
