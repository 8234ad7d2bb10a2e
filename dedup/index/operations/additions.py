"""What changes the articles of an index: they are added, one by one or in batches, replaced and removed.

Articles that come as a stream pass through `_ingest`, batch by batch. `_parts_of` and `_added` say how a batch is
added, which an index on a server does in another way.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import islice

from dedup.article import Article, ReadItem, ReadWarning, Skipped
from dedup.errors import InputError, check_type
from dedup.index.arguments import (
    check_article,
    check_batch,
    check_date,
    checked_articles,
    checked_read_items,
)
from dedup.index.codecs.article_codec import to_microseconds
from dedup.index.ingest import (
    INGEST_BATCH,
    MAX_DELAY_SECONDS,
    NO_FAULT_OF_A_TEXT,
    added_without_faulty,
    in_batches,
)
from dedup.index.maintenance.regroup import store_report
from dedup.index.maintenance.untold import TellingLog, Untold, left_untold
from dedup.index.operations.result_queries import ResultQueries
from dedup.index.remote.answer_log import kept_answers
from dedup.index.result import IndexResult
from dedup.index.transactions import Note, PartItem
from dedup.report import Report
from dedup.runtime.progress import ProgressGiven, Stage, Steps, one_step

ADD_BATCH = 1000  # articles that are verified and stored as a whole
LOAD_BATCH = 1 << 14  # articles that are loaded as a whole: about 100 MB meanwhile


class Additions(ResultQueries):
    """Articles come, are replaced and go, each batch in one transaction."""

    def add(self, article: Article) -> IndexResult:
        """Verify an article against all that came before, and store it if it is new, or a version of a stored one.

        A version takes the stored one's place and is not matched with it. Nothing is stored of an article that is
        unchanged, or whose id belongs to another article: see `IndexResult.status`. An article that shares next to
        nothing with those at its URL is new; if its id is but that URL, it is stored with a number behind the id.
        """
        check_article(article, "add")
        return self._added([article])[0]

    async def aadd(self, article: Article) -> IndexResult:
        """The same as `add`, in a thread, for asyncio."""
        return await asyncio.to_thread(self.add, article)

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
        steps = Steps(self._begin(progress), Stage.ADD, articles)
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

    def read_ahead(self, articles: Sequence[Article]) -> None:
        """Prepare articles that `add_noted` is given next, as one batch: in any thread, beside all else."""
        self._transactions.read_ahead(articles, self.settings)

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

    def add_unverified(
        self, articles: Iterable[Article], *, batch: int = LOAD_BATCH, progress: ProgressGiven = False
    ) -> int:
        """Store articles without verifying them, several times as fast; how many. InputError for an id that is stored.

        Matches among them are found by the next regrouping. Articles that are added later are verified against them as
        against any other.
        """
        check_batch(batch)
        steps = Steps(self._begin(progress), Stage.ADD, articles)
        count, waiting = 0, checked_articles(articles, "add_unverified")
        while chunk := list(islice(waiting, batch)):
            with self._locked():
                self._transactions.load(chunk, self.settings)
            count += len(chunk)
            steps.add(len(chunk))
        steps.end()
        with self._locked():
            self._store.postings.end_bulk(count)
        return count

    def import_report(self, report: Report, *, progress: ProgressGiven = False) -> None:
        """Store the articles of a report, which holds their texts, and what it found among them, in an empty index.

        Matches, clusters, stories, series and what was learned are then those of the report: nothing is found again,
        and later articles are judged by it. Before these find their stories among the imported ones, `regroup` reads
        terms. InputError if the index holds articles, or if the report was made with another `expand_umlauts`, or does
        not know what was learned: those of `scan` and `Report.from_parquet` know it.
        """
        check_type(report, Report, "import_report: a report")
        learned, settings = report._learned, report.settings or self.settings
        if learned is None:
            raise InputError("the report does not know what was learned from its articles: scan them again")
        if settings.expand_umlauts != self.settings.expand_umlauts:
            raise InputError(f"the report was made with expand_umlauts={settings.expand_umlauts}: so must the index be")
        if len(self):
            raise InputError(f"{self._name} holds articles: a report is imported into an empty index")
        begun = self._begin(progress)
        self.add_unverified(report.articles, progress=begun)
        with one_step(begun, Stage.WRITE), self._locked(), self._store.writing():
            store_report(self._store, report, learned)

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
        with self._locked():
            self._store.postings.compact()
        return len(numbers)

    def _added(
        self, articles: Sequence[Article], *, is_update: bool = False, note: Note | None = None
    ) -> list[IndexResult]:
        """The results of articles that are added in one transaction."""
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
        """A batch in parts that are added together, by what its articles are to the stored ones."""
        try:
            with self._reading():
                return self._transactions.parts_of(batch, self.settings)
        except NO_FAULT_OF_A_TEXT:
            raise
        except Exception:  # of one article, which is found when each is added by itself
            if not skips:
                raise
            return [[item] for item in batch]

    def _added_part(self, part: Sequence[PartItem], note: Note | None) -> list[IndexResult | Skipped | ReadWarning]:
        """The results of items that are added together, some of which need not be."""
        new = [item for item in part if isinstance(item, Article)]
        added = iter(self._added(new, note=note) if new else ())
        return [next(added) if isinstance(item, Article) else item for item in part]

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
                    matches = results.matches(self._store.results.matches_of([number]))
                    yield self._stored_result(article_id, status, number, matches)
