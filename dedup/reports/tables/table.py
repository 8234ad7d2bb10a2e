"""A table: named and typed columns, and rows that are made one after the other.

A text is as the article holds it: whoever writes it makes it safe for what reads it. A time is in UTC. What is not
known is None.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, auto
from itertools import chain, islice

Cell = str | int | float | bool | datetime | None
Row = Sequence[Cell]


class CellKind(Enum):
    """What the cells of a column are, besides None."""

    TEXT = auto()
    INTEGER = auto()
    NUMBER = auto()
    BOOLEAN = auto()
    TIME = auto()


@dataclass(frozen=True, slots=True)
class Table:
    """A name, the kind of each column by its name, and the rows, which can be read once."""

    name: str
    columns: dict[str, CellKind]
    rows: Iterable[Row]

    def batches(self, size: int) -> Iterator[list[Row]]:
        """The rows in lists of at most `size`; one empty list if there are none.

        >>> [len(batch) for batch in Table("numbers", {"n": CellKind.INTEGER}, [(1,), (2,), (3,)]).batches(2)]
        [2, 1]
        """
        rows = iter(self.rows)
        first = list(islice(rows, size))
        yield from chain([first], iter(lambda: list(islice(rows, size)), []))

    def by_column(self) -> dict[str, list[Cell]]:
        """All cells of each column."""
        return columns_of(list(self.columns), list(self.rows))


def columns_of(names: Sequence[str], rows: Sequence[Row]) -> dict[str, list[Cell]]:
    """Rows as columns.

    >>> columns_of(("a", "b"), [(1, 2), (3, 4)])
    {'a': [1, 3], 'b': [2, 4]}
    """
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def in_utc(time: datetime | None) -> datetime | None:
    """A time in UTC."""
    return time.astimezone(UTC) if time else None
