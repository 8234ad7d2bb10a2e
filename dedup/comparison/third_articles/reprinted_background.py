"""Reprinted background: what an outlet prints again, on another day, of an article that was about something else.

What is recalled of a report is the news with which it began. What stood amid it, and is printed again on another day,
is background. So is what neither article begins with: a reminder of who stands trial, the explanations of a daily
bulletin, an advertisement. Without dates, titles tell whether the two are reports of one event: such titles have more
in common than the name of an affair.
"""

from __future__ import annotations

import numpy as np

from dedup.comparison.pair_measures import Measures
from dedup.comparison.rules.pair_features import Flags, Shares
from dedup.comparison.third_articles.page_words import PageWords, Places, covered_words
from dedup.settings import VerificationSettings

# These were chosen after excerpts of three sets of news were read.
MAX_NEWS_WORDS = 15  # shared words among the first of an article, its news: of a name, or of an advertisement
MAX_RECALLED_COVERAGE = 1 / 3  # of either article: how much the later one recalls of the earlier
MAX_RECALLED_PASSAGES = 2  # of the length of a body
MAX_AMID_RUN = 2  # of the length of a body: a run that stands amid both articles
MAX_AMID_PASSAGES = 3  # of the length of a body: all of what stands amid both
MAX_COMMON_TITLE_WORDS = 1  # of undated articles: the name of the affair


def find_reprinted_background(
    pages: PageWords,
    left: Places,
    right: Places,
    measures: Measures,
    same_outlet: Flags,
    settings: VerificationSettings,
) -> Flags:
    """Which pairs of one outlet share a part that is printed again on another day: it stands behind the news of the
    earlier article, or, where there is more of it, behind that of both. Columns are by pair.
    """
    m, days, found = measures, pages.prepared.published_days, np.zeros(len(left), np.bool_)
    if not same_outlet.any():
        return found
    days_later = days[right] - days[left]
    is_later = abs(days_later) >= settings.state_days
    is_recalled = is_later & _is_short_part(m, settings)
    is_amid = (is_later | _is_titled_otherwise(m, days_later)) & _may_stand_amid(m, settings)
    is_long = m.longest_shared >= settings.min_excerpt_words
    rows = np.flatnonzero(same_outlet & is_long & (is_recalled | is_amid))
    earlier, later = np.where(days_later < 0, right, left)[rows], np.where(days_later < 0, left, right)[rows]
    for row, page, other in zip(rows.tolist(), earlier.tolist(), later.tolist(), strict=True):
        is_background = _shares_no_news(pages, page, other, settings)
        if is_background and not is_recalled[row]:
            is_background = _shares_no_news(pages, other, page, settings)
        found[row] = is_background
    return found


def _is_short_part(m: Measures, settings: VerificationSettings) -> Flags:
    is_short = m.longest_run < settings.min_body_passage
    is_short &= m.min_shared < MAX_RECALLED_PASSAGES * settings.min_body_passage
    is_part: Flags = m.max_coverage < MAX_RECALLED_COVERAGE
    return is_short & is_part


def _may_stand_amid(m: Measures, settings: VerificationSettings) -> Flags:
    is_short = m.longest_run < MAX_AMID_RUN * settings.min_body_passage
    is_short &= m.min_shared < MAX_AMID_PASSAGES * settings.min_body_passage
    is_part: Flags = m.max_coverage < settings.near_coverage
    return is_short & is_part


def _is_titled_otherwise(m: Measures, days_later: Shares) -> Flags:
    """Which pairs have no dates, and titles that are not of one event."""
    is_titled = np.minimum(m.left_title_words, m.right_title_words) > MAX_COMMON_TITLE_WORDS
    is_otherwise: Flags = is_titled & (m.both_title_words <= MAX_COMMON_TITLE_WORDS)
    return np.isnan(days_later) & is_otherwise


def _shares_no_news(pages: PageWords, page: int, other: int, settings: VerificationSettings) -> bool:
    """Whether a page shares words with another, and hardly any of those with which it begins."""
    is_shared = covered_words(pages.shared_runs(page, other), pages.run_words)
    news = is_shared[: settings.min_body_passage].sum()
    return bool(news < MAX_NEWS_WORDS and is_shared.any())
