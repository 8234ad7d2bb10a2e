"""The storage seam: what an index needs of a database, as protocols and the values that cross them.

Everything above this file speaks of article numbers, records, keys and groups; everything that knows a database stands
in one folder below it (`sqlite/`, `memory/`). A store keeps three things: articles (`ArticleStore`), which of them
holds which lookup key (`PostingStore`), and what was found (`ResultStore`). One transaction spans all three.

A store promises: what is done within `writing()` is committed as a whole or not at all, and there is one writer at a
time, over all processes. What is read within `reading()` is of one moment. What has been committed survives the death
of any process, if the store is persistent.

An article's number says when it was added: numbers ascend, and none is given twice. Postings, matches and groups can be
computed from the articles, so they may be dropped and made again (`rebuild`, `regroup`).

A new database is one folder that implements these protocols, a line in `dedup.index.storage.opening`, and a fixture of
the conformance suite (`tests/storage/suite.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Protocol

from dedup.index.postings.sorted_postings import Hits, Keys, Numbers


@dataclass(frozen=True, slots=True)
class Record:
    """One article as it is stored; `checksum` covers all other fields."""

    number: int
    id: bytes
    url: bytes | None  # canonical
    timestamp_us: int  # microseconds since 1970: when it was published, or else added
    body: bytes
    checksum: int


@dataclass(frozen=True, slots=True)
class State:
    """The counters of an index: one row, read and written in every transaction."""

    articles: int = 0
    next_number: int = 1
    flushed_until: int = 1  # articles below this number have their postings in segments
    tombstones: int = 0  # removed articles whose postings may still stand in segments
    changes: int = 0  # articles added or removed, ever
    regrouped_changes: int = 0  # the value of `changes` that the groups are made of
    regroup_count: int = 0
    next_group: int = 1


class GroupKind(StrEnum):
    """What articles are grouped by."""

    CLUSTER = "cluster"
    STORY = "story"


@dataclass(frozen=True, slots=True)
class MatchRow:
    """A match as it is stored, under the numbers of the article that was added later and of the one before it."""

    newer: int
    older: int
    body: bytes


class RecoveredRow(NamedTuple):
    """What can be read of one article that is stored, or of which anything else says so. `record` is what was written,
    mended if it can be, else None; `id` is None if nothing says it.
    """

    number: int
    id: bytes | None
    record: Record | None


class RecoveredGroups(NamedTuple):
    """The group of each article of which it is certain, and the articles of which it is not."""

    groups: Mapping[int, int]
    doubtful: Sequence[int]


class PostingCounts(NamedTuple):
    """How postings are stored: in how many segments, and how many articles have theirs in memory only."""

    segments: int
    unflushed: int


class HeldKeys(NamedTuple):
    """Lookup keys, and the number of the article that holds each."""

    keys: Keys
    numbers: Numbers


KeyReader = Callable[[Sequence[Record]], HeldKeys]
"""Computes the keys of stored articles from their texts: a store need not keep all postings, but can ask for them."""


class ArticleStore(Protocol):
    """Keeps the records of articles by number, id, URL and date."""

    def insert(self, records: Sequence[Record]) -> None:
        """Store new articles."""

    def delete(self, numbers: Sequence[int]) -> None:
        """Delete articles."""

    def records(self, numbers: Sequence[int]) -> list[Record]:
        """The existing ones of these articles, in order of number."""

    def records_from(self, number: int, limit: int) -> list[Record]:
        """Up to `limit` articles from a number on, in order."""

    def numbers(self) -> list[int]:
        """The numbers of all articles, in order."""

    def ids(self) -> list[tuple[int, bytes]]:
        """The number and id of every article."""

    def existing(self, numbers: Sequence[int]) -> set[int]:
        """Those of some numbers whose articles exist."""

    def numbers_of(self, ids: Sequence[bytes]) -> dict[bytes, int]:
        """The numbers of those ids that exist."""

    def numbers_at_urls(self, urls: Sequence[bytes], limit: int) -> dict[bytes, list[int]]:
        """Up to `limit` articles of each URL that has any, the newest first."""

    def numbers_before(self, timestamp_us: int) -> list[int]:
        """The articles dated before a moment, in order."""

    def recover(self) -> Iterator[RecoveredRow]:
        """Whatever can be read of the articles, in order of number, in spite of damage."""


class PostingStore(Protocol):
    """Knows which article holds which lookup key.

    Postings of deleted articles may be found until the next compaction; so may, rarely, an article that does not hold
    the key. Callers verify what is found. Of a key with very many holders the first suffice
    (`MAX_HOLDERS_PER_KEY`).
    """

    def add(self, keys: Keys, numbers: Numbers) -> None:
        """Note which new article (by number) holds which key, within the transaction that inserts the articles."""

    def find(self, keys: Keys) -> Hits:
        """All articles that hold any of the keys, which ascend; within a transaction."""

    def held_since(self, number: int) -> HeldKeys | None:
        """The keys of all articles from a number on; None where they are not at hand, as with few writers."""

    def compact(self, *, is_bulk: bool = False) -> None:
        """Do what is due after a commit, such as merging segments; in a bulk load, only what cannot wait."""

    def end_bulk(self, count: int) -> None:
        """Merge the postings of the last `count` articles, which were loaded in bulk."""

    def rebuild(self, chunks: Iterable[tuple[HeldKeys, int]]) -> None:
        """Store the keys of all articles anew, given in order with the number behind each chunk's last article."""

    def counts(self) -> PostingCounts:
        """How postings are stored."""

    def checker(self) -> KeyChecker:
        """Compares stored postings with the keys of texts, within one `reading`."""


class KeyChecker(Protocol):
    """Finds articles whose stored postings are not the keys of their texts."""

    @property
    def errors(self) -> Sequence[str]:
        """What of the postings is damaged beside the keys of single articles; empty if nothing is."""

    def wrong(self, held: HeldKeys, numbers: Numbers) -> list[int]:
        """Those of some articles, given by number, whose postings are not the keys that they should hold."""


class ResultStore(Protocol):
    """Keeps matches, the groups that articles are in, and what is known of stories, as encoded bytes."""

    def insert_matches(self, rows: Iterable[MatchRow]) -> None:
        """Store matches."""

    def matches(self, since: int = 0) -> list[MatchRow]:
        """All matches whose newer article has number `since` or higher, in order."""

    def matches_of(self, newer: Sequence[int]) -> list[MatchRow]:
        """The matches of which these articles are the newer side."""

    def delete_matches(self, before: int) -> None:
        """Delete the matches whose newer article has a number below `before`."""

    def forget(self, numbers: Sequence[int]) -> None:
        """Delete the groups that articles are in, and the matches of which they are the newer side."""

    def groups_of(self, kind: GroupKind, numbers: Sequence[int]) -> dict[int, int]:
        """The group of each article that is in one."""

    def members(self, kind: GroupKind, groups: Sequence[int]) -> dict[int, list[int]]:
        """The articles of some groups, in order; none of a group that has none."""

    def groups(self, kind: GroupKind) -> dict[int, list[int]]:
        """All groups with their articles, both in order."""

    def recover_groups(self, kind: GroupKind) -> RecoveredGroups:
        """Whatever can be read of the groups of a kind, in spite of damage."""

    def set_groups(self, kind: GroupKind, groups: Mapping[int, int]) -> None:
        """Put articles into groups, given as group by article number."""

    def clear_groups(self, kind: GroupKind) -> None:
        """Delete all groups of a kind."""

    def stories(self) -> dict[int, bytes]:
        """What is known of each story beside its articles."""

    def set_stories(self, stories: Mapping[int, bytes]) -> None:
        """Replace all that is known of stories."""

    def delete_stories(self, stories: Iterable[int]) -> None:
        """Delete what is known of some stories beside their articles."""


class Store(Protocol):
    """A database with the three stores, counters, and metadata by name. Errors are StorageError, DamagedDataError."""

    @property
    def has_many_writers(self) -> bool:
        """Whether writers wait for each other so long that they judge articles before."""

    @property
    def articles(self) -> ArticleStore:
        """The articles."""

    @property
    def postings(self) -> PostingStore:
        """Which article holds which key."""

    @property
    def results(self) -> ResultStore:
        """Matches, groups and stories."""

    def reading(self) -> AbstractContextManager[None]:
        """See one moment, whatever others write meanwhile; within a transaction, the state of that transaction."""

    def writing(self) -> AbstractContextManager[None]:
        """Be the only writer, and commit everything done within as a whole; roll back when an exception leaves."""

    def state(self) -> State:
        """The counters."""

    def set_state(self, state: State) -> None:
        """Write the counters."""

    def metadata(self, name: str) -> bytes | None:
        """What is stored under a name."""

    def metadata_range(self, first: str, end: str) -> Iterator[bytes]:
        """What is stored under the names from `first` up to `end`, in order of names."""

    def set_metadata(self, name: str, body: bytes) -> None:
        """Store bytes under a name, in place of what was there."""

    def delete_metadata(self, first: str, end: str) -> None:
        """Delete what is stored under the names from `first` up to `end`."""

    def integrity_errors(self) -> list[str]:
        """What the database itself finds wrong with its structure."""

    def replacement(self) -> AbstractContextManager[Store]:
        """An empty store that takes the place of everything here, in one step, when the block ends.

        StorageError while anyone else has the store open.
        """

    def size_bytes(self) -> int:
        """Bytes on disk."""

    def close(self) -> None:
        """Release the database."""
