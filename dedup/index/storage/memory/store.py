"""The memory store: dictionaries behind the storage protocols."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import numpy as np

from dedup.errors import InputError
from dedup.index.postings.sorted_postings import MAX_HOLDERS_PER_KEY, Hits, Keys, Numbers
from dedup.index.storage.memory.tables import Tables
from dedup.index.storage.protocols import (
    GroupKind,
    HeldKeys,
    MatchRow,
    PostingCounts,
    Record,
    RecoveredGroups,
    RecoveredRow,
    State,
)


class MemoryStore:
    """A `Store` that lives as long as the object, for one thread at a time."""

    has_many_writers = False

    def __init__(self) -> None:
        self._use(Tables())

    def _use(self, tables: Tables) -> None:
        self._tables = tables
        self.articles = MemoryArticles(tables)
        self.postings = MemoryPostings(tables)
        self.results = MemoryResults(tables)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """See one moment: nobody else can write."""
        yield

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Commit everything done within as a whole, or undo it."""
        with self._tables.transaction():
            yield

    def state(self) -> State:
        """The counters."""
        return self._tables.state["state"]

    def set_state(self, state: State) -> None:
        """Write the counters."""
        self._tables.put(self._tables.state, "state", state)

    def metadata(self, name: str) -> bytes | None:
        """What is stored under a name."""
        return self._tables.metadata.get(name)

    def metadata_range(self, first: str, end: str) -> Iterator[bytes]:
        """What is stored under the names from `first` up to `end`, in order of names."""
        yield from (self._tables.metadata[name] for name in self._names(first, end))

    def set_metadata(self, name: str, body: bytes) -> None:
        """Store bytes under a name, in place of what was there."""
        self._tables.put(self._tables.metadata, name, body)

    def delete_metadata(self, first: str, end: str) -> None:
        """Delete what is stored under the names from `first` up to `end`."""
        for name in self._names(first, end):
            self._tables.drop(self._tables.metadata, name)

    def _names(self, first: str, end: str) -> list[str]:
        return sorted(name for name in self._tables.metadata if first <= name < end)

    def integrity_errors(self) -> list[str]:
        """Nothing: there is no file that could be damaged."""
        return []

    @contextmanager
    def replacement(self) -> Iterator[MemoryStore]:
        """An empty store that takes the place of everything here when the block ends."""
        fresh = MemoryStore()
        yield fresh
        self._use(fresh._tables)

    def size_bytes(self) -> int:
        """Nothing is on disk."""
        return 0

    def close(self) -> None:
        """Nothing is to be released."""


class MemoryArticles:
    """An `ArticleStore` in dictionaries."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def insert(self, records: Sequence[Record]) -> None:
        """Store new articles."""
        for record in records:
            if record.id in self._tables.numbers_by_id or record.number in self._tables.records:
                raise InputError(f"article {record.id!r} is stored already")
            self._tables.put(self._tables.records, record.number, record)
            self._tables.put(self._tables.numbers_by_id, record.id, record.number)

    def delete(self, numbers: Sequence[int]) -> None:
        """Delete articles."""
        for record in self.records(numbers):
            self._tables.drop(self._tables.records, record.number)
            self._tables.drop(self._tables.numbers_by_id, record.id)

    def records(self, numbers: Sequence[int]) -> list[Record]:
        """The existing ones of these articles, in order of number."""
        return [self._tables.records[number] for number in sorted(self.existing(numbers))]

    def records_from(self, number: int, limit: int) -> list[Record]:
        """Up to `limit` articles from a number on, in order."""
        return self.records([each for each in self.numbers() if each >= number][:limit])

    def numbers(self) -> list[int]:
        """The numbers of all articles, in order."""
        return sorted(self._tables.records)

    def ids(self) -> list[tuple[int, bytes]]:
        """The number and id of every article."""
        return [(record.number, record.id) for record in self._tables.records.values()]

    def existing(self, numbers: Sequence[int]) -> set[int]:
        """Those of some numbers whose articles exist."""
        return {number for number in numbers if number in self._tables.records}

    def numbers_of(self, ids: Sequence[bytes]) -> dict[bytes, int]:
        """The numbers of those ids that exist."""
        known = self._tables.numbers_by_id
        return {each: known[each] for each in ids if each in known}

    def numbers_at_urls(self, urls: Sequence[bytes], limit: int) -> dict[bytes, list[int]]:
        """Up to `limit` articles of each URL that has any, the newest first."""
        wanted = set(urls)
        if not wanted:
            return {}
        found: dict[bytes, list[int]] = {}
        for number, record in sorted(self._tables.records.items(), reverse=True):
            if record.url is not None and record.url in wanted:
                found.setdefault(record.url, []).append(number)
        return {url: numbers[:limit] for url, numbers in found.items()}

    def numbers_before(self, timestamp_us: int) -> list[int]:
        """The articles dated before a moment, in order."""
        records = sorted(self._tables.records.items())
        return [number for number, record in records if record.timestamp_us < timestamp_us]

    def recover(self) -> Iterator[RecoveredRow]:
        """All articles, in order of number."""
        records = [self._tables.records[number] for number in self.numbers()]
        yield from (RecoveredRow(record.number, record.id, record) for record in records)


class MemoryPostings:
    """A `PostingStore` in a dictionary: the first holders of each key."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def add(self, keys: Keys, numbers: Numbers) -> None:
        """Note which new article holds which key."""
        holders = self._tables.holders
        for key, number in zip(keys.tolist(), numbers.tolist(), strict=True):
            known = holders.get(key, ())
            if number not in known and len(known) < MAX_HOLDERS_PER_KEY:
                self._tables.put(holders, key, (*known, number))

    def find(self, keys: Keys) -> Hits:
        """All articles that hold any of the keys."""
        found = [
            (position, number)
            for position, key in enumerate(keys.tolist())
            for number in self._tables.holders.get(key, ())
        ]
        positions, numbers = np.array(found, np.int64).reshape(-1, 2).T
        return Hits(positions, numbers)

    def held_since(self, number: int) -> None:
        """Nothing: there is one writer."""

    def compact(self, *, is_bulk: bool = False) -> None:
        """Nothing is ever due."""

    def end_bulk(self, count: int) -> None:
        """Nothing is to be merged."""

    def rebuild(self, chunks: Iterable[tuple[HeldKeys, int]]) -> None:
        """Store the keys of all articles anew."""
        for held, _ in chunks:
            self.add(*held)

    def counts(self) -> PostingCounts:
        """There are no segments."""
        return PostingCounts(segments=0, unflushed=len(self._tables.records))

    def checker(self) -> MemoryKeyChecker:
        """Compares stored postings with the keys of texts."""
        return MemoryKeyChecker(self._tables)


class MemoryKeyChecker:
    """A `KeyChecker`: every key that an article should hold is looked up."""

    errors: Sequence[str] = ()

    def __init__(self, tables: Tables) -> None:
        self._holders = tables.holders

    def wrong(self, held: HeldKeys, numbers: Numbers) -> list[int]:
        """Those of some articles whose postings are not the keys that they should hold."""
        expected = set(zip(held.keys.tolist(), held.numbers.tolist(), strict=True))
        missing = {number for key, number in expected if not self._has(key, number)}
        checked = set(numbers.tolist())
        extra = {
            number
            for key, holders in self._holders.items()
            for number in holders
            if number in checked and (key, number) not in expected
        }
        return sorted(missing | extra)

    def _has(self, key: int, number: int) -> bool:
        holders = self._holders.get(key, ())
        return number in holders or len(holders) >= MAX_HOLDERS_PER_KEY


class MemoryResults:
    """A `ResultStore` in dictionaries."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def insert_matches(self, rows: Iterable[MatchRow]) -> None:
        """Store matches."""
        for row in rows:
            self._tables.put(self._tables.matches, (row.newer, row.older), row.body)

    def matches(self, since: int = 0) -> list[MatchRow]:
        """All matches whose newer article has number `since` or higher, in order."""
        return [MatchRow(*pair, body) for pair, body in sorted(self._tables.matches.items()) if pair[0] >= since]

    def matches_of(self, newer: Sequence[int]) -> list[MatchRow]:
        """The matches of which these articles are the newer side."""
        wanted = set(newer)
        return [row for row in self.matches() if row.newer in wanted]

    def delete_matches(self, before: int) -> None:
        """Delete the matches whose newer article has a number below `before`."""
        for pair in [pair for pair in self._tables.matches if pair[0] < before]:
            self._tables.drop(self._tables.matches, pair)

    def forget(self, numbers: Sequence[int]) -> None:
        """Delete the groups that articles are in, and the matches of which they are the newer side."""
        for row in self.matches_of(numbers):
            self._tables.drop(self._tables.matches, (row.newer, row.older))
        for groups in self._tables.groups.values():
            for number in numbers:
                self._tables.drop(groups, number)

    def groups_of(self, kind: GroupKind, numbers: Sequence[int]) -> dict[int, int]:
        """The group of each article that is in one."""
        groups = self._tables.groups[kind]
        return {number: groups[number] for number in numbers if number in groups}

    def members(self, kind: GroupKind, groups: Sequence[int]) -> dict[int, list[int]]:
        """The articles of some groups, in order; none of a group that has none."""
        found: dict[int, list[int]] = {group: [] for group in groups}
        for number, group in sorted(self._tables.groups[kind].items()):
            if group in found:
                found[group].append(number)
        return found

    def groups(self, kind: GroupKind) -> dict[int, list[int]]:
        """All groups with their articles, both in order."""
        found: dict[int, list[int]] = {}
        for group, number in sorted((group, number) for number, group in self._tables.groups[kind].items()):
            found.setdefault(group, []).append(number)
        return found

    def recover_groups(self, kind: GroupKind) -> RecoveredGroups:
        """All groups: nothing is damaged."""
        groups = self.groups(kind)
        return RecoveredGroups({number: group for group, numbers in groups.items() for number in numbers}, ())

    def set_groups(self, kind: GroupKind, groups: Mapping[int, int]) -> None:
        """Put articles into groups."""
        for number, group in groups.items():
            self._tables.put(self._tables.groups[kind], number, group)

    def clear_groups(self, kind: GroupKind) -> None:
        """Delete all groups of a kind."""
        for number in [*self._tables.groups[kind]]:
            self._tables.drop(self._tables.groups[kind], number)

    def stories(self) -> dict[int, bytes]:
        """What is known of each story beside its articles."""
        return dict(self._tables.stories)

    def set_stories(self, stories: Mapping[int, bytes]) -> None:
        """Replace all that is known of stories."""
        self.delete_stories([*self._tables.stories])
        for story, body in stories.items():
            self._tables.put(self._tables.stories, story, body)

    def delete_stories(self, stories: Iterable[int]) -> None:
        """Delete what is known of some stories beside their articles."""
        for story in stories:
            self._tables.drop(self._tables.stories, story)
