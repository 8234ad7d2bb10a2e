"""Matches, groups and stories in PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dedup.index.storage.postgresql.database import Database
from dedup.index.storage.protocols import GroupKind, MatchRow, RecoveredGroups

KIND_NUMBERS = {kind: number for number, kind in enumerate(GroupKind)}


class PostgresResults:
    """A `ResultStore` in the tables `matches`, `groups` and `stories`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def insert_matches(self, rows: Iterable[MatchRow]) -> None:
        """Store matches."""
        unique = {(row.newer, row.older): row.body for row in rows}
        if not unique:
            return
        columns = ([pair[0] for pair in unique], [pair[1] for pair in unique], list(unique.values()))
        self._database.execute(
            "INSERT INTO matches SELECT * FROM unnest(%b::bigint[], %b::bigint[], %b::bytea[]) "
            "ON CONFLICT (newer, older) DO UPDATE SET body = excluded.body",
            columns,
        )

    def matches(self, since: int = 0) -> list[MatchRow]:
        """All matches whose newer article has number `since` or higher, in order."""
        query = "SELECT * FROM matches WHERE newer >= %b ORDER BY newer, older"
        return [MatchRow(*row) for row in self._database.query(query, (since,))]

    def matches_of(self, newer: Sequence[int]) -> list[MatchRow]:
        """The matches of which these articles are the newer side."""
        query = "SELECT * FROM matches WHERE newer = ANY(%b::bigint[])"
        return [MatchRow(*row) for row in self._database.query(query, (_plain(newer),))]

    def delete_matches(self, before: int) -> None:
        """Delete the matches whose newer article has a number below `before`."""
        self._database.execute("DELETE FROM matches WHERE newer < %b", (before,))

    def forget(self, numbers: Sequence[int]) -> None:
        """Delete the groups that articles are in, and the matches of which they are the newer side."""
        self._database.execute("DELETE FROM matches WHERE newer = ANY(%b::bigint[])", (_plain(numbers),))
        kinds = list(KIND_NUMBERS.values())
        self._database.execute(
            "DELETE FROM groups WHERE kind = ANY(%b::smallint[]) AND number = ANY(%b::bigint[])",
            (kinds, _plain(numbers)),
        )

    def groups_of(self, kind: GroupKind, numbers: Sequence[int]) -> dict[int, int]:
        """The group of each article that is in one."""
        if not numbers:
            return {}
        query = 'SELECT number, "group" FROM groups WHERE kind = %b AND number = ANY(%b::bigint[])'
        return dict(self._database.query(query, (KIND_NUMBERS[kind], _plain(numbers))))

    def members(self, kind: GroupKind, groups: Sequence[int]) -> dict[int, list[int]]:
        """The articles of some groups, in order; none of a group that has none."""
        found: dict[int, list[int]] = {group: [] for group in groups}
        wanted = 'kind = %b AND "group" = ANY(%b::bigint[])'
        query = f'SELECT "group", number FROM groups WHERE {wanted} ORDER BY "group", number'  # noqa: S608 - constants
        for group, number in self._database.query(query, (KIND_NUMBERS[kind], _plain(groups))) if groups else ():
            found[group].append(number)
        return found

    def groups(self, kind: GroupKind) -> dict[int, list[int]]:
        """All groups with their articles, both in order."""
        found: dict[int, list[int]] = {}
        query = 'SELECT "group", number FROM groups WHERE kind = %b ORDER BY "group", number'
        for group, number in self._database.query(query, (KIND_NUMBERS[kind],)):
            found.setdefault(group, []).append(number)
        return found

    def recover_groups(self, kind: GroupKind) -> RecoveredGroups:
        """All groups: a row that the server reads is whole."""
        groups = self.groups(kind)
        return RecoveredGroups({number: group for group, numbers in groups.items() for number in numbers}, ())

    def set_groups(self, kind: GroupKind, groups: Mapping[int, int]) -> None:
        """Put articles into groups."""
        if not groups:
            return
        self._database.execute(
            "INSERT INTO groups SELECT %b::smallint, * FROM unnest(%b::bigint[], %b::bigint[]) "
            'ON CONFLICT (kind, number) DO UPDATE SET "group" = excluded."group"',
            (KIND_NUMBERS[kind], _plain(groups), _plain(groups.values())),
        )

    def clear_groups(self, kind: GroupKind) -> None:
        """Delete all groups of a kind."""
        self._database.execute("DELETE FROM groups WHERE kind = %b", (KIND_NUMBERS[kind],))

    def stories(self) -> dict[int, bytes]:
        """What is known of each story beside its articles."""
        return dict(self._database.query("SELECT story, body FROM stories"))

    def set_stories(self, stories: Mapping[int, bytes]) -> None:
        """Replace all that is known of stories."""
        self._database.execute("DELETE FROM stories")
        columns = (_plain(stories), list(stories.values()))
        self._database.execute("INSERT INTO stories SELECT * FROM unnest(%b::bigint[], %b::bytea[])", columns)

    def delete_stories(self, stories: Iterable[int]) -> None:
        """Delete what is known of some stories beside their articles."""
        if unwanted := _plain(stories):
            self._database.execute("DELETE FROM stories WHERE story = ANY(%b::bigint[])", (unwanted,))


def _plain(numbers: Iterable[int]) -> list[int]:
    """Numbers as Python's own: numpy's have no place in a query."""
    return [int(number) for number in numbers]
