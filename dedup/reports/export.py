"""A report as records for other programs: one JSON document, JSON lines, or the matches as a flat CSV table.

All are UTF-8 and end in a newline; equal reports are written as equal bytes. In JSON lines, each record says its
"type": `stats` first, then `furniture`, `reference` (which articles belong to one), `article`, `skipped`, `repeat`,
`match`, `cluster` and `story`, each kind in the order of the report; a cluster names its matches, and a story its
clusters, by ids.

CSV is read by spreadsheets, which run a cell that begins like a formula. Such a cell gets an apostrophe in front, and
every text is quoted, so that no other separator makes a cell begin inside one (OWASP, "CSV Injection").
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any, BinaryIO

from dedup.comparison.match import Match
from dedup.report import Report
from dedup.serialization import VERSION, dumps, to_builtins, to_document

MATCH_COLUMNS = tuple(field.name for field in fields(Match) if field.name != "align")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write_json(report: Report, out: BinaryIO, *, passages: bool = False) -> None:
    """Write the whole report as one document, which `from_json` reads."""
    out.write(dumps(to_document(report, passages=passages)) + b"\n")


def write_jsonl(report: Report, out: BinaryIO, *, passages: bool = False) -> None:
    """Write one record a line."""
    for kind, record in _records(report, passages):
        out.write(dumps({"type": kind, **record}) + b"\n")


def write_csv(report: Report, out: BinaryIO) -> None:
    """Write the matches as a table with a header; what is not known is an empty cell."""
    table = io.TextIOWrapper(out, "utf-8", errors="backslashreplace", newline="", write_through=True)
    writer = csv.writer(table, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    writer.writerow(MATCH_COLUMNS)
    for match in report.matches:
        writer.writerow([escape_formula(getattr(match, name)) for name in MATCH_COLUMNS])
    table.detach()


def _records(report: Report, passages: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "stats", {"version": VERSION, "stats": to_builtins(report.stats)}
    for article_id in sorted(report.boilerplate):
        yield "furniture", {"article_id": article_id, "spans": to_builtins(report.boilerplate[article_id])}
    if report.reference_ids:
        yield "reference", {"article_ids": to_builtins(report.reference_ids)}
    sections: tuple[tuple[str, Sequence[object]], ...] = (
        ("article", report.articles),
        ("skipped", report.skipped),
        ("repeat", report.repeats),
        ("match", report.matches),
        ("cluster", report.clusters),
        ("story", report.stories),
    )
    for kind, values in sections:
        yield from ((kind, to_builtins(value, passages=passages)) for value in values)


def escape_formula(value: str | float | None) -> str | float | None:
    """A cell of CSV that no spreadsheet takes for a formula."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value
