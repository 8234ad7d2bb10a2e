"""How long work tells how far it has come, without knowing who listens.

Whoever works calls `progress(stage, done, total)` now and then; whoever called it may draw a bar, write a log or do
nothing. Calls come from one thread, `done` never falls within a stage, and a stage may be told again when it ends.
"""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Anything that can be told how far the work is."""

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """Tell that `done` of `total` things (None: not known yet) of this stage are done."""


def no_progress(stage: str, done: int, total: int | None) -> None:
    """Listen to nothing: the default."""
