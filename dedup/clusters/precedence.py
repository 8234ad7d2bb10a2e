"""Which outlet published first, and whether that says where a text comes from.

A date alone is a guess: of two outlets that carry one text within hours, either may be the quicker customer of an
agency that neither names. The first is the source if there is more to it: it is days ahead, its text holds all that
the later ones hold, or an author signs it; or a later one credits it or links to it (`dedup.clusters.origins`).

Of a page that was saved twice, the earlier date counts, and an outlet does not precede itself. A date without a time
of day stands for the whole day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import NamedTuple

from dedup.article import Article
from dedup.comparison.match import Match
from dedup.settings import OriginSettings
from dedup.sources.urls.canonical_url import article_url

OutletOf = Callable[[Article], str]


class Precedence(NamedTuple):
    """The article that appeared first, and when the first one of another outlet did."""

    article: Article
    published: datetime
    followed: datetime


def precedence_of(articles: Iterable[Article], outlet_of: OutletOf) -> Precedence | None:
    """The article that appeared before those of all other outlets; None unless all are dated and one outlet is first.

    >>> from datetime import UTC
    >>> copies = [Article(outlet, "", outlet=outlet, published=datetime(2026, 5, day, tzinfo=UTC))
    ...           for day, outlet in enumerate(["a.example", "b.example"], start=1)]
    >>> precedence_of(copies, lambda article: article.outlet).article.id
    'a.example'
    """
    first_of_page: dict[str, tuple[datetime, str, Article]] = {}
    pages: set[str] = set()
    for article in articles:
        page = article_url(article) or article.id
        pages.add(page)
        if article.published is not None:
            dated = article.published, article.id, article
            first_of_page[page] = min(dated, first_of_page.get(page, dated))
    if not first_of_page or len(first_of_page) < len(pages):
        return None
    published, _, first = min(first_of_page.values())
    others = [date for date, _, article in first_of_page.values() if outlet_of(article) != outlet_of(first)]
    if not others or min(others) < _end_of(published):
        return None
    return Precedence(first, published, min(others))


def _end_of(moment: datetime) -> datetime:
    """From when on another moment is later: that of a date without a time of day may be any on that day."""
    return moment + (timedelta(days=1) if moment.timetz().replace(tzinfo=None) == time.min else timedelta.resolution)


def is_source(first: Precedence, copies: Sequence[Article], matches: Sequence[Match], settings: OriginSettings) -> bool:
    """Whether more than its date says that the first article is the source of its copies, whose counted texts are
    given; `matches` are those between them.
    """
    later = [copy for copy in copies if copy.id != first.article.id]
    return (
        first.followed - first.published >= timedelta(days=settings.min_head_start_days)
        or _is_signed(first.article, later)
        or _holds(next(copy for copy in copies if copy.id == first.article.id), later, matches, settings)
    )


def _is_signed(article: Article, later: Iterable[Article]) -> bool:
    """Whether an author signs an article, and no copy has another author."""
    return article.author is not None and all(other.author in (None, article.author) for other in later)


def _holds(article: Article, later: Iterable[Article], matches: Iterable[Match], settings: OriginSettings) -> bool:
    """Whether an article holds (nearly) all that the others hold."""
    held = {
        match.right_id if match.left_id == article.id else match.left_id
        for match in matches
        if article.id in (match.left_id, match.right_id)
        and (match.right_coverage if match.left_id == article.id else match.left_coverage) >= settings.min_held_share
    }
    words = article.text.split()
    return all(other.id in held or other.text.split() == words for other in later)
