"""What two articles have to do with each other: the value that comparing makes.

`Match` is always told in one order (`left_id < right_id`), so `compare(a, b)` and `compare(b, a)` are the same value,
mirrored.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from dedup.alignment.passage import Alignment, Evidence, Passage


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
        return self in COPY_RELATIONS


COPY_RELATIONS = frozenset({Relation.EXACT, Relation.NEAR, Relation.SYNDICATED, Relation.EXCERPT})


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
    _align: Callable[[], Alignment] = field(default=Alignment, repr=False, compare=False)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All stretches that the two share, in the order of the left text."""
        return self._align().passages

    @property
    def summaries(self) -> tuple[Passage, ...]:
        """Stretches of one text that sum up the whole other; never part of coverage."""
        return self._align().summaries

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What speaks for and against one story, told twice; of copies and strangers there is none."""
        return self._align().evidence
