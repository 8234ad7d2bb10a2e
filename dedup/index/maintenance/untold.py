"""What was stored and not reported: an addition notes it in its transaction, and who adds next tells it.

A process that is killed between a commit and the line that says so leaves articles whose verdicts nobody has seen, and
which are `unchanged` when they are brought again. So each addition is noted until its results have been taken and the
next were asked for. Notes of a process that still runs are its own affair.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dedup.article import Article
from dedup.index.codecs.checksums import CHECKSUM_BYTES, has_valid_checksum, with_checksum
from dedup.index.result import IndexResult, Status
from dedup.index.storage.protocols import Store
from dedup.serialization import dumps, loads

_PREFIX, _END = "untold/", "untold0"  # `0` is the character behind `/`


@dataclass(frozen=True, slots=True)
class Untold:
    """A transaction that is not reported yet: the name of its note, and the status of each article that it stored."""

    name: str
    statuses: Mapping[str, Status]


class TellingLog:
    """Notes what this process stores until it is reported."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._process = [os.getpid(), _began(os.getpid()), os.urandom(8).hex()]
        self._noted: list[str] = []
        self._reported: list[str] = []

    def note(self, _: Sequence[Article], results: Sequence[IndexResult]) -> Mapping[str, str]:
        """Note what is stored, and forget what was reported, within a transaction; there are no answers to be kept."""
        self._forget()
        stored = [(each.article_id, str(each.status)) for each in results if each.status.is_stored]
        if stored:
            name = f"{_PREFIX}{self._process[-1]}/{self._store.state().next_number:020}"
            body = {"name": name, "process": self._process, "stored": stored}
            self._store.set_metadata(name, with_checksum(dumps(body)))
            self._noted.append(name)
        return {}

    def tell(self, untold: Iterable[Untold] = ()) -> None:
        """All that was noted so far is reported; so are notes of others."""
        self._reported += [*self._noted, *(each.name for each in untold)]
        self._noted = []

    def end(self) -> None:
        """Forget what was reported."""
        if self._reported:
            with self._store.writing():
                self._forget()

    def _forget(self) -> None:
        for name in self._reported:
            self._store.delete_metadata(name, f"{name}!")
        self._reported = []


def left_untold(store: Store) -> list[Untold]:
    """What processes that run no more stored and did not tell, in the order of their names; within one `reading`."""
    found = []
    for body in store.metadata_range(_PREFIX, _END):
        if not has_valid_checksum(body):
            continue  # its articles are stored; `check` compares them with their checksums
        note = loads(body[:-CHECKSUM_BYTES])
        if not _runs(*note["process"]):
            found.append(Untold(note["name"], {name: Status(status) for name, status in note["stored"]}))
    return found


def _runs(pid: int, began: str | None, _: str) -> bool:
    """Whether a process runs, and is no other that was given its number later."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it belongs to another user
        return _began(pid) == began
    return _began(pid) == began


def _began(pid: int) -> str | None:
    """When a process began, as Linux tells it; None elsewhere."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return None
