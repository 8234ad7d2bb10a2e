"""Shared lists: line-ups, fields of starters and names of winners, which whoever reports the event prints alike.

A list is known by its separators, in any language: prose has one in some ten words.
"""

from __future__ import annotations

from functools import lru_cache, partial

import numpy as np

from dedup.comparison.pair_measures import Measures
from dedup.comparison.rules.pair_features import Flags
from dedup.comparison.third_articles.page_words import CACHED_PAGES, PageWords, Places
from dedup.runtime.patterns import lazy_pattern
from dedup.settings import VerificationSettings

# Chosen after reading line-ups of rugby and athletics:
MAX_WORDS_A_SEPARATOR = 4  # of a list
_MARKS = ",;|•·、，；"
_SEPARATOR = lazy_pattern(rf"[{_MARKS}](?!\d)")  # no mark inside a number


def find_shared_lists(
    pages: PageWords, left: Places, right: Places, measures: Measures, settings: VerificationSettings
) -> Flags:
    """Which pairs share lists, and fewer words beside them than an excerpt has. Columns are by pair."""
    m, found = measures, np.zeros(len(left), np.bool_)
    is_part = m.max_coverage < settings.excerpt_coverage
    if not is_part.any():
        return found
    is_long = m.longest_shared >= settings.min_excerpt_words
    shared = m.min_shared
    least = np.maximum(shared - settings.min_excerpt_words + 1, pages.run_words)  # words of lists
    long = np.flatnonzero(is_long & is_part & (m.longest_run >= settings.min_excerpt_run)).tolist()
    marks = lru_cache(CACHED_PAGES)(partial(_marks, pages))
    fewest = {row: min(marks(int(left[row])), marks(int(right[row]))) for row in long}
    rows = [row for row in long if fewest[row] * MAX_WORDS_A_SEPARATOR >= least[row]]
    for row, one, other in pages.together(rows, left, right):
        found[row] = _listed_words(pages, one, other) >= least[row]
    return found


def _marks(pages: PageWords, page: int) -> int:
    """How many marks a page has that may separate the words of lists."""
    return sum(map(pages.prepared.articles[page].text.count, _MARKS))


def _listed_words(pages: PageWords, page: int, other: int) -> int:
    """How many words two pages share in runs that are lists."""
    words, listed = pages.words(page), 0
    for block in pages.shared_blocks(page, other):
        text = words.text[words.starts[block.left] : words.ends[block.left + block.words - 1]]
        if len(_SEPARATOR.findall(text)) * MAX_WORDS_A_SEPARATOR >= block.words:
            listed += block.words
    return listed
