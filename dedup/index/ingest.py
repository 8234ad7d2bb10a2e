"""What an article is to the index: new, a version, unchanged or a conflict; and adding articles batch by batch.

This is the one meaning of the four for the command line, the Scrapy pipeline and the library. Whoever follows a site
brings its folder or feed whole, every day. An article with the id of a stored one, or else with its URL, is a version
of it: skipped if its content is equal, else put in its place. Nothing is put in the place of an article with which it
shares next to nothing, neither text nor headline: pages of briefs, home pages and templates give one URL to many
articles. At the URL of such an article, it is a new one. Under the id of one, it is refused (every folder has its
`index.html`), unless that id is but its URL: then it gets an id of its own, with a number behind.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeVar

import numpy as np

from dedup.article import Article, Skipped, skipped_article
from dedup.comparison.match import Match, Relation
from dedup.comparison.prepared import prepare
from dedup.comparison.verification import verify_pairs
from dedup.comparison.versions import shares_its_page
from dedup.corpus.statistics import CorpusStatistics
from dedup.errors import DedupError
from dedup.index.result import IndexResult, Status
from dedup.settings import Settings
from dedup.sources.urls.canonical_url import article_url

INGEST_BATCH = 500  # articles: as fast as a thousand, within 4 %, and less is lost by an interruption
MAX_DELAY_SECONDS = 1.0  # an article that came is added after this time, even if the batch is not full
NO_FAULT_OF_A_TEXT = (DedupError, AssertionError, OSError)

Item = TypeVar("Item")
Result = TypeVar("Result")


class Standing(NamedTuple):
    """What an article is to the stored one of its id or URL: its status, and its match with it, seen from it.

    `replaces` is the number of the stored article whose place it takes. `stored_id` is the id of the stored article
    that it is equal to or takes the place of, if its own id is but its URL. `needs_id` if its id is taken and but its
    URL.
    """

    status: Status
    previous: Match | None = None
    replaces: int | None = None
    stored_id: str | None = None
    needs_id: bool = False


def standing_among(
    article: Article, stored: Mapping[int, Article], settings: Settings, *, is_update: bool = False
) -> Standing:
    """What an article is to the stored ones of its id or URL, by their numbers: that of its id first, then the newest.

    An update takes the place of the first, whatever that holds.

    >>> from dedup.settings import DEFAULT_SETTINGS
    >>> briefs = "https://example.org/briefs"
    >>> bus = Article("a", "The night bus will run after all.", title="Bus stays", url=briefs)
    >>> wolf = Article("b", "A wolf was seen at the gliding field.", title="Wolf seen", url=f"{briefs}#2")
    >>> standing_among(wolf, {7: bus}, DEFAULT_SETTINGS).status, standing_among(bus, {7: bus}, DEFAULT_SETTINGS).status
    (<Status.NEW: 'new'>, <Status.UNCHANGED: 'unchanged'>)
    """
    id_is_url = article.id == article_url(article)
    is_taken = any(each.id == article.id for each in stored.values())
    for number, each in stored.items():
        standing = classify(article, each, settings, is_update=is_update)
        if standing.status is not Status.CONFLICT:
            replaces = number if standing.status is Status.VERSION else None
            return standing._replace(replaces=replaces, stored_id=each.id if id_is_url else None)
        if each.id == article.id and not id_is_url:
            return standing
    return Standing(Status.NEW, needs_id=is_taken)


def classify(article: Article, stored: Article | None, settings: Settings, *, is_update: bool = False) -> Standing:
    """What an article is to a stored one of its id or URL: another article is a conflict. An update is a version.

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
    if not (is_update or article.text == stored.text or _is_version(match, has_same_url, settings)):
        return Standing(Status.CONFLICT)
    return Standing(Status.VERSION, replace(match, reason="the same address" if has_same_url else "the same id"))


def _is_version(match: Match, has_same_url: bool, settings: Settings) -> bool:
    overlap = max(match.left_coverage, match.right_coverage)
    if has_same_url and shares_its_page(overlap, match.title_similarity, settings):
        return True
    return overlap >= settings.min_version_overlap


def unstored(article: Article, standing: Standing) -> IndexResult:
    """The result of an article that is not stored."""
    return IndexResult(standing.stored_id or article.id, standing.status, previous=standing.previous)


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


def added_without_faulty(
    part: Sequence[Item], add: Callable[[Sequence[Item]], list[Result]]
) -> Iterator[list[Result | Skipped]]:
    """The results of items that are added together. Where they bring an error that nobody foresaw, each half of them is
    added by itself, down to the article that brings it, which is skipped.

    >>> def add(articles):
    ...     return [10 // len(article.text.strip()) for article in articles]
    >>> [results] = added_without_faulty([Article("a", "Rain"), Article("b", "Sun")], add)
    >>> results
    [2, 3]
    >>> [_, skipped] = added_without_faulty([Article("a", "Rain"), Article("b", " ")], add)
    >>> skipped[0].reason
    'cannot be worked on: ZeroDivisionError: integer division or modulo by zero'
    """
    results: list[Result | Skipped]
    try:
        results = [*add(part)]
    except NO_FAULT_OF_A_TEXT:
        raise
    except Exception as error:  # whatever one article brings, it ends no other
        if len(part) > 1:
            middle = len(part) // 2
            yield from added_without_faulty(part[:middle], add)
            yield from added_without_faulty(part[middle:], add)
            return
        if not isinstance(part[0], Article):
            raise
        results = [skipped_article(part[0], error)]
    yield results
