"""Which articles carry which lines, as far as lines recur.

A unit is a line, or a sentence of a long line (`text.words.Units`). Most occur once and teach nothing: they are passed
over before anything is sorted.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import load
from dedup.sketch.fingerprints import Sketches
from dedup.sketch.sorted_keys import stable_order
from dedup.tokens.words import frozen

SLOT_BITS = 3  # beyond the number of units: one in ten slots is taken, so few units that occur once seem to recur


class Carried(NamedTuple):
    """Where units stand: by unit, then by article, then by place in the article."""

    units: NDArray[np.int64]  # rising from 0, equal for the same unit
    keys: NDArray[np.uint64]
    articles: NDArray[np.int64]
    places: NDArray[np.int64]  # in `Sketches.unit_keys`

    def only(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> Carried:
        """Some of the rows, or all in another order, numbered anew."""
        keys = self.keys[rows]
        return Carried(_numbers(keys), keys, self.articles[rows], self.places[rows])

    def by_outlet(self, outlets: NDArray[np.int64]) -> Carried:
        """Units of different outlets are different units; `outlets`, (n,), is -1 for an article without: left out."""
        of_row = outlets[self.articles]
        order = stable_order(of_row)[np.count_nonzero(of_row < 0) :]
        carried = self.only(order)
        return carried._replace(units=_numbers(carried.keys, of_row[order]))

    def places_of(self, units: NDArray[np.int64]) -> NDArray[np.int64]:
        """Wherever these units stand."""
        is_one = np.zeros(len(self.units), np.bool_)
        is_one[units] = True
        return self.places[is_one[self.units]]

    def is_again(self) -> NDArray[np.bool_]:
        """Whether a row's unit stands in a row before it."""
        is_again: NDArray[np.bool_] = np.diff(self.units, prepend=-1) == 0
        return is_again


def recurring(sketches: Sketches, articles: NDArray[np.int64]) -> Carried:
    """The units of some articles that stand twice or more in all, and a few others; in the order of `articles`."""
    room = len(sketches.unit_keys) + 1
    places, holders = np.empty(room, np.int64), np.empty(room, np.int64)
    kept = load("learning").recurring_units(
        frozen(sketches.unit_keys), frozen(sketches.unit_ends), frozen(articles),
        SLOT_BITS + max(5, room.bit_length()), places, holders,
    )  # fmt: skip
    keys = sketches.unit_keys[places[:kept]]
    order = stable_order(keys)
    return Carried(_numbers(keys[order]), keys[order], holders[order], places[order])


def _numbers(*columns: NDArray[np.uint64] | NDArray[np.int64]) -> NDArray[np.int64]:
    """A number for every run of rows with the same values."""
    is_new = np.zeros(len(columns[0]), np.bool_)
    for column in columns:
        is_new[1:] |= column[1:] != column[:-1]
    return np.cumsum(is_new)
