"""What an output format can write. A format that cannot write a kind of result has None in its place."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

if TYPE_CHECKING:
    from dedup.comparison.explanation import Explanation
    from dedup.index.maintenance.stats import IndexStats
    from dedup.report import Report
    from dedup.reports.comparison_view import ComparisonView
    from dedup.reports.ingest_counts import IngestWriter
    from dedup.settings import Settings


class ReportOutput(NamedTuple):
    """How a report is written: `limit` entries of each list (0 for all) where lists are cut, and with passages."""

    limit: int
    passages: bool


class IngestOutput(NamedTuple):
    """How results of an index are written: with passages, as answers to a query or as additions, and how many lines of
    what was skipped and of warnings (0 for all) where those are cut.
    """

    passages: bool
    is_query: bool
    limit: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputFormat:
    """One value of `--format`: its name, whether it can hold passages, and what it writes."""

    name: str
    has_passages: bool = False
    write_report: Callable[[Report, BinaryIO, ReportOutput], None] | None = None
    open_ingest: Callable[[BinaryIO, IngestOutput], AbstractContextManager[IngestWriter]] | None = None
    write_comparison: Callable[[ComparisonView, BinaryIO], None] | None = None
    write_explanation: Callable[[Explanation, BinaryIO], None] | None = None
    write_stats: Callable[[IndexStats, BinaryIO], None] | None = None
    write_settings: Callable[[Settings, BinaryIO], None] | None = None
