"""HTML pages on several cores, in the order in which they were found.

Extraction is the slowest reading there is, 20 ms a page, and pages do not depend on each other. So pages are given to
several processes (`dedup.sources.pages.worker`), a few ahead of the one that is waited for. The first pages go to one
process alone: starting another takes as long as a dozen of them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import LifoQueue
from typing import Generic, Self, TypeVar

from dedup.sources.pages.worker import PageExtractor

T = TypeVar("T")
PAGES_FOR_ONE_PROCESS = 16  # for one process
PAGES_AHEAD_PER_PROCESS = 4  # a process: enough that none waits while a page elsewhere takes long


class ExtractorPool(Generic[T]):
    """Runs tasks that need an extractor, as many at a time as there may be processes; all end with the `with` block."""

    def __init__(self, max_page_seconds: float, processes: int) -> None:
        self._extractors = [PageExtractor(max_page_seconds) for _ in range(processes)]
        self._idle: LifoQueue[PageExtractor] = LifoQueue()  # the last used is the next used: it is running
        for extractor in self._extractors:
            self._idle.put(extractor)
        self._threads = ThreadPoolExecutor(processes)
        self._pages = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._terminate_all()  # a task at work is told at once that its extractor is gone
        self._threads.shutdown()
        self._terminate_all()  # it may have been starting

    def _terminate_all(self) -> None:
        for extractor in self._extractors:
            extractor.terminate()

    def submit(self, task: Callable[[PageExtractor], T]) -> Future[T]:
        """Have a page read, now or when an extractor is free."""
        self._pages += 1
        return self._threads.submit(self._run, task)

    def _run(self, task: Callable[[PageExtractor], T]) -> T:
        extractor = self._idle.get()
        try:
            return task(extractor)
        finally:
            self._idle.put(extractor)

    def in_order(self, found: Iterable[T | Future[T]]) -> Iterator[T]:
        """What was found, and what tasks made, each in its place."""
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
