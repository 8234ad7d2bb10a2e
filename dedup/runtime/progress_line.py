"""Progress as a line on standard error: on a terminal and in a notebook drawn again in its place, else line by line.

`progress=True` of `scan` and of an index means this; the command line has bars of its own.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from time import monotonic

from dedup.runtime.progress import Progress, ProgressGiven, Stage, no_progress

SECONDS_IN_PLACE = 0.2  # between two drawings of a line that stays in its place
SECONDS_BY_LINE = 10.0  # between two lines of a log


def begin_progress(given: ProgressGiven, is_compiled: Callable[[], bool]) -> Progress:
    """What is to be called: the callable that was given, a line for True, nothing for False.

    It is called at once where machine code has to be compiled before the work.

    >>> begin_progress(False, lambda: False) is no_progress
    True
    """
    progress = (ProgressLine() if given else no_progress) if isinstance(given, bool) else given
    if progress is not no_progress and not is_compiled():
        progress(Stage.COMPILE, 0, None)
    return progress


class ProgressLine:
    """Writes the stage that is at work, and how far it is; a stage that is finished keeps its line."""

    def __init__(self) -> None:
        self._is_in_place = sys.stderr.isatty() or type(sys.stderr).__module__.startswith("ipykernel")
        self._seconds = SECONDS_IN_PLACE if self._is_in_place else SECONDS_BY_LINE
        self._written_at = -SECONDS_BY_LINE
        self._shown = ""
        self._last = ""

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """Write a line, if it is time for one or the stage is finished."""
        is_finished = done == total
        line = f"{stage}: {done:,}" if total is None or is_finished else f"{stage}: {done:,} of {total:,}"
        if line == self._last or (not is_finished and monotonic() - self._written_at < self._seconds):
            return
        self._last, self._written_at = line, monotonic()
        self._write(f"dedup: {line}", ends=is_finished)

    def _write(self, line: str, *, ends: bool) -> None:
        if not self._is_in_place:
            print(line, file=sys.stderr, flush=True)  # noqa: T201  # what it is for
            return
        padding = " " * (len(self._shown) - len(line))
        self._shown = "" if ends else line
        sys.stderr.write(f"\r{line}{padding}" + "\n" * ends)
        sys.stderr.flush()
