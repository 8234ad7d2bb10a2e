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
from dedup.cli.inputs import check_there, is_index
from dedup.cli.options import Format
from dedup.cli.command_group import MATCHED
from dedup.errors import InputError

if TYPE_CHECKING:
    from dedup.article import Article
    from dedup.report import Report


def scan(
    paths: options.Paths,
    against: options.Against = None,
    format_: options.FormatOption = Format.TABLE,
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
    _check([*paths, *(against or ())], output, passages and format_ not in (Format.JSON, Format.JSONL))
    from dedup.cli.output import destination
    from dedup.cli.progress_bar import announce_compilation, progress_shown
    from dedup.detector import scan
    from dedup.sources import Fields

    fields = Fields(
        text=text_field, title=title_field, url=url_field, outlet=outlet_field, published=published_field, id=id_field
    )
    announce_compilation(quiet)
    # What other packages print while they work is no result.
    with progress_shown(quiet) as progress, redirect_stdout(sys.stderr):
        report = scan(
            paths,
            against=_reference(against) if against else None,
            stories=stories,
            fields=fields,
            threads=jobs or os.cpu_count() or 1,
            memory=memory,
            progress=progress,
        )
    with destination(output) as out:
        _write(report, format_, out, limit=limit, passages=passages)
    if len(report.articles) == len(report.reference):
        raise InputError(f"nothing could be read in {', '.join(map(str, paths))}")
    if fail_on_match and any(match.relation.is_copy or match.relation == "rewrite" for match in report.matches):
        raise typer.Exit(MATCHED)


def _check(paths: list[Path], output: Path | None, has_idle_passages: bool) -> None:
    """Tell before the work what would fail after it."""
    from dedup.reports.atomic_file import check_place

    check_there(paths)
    if has_idle_passages:
        raise InputError("--passages needs --format json or jsonl: the others have no place for them")
    if output is not None:
        check_place(output)


def _reference(paths: list[Path]) -> Iterator[Path | Article]:
    """The paths, and in the place of an index its articles."""
    for path in paths:
        if is_index(path):
            from dedup.index.index import Index

            with Index(path) as index:
                yield from index
        else:
            yield path


def _write(report: Report, format_: Format, out: BinaryIO, *, limit: int, passages: bool) -> None:
    from dedup.cli.output import console_on
    from dedup.reports.export import write_csv, write_json, write_jsonl
    from dedup.reports.report_table import print_report

    match format_:
        case Format.TABLE:
            with console_on(out) as console:
                print_report(report, console, limit=limit)
        case Format.JSONL:
            write_jsonl(report, out, passages=passages)
        case Format.JSON:
            write_json(report, out, passages=passages)
        case Format.CSV:
            write_csv(report, out)
