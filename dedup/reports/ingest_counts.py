"""What an index says of articles, one after the other, is written by an `IngestWriter` and counted in `IngestCounts`.

Each result is written as soon as it is known, so whatever has been written has been stored.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Protocol

from dedup.article import ReadWarning, Skipped
from dedup.comparison.match import Relation
from dedup.index.result import ID_CONFLICT, IndexResult, Status


@dataclass(slots=True)
class IngestCounts:
    """Counts of the articles that were read: by status, by relation to the index, and of those skipped."""

    statuses: Counter[Status] = field(default_factory=Counter)
    relations: Counter[Relation] = field(default_factory=Counter)
    with_doubled: int = 0
    skipped: int = 0
    warnings: int = 0
    not_measured: int = 0

    def count(self, each: IndexResult | Skipped | ReadWarning) -> None:
        """Count one result."""
        if isinstance(each, ReadWarning):
            self.warnings += 1
            return
        if isinstance(each, Skipped) or each.status is Status.CONFLICT:
            self.skipped += 1
            return
        self.statuses[each.status] += 1
        self.with_doubled += any(repeat.kind.is_page_fault for repeat in each.repeats)
        self.not_measured += each.not_measured
        if each.nearest and each.status is Status.NEW:
            self.relations[each.nearest.relation] += 1

    @property
    def articles(self) -> int:
        """Number of articles that could be read."""
        return self.statuses.total()

    @property
    def stored(self) -> int:
        """Number of articles that an addition has put into the index."""
        return self.statuses[Status.NEW] + self.statuses[Status.VERSION]

    @property
    def has_new_match(self) -> bool:
        """Whether any new article is a copy or a rewrite of an earlier one."""
        return any(relation.is_reportable for relation in self.relations)

    @property
    def has_known(self) -> bool:
        """Whether any article was in the index before, in this version or another."""
        return self.statuses[Status.VERSION] + self.statuses[Status.UNCHANGED] > 0

    def by_name(self) -> dict[str, int]:
        """Return all counts by name."""
        counts = {"articles": self.articles, "skipped": self.skipped, "warnings": self.warnings}
        counts |= {str(status): self.statuses[status] for status in Status if status is not Status.CONFLICT}
        counts |= {str(relation): self.relations[relation] for relation in Relation if self.relations[relation]}
        return {**counts, "doubled": self.with_doubled, "not_measured": self.not_measured}


class IngestWriter(Protocol):
    """Writes results of an index, one after the other."""

    def write(self, each: IndexResult | Skipped | ReadWarning) -> None:
        """Write one result."""

    def end(self, counts: IngestCounts) -> None:
        """Write the counts of all results."""


def skipped_place(skipped: Skipped | ReadWarning) -> str:
    """Return the place of a skipped or doubtful article: its path, and the number of its record if it has one.

    >>> skipped_place(Skipped("feed.jsonl", 12, "empty"))
    'feed.jsonl:12'
    """
    return skipped.path if skipped.record_number is None else f"{skipped.path}:{skipped.record_number}"


def as_skipped(each: IndexResult | Skipped | ReadWarning) -> Skipped | None:
    """Return what is not stored because it could not be read, or because its id belongs to another article."""
    if isinstance(each, Skipped):
        return each
    if isinstance(each, IndexResult) and each.status is Status.CONFLICT:
        return Skipped(each.article_id, None, ID_CONFLICT)
    return None


def relation_label(result: IndexResult) -> str | None:
    """Say what an article is to its nearest one: a version, unchanged, or the relation of a new article."""
    if result.status in (Status.VERSION, Status.UNCHANGED):
        return str(result.status)
    return str(result.nearest.relation) if result.nearest else None
