"""Tables in memory, with a transaction: every change notes how to undo it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from dedup.index.storage.protocols import GroupKind, Record, State

Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(slots=True)
class Tables:
    """All that a memory store holds; tables are changed by `put` and `drop` only."""

    records: dict[int, Record] = field(default_factory=dict)
    numbers_by_id: dict[bytes, int] = field(default_factory=dict)
    holders: dict[int, tuple[int, ...]] = field(default_factory=dict)  # the first articles that hold each key
    matches: dict[tuple[int, int], bytes] = field(default_factory=dict)  # by newer and older article
    groups: dict[GroupKind, dict[int, int]] = field(default_factory=lambda: {kind: {} for kind in GroupKind})
    stories: dict[int, bytes] = field(default_factory=dict)
    metadata: dict[str, bytes] = field(default_factory=dict)
    state: dict[str, State] = field(default_factory=lambda: {"state": State()})
    _undo: list[Callable[[], object]] = field(default_factory=list)

    def put(self, table: dict[Key, Value], key: Key, value: Value) -> None:
        """Set one row of a table."""
        if key in table:
            old = table[key]
            self._undo.append(lambda: table.__setitem__(key, old))
        else:
            self._undo.append(lambda: table.pop(key))
        table[key] = value

    def drop(self, table: dict[Key, Value], key: Key) -> None:
        """Delete one row of a table, if it exists."""
        if key in table:
            old = table.pop(key)
            self._undo.append(lambda: table.__setitem__(key, old))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Undo every change made within when an exception leaves the block."""
        self._undo.clear()
        try:
            yield
        except BaseException:
            for undo in reversed(self._undo):
                undo()
            raise
        finally:
            self._undo.clear()
