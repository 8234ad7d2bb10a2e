"""Standing background: what a running affair is about, in words that are printed again whenever it is in the news.

The paragraph that says since when there have been protests, how a vaccine works, or what a rate of infections means,
stands in the reports of many days. It says that two of them are of one affair, not that one was taken from the other.
An excerpt of a report stands beside it on its day, or the next.

Of two articles of one outlet, two days are enough (`reprinted_background`). Without dates, four articles that print it
show it; of two outlets only where it is a small part of either, for outlets share much of a report on its day.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.comparison.pair_measures import Measures
from dedup.comparison.rules.pair_features import Flags
from dedup.comparison.third_articles.page_words import PageWords, Places, covered_words
from dedup.runtime.arrays import connected_components
from dedup.settings import VerificationSettings

# These were chosen after excerpts of three sets of news were read.
MIN_DAYS = 3  # on which it is printed
MIN_UNDATED = 4  # articles that print it, where their days are not known
NEWS_DAYS = 1.0  # as long as this after it was first printed, it is news
MAX_BACKGROUND_COVERAGE = 1 / 3  # of either article
MAX_UNDATED_COVERAGE = 0.1  # of either article, of two outlets and without dates
MIN_COPY_COVERAGE = 0.6  # of one of two: what both print was printed once
MAX_CARRIERS = 32  # that are looked at for an article: those that share the longest runs with it

Days = NDArray[np.float64]


class _Printed(NamedTuple):
    """When each run of a page was printed, in the page itself or in another."""

    first: Days  # (runs,)
    last: Days
    days: Places  # on how many


def find_standing_background(
    pages: PageWords,
    left: Places,
    right: Places,
    measures: Measures,
    same_outlet: Flags,
    settings: VerificationSettings,
) -> Flags:
    """Which pairs share hardly more than background. Columns are by pair.

    Looked at where the longest passage may be an excerpt, and no run is long enough for the body of an article.
    """
    m, days, found = measures, pages.prepared.published_days, np.zeros(len(left), np.bool_)
    is_part = m.max_coverage < MAX_BACKGROUND_COVERAGE
    if not is_part.any():
        return found
    is_long = m.longest_shared >= settings.min_excerpt_words
    is_no_body = m.longest_run < settings.min_body_passage
    is_undated = np.isnan(days[left]) & np.isnan(days[right]) & (same_outlet | (m.max_coverage < MAX_UNDATED_COVERAGE))
    may_show = ~np.isnan(days[left] + days[right]) | is_undated
    rows = np.flatnonzero(is_long & is_no_body & is_part & may_show)
    if not len(rows):
        return found
    is_alike = m.max_coverage >= MIN_COPY_COVERAGE
    reports = connected_components(left[is_alike], right[is_alike], len(days))
    background = _Background(pages, _carriers_of(left, right, m, may_show, settings), reports, settings)
    pairs = list(zip(left[rows].tolist(), right[rows].tolist(), strict=True))
    shared = m.min_shared[rows]
    uses = Counter(article for pair in pairs for article in pair)
    for row, pair, words in zip(rows.tolist(), pairs, shared.tolist(), strict=True):
        page, other = sorted(pair, key=lambda article: (-uses[article], article))
        found[row] = background.is_nearly_all(page, other, words)
    return found


def _carriers_of(
    left: Places, right: Places, m: Measures, may_show: Flags, settings: VerificationSettings
) -> dict[int, list[int]]:
    """The articles that share a run with each, those with the longest first."""
    rows = np.flatnonzero(may_show & (m.longest_run >= settings.min_excerpt_run))
    rows = rows[np.lexsort((right[rows], left[rows], -m.longest_run[rows]))]
    carriers: dict[int, list[int]] = defaultdict(list)
    for one, other in zip(left[rows].tolist(), right[rows].tolist(), strict=True):
        carriers[one].append(other)
        carriers[other].append(one)
    return carriers


class _Background:
    """The background in pages, as others that share runs with them tell."""

    def __init__(
        self, pages: PageWords, carriers: dict[int, list[int]], reports: Places, settings: VerificationSettings
    ) -> None:
        self._pages, self._carriers, self._settings = pages, carriers, settings
        days = np.floor(pages.prepared.published_days)
        self._days = np.where(np.isnan(days), -reports, days)  # what has no date has a day that its copies share
        self._printed = lru_cache(1024)(self._find_printed)

    def is_nearly_all(self, page: int, other: int, shared_words: int) -> bool:
        """Whether runs of fewer words than an excerpt has, and fewer words than a body has, are shared beside it."""
        s, days, printed = self._settings, self._pages.prepared.published_days, self._printed(page)
        if np.isnan(days[page]):
            is_standing = printed.days >= MIN_UNDATED
        else:
            later = np.floor(max(days[page], days[other]))
            is_spread = (printed.days >= MIN_DAYS) & (printed.last - printed.first >= s.template_days)
            is_standing = is_spread & (later > printed.first + NEWS_DAYS)
        is_shared, size = self._pages.shared_runs(page, other), self._pages.run_words
        standing = covered_words(is_shared & is_standing, size)
        news = covered_words(is_shared, size) & ~standing
        is_little = news.sum() < s.min_excerpt_words and shared_words - standing.sum() < s.min_body_passage
        return bool(standing.any() and is_little)

    def _find_printed(self, page: int) -> _Printed:
        """When the runs of a page were printed."""
        carriers = self._carriers[page][:MAX_CARRIERS]
        runs = len(self._pages.runs(page))
        on_day: dict[float, Flags] = {float(self._days[page]): np.ones(runs, np.bool_)}
        for carrier in carriers:
            is_shared, day = self._pages.shared_runs(page, carrier), float(self._days[carrier])
            on_day[day] = on_day[day] | is_shared if day in on_day else is_shared
        dates = np.array(sorted(on_day))
        is_printed = np.array([on_day[day] for day in dates.tolist()])
        first = dates[is_printed.argmax(axis=0)]
        last = dates[len(dates) - 1 - is_printed[::-1].argmax(axis=0)]
        return _Printed(first, last, is_printed.sum(axis=0))
