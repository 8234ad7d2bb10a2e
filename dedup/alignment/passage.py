"""What aligning two texts makes: shared passages, the edits inside them, summaries and evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from dedup.article import Span


class PassageKind(StrEnum):
    """How a re-used passage was changed."""

    VERBATIM = "verbatim"  # the same words in the same order, after folding
    EDITED = "edited"  # words put in, left out or replaced
    REORDERED = "reordered"  # the same words in another order
    REWORDED = "reworded"  # other words, some re-used beyond chance


class EditKind(StrEnum):
    """What was done to words of the left text to get the right one."""

    INSERTED = "inserted"
    DELETED = "deleted"
    REPLACED = "replaced"


class SensitiveChange(StrEnum):
    """What a reader of an edit should look at."""

    NUMBER = "number"
    NAME = "name"
    QUOTATION = "quotation"


@dataclass(frozen=True, slots=True)
class Edit:
    """One change inside a passage; a side without words is an empty span where the words would stand."""

    kind: EditKind
    left: Span
    right: Span
    sensitive: tuple[SensitiveChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the left text that the right text re-uses.

    `words` are those of the shorter side; `similarity` is 1 when both sides hold the same words in the same order after
    folding (word-level Indel similarity); `reused` is the share of words re-used, in any order; `edits` turn the left
    side into the right one.
    """

    left: Span
    right: Span
    words: int
    similarity: float
    reuse_share: float
    kind: PassageKind
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that a person can check: its kind ("shared phrase", "number", "quotation"...), and where it stands."""

    kind: str
    text: str
    left: Span | None = None
    right: Span | None = None
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Alignment:
    """What a close look at two texts finds: passages, digests (one side sums up the whole other; never coverage), and
    evidence that they tell one story, or do not.
    """

    passages: tuple[Passage, ...] = ()
    summaries: tuple[Passage, ...] = ()
    evidence: tuple[Evidence, ...] = field(default=(), kw_only=True)
