"""Articles that are brought to an index again and again: new ones, new versions, and what stands there already.

Who follows a site brings its folder or feed whole, every day. What has the id of a stored article, or else its address,
is a version of it: the same words are passed over, others take its place. Only one thing is refused: a text that has
little to do with the one of its id, and not the same address. It is another article under a name that is taken (every
folder has its `index.html`), and nothing is forgotten by mistake.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from dedup.article import Article, Skipped
from dedup.comparison.match import Match, Relation
from dedup.detector import compare
from dedup.errors import InputError
from dedup.index.index import Index
from dedup.index.result import IndexResult
from dedup.sources.urls import article_url

INGEST_BATCH = 500  # articles: as fast as a thousand, within 4 %, and less is lost when somebody interrupts
MAX_DELAY_SECONDS = 1.0  # what comes slowly is remembered by then, and told
MIN_VERSION_OVERLAP = 0.5  # of the words of one side: versions of one article, by id alone, have so much in common
RANK = {relation: rank for rank, relation in enumerate(Relation)}  # from the closest to none
UNRELATED = (Relation.BOILERPLATE, Relation.DISTINCT)
ID_CONFLICT = "another article has this id in the index: remove that one, or give this one another id"


class Status(StrEnum):
    """As what an article came."""

    NEW = "new"
    VERSION = "version"  # of the same article, with other words
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class IngestNeighbour:
    """What an article is to a stored one: the shares of `own` and of `other` words that stand in both, and why."""

    relation: str
    of: str
    own: float
    other: float
    reason: str


@dataclass(frozen=True)
class Ingested:
    """An article, as what it came, what it is to the rest of the index, and to the version that was there before."""

    article_id: str
    status: Status
    result: IndexResult
    previous: IngestNeighbour | None = None

    @cached_property
    def nearest(self) -> IngestNeighbour | None:
        """Its earlier version, else the closest article that shares more than furniture; of equals the oldest."""
        alike = [match for match in self.result if match.relation not in UNRELATED]
        return self.previous or min(
            (_seen_from(self.article_id, match) for match in alike),
            key=lambda kin: (RANK[Relation(kin.relation)], -kin.own),
            default=None,
        )


def _seen_from(article_id: str, match: Match) -> IngestNeighbour:
    left, right = (match.left_coverage, match.right_coverage)
    if match.left_id == article_id:
        return IngestNeighbour(match.relation, match.right_id, left, right, match.reason)
    return IngestNeighbour(match.relation, match.left_id, right, left, match.reason)


IngestItem = Ingested | Skipped


def ingest(
    index: Index, items: Iterable[Article | IngestItem], *, batch: int = INGEST_BATCH
) -> Iterator[Sequence[IngestItem]]:
    """Judge and remember articles; each batch is told when all of it is remembered, in the order in which it came.

    >>> from tempfile import TemporaryDirectory
    >>> ferry = Article("a", "The ferry to the island is late again today.")
    >>> with TemporaryDirectory() as folder, Index(f"{folder}/news.dedup") as index:
    ...     for article in [ferry, ferry, replace(ferry, text=f"{ferry.text} Nobody knows why.")]:
    ...         print(*(str(each.came) for each, in bring(index, [article])))
    new
    unchanged
    version
    """
    batch_items: list[Article | IngestItem] = []
    keys_in_batch: set[str | None] = set()
    since = time.monotonic()
    for item in items:
        keys = {item.id, article_url(item)} - {None} if isinstance(item, Article) else set()
        if len(batch_items) >= batch or keys_in_batch & keys or time.monotonic() - since > MAX_DELAY_SECONDS:
            yield from _add_batch(index, batch_items)
            batch_items, keys_in_batch, since = [], set(), time.monotonic()
        stored = index.version_of(item) if isinstance(item, Article) else None
        if isinstance(item, Article) and stored and not _has_same_content(stored, item):
            yield from _add_batch(index, batch_items)
            batch_items, keys_in_batch = [_replace_or_refuse(index, stored, item)], set()
        elif isinstance(item, Article) and stored:
            batch_items.append(_unchanged(stored, item, IndexResult(item.id, ())))
        else:
            batch_items.append(item)
            keys_in_batch |= keys
    yield from _add_batch(index, batch_items)


def query_status(index: Index, article: Article) -> Ingested:
    """Say what an article would be to the index, and remember nothing."""
    stored, result = index.version_of(article), index.query(article)
    if stored is None:
        return Ingested(article.id, Status.NEW, result)
    if _has_same_content(stored, article):
        return _unchanged(stored, article, result)
    previous = _previous_version(stored, article)
    return Ingested(article.id, Status.VERSION if previous else Status.NEW, result, previous)


def _add_batch(index: Index, items: Sequence[Article | IngestItem]) -> Iterator[Sequence[IngestItem]]:
    """Remember the articles; what has been judged already is told with them."""
    articles = [item for item in items if isinstance(item, Article)]
    try:
        results = index.add_many(articles, batch=max(1, len(articles)))
        outcomes = [
            Ingested(item.id, Status.NEW, next(results)) if isinstance(item, Article) else item for item in items
        ]
    except InputError:  # an id is taken: another process has brought it since it was looked for
        if not any(article.id in index for article in articles):
            raise
        yield from ingest(index, items, batch=1)
        return
    if outcomes:
        yield outcomes


def _unchanged(stored: Article, article: Article, result: IndexResult) -> Ingested:
    neighbour = IngestNeighbour(Status.UNCHANGED, stored.id, 1.0, 1.0, "the same article")
    return Ingested(article.id, Status.UNCHANGED, result, neighbour)


def _replace_or_refuse(index: Index, stored: Article, article: Article) -> IngestItem:
    earlier = _previous_version(stored, article)
    if earlier is None:
        return Skipped(article.id, None, ID_CONFLICT)
    return Ingested(article.id, Status.VERSION, index.update(article), earlier)


def _previous_version(stored: Article, article: Article) -> IngestNeighbour | None:
    """The stored version of an article; None if it is another article of the same id."""
    match = compare(stored.text, article.text)
    address = article_url(article)
    is_same_page = address is not None and address == article_url(stored)
    if max(match.left_coverage, match.right_coverage) < MIN_VERSION_OVERLAP and not is_same_page:
        return None
    reason = "the same address" if is_same_page else "the same id"
    return IngestNeighbour(Status.VERSION, stored.id, match.right_coverage, match.left_coverage, reason)


def _has_same_content(stored: Article, article: Article) -> bool:
    """Whether all that an article says is the same, wherever it was fetched and whatever it links to."""
    return _content(stored) == _content(article)


def _content(article: Article) -> Article:
    return replace(article, id="", url=None, canonical=None, links=())
