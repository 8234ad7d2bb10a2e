"""What the connections of one process to one file share: the memtable as of the last commit.

A connection that reads beside one that adds would compute the keys of what was added from the texts, for as long as the
other took to add them. It takes over the memtable of the other instead, which is published with each commit. What
another process adds is read from the file.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from weakref import WeakValueDictionary

from dedup.index.postings.memtable import MemTable

_shared: WeakValueDictionary[tuple[int, int, int], SharedMemtable] = WeakValueDictionary()
_shared_lock = Lock()


class SharedMemtable:
    """The latest memtable of one file, for all threads."""

    def __init__(self) -> None:
        self._publishing = Lock()
        self._latest: MemTable | None = None

    @contextmanager
    def publishing(self) -> Iterator[None]:
        """Keep who sees the commit within the block waiting until it is published."""
        with self._publishing:
            yield

    def publish(self, memtable: MemTable) -> None:
        """Share a memtable of committed articles."""
        self._latest = memtable.copy()

    def clear(self) -> None:
        """Forget what is shared: the articles have other numbers now."""
        self._latest = None

    def newer(self, first: int, end: int, until: int) -> MemTable | None:
        """A memtable from article `first` on that reaches beyond `end`, at best up to `until` or further."""
        latest = self._latest
        if latest is None or latest.end < until:
            with self._publishing:
                latest = self._latest
        return latest.copy() if latest and latest.first == first and latest.end > end else None


def shared_memtable(path: Path) -> SharedMemtable:
    """What the connections of this process to a file share: a copy of the file is another, under whatever name."""
    status = path.stat()
    key = os.getpid(), status.st_dev, status.st_ino
    with _shared_lock:
        found = _shared.get(key)
        if found is None:
            found = _shared[key] = SharedMemtable()
        return found
