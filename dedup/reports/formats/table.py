"""Tables and lines for people, on a terminal or in a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from dedup.reports.formats.output_format import IngestOutput, OutputFormat, ReportOutput

if TYPE_CHECKING:
    from dedup.comparison.explanation import Explanation
    from dedup.index.maintenance.stats import IndexStats
    from dedup.report import Report
    from dedup.reports.comparison_view import ComparisonView
    from dedup.reports.ingest_counts import IngestWriter
    from dedup.settings import Settings


def write_report_table(report: Report, out: BinaryIO, options: ReportOutput) -> None:
    """Draw a report."""
    from dedup.reports.terminal.console import console_on
    from dedup.reports.terminal.report_table import print_report
    from dedup.reports.view import view_report

    with console_on(out) as console:
        print_report(view_report(report, limit=options.limit), console)


@contextmanager
def open_ingest_table(out: BinaryIO, options: IngestOutput) -> Iterator[IngestWriter]:
    """Draw results of an index, each as soon as it is known."""
    from dedup.reports.terminal.console import console_on
    from dedup.reports.terminal.ingest_lines import TableWriter

    with console_on(out) as console:
        yield TableWriter(console, is_query=options.is_query, limit=options.limit)


def write_comparison_table(comparison: ComparisonView, out: BinaryIO) -> None:
    """Draw the verdict on two articles."""
    from dedup.reports.terminal.comparison_lines import print_comparison
    from dedup.reports.terminal.console import console_on

    with console_on(out) as console:
        print_comparison(comparison, console)


def write_explanation_table(explanation: Explanation, out: BinaryIO) -> None:
    """Draw why two articles have their relation."""
    from dedup.reports.terminal.console import console_on
    from dedup.reports.terminal.explanation_lines import explanation_lines

    with console_on(out) as console:
        for line in explanation_lines(explanation, console.width):
            console.print(line, soft_wrap=True)


def write_stats_table(stats: IndexStats, out: BinaryIO) -> None:
    """Draw the figures of an index."""
    from dedup.reports.terminal.console import console_on
    from dedup.reports.terminal.index_tables import stats_lines

    with console_on(out) as console:
        for line in stats_lines(stats):
            console.print(line, soft_wrap=True)


def write_settings_table(settings: Settings, out: BinaryIO) -> None:
    """Draw all settings, with their units, ranges and effects."""
    from dedup.reports.terminal.console import console_on
    from dedup.reports.terminal.settings_table import settings_lines

    with console_on(out) as console:
        for line in settings_lines(settings, console.width):
            console.print(line, soft_wrap=True)


FORMAT = OutputFormat(
    name="table",
    write_report=write_report_table,
    open_ingest=open_ingest_table,
    write_comparison=write_comparison_table,
    write_explanation=write_explanation_table,
    write_stats=write_stats_table,
    write_settings=write_settings_table,
)
