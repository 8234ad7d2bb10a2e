"""Cards: a page shows other articles of its outlet, each by its title, its author and a sentence or two.

Most readers of pages leave cards out; where a record runs all of a page into one line, they stand amid its text. What
two articles of one outlet share is no excerpt if it stands in cards alone: behind the title of the other article, or of
a third one that both show.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.comparison.pair_measures import Measures
from dedup.comparison.prepared import Prepared
from dedup.comparison.rules.pair_features import Flags
from dedup.settings import VerificationSettings
from dedup.tokens.words import tokenize, tokenize_texts

# These, and that the two are of one outlet, were chosen after sixty excerpts of three sets of news were read.
MIN_TITLE_WORDS = 4  # a shorter title ("The week in Torvik") may stand in any text
CACHED_PAGES = 1024  # articles whose words are kept
MAX_CARD_COVERAGE = 0.5  # of either article: what makes up half of one is no card beside it

Places = NDArray[np.int64]
Hashes = NDArray[np.uint64]


def find_cards(
    prepared: Prepared,
    left: Places,
    right: Places,
    measures: Measures,
    same_outlet: Flags,
    settings: VerificationSettings,
) -> Flags:
    """Which pairs of one outlet share no run that is long enough for an excerpt but in cards. Columns are by pair.

    Looked at where the longest passage may be an excerpt, and is short enough for a card: no body of an article.
    """
    m = measures
    longest = np.maximum(m.longest_passage, m.longest_run)
    is_like_card = (longest >= settings.min_excerpt_words) & (m.longest_passage < settings.min_body_passage)
    is_part = np.maximum(m.left_coverage, m.right_coverage) < MAX_CARD_COVERAGE
    rows = np.flatnonzero(same_outlet & is_like_card & is_part)
    pages = _Pages(prepared, settings)
    found = np.zeros(len(left), np.bool_)
    for row, one, other in zip(rows.tolist(), left[rows].tolist(), right[rows].tolist(), strict=True):
        found[row] = pages.shares_only_cards(one, other) or pages.shares_only_cards(other, one)
    return found


class _Pages:
    """The words of articles, and the titles of their outlets."""

    def __init__(self, prepared: Prepared, settings: VerificationSettings) -> None:
        self._prepared, self._settings = prepared, settings
        self._hashes = lru_cache(CACHED_PAGES)(lambda article: prepared.words_of(article).hashes)
        self._titles = lru_cache(None)(partial(_titles_of, prepared))
        self._is_in_card = lru_cache(CACHED_PAGES)(self._find_cards)

    def shares_only_cards(self, page: int, other: int) -> bool:
        """Whether all runs that a page shares with another article touch a card of the page."""
        is_in_card = self._is_in_card(page)
        if not is_in_card.any():
            return False
        is_shared = np.isin(self._runs(page), self._runs(other))
        return bool(is_shared.any() and is_in_card[is_shared].all())

    def _runs(self, article: int) -> Hashes:
        return _gram_keys(self._hashes(article), self._settings.min_excerpt_run)

    def _find_cards(self, page: int) -> Flags:
        """Which runs of a page touch a card: a title of another article, or the words behind it."""
        hashes, run_words = self._hashes(page), self._settings.min_excerpt_run
        titles = self._titles(int(self._prepared.outlets[page]))
        own = tokenize(self._prepared.articles[page].title or "").hashes
        is_in_card = np.zeros(max(0, len(hashes) - run_words + 1), np.bool_)
        beginnings = _gram_keys(hashes, MIN_TITLE_WORDS)
        for start in np.flatnonzero(np.isin(beginnings, titles.keys)).tolist():
            for title in titles.beginning_with(beginnings[start]):
                end = start + len(title)
                if np.array_equal(title, hashes[start:end]) and not np.array_equal(title, own):
                    is_in_card[max(0, start - run_words + 1) : end + self._settings.min_body_passage] = True
        return is_in_card


class _Titles(NamedTuple):
    """The words of the titles of an outlet, end to end, in order of the keys of their first words."""

    keys: Hashes
    starts: Places
    ends: Places
    hashes: Hashes

    def beginning_with(self, key: np.uint64) -> Iterator[Hashes]:
        """The titles whose first words have this key."""
        first, end = np.searchsorted(self.keys, key, "left"), np.searchsorted(self.keys, key, "right")
        for start, stop in zip(self.starts[first:end].tolist(), self.ends[first:end].tolist(), strict=True):
            yield self.hashes[start:stop]


def _titles_of(prepared: Prepared, outlet: int) -> _Titles:
    places = np.flatnonzero(prepared.outlets == outlet).tolist()
    words = tokenize_texts(sorted({prepared.articles[place].title or "" for place in places}))
    starts, ends = words.ends[:-1], words.ends[1:]
    is_long = ends - starts >= MIN_TITLE_WORDS
    keys = _gram_keys(words.hashes, MIN_TITLE_WORDS)[starts[is_long]]
    order = np.argsort(keys, kind="stable")
    return _Titles(keys[order], starts[is_long][order], ends[is_long][order], words.hashes)


def _gram_keys(hashes: Hashes, size: int) -> Hashes:
    """A key for each run of `size` words."""
    keys = np.zeros(max(0, len(hashes) - size + 1), np.uint64)
    for word in range(size):
        keys = keys * _MULTIPLIER + hashes[word : word + len(keys)]
    return keys


_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # odd: 2 ** 64 divided by the golden ratio
