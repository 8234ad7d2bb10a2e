"""Additions that wait: one job for each request, and what it is to be answered, article by article."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from dedup.article import Article
from dedup.index.result import IndexResult
from dedup.serialization import dumps, to_builtins


class AddMode(StrEnum):
    """What becomes of an article whose id is stored."""

    ADD = "add"  # a version of it takes its place, another article is a conflict
    UPDATE = "update"  # it takes its place, whatever it holds
    ONCE = "once"  # the same content gets the same verdict again, any other is a conflict


@dataclass(slots=True, eq=False)
class AddJob:
    """The articles of one request; `done` is called with their answers, or with what went wrong.

    `key` is that of the request: articles that were stored under it are answered as they were. An answer is the JSON of
    a result.
    """

    articles: Sequence[Article]
    mode: AddMode
    key: str | None
    passages: bool
    done: Callable[[list[str] | Exception], None]
    answers: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """One article of a job, whose answer is put behind those before it."""

    job: AddJob
    position: int

    @property
    def article(self) -> Article:
        """The article."""
        return self.job.articles[self.position]

    @property
    def ticket(self) -> str | None:
        """The name under which its answer is kept."""
        return None if self.job.key is None else f"{self.job.key}/{self.position}"

    def answer(self, text: str) -> None:
        """Take the answer; the last one ends the job."""
        self.job.answers.append(text)
        if len(self.job.answers) == len(self.job.articles):
            self.job.done(self.job.answers)


class AnswerNotes:
    """The answers of articles that are being added, and which of them are kept with their articles."""

    def __init__(self, slots: Sequence[Slot]) -> None:
        self._slots = {id(slot.article): slot for slot in slots}
        self._texts: dict[int, str] = {}
        self.kept: dict[str, str] = {}

    def note(self, articles: Sequence[Article], results: Sequence[IndexResult]) -> Mapping[str, str]:
        """The answers for articles that are stored, by the tickets of their slots."""
        kept = {}
        for article, result in zip(articles, results, strict=True):
            slot = self._slots[id(article)]
            text = self._texts[id(article)] = answer_of(result, passages=slot.job.passages)
            if slot.ticket is not None and result.status.is_stored:
                kept[slot.ticket] = text
        self.kept |= kept
        return kept

    def text(self, slot: Slot, result: IndexResult) -> str:
        """The answer for an article; one that needed no transaction has none yet."""
        return self._texts.get(id(slot.article)) or answer_of(result, passages=slot.job.passages)


def answer_of(result: IndexResult, *, passages: bool) -> str:
    """A result as JSON."""
    return dumps(to_builtins(result, passages=passages)).decode()
