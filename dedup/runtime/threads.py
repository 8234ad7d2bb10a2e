"""Work on parts at the same time: kernels let go of Python's lock, so that threads are enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Part = TypeVar("Part")
Result = TypeVar("Result")
Other = TypeVar("Other")


def map_threads(job: Callable[[Part], Result], parts: Sequence[Part], threads: int) -> Iterator[Result]:
    """What becomes of every part, in order; one alone needs no thread, whose start takes ten articles' time.

    >>> list(each(len, ["one", "three"], threads=2))
    [3, 5]
    """
    if min(threads, len(parts)) < 2:
        yield from map(job, parts)
        return
    with ThreadPoolExecutor(threads) as pool:
        yield from pool.map(job, parts)


def run_both(first: Callable[[], Result], second: Callable[[], Other], threads: int) -> tuple[Result, Other]:
    """What becomes of two jobs, done at the same time if there are threads.

    >>> both(lambda: 1, lambda: "two", threads=2)
    (1, 'two')
    """
    if threads < 2:
        return first(), second()
    with ThreadPoolExecutor(1) as beside:
        ahead = beside.submit(first)
        second_result = second()
        return ahead.result(), second_result
