"""Every function and stage that reads a stranger's text takes time in proportion to it, whatever it repeats.

The table is every function beside every kind of text; a cell is measured at two lengths (`growth.py`). NIGHTLY measures
it at those of the longest pages.
"""

from __future__ import annotations

import os

import pytest
from growth import MAX_GROWTH, growth_of
from hostile_texts import KINDS, PROSE, hostile_text
from text_functions import FUNCTIONS, STAGES

IS_NIGHTLY = "NIGHTLY" in os.environ
CHARACTERS = 100_000 if IS_NIGHTLY else 4_000
KINDS_OF_STAGES = [*KINDS][:: 1 if IS_NIGHTLY else 6]  # stages call the functions, of which each sees all kinds


@pytest.mark.parametrize("name", [*FUNCTIONS, *STAGES])
def test_time_grows_as_the_text_does(name: str) -> None:
    function = FUNCTIONS.get(name) or STAGES[name]
    kinds = KINDS if name in FUNCTIONS else KINDS_OF_STAGES
    function(PROSE * 4)  # what is imported and made once
    grown = {kind: growth_of(function, lambda size, kind=kind: hostile_text(kind, size), CHARACTERS) for kind in kinds}  # type: ignore[misc]
    assert {kind: growth for kind, growth in grown.items() if growth.a_doubling > MAX_GROWTH} == {}


def test_a_quadratic_function_is_noticed() -> None:
    def quadratic(text: str) -> int:
        return sum(text.count("a", start) for start in range(len(text)))

    assert growth_of(quadratic, lambda size: "a" * size, 4_000).a_doubling > MAX_GROWTH
