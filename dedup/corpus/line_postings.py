"""Which articles carry which lines, as far as lines recur.

A unit is a line, or a sentence of a long line (`text.words.Units`). Most occur once and teach nothing: they are passed
over before anything is sorted.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.sketch.fingerprints import Sketches
from dedup.sketch.sorted_keys import stable_order
from dedup.tokens.words import readonly

LINE_SLOT_BITS = 3  # beyond the number of units: one in ten slots is taken, so few units that occur once seem to recur


class LinePostings(NamedTuple):
    """Where units stand: by unit, then by article, then by place in the article."""

    lines: NDArray[np.int64]  # rising from 0, equal for the same unit
    keys: NDArray[np.uint64]
    articles: NDArray[np.int64]
    positions: NDArray[np.int64]  # in `Sketches.unit_keys`

    def select(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> LinePostings:
        """Some of the rows, or all in another order, numbered anew."""
        keys = self.keys[rows]
        return LinePostings(_run_numbers(keys), keys, self.articles[rows], self.positions[rows])

    def by_outlet(self, outlets: NDArray[np.int64]) -> LinePostings:
        """Units of different outlets are different units; `outlets`, (n,), is -1 for an article without: left out."""
        of_row = outlets[self.articles]
        order = stable_order(of_row)[np.count_nonzero(of_row < 0) :]
        carried = self.select(order)
        return carried._replace(lines=_run_numbers(carried.keys, of_row[order]))

    def positions_of(self, lines: NDArray[np.int64]) -> NDArray[np.int64]:
        """Wherever these units stand."""
        is_one = np.zeros(len(self.lines), np.bool_)
        is_one[lines] = True
        return self.positions[is_one[self.lines]]

    def is_repeat_row(self) -> NDArray[np.bool_]:
        """Whether a row's unit stands in a row before it."""
        is_again: NDArray[np.bool_] = np.diff(self.lines, prepend=-1) == 0
        return is_again


def recurring_lines(sketches: Sketches, articles: NDArray[np.int64]) -> LinePostings:
    """The units of some articles that stand twice or more in all, and a few others; in the order of `articles`."""
    from dedup.kernels.learn.find_boilerplate import recurring_line_rows

    capacity = len(sketches.line_keys) + 1
    positions, holders = np.empty(capacity, np.int64), np.empty(capacity, np.int64)
    kept = recurring_line_rows(
        readonly(sketches.line_keys), readonly(sketches.line_ends), readonly(articles),
        LINE_SLOT_BITS + max(5, capacity.bit_length()), positions, holders,
    )  # fmt: skip
    keys = sketches.line_keys[positions[:kept]]
    order = stable_order(keys)
    return LinePostings(_run_numbers(keys[order]), keys[order], holders[order], positions[order])


def _run_numbers(*columns: NDArray[np.uint64] | NDArray[np.int64]) -> NDArray[np.int64]:
    """A number for every run of rows with the same values."""
    is_new = np.zeros(len(columns[0]), np.bool_)
    for column in columns:
        is_new[1:] |= column[1:] != column[:-1]
    return np.cumsum(is_new)
