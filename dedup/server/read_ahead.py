"""Reading ahead: the articles of the next transaction are prepared in a thread of their own, while others are added.

Preparing needs nothing of the index, and is mostly done by kernels, beside which other threads run.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from operator import is_

from dedup.index.index import Index
from dedup.server.add_jobs import AddMode, Slot


class ReadAhead:
    """Prepares articles that wait, for one index."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._thread = ThreadPoolExecutor(1, "dedup-read-ahead")
        self._slots: Sequence[Slot] = ()
        self._reading: Future[None] | None = None

    def begin(self, slots: Sequence[Slot]) -> None:
        """Prepare the articles of some slots, which are taken next."""
        self._slots = slots if all(slot.job.mode is AddMode.ADD for slot in slots) else ()
        if self._slots:
            self._reading = self._thread.submit(self._index.read_ahead, [slot.article for slot in self._slots])

    def count(self, waiting: Iterable[Slot], most: int) -> int:
        """How many of the slots that wait are taken together: those that are prepared, if they come first, else all."""
        first = [*islice(waiting, most)]
        is_next = 0 < len(self._slots) <= len(first) and all(map(is_, self._slots, first))
        return len(self._slots) if is_next else len(first)

    def wait(self) -> None:
        """Wait until what was begun is prepared; an article that cannot be fails when it is added."""
        if self._reading:
            self._reading.exception()
            self._reading = None

    def stop(self) -> None:
        """End the thread."""
        self._thread.shutdown()
