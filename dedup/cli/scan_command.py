"""`dedup scan PATHS...`: the main job."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import typer

from dedup.cli import options
from dedup.cli.command_group import MATCHED
from dedup.cli.inputs import check_exists, is_index
from dedup.cli.options import ReportFormat
from dedup.errors import InputError

if TYPE_CHECKING:
    from dedup.article import Article
    from dedup.report import Report


def scan(
    paths: options.Paths,
    against: options.Against = None,
    format_: options.FormatOption = ReportFormat.TABLE,
    output: options.Output = None,
    limit: options.Limit = 20,
    passages: options.Passages = False,
    fail_on_match: options.FailOnMatch = False,
    stories: options.Stories = True,
    text_field: options.TextField = None,
    title_field: options.TitleField = None,
    url_field: options.UrlField = None,
    outlet_field: options.OutletField = None,
    published_field: options.PublishedField = None,
    id_field: options.IdField = None,
    jobs: options.Jobs = None,
    memory: options.Memory = None,
    quiet: options.Quiet = False,
) -> None:
    """Find doubled blocks, copies and stories."""
    _check_arguments(
        [*paths, *(against or ())], output, passages and format_ not in (ReportFormat.JSON, ReportFormat.JSONL)
    )
    from dedup.cli.output import destination
    from dedup.cli.progress_bar import announce_compilation, show_progress
    from dedup.detector import scan
    from dedup.sources.fields import FieldNames

    fields = FieldNames(
        text=text_field, title=title_field, url=url_field, outlet=outlet_field, published=published_field, id=id_field
    )
    announce_compilation(quiet)
    # What other packages print while they work is no result.
    with show_progress(quiet) as progress, redirect_stdout(sys.stderr):
        report = scan(
            paths,
            against=_reference_articles(against) if against else None,
            stories=stories,
            fields=fields,
            threads=jobs or os.cpu_count() or 1,
            memory=memory,
            progress=progress,
        )
    with destination(output) as out:
        _write_report(report, format_, out, limit=limit, passages=passages)
    if len(report.articles) == len(report.reference_ids):
        raise InputError(f"nothing could be read in {', '.join(map(str, paths))}")
    if fail_on_match and any(match.relation.is_copy or match.relation == "rewrite" for match in report.matches):
        raise typer.Exit(MATCHED)


def _check_arguments(paths: list[Path], output: Path | None, has_unused_passages: bool) -> None:
    """Tell before the work what would fail after it."""
    from dedup.reports.atomic_file import check_writable

    check_exists(paths)
    if has_unused_passages:
        raise InputError("--passages needs --format json or jsonl: the others have no place for them")
    if output is not None:
        check_writable(output)


def _reference_articles(paths: list[Path]) -> Iterator[Path | Article]:
    """The paths, and in the place of an index its articles."""
    for path in paths:
        if is_index(path):
            from dedup.index.index import Index

            with Index(path) as index:
                yield from index
        else:
            yield path


def _write_report(report: Report, format_: ReportFormat, out: BinaryIO, *, limit: int, passages: bool) -> None:
    from dedup.cli.output import console_on
    from dedup.reports.export import write_csv, write_json, write_jsonl
    from dedup.reports.report_table import print_report

    match format_:
        case ReportFormat.TABLE:
            with console_on(out) as console:
                print_report(report, console, limit=limit)
        case ReportFormat.JSONL:
            write_jsonl(report, out, passages=passages)
        case ReportFormat.JSON:
            write_json(report, out, passages=passages)
        case ReportFormat.CSV:
            write_csv(report, out)
