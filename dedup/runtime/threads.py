"""Parallel work in threads: kernels release the global interpreter lock, so that processes are not needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

MAX_THREADS = 1_024  # no machine has more cores for one program; each thread takes memory
Part = TypeVar("Part")
Result = TypeVar("Result")
Other = TypeVar("Other")


def map_threads(job: Callable[[Part], Result], parts: Sequence[Part], threads: int) -> Iterator[Result]:
    """The results of a job for every part, in order.

    A single part is done without a thread: to start one takes as long as ten articles.

    >>> list(map_threads(len, ["one", "three"], threads=2))
    [3, 5]
    """
    if min(threads, len(parts)) < 2:
        yield from map(job, parts)
        return
    with _threads(threads) as pool:
        yield from pool.map(job, parts)


def run_both(first: Callable[[], Result], second: Callable[[], Other], threads: int) -> tuple[Result, Other]:
    """The results of two jobs, which run at the same time if there are two threads or more.

    >>> run_both(lambda: 1, lambda: "two", threads=2)
    (1, 'two')
    """
    if threads < 2:
        return first(), second()
    with _threads(1) as pool:
        first_result = pool.submit(first)
        second_result = second()
        return first_result.result(), second_result


def _threads(number: int) -> ThreadPoolExecutor:
    from concurrent.futures import ThreadPoolExecutor  # takes as long to import as a kernel to call

    return ThreadPoolExecutor(min(number, MAX_THREADS))
