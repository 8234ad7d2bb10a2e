"""What is given to an index, checked at its door: a TypeError or ValueError says what should have been given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, TypeVar

from dedup.article import Article, ReadWarning, Skipped
from dedup.errors import InputError, check_type

Item = TypeVar("Item")
MAX_STORED_NUMBER = (1 << 63) - 1


def check_article(article: Any, verb: str) -> None:
    """TypeError unless it is an article."""
    check_type(article, Article, f"{verb}: an Article(id, text)")


def checked_items(items: Iterable[Item], kinds: type | tuple[type, ...], expected: str) -> Iterator[Item]:
    """The items, each checked as it comes."""
    for item in items:
        check_type(item, kinds, expected)
        yield item


def checked_articles(articles: Iterable[Article], verb: str) -> Iterator[Article]:
    """The articles, each checked as it comes; TypeError at once for one article, or what cannot be iterated."""
    expected = f"{verb}: articles, each an Article(id, text)"
    if isinstance(articles, Article | str) or not isinstance(articles, Iterable):
        raise TypeError(f"{expected}, not one {type(articles).__name__}")
    return checked_items(articles, Article, expected)


def checked_read_items(items: Iterable[Item]) -> Iterator[Item]:
    """What was read, each checked as it comes."""
    if isinstance(items, Article | str) or not isinstance(items, Iterable):
        raise TypeError(f"ingest: what `read_articles` yields, not one {type(items).__name__}")
    return checked_items(items, (Article, Skipped, ReadWarning), "ingest: articles, or what `read_articles` yields")


def check_batch(batch: object) -> None:
    """TypeError or InputError unless it is a number of articles, one or more."""
    check_type(batch, int, "batch: a number of articles")
    if not isinstance(batch, int) or batch < 1:
        raise InputError(f"batch: one article or more, not {batch}")


def check_date(before: datetime) -> None:
    """TypeError or InputError unless it is a date that knows its time zone."""
    check_type(before, datetime, "expire: a datetime with a time zone, such as datetime(2026, 1, 31, tzinfo=UTC)")
    if before.utcoffset() is None:
        raise InputError(f"expire: the date must know its time zone: {before.isoformat()}")


def may_be_stored(group: int, kind: str) -> bool:
    """Whether a number can be the id of a group; TypeError if it is no number."""
    check_type(group, int, f"{kind}: its id, a whole number")
    return 0 <= group <= MAX_STORED_NUMBER
