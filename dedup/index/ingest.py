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

from dedup.sources.urls import own_address
from dedup.article import Article, Skipped
from dedup.detector import compare
from dedup.errors import InputError
from dedup.index.index import Index
from dedup.index.result import Judged
from dedup.comparison.match import Match, Relation

BATCH = 500  # articles: as fast as a thousand, within 4 %, and less is lost when somebody interrupts
WAIT_SECONDS = 1.0  # what comes slowly is remembered by then, and told
LEAST_SHARED = 0.5  # of the words of one side: versions of one article, by id alone, have so much in common
RANK = {relation: rank for rank, relation in enumerate(Relation)}  # from the closest to none
UNALIKE = (Relation.BOILERPLATE, Relation.DISTINCT)
NAME_TAKEN = "another article has this id in the index: remove that one, or give this one another id"


class Came(StrEnum):
    """As what an article came."""

    NEW = "new"
    VERSION = "version"  # of the same article, with other words
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Kin:
    """What an article is to a stored one: the shares of `own` and of `other` words that stand in both, and why."""

    relation: str
    of: str
    own: float
    other: float
    reason: str


@dataclass(frozen=True)
class Arrival:
    """An article, as what it came, what it is to the rest of the index, and to the version that was there before."""

    article_id: str
    came: Came
    judged: Judged
    earlier: Kin | None = None

    @cached_property
    def kin(self) -> Kin | None:
        """Its earlier version, else the closest article that shares more than furniture; of equals the oldest."""
        alike = [match for match in self.judged if match.relation not in UNALIKE]
        return self.earlier or min(
            (_seen_from(self.article_id, match) for match in alike),
            key=lambda kin: (RANK[Relation(kin.relation)], -kin.own),
            default=None,
        )


def _seen_from(article_id: str, match: Match) -> Kin:
    left, right = (match.left_coverage, match.right_coverage)
    if match.left_id == article_id:
        return Kin(match.relation, match.right_id, left, right, match.reason)
    return Kin(match.relation, match.left_id, right, left, match.reason)


Told = Arrival | Skipped


def bring(index: Index, items: Iterable[Article | Told], *, batch: int = BATCH) -> Iterator[Sequence[Told]]:
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
    waiting: list[Article | Told] = []
    names: set[str | None] = set()
    since = time.monotonic()
    for item in items:
        own = {item.id, own_address(item)} - {None} if isinstance(item, Article) else set()
        if len(waiting) >= batch or names & own or time.monotonic() - since > WAIT_SECONDS:
            yield from _added(index, waiting)
            waiting, names, since = [], set(), time.monotonic()
        stored = index.version_of(item) if isinstance(item, Article) else None
        if isinstance(item, Article) and stored and not _says_the_same(stored, item):
            yield from _added(index, waiting)
            waiting, names = [_changed(index, stored, item)], set()
        elif isinstance(item, Article) and stored:
            waiting.append(_unchanged(stored, item, Judged(item.id, ())))
        else:
            waiting.append(item)
            names |= own
    yield from _added(index, waiting)


def ask(index: Index, article: Article) -> Arrival:
    """Say what an article would be to the index, and remember nothing."""
    stored, judged = index.version_of(article), index.query(article)
    if stored is None:
        return Arrival(article.id, Came.NEW, judged)
    if _says_the_same(stored, article):
        return _unchanged(stored, article, judged)
    earlier = _earlier(stored, article)
    return Arrival(article.id, Came.VERSION if earlier else Came.NEW, judged, earlier)


def _added(index: Index, items: Sequence[Article | Told]) -> Iterator[Sequence[Told]]:
    """Remember the articles; what has been judged already is told with them."""
    articles = [item for item in items if isinstance(item, Article)]
    try:
        judged = index.add_many(articles, batch=max(1, len(articles)))
        told = [Arrival(item.id, Came.NEW, next(judged)) if isinstance(item, Article) else item for item in items]
    except InputError:  # an id is taken: another process has brought it since it was looked for
        if not any(article.id in index for article in articles):
            raise
        yield from bring(index, items, batch=1)
        return
    if told:
        yield told


def _unchanged(stored: Article, article: Article, judged: Judged) -> Arrival:
    kin = Kin(Came.UNCHANGED, stored.id, 1.0, 1.0, "the same article")
    return Arrival(article.id, Came.UNCHANGED, judged, kin)


def _changed(index: Index, stored: Article, article: Article) -> Told:
    earlier = _earlier(stored, article)
    if earlier is None:
        return Skipped(article.id, None, NAME_TAKEN)
    return Arrival(article.id, Came.VERSION, index.update(article), earlier)


def _earlier(stored: Article, article: Article) -> Kin | None:
    """The stored version of an article; None if it is another article of the same id."""
    match = compare(stored.text, article.text)
    address = own_address(article)
    is_same_page = address is not None and address == own_address(stored)
    if max(match.left_coverage, match.right_coverage) < LEAST_SHARED and not is_same_page:
        return None
    reason = "the same address" if is_same_page else "the same id"
    return Kin(Came.VERSION, stored.id, match.right_coverage, match.left_coverage, reason)


def _says_the_same(stored: Article, article: Article) -> bool:
    """Whether all that an article says is the same, wherever it was fetched and whatever it links to."""
    return _said(stored) == _said(article)


def _said(article: Article) -> Article:
    return replace(article, id="", url=None, canonical=None, links=())
