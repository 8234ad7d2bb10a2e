"""What two articles have to do with each other: the value that comparing makes.

`Match` is always told in one order (`left_id < right_id`), so `compare(a, b)` and `compare(b, a)` are the same value,
mirrored.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from dedup.article import Span


class Relation(StrEnum):
    """What one article is to another, from the closest to none."""

    EXACT = "exact"  # the same words
    NEAR = "near"  # the same article, edited
    SYNDICATED = "syndicated"  # one carries the other whole, inside its own page
    EXCERPT = "excerpt"  # one carries a part of the other
    REWRITE = "rewrite"  # the same report in other words, with evidence of dependence
    SAME_STORY = "same_story"  # independent reports of one event
    BOILERPLATE = "boilerplate"  # only page furniture, or a form filled in again, is shared
    DISTINCT = "distinct"

    @property
    def is_copy(self) -> bool:
        """Whether the one is a copy of the other, whole or in part."""
        return self in COPIES


COPIES = frozenset({Relation.EXACT, Relation.NEAR, Relation.SYNDICATED, Relation.EXCERPT})


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


class Changed(StrEnum):
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
    changed: tuple[Changed, ...] = ()


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
    reused: float
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
    digests: tuple[Passage, ...] = ()
    evidence: tuple[Evidence, ...] = field(default=(), kw_only=True)


@dataclass(frozen=True, slots=True)
class Match:
    """Two articles and what they have to do with each other; `left_id < right_id`.

    Jaccard, containments (share of that article's distinct word 3-shingles that the other has) and coverages (share of
    that article's words inside shared stretches) are measured over the words that count: doubled blocks once, page
    furniture left out. `reason` is the rule that decided, in words. Passages and evidence are looked for when they are
    asked for.
    """

    left_id: str
    right_id: str
    relation: Relation
    jaccard: float
    left_containment: float
    right_containment: float
    left_coverage: float
    right_coverage: float
    title_similarity: float | None
    reason: str
    align: Callable[[], Alignment] = field(default=Alignment, repr=False, compare=False)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All stretches that the two share, in the order of the left text."""
        return self.align().passages

    @property
    def digests(self) -> tuple[Passage, ...]:
        """Stretches of one text that sum up the whole other; never part of coverage."""
        return self.align().digests

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What speaks for and against one story, told twice; of copies and strangers there is none."""
        return self.align().evidence
