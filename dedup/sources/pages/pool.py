"""Extracts HTML pages on several cores and yields them in the order in which they were found.

Extraction is the slowest part of reading, and pages are independent. So pages are given to several
processes (`worker.py`), a few ahead of the next one in order. The first pages go to one process alone: starting another
takes as long as a dozen pages.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import LifoQueue
from typing import Generic, Self, TypeVar

from dedup.runtime.threads import MAX_THREADS
from dedup.settings.limit_settings import LimitSettings
from dedup.sources.pages.extractor import PageExtractor

T = TypeVar("T")
PAGES_FOR_ONE_PROCESS = 16
PAGES_AHEAD_PER_PROCESS = 4  # enough that no process waits while a page of another one takes long


class ExtractorPool(Generic[T]):
    """Runs tasks that need an extractor, `processes` at a time; these end with the `with` block."""

    def __init__(self, limits: LimitSettings, processes: int) -> None:
        processes = min(processes, MAX_THREADS)
        self._extractors = [PageExtractor(limits) for _ in range(processes)]
        self._idle: LifoQueue[PageExtractor] = LifoQueue()  # the last one used comes first: its process is running
        for extractor in self._extractors:
            self._idle.put(extractor)
        self._threads = ThreadPoolExecutor(processes)
        self._pages = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._terminate_all()  # so that a running task fails at once
        self._threads.shutdown()
        self._terminate_all()  # one may have been starting

    def _terminate_all(self) -> None:
        for extractor in self._extractors:
            extractor.terminate()

    def submit(self, task: Callable[[PageExtractor], T]) -> Future[T]:
        """Run a task, now or as soon as an extractor is idle."""
        self._pages += 1
        return self._threads.submit(self._run, task)

    def _run(self, task: Callable[[PageExtractor], T]) -> T:
        extractor = self._idle.get()
        try:
            return task(extractor)
        finally:
            self._idle.put(extractor)

    def in_order(self, found: Iterable[T | Future[T]]) -> Iterator[T]:
        """The items, and the results of tasks, in the order given."""
        waiting: deque[T | Future[T]] = deque()
        for item in found:
            if not waiting and not isinstance(item, Future):
                yield item
                continue
            waiting.append(item)
            while len(waiting) > self._max_ahead() or (waiting and _is_done(waiting[0])):
                yield _result(waiting.popleft())
        for item in waiting:
            yield _result(item)

    def _max_ahead(self) -> int:
        return 0 if self._pages <= PAGES_FOR_ONE_PROCESS else PAGES_AHEAD_PER_PROCESS * len(self._extractors)


def _is_done(item: T | Future[T]) -> bool:
    return not isinstance(item, Future) or item.done()


def _result(item: T | Future[T]) -> T:
    return item.result() if isinstance(item, Future) else item
