"""Progress bars on standard error, only if that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from dedup.runtime.progress import Progress, Stage, no_progress

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID


@contextmanager
def show_progress(quiet: bool) -> Iterator[Progress]:
    """Show a bar for each stage within the context, with its rate and the remaining time."""
    if quiet or not sys.stderr.isatty():
        yield no_progress
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    console = Console(stderr=True)
    rate = TextColumn("{task.fields[rate]}")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), rate, TimeRemainingColumn())
    with Bars(*columns, console=console, transient=True, redirect_stdout=False) as bars:
        yield _ProgressBars(bars)


@contextmanager
def paused_for_output(progress: Progress, output: Path | None = None) -> Iterator[None]:
    """Remove the bars while results are written to the same terminal, and not to a file."""
    if output is not None or not (isinstance(progress, _ProgressBars) and progress.shares_terminal):
        yield
        return
    progress.bars.stop()
    yield
    progress.bars.start()


class _ProgressBars:
    """Draws a bar for each stage."""

    def __init__(self, bars: Bars) -> None:
        self.bars = bars
        self.shares_terminal = sys.stdout.isatty()
        self._stages: dict[str, TaskID] = {}

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        if stage == Stage.COMPILE:  # announced before
            return
        if stage not in self._stages:
            self._stages[stage] = self.bars.add_task(stage, total=None, rate="")
        task = self.bars.tasks[self._stages[stage]]
        rate = f"{task.speed:,.0f}/s" if task.speed else ""
        self.bars.update(self._stages[stage], completed=done, total=total, rate=rate)


def announce_compilation(quiet: bool = False) -> None:
    """Say why the first run on a machine takes longer than any other, in a log too."""
    from dedup.kernels import is_compiled

    if not quiet and not is_compiled():
        typer.echo(f"dedup: {Stage.COMPILE}", err=True)
