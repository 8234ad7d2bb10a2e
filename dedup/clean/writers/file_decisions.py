"""What the decisions of a plan mean for one file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from dedup.article import Span
from dedup.clean.decision import CutDecision, Decision, text_digest, without_spans
from dedup.errors import InputError

NO_TEXT = "the text does not stand in the file as it was read: it is marked up there, or encoded otherwise"


class NotWrittenError(InputError):
    """A file that cannot be written without what was decided; the message says why."""


@dataclass(frozen=True)
class FileDecisions:
    """The decisions on one file, by record; of a file that is one article, the record is None.

    `left` collects the cuts that cannot be made, and why.
    """

    drops: frozenset[int | None]
    cuts: dict[int | None, list[CutDecision]]
    left: list[tuple[CutDecision, str]] = field(default_factory=list)

    @classmethod
    def of(cls, decisions: Iterable[Decision]) -> FileDecisions:
        """The decisions on one file."""
        drops: set[int | None] = set()
        cuts: dict[int | None, list[CutDecision]] = {}
        for each in decisions:
            if isinstance(each, CutDecision):
                cuts.setdefault(each.record, []).append(each)
            else:
                drops.add(each.record)
        return cls(frozenset(drops), cuts)

    def __bool__(self) -> bool:
        """Whether anything is decided."""
        return bool(self.drops or self.cuts)

    def leave(self, record: int | None, reason: str = NO_TEXT) -> None:
        """Note that the cuts of a record are not made."""
        self.left.extend((each, reason) for each in self.cuts[record])


def spans_of(cuts: Iterable[CutDecision]) -> list[Span]:
    """The stretches of a text that are cut out."""
    return [each.span for each in cuts]


def is_text_of(value: object, cuts: list[CutDecision]) -> bool:
    """Whether a value is the text that the cuts are of."""
    first = cuts[0]
    return isinstance(value, str) and len(value) == first.characters and text_digest(value) == first.digest


def cut_value(value: str, cuts: list[CutDecision]) -> str:
    """A text without what is cut out of it."""
    return without_spans(value, spans_of(cuts))
