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

from dedup.corpus.dissimilarity import (
    ALWAYS,
    MAX_CARRIERS,
    NEVER,
    SimilarityRule,
    WordFilter,
    has_dissimilar_carriers,
    required_count,
)
from dedup.corpus.line_postings import LinePostings, recurring_lines
from dedup.sketch.fingerprints import Sketches
from dedup.sketch.packed_texts import TextSource
from dedup.sketch.sorted_keys import stable_order
from dedup.tokens.words import FUNCTION_WORD, HALF_WORD, SHORT_WORD, readonly

Keys = NDArray[np.uint64]

MIN_CONTENT_WORDS = 25  # content words that must remain on either side to call two articles unlike
MAX_OVERLAP = 0.2  # of the lesser side's content words: from here on two articles are alike
BLOCK_CARRIERS = 6  # carriers whose shared blocks are measured
MIN_ARTICLE_BLOCK_WORDS = 60  # prose words of a shared block that is an article, not furniture
MAX_BLOCK_LINES = 1000  # units of a block to either side: two long lists with the same lines must not cost their square

FLAG_SETS = np.arange(64)  # all combinations of the bits of `Words.kinds`
IS_CONTENT = (FLAG_SETS & FUNCTION_WORD == 0) & ((FLAG_SETS & SHORT_WORD == 0) | (FLAG_SETS & HALF_WORD != 0))
CONTENT_WORDS = np.where(IS_CONTENT, ALWAYS, NEVER).astype(np.uint8)
NO_WORDS = np.zeros(1, np.uint64)  # an empty table of words


class MinCarriers(NamedTuple):
    """How many articles may make a unit furniture: those of a unit of prose, and of any other."""

    prose: int
    other: int


WITHIN_OUTLET, ACROSS_OUTLETS = MinCarriers(3, 2), MinCarriers(4, 3)


class LineCandidates(NamedTuple):
    """Units that may be furniture, and up to sixteen articles that carry each: those of the lowest identities."""

    lines: NDArray[np.int64]  # (k,) as in `Carried`
    keys: Keys  # (k,)
    min_carriers: NDArray[np.int64]  # (k,) how many articles, unlike each other, make it furniture
    articles: NDArray[np.int64]  # (k, 16) -1 behind the last
    positions: NDArray[np.int64]  # (k, 16) where the unit stands first in each

    def select(self, chosen: NDArray[np.bool_]) -> LineCandidates:
        """Some of the units."""
        return LineCandidates(
            self.lines[chosen],
            self.keys[chosen],
            self.min_carriers[chosen],
            self.articles[chosen],
            self.positions[chosen],
        )


def learn_boilerplate(texts: TextSource, sketches: Sketches, outlets: NDArray[np.int64], threads: int = 1) -> Keys:
    """The keys of all units that are page furniture, sorted.

    `outlets`, (n,), are numbers, -1 where one is not known: then more articles are needed to teach anything.
    """
    postings = recurring_lines(sketches, stable_order(sketches.content_hashes))
    known = _within_outlets(texts, sketches, postings.by_outlet(outlets), threads)
    is_known = np.isin(postings.keys, known)
    is_excluded_line = _excluding_too(~sketches.line_is_prose, postings.positions[is_known])
    postings = postings.select(~is_known)
    candidates = _line_candidates(postings, sketches, ACROSS_OUTLETS)
    candidates = candidates.select(~_belong_to_articles(sketches, candidates, is_excluded_line))
    learned = _boilerplate_among(
        texts, sketches, candidates, _excluding_too(is_excluded_line, postings.positions_of(candidates.lines)), threads
    )
    return np.union1d(known, learned)


def _within_outlets(texts: TextSource, sketches: Sketches, postings: LinePostings, threads: int) -> Keys:
    candidates = _line_candidates(postings, sketches, WITHIN_OUTLET)
    return _boilerplate_among(
        texts,
        sketches,
        candidates,
        _excluding_too(~sketches.line_is_prose, postings.positions_of(candidates.lines)),
        threads,
    )


def _excluding_too(is_excluded_line: NDArray[np.bool_], positions: NDArray[np.int64]) -> NDArray[np.bool_]:
    more = is_excluded_line.copy()
    more[positions] = True
    return more


def _line_candidates(postings: LinePostings, sketches: Sketches, min_carriers: MinCarriers) -> LineCandidates:
    """Units with enough carriers to be furniture; a unit is prose if it is in half of them or more."""
    is_other = np.diff(postings.articles, prepend=-1) != 0
    first = np.flatnonzero(is_other | ~postings.is_repeat_row())  # a unit may recur in an article
    lines, keys, articles, positions = (column[first] for column in postings)
    counts = np.bincount(lines)
    prose = np.bincount(lines, sketches.line_is_prose[positions]) * 2 >= counts
    starts = np.cumsum(counts) - counts
    required = np.where(prose, min_carriers.prose, min_carriers.other)
    found = np.flatnonzero(counts >= required)
    columns, held = np.arange(MAX_CARRIERS), counts[found, None]
    rows = starts[found, None] + np.minimum(columns, held - 1)
    return LineCandidates(
        found, keys[starts[found]], required[found], np.where(columns < held, articles[rows], -1), positions[rows]
    )


def _boilerplate_among(
    texts: TextSource, sketches: Sketches, candidates: LineCandidates, is_excluded_line: NDArray[np.bool_], threads: int
) -> Keys:
    """The units enough of whose carriers are mutually unlike in what remains of their prose."""
    word_filter = WordFilter(CONTENT_WORDS, NO_WORDS, is_excluded_line)
    rule = SimilarityRule(np.arange(len(texts)), MAX_OVERLAP, MIN_CONTENT_WORDS, short_is_similar=False)
    least = required_count(candidates.min_carriers, candidates.articles)
    found = has_dissimilar_carriers(texts, sketches, word_filter, rule, candidates.articles, least, threads)
    return np.unique(candidates.keys[found])


def _belong_to_articles(
    sketches: Sketches, candidates: LineCandidates, is_excluded_line: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Whether each unit stands in a long shared block in more than half of the pairs of its first carriers."""
    samples, positions = candidates.articles[:, :BLOCK_CARRIERS], candidates.positions[:, :BLOCK_CARRIERS]
    line_words = np.where(is_excluded_line, 0, sketches.line_words)
    belongs = np.empty(len(samples), np.bool_)
    from dedup.kernels.learn.find_boilerplate import find_long_shared_blocks
    from dedup.kernels.parameters import LongBlockNumbers

    find_long_shared_blocks(
        readonly(sketches.line_keys), readonly(line_words), readonly(sketches.line_ends), readonly(samples),
        readonly(positions),
        LongBlockNumbers(MIN_ARTICLE_BLOCK_WORDS, MAX_BLOCK_LINES), belongs,
    )  # fmt: skip
    return belongs
