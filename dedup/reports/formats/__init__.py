"""The output formats: one file a format, and one line for it in `OUTPUT_FORMATS`.

A command offers every format that can write its kind of result (`formats_with`). The files import what they draw with
when they draw, so that the options of a command are known at once.
"""

from __future__ import annotations

from pathlib import Path

from dedup.reports.formats import csv, json, jsonl, parquet, table, toml, xlsx
from dedup.reports.formats.output_format import IngestOutput, OutputFormat, ReportOutput

__all__ = ["OUTPUT_FORMATS", "IngestOutput", "OutputFormat", "ReportOutput", "format_of", "formats_with"]

OUTPUT_FORMATS: dict[str, OutputFormat] = {
    module.FORMAT.name: module.FORMAT for module in (table, jsonl, csv, json, parquet, xlsx, toml)
}


def formats_with(writer: str) -> tuple[str, ...]:
    """Return the names of the formats that have a writer.

    >>> formats_with("write_comparison")
    ('table', 'json')
    """
    return tuple(name for name, each in OUTPUT_FORMATS.items() if getattr(each, writer) is not None)


def format_of(path: Path) -> OutputFormat | None:
    """The format that the ending of a file names, if any does.

    >>> getattr(format_of(Path("Matches.CSV")), "name", None), format_of(Path("matches"))
    ('csv', None)
    """
    return next((each for each in OUTPUT_FORMATS.values() if path.suffix.lower() in each.endings), None)
