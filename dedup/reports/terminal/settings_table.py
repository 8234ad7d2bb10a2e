"""All settings as a table for a terminal: a section for each group, a row for each setting."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import groupby

from rich.text import Text

from dedup.reports.terminal.columns import Column, lay_out, prose_width
from dedup.settings import Number, Settings, numbers_of

SETTING_COLUMNS = (
    Column("setting", style="bold"),
    Column("value", is_number=True),
    Column("default", is_number=True),
    Column("range"),
    Column("unit"),
)
EFFECT_INDENT = " " * 6


def settings_lines(settings: Settings, width: int) -> Iterator[Text]:
    """Draw all settings; the effect of each stands below it. A value that is no default is marked by a star."""
    numbers = numbers_of(type(settings))
    heading, *rows = lay_out(SETTING_COLUMNS, [_row(settings, number) for number in numbers], width)
    lines = dict(zip((number.name for number in numbers), rows, strict=True))
    for group, members in groupby(numbers, key=lambda number: number.group):
        yield Text(f"{group.upper()}", "bold")
        yield heading
        for number in members:
            yield lines[number.name]
            wrapped = textwrap.wrap(number.effect, prose_width(width) - len(EFFECT_INDENT), break_on_hyphens=False)
            yield from (Text(EFFECT_INDENT + line, "dim") for line in wrapped)
        yield Text()


def _row(settings: Settings, number: Number) -> tuple[str, ...]:
    value = getattr(settings, number.name)
    star = "" if value == number.default else "*"
    return number.name, f"{star}{number.shown(value)}", number.shown(number.default), number.range, number.unit
