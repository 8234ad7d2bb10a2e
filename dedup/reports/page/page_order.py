"""What stands where on a page: the order of its articles and pairs, their sides, and the keys of their links.

Articles of one story stand together, those of one cluster within, by date: neighbours share the window of deflate, and
one pair needs one or two chunks of text. The left side of a pair is the earlier article. Articles of a reference
precede all others; those without a date follow all that have one, in the order of their ids.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from dedup.article import Article
from dedup.comparison.match import Match
from dedup.report import Report
from dedup.reports.annotations import AFTER_EVERY_DATE

KEY_LETTERS = 8  # 40 bits: of 100,000 articles, two have one key in one of 200 reports
LONG_KEY_LETTERS = 24  # of two articles whose short keys are equal


class PageOrder(NamedTuple):
    """The articles of a page in their order, their places by id, and the rank of each by publication."""

    articles: Sequence[Article]
    places: Mapping[str, int]
    ranks: Mapping[str, int]


class PagePair(NamedTuple):
    """A match between the articles at two places; `match` is seen from the left one, which is the earlier."""

    left: int
    right: int
    match: Match


def order_articles(report: Report) -> PageOrder:
    """Order the articles of a report."""
    story = {each: number for number, group in enumerate(report.stories) for each in group.article_ids}
    cluster = {each: number for number, group in enumerate(report.clusters) for each in group.article_ids}
    reference = set(report.reference_ids)
    by_date = sorted(report.articles, key=lambda article: _publication(article, reference))
    last = len(by_date)
    articles = sorted(by_date, key=lambda article: (story.get(article.id, last), cluster.get(article.id, last)))
    return PageOrder(
        articles,
        {article.id: place for place, article in enumerate(articles)},
        {article.id: rank for rank, article in enumerate(by_date)},
    )


def as_given(left: Article, right: Article) -> PageOrder:
    """The order of two articles that were given in it."""
    places = {left.id: 0, right.id: 1}
    return PageOrder((left, right), places, places)


def order_pairs(matches: Sequence[Match], order: PageOrder) -> list[PagePair]:
    """All matches, each seen from its earlier article, in the order of the articles."""
    pairs = []
    for match in matches:
        earlier = min(match.left_id, match.right_id, key=order.ranks.__getitem__)
        seen = match.seen_from(earlier)
        pairs.append(PagePair(order.places[seen.left_id], order.places[seen.right_id], seen))
    return sorted(pairs, key=lambda pair: (pair.left, pair.right))


def article_keys(articles: Sequence[Article]) -> list[str]:
    """A short name of each article for links: that of its id in every report, so that a link outlives the next scan.

    >>> article_keys([Article("a", ""), Article("b", "")])
    ['zklycewk', 'hyr6qfqa']
    """
    digests = [hashlib.sha256(article.id.encode("utf-8", "surrogatepass")).digest() for article in articles]
    names = [base64.b32encode(digest).decode().lower() for digest in digests]
    counts = Counter(name[:KEY_LETTERS] for name in names)
    return [name[: KEY_LETTERS if counts[name[:KEY_LETTERS]] == 1 else LONG_KEY_LETTERS] for name in names]


def _publication(article: Article, reference: set[str]) -> tuple[bool, object, str]:
    return article.id not in reference, article.published or AFTER_EVERY_DATE, article.id
