"""The counters of an index in SQLite: one row with a checksum, read once a transaction."""

from __future__ import annotations

from dataclasses import fields
from operator import attrgetter

from dedup.errors import DamagedDataError
from dedup.index.codecs.checksums import checksum_of
from dedup.index.storage.protocols import State
from dedup.index.storage.sqlite.database import Database
from dedup.index.storage.sqlite.schema import STATE_COLUMNS

_values_of = attrgetter(*(field.name for field in fields(State)))
_SET_STATE = f"UPDATE state SET {', '.join(f'{name} = ?' for name in (*STATE_COLUMNS, 'checksum'))}"  # noqa: S608 - names of our own


class Counters:
    """The table `state`, with what is known of it within a transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._before: State | None = None
        self._now: State | None = None

    def state(self) -> State:
        """The counters; DamagedDataError where they do not fit their checksum."""
        if self._now is None:
            state = self._read()
            if not self._database.is_in_transaction:
                return state
            self._before = self._now = state
        return self._now

    def state_before(self) -> State:
        """The counters as they were when the transaction began."""
        self.state()
        return self._before or self.state()

    def changes(self) -> tuple[int, int]:
        """How many additions and removals there were when the transaction began, and how many there are now."""
        if self._before is None or self._now is None:
            return 0, 0
        return self._before.changes, self._now.changes

    def set_state(self, state: State) -> None:
        """Write the counters."""
        self.state()
        values = _values_of(state)
        self._database.query(_SET_STATE, (*values, checksum_of(values)))
        self._now = state

    def end_transaction(self) -> None:
        """Forget what was read within a transaction."""
        self._before = self._now = None

    def _read(self) -> State:
        rows = self._database.query("SELECT * FROM state")
        if len(rows) != 1 or checksum_of(rows[0][:-1]) != rows[0][-1]:
            raise DamagedDataError(f"{self._database.path}: the counters are damaged; `rebuild` counts again")
        return State(*rows[0][:-1])
