"""TOML: the settings, as `--settings FILE` reads them."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, BinaryIO

from dedup.reports.formats.output_format import OutputFormat

if TYPE_CHECKING:
    from dedup.settings import Settings


def write_settings_toml(settings: Settings, out: BinaryIO) -> None:
    """Write all settings by group, each below a comment with its unit, range and effect."""
    from dedup.settings import numbers_of

    for group, numbers in groupby(numbers_of(type(settings)), key=lambda number: number.group):
        out.write(f"\n# {group}\n".encode())
        for number in numbers:
            comment = f"# {number.unit}, {number.range}: {number.effect}"
            value = getattr(settings, number.name)
            written = number.shown(value) if number.is_switch else repr(value)
            out.write(f"{comment}\n{number.name} = {written}\n".encode())


FORMAT = OutputFormat(name="toml", endings=(".toml",), write_settings=write_settings_toml)
