"""One JSON document, in UTF-8, ending in a newline; equal results are written as equal bytes."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, BinaryIO

from dedup.reports.formats.output_format import OutputFormat, ReportOutput

if TYPE_CHECKING:
    from dedup.comparison.explanation import Explanation
    from dedup.index.maintenance.stats import IndexStats
    from dedup.report import Report
    from dedup.reports.comparison_view import ComparisonView
    from dedup.settings import Settings


def write_report_json(report: Report, out: BinaryIO, options: ReportOutput) -> None:
    """Write the whole report, which `Report.from_json` reads."""
    from dedup.serialization import dumps, to_document

    out.write(dumps(to_document(report, passages=options.passages)) + b"\n")


def write_comparison_json(comparison: ComparisonView, out: BinaryIO) -> None:
    """Write the match with its passages."""
    from dedup.serialization import dumps, to_document

    out.write(dumps(to_document(comparison.match, passages=True)) + b"\n")


def write_explanation_json(explanation: Explanation, out: BinaryIO) -> None:
    """Write every measure by name, every rule in order, and all settings; what is not known (days apart) is null."""
    from dedup.serialization import dumps, to_builtins

    match = explanation.match
    document = {
        "left_id": match.left_id,
        "right_id": match.right_id,
        "relation": match.relation,
        "reason": match.reason,
        "measures": {each.name: each.value for each in explanation.measures},
        "features": {each.name: each.value for each in explanation.features},
        "rules": [asdict(rule) for rule in explanation.rules],
        "settings": asdict(explanation.settings),
    }
    out.write(dumps({name: to_builtins(value) for name, value in document.items()}) + b"\n")


def write_stats_json(stats: IndexStats, out: BinaryIO) -> None:
    """Write the figures of an index, and what it was built with."""
    from dedup.index.maintenance.compatibility import BUILD_PARAMETERS
    from dedup.serialization import dumps

    out.write(dumps({**asdict(stats), "built": BUILD_PARAMETERS}) + b"\n")


def write_settings_json(settings: Settings, out: BinaryIO) -> None:
    """Write a list of all settings: name, group, value, default, unit, range and effect of each."""
    from dedup.serialization import dumps
    from dedup.settings import numbers_of

    numbers = numbers_of(type(settings))
    out.write(dumps([{"value": getattr(settings, each.name), **each._asdict()} for each in numbers]) + b"\n")


FORMAT = OutputFormat(
    name="json",
    endings=(".json",),
    has_passages=True,
    write_report=write_report_json,
    write_comparison=write_comparison_json,
    write_explanation=write_explanation_json,
    write_stats=write_stats_json,
    write_settings=write_settings_json,
)
