"""The one thread that changes an index. Questions that must see its own moment stand in its queue, before additions.

All additions that wait are put together, up to a number of articles, and added in one transaction. A request is
answered when all of its articles are committed; what was answered survives the death of the process. A question in the
queue waits for one transaction at most, so transactions are kept short while such questions come. What an article would
be is asked of another connection, beside additions (`dedup.server.service.Service`), but where the index finds stories.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any

from dedup.errors import DedupError
from dedup.index.index import Index
from dedup.index.remote.answer_log import ARTICLES_KEPT
from dedup.index.result import IndexResult, Status
from dedup.server.add_jobs import AddJob, AddMode, AnswerNotes, Slot, answer_of
from dedup.server.measurements import Measurements
from dedup.server.read_ahead import ReadAhead

QUIET_BATCH = 500  # articles of a transaction
ASKED_BATCH = 32  # while questions come: they wait for no more than these
ASKED_SECONDS = 0.5  # after a question, others are expected
QUESTIONS_IN_A_ROW = 8  # before additions that wait have their turn

Call = Callable[[], None]


class IndexWorker:
    """Adds and asks in a thread of its own, until it is stopped: then it does what waits, and ends."""

    def __init__(self, index: Index, measurements: Measurements) -> None:
        self.index = index
        self._measurements = measurements
        self._answers = OrderedDict(index.answers())
        self._is_in_doubt = False
        self._read_ahead = ReadAhead(index)
        self._questions: deque[Call] = deque()
        self._slots: deque[Slot] = deque()
        self._changed = threading.Condition()
        self._is_stopping = False
        self._asked_at = float("-inf")
        self._thread = threading.Thread(target=self._run, name="dedup-index")
        self._thread.start()

    @property
    def waiting_articles(self) -> int:
        """How many articles wait to be added."""
        return len(self._slots)

    def add(self, job: AddJob) -> None:
        """Queue a job; `job.done` is called in the worker's thread."""
        if not job.articles:
            job.done([])
            return
        with self._changed:
            self._slots.extend(Slot(job, position) for position in range(len(job.articles)))
            self._changed.notify()

    def call(self, question: Callable[[], Any], done: Callable[[Any], None]) -> None:
        """Queue a call; `done` gets what it returns, or the exception that it raises, in the worker's thread."""

        def ask() -> None:
            try:
                found = question()
            except Exception as error:
                found = error
            done(found)

        with self._changed:
            self._questions.append(ask)
            self._changed.notify()

    def stop(self) -> None:
        """Do what waits, and end."""
        with self._changed:
            self._is_stopping = True
            self._changed.notify()
        self._thread.join()
        self._read_ahead.stop()

    def _run(self) -> None:
        questions = 0
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._questions or self._slots or self._is_stopping)
                if self._questions and not (self._slots and questions >= QUESTIONS_IN_A_ROW):
                    work: Call | Sequence[Slot] = self._questions.popleft()
                elif self._slots:
                    work = self._taken()
                else:
                    return
            if isinstance(work, Sequence):
                questions = 0
                self._read_next()
                self._add(work)
            else:
                questions += 1
                self._asked_at = time.monotonic()
                work()

    def _taken(self) -> list[Slot]:
        """The slots of the next transaction."""
        count = self._read_ahead.count(self._slots, self._most_together())
        return [self._slots.popleft() for _ in range(count)]

    def _most_together(self) -> int:
        return ASKED_BATCH if time.monotonic() - self._asked_at < ASKED_SECONDS else QUIET_BATCH

    def _read_next(self) -> None:
        """Have the articles prepared that are added behind those that were taken, which are prepared before."""
        self._read_ahead.wait()
        with self._changed:
            following = [*islice(self._slots, self._most_together())]
        self._read_ahead.begin(following)

    def _add(self, slots: Sequence[Slot]) -> None:
        """Add articles, each answered in its turn; what goes wrong fails the requests that it concerns."""
        began = time.perf_counter()
        waiting = deque(slots)
        try:
            self._recall()
            for slot, text in self._answered(slots):
                waiting.popleft()
                slot.answer(text)
        except Exception as error:
            self._is_in_doubt = True
            self._fail({slot.job for slot in waiting}, error)
            if not isinstance(error, DedupError):
                self._measurements.count_fault(error)
        self._measurements.count_batch(len(slots), time.perf_counter() - began)

    def _recall(self) -> None:
        """Read again what is kept, once something went wrong: a commit that seemed to fail may have been done."""
        if self._is_in_doubt:
            self._keep(self.index.answers())
            self._is_in_doubt = False

    def _fail(self, jobs: set[AddJob], error: Exception) -> None:
        with self._changed:
            self._slots = deque(slot for slot in self._slots if slot.job not in jobs)
        for job in jobs:
            job.done(error)

    def _answered(self, slots: Sequence[Slot]) -> Iterator[tuple[Slot, str]]:
        """The answers, in order; those that were given before are given again."""
        waiting = deque(slots)
        while waiting:
            known = self._known(waiting[0])
            if known is not None:
                yield waiting.popleft(), known
            elif waiting[0].job.mode is AddMode.ADD:
                yield from self._added(self._addable(waiting))
            else:
                slot = waiting.popleft()
                yield slot, self._updated(slot) if slot.job.mode is AddMode.UPDATE else self._added_once(slot)

    def _addable(self, waiting: deque[Slot]) -> list[Slot]:
        """The next articles that are added together, taken off those that wait; a repetition is not added with what it
        repeats: it is answered as that was.
        """
        taken: list[Slot] = []
        tickets: set[str] = set()
        while waiting and waiting[0].job.mode is AddMode.ADD and self._known(waiting[0]) is None:
            ticket = waiting[0].ticket
            if ticket in tickets:
                break
            if ticket is not None:
                tickets.add(ticket)
            taken.append(waiting.popleft())
        return taken

    def _known(self, slot: Slot) -> str | None:
        return None if slot.ticket is None else self._answers.get(slot.ticket)

    def _added(self, slots: Sequence[Slot]) -> Iterator[tuple[Slot, str]]:
        notes = AnswerNotes(slots)
        articles = [slot.article for slot in slots]
        results = self.index.add_noted(articles, notes.note, batch=len(slots))
        for slot, result in zip(slots, results, strict=True):  # a result comes when it is committed, and no sooner
            self._measurements.count_result(result)
            if slot.ticket in notes.kept:
                self._keep({slot.ticket: notes.kept[slot.ticket]})
            yield slot, notes.text(slot, result)

    def _updated(self, slot: Slot) -> str:
        notes = AnswerNotes([slot])
        result = self.index.update(slot.article, note=notes.note)
        self._keep(notes.kept)
        self._measurements.count_result(result)
        return notes.text(slot, result)

    def _added_once(self, slot: Slot) -> str:
        article = slot.article
        with suppress(KeyError):
            stored = self.index[article.id]
            found = self.index.verdict(article.id) if stored.text == article.text else None
            result = found or IndexResult(article.id, Status.CONFLICT)
            self._measurements.count_result(result)
            return answer_of(result, passages=slot.job.passages)
        ((_, text),) = self._added([slot])
        return text

    def _keep(self, answers: dict[str, str]) -> None:
        self._answers.update(answers)
        while len(self._answers) > ARTICLES_KEPT:
            self._answers.popitem(last=False)
