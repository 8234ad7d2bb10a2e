"""Postings of recurring lines: which articles contain which line.

A line is a line of text, or a sentence of a long line (`dedup.tokens.words.Lines`). Most lines occur once and show
nothing: they are left out before anything is sorted.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.sketch.fingerprints import TextLines
from dedup.sketch.sorted_keys import stable_order
from dedup.tokens.words import readonly

# Bits of a slot number beyond those of the number of lines: one in ten slots is taken, so few lines that occur once are
# taken for recurring ones.
LINE_SLOT_BITS = 3


class LinePostings(NamedTuple):
    """Occurrences of lines, ordered by line, then by article, then by position in the article."""

    lines: NDArray[np.int64]  # numbers of lines: rising from 0, equal for the same line
    keys: NDArray[np.uint64]
    articles: NDArray[np.int64]
    positions: NDArray[np.int64]  # in `TextLines.keys`

    def select(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> LinePostings:
        """Some of the rows, or all in another order, with new numbers."""
        keys = self.keys[rows]
        return LinePostings(_run_numbers(keys), keys, self.articles[rows], self.positions[rows])

    def by_outlet(self, outlets: NDArray[np.int64]) -> LinePostings:
        """The same with different numbers for a line of different outlets.

        `outlets`, (n,), is -1 for an article whose outlet is unknown: its rows are left out.
        """
        outlet_of_row = outlets[self.articles]
        order = stable_order(outlet_of_row)[np.count_nonzero(outlet_of_row < 0) :]
        postings = self.select(order)
        return postings._replace(lines=_run_numbers(postings.keys, outlet_of_row[order]))

    def positions_of(self, lines: NDArray[np.int64]) -> NDArray[np.int64]:
        """All positions of some lines."""
        is_wanted = np.zeros(len(self.lines), np.bool_)
        is_wanted[lines] = True
        return self.positions[is_wanted[self.lines]]

    def is_repeat_row(self) -> NDArray[np.bool_]:
        """Whether the line of a row also occurs in an earlier row, (rows,)."""
        is_repeat: NDArray[np.bool_] = np.diff(self.lines, prepend=-1) == 0
        return is_repeat


def recurring_lines(lines: TextLines, articles: NDArray[np.int64]) -> LinePostings:
    """The lines that occur twice or more in `articles`, and a few others; articles in the given order."""
    from dedup.kernels.learn.find_boilerplate import recurring_line_rows

    capacity = len(lines.keys) + 1
    positions, carriers = np.empty(capacity, np.int64), np.empty(capacity, np.int64)
    count = recurring_line_rows(
        readonly(lines.keys), readonly(lines.ends), readonly(articles), LINE_SLOT_BITS + max(5, capacity.bit_length()),
        positions, carriers,
    )  # fmt: skip
    keys = lines.keys[positions[:count]]
    order = stable_order(keys)
    return LinePostings(_run_numbers(keys[order]), keys[order], carriers[order], positions[order])


def _run_numbers(*columns: NDArray[np.uint64] | NDArray[np.int64]) -> NDArray[np.int64]:
    """A number for every run of rows with the same values."""
    is_new = np.zeros(len(columns[0]), np.bool_)
    for column in columns:
        is_new[1:] |= column[1:] != column[:-1]
    return np.cumsum(is_new)
