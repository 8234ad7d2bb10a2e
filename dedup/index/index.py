"""The persistent index: judge an article against all that came before, and remember it, in one step.

    with dedup.Index("news.dedup") as index:
        matches = index.add(article)

**A step.** The new articles are read and fingerprinted first, outside. Then the step begins, and nobody else writes:
what others have added meanwhile is taken note of, keys are looked up, the few articles that share keys are read and
measured against the new one as `scan` would measure them, and article, matches and cluster are written and committed
together. So two processes never both call themselves first, and what was acknowledged is whole.

**What later articles teach** (page furniture, frequent words, who belongs to which story) is not known when an article
comes. `regroup` applies it: after it, matches, clusters and stories are those of a scan over the same articles,
whatever their order and batches were.

An index serves one thread at a time; others wait. Several processes may open one file.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from threading import RLock
from typing import Self

import numpy as np

from dedup.alignment.passage import Alignment
from dedup.alignment.repeats import Repeat, repeats
from dedup.article import Article
from dedup.clusters.values import Cluster
from dedup.comparison.match import Match
from dedup.comparison.prepared import prepare
from dedup.comparison.verification import BoilerplateSpans, verify_pairs
from dedup.errors import InputError
from dedup.index.article_codec import ArticleCodec, decode_id, to_microseconds
from dedup.index.cache import ARTICLES_PER_READ
from dedup.index.compatibility import check_compatible
from dedup.index.integrity import Fault, check_integrity
from dedup.index.rebuild import rebuild_store
from dedup.index.regroup import SETTINGS_NOTE, regroup, settings_key, store_result
from dedup.index.result import IndexResult
from dedup.index.storage.protocols import GroupKind, Store
from dedup.index.storage.sqlite.store import SqliteStore
from dedup.index.stored_results import StoredResults
from dedup.index.story_terms import batch_note_name
from dedup.index.transactions import AddResult, Transactions
from dedup.report import Report
from dedup.settings import Settings
from dedup.stories.story_matches import match_pair
from dedup.stories.story_value import Story

ADD_BATCH = 1000  # articles that are judged and remembered as a whole
LOAD_BATCH = 1 << 14  # articles that are loaded as a whole: about 100 MB while it lasts
DEFAULT_SETTINGS = Settings()
NOWHERE = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class IndexStats:
    """What an index holds.

    `recent` articles have their postings in memory alone; `changes` are additions and removals since the last
    regrouping; `removed` articles may still have postings in runs.
    """

    articles: int
    clusters: int
    stories: int
    segments: int
    unflushed: int
    removed: int
    changes: int
    size_bytes: int


class Index:
    """Articles seen before, on disk; the file is made where there is none.

    As a container it holds articles by id, in the order in which they were added. With `stories`, an article that is
    added or asked for also finds the story that it tells, and is told from rewrites and other reports of it, which
    takes a millisecond more; without, only copies are looked for until the index is regrouped.

    Errors are StorageError (the disk is full, the file cannot be written), SettingsError (built otherwise),
    DamagedDataError, and InputError.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder, Index(f"{folder}/news.dedup") as index:
    ...     _ = index.add(Article("a", "The ferry to the island is late again."))
    ...     matches = index.add(Article("b", "THE FERRY TO THE ISLAND IS LATE AGAIN"))
    ...     print(len(index), "a" in index, [(match.left_id, str(match.relation)) for match in matches])
    2 True [('a', 'exact')]
    """

    def __init__(self, path: str | Path, *, stories: bool = False, settings: Settings = DEFAULT_SETTINGS) -> None:
        self.path = Path(path)
        self.settings = settings
        self._assigns_stories = stories
        self._lock = RLock()
        self._store: Store = SqliteStore(self.path)
        self._codec = ArticleCodec()
        self._transactions = Transactions(self._store, self._codec, stories=stories)
        check_compatible(self._store, self.path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._store.close()

    # What the index holds

    def __len__(self) -> int:
        with self._lock, self._store.reading():
            return self._store.state().articles

    def __contains__(self, article_id: object) -> bool:
        with self._lock, self._store.reading():
            return isinstance(article_id, str) and self._transactions.number_of(article_id) is not None

    def __getitem__(self, article_id: str) -> Article:
        with self._lock, self._store.reading():
            number = self._transactions.number_of(article_id)
            if number is None:
                raise KeyError(article_id)
            (article,) = self._transactions.cache.articles([number]).values()
            return article

    def __iter__(self) -> Iterator[Article]:
        number = 0
        while True:
            with self._lock, self._store.reading():
                records = self._store.records_from(number, ARTICLES_PER_READ)
            if not records:
                return
            for record in records:
                yield self._codec.decode(record)
            number = records[-1].number + 1

    def version_of(self, article: Article) -> Article | None:
        """The stored article that `update` would put this one in place of; None if it would add it."""
        with self._lock, self._store.reading():
            numbers = self._transactions.previous_versions([article])
            return next(iter(self._transactions.cache.articles(numbers).values()), None)

    def repeats(self, article_id: str) -> list[Repeat]:
        """The doubled blocks of a stored article."""
        return repeats(self[article_id])

    def stats(self) -> IndexStats:
        """What the index holds."""
        with self._lock, self._store.reading():
            state, runs = self._store.state(), self._store.segments()
            return IndexStats(
                articles=state.articles,
                clusters=len(self._store.groups(GroupKind.CLUSTER)),
                stories=len(self._store.groups(GroupKind.STORY)),
                segments=len(runs),
                unflushed=state.next_number - state.covered,
                removed=state.dead,
                changes=state.changes - state.regrouped,
                size_bytes=self._store.size_bytes(),
            )

    # Whether it is whole

    def check(self) -> list[Fault]:
        """Everything that is not as it was written, by article; empty when all is well.

        Reads everything and computes every key again: about as long as building took.
        """
        with self._lock, self._store.reading():
            return list(check_integrity(self._store, self._codec))

    def rebuild(self) -> list[Fault]:
        """Make the index anew from the articles in it; what could not be restored.

        StorageError while another process has it open. Takes as much room on the disk again while it works.
        """
        with self._lock:
            lost = rebuild_store(self._store, self._codec)
            self._transactions = Transactions(self._store, self._codec, stories=self._assigns_stories)
            return lost

    @classmethod
    def rebuild_file(cls, path: str | Path) -> list[Fault]:
        """The same for an index that does not open, since it is damaged or was built otherwise."""
        store = SqliteStore(Path(path))
        try:
            return rebuild_store(store, ArticleCodec())
        finally:
            store.close()

    # What was found

    def matches(self) -> list[Match]:
        """All matches, in order of ids."""
        with self._results() as findings:
            return findings.matches()

    def clusters(self) -> dict[int, Cluster]:
        """The clusters of copies by their ids, which stay as they grow; largest first, then by the articles' ids."""
        with self._results() as findings:
            return findings.clusters()

    def cluster(self, cluster_id: int) -> Cluster | None:
        """One cluster as it is now; None when less than two articles are left of it."""
        with self._results() as findings:
            return findings.cluster(cluster_id)

    def stories(self) -> dict[int, Story]:
        """The stories by their ids, which stay as they grow; largest first, then by the articles' ids."""
        with self._results() as findings:
            return findings.stories(findings.clusters())

    def story(self, story_id: int) -> Story | None:
        """One story as it is now; None when less than two articles are left of it."""
        with self._results() as findings:
            return findings.story(story_id)

    def story_id(self, article_id: str) -> int | None:
        """The story that an article belongs to; None if to none."""
        with self._lock, self._store.reading():
            number = self._transactions.number_of(article_id)
            return None if number is None else self._store.groups_of(GroupKind.STORY, [number]).get(number)

    def regroup(self, *, stories: bool = True) -> None:
        """Apply what later articles teach: matches, clusters and stories become those of a scan over all articles.

        Ids of groups stay with those that have most articles in common with what they were. Others may add meanwhile.
        Nothing is done when neither the articles nor the settings have changed.
        """
        made = settings_key(self.settings, stories=stories)
        with self._lock, self._store.reading():
            then = self._store.state()
            if then.changes == then.regrouped and self._store.metadata(SETTINGS_NOTE) == made:
                return
            articles = self._transactions.cache.articles(self._store.numbers())
            terms = (
                [*self._store.metadata_range(batch_note_name(0), batch_note_name(then.next_number))]
                if stories
                else None
            )
        said = regroup(articles, self.settings, terms)
        with self._lock, self._store.writing():
            store_result(self._store, said, {article.id: number for number, article in articles.items()}, then, made)

    def export(self) -> Report:
        """Everything as one report: what `scan` would make of it, if nothing has changed since the last regrouping."""
        with self._results() as findings:
            matches, clusters = findings.matches(), findings.clusters()
            stories = findings.stories(clusters)
            articles = self._transactions.cache.articles(self._store.numbers())
            corpus = self._transactions.cache.corpus(self._store.state())
        prepared = prepare(sorted(articles.values(), key=lambda article: article.id))
        return Report(
            articles=prepared.articles,
            repeats=tuple(chain.from_iterable(prepared.repeats)),
            matches=tuple(matches),
            clusters=tuple(clusters.values()),
            stories=tuple(stories.values()),
            skipped=(),
            boilerplate=BoilerplateSpans(verify_pairs(prepared, corpus, NOWHERE, NOWHERE)),
            stats={"articles": len(articles)},
            settings=self.settings,
        )

    def _articles(self, numbers: list[int]) -> dict[int, Article]:
        with self._lock, self._store.reading():
            return self._transactions.cache.articles(numbers)

    @contextmanager
    def _results(self) -> Iterator[StoredResults]:
        with self._lock, self._store.reading():
            ids = {number: decode_id(each) for number, each in self._store.ids()}
            yield StoredResults(self._store, ids, self._articles, self._align)

    def _align(self, left: int, right: int) -> Alignment:
        with self._lock, self._store.reading():
            articles = self._transactions.cache.articles([left, right])
            corpus = self._transactions.cache.corpus(self._store.state())
        if len(articles) < 2:
            raise InputError("passages: one of the two articles has been removed from the index")
        compared = verify_pairs(prepare([articles[left], articles[right]]), corpus, np.array([0]), np.array([1]))
        return match_pair(compared)._align()

    # Judging and remembering

    def add(self, article: Article) -> IndexResult:
        """Judge an article against all that came before, and remember it; InputError for an id that is there."""
        return self._added([article])[0]

    def add_many(self, articles: Iterable[Article], *, batch: int = ADD_BATCH) -> Iterator[IndexResult]:
        """Add articles a batch at a time, each judged against all before it; a batch is remembered as a whole.

        Nothing happens before the results are asked for, batch by batch.
        """
        for taken in _batches(articles, batch):
            yield from self._added(taken)

    def add_unjudged(self, articles: Iterable[Article], *, batch: int = LOAD_BATCH) -> int:
        """Remember articles without judging them, which is several times as fast; how many.

        What they have to do with each other is found by the next regrouping; what comes after them is judged against
        them as against any other.
        """
        count = 0
        for taken in _batches(articles, batch):
            with self._lock:
                self._transactions.load(taken)
            count += len(taken)
        with self._lock:
            self._transactions.compact_loaded(count)
        return count

    def update(self, article: Article) -> IndexResult:
        """Put an article in place of the one with its id, or else of the newest one at its address; add it if there is
        neither. It comes last then, and is not judged against the version that it replaces.
        """
        return self._added([article], replacing=True)[0]

    def query(self, article: Article, *, settings: Settings | None = None) -> IndexResult:
        """Judge an article against all that came before, and remember nothing."""
        with self._lock:
            found = self._transactions.query([article], settings or self.settings)
        return self._to_results(found)[0]

    async def aadd(self, article: Article) -> IndexResult:
        """The same as `add`, in a thread, for asyncio."""
        return await asyncio.to_thread(self.add, article)

    async def aquery(self, article: Article) -> IndexResult:
        """The same as `query`, in a thread, for asyncio."""
        return await asyncio.to_thread(self.query, article)

    def remove(self, article_id: str) -> None:
        """Forget an article; KeyError if it is not there."""
        with self._lock, self._store.writing():
            number = self._transactions.number_of(article_id)
            if number is None:
                raise KeyError(article_id)
            self._transactions.delete([number])

    def expire(self, before: datetime) -> int:
        """Forget all articles published before a date, or added before it where the date is not known; how many."""
        if before.tzinfo is None:
            raise InputError(f"expire: the date must know its time zone: {before.isoformat()}")
        with self._lock, self._store.writing():
            numbers = self._store.numbers_before(to_microseconds(before))
            self._transactions.delete(numbers)
        return len(numbers)

    def _added(self, articles: Sequence[Article], *, replacing: bool = False) -> list[IndexResult]:
        with self._lock:
            return self._to_results(self._transactions.add(articles, self.settings, replacing=replacing))

    def _to_results(self, found: AddResult) -> list[IndexResult]:
        prepared = found.prepared
        columns = zip(prepared.articles, found.new_matches, prepared.repeats, found.not_measured, strict=True)
        return [
            IndexResult(
                article.id, (each.match for each in own), doubled, left_out, found.clusters.get(place),
                found.stories.get(place), self.cluster, self.story,
            )
            for place, (article, own, doubled, left_out) in enumerate(columns)
        ]  # fmt: skip


def _batches(articles: Iterable[Article], size: int) -> Iterator[list[Article]]:
    waiting = iter(articles)
    while taken := list(islice(waiting, size)):
        yield taken
