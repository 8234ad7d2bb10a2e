"""Tables of comma-separated values: the matches of a report, and the closest match of each article of an index.

Spreadsheets run a cell that begins like a formula. Such a cell gets an apostrophe in front, and every text is quoted,
so that no other separator makes a cell begin inside one (OWASP, "CSV Injection").
"""

from __future__ import annotations

import csv
import io
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from dedup.reports.formats.output_format import IngestOutput, OutputFormat, ReportOutput

if TYPE_CHECKING:
    from rich.console import Console

    from dedup.article import ReadWarning, Skipped
    from dedup.index.result import IndexResult
    from dedup.report import Report
    from dedup.reports.ingest_counts import IngestCounts, IngestWriter

INGEST_COLUMNS = ("article_id", "relation", "of", "own_coverage", "other_coverage", "reason", "cluster_id", "story_id")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write_matches_csv(report: Report, out: BinaryIO, options: ReportOutput) -> None:  # noqa: ARG001 - all of a format
    """Write the matches of a report as a table with a header; what is not known is an empty cell."""
    from dedup.reports.match_fields import MATCH_FIELDS

    text, rows = _rows_on(out)
    rows.writerow(MATCH_FIELDS)
    for match in report.matches:
        rows.writerow([escape_formula(getattr(match, name)) for name in MATCH_FIELDS])
    text.detach()


class CsvWriter:
    """Writes a row for each article that has something in common with a stored one.

    What was skipped, and warnings, go to `errors`.
    """

    def __init__(self, out: BinaryIO, errors: Console) -> None:
        self._text, self._rows = _rows_on(out)
        self._rows.writerow(INGEST_COLUMNS)
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
            self._rows.writerow([escape_formula(cell) for cell in (*cells, *groups)])

    def _write_note(self, kind: str, note: Skipped | ReadWarning) -> None:
        from rich.text import Text

        from dedup.reports.ingest_counts import skipped_place
        from dedup.reports.sanitize import one_line

        line = f"dedup: {kind} {one_line(skipped_place(note))}: {one_line(note.reason)}"
        self._errors.print(Text(line), soft_wrap=True)

    def end(self, counts: IngestCounts) -> None:  # noqa: ARG002 - a table has no place for it
        """Leave the stream to whoever opened it."""
        self._text.detach()


def open_ingest_csv(out: BinaryIO, options: IngestOutput) -> AbstractContextManager[IngestWriter]:  # noqa: ARG001
    """Write results of an index, each as soon as it is known."""
    from rich.console import Console

    return nullcontext(CsvWriter(out, Console(stderr=True, highlight=False, markup=False, emoji=False)))


def escape_formula(value: str | float | None) -> str | float | None:
    """Return a cell that no spreadsheet takes for a formula."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def _rows_on(out: BinaryIO) -> tuple[io.TextIOWrapper, Any]:
    text = io.TextIOWrapper(out, "utf-8", errors="backslashreplace", newline="", write_through=True)
    return text, csv.writer(text, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")


FORMAT = OutputFormat(name="csv", write_report=write_matches_csv, open_ingest=open_ingest_csv)
