"""What all requests of one server share: the index, its worker, limits and counters."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Generic, TypeVar

from anyio import CapacityLimiter, to_thread

from dedup.article import Article
from dedup.index.index import Index
from dedup.server.add_jobs import AddJob, AddMode
from dedup.server.index_worker import IndexWorker
from dedup.server.measurements import Measurements
from dedup.server.requests.limits import DEFAULT_LIMITS, ServerLimits
from dedup.server.requests.problems import Problem
from dedup.server.requests.request_body import BodyReader

Result = TypeVar("Result")
VIEW_THREADS = 2  # that read for pages and lists, and regroup
PARSING_THREADS = 2


class Service:
    """An index that is served; `views` is the same, opened again for what takes long: lists, pages, regrouping.

    `questions` is the same, opened again for what an article would be: it is answered beside additions, as of the last
    commit. Without, questions stand in one queue with additions.
    """

    def __init__(
        self,
        index: Index,
        views: Index,
        questions: Index | None = None,
        *,
        stories: bool = False,
        limits: ServerLimits = DEFAULT_LIMITS,
    ) -> None:
        self.index = index
        self.views = views
        self._questions = questions
        self.finds_stories = stories
        self.limits = limits
        self.measurements = Measurements()
        self.bodies = BodyReader(limits)
        self.worker = IndexWorker(index, self.measurements)
        self._question_threads = CapacityLimiter(1)  # an index serves one thread at a time
        self._view_threads = CapacityLimiter(VIEW_THREADS)
        self._parsing_threads = CapacityLimiter(PARSING_THREADS)

    def close(self) -> None:
        """Do what waits, and close the index; once is enough."""
        self.worker.stop()
        for each in {id(opened): opened for opened in (self._questions, self.views, self.index)}.values():
            if each is not None:
                each.close()

    async def add(
        self, articles: list[Article], mode: AddMode, key: str | None, *, passages: bool = False
    ) -> list[str]:
        """The answers for articles, as JSON, once they are stored; Problem when too many wait."""
        if self.worker.waiting_articles + len(articles) > self.limits.max_waiting_articles:
            raise Problem.busy("too many articles wait")
        waiting = _Waiting[list[str]]()
        self.worker.add(AddJob(articles, mode, key, passages, waiting.done))
        return await waiting.result()

    async def query(self, question: Callable[[Index], Result]) -> Result:
        """Ask what an article would be, beside additions where that can be."""
        if self._questions is None:
            return await self.ask(question)
        return await to_thread.run_sync(question, self._questions, limiter=self._question_threads)

    async def ask(self, question: Callable[[Index], Result]) -> Result:
        """Ask the index in its thread, before additions."""
        waiting = _Waiting[Result]()
        self.worker.call(lambda: question(self.index), waiting.done)
        return await waiting.result()

    async def view(self, work: Callable[[Index], Result]) -> Result:
        """Read what takes long, beside all else."""
        return await to_thread.run_sync(work, self.views, limiter=self._view_threads)

    async def parse(self, work: Callable[[bytes], Result], body: bytes) -> Result:
        """Read a body in a thread: a large one takes milliseconds, in which others should be answered."""
        return await to_thread.run_sync(work, body, limiter=self._parsing_threads)


class _Waiting(Generic[Result]):
    """What another thread will find."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._found: asyncio.Future[Result] = self._loop.create_future()

    def done(self, found: Result | Exception) -> None:
        """Take the result, or an exception; in any thread."""
        with suppress(RuntimeError):  # the server has stopped, and nobody waits
            self._loop.call_soon_threadsafe(self._settle, found)

    def _settle(self, found: Result | Exception) -> None:
        if self._found.done():
            return
        if isinstance(found, Exception):
            self._found.set_exception(found)
        else:
            self._found.set_result(found)

    async def result(self) -> Result:
        """Wait for it."""
        return await self._found
