"""Progress of long work, for whoever wants to see it.

Long work calls `progress(stage, done, total)` from time to time; its caller may draw a bar, write a log or do nothing.
All calls come from one thread. Within a stage `done` never decreases, and the last value may be reported twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sized
from contextlib import contextmanager
from enum import StrEnum
from typing import Protocol, TypeVar

Value = TypeVar("Value")
_ITEMS_BETWEEN_REPORTS = 64  # articles whose terms are read: 15 ms


class Stage(StrEnum):
    """The stages of long work, in words for people; no job has all of them."""

    COMPILE = "compiling for this machine, once: this takes a minute or two"
    READ = "reading articles"
    FINGERPRINT = "taking fingerprints"
    PAIR = "looking for similar articles"
    LEARN = "learning what pages repeat"
    COMPARE = "comparing articles"
    GROUP = "grouping copies"
    TERMS = "reading what articles report"
    LINK = "linking stories"
    RELATE = "comparing articles of stories"
    ALIGN = "aligning what matches share"
    WRITE = "writing the result"
    ADD = "adding articles"


class Progress(Protocol):
    """A callable that is informed of progress."""

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """Report that `done` of `total` items of a stage are finished; the total is None while it is unknown, and may
        be an estimate that changes.
        """


ProgressGiven = Progress | bool
"""What is given as `progress`: True draws a line on standard error, False nothing."""


def no_progress(stage: str, done: int, total: int | None) -> None:
    """Report nothing: the default."""


@contextmanager
def one_step(progress: Progress, stage: str) -> Iterator[None]:
    """Report a stage that is one step: when it begins, and when it is done."""
    progress(stage, 0, None)
    yield
    progress(stage, 1, 1)


class Steps:
    """How far a stage is whose items come from anywhere; the total is known if they have a length.

    >>> steps = Steps(lambda *report: print(*report), Stage.ADD, "abc")
    >>> steps.add(2)
    adding articles 2 3
    """

    def __init__(self, progress: Progress, stage: str, items: Iterable[object]) -> None:
        self._progress, self._stage = progress, stage
        self._done = 0
        self._total = len(items) if isinstance(items, Sized) else None

    def add(self, number: int) -> None:
        """Report that so many more are done."""
        self._done += number
        self._progress(self._stage, self._done, self._total)

    def end(self) -> None:
        """Report that these were all."""
        self._progress(self._stage, self._done, self._done)


class Watched(Collection[Value]):
    """A collection that reports how far it has been read; what is read again is not reported.

    >>> list(Watched("ab", lambda *report: print(*report), Stage.TERMS))
    reading what articles report 2 2
    ['a', 'b']
    """

    def __init__(self, values: Collection[Value], progress: Progress, stage: str) -> None:
        self.values, self._progress, self._stage = values, progress, stage
        self._reported = 0

    def __iter__(self) -> Iterator[Value]:
        total = len(self.values)
        for number, value in enumerate(self.values, 1):
            yield value
            if number > self._reported and (number % _ITEMS_BETWEEN_REPORTS == 0 or number == total):
                self._reported = number
                self._progress(self._stage, number, total)

    def __len__(self) -> int:
        return len(self.values)

    def __contains__(self, value: object) -> bool:
        return value in self.values
