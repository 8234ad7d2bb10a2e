"""Every setting changes what it says that it changes: a case for each, in `cases_<group>.py` beside this file.

A new setting needs a case; a new group needs a file, which is found by its name.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest
from effect_case import Case

from dedup.settings import DEFAULT_SETTINGS, Number, Settings, numbers_of
from dedup.settings.assignments import parse_assignments, with_values

NUMBERS = numbers_of(Settings)
CASES: dict[str, dict[str, Case]] = {
    path.stem.removeprefix("cases_"): import_module(path.stem).CASES
    for path in sorted(Path(__file__).parent.glob("cases_*.py"))
}


def name_of(number: Number) -> str:
    return number.name


@pytest.mark.parametrize("number", NUMBERS, ids=name_of)
def test_a_setting_changes_what_it_says(number: Number) -> None:
    assert number.name in CASES.get(number.group, {}), f"cases_{number.group}.py needs a case of {number.name}"
    case = CASES[number.group][number.name]
    changed = with_values(DEFAULT_SETTINGS, parse_assignments([f"{number.name}={case.value}"]))
    assert changed != DEFAULT_SETTINGS
    assert (case.outcome(DEFAULT_SETTINGS), case.outcome(changed)) == (case.before, case.after)
    assert case.before != case.after


def test_every_case_is_of_a_setting() -> None:
    known = {(number.group, number.name) for number in NUMBERS}
    assert {(group, name) for group, cases in CASES.items() for name in cases} - known == set()


@pytest.mark.parametrize("number", NUMBERS, ids=name_of)
def test_a_setting_says_its_unit_range_and_effect(number: Number) -> None:
    assert number.unit
    assert number.effect
    assert number.fault(number.default) is None
