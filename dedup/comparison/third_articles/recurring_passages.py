"""Passages that recur: an outlet's boxes, promotions and introductions of a series stand in three articles or more.

Boilerplate is learned from lines (`dedup.corpus`); a box that is longer than a line, or that changes by a word, is
seen here, in the pairs of three articles of one outlet. An excerpt of a story and a third report of it are no such
three, for their other words agree.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from dedup.comparison.pair_measures import Measures
from dedup.comparison.rules.pair_features import Flags, max_rest_agreement
from dedup.settings import VerificationSettings

Places = NDArray[np.int64]


def find_recurring_passages(
    left: Places, right: Places, measures: Measures, same_outlet: Flags, settings: VerificationSettings
) -> Flags:
    """Which pairs of one outlet share a long run that a third article shares with both: one as long but for a word, or
    any where the other words of all three differ. Columns are by pair. The word was allowed after looking at excerpts.
    """
    runs = measures.longest_run
    rows = np.flatnonzero(same_outlet & (runs >= settings.min_excerpt_words))
    is_unlike = max_rest_agreement(measures)[rows] <= settings.max_rest_agreement
    sides = zip(rows.tolist(), left[rows].tolist(), right[rows].tolist(), runs[rows].tolist(), is_unlike, strict=True)
    pairs = [
        (row, one, other, (run, run + 1, -1) if unlike else (run, run + 1)) for row, one, other, run, unlike in sides
    ]
    partners: dict[tuple[int, int], set[int]] = defaultdict(set)
    for _, one, other, keys in pairs:
        for key in keys:
            partners[one, key].add(other)
            partners[other, key].add(one)
    found = np.zeros(len(left), np.bool_)
    for row, one, other, keys in pairs:
        found[row] = any(not partners[one, key].isdisjoint(partners[other, key]) for key in keys)
    return found


def find_stock_sentences(left: Places, right: Places, measures: Measures, settings: VerificationSettings) -> Flags:
    """Which pairs are of a short text and one of two articles that both hold words of it, and are otherwise unlike."""
    m = measures
    found = np.zeros(len(left), np.bool_)
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
