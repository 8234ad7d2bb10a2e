"""Cards: a page shows other articles of its outlet, each by its title, its author and a sentence or two.

Most readers of pages leave cards out; where a record runs all of a page into one line, they stand amid its text. What
two articles of one outlet share is no excerpt if it stands in cards alone: behind the title of the other article, or of
a third one that both show. Where the third is not at hand, the seams show a card: it begins with a sentence, and behind
its last word, without a full stop, another sentence begins.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial
from typing import NamedTuple

import numpy as np

from dedup.comparison.pair_measures import Measures
from dedup.comparison.prepared import Prepared
from dedup.comparison.rules.pair_features import Flags
from dedup.comparison.third_articles.page_words import CACHED_PAGES, Hashes, PageWords, Places, run_keys
from dedup.settings import VerificationSettings
from dedup.tokens.words import Words, tokenize, tokenize_texts

# These, and that the two are of one outlet, were chosen after sixty excerpts of three sets of news were read.
MIN_TITLE_WORDS = 4  # a shorter title ("The week in Torvik") may stand in any text
MAX_CARD_COVERAGE = 0.5  # of either article: what makes up half of one is no card beside it


def find_cards(
    pages: PageWords,
    left: Places,
    right: Places,
    measures: Measures,
    same_outlet: Flags,
    settings: VerificationSettings,
) -> Flags:
    """Which pairs of one site share no run that is long enough for an excerpt but in cards. Columns are by pair.

    Looked at where the longest passage may be an excerpt, and is short enough for a card: no body of an article.
    """
    m, found = measures, np.zeros(len(left), np.bool_)
    is_part = m.max_coverage < MAX_CARD_COVERAGE
    if not is_part.any():
        return found
    longest = m.longest_shared
    is_like_card = (longest >= settings.min_excerpt_words) & (m.longest_passage < settings.min_body_passage)
    rows = np.flatnonzero(is_like_card & is_part)
    rows = rows[same_outlet[rows] | _are_of_one_site(pages.prepared, left[rows], right[rows])]
    if not len(rows):
        return found
    cards = _Cards(pages, settings)
    for row, one, other in zip(rows.tolist(), left[rows].tolist(), right[rows].tolist(), strict=True):
        found[row] = cards.are_all_that_is_shared(one, other) or cards.are_all_that_is_shared(other, one)
        found[row] |= _shares_run_in_blocks(pages, one, other, settings.min_excerpt_words)
    return found


def _are_of_one_site(prepared: Prepared, left: Places, right: Places) -> Flags:
    """Which pairs are of a domain and one below it: `example.org` shows what `blogs.example.org` has."""
    sides = zip(left.tolist(), right.tolist(), strict=True)
    outlets = ((prepared.articles[one].outlet or "", prepared.articles[other].outlet or "") for one, other in sides)
    is_below = [bool(a and b) and (a.endswith(f".{b}") or b.endswith(f".{a}")) for a, b in outlets]
    return np.array(is_below, np.bool_)


class _Cards:
    """The cards in pages, by the titles of their outlets."""

    def __init__(self, pages: PageWords, settings: VerificationSettings) -> None:
        self._pages, self._settings = pages, settings
        self._titles = lru_cache(None)(partial(_titles_of, pages.prepared))
        self._is_in_card = lru_cache(CACHED_PAGES)(self._find_cards)

    def are_all_that_is_shared(self, page: int, other: int) -> bool:
        """Whether all runs that a page shares with another article touch a card of the page."""
        is_in_card = self._is_in_card(page)
        if not is_in_card.any():
            return False
        is_shared = self._pages.shared_runs(page, other)
        return bool(is_shared.any() and is_in_card[is_shared].all())

    def _find_cards(self, page: int) -> Flags:
        """Which runs of a page touch a card: a title of another article, or the words behind it."""
        prepared, hashes, run_words = self._pages.prepared, self._pages.words(page).hashes, self._pages.run_words
        titles = self._titles(int(prepared.outlets[page]))
        own = tokenize(prepared.articles[page].title or "", expand_umlauts=prepared.expand_umlauts).hashes
        is_in_card = np.zeros(max(0, len(hashes) - run_words + 1), np.bool_)
        beginnings = run_keys(hashes, MIN_TITLE_WORDS)
        for start in np.flatnonzero(np.isin(beginnings, titles.keys)).tolist():
            for title in titles.beginning_with(beginnings[start]):
                end = start + len(title)
                if np.array_equal(title, hashes[start:end]) and not np.array_equal(title, own):
                    is_in_card[max(0, start - run_words + 1) : end + self._settings.min_body_passage] = True
        return is_in_card


def _shares_run_in_blocks(pages: PageWords, page: int, other: int, max_words: int) -> bool:
    """Whether two pages share blocks that were run into both, as their seams show, and hardly a word beside them."""
    places, size = np.flatnonzero(pages.shared_runs(page, other)), pages.run_words
    runs, other_runs = pages.runs(page), pages.runs(other)
    rest, is_run_in = 0, False
    for block in np.split(places, np.flatnonzero(np.diff(places) > 1) + 1):
        words = len(block) + size - 1
        if len(block) and words >= max_words and _has_seams(pages.words(page), int(block[0]), words):
            first = int(np.flatnonzero(other_runs == runs[block[0]])[0])
            if _has_seams(pages.words(other), first, words):
                is_run_in = True
                continue
        rest += words
    return is_run_in and rest < max_words


def _has_seams(words: Words, first: int, length: int) -> bool:
    """Whether a block begins a sentence, and another begins behind it though it does not end with a full stop."""
    end = first + length
    if end >= len(words) or not words.boundaries[first] or words.boundaries[end]:
        return False
    gap = words.text[words.ends[end - 1] : words.starts[end]]
    return gap.isspace() and words.text[words.starts[end]].isupper() and not words.text[words.starts[end] + 1].isupper()


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
    titles = sorted({prepared.articles[place].title or "" for place in places})
    words = tokenize_texts(titles, expand_umlauts=prepared.expand_umlauts)
    starts, ends = words.ends[:-1], words.ends[1:]
    is_long = ends - starts >= MIN_TITLE_WORDS
    keys = run_keys(words.hashes, MIN_TITLE_WORDS)[starts[is_long]]
    order = np.argsort(keys, kind="stable")
    return _Titles(keys[order], starts[is_long][order], ends[is_long][order], words.hashes)
