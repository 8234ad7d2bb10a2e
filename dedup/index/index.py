"""The persistent index: verify an article against all that came before, and store it, in one step.

    with dedup.Index("news.dedup") as index:
        result = index.add(article)

**A step.** The new articles are read and fingerprinted first, outside of any transaction. Then a transaction begins,
and no one else writes: keys are looked up, the few articles that share keys are read and measured against the new one
as `scan` would measure them, and article, matches and cluster are written and committed together. So two processes
never both call an article new, and what was acknowledged is complete.

**What later articles teach** (boilerplate, frequent words, which articles belong to which story) is not known when an
article is added. `regroup` applies it: after it, matches, clusters and stories are those of a scan over the same
articles, whatever their order and batches were.

An index serves one thread at a time; other threads wait. Several processes may open one index.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from threading import RLock
from typing import Any, Self

from dedup.alignment.passage import Alignment
from dedup.alignment.repeats.blocks import Repeat, repeats
from dedup.article import Article, ReadItem, ReadWarning, Skipped
from dedup.clusters.values import Cluster
from dedup.comparison.counted_text import CountedText
from dedup.comparison.match import Match
from dedup.comparison.neighbours import closest_first
from dedup.comparison.prepared import prepare
from dedup.errors import DamagedDataError, InputError, StorageError
from dedup.index.arguments import (
    check_article,
    check_batch,
    check_date,
    check_type,
    checked_articles,
    checked_read_items,
    may_be_stored,
)
from dedup.index.codecs.article_codec import ArticleCodec, decode_id, to_microseconds
from dedup.index.grouping.stored_results import StoredResults
from dedup.index.ingest import (
    INGEST_BATCH,
    MAX_DELAY_SECONDS,
    NO_FAULT_OF_A_TEXT,
    added_without_faulty,
    in_batches,
)
from dedup.index.maintenance.compatibility import check_compatible
from dedup.index.maintenance.export import export_report
from dedup.index.maintenance.integrity import Fault, check_integrity, read_records
from dedup.index.maintenance.overview import IndexOverview, SearchResult, read_overview, search_articles
from dedup.index.maintenance.rebuild import rebuild_store
from dedup.index.maintenance.regroup import is_regrouped, read_snapshot, regroup, settings_key, store_result
from dedup.index.maintenance.stats import IndexStats, read_stats
from dedup.index.maintenance.untold import TellingLog, Untold, left_untold
from dedup.index.remote.answer_log import kept_answers
from dedup.index.result import IndexResult, Status
from dedup.index.storage.opening import given_store, is_remote, open_to_rebuild, shown_url
from dedup.index.storage.protocols import GroupKind, Store
from dedup.index.transactions import GroupReader, Note, PartItem, Transactions
from dedup.kernels import is_compiled
from dedup.pair_pipeline import run_pair
from dedup.report import Report
from dedup.runtime.progress import ProgressGiven, Stage, Steps, one_step
from dedup.runtime.progress_line import begin_progress
from dedup.settings import DEFAULT_SETTINGS, Settings
from dedup.stories.series.series import Series
from dedup.stories.story import Story
from dedup.tokens.words import encode_utf8

ADD_BATCH = 1000  # articles that are verified and stored as a whole
LOAD_BATCH = 1 << 14  # articles that are loaded as a whole: about 100 MB meanwhile
ARTICLES_PER_READ = 1000
MAX_NAMED = 20  # damaged articles in one message


class Index:
    """Articles seen before, in a database: a file, made where there is none, or what its URL names: `memory:`,
    `postgresql://USER@HOST/DATABASE`, or the server at `http://HOST:PORT` (`dedup serve`).

    As a container it holds articles by id, in the order in which they were added. With `stories`, an article that is
    added or queried also finds its story, and its matches include rewrites and other reports of the event, which takes
    a millisecond more; without, only copies are looked for until the index is regrouped.

    Errors are StorageError (the disk is full, the file cannot be written), SettingsError (built with other parameters),
    DamagedDataError, and InputError.

    >>> with Index("memory:") as index:
    ...     _ = index.add(Article("a", "The ferry to the island is late again."))
    ...     result = index.add(Article("b", "THE FERRY TO THE ISLAND IS LATE AGAIN"))
    ...     print(len(index), "a" in index, result.status, [(m.right_id, str(m.relation)) for m in result.matches])
    2 True new [('a', 'exact')]
    """

    def __new__(cls, url: str | Path | Store, **_: object) -> Self:
        """A client, where the URL is the address of a server."""
        kind: Any = cls
        if cls is Index and isinstance(url, str) and is_remote(url):
            from dedup.index.remote.remote_index import RemoteIndex

            kind = RemoteIndex
        made: Self = object.__new__(kind)
        return made

    def __init__(
        self, url: str | Path | Store, *, stories: bool = False, settings: Settings = DEFAULT_SETTINGS
    ) -> None:
        check_type(settings, Settings, "settings: Settings()")
        self.settings = settings
        self._is_closed = False
        self._name = shown_url(url) if isinstance(url, str | Path) else type(url).__name__
        self._finds_stories = stories
        self._lock = RLock()
        self._store = given_store(url, settings)
        try:
            check_compatible(self._store, self._name)
        except BaseException:
            self._store.close()
            raise
        self._codec = ArticleCodec()
        self._open()

    def _open(self) -> None:
        readers = GroupReader(self.cluster, self.story)
        self._transactions = Transactions(self._store, self._codec, readers, self.settings, stories=self._finds_stories)

    def __repr__(self) -> str:
        return f"Index({self._name!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the database; whatever is asked afterwards is a StorageError."""
        with self._lock:
            self._is_closed = True
            self._store.close()

    # Articles

    def __len__(self) -> int:
        with self._reading():
            return self._store.state().articles

    def __contains__(self, article_id: object) -> bool:
        with self._reading():
            return isinstance(article_id, str) and self._transactions.number_of(article_id) is not None

    def __getitem__(self, article_id: str) -> Article:
        check_type(article_id, str, "the id of an article, a string")
        with self._reading():
            number = self._transactions.number_of(article_id)
            if number is None:
                raise KeyError(article_id)
            article = self._articles([number]).get(number)
        if article is None or article.id != article_id:
            raise DamagedDataError(f"{self._name}: article {article_id!r} is not where its id says; `rebuild` mends it")
        return article

    def __iter__(self) -> Iterator[Article]:
        """All articles; DamagedDataError behind the last, with the names of those that cannot be read."""
        damaged: list[str] = []
        number = 0
        while True:
            with self._reading():
                chunk = read_records(self._store, self._codec, number, ARTICLES_PER_READ)
            damaged += chunk.damaged
            yield from chunk.articles
            if chunk.end is None:
                break
            number = chunk.end
        if damaged:
            raise DamagedDataError(
                f"{self._name}: {len(damaged):,} damaged and left out: {', '.join(damaged[:MAX_NAMED])}"
                f"{', ...' if len(damaged) > MAX_NAMED else ''}; `rebuild` keeps all others"
            )

    def version_of(self, article: Article) -> Article | None:
        """The stored article with the id of this one, or else the newest at its URL; None if there is neither."""
        check_article(article, "version_of")
        with self._reading():
            (numbers,) = self._transactions.stored_versions([article])
            return self._articles(numbers[:1]).get(numbers[0]) if numbers else None

    def repeats(self, article_id: str) -> list[Repeat]:
        """The repeated blocks of a stored article."""
        return repeats(self[article_id], self.settings)

    # Adding and asking

    def add(self, article: Article) -> IndexResult:
        """Verify an article against all that came before, and store it if it is new, or a version of a stored one.

        A version takes the stored one's place and is not matched with it. Nothing is stored of an article that is
        unchanged, or whose id belongs to another article: see `IndexResult.status`. An article that shares next to
        nothing with those at its URL is new; if its id is but that URL, it is stored with a number behind the id.
        """
        check_article(article, "add")
        return self._added([article])[0]

    def add_many(
        self, articles: Iterable[Article], *, batch: int = ADD_BATCH, progress: ProgressGiven = False
    ) -> Iterator[IndexResult]:
        """Add articles a batch at a time, each verified against all before it; a batch is stored as a whole.

        Nothing happens before the results are asked for, batch by batch. `progress` is True for a line on standard
        error, or a callable: `progress(stage, done, total)`; the total is None for articles that cannot be counted.
        """
        check_batch(batch)
        return self._added_many(articles, checked_articles(articles, "add_many"), batch, progress)

    def _added_many(
        self, articles: Iterable[Article], checked: Iterator[Article], batch: int, progress: ProgressGiven
    ) -> Iterator[IndexResult]:
        steps = Steps(begin_progress(progress, is_compiled), Stage.ADD, articles)
        for results in self._ingest(checked, batch, None):
            yield from (result for result in results if isinstance(result, IndexResult))
            steps.add(len(results))
        steps.end()

    def ingest(
        self,
        items: Iterable[ReadItem],
        *,
        batch: int = INGEST_BATCH,
        max_delay_seconds: float = MAX_DELAY_SECONDS,
        at_least_once: bool = False,
    ) -> Iterator[Sequence[IndexResult | Skipped | ReadWarning]]:
        """Add articles as they come; the results of each transaction when it is committed, in the order of the items.

        What could not be read, and warnings, pass through; an article that brings an error is skipped with it. When the
        next item comes more than `max_delay_seconds` after the first of a batch, the batch is added without it. With
        `at_least_once`, results of a process that was killed before it asked for the next ones come first, as far as
        they are stored: without the match with what a version replaced, and with the groups as they are now.
        """
        check_batch(batch)
        check_type(max_delay_seconds, (int, float), "max_delay_seconds: a number of seconds")
        checked = checked_read_items(items)
        if at_least_once:
            return self._ingest_and_tell(checked, batch, max_delay_seconds)
        return self._ingest(checked, batch, max_delay_seconds, skips=True)

    def add_noted(self, articles: Iterable[Article], note: Note, *, batch: int = ADD_BATCH) -> Iterator[IndexResult]:
        """The same as `add_many`; what `note` makes of the results of a transaction is kept with it.

        `note` is called within the transaction, with the results of articles in their order; it gives answers by name,
        which `answers` reads.
        """
        for results in self._ingest(articles, batch, None, note):
            yield from (result for result in results if isinstance(result, IndexResult))

    def answers(self) -> dict[str, str]:
        """What `add_noted` kept with the last articles (`dedup.index.remote.answer_log`)."""
        with self._reading():
            return kept_answers(self._store)

    def update(self, article: Article, *, note: Note | None = None) -> IndexResult:
        """Put an article in place of the one with its id, or else of the newest one at its URL, whatever that holds;
        add it if there is neither. It is then the last article, and is not matched with the one that it replaces.
        """
        check_article(article, "update")
        return self._added([article], is_update=True, note=note)[0]

    def query(self, article: Article, *, settings: Settings | None = None) -> IndexResult:
        """What `add` would say of an article; nothing is stored."""
        check_article(article, "query")
        with self._locked():
            return self._transactions.query(article, settings or self.settings)

    async def aadd(self, article: Article) -> IndexResult:
        """The same as `add`, in a thread, for asyncio."""
        return await asyncio.to_thread(self.add, article)

    async def aquery(self, article: Article) -> IndexResult:
        """The same as `query`, in a thread, for asyncio."""
        return await asyncio.to_thread(self.query, article)

    def add_unverified(
        self, articles: Iterable[Article], *, batch: int = LOAD_BATCH, progress: ProgressGiven = False
    ) -> int:
        """Store articles without verifying them, several times as fast; how many. InputError for an id that is stored.

        Matches among them are found by the next regrouping. Articles that are added later are verified against them as
        against any other.
        """
        check_batch(batch)
        steps = Steps(begin_progress(progress, is_compiled), Stage.ADD, articles)
        count, waiting = 0, checked_articles(articles, "add_unverified")
        while chunk := list(islice(waiting, batch)):
            with self._locked():
                self._transactions.load(chunk)
            count += len(chunk)
            steps.add(len(chunk))
        steps.end()
        with self._locked():
            self._store.postings.end_bulk(count)
        return count

    def remove(self, article_id: str) -> None:
        """Delete an article; KeyError if it is not stored."""
        check_type(article_id, str, "remove: the id of an article, a string")
        with self._locked(), self._store.writing():
            number = self._transactions.number_of(article_id)
            if number is None:
                raise KeyError(article_id)
            self._transactions.delete([number])

    def expire(self, before: datetime) -> int:
        """Delete all articles published before a date, or added before it where their date is not known; how many."""
        check_date(before)
        with self._locked(), self._store.writing():
            numbers = self._store.articles.numbers_before(to_microseconds(before))
            self._transactions.delete(numbers)
        return len(numbers)

    # Results

    def matches(self) -> list[Match]:
        """All matches, in order of ids; left is the lower one."""
        with self._results() as results:
            return results.matches()

    def clusters(self) -> dict[int, Cluster]:
        """The clusters of copies by their ids, which stay as they grow; largest first, then by the articles' ids."""
        with self._results() as results:
            return results.clusters()

    def cluster(self, cluster_id: int) -> Cluster | None:
        """One cluster as it is now; None when fewer than two articles are left of it."""
        if not may_be_stored(cluster_id, "cluster"):
            return None
        with self._results() as results:
            return results.cluster(cluster_id)

    def stories(self) -> dict[int, Story]:
        """The stories by their ids, which stay as they grow; largest first, then by the articles' ids."""
        with self._results() as results:
            return results.stories(results.clusters())

    def story(self, story_id: int) -> Story | None:
        """One story as it is now; None when fewer than two articles are left of it."""
        if not may_be_stored(story_id, "story"):
            return None
        with self._results() as results:
            return results.story(story_id)

    def series(self) -> list[Series]:
        """The bulletins and columns that the last regrouping found, largest first, as far as all articles are left."""
        with self._results() as results:
            return results.series()

    def matches_of(self, article_id: str) -> list[Match]:
        """All matches of a stored article, seen from it; closest first."""
        with self._results() as results:
            number = self._transactions.number_of(article_id)
            return [] if number is None else closest_first(results.matches_with(number), article_id)

    def match(self, left_id: str, right_id: str) -> Match | None:
        """The match of two stored articles; None if they are none."""
        with self._results([left_id, right_id]) as results:
            found = results.matches_before(max(results.numbers, default=0))
        return next((match.seen_from(left_id) for match in found if left_id != right_id), None)

    def verdict(self, article_id: str) -> IndexResult | None:
        """What is known of a stored article and those before it, as if it were new; None if it is not stored."""
        with self._results() as results:
            number = self._transactions.number_of(article_id)
            if number is None:
                return None
            clusters, stories = (self._store.results.groups_of(kind, [number]) for kind in GroupKind)
            return IndexResult(
                article_id=article_id,
                status=Status.NEW,
                matches=tuple(closest_first(results.matches_before(number), article_id)),
                repeats=tuple(self.repeats(article_id)),
                cluster_id=clusters.get(number),
                story_id=stories.get(number),
                _find_cluster=self.cluster,
                _find_story=self.story,
            )

    def cluster_id(self, article_id: str) -> int | None:
        """The cluster of copies that an article belongs to; None if to none."""
        return self._group_id(GroupKind.CLUSTER, article_id)

    def story_id(self, article_id: str) -> int | None:
        """The story that an article belongs to; None if to none."""
        check_type(article_id, str, "story_id: the id of an article, a string")
        return self._group_id(GroupKind.STORY, article_id)

    def _group_id(self, kind: GroupKind, article_id: str) -> int | None:
        with self._reading():
            number = self._transactions.number_of(article_id)
            return None if number is None else self._store.results.groups_of(kind, [number]).get(number)

    def overview(self, count: int = 20) -> IndexOverview:
        """The newest articles and the largest groups, so many of each."""
        with self._reading():
            return read_overview(self._store, self._transactions.cache.articles, count)

    def search(self, words: str, limit: int = 50) -> SearchResult:
        """The newest articles that hold all words; looks through as many as two seconds allow."""
        with self._reading():
            return search_articles(self._store, self._transactions.cache.articles, words, limit)

    # Maintenance

    def stats(self) -> IndexStats:
        """What the index holds, and by which settings it was regrouped."""
        with self._reading():
            return read_stats(self._store)

    def regroup(self, *, stories: bool = True, progress: ProgressGiven = False) -> None:
        """Compute matches, clusters and stories anew, as a scan over all articles would.

        Each group keeps the id of the old one with which it has most articles in common. Others may add meanwhile.
        Nothing is done when neither the articles nor the settings have changed.
        """
        progress = begin_progress(progress, is_compiled)
        note = settings_key(self.settings, stories=stories)
        with self._reading():
            if is_regrouped(self._store, note):
                return
            with one_step(progress, Stage.READ):
                snapshot = read_snapshot(self._store, self._transactions.cache, stories=stories)
        result = regroup(snapshot.articles, self.settings, snapshot.terms, progress)
        with one_step(progress, Stage.WRITE), self._locked(), self._store.writing():
            store_result(self._store, result, snapshot, note)

    def export(self, article_ids: Collection[str] | None = None) -> Report:
        """Everything as one report: that of `scan`, if nothing has changed since the last regrouping.

        Of some articles, where their ids are given: with the matches and groups among them.
        """
        with self._results(article_ids) as results:
            articles = self._articles(sorted(results.numbers))
            corpus = self._transactions.cache.corpus(self._store.state())
            return export_report(results, [*articles.values()], corpus, self.settings)

    def check(self) -> list[Fault]:
        """Everything that is not as it was written, by article; empty when all is well.

        Reads everything and computes every key again: about as long as building took.
        """
        with self._reading():
            return list(check_integrity(self._store, self._codec))

    def rebuild(self) -> list[Fault]:
        """Make the index anew from the articles in it; what could not be restored.

        StorageError while another process has it open. Takes as much disk space again while it works.
        """
        with self._locked():
            lost = rebuild_store(self._store, self._codec)
            self._open()
            return lost

    @classmethod
    def rebuild_file(cls, path: str | Path) -> list[Fault]:
        """The same for an index that does not open, since it is damaged or was built with other parameters."""
        with open_to_rebuild(path) as store:
            return rebuild_store(store, ArticleCodec())

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Be the only thread; StorageError once the index is closed."""
        with self._lock:
            if self._is_closed:
                raise StorageError(f"{self._name}: this index is closed; open it again")
            yield

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with self._locked(), self._store.reading():
            yield

    @contextmanager
    def _results(self, article_ids: Collection[str] | None = None) -> Iterator[StoredResults]:
        """What is stored of all articles, or of those that are given."""
        with self._reading():
            if article_ids is None:
                ids = {number: decode_id(name) for number, name in self._store.articles.ids()}
            else:
                names = [encode_utf8(each) for each in article_ids]
                ids = {number: decode_id(name) for name, number in self._store.articles.numbers_of(names).items()}
            yield StoredResults(self._store, ids, self._articles, self._align, self._count_texts, self.settings)

    def _articles(self, numbers: list[int]) -> dict[int, Article]:
        with self._reading():
            return self._transactions.cache.articles(numbers)

    def _count_texts(self, articles: Sequence[Article]) -> CountedText:
        """The counted text of some articles, by what was learned at the last regrouping."""
        with self._reading():
            corpus = self._transactions.cache.corpus(self._store.state())
        prepared, _ = prepare(articles, self.settings)
        return CountedText(prepared, corpus)

    def _align(self, left: int, right: int) -> Alignment:
        with self._reading():
            articles = self._articles([left, right])
            corpus = self._transactions.cache.corpus(self._store.state())
        if len(articles) < 2:
            raise InputError("passages: one of the two articles has been removed from the index")
        return run_pair(articles[left], articles[right], self.settings, corpus)._align()

    def _added(
        self, articles: Sequence[Article], *, is_update: bool = False, note: Note | None = None
    ) -> list[IndexResult]:
        with self._locked():
            return self._transactions.add(articles, self.settings, is_update=is_update, note=note)

    def _ingest(
        self,
        items: Iterable[ReadItem],
        size: int,
        max_delay_seconds: float | None,
        note: Note | None = None,
        *,
        skips: bool = False,
    ) -> Iterator[list[IndexResult | Skipped | ReadWarning]]:
        """The results of items as they are added; with `skips`, an article that brings an error is one that was not
        read, else nothing is added behind it.
        """
        add = partial(self._added_part, note=note)
        for batch in in_batches(items, size, max_delay_seconds):
            for part in self._parts_of(batch, skips=skips):
                yield from added_without_faulty(part, add) if skips else (add(part),)

    def _parts_of(self, batch: Sequence[ReadItem], *, skips: bool) -> Sequence[Sequence[PartItem]]:
        try:
            with self._reading():
                return self._transactions.parts_of(batch, self.settings)
        except NO_FAULT_OF_A_TEXT:
            raise
        except Exception:  # of one article, which is found when each is added by itself
            if not skips:
                raise
            return [[item] for item in batch]

    def _ingest_and_tell(
        self, items: Iterable[ReadItem], size: int, max_delay_seconds: float | None
    ) -> Iterator[list[IndexResult | Skipped | ReadWarning]]:
        """The same; what is stored is noted until the next results are asked for, and notes of others come first."""
        log = TellingLog(self._store)
        try:
            with self._reading():
                untold = left_untold(self._store)
            if untold:
                yield [*self._stored_results(untold)]
                log.tell(untold)
            for results in self._ingest(items, size, max_delay_seconds, log.note, skips=True):
                yield results
                log.tell()
        finally:
            if not self._is_closed:
                with self._locked():
                    log.end()

    def _stored_results(self, untold: Sequence[Untold]) -> Iterator[IndexResult]:
        """The results of articles as they are stored, but for those that are not there any more."""
        with self._results() as results:
            for article_id, status in ((name, status) for each in untold for name, status in each.statuses.items()):
                number = self._transactions.number_of(article_id)
                if number is not None:
                    rows = self._store.results.matches_of([number])
                    yield IndexResult(
                        article_id,
                        status,
                        tuple(closest_first(results.matches(rows), article_id)),
                        repeats=tuple(self.repeats(article_id)),
                        cluster_id=self._store.results.groups_of(GroupKind.CLUSTER, [number]).get(number),
                        story_id=self._store.results.groups_of(GroupKind.STORY, [number]).get(number),
                        _find_cluster=self.cluster,
                        _find_story=self.story,
                    )

    def _added_part(self, part: Sequence[PartItem], note: Note | None) -> list[IndexResult | Skipped | ReadWarning]:
        """The results of items that are added together, some of which need not be."""
        new = [item for item in part if isinstance(item, Article)]
        added = iter(self._added(new, note=note) if new else ())
        return [next(added) if isinstance(item, Article) else item for item in part]
