"""`dedup clean PATHS... --output DIR`: copies of the inputs without copies, doubled blocks and boilerplate."""

from __future__ import annotations

import os
import sys
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dedup.cli import options
from dedup.cli.commands.scan_command import reference_articles
from dedup.cli.inputs import STDIN, check_exists, locations
from dedup.errors import InputError

if TYPE_CHECKING:
    from dedup.clean.apply_plan import CleanResult
    from dedup.clean.plan import Plan
    from dedup.report import Report

CleanPaths = Annotated[
    list[Path] | None,
    typer.Argument(metavar="PATHS", help="Files, and folders with all that is in them.", show_default=False),
]
OutputFolder = Annotated[
    Path | None, typer.Option("--output", metavar="DIR", help="Write the cleaned copies into this new folder.")
]
Keep = Annotated[
    list[str] | None,
    typer.Option(
        "--keep",
        metavar="POLICY",
        help="Which of several copies is kept: earliest, longest, canonical, origin, outlets=A,B, languages=A,B or "
        "FIELD=VALUE; several times, the first counts most.",
        show_default="earliest",
    ),
]
Drop = Annotated[
    str,
    typer.Option(
        metavar="RELATIONS",
        help="Leave out articles that are this to one that is kept; excerpt and translation on request.",
    ),
]
CutKinds = Annotated[
    str, typer.Option("--cut", metavar="KINDS", help="Cut out of articles: doubled, boilerplate, both, or none.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show the plan, and write no copies.")]
PlanFile = Annotated[
    Path | None, typer.Option("--plan", metavar="FILE", help="Write the plan to a file, as JSON lines.")
]
ApplyFile = Annotated[
    Path | None, typer.Option("--apply", metavar="PLAN", help="Carry out this plan, as it was written or edited.")
]
AsText = Annotated[bool, typer.Option("--text", help="Write HTML pages as the text of their articles, .txt.")]


@dataclass(frozen=True, slots=True)
class CleanChoices:
    """What is left out."""

    keep: Keep = None
    drop: Drop = "exact,near,syndicated"
    cut: CutKinds = "doubled,boilerplate"

    @property
    def needs_stories(self) -> bool:
        """Whether what is left out is found with stories only."""
        return "translation" in _names(self.drop)

    def plan(self, report: Report, paths: list[Path], fields: options.FieldOptions) -> Plan:
        """Return the plan for the articles of a report, which were read from the paths."""
        from dedup.clean.plan import plan

        drop, cut = _names(self.drop), _names(self.cut)
        root = _root_of(paths)
        return plan(report, keep=self.keep or "earliest", drop=drop, cut=cut, root=root, fields=fields.names())


def clean_command(
    paths: CleanPaths = None,
    *,
    output: OutputFolder = None,
    choices: CleanChoices,
    against: options.Against = None,
    dry_run: DryRun = False,
    plan_file: PlanFile = None,
    apply_file: ApplyFile = None,
    pages_as_text: AsText = False,
    limit: options.Limit = 20,
    fields: options.FieldOptions,
    files: options.FileOptions,
    chosen: options.SettingsOptions,
    memory: options.Memory = None,
    work: options.WorkOptions,
) -> None:
    """Leave out copies, doubled blocks and boilerplate, and write the rest as it was.

    The copies of the inputs have their form: the same formats, fields, order and layout. The inputs are not changed. Of
    each group of copies one article is kept. --dry-run and --plan show what would be left out; an edited plan is
    carried out by --apply.
    """
    given = paths or []
    _check_arguments(given, output, plan_file, apply_file, writes=not dry_run)
    settings = chosen.settings(memory=memory)
    from dedup.clean.plan import Plan
    from dedup.cli.progress_bar import announce_compilation, show_progress
    from dedup.detector import scan
    from dedup.sources.reader import read_articles

    read = partial(read_articles, fields=fields.names(), limits=settings, processes=work.threads, **files.arguments())
    announce_compilation(work.quiet)
    with show_progress(work.quiet) as progress, redirect_stdout(sys.stderr):
        if apply_file is not None:
            plan = Plan.load(apply_file)
        else:
            reference = read(reference_articles(locations(against))) if against else None
            find = partial(scan, settings=settings, threads=work.threads, progress=progress)
            plan = choices.plan(find(read(given), against=reference, stories=choices.needs_stories), given, fields)
        if plan_file is not None:
            plan.save(plan_file)
        result = None
        if output is not None and not dry_run:
            result = plan.apply(output, pages_as_text=pages_as_text, threads=work.threads, progress=progress)
    _show(plan, result, limit)


def _show(plan: Plan, result: CleanResult | None, limit: int) -> None:
    """Print what was planned or done; InputError that names what could not be written."""
    from dedup.cli.output import destination
    from dedup.reports.plan_table import plan_table, result_table
    from dedup.reports.terminal.console import console_on

    with destination(None) as out, console_on(out) as console:
        for line in result_table(result, console.width, limit) if result else plan_table(plan, console.width, limit):
            console.print(line, soft_wrap=True)
    if result is not None and result.problems:
        raise InputError("; ".join(f"{each.path} is not written: {each.reason}" for each in result.problems))


def _names(given: str) -> list[str]:
    return [name.strip() for name in given.split(",") if name.strip() not in ("", "none")]


def _root_of(paths: list[Path]) -> str:
    """Return the folder whose layout the output keeps: the given one, or the one that holds all that are given."""
    folders = [path if path.is_dir() else path.parent for path in paths]
    try:
        return os.path.commonpath(folders)
    except ValueError as error:
        raise InputError("name all inputs by absolute paths, or all by relative ones") from error


def _check_arguments(
    paths: list[Path], output: Path | None, plan_file: Path | None, apply_file: Path | None, *, writes: bool
) -> None:
    """Raise InputError before the work for what would fail after it."""
    from dedup.runtime.files.atomic_file import check_writable

    if bool(paths) == (apply_file is not None):
        raise InputError("name either inputs or, with --apply, a plan")
    if output is None and writes and plan_file is None:
        raise InputError("--output names the new folder for the copies; without it, --dry-run or --plan shows the plan")
    if STDIN in paths:
        raise InputError("standard input cannot be cleaned: it is read twice")
    check_exists(paths)
    if plan_file is not None:
        check_writable(plan_file)
