"""The words of articles as runs: what two or three articles hold word for word, and where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.comparison.prepared import Prepared
from dedup.runtime.arrays import distinct
from dedup.tokens.words import Lines, Words, readonly

CACHED_PAGES = 1024  # articles whose words are kept
ROWS_AT_ONCE = 128  # pairs whose words are read together

Places = NDArray[np.int64]
Hashes = NDArray[np.uint64]


class SharedBlock(NamedTuple):
    """A run of equal words of two articles: its first word on either side, and how many it has."""

    left: int
    right: int
    words: int


class PageWords:
    """The words of articles and their runs of `run_words`; recent ones are kept."""

    def __init__(self, prepared: Prepared, run_words: int) -> None:
        self.prepared, self.run_words = prepared, run_words
        self.words = lru_cache(CACHED_PAGES)(self._read)
        self._read_ahead: dict[int, Words] = {}
        self.runs = lru_cache(CACHED_PAGES)(lambda article: run_keys(self.words(article).hashes, run_words))
        self._sorted_runs = lru_cache(CACHED_PAGES)(self._sort_runs)

    def forget(self) -> None:
        """Let go of all that was read."""
        for kept in (self.words, self.runs, self._sorted_runs):
            kept.cache_clear()

    def together(self, rows: Sequence[int], left: Places, right: Places) -> Iterator[tuple[int, int, int]]:
        """Rows with their pages; the words of some rows' pages are read together, which takes half the time."""
        for first in range(0, len(rows), ROWS_AT_ONCE):
            some = rows[first : first + ROWS_AT_ONCE]
            pages = distinct(left[some], right[some]).tolist()
            self._read_ahead = dict(zip(pages, self.prepared.words_of_each(pages), strict=True))
            yield from zip(some, left[some].tolist(), right[some].tolist(), strict=True)
        self._read_ahead = {}

    def _read(self, page: int) -> Words:
        words = self._read_ahead.get(page)
        return _by_itself(self.prepared.words_of(page) if words is None else words)

    def _sort_runs(self, page: int) -> tuple[Hashes, Places]:
        """The runs of a page in order, the first of equal ones first, and their places."""
        runs = self.runs(page)
        order = np.argsort(runs, kind="stable")
        return runs[order], order

    def shared_runs(self, page: int, other: int) -> NDArray[np.bool_]:
        """Which runs of a page the other has too, (runs of the page,)."""
        return self._found_runs(page, other)[0]

    def _found_runs(self, page: int, other: int) -> tuple[NDArray[np.bool_], Places]:
        """Which runs of a page the other has too, and where those stand first in the other."""
        (runs, places), (others, other_places) = self._sorted_runs(page), self._sorted_runs(other)
        is_shared, first_places = np.zeros(len(runs), np.bool_), np.empty(len(runs), np.int64)
        if not len(others):
            return is_shared, first_places[:0]
        found = np.minimum(np.searchsorted(others, runs), len(others) - 1)  # in order: a fifth of the time
        is_found = others[found] == runs
        is_shared[places] = is_found
        first_places[places] = other_places[found]
        return is_shared, first_places[is_shared]

    def shared_blocks(self, page: int, other: int) -> list[SharedBlock]:
        """The runs that a page shares with another, each as long as it goes on in both; in order of the page."""
        is_shared, counterparts = self._found_runs(page, other)
        places = np.flatnonzero(is_shared)
        if not len(places):
            return []
        cuts = np.flatnonzero((np.diff(places) != 1) | (np.diff(counterparts) != 1)) + 1
        firsts = np.append(0, cuts)
        words = np.diff(firsts, append=len(places)) + self.run_words - 1
        columns = places[firsts].tolist(), counterparts[firsts].tolist(), words.tolist()
        return [SharedBlock(*block) for block in zip(*columns, strict=True)]


def _by_itself(words: Words) -> Words:
    """The same words without the room that they were read into, which has a place for each letter of several texts."""
    names = "hashes", "stems", "starts", "ends", "boundaries", "flags"
    columns: dict[str, Any] = {name: readonly(getattr(words, name).copy()) for name in names}
    lines: Any = (readonly(column.copy()) for column in words.lines)
    return replace(words, lines=Lines(*lines), **columns)


def run_keys(hashes: Hashes, size: int) -> Hashes:
    """A key for each run of `size` words."""
    keys = np.zeros(max(0, len(hashes) - size + 1), np.uint64)
    for word in range(size):
        keys = keys * _MULTIPLIER + hashes[word : word + len(keys)]
    return keys


def covered_words(is_run: NDArray[np.bool_], run_words: int) -> NDArray[np.bool_]:
    """Which words stand in some of the runs that begin at each word, (words,)."""
    steps = np.zeros(len(is_run) + run_words, np.int64)
    steps[:-run_words] += is_run
    steps[run_words:] -= is_run
    is_covered: NDArray[np.bool_] = np.cumsum(steps)[:-1] > 0
    return is_covered


_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # odd: 2 ** 64 divided by the golden ratio
