"""The crowd shift: how much the look-alikes of a collection mislead, by dates or by weekdays."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from dedup.stories.linking.date_odds import MIN_WITNESSES, NO_SHIFT, SHIFTS, CrowdShift, Witness, crowd_shift

PAIRS = 20_000
SAME_WEEKDAY, SAME_WEEKDAY_BY_CHANCE = 0.75, 0.25
UNKNOWN = np.full(PAIRS, np.nan)
NO_DATES = np.full(100, np.nan)


def drawn(shift: float, seed: int) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Log-odds of pairs, and which are of one event in a collection of that shift."""
    draw = np.random.default_rng(seed)
    y = draw.uniform(-4.0, 7.0, PAIRS)
    return y, draw.random(PAIRS) < 1 / (1 + np.exp(-y - shift))


def leads_of(is_same: NDArray[np.bool_], seed: int) -> NDArray[np.int8]:
    """What weekdays say of the pairs: 1 for one in common, -1 for others; half of the leads name none."""
    draw = np.random.default_rng(seed + 1)
    chance = np.where(is_same, SAME_WEEKDAY, SAME_WEEKDAY_BY_CHANCE)
    leads = np.where(draw.random(PAIRS) < chance, 1, -1)
    return np.where(draw.random(PAIRS) < 0.5, leads, 0).astype(np.int8)


@pytest.mark.parametrize("shift", [0.0, -2.0, -4.0])
def test_weekdays_tell_the_shift_where_no_date_is_known(shift: float) -> None:
    y, is_same = drawn(shift, seed=1)
    found = crowd_shift(y, UNKNOWN, leads_of(is_same, 1), NO_DATES)
    assert found.witness is Witness.WEEKDAYS
    assert found.shift == pytest.approx(shift, abs=0.6)


def test_dates_are_asked_first() -> None:
    y, is_same = drawn(-3.0, seed=2)
    draw = np.random.default_rng(3)
    near = draw.random(PAIRS) < np.where(is_same, 0.7, 0.02)
    apart = np.where(near, 0.5, 100.0)
    found = crowd_shift(y, apart, leads_of(is_same, 2), np.arange(200.0))
    assert found.witness is Witness.DATES
    assert found.shift == pytest.approx(-3.0, abs=0.6)


def test_weekdays_of_dated_pairs_are_no_witness() -> None:
    y, is_same = drawn(-3.0, seed=4)
    assert crowd_shift(y, np.full(PAIRS, 3.0), leads_of(is_same, 4), np.arange(10.0)) == NO_SHIFT


def test_few_witnesses_tell_nothing() -> None:
    y, is_same = drawn(-3.0, seed=5)
    leads = leads_of(is_same, 5)
    leads[np.flatnonzero(leads)[MIN_WITNESSES - 1 :]] = 0
    assert crowd_shift(y, UNKNOWN, leads, NO_DATES) == NO_SHIFT


def test_one_weekday_for_all_tells_nothing() -> None:
    y, _ = drawn(-3.0, seed=6)
    assert crowd_shift(y, UNKNOWN, np.ones(PAIRS, np.int8), NO_DATES) == NO_SHIFT


def test_a_collection_of_look_alikes_alone_has_the_furthest_shift() -> None:
    y, _ = drawn(0.0, seed=7)
    found = crowd_shift(y, UNKNOWN, leads_of(np.zeros(PAIRS, np.bool_), 7), NO_DATES)
    assert found == CrowdShift(float(SHIFTS[0]), Witness.WEEKDAYS)
