"""Boilerplate: the lines that a site puts around every article.

A document frequency alone cannot tell boilerplate from a wire story. A line is boilerplate if its carriers are pairwise
dissimilar in what remains once every line that may be boilerplate is left out. A line is a line of text, or a sentence
of a long line (`dedup.tokens.words.Lines`).

- Within an outlet, a line of three articles (of two, if it is no prose) may be boilerplate. It is if three (two) of up
  to sixteen carriers are pairwise dissimilar.
- Across outlets, a line of four articles (three) may be boilerplate if the block of prose that it is part of in
  several of them is short: a long shared block is an article. It is if four (three) carriers are pairwise dissimilar.

Two articles are dissimilar if each has 25 content words or more left in its prose, and they share under three tenths of
the smaller set: reports of one running affair share a quarter, states of one article half and more. Ten words do where
sixteen articles of one outlet contain the line: a box about the house makes up most of a short notice. These numbers
are the defaults of `BoilerplateSettings`. The carriers examined are those with the lowest content hashes, so nothing
depends on order. The shape of a line alone never makes it boilerplate: that would cost body text.

Limits: boilerplate that only one or two articles of an unknown outlet contain is not found. A story in the form of a
table, with under 60 words of prose, that four or more articles without an outlet contain, is taken for boilerplate;
exact copies of it are found all the same.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.corpus.dissimilarity import (
    ALWAYS,
    NEVER,
    SAMPLE_COLUMNS,
    CarrierSamples,
    SimilarityRule,
    WordFilter,
    has_dissimilar_carriers,
    required_count,
)
from dedup.corpus.line_postings import LinePostings, recurring_lines
from dedup.runtime.arrays import distinct
from dedup.settings import BoilerplateSettings
from dedup.sketch.fingerprints import SketchedTexts
from dedup.sketch.sorted_keys import stable_order
from dedup.tokens.words import FUNCTION_WORD, HALF_WORD, SHORT_WORD, readonly

Keys = NDArray[np.uint64]

FLAG_SETS = np.arange(64)  # all combinations of the bits of `Words.flags`
IS_CONTENT = (FLAG_SETS & FUNCTION_WORD == 0) & ((FLAG_SETS & SHORT_WORD == 0) | (FLAG_SETS & HALF_WORD != 0))
CONTENT_WORDS = np.where(IS_CONTENT, ALWAYS, NEVER).astype(np.uint8)
NO_WORDS = np.zeros(1, np.uint64)  # an empty table of words


class MinCarriers(NamedTuple):
    """The number of articles from which a line may be boilerplate: a line of prose, or any other."""

    prose: int
    other: int


class LineCandidates(NamedTuple):
    """Lines that may be boilerplate, and up to sixteen articles that contain each: those of the lowest hashes."""

    lines: NDArray[np.int64]  # (k,) as in `LinePostings`
    keys: Keys  # (k,)
    min_carriers: NDArray[np.int64]  # (k,) how many pairwise dissimilar articles make it boilerplate
    articles: NDArray[np.int64]  # (k, 16) -1 behind the last
    positions: NDArray[np.int64]  # (k, 16) of the first occurrence in each

    def select(self, chosen: NDArray[np.bool_]) -> LineCandidates:
        """Some of the lines."""
        return LineCandidates(
            self.lines[chosen],
            self.keys[chosen],
            self.min_carriers[chosen],
            self.articles[chosen],
            self.positions[chosen],
        )


def learn_boilerplate(
    texts: SketchedTexts, outlets: NDArray[np.int64], settings: BoilerplateSettings, threads: int = 1
) -> Keys:
    """The keys of all boilerplate lines, sorted.

    `outlets`, (n,), are numbers, -1 where the outlet is unknown: more carriers are required then.
    """
    within_outlet = MinCarriers(settings.min_outlet_prose_carriers, settings.min_outlet_other_carriers)
    across_outlets = MinCarriers(settings.min_prose_carriers, settings.min_other_carriers)
    postings = recurring_lines(texts.lines, stable_order(texts.content_hashes))
    of_outlets = postings.by_outlet(outlets)
    candidates = _line_candidates(of_outlets, texts, within_outlet, settings)
    is_excluded = _with_lines(~texts.lines.is_prose, of_outlets.positions_of(candidates.lines))
    fills_sample = (candidates.articles >= 0).sum(axis=1) >= settings.max_carriers
    min_words = np.where(fills_sample, settings.min_frequent_content_words, settings.min_content_words)
    known = _boilerplate_among(texts, candidates, min_words, is_excluded, settings, threads)

    is_known = np.isin(postings.keys, known)
    is_excluded = _with_lines(~texts.lines.is_prose, postings.positions[is_known])
    postings = postings.select(~is_known)
    candidates = _line_candidates(postings, texts, across_outlets, settings)
    candidates = candidates.select(~_belong_to_articles(texts, candidates, is_excluded, settings))
    is_excluded = _with_lines(is_excluded, postings.positions_of(candidates.lines))
    min_words = np.full(len(candidates.lines), settings.min_content_words)
    return distinct(known, _boilerplate_among(texts, candidates, min_words, is_excluded, settings, threads))


def _with_lines(is_excluded_line: NDArray[np.bool_], positions: NDArray[np.int64]) -> NDArray[np.bool_]:
    """The excluded lines, and those at some positions."""
    more = is_excluded_line.copy()
    more[positions] = True
    return more


def _line_candidates(
    postings: LinePostings, texts: SketchedTexts, min_carriers: MinCarriers, settings: BoilerplateSettings
) -> LineCandidates:
    """Lines with enough carriers to be boilerplate; a line is prose if it is in half of its articles or more."""
    is_other_article = np.diff(postings.articles, prepend=-1) != 0
    first = np.flatnonzero(is_other_article | ~postings.is_repeat_row())  # an article may contain a line twice
    lines, keys, articles, positions = (column[first] for column in postings)
    counts = np.bincount(lines)
    is_prose = np.bincount(lines, texts.lines.is_prose[positions]) * 2 >= counts
    starts = np.cumsum(counts) - counts
    required = np.where(is_prose, min_carriers.prose, min_carriers.other)
    chosen = np.flatnonzero(counts >= required)
    columns, sizes = np.arange(SAMPLE_COLUMNS), np.minimum(counts[chosen, None], settings.max_carriers)
    rows = starts[chosen, None] + np.minimum(columns, sizes - 1)
    samples = np.where(columns < sizes, articles[rows], -1)
    return LineCandidates(chosen, keys[starts[chosen]], required[chosen], samples, positions[rows])


def _boilerplate_among(
    texts: SketchedTexts,
    candidates: LineCandidates,
    min_words: NDArray[np.int64],
    is_excluded_line: NDArray[np.bool_],
    settings: BoilerplateSettings,
    threads: int,
) -> Keys:
    """The candidates with enough carriers that are pairwise dissimilar in the rest of their prose.

    A carrier of candidate k can be compared if min_words[k] content words are left of it.
    """
    rule = SimilarityRule(np.arange(len(texts)), settings.max_content_overlap, short_is_similar=False)
    required = required_count(candidates.min_carriers, candidates.articles, settings.min_dissimilar_share)
    is_boilerplate = has_dissimilar_carriers(
        texts,
        WordFilter(CONTENT_WORDS, NO_WORDS, is_excluded_line),
        rule,
        CarrierSamples(candidates.articles, required, min_words),
        threads,
    )
    return distinct(candidates.keys[is_boilerplate])


def _belong_to_articles(
    texts: SketchedTexts,
    candidates: LineCandidates,
    is_excluded_line: NDArray[np.bool_],
    settings: BoilerplateSettings,
) -> NDArray[np.bool_]:
    """Whether each line is in a long shared block in more than half of the pairs of its first carriers."""
    from dedup.kernels.learn.find_boilerplate import find_long_shared_blocks
    from dedup.kernels.parameters import LongBlockNumbers

    numbers = LongBlockNumbers(settings.min_article_block_words, settings.max_block_lines)
    first = slice(settings.max_block_carriers)
    lines = texts.lines
    line_words = np.where(is_excluded_line, 0, lines.word_counts)
    belongs = np.empty(len(candidates.lines), np.bool_)
    find_long_shared_blocks(
        readonly(lines.keys), readonly(line_words), readonly(lines.ends), readonly(candidates.articles[:, first]),
        readonly(candidates.positions[:, first]), numbers, belongs,
    )  # fmt: skip
    return belongs
