"""`dedup scan PATHS...`: the main job."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import typer

from dedup.cli import options
from dedup.cli.command_group import MATCHED
from dedup.cli.inputs import check_exists, is_index, locations
from dedup.errors import InputError

if TYPE_CHECKING:
    from dedup.article import Article
    from dedup.report import Report
    from dedup.reports.formats import OutputFormat
    from dedup.runtime.progress import Progress


@dataclass(frozen=True, slots=True)
class WritingOptions:
    """How a report is written, and where."""

    format_: options.ReportFormat = None
    output: options.Output = None
    rows: options.RowsOfTable = None
    excel: options.Excel = False
    limit: options.Limit = 20
    passages: options.ReportPassages = None

    def chosen_format(self) -> OutputFormat:
        """The format; InputError where it cannot hold what is asked for."""
        from dedup.cli.output import chosen_format

        chosen = chosen_format(self.format_, self.output, "write_report")
        if self.passages and not chosen.has_passages:
            raise InputError(f"--passages needs another --format than {chosen.name}, which has no place for them")
        if self.rows and not chosen.has_rows:
            raise InputError(f"--rows belongs to csv, jsonl, parquet and xlsx, not to {chosen.name}")
        if self.excel and chosen.name != "csv":
            raise InputError(f"--excel belongs to csv, not to {chosen.name}")
        return chosen

    def write(self, chosen: OutputFormat, report: Report, out: BinaryIO, progress: Progress) -> None:
        """Write a report in the format; tables hold passages unless they are refused."""
        from dedup.reports.formats import ReportOutput

        passages = self.passages
        if passages is None:
            passages = chosen.is_table or self.rows is not None
        assert chosen.write_report is not None
        chosen.write_report(report, out, ReportOutput(self.limit, passages, self.rows, self.excel, progress))


def scan_command(
    paths: options.Paths,
    *,
    against: options.Against = None,
    writing: WritingOptions,
    page: options.PageOptions,
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
    references = locations(against)
    check_exists([*paths, *references])
    chosen_format = writing.chosen_format()
    page.check()
    settings = chosen.settings(boilerplate=boilerplate, memory=memory)
    from dedup.cli.progress_bar import announce_compilation, show_progress
    from dedup.detector import scan
    from dedup.sources.reader import read_articles

    read = partial(read_articles, fields=fields.names(), limits=settings, processes=work.threads, **files.arguments())
    announce_compilation(work.quiet)
    with show_progress(work.quiet) as progress:
        with redirect_stdout(sys.stderr):  # other packages may print while they work; that is no result
            report = scan(
                read(paths),
                against=read(reference_articles(references)) if references else None,
                stories=stories,
                settings=settings,
                threads=work.threads,
                progress=progress,
            )
        write_report(report, chosen_format, writing, progress)
        page.write(report, progress)
    if len(report.articles) == len(report.reference_ids):
        raise InputError(f"nothing could be read in {', '.join(map(str, paths))}")
    if fail_on_match and any(match.relation.is_reportable for match in report.matches):
        raise typer.Exit(MATCHED)


def write_report(report: Report, chosen_format: OutputFormat, writing: WritingOptions, progress: Progress) -> None:
    """Write the report where it goes."""
    from dedup.cli.output import destination
    from dedup.cli.progress_bar import paused_for_output
    from dedup.runtime.progress import Stage, one_step

    output = writing.output
    with one_step(progress, Stage.WRITE), paused_for_output(progress, output), destination(output) as out:
        writing.write(chosen_format, report, out, progress)


def reference_articles(given: Sequence[str | Path]) -> Iterator[Path | Article]:
    """Yield the paths, and instead of an index its articles."""
    for location in given:
        if is_index(location):
            from dedup.index.index import Index

            with Index(location) as index:
                yield from index
        else:
            yield Path(location)
