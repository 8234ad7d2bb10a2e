"""Versions: an article that its own outlet published again, corrected or brought up to date.

A version is a copy that nobody took: its match has the relation that the texts show, and the reason says that it is
one. It is told by its address (the same page, fetched again), or by outlet, headline and text that are nearly the same
under different dates.
"""

from __future__ import annotations

from dedup.article import Article
from dedup.attribution.outlets import publisher_of
from dedup.sources.urls import article_url

MIN_VERSION_TITLE_SIMILARITY = 0.9
MIN_VERSION_JACCARD = 0.5  # Jaccard of word 3-shingles: half of the text may be new


def version_reason(left: Article, right: Article, jaccard: float, title_similarity: float | None) -> str | None:
    """Say why two articles, one a copy of the other, are versions of one page, in words; None when nothing shows it.

    `jaccard` and `titles` say how alike texts and titles are.

    >>> first = Article("a", "Rain is expected.", url="https://example.org/rain")
    >>> again = Article("b", "Rain is expected today.", url="https://example.org/rain?ref=feed")
    >>> versions(first, again, 0.6, None)
    'the same address'
    """
    url = article_url(left)
    if url is not None and url == article_url(right):
        return "the same address"
    is_near = jaccard >= MIN_VERSION_JACCARD and (title_similarity or 0) >= MIN_VERSION_TITLE_SIMILARITY
    is_later = left.published is not None and right.published is not None and left.published != right.published
    outlet = publisher_of(left) if is_near and is_later else None
    if outlet is not None and outlet == publisher_of(right):
        return f"{outlet} under a later date"
    return None
