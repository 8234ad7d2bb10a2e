"""Groups of settings: values that are made by name and never change."""

from __future__ import annotations

import inspect
import pickle
from dataclasses import FrozenInstanceError, replace
from typing import Any

import pytest

from dedup.errors import SettingsError
from dedup.settings import LimitSettings, SearchSettings, Settings, numbers_of

GIVEN = Settings(near_coverage=0.7)


def test_values_that_are_not_given_are_the_defaults() -> None:
    values = {number.name: number.default for number in numbers_of(Settings)}
    assert vars(GIVEN) == values | {"near_coverage": 0.7}
    assert list(vars(LimitSettings(max_source_bytes=9))) == [number.name for number in numbers_of(LimitSettings)]


def test_a_changed_copy_is_another_value_and_a_pickled_one_the_same() -> None:
    changed = replace(GIVEN, min_core_coverage=0.3)
    assert changed == Settings(min_core_coverage=0.3, near_coverage=0.7) != GIVEN
    copied = pickle.loads(pickle.dumps(GIVEN))
    assert (copied, hash(copied)) == (GIVEN, hash(GIVEN))


def test_nothing_is_assigned_or_deleted() -> None:
    settings: Any = GIVEN
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'near_coverage'"):
        settings.near_coverage = 0.5
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'near_coverage'"):
        del settings.near_coverage


def test_a_name_that_is_none_is_refused_and_so_is_a_value_out_of_range() -> None:
    any_settings: Any = Settings
    with pytest.raises(TypeError, match=r"Settings.__init__\(\) got an unexpected keyword argument 'coverage'"):
        any_settings(coverage=0.5)
    with pytest.raises(SettingsError, match="near_coverage must lie between 0 and 1, not at 7"):
        replace(GIVEN, near_coverage=7)


def test_a_notebook_sees_the_names_and_defaults() -> None:
    parameters = inspect.signature(SearchSettings).parameters
    assert {name: each.default for name, each in parameters.items()} == {
        number.name: number.default for number in numbers_of(SearchSettings)
    }
