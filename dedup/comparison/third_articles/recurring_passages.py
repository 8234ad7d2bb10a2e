"""Passages that recur: an outlet's boxes, promotions and introductions of a series stand in three articles or more.

Boilerplate is learned from lines (`dedup.corpus`); a box that is longer than a line, or that changes by a word, is
seen here, in the pairs of three articles of one outlet. An excerpt of a story and a third report of it are no such
three, for their other words agree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dedup.comparison.pair_measures import Measures
from dedup.comparison.rules.pair_features import Flags, max_rest_agreement
from dedup.settings import VerificationSettings

Places = NDArray[np.int64]

MIN_PAIRS = 3  # of three articles that share something, each with each
MIN_CLOSED = 4  # articles that end with a block; chosen after sixty excerpts of three sets of news were read


def find_recurring_passages(
    left: Places, right: Places, measures: Measures, same_outlet: Flags, settings: VerificationSettings
) -> Flags:
    """Which pairs of one outlet share a long run that a third article shares with both: one as long but for a word, or
    any where the other words of all three differ. Columns are by pair. The word was allowed after looking at excerpts.
    """
    runs = measures.longest_run
    found = np.zeros(len(left), np.bool_)
    rows = np.flatnonzero(same_outlet & (runs >= settings.min_excerpt_words))
    if len(rows) < MIN_PAIRS:
        return found
    is_unlike = max_rest_agreement(measures)[rows] <= settings.max_rest_agreement
    sides = zip(rows.tolist(), left[rows].tolist(), right[rows].tolist(), runs[rows].tolist(), is_unlike, strict=True)
    pairs = [
        (row, one, other, (run, run + 1, -1) if unlike else (run, run + 1)) for row, one, other, run, unlike in sides
    ]
    partners = _partners_of(pairs)
    for row, one, other, keys in pairs:
        found[row] = any(not partners[one, key].isdisjoint(partners[other, key]) for key in keys)
    return found


def find_closing_blocks(
    left: Places, right: Places, measures: Measures, may_be_one_outlet: Flags, settings: VerificationSettings
) -> Flags:
    """Which pairs end with a long run that ends two other articles, too, but for a word: teasers under every article.

    Seen without an outlet, and in scripts that do not part their words, where unlike articles have many in common.
    """
    m, runs, found = measures, measures.longest_run, np.zeros(len(left), np.bool_)
    if len(left) < MIN_PAIRS:
        return found
    is_closing = (m.left_unshared_tail == 0) & (m.right_unshared_tail == 0) & (runs >= settings.min_excerpt_words)
    is_part = np.minimum(m.left_coverage, m.right_coverage) < settings.near_coverage
    rows = np.flatnonzero(may_be_one_outlet & is_closing & is_part)
    sides = zip(rows.tolist(), left[rows].tolist(), right[rows].tolist(), runs[rows].tolist(), strict=True)
    pairs = [(row, one, other, (run, run + 1)) for row, one, other, run in sides]
    partners = _partners_of(pairs)
    for row, one, other, keys in pairs:
        found[row] = any(len(partners[one, key] & partners[other, key]) >= MIN_CLOSED - 2 for key in keys)
    return found


def _partners_of(pairs: Sequence[tuple[int, int, int, tuple[int, ...]]]) -> dict[tuple[int, int], set[int]]:
    """The articles that share a run with each, by its length. A pair is its row, two articles and lengths."""
    partners: dict[tuple[int, int], set[int]] = defaultdict(set)
    for _, one, other, lengths in pairs:
        for length in lengths:
            partners[one, length].add(other)
            partners[other, length].add(one)
    return partners


def find_stock_sentences(left: Places, right: Places, measures: Measures, settings: VerificationSettings) -> Flags:
    """Which pairs are of a short text and one of two articles that both hold words of it, and are otherwise unlike."""
    m = measures
    found = np.zeros(len(left), np.bool_)
    if len(left) < MIN_PAIRS:
        return found
    has_run = m.longest_run >= settings.min_excerpt_run
    is_short = has_run & (np.minimum(m.left_words, m.right_words) < settings.short_template_words)
    if not is_short.any():
        return found
    says_enough = np.minimum(m.left_rest_informative, m.right_rest_informative) >= settings.min_rest_words
    is_unlike = has_run & ~is_short & says_enough & (max_rest_agreement(m) <= settings.max_rest_agreement)
    unlike: dict[int, set[int]] = defaultdict(set)
    for one, other in zip(left[is_unlike].tolist(), right[is_unlike].tolist(), strict=True):
        unlike[one].add(other)
        unlike[other].add(one)
    is_left = m.left_words < m.right_words
    rows = np.flatnonzero(is_short)
    texts, hosts = (np.where(is_left, *sides)[rows].tolist() for sides in ((left, right), (right, left)))
    hosts_of: dict[int, set[int]] = defaultdict(set)
    for text, host in zip(texts, hosts, strict=True):
        hosts_of[text].add(host)
    found[rows] = [
        not unlike[host].isdisjoint(hosts_of[text]) if host in unlike else False
        for text, host in zip(texts, hosts, strict=True)
    ]
    return found
