"""The tables that a report has, by what their rows are: the one list of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dedup.errors import InputError
from dedup.report import Report
from dedup.reports.tables.article_rows import article_table
from dedup.reports.tables.match_rows import match_table
from dedup.reports.tables.outlet_rows import outlet_table
from dedup.reports.tables.repeat_rows import repeat_table
from dedup.reports.tables.row_kinds import Rows
from dedup.reports.tables.table import Cell, Table
from dedup.runtime.progress import Progress, no_progress

TABLES_WITHOUT_PASSAGES: dict[Rows, Callable[[Report], Table]] = {
    Rows.ARTICLES: article_table,
    Rows.REPEATS: repeat_table,
    Rows.OUTLETS: outlet_table,
}


def table_of(report: Report, rows: str, *, passages: bool = True, progress: Progress = no_progress) -> Table:
    """The table of these rows; InputError for others.

    >>> [row[:3] for row in table_of(Report((), (), (), (), (), ()), "matches").rows]
    []
    """
    try:
        kind = Rows(rows)
    except ValueError:
        raise InputError(f"rows: one of {', '.join(Rows)}, not {rows!r}") from None
    if kind is Rows.MATCHES:
        table = match_table(report, passages=passages, progress=progress)
    else:
        table = TABLES_WITHOUT_PASSAGES[kind](report)
    return replace(table, rows=([*map(_with_utf_8, row)] for row in table.rows))


def _with_utf_8(cell: Cell) -> Cell:
    """A cell whose lone surrogates, which no table can hold, are written out."""
    if isinstance(cell, str) and not cell.isascii():
        return cell.encode("utf-8", "backslashreplace").decode()
    return cell
