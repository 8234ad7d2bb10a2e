"""JSON lines: one record a line, in UTF-8; each record says its "type".

Of a report: `stats` first, then `boilerplate`, `reference` (the ids of reference articles), `article`, `skipped`,
`warning`, `repeat`, `match`, `cluster`, `story` and `series`, each kind in the order of the report. A cluster names its
matches, and a story its clusters, by ids. Of an index: `judged` for every article, with all its matches, `skipped` for
what could not be read, `warning` for what was read with a doubt, and `stats` at the end. Of a table of a report: an
object for each row, by the names of the columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from dedup.reports.formats.output_format import IngestOutput, OutputFormat, ReportOutput

if TYPE_CHECKING:
    from dedup.article import ReadWarning, Skipped
    from dedup.index.result import IndexResult
    from dedup.report import Report
    from dedup.reports.ingest_counts import IngestCounts, IngestWriter


def write_report_lines(report: Report, out: BinaryIO, options: ReportOutput) -> None:
    """Write a report, one record a line; or the table that is asked for, one object a row."""
    from dedup.serialization import dumps, to_builtins

    if options.rows:
        table = options.table(report)
        for row in table.rows:
            out.write(dumps(dict(zip(table.columns, map(to_builtins, row), strict=True))) + b"\n")
        return
    for kind, record in _records(report, options.passages):
        out.write(dumps({"type": kind, **record}) + b"\n")


def _records(report: Report, passages: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    from dedup.serialization import VERSION, to_builtins

    yield "stats", {"version": VERSION, "stats": to_builtins(report.stats)}
    for article_id in sorted(report.boilerplate):
        yield "boilerplate", {"article_id": article_id, "spans": to_builtins(report.boilerplate[article_id])}
    if report.reference_ids:
        yield "reference", {"article_ids": to_builtins(report.reference_ids)}
    sections: tuple[tuple[str, Sequence[object]], ...] = (
        ("article", report.articles),
        ("skipped", report.skipped),
        ("warning", report.warnings),
        ("repeat", report.repeats),
        ("match", report.matches),
        ("cluster", report.clusters),
        ("story", report.stories),
        ("series", report.series),
    )
    for kind, values in sections:
        yield from ((kind, to_builtins(value, passages=passages)) for value in values)


class JsonLinesWriter:
    """Writes a record for every result of an index."""

    def __init__(self, out: BinaryIO, *, passages: bool) -> None:
        self._out = out
        self._passages = passages

    def write(self, each: IndexResult | Skipped | ReadWarning) -> None:
        """Write one record."""
        from dedup.article import ReadWarning
        from dedup.reports.ingest_counts import as_skipped, relation_label
        from dedup.serialization import to_builtins

        if skipped := as_skipped(each):
            self._write("skipped", to_builtins(skipped))
            return
        if isinstance(each, ReadWarning):
            self._write("warning", to_builtins(each))
            return
        result = cast("IndexResult", each)
        nearest = result.nearest
        record = {
            "article_id": result.article_id,
            "status": result.status,
            "relation": relation_label(result),
            "of": nearest.right_id if nearest else None,
            "own_coverage": nearest.left_coverage if nearest else None,
            "other_coverage": nearest.right_coverage if nearest else None,
            "reason": nearest.reason if nearest else None,
            "cluster_id": result.cluster_id,
            "story_id": result.story_id,
            "repeats": result.repeats,
            "matches": result.matches,
            "left_out": result.not_measured,
        }
        self._write("judged", {name: to_builtins(value, passages=self._passages) for name, value in record.items()})

    def end(self, counts: IngestCounts) -> None:
        """Write the counts."""
        from dedup.serialization import VERSION

        self._write("stats", {"version": VERSION, "stats": counts.by_name()})

    def _write(self, kind: str, record: dict[str, object]) -> None:
        from dedup.serialization import dumps

        self._out.write(dumps({"type": kind, **record}) + b"\n")


def open_ingest_lines(out: BinaryIO, options: IngestOutput) -> AbstractContextManager[IngestWriter]:
    """Write results of an index, each as soon as it is known."""
    return nullcontext(JsonLinesWriter(out, passages=options.passages))


FORMAT = OutputFormat(
    name="jsonl",
    endings=(".jsonl", ".ndjson"),
    has_rows=True,
    has_passages=True,
    write_report=write_report_lines,
    open_ingest=open_ingest_lines,
)
