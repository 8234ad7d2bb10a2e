"""`dedup scan PATHS...`: the main job."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from dedup.cli import options
from dedup.cli.command_group import MATCHED
from dedup.cli.inputs import check_exists, check_passages, is_index
from dedup.errors import InputError
from dedup.reports.formats import OUTPUT_FORMATS, ReportOutput

if TYPE_CHECKING:
    from dedup.article import Article


def scan_command(
    paths: options.Paths,
    *,
    against: options.Against = None,
    format_: options.ReportFormat = "table",
    output: options.Output = None,
    limit: options.Limit = 20,
    passages: options.Passages = False,
    fail_on_match: options.FailOnMatch = False,
    stories: options.Stories = True,
    boilerplate: options.Boilerplate = False,
    fields: options.FieldOptions,
    files: options.FileOptions,
    chosen: options.SettingsOptions,
    memory: options.Memory = None,
    work: options.WorkOptions,
) -> None:
    """Find doubled blocks, copies and stories."""
    _check_arguments([*paths, *(against or ())], output, format_, passages)
    settings = chosen.settings(boilerplate=boilerplate, memory=memory)
    from dedup.cli.output import destination
    from dedup.cli.progress_bar import announce_compilation, paused_for_output, show_progress
    from dedup.detector import scan
    from dedup.runtime.progress import Stage, one_step
    from dedup.sources.reader import read_articles

    read = partial(read_articles, fields=fields.names(), limits=settings, processes=work.threads, **files.arguments())
    announce_compilation(work.quiet)
    with show_progress(work.quiet) as progress:
        with redirect_stdout(sys.stderr):  # other packages may print while they work; that is no result
            report = scan(
                read(paths),
                against=read(reference_articles(against)) if against else None,
                stories=stories,
                settings=settings,
                threads=work.threads,
                progress=progress,
            )
        write = OUTPUT_FORMATS[format_].write_report
        assert write is not None
        with one_step(progress, Stage.WRITE), paused_for_output(progress, output), destination(output) as out:
            write(report, out, ReportOutput(limit, passages))
    if len(report.articles) == len(report.reference_ids):
        raise InputError(f"nothing could be read in {', '.join(map(str, paths))}")
    if fail_on_match and any(match.relation.is_reportable for match in report.matches):
        raise typer.Exit(MATCHED)


def _check_arguments(paths: list[Path], output: Path | None, format_: str, passages: bool) -> None:
    """Raise InputError before the work for what would fail after it."""
    from dedup.runtime.atomic_file import check_writable

    check_exists(paths)
    check_passages(passages, format_, "json or jsonl")
    if output is not None:
        check_writable(output)


def reference_articles(paths: list[Path]) -> Iterator[Path | Article]:
    """Yield the paths, and instead of an index its articles."""
    for path in paths:
        if is_index(path):
            from dedup.index.index import Index

            with Index(path) as index:
                yield from index
        else:
            yield path
