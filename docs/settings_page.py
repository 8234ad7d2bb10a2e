"""Writes `settings.md`: every setting by group, from what the code says of it.

`python docs/settings_page.py` writes the page anew.
"""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from dedup.settings import Number, Settings, numbers_of

PAGE = Path(__file__).with_name("settings.md")
HEAD = """# Settings

The numbers that results turn on. `--set NAME=VALUE`, `[tool.dedup]` in a pyproject.toml, `--settings FILE`, or
`dedup.Settings(NAME=VALUE)`; `dedup settings` prints the values in force ([how to choose](how-to/thresholds.md)). The
last column says what a **higher** value does.
"""


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for group, numbers in groupby(numbers_of(Settings), key=lambda number: number.group):
        parts.append(
            f"## {group.replace('_', ' ').capitalize()}\n\n"
            "| setting | default | range | unit | a higher value |\n|---|---|---|---|---|\n"
            + "".join(map(_row, numbers))
        )
    return "\n".join(parts)


def _row(number: Number) -> str:
    return (
        f"| `{number.name}` | {number.shown(number.default)} | {_range(number)} | {number.unit} | {number.effect} |\n"
    )


def _range(number: Number) -> str:
    if number.is_switch:
        return number.range
    if number.low is None:
        return "any" if number.high is None else f"up to {number.high:g}"
    return f"{number.low:g} or more" if number.high is None else f"{number.low:g} to {number.high:g}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
