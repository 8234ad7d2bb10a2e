"""What aligning two texts makes: shared passages, the edits inside them, summaries and evidence.

Every value has a left and a right side; `mirrored` exchanges them. Offsets are code points of the original texts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from dedup.article import Span


class PassageKind(StrEnum):
    """How a re-used passage was changed."""

    VERBATIM = "verbatim"  # the same words in the same order, after folding
    EDITED = "edited"  # words inserted, deleted or replaced
    REORDERED = "reordered"  # the same words in another order
    REWORDED = "reworded"  # other words, some re-used beyond chance
    TRANSLATED = "translated"  # the same sentences in another language


class EditKind(StrEnum):
    """How words of the left text became those of the right one."""

    INSERTED = "inserted"
    DELETED = "deleted"
    REPLACED = "replaced"


class SensitiveChange(StrEnum):
    """What an edit changed, where that matters to a reader."""

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

    def mirrored(self) -> Edit:
        """The edit that turns the right text into the left one."""
        return Edit(_MIRRORED_EDITS.get(self.kind, self.kind), self.right, self.left, self.sensitive)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the left text that the right text re-uses.

    `words` are those of the shorter side. `similarity` is word-level Indel similarity, 1 where both sides hold the same
    words in the same order after folding. `reuse_share` is the share of words re-used, in any order. `edits` turn the
    left side into the right one. Of a translated passage both shares are that of common names and figures, by weight,
    and there are no edits.
    """

    left: Span
    right: Span
    words: int
    similarity: float
    reuse_share: float
    kind: PassageKind
    edits: tuple[Edit, ...] = ()

    def mirrored(self) -> Passage:
        """The same passage as the right text sees it."""
        edits = tuple(edit.mirrored() for edit in self.edits)
        return replace(self, left=self.right, right=self.left, edits=edits)


class EvidenceKind(StrEnum):
    """What speaks for or against two articles reporting one event."""

    WORDING = "wording"  # the probability that one depends on the other
    ALIGNED_SENTENCES = "aligned sentences"
    CREDIT = "credit"
    DATES = "dates"
    SHARED_PHRASE = "shared phrase"
    SHARED_NUMBER = "shared number"
    SHARED_NAME = "shared name"
    SHARED_QUOTATION = "shared quotation"
    ONLY_LEFT = "only left"  # a name or number that the right text does not have
    ONLY_RIGHT = "only right"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One observation that a reader can check: its kind, its text, its spans on both sides, and its weight."""

    kind: EvidenceKind
    text: str
    left: Span | None = None
    right: Span | None = None
    weight: float = 0.0

    def mirrored(self) -> Evidence:
        """The same evidence with left and right exchanged."""
        return replace(self, kind=_MIRRORED_EVIDENCE.get(self.kind, self.kind), left=self.right, right=self.left)


@dataclass(frozen=True, slots=True)
class Alignment:
    """What aligning two texts finds.

    `summaries` are stretches of one text that sum up the whole other one; they are never part of coverage. `evidence`
    speaks for or against the two texts reporting one story.
    """

    passages: tuple[Passage, ...] = ()
    summaries: tuple[Passage, ...] = ()
    evidence: tuple[Evidence, ...] = field(default=(), kw_only=True)

    def mirrored(self) -> Alignment:
        """The same alignment with left and right exchanged; passages stand in the order of the new left text."""
        return Alignment(
            in_text_order(passage.mirrored() for passage in self.passages),
            in_text_order(summary.mirrored() for summary in self.summaries),
            evidence=tuple(each.mirrored() for each in self.evidence),
        )


def in_text_order(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    """Passages by their place in the left text, then in the right one."""
    return tuple(sorted(passages, key=lambda passage: (passage.left, passage.right)))


_MIRRORED_EDITS = {EditKind.INSERTED: EditKind.DELETED, EditKind.DELETED: EditKind.INSERTED}
_MIRRORED_EVIDENCE = {
    EvidenceKind.ONLY_LEFT: EvidenceKind.ONLY_RIGHT,
    EvidenceKind.ONLY_RIGHT: EvidenceKind.ONLY_LEFT,
}
