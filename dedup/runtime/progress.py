"""Progress of long work, for whoever wants to see it.

Long work calls `progress(stage, done, total)` from time to time; its caller may draw a bar, write a log or do nothing.
All calls come from one thread. Within a stage `done` never decreases, and the last value may be reported twice.
"""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """A callable that is informed of progress."""

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """Report that `done` of `total` items of a stage are finished; the total is None while it is unknown."""


def no_progress(stage: str, done: int, total: int | None) -> None:
    """Report nothing: the default."""
