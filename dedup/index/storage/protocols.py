"""The one narrow seam between the index and whatever keeps its data.

Everything above this file speaks of numbers, records, runs and groups, and of a `Store` that keeps them; everything
that knows SQL stands below it. A store promises three things. What is done within `writing()` happens as a whole or not
at all, and one writer comes after the other, over all processes. What is read within `reading()` is of one moment. What
has been committed survives the death of any process.

An article's number says when it came: numbers rise, and none is ever given twice. What can be computed from the
articles (runs of postings, matches, groups) may be dropped at any time and made again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol


@dataclass(frozen=True, slots=True)
class Record:
    """One article as it is kept; `checksum` is over all the rest."""

    number: int
    id: bytes
    url: bytes | None  # canonical
    timestamp_us: int  # microseconds since 1970: when it was published, or else added
    body: bytes
    checksum: int


@dataclass(frozen=True, slots=True)
class State:
    """The counters of an index: one row, read and written with every step."""

    articles: int = 0
    next_number: int = 1
    covered: int = 1  # articles below this number have their postings in runs
    dead: int = 0  # articles removed whose postings may still stand in runs
    changes: int = 0  # articles added or removed, ever
    regrouped: int = 0  # the changes that the groups know of
    generation: int = 0  # how often the groups were made anew
    next_group: int = 1


@dataclass(frozen=True, slots=True)
class Segment:
    """Sorted postings that never change: `entries` of articles from number `first` on, in 2**`bucket_bits` buckets."""

    id: int
    first: int
    number_bits: int
    bucket_bits: int
    entries: int


class GroupKind(StrEnum):
    """What articles are grouped by."""

    CLUSTER = "cluster"
    STORY = "story"


@dataclass(frozen=True, slots=True)
class MatchRow:
    """A match as it is kept: of the article that came later with the one that came earlier."""

    newer: int
    older: int
    body: bytes


class RecoveredRow(NamedTuple):
    """What can be read of one article: its record and its id are None where they cannot."""

    number: int
    id: bytes | None
    record: Record | None


class Store(Protocol):
    """Keeps records, runs of postings, matches and groups. Errors are StorageError and DamagedDataError."""

    def reading(self) -> AbstractContextManager[None]:
        """See one moment, whatever others write meanwhile; within a step, the moment of that step."""

    def writing(self) -> AbstractContextManager[None]:
        """Do everything within as one step, alone; nothing of it where an exception leaves."""

    def state(self) -> State:
        """The counters."""

    def set_state(self, state: State) -> None:
        """Write the counters."""

    def insert(self, records: Sequence[Record]) -> None:
        """Keep new articles."""

    def delete(self, numbers: Sequence[int]) -> None:
        """Forget articles, the groups they are in, and the matches found when they came."""

    def records(self, numbers: Sequence[int]) -> list[Record]:
        """The articles of these numbers, as far as they are there, in order of number."""

    def records_from(self, number: int, most: int) -> list[Record]:
        """So many articles from a number on, in order."""

    def numbers(self) -> list[int]:
        """The numbers of all articles, in order."""

    def ids(self) -> list[tuple[int, bytes]]:
        """The number and id of every article."""

    def existing(self, numbers: Sequence[int]) -> set[int]:
        """Those of some numbers whose articles are there."""

    def numbers_of(self, ids: Sequence[bytes]) -> dict[bytes, int]:
        """The numbers of those ids that are there."""

    def newest_at_url(self, address: bytes) -> int | None:
        """The newest article of an address."""

    def numbers_before(self, moment: int) -> list[int]:
        """The articles of before a moment."""

    def segments(self) -> list[Segment]:
        """All runs, the one of the oldest articles first."""

    def write_segment(self, run: Segment, buckets: Iterable[bytes]) -> None:
        """Keep a new run, given bucket by bucket."""

    def drop_segments(self, runs: Sequence[Segment]) -> None:
        """Forget runs."""

    def buckets(self, run: Segment, places: Sequence[int]) -> list[bytes]:
        """Some buckets of a run, in order of place; `places` rise."""

    def bucket_range(self, run: Segment, start: int, end: int) -> list[bytes]:
        """The buckets of a run from one place up to another."""

    def insert_matches(self, found: Iterable[MatchRow]) -> None:
        """Keep matches."""

    def matches(self, since: int = 0) -> list[MatchRow]:
        """All matches that were found when an article came, from a number on."""

    def matches_of(self, newer: Sequence[int]) -> list[MatchRow]:
        """The matches that were found when some articles came."""

    def delete_matches(self, before: int) -> None:
        """Forget what was found when the articles before a number came."""

    def groups_of(self, grouping: GroupKind, numbers: Sequence[int]) -> dict[int, int]:
        """The group of each article that is in one."""

    def members(self, grouping: GroupKind, group: int) -> list[int]:
        """The articles of one group, in order."""

    def groups(self, grouping: GroupKind) -> dict[int, list[int]]:
        """All groups with their articles, in order."""

    def set_groups(self, grouping: GroupKind, groups: Mapping[int, int]) -> None:
        """Put articles into groups."""

    def clear_groups(self, grouping: GroupKind) -> None:
        """Forget all groups."""

    def set_stories(self, stories: Mapping[int, bytes]) -> None:
        """Keep what is known of each story beside its articles, in place of all that was known."""

    def stories(self) -> dict[int, bytes]:
        """What is known of each story."""

    def delete_stories(self, stories: Iterable[int]) -> None:
        """Forget what was known of some stories beside their articles."""

    def metadata(self, name: str) -> bytes | None:
        """What was noted under a name."""

    def metadata_range(self, first: str, end: str) -> Iterator[bytes]:
        """What was noted under the names from one up to another, in their order."""

    def delete_metadata(self, first: str, end: str) -> None:
        """Forget what was noted under the names from one up to another."""

    def set_metadata(self, name: str, body: bytes) -> None:
        """Note something, in place of what was noted before."""

    def recover(self) -> Iterator[RecoveredRow]:
        """Whatever can be read of the articles, in order of number, in spite of damage."""

    def integrity_errors(self) -> list[str]:
        """What the store itself finds wrong with how its data hangs together."""

    def replacement(self) -> AbstractContextManager[Store]:
        """An empty store that takes the place of all that is here, in one step, when everything within is done.

        StorageError while anybody else has the store open.
        """

    def size_bytes(self) -> int:
        """What all of it takes on disk."""

    def close(self) -> None:
        """Let go of it."""
