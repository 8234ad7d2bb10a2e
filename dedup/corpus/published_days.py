"""When articles were published, in days: the only place that counts days."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article

SECONDS_PER_DAY = 86400


def published_day(article: Article) -> float:
    """When an article was published, in days since 1970; nan where the date is unknown."""
    return math.nan if article.published is None else article.published.timestamp() / SECONDS_PER_DAY


def published_days(articles: Iterable[Article]) -> NDArray[np.float64]:
    """When articles were published, in days since 1970, (n,); nan where the date is unknown."""
    return np.array([published_day(article) for article in articles], np.float64)


def published_seconds(articles: Iterable[Article]) -> NDArray[np.float64]:
    """When articles were published, in seconds since 1970, (n,); nan where the date is unknown."""
    return np.array([math.nan if each.published is None else each.published.timestamp() for each in articles])


def days_between(one: datetime, other: datetime) -> float:
    """The days between two dates, whichever is earlier.

    >>> days_between(datetime(2026, 5, 4), datetime(2026, 5, 2, 12))
    1.5
    """
    return abs((one - other).total_seconds()) / SECONDS_PER_DAY
