"""The output formats: one file a format, and one line for it in `OUTPUT_FORMATS`.

A command offers every format that can write its kind of result (`formats_with`). The files import what they draw with
when they draw, so that the options of a command are known at once.
"""

from __future__ import annotations

from dedup.reports.formats import csv, json, jsonl, table, toml
from dedup.reports.formats.output_format import IngestOutput, OutputFormat, ReportOutput

__all__ = ["OUTPUT_FORMATS", "IngestOutput", "OutputFormat", "ReportOutput", "formats_with"]

OUTPUT_FORMATS: dict[str, OutputFormat] = {
    module.FORMAT.name: module.FORMAT for module in (table, jsonl, csv, json, toml)
}


def formats_with(writer: str) -> tuple[str, ...]:
    """Return the names of the formats that have a writer.

    >>> formats_with("write_comparison")
    ('table', 'json')
    """
    return tuple(name for name, each in OUTPUT_FORMATS.items() if getattr(each, writer) is not None)
