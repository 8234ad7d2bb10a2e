"""Quotations are found as the old pattern found them, in time that grows as the text does."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from dedup.alignment.quotations import quotations_in, quotations_of_paragraphs

PLAIN = re.compile(r'“[^”]*”|„[^“”]*[“”]|«[^»]*»|»[^«]*«|「[^」]*」|『[^』]*』|"[^"]*"')


@given(st.text(alphabet='“”„«»「」『』" a\n', max_size=40), st.integers(0, 20), st.integers(0, 40))
def test_marks_are_paired_as_a_plain_pattern_pairs_them(text: str, start: int, end: int) -> None:
    spans = [found.span() for found in PLAIN.finditer(text, start, end)]
    quoted = quotations_in(text, start, end)
    for place in range(len(text)):
        inside = sum(first <= place < last for first, last in spans)
        assert quoted.within(place, place + 1) == inside
        assert quoted.touch(place, place + 1) == (inside > 0)
    assert quoted.within(0, len(text)) == sum(last - first for first, last in spans)


def test_a_quotation_ends_in_its_paragraph() -> None:
    text = "“It rains.\nIt snows.” He said: “No.”"
    assert quotations_of_paragraphs(text).within(0, len(text)) == len("“No.”")
