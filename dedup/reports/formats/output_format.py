"""What an output format can write. A format that cannot write a kind of result has None in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from dedup.runtime.progress import Progress, no_progress

if TYPE_CHECKING:
    from dedup.comparison.explanation import Explanation
    from dedup.index.maintenance.stats import IndexStats
    from dedup.report import Report
    from dedup.reports.comparison_view import ComparisonView
    from dedup.reports.ingest_counts import IngestWriter
    from dedup.reports.tables.table import Table
    from dedup.settings import Settings

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a cell begins with that a spreadsheet takes for a formula (OWASP, "CSV Injection")."""


class ReportOutput(NamedTuple):
    """How a report is written: `limit` entries of each list (0 for all) where lists are cut, and with passages.

    `rows` are those of the table that is asked for, or None; `excel` marks a file for Excel. Long work reports its
    `progress`.
    """

    limit: int = 0
    passages: bool = False
    rows: str | None = None
    excel: bool = False
    progress: Progress = no_progress

    def table(self, report: Report) -> Table:
        """The table that is asked for, else that of the matches."""
        return self._table_of(report, self.rows or "matches")

    def tables(self, report: Report) -> Iterator[Table]:
        """The table that is asked for, else all of them."""
        from dedup.reports.tables.row_kinds import Rows

        return (self._table_of(report, rows) for rows in ([self.rows] if self.rows else Rows))

    def _table_of(self, report: Report, rows: str) -> Table:
        from dedup.reports.tables.report_tables import table_of

        return table_of(report, rows, passages=self.passages, progress=self.progress)


class IngestOutput(NamedTuple):
    """How results of an index are written: with passages, as answers to a query or as additions, and how many lines of
    what was skipped and of warnings (0 for all) where those are cut.
    """

    passages: bool
    is_query: bool
    limit: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputFormat:
    """One value of `--format`: its name, the endings of its files, what it can hold, and what it writes.

    `is_table` if it is nothing else, `has_rows` if the rows of its tables can be chosen, and `has_passages` if it has a
    place for them. `is_binary` if it is nothing for a terminal. `check` raises MissingExtraError where a package is not
    installed.
    """

    name: str
    endings: tuple[str, ...] = ()
    is_table: bool = False
    has_rows: bool = False
    has_passages: bool = False
    is_binary: bool = False
    check: Callable[[], None] = lambda: None
    write_report: Callable[[Report, BinaryIO, ReportOutput], None] | None = None
    open_ingest: Callable[[BinaryIO, IngestOutput], AbstractContextManager[IngestWriter]] | None = None
    write_comparison: Callable[[ComparisonView, BinaryIO], None] | None = None
    write_explanation: Callable[[Explanation, BinaryIO], None] | None = None
    write_stats: Callable[[IndexStats, BinaryIO], None] | None = None
    write_settings: Callable[[Settings, BinaryIO], None] | None = None
