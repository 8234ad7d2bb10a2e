"""Tables of comma-separated values: those of a report, and the closest match of each article of an index.

Spreadsheets run a cell that begins like a formula. Such a cell gets an apostrophe in front, and every text is quoted,
so that no other separator makes a cell begin inside one (OWASP, "CSV Injection").
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO, cast

from dedup.reports.formats.output_format import FORMULA_STARTS, IngestOutput, OutputFormat, ReportOutput

if TYPE_CHECKING:
    from rich.console import Console

    from dedup.article import ReadWarning, Skipped
    from dedup.index.result import IndexResult
    from dedup.report import Report
    from dedup.reports.ingest_counts import IngestCounts, IngestWriter
    from dedup.reports.tables.table import Cell

QUOTE = '"'

INGEST_COLUMNS = ("article_id", "relation", "of", "own_coverage", "other_coverage", "reason", "cluster_id", "story_id")


def write_report_csv(report: Report, out: BinaryIO, options: ReportOutput) -> None:
    """Write one table with a head; Excel knows by a byte order mark that the file is in UTF-8."""
    table = options.table(report)
    out.write(BOM_UTF8 if options.excel else b"")
    out.write(csv_line(table.columns))
    for row in table.rows:
        out.write(csv_line(row))


class CsvWriter:
    """Writes a row for each article that has something in common with a stored one.

    What was skipped, and warnings, go to `errors`.
    """

    def __init__(self, out: BinaryIO, errors: Console) -> None:
        self._out = out
        self._out.write(csv_line(INGEST_COLUMNS))
        self._errors = errors

    def write(self, each: IndexResult | Skipped | ReadWarning) -> None:
        """Write one row, if there is something to show."""
        from dedup.article import ReadWarning
        from dedup.reports.ingest_counts import as_skipped, relation_label

        if skipped := as_skipped(each):
            self._write_note("skipped", skipped)
            return
        if isinstance(each, ReadWarning):
            self._write_note("warning", each)
            return
        result = cast("IndexResult", each)
        if nearest := result.nearest:
            shares = (nearest.left_coverage, nearest.right_coverage)
            cells = (result.article_id, relation_label(result), nearest.right_id, *shares, nearest.reason)
            groups = (result.cluster_id, result.story_id)
            self._out.write(csv_line((*cells, *groups)))

    def _write_note(self, kind: str, note: Skipped | ReadWarning) -> None:
        from rich.text import Text

        from dedup.reports.ingest_counts import skipped_place
        from dedup.reports.sanitize import one_line

        line = f"dedup: {kind} {one_line(skipped_place(note))}: {one_line(note.reason)}"
        self._errors.print(Text(line), soft_wrap=True)

    def end(self, counts: IngestCounts) -> None:
        """Write nothing."""


def open_ingest_csv(out: BinaryIO, options: IngestOutput) -> AbstractContextManager[IngestWriter]:  # noqa: ARG001
    """Write results of an index, each as soon as it is known."""
    from rich.console import Console

    return nullcontext(CsvWriter(out, Console(stderr=True, highlight=False, markup=False, emoji=False)))


def csv_line(cells: Iterable[Cell]) -> bytes:
    """One line of a table: texts in quotation marks, nothing for what is not known.

    >>> print(csv_line(("=1+1", 0.5, None, "ferry")).decode(), end="")
    "'=1+1",0.5,,"ferry"
    """
    return (",".join(map(_csv_cell, cells)) + "\n").encode("utf-8", "backslashreplace")


def _csv_cell(cell: Cell) -> str:
    if isinstance(cell, str):
        apostrophe = "'" if cell.startswith(FORMULA_STARTS) else ""
        return f'"{apostrophe}{cell.replace(QUOTE, QUOTE * 2)}"'
    if isinstance(cell, datetime):
        return cell.isoformat()
    return "" if cell is None else str(cell)


FORMAT = OutputFormat(
    name="csv",
    endings=(".csv",),
    is_table=True,
    has_rows=True,
    has_passages=True,
    write_report=write_report_csv,
    open_ingest=open_ingest_csv,
)
