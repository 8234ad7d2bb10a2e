"""Page furniture: the lines that a site puts round every article.

"Shared by many" cannot tell furniture from a wire story. What does: a line is furniture when its carriers are mutually
unlike in what remains once every line that might be furniture is taken out. A unit is a line, or a sentence of a long
line (`text.words.Units`).

- Within an outlet, units of three articles (two, when they do not read like prose) may be furniture; they are when
  three (two) of up to sixteen carriers are mutually unlike.
- Over all outlets, units of four articles (three) may be, if the prose block that they share with their neighbours is
  short: a long shared block is an article. They are furniture when four (three) carriers are mutually unlike.

Two articles are unlike when each has 25 content words or more left in its prose, and they share under a fifth of those
of the lesser. Sampled carriers are those of the lowest identities, so nothing depends on order. Shape alone never makes
furniture: it would cost body text.

Not told: lines that only one or two articles of an unknown outlet hold; a table story of under 60 words of prose,
carried by four or more unlabelled outlets, is taken for furniture (exact copies are found all the same).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import load
from dedup.corpus.line_postings import Carried, recurring
from dedup.corpus.dissimilarity import (
    ALWAYS,
    CARRIERS,
    NEVER,
    Counted,
    Likeness,
    have_unlike,
    needed,
)
from dedup.sketch.fingerprints import Sketches
from dedup.sketch.sorted_keys import stable_order
from dedup.sketch.packed_texts import Shelf
from dedup.tokens.words import FUNCTION, SHORT, SINGLE, frozen

Keys = NDArray[np.uint64]

LEAST_REST = 25  # content words that must remain on either side to call two articles unlike
OVERLAP = 0.2  # of the lesser side's content words: from here on two articles are alike
NEIGHBOURS = 6  # carriers whose shared blocks are measured
BLOCK_WORDS = 60  # prose words of a shared block that is an article, not furniture
BLOCK_REACH = 1000  # units of a block to either side: two long lists with the same lines must not cost their square

KINDS = np.arange(64)  # all combinations of the bits of `Words.kinds`
IS_CONTENT = (KINDS & FUNCTION == 0) & ((KINDS & SHORT == 0) | (KINDS & SINGLE != 0))
CONTENT = np.where(IS_CONTENT, ALWAYS, NEVER).astype(np.uint8)
NOTHING = np.zeros(1, np.uint64)  # an empty table of words


class Limits(NamedTuple):
    """How many articles may make a unit furniture: those of a unit of prose, and of any other."""

    prose: int
    page: int


WITHIN_OUTLET, OVER_ALL = Limits(3, 2), Limits(4, 3)


class Candidates(NamedTuple):
    """Units that may be furniture, and up to sixteen articles that carry each: those of the lowest identities."""

    units: NDArray[np.int64]  # (k,) as in `Carried`
    keys: Keys  # (k,)
    limits: NDArray[np.int64]  # (k,) how many articles, unlike each other, make it furniture
    articles: NDArray[np.int64]  # (k, 16) -1 behind the last
    places: NDArray[np.int64]  # (k, 16) where the unit stands first in each

    def only(self, chosen: NDArray[np.bool_]) -> Candidates:
        """Some of the units."""
        return Candidates(
            self.units[chosen], self.keys[chosen], self.limits[chosen], self.articles[chosen], self.places[chosen]
        )


def learn_furniture(texts: Shelf, sketches: Sketches, outlets: NDArray[np.int64], threads: int = 1) -> Keys:
    """The keys of all units that are page furniture, sorted.

    `outlets`, (n,), are numbers, -1 where one is not known: then more articles are needed to teach anything.
    """
    carried = recurring(sketches, stable_order(sketches.identities))
    known = _within_outlets(texts, sketches, carried.by_outlet(outlets), threads)
    is_known = np.isin(carried.keys, known)
    is_left_out = _with(~sketches.unit_prose, carried.places[is_known])
    carried = carried.only(~is_known)
    units = _candidates(carried, sketches, OVER_ALL)
    units = units.only(~_are_of_articles(sketches, units, is_left_out))
    learned = _furniture(texts, sketches, units, _with(is_left_out, carried.places_of(units.units)), threads)
    return np.union1d(known, learned)


def _within_outlets(texts: Shelf, sketches: Sketches, carried: Carried, threads: int) -> Keys:
    units = _candidates(carried, sketches, WITHIN_OUTLET)
    return _furniture(texts, sketches, units, _with(~sketches.unit_prose, carried.places_of(units.units)), threads)


def _with(is_left_out: NDArray[np.bool_], places: NDArray[np.int64]) -> NDArray[np.bool_]:
    more = is_left_out.copy()
    more[places] = True
    return more


def _candidates(carried: Carried, sketches: Sketches, limits: Limits) -> Candidates:
    """Units with enough carriers to be furniture; a unit is prose if it is in half of them or more."""
    is_other = np.diff(carried.articles, prepend=-1) != 0
    first = np.flatnonzero(is_other | ~carried.is_again())  # a unit may recur in an article
    units, keys, articles, places = (column[first] for column in carried)
    counts = np.bincount(units)
    prose = np.bincount(units, sketches.unit_prose[places]) * 2 >= counts
    starts = np.cumsum(counts) - counts
    least = np.where(prose, limits.prose, limits.page)
    found = np.flatnonzero(counts >= least)
    columns, held = np.arange(CARRIERS), counts[found, None]
    rows = starts[found, None] + np.minimum(columns, held - 1)
    return Candidates(
        found, keys[starts[found]], least[found], np.where(columns < held, articles[rows], -1), places[rows]
    )


def _furniture(
    texts: Shelf, sketches: Sketches, units: Candidates, is_left_out: NDArray[np.bool_], threads: int
) -> Keys:
    """The units enough of whose carriers are mutually unlike in what remains of their prose."""
    counted = Counted(CONTENT, NOTHING, is_left_out)
    likeness = Likeness(np.arange(len(texts)), OVERLAP, LEAST_REST, is_like_any=False)
    least = needed(units.limits, units.articles)
    found = have_unlike(texts, sketches, counted, likeness, units.articles, least, threads)
    return np.unique(units.keys[found])


def _are_of_articles(sketches: Sketches, units: Candidates, is_left_out: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether each unit stands in a long shared block in more than half of the pairs of its first carriers."""
    samples, places = units.articles[:, :NEIGHBOURS], units.places[:, :NEIGHBOURS]
    unit_words = np.where(is_left_out, 0, sketches.unit_words)
    found = np.empty(len(samples), np.bool_)
    load("learning").find_long_blocks(
        frozen(sketches.unit_keys), frozen(unit_words), frozen(sketches.unit_ends), frozen(samples), frozen(places),
        BLOCK_WORDS, BLOCK_REACH, found,
    )  # fmt: skip
    return found
