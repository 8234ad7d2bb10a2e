"""Settings from outside: what is read, which of several counts, and how every fault is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from dedup.errors import InputError, SettingsError
from dedup.settings import DEFAULT_SETTINGS, Settings
from dedup.settings.assignments import (
    find_project_file,
    parse_assignments,
    read_settings_file,
    settings_given,
    with_values,
)


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_numbers_are_read_as_they_are_written() -> None:
    given = ["max_band_neighbours=80", " min_core_coverage = .75 ", "max_band_neighbours=90"]
    assert parse_assignments(given) == {"max_band_neighbours": 90, "min_core_coverage": 0.75}


def test_a_whole_number_is_taken_where_a_share_is_asked_for() -> None:
    settings = with_values(DEFAULT_SETTINGS, {"min_core_coverage": 1})
    assert settings == Settings(min_core_coverage=1.0)
    assert type(settings.min_core_coverage) is float


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["max_band_neighbour=80"], "there is no setting max_band_neighbour; did you mean max_band_neighbours?"),
        (["xyz=1"], "there is no setting xyz; `dedup settings` lists all"),
        (["max_band_neighbours"], "'max_band_neighbours' is no setting such as near_coverage=0.7"),
        (["max_band_neighbours=many"], "max_band_neighbours must be a number, not 'many'"),
        (["max_band_neighbours=2.5"], "max_band_neighbours must be a whole number, not 2.5"),
        (["min_core_coverage=nan"], "min_core_coverage must lie between 0 and 1, not at nan"),
        (
            ["xyz=1", "min_core_coverage=2"],
            "there is no setting xyz; `dedup settings` lists all; min_core_coverage must",
        ),
    ],
)
def test_every_fault_is_named(given: list[str], message: str) -> None:
    with pytest.raises(SettingsError) as error:
        with_values(DEFAULT_SETTINGS, parse_assignments(given))
    assert str(error.value).startswith(message)


def test_the_nearest_project_file_with_a_table_of_dedup_counts(tmp_path: Path) -> None:
    here = tmp_path / "a" / "b"
    found = write(tmp_path / "pyproject.toml", "[tool.dedup]\nmin_core_coverage = 0.7\n")
    write(tmp_path / "a" / "pyproject.toml", "[tool.ruff]\nline-length = 120\n")
    here.mkdir()
    assert find_project_file(here) == found
    assert settings_given([], None, here) == Settings(min_core_coverage=0.7)


def test_a_file_counts_instead_of_the_project_s_and_an_assignment_above_either(tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", "[tool.dedup]\nmin_core_coverage = 0.7\nmin_shared_anchors = 3\n")
    file = write(tmp_path / "strict.toml", "max_band_neighbours = 80\nmin_core_coverage = 0.8\n")
    assert settings_given(["min_core_coverage=.9"], file, tmp_path) == Settings(
        max_band_neighbours=80, min_core_coverage=0.9
    )
    assert settings_given([], tmp_path / "pyproject.toml", Path("/")) == Settings(
        min_core_coverage=0.7, min_shared_anchors=3
    )


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("min_core_coverage = ", InputError, "no TOML: "),
        ("min_core_coverage = 2", SettingsError, "min_core_coverage must lie between 0 and 1, not at 2.0"),
        ("min_core_coverage = true", SettingsError, "min_core_coverage must be a number, not True"),
        ("[clusters]\nmin_core_coverage = 0.5", SettingsError, "there is no setting clusters; "),
    ],
)
def test_a_file_with_a_fault_is_named(tmp_path: Path, text: str, error: type[Exception], message: str) -> None:
    file = write(tmp_path / "bad.toml", text)
    with pytest.raises(error) as caught:
        settings_given([], file, tmp_path)
    assert str(caught.value).startswith(f"{file}: {message}")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.toml: cannot be read: no such file or directory"):
        settings_given([], tmp_path / "gone.toml", tmp_path)


def test_a_file_may_hold_them_under_tool_dedup(tmp_path: Path) -> None:
    file = tmp_path / "strict.toml"
    file.write_text("[tool.dedup]\nnear_coverage = 0.7\n", encoding="utf-8")
    assert read_settings_file(file) == {"near_coverage": 0.7}
