from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from dedup.reports.sanitize import JOINERS, cut_end, cut_start, escape_controls, one_line, one_line_keeping_ends

anything = st.text(st.characters() | st.sampled_from("\x1b\x07\x9b\u202e\u2028\ufeff\u0301漢👩\u200d"))
ATTACKS = [
    "\x1b[2J",  # clears the screen
    "\x1b]0;owned\x07",  # names the window
    "\x9b31m",  # the same kind of sequence in one control character
    "\x1b]8;;http://x.example\x1b\\text",  # a link
    "invoice\u202efdp.exe",  # shown back to front
    "a\rb",  # hides what stands before it
    "a\bb",
    "\udc9b",  # half of a sign
]


@given(anything)
def test_nothing_is_left_that_a_terminal_would_obey(text: str) -> None:
    for shown in (escape_controls(text), one_line(text), one_line_keeping_ends(text)):
        assert all(sign.isprintable() or sign in JOINERS for sign in shown)


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_shown_as_escapes(attack: str) -> None:
    shown = escape_controls(attack)
    assert shown.isprintable()
    assert "\\" in shown


@given(st.text(st.characters(categories=["L", "N", "P"])))
def test_words_are_shown_as_they_are(text: str) -> None:
    assert escape_controls(text) == text


@given(anything.map(escape_controls), st.integers(1, 30))
def test_what_is_cut_fits_and_keeps_its_end(text: str, cells: int) -> None:
    assert cell_len(cut_end(text, cells)) <= cells
    assert cell_len(cut_start(text, cells)) <= cells
    assert text.startswith(cut_end(text, cells).removesuffix("…"))
    assert text.endswith(cut_start(text, cells).removeprefix("…"))


def test_a_hundred_thousand_accents_are_cut() -> None:
    assert len(cut_end("a" + "\u0301" * 100_000, 10)) < 100


def test_stretches_can_be_put_together() -> None:
    assert one_line_keeping_ends("the fer\u00adry \n") + one_line_keeping_ends("\tis late") == "the ferry  is late"
