"""A sequence whose values are created when they are read, from columns of numbers.

A scan finds a million matches, and few of them are read. Columns take a tenth of the memory of the values.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import eq
from typing import Self, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class LazySequence(Sequence[Value]):
    """A sequence of the values that some rows of columns describe; a subclass adds the columns and `__iter__`.

    Equal to any sequence of equal values.
    """

    rows: NDArray[np.int64]

    @abstractmethod
    def __iter__(self) -> Iterator[Value]:
        """Create the values of all rows, in order."""

    def select(self, rows: NDArray[np.int64] | NDArray[np.bool_] | slice) -> Self:
        """The values at some positions of the sequence."""
        return replace(self, rows=self.rows[rows])

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {len(self):,}>"

    @overload
    def __getitem__(self, position: int) -> Value: ...
    @overload
    def __getitem__(self, position: slice) -> Self: ...
    def __getitem__(self, position: int | slice) -> Value | Self:
        if isinstance(position, slice):
            return self.select(position)
        (value,) = self.select(np.array([position]))
        return value

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(map(eq, self, other))

    def __hash__(self) -> int:
        return hash(tuple(self))


class SequenceByPlace(Sequence[Value]):
    """A sequence whose values are looked up, or made, by their places; a subclass adds `__len__` and `value_at`."""

    __slots__ = ()

    @abstractmethod
    def value_at(self, place: int) -> Value:
        """The value at a place, which is 0 or more and there."""

    @overload
    def __getitem__(self, place: int) -> Value: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Value]: ...
    def __getitem__(self, place: int | slice) -> Value | Sequence[Value]:
        if isinstance(place, slice):
            return [self.value_at(each) for each in range(*place.indices(len(self)))]
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        return self.value_at(int(place) % len(self))

    def __iter__(self) -> Iterator[Value]:
        return map(self.value_at, range(len(self)))
