"""When articles were published, in days."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

from dedup.article import Article
from dedup.corpus.published_days import published_days


def test_days_are_counted_from_1970_and_unknown_ones_are_nan() -> None:
    articles = [Article("a", "Fog.", published=datetime(1970, 1, 3, 12, tzinfo=UTC)), Article("b", "Fog.")]
    days = published_days(articles)
    assert days[0] == 2.5
    assert np.isnan(days[1])
