"""Progress on standard error, for people only: nothing is shown where no terminal is."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from dedup.progress import Progress, silent


@contextmanager
def progress_shown(quiet: bool) -> Iterator[Progress]:
    """Show how far the work is while the context lasts, each stage with its rate and the time that is left."""
    if quiet or not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    console = Console(stderr=True)
    rate = TextColumn("{task.fields[rate]}")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), rate, TimeRemainingColumn())
    with Bars(*columns, console=console, transient=True, redirect_stdout=False) as bars:
        stages: dict[str, TaskID] = {}

        def show(stage: str, done: int, total: int | None) -> None:
            if stage not in stages:
                stages[stage] = bars.add_task(stage, total=None, rate="")
            task = bars.tasks[stages[stage]]
            rate = f"{task.speed:,.0f}/s" if task.speed else ""
            bars.update(stages[stage], completed=done, total=total, rate=rate)

        yield show


def announce_compilation(quiet: bool = False) -> None:
    """Say on a terminal why the first run on a machine takes longer than any other."""
    from dedup.kernels import is_compiled

    if not quiet and sys.stderr.isatty() and not is_compiled():
        typer.echo("dedup: compiling for this machine; this happens once and takes some seconds", err=True)
