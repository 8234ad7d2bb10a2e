"""Work on parts at the same time: kernels let go of Python's lock, so that threads are enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Part = TypeVar("Part")
Done = TypeVar("Done")
Other = TypeVar("Other")


def each(job: Callable[[Part], Done], parts: Sequence[Part], threads: int) -> Iterator[Done]:
    """What becomes of every part, in order; one alone needs no thread, whose start takes ten articles' time.

    >>> list(each(len, ["one", "three"], threads=2))
    [3, 5]
    """
    if min(threads, len(parts)) < 2:
        yield from map(job, parts)
        return
    with ThreadPoolExecutor(threads) as pool:
        yield from pool.map(job, parts)


def both(one: Callable[[], Done], other: Callable[[], Other], threads: int) -> tuple[Done, Other]:
    """What becomes of two jobs, done at the same time if there are threads.

    >>> both(lambda: 1, lambda: "two", threads=2)
    (1, 'two')
    """
    if threads < 2:
        return one(), other()
    with ThreadPoolExecutor(1) as beside:
        ahead = beside.submit(one)
        done = other()
        return ahead.result(), done
