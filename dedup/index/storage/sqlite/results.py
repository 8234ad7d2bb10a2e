"""Matches, groups and stories in SQLite."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from operator import attrgetter

from dedup.index.storage.protocols import GroupKind, MatchRow, RecoveredGroups
from dedup.index.storage.sqlite.database import Database

KIND_NUMBERS = {kind: number for number, kind in enumerate(GroupKind)}
_columns_of = attrgetter(*(field.name for field in fields(MatchRow)))


class SqliteResults:
    """A `ResultStore` in the tables `matches`, `groups` and `stories`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def insert_matches(self, rows: Iterable[MatchRow]) -> None:
        """Store matches."""
        self._database.execute_many("INSERT OR REPLACE INTO matches VALUES(?, ?, ?)", map(_columns_of, rows))

    def matches(self, since: int = 0) -> list[MatchRow]:
        """All matches whose newer article has number `since` or higher, in order."""
        query = "SELECT * FROM matches WHERE newer >= ? ORDER BY newer, older"
        return [MatchRow(*row) for row in self._database.query(query, (since,))]

    def matches_of(self, newer: Sequence[int]) -> list[MatchRow]:
        """The matches of which these articles are the newer side."""
        query = "SELECT * FROM matches WHERE newer IN ({})"
        return [MatchRow(*row) for row in self._database.query_in(query, newer)]

    def delete_matches(self, before: int) -> None:
        """Delete the matches whose newer article has a number below `before`."""
        self._database.query("DELETE FROM matches WHERE newer < ?", (before,))

    def forget(self, numbers: Sequence[int]) -> None:
        """Delete the groups that articles are in, and the matches of which they are the newer side."""
        self._database.execute_many("DELETE FROM matches WHERE newer = ?", [(number,) for number in numbers])
        for kind in KIND_NUMBERS.values():
            rows = [(kind, number) for number in numbers]
            self._database.execute_many("DELETE FROM groups WHERE kind = ? AND number = ?", rows)

    def groups_of(self, kind: GroupKind, numbers: Sequence[int]) -> dict[int, int]:
        """The group of each article that is in one."""
        kind_number = KIND_NUMBERS[kind]
        query = f'SELECT number, "group" FROM groups WHERE kind = {kind_number} AND number IN ({{}})'  # noqa: S608 - a number of our own
        return dict(self._database.query_in(query, numbers))

    def members(self, kind: GroupKind, groups: Sequence[int]) -> dict[int, list[int]]:
        """The articles of some groups, in order; none of a group that has none."""
        found: dict[int, list[int]] = {group: [] for group in groups}
        of_kind = f"kind = {KIND_NUMBERS[kind]}"
        query = f'SELECT "group", number FROM groups WHERE {of_kind} AND "group" IN ({{}}) ORDER BY "group", number'  # noqa: S608 - a number of our own
        for group, number in self._database.query_in(query, groups):
            found[group].append(number)
        return found

    def groups(self, kind: GroupKind) -> dict[int, list[int]]:
        """All groups with their articles, both in order."""
        found: dict[int, list[int]] = {}
        query = 'SELECT "group", number FROM groups WHERE kind = ? ORDER BY "group", number'
        for group, number in self._database.query(query, (KIND_NUMBERS[kind],)):
            found.setdefault(group, []).append(number)
        return found

    def recover_groups(self, kind: GroupKind) -> RecoveredGroups:
        """Whatever the table and its index agree on; what one alone has, if the other cannot be read to its end."""
        table, is_table_whole = self._readable_groups("NOT INDEXED", "number", kind)
        index, is_index_whole = self._readable_groups("INDEXED BY groups_members", '"group"', kind)
        certain = table & index
        known = {number for number, _ in certain}
        single = [row for row in table ^ index if row[0] not in known]
        if is_table_whole and is_index_whole:
            return RecoveredGroups(dict(certain), sorted({number for number, _ in single} - known))
        once = Counter(number for number, _ in single)
        alone = {number: group for number, group in single if once[number] == 1}
        return RecoveredGroups(dict(certain) | alone, sorted(once.keys() - alone.keys()))

    def _readable_groups(self, way: str, order: str, kind: GroupKind) -> tuple[set[tuple[int, int]], bool]:
        """The articles of a kind of groups with their groups, read in one way; and whether nothing hindered it."""
        query = f'SELECT number, "group" FROM groups {way} WHERE kind = {KIND_NUMBERS[kind]} ORDER BY {order}'  # noqa: S608
        rows, is_whole = set[tuple[int, int]](), True
        for direction in ("", " DESC"):
            found, is_read = self._database.rows_as_far(f"{query}{direction}")
            is_whole &= is_read
            rows |= {row for row in found if all(isinstance(value, int) for value in row)}
        return rows, is_whole

    def set_groups(self, kind: GroupKind, groups: Mapping[int, int]) -> None:
        """Put articles into groups."""
        rows = [(KIND_NUMBERS[kind], number, group) for number, group in groups.items()]
        self._database.execute_many("INSERT OR REPLACE INTO groups VALUES(?, ?, ?)", rows)

    def clear_groups(self, kind: GroupKind) -> None:
        """Delete all groups of a kind."""
        self._database.query("DELETE FROM groups WHERE kind = ?", (KIND_NUMBERS[kind],))

    def stories(self) -> dict[int, bytes]:
        """What is known of each story beside its articles."""
        return dict(self._database.query("SELECT story, body FROM stories"))

    def set_stories(self, stories: Mapping[int, bytes]) -> None:
        """Replace all that is known of stories."""
        self._database.query("DELETE FROM stories")
        self._database.execute_many("INSERT INTO stories VALUES(?, ?)", stories.items())

    def delete_stories(self, stories: Iterable[int]) -> None:
        """Delete what is known of some stories beside their articles."""
        self._database.execute_many("DELETE FROM stories WHERE story = ?", [(story,) for story in stories])
