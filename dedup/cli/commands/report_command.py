"""`dedup report RESULT`: what a result in a folder of Parquet files says, whole or in part."""

from __future__ import annotations

from typing import Annotated

import typer

from dedup.cli import options
from dedup.cli.commands.scan_command import WritingOptions, write_report

ResultFolder = Annotated[
    str,
    typer.Argument(
        metavar="RESULT",
        help="A folder that `dedup spark` or `Report.to_parquet` wrote; an address such as s3://... too.",
        show_default=False,
    ),
]
Outlet = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Only the articles of this outlet, those that they match, and the groups of all of these.",
        show_default=False,
    ),
]
StoryOf = Annotated[
    str | None,
    typer.Option(
        metavar="ID",
        help="Only the story of the article with this id, or else its cluster of copies.",
        show_default=False,
    ),
]


def report_command(
    result: ResultFolder,
    *,
    outlet: Outlet = None,
    story_of: StoryOf = None,
    writing: WritingOptions,
    page: options.PageOptions,
    quiet: options.Quiet = False,
) -> None:
    """Show a result that was written as a folder, or a part of it.

    The part of an outlet or a story is read alone, so that a page of it can be made of a result with millions of
    articles.
    """
    chosen_format = writing.chosen_format()
    page.check()
    from dedup.cli.progress_bar import show_progress
    from dedup.report import Report

    with show_progress(quiet) as progress:
        report = Report.from_parquet(result, outlet=outlet, story_of=story_of)
        write_report(report, chosen_format, writing, progress)
        page.write(report, progress)
