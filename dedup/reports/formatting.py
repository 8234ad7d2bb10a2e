"""Numbers, dates, articles and origins in words, the same wherever a result is shown to people."""

from __future__ import annotations

from datetime import UTC, datetime

from dedup.article import Article
from dedup.clusters.origin import Origin
from dedup.reports.sanitize import escape_controls, first_words, one_line

MAX_CLUES_SHOWN = 3
MAX_HEADLINE_WIDTH = 70  # characters of a text without a title
MAX_HEADLINE_READ = 1000  # characters of it that are looked at


def count_of(number: int, singular: str, plural: str | None = None) -> str:
    """Format a number of things.

    >>> count_of(1, "story", "stories"), count_of(25_000, "word")
    ('1 story', '25,000 words')
    """
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def read_line(articles: int, skipped: int, warnings: int) -> str:
    """Format how many articles were read; warnings are named if there are any.

    >>> read_line(12, 1, 0), read_line(1, 0, 3)
    ('12 articles read, 1 skipped', '1 article read, 0 skipped, 3 warnings')
    """
    doubts = f", {count_of(warnings, 'warning')}" if warnings else ""
    return f"{count_of(articles, 'article')} read, {skipped:,} skipped{doubts}"


def percent(share: float) -> str:
    """Format a share (0-1); only 1 is 100 %, and only 0 is 0 %.

    >>> percent(1.0), percent(0.9999), percent(0.5), percent(0.001), percent(0.0)
    ('100 %', '99 %', '50 %', '1 %', '0 %')
    """
    if share in (0, 1):
        return f"{share:.0%}".replace("%", " %")
    return f"{min(99, max(1, round(share * 100)))} %"


def utc_minute(published: datetime | None) -> str:
    """Format a date and time in UTC, to the minute; empty if it is not known."""
    return f"{published.astimezone(UTC):%Y-%m-%d %H:%M}" if published else ""


def utc_day(published: datetime | None) -> str:
    """Format a date in UTC; empty if it is not known."""
    return f"{published.astimezone(UTC):%Y-%m-%d}" if published else ""


def headline(article: Article) -> str:
    """Format the title of an article, or the beginning of its text where it has none.

    >>> headline(Article("a", " Rain is expected. More to come.")), headline(Article("b", "Rain.", "Weather"))
    ('Rain is expected. More to come.', 'Weather')
    """
    first_line = article.text.lstrip()[:MAX_HEADLINE_READ].partition("\n")[0]
    return one_line(article.title or "") or first_words(one_line(first_line), MAX_HEADLINE_WIDTH)


def article_line(article: Article) -> str:
    """Describe an article in one line: its id, headline, outlet and date, as far as they are known."""
    parts = (
        escape_controls(article.id),
        headline(article),
        one_line(article.outlet or ""),
        utc_minute(article.published),
    )
    return " · ".join(filter(None, parts))


def origin_line(origin: Origin | None) -> str:
    """Describe a likely origin in one line: its name, its confidence, and its strongest clues."""
    if origin is None:
        return "not known: the clues are weak or disagree"
    article = f" ({escape_controls(origin.article_id)})" if origin.article_id else ""
    articles_by_clue: dict[str, set[str]] = {}
    for clue in origin.clues:
        articles_by_clue.setdefault(f"{one_line(clue.kind)} {one_line(clue.name)}", set()).add(clue.article_id)
    described = [
        f"{words} ({count_of(len(ids), 'article')})" if len(ids) > 1 else words
        for words, ids in articles_by_clue.items()
    ]
    clues = "; ".join(described[:MAX_CLUES_SHOWN])
    return f"{one_line(origin.name)}{article}, confidence {percent(origin.confidence)}" + (
        f": {clues}" if clues else ""
    )
