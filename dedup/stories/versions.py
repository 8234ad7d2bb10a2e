"""Versions: an article that its own outlet published again, corrected or brought up to date.

A version is no copy: nobody took anything. It is told by its address (the same page, fetched again), or by outlet,
headline and text that are nearly the same under different dates.
"""

from __future__ import annotations

from dedup.addresses import own_address
from dedup.article import Article
from dedup.matching.match import Match
from dedup.matching.titles import title_similarity
from dedup.text.credits import publisher

SAME_TITLE = 0.9
NEAR_TEXT = 0.5  # Jaccard of word 3-shingles: half of the text may be new


def versions(left: Article, right: Article, match: Match) -> str | None:
    """Say why two articles are versions of one, in words; None when nothing shows it.

    `match` is what comparing their texts found.

    >>> from dedup.matching.match import Relation
    >>> first = Article("a", "Rain is expected.", url="https://example.org/rain")
    >>> again = Article("b", "Rain is expected today.", url="https://example.org/rain?ref=feed")
    >>> versions(first, again, Match("a", "b", Relation.NEAR, 0.6, 1, 0.7, 1, 0.7, None, ""))
    'the same address'
    """
    address = own_address(left)
    if address is not None and address == own_address(right):
        return "the same address"
    is_near = match.jaccard >= NEAR_TEXT and (title_similarity(left.title, right.title) or 0) >= SAME_TITLE
    is_later = left.published is not None and right.published is not None and left.published != right.published
    outlet = publisher(left)
    if is_near and is_later and outlet is not None and outlet == publisher(right):
        return f"{outlet} under a later date"
    return None
