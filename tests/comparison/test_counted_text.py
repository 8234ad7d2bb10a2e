"""Blanking out what does not count: offsets stay, whatever the spans."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dedup.article import Span
from dedup.comparison.counted_text import blanked


@given(st.text(), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40))))
def test_spans_become_newlines_and_everything_else_stays(text: str, ends: list[tuple[int, int]]) -> None:
    spans = [Span(*sorted(min(end, len(text)) for end in pair)) for pair in ends]
    expected = list(text)
    for span in spans:
        expected[span.start : span.end] = "\n" * (span.end - span.start)
    assert blanked(text, spans) == "".join(expected)
