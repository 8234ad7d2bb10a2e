"""What an article is to the index: new, a version, unchanged or a conflict; and adding articles batch by batch.

This is the one meaning of the four for the command line, the Scrapy pipeline and the library. Whoever follows a site
brings its folder or feed whole, every day. An article with the id of a stored one, or else with its URL, is a version
of it: skipped if its content is equal, else put in its place. Only one thing is refused: a text that shares little with
the stored one of its id and has another URL. It is another article under an id that is taken (every folder has its
`index.html`), and nothing is overwritten by mistake.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeVar

import numpy as np

from dedup.article import Article
from dedup.comparison.match import Match, Relation
from dedup.comparison.prepared import prepare
from dedup.comparison.verification import verify_pairs
from dedup.corpus.statistics import CorpusStatistics
from dedup.index.result import IndexResult, Status
from dedup.settings import Settings
from dedup.sources.urls.canonical_url import article_url

INGEST_BATCH = 500  # articles: as fast as a thousand, within 4 %, and less is lost by an interruption
MAX_DELAY_SECONDS = 1.0  # an article that came is added after this time, even if the batch is not full

Item = TypeVar("Item")


class Standing(NamedTuple):
    """What an article is to the stored one of its id or URL: its status, and its match with it, seen from it.

    `replaces` is the number of the stored article whose place it takes.
    """

    status: Status
    previous: Match | None = None
    replaces: int | None = None


def classify(article: Article, stored: Article | None, settings: Settings, *, is_update: bool = False) -> Standing:
    """What an article is to the stored one of its id or URL. An update is never refused, and never unchanged.

    >>> from dedup.settings import DEFAULT_SETTINGS
    >>> ferry = Article("a", "The ferry to the island is late again today.")
    >>> longer = replace(ferry, text=f"{ferry.text} Nobody knows why.")
    >>> other = replace(ferry, text="The library opens on Sundays from May.")
    >>> [str(classify(each, ferry, DEFAULT_SETTINGS).status) for each in (ferry, longer, other)]
    ['unchanged', 'version', 'conflict']
    """
    if stored is None:
        return Standing(Status.NEW)
    if not is_update and _content(stored) == _content(article):
        return Standing(Status.UNCHANGED, _equal(article, stored))
    match = _compared(article, stored, settings)
    has_same_url = article_url(article) is not None and article_url(article) == article_url(stored)
    overlap = max(match.left_coverage, match.right_coverage)
    if overlap < settings.min_version_overlap and not has_same_url and not is_update:
        return Standing(Status.CONFLICT)
    return Standing(Status.VERSION, replace(match, reason="the same address" if has_same_url else "the same id"))


def unstored(article: Article, standing: Standing) -> IndexResult:
    """The result of an article that is not stored."""
    return IndexResult(article.id, standing.status, previous=standing.previous)


def _content(article: Article) -> Article:
    """The article without what depends on where it was fetched, and what it links to."""
    return replace(article, id="", url=None, canonical=None, links=())


def _equal(article: Article, stored: Article) -> Match:
    return Match(article.id, stored.id, Relation.EXACT, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, "the same article")


def _compared(article: Article, stored: Article, settings: Settings) -> Match:
    """The match of an article with its version; nothing that the corpus teaches is left out of the texts."""
    prepared, _ = prepare([article, stored], settings)
    verified = verify_pairs(prepared, CorpusStatistics(), np.array([0]), np.array([1]), settings)
    (match,) = verified.all_matches()
    return match


def in_batches(
    items: Iterable[Item], size: int = INGEST_BATCH, max_delay_seconds: float | None = MAX_DELAY_SECONDS
) -> Iterator[list[Item]]:
    """Items in batches of up to `size`. No two articles of a batch share an id or a URL; a batch also ends with the
    first item that comes more than `max_delay_seconds` after the batch began.
    """
    batch: list[Item] = []
    names: set[str] = set()
    began = time.monotonic()
    for item in items:
        item_names = _names(item)
        is_late = max_delay_seconds is not None and time.monotonic() - began > max_delay_seconds
        if batch and (len(batch) >= size or names & item_names or is_late):
            yield batch
            batch, names = [], set()
        if not batch:
            began = time.monotonic()
        batch.append(item)
        names |= item_names
    if batch:
        yield batch


def _names(item: object) -> set[str]:
    """The id and the URL of an article; nothing of what could not be read."""
    if not isinstance(item, Article):
        return set()
    url = article_url(item)
    return {item.id} if url is None else {item.id, url}


def versions_apart(items: Sequence[Item], is_version: Sequence[bool]) -> list[list[Item]]:
    """Items in parts that are added together: a version is a part of its own.

    >>> versions_apart([1, 2, 3, 4], [False, False, True, False])
    [[1, 2], [3], [4]]
    """
    parts: list[list[Item]] = []
    can_join = False
    for item, is_alone in zip(items, is_version, strict=True):
        if can_join and not is_alone:
            parts[-1].append(item)
        else:
            parts.append([item])
        can_join = not is_alone
    return parts
