"""Settings from outside: `name=value` of a command line, a TOML file, the nearest pyproject.toml.

A file names settings as `Settings` does, flat, and holds nothing else, or holds them under `[tool.dedup]`, as a
pyproject.toml does. What `dedup settings --format toml` prints is such a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from dedup.errors import InputError, SettingsError
from dedup.runtime.files.given_files import open_given_file
from dedup.settings import DEFAULT_SETTINGS, Number, Settings, numbers_of
from dedup.settings.number import MAX_VALUE

PROJECT_FILE = "pyproject.toml"
_SWITCHES = {"true": True, "false": False}


def with_values(settings: Settings, values: Mapping[str, object]) -> Settings:
    """Return the settings with some of them changed; SettingsError names all faults at once."""
    known = {number.name: number for number in numbers_of(Settings)}
    faults = [fault for name, value in values.items() if (fault := _fault(known, name, value))]
    if faults:
        raise SettingsError("; ".join(faults))
    return replace(settings, **{name: _typed(known[name], value) for name, value in values.items()})


def parse_assignments(assignments: Iterable[str]) -> dict[str, object]:
    """Read `name=value` texts; of two values of one name, the last counts. SettingsError for what has no `=`.

    >>> parse_assignments(["near_coverage=.7", "max_band_neighbours=80"])
    {'near_coverage': 0.7, 'max_band_neighbours': 80}
    """
    parts = [assignment.partition("=") for assignment in assignments]
    faults = [f"{name!r} is no setting such as near_coverage=0.7" for name, sign, _ in parts if not sign]
    if faults:
        raise SettingsError("; ".join(faults))
    return {name.strip(): _number_in(value.strip()) for name, _, value in parts}


def read_settings_file(path: Path) -> dict[str, object]:
    """Read the values in a TOML file, or those under its `[tool.dedup]`; InputError if it cannot be read."""
    table = _load_toml(path)
    return dict(_project_table(table) or {}) if "tool" in table or path.name == PROJECT_FILE else table


def find_project_file(folder: Path) -> Path | None:
    """Find the nearest pyproject.toml that has a `[tool.dedup]`, in the folder or in one above it."""
    places = (each / PROJECT_FILE for each in (folder, *folder.parents))
    return next((path for path in places if path.is_file() and _project_table(_load_toml(path)) is not None), None)


def settings_given(assignments: Iterable[str], file: Path | None, folder: Path) -> Settings:
    """Return the settings of a run: the file, else the project's, and on top of either the assignments."""
    source = file or find_project_file(folder)
    settings = DEFAULT_SETTINGS
    if source is not None:
        try:
            settings = with_values(settings, read_settings_file(source))
        except SettingsError as error:
            raise SettingsError(f"{source}: {error}") from None
    return with_values(settings, parse_assignments(assignments))


def _fault(known: Mapping[str, Number], name: str, value: object) -> str | None:
    if name in known:
        return known[name].fault(_typed(known[name], value))
    from difflib import get_close_matches

    closest = get_close_matches(name, known, n=1)
    hint = f"did you mean {closest[0]}?" if closest else "`dedup settings` lists all"
    return f"there is no setting {name}; {hint}"


def _typed(number: Number, value: object) -> Any:
    """Make a whole number a float where the default is one, and it is not too large for either."""
    is_meant = isinstance(number.default, float) and type(value) is int and abs(value) <= MAX_VALUE
    return float(value) if is_meant and isinstance(value, int) else value


def _number_in(text: str) -> object:
    """Read a whole number, a float, true or false; what is none of these stays a text, which no setting accepts."""
    if text.lower() in _SWITCHES:
        return _SWITCHES[text.lower()]
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _load_toml(path: Path) -> dict[str, object]:
    import tomllib  # compiles patterns of its own

    try:
        with open_given_file(path) as file:
            return tomllib.loads(file.read().decode())
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {(error.strerror or str(error)).lower()}") from error
    except RecursionError as error:
        raise InputError(f"{path}: no TOML that can be read: nested too deeply") from error
    except ValueError as error:  # of TOML, or of UTF-8
        raise InputError(f"{path}: no TOML: {error}") from error


def _project_table(document: Mapping[str, object]) -> Mapping[str, object] | None:
    tool = document.get("tool")
    table = tool.get("dedup") if isinstance(tool, Mapping) else None
    return table if isinstance(table, Mapping) else None
