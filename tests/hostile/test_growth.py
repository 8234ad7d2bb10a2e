"""Every function and stage that reads a stranger's text takes time in proportion to it, whatever it repeats.

The table is every function beside every kind of text; a cell is measured at two lengths (`growth.py`). NIGHTLY measures
it at those of the longest pages.
"""

from __future__ import annotations

import os

import pytest
from growth import MAX_GROWTH, growth_of
from hostile_texts import KINDS, PROSE, hostile_text
from text_functions import FUNCTIONS

CHARACTERS = 100_000 if os.environ.get("NIGHTLY") else 4_000


@pytest.mark.parametrize("name", FUNCTIONS)
def test_time_grows_as_the_text_does(name: str) -> None:
    function = FUNCTIONS[name]
    function(PROSE * 4)  # what is imported and made once
    grown = {kind: growth_of(function, lambda size, kind=kind: hostile_text(kind, size), CHARACTERS) for kind in KINDS}  # type: ignore[misc]
    assert {kind: growth for kind, growth in grown.items() if growth.a_doubling > MAX_GROWTH} == {}


def test_a_quadratic_function_is_noticed() -> None:
    def quadratic(text: str) -> int:
        return sum(text.count("a", start) for start in range(len(text)))

    assert growth_of(quadratic, lambda size: "a" * size, 4_000).a_doubling > MAX_GROWTH
