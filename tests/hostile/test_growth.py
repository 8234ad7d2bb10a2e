"""Every function and stage that reads a stranger's text takes time in proportion to it, whatever it repeats.

The table is every function beside every kind of text. A cell is measured at two lengths, and at greater ones if it
grows too much (`growth.py`). NIGHTLY measures it at those of the longest pages.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from math import log2
from random import Random

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


@pytest.fixture
def growth_by(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[int], float]], float]:
    """The growth of a function that takes so many seconds for so many characters, by a clock that it moves itself."""
    now = 0.0

    def measured(seconds_of: Callable[[int], float]) -> float:
        def function(text: str) -> None:
            nonlocal now
            now += seconds_of(len(text))

        return growth_of(function, lambda size: "a" * size, 4_000).a_doubling

    monkeypatch.setattr("growth.time.thread_time", lambda: now)
    return measured


def test_load_makes_no_function_fail(growth_by: Callable[[Callable[[int], float]], float]) -> None:
    chance = Random(1)
    for _ in range(200):
        assert growth_by(lambda size: size * 5e-6 * chance.choice((1, 1.1, 1.5, 2))) <= MAX_GROWTH


def test_load_hides_no_quadratic_function(growth_by: Callable[[Callable[[int], float]], float]) -> None:
    chance = Random(1)
    for _ in range(200):
        assert growth_by(lambda size: size**2 * 1e-9 * chance.choice((1, 1.1, 1.5, 2))) > MAX_GROWTH


@pytest.mark.parametrize(
    ("seconds_of", "is_fault"),
    [
        (lambda size: size * (2e-6 if size < 10_000 else 7e-6), False),  # one step, as where a cache overflows
        (lambda size: 0.05 * (size > 10_000) + size * 2e-6, False),
        (lambda size: size * log2(size) * 1e-6, False),
        (lambda size: size**1.5 * 1e-7, True),
        (lambda size: size * 2e-6 + size**2 * 1e-9, True),
        (lambda size: size * 2e-6 if size < 10_000 else size**2 * 1e-9, True),
    ],
)
def test_only_what_keeps_growing_is_a_fault(
    growth_by: Callable[[Callable[[int], float]], float], seconds_of: Callable[[int], float], is_fault: bool
) -> None:
    assert (growth_by(seconds_of) > MAX_GROWTH) == is_fault
