"""The counters of an index in PostgreSQL: one row with a checksum."""

from __future__ import annotations

from dataclasses import astuple

from dedup.errors import DamagedDataError
from dedup.index.codecs.checksums import checksum_of
from dedup.index.storage.postgresql.database import Database
from dedup.index.storage.postgresql.schema import STATE_COLUMNS
from dedup.index.storage.protocols import State

_SET_STATE = f"UPDATE state SET {', '.join(f'{name} = %b' for name in (*STATE_COLUMNS, 'checksum'))}"  # noqa: S608 - names


class Counters:
    """The table `state`; `last` is what it held when it was last read or written here."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.last = State()

    def state(self) -> State:
        """The counters; DamagedDataError where they do not fit their checksum."""
        rows = self._database.query("SELECT * FROM state")
        if len(rows) != 1 or checksum_of(rows[0][:-1]) != rows[0][-1]:
            raise DamagedDataError(f"{self._database.name}: the counters are damaged; `rebuild` counts again")
        self.last = State(*rows[0][:-1])
        return self.last

    def set_state(self, state: State) -> None:
        """Write the counters."""
        self.last = state
        values = astuple(state)
        self._database.execute(_SET_STATE, (*values, checksum_of(values)))
