"""A small file beside the index, `news.dedup-witness`: who writes next, and how much was acknowledged.

**The queue.** SQLite's writers poll for the lock, so that one may be passed by for ever. Here each draws a number,
locks the byte of its number, and waits until nobody holds the byte of the number before. So writers come in the order
in which they asked, and nobody is passed by. Locks end with their process: behind one that dies while it waits, two
come at once, and SQLite's lock decides. Where the system has no locks of open files (they are Linux's), writers poll.

**The witness.** SQLite takes the first damaged frame of the write-ahead log for its end, and all that was acknowledged
behind it is gone without a word. So the number of changes is noted here, outside the log, before they are acknowledged;
who opens the index compares. The note names the index by its identity: another file under that name has its own.
"""

from __future__ import annotations

import os
import struct
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

try:
    import fcntl
except ImportError:  # a system without them
    fcntl = None  # type: ignore[assignment]

COUNTER = struct.Struct("<Q")
WITNESS = struct.Struct("<8sQQ")
CHECKSUM = struct.Struct("<I")
WITNESS_PLACE = 64
FIRST_LOCK = 1 << 40  # locks may lie behind the end of a file
LOCK = struct.Struct("hhqqi4x")  # struct flock of 64-bit Linux
SECONDS_BETWEEN_LOOKS = 0.002


class Witness(NamedTuple):
    """What was acknowledged: the index, its changes since it was made, and how many of them had been lost before."""

    identity: bytes
    changes: int
    lost: int


class Companion:
    """The open file; nothing is noted and nobody queues where it cannot be written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None
        self._is_refused = False

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            os.close(self._file)
        self._file, self._is_refused = None, True

    def _open(self, *, make: bool) -> int | None:
        """The open file; None where there is none, or none can be made."""
        if self._file is None and not self._is_refused and (make or self._path.exists()):
            try:
                self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)
            except OSError:
                self._is_refused = True
        return self._file

    def witness(self) -> Witness | None:
        """What was noted last; None where nothing is, or nothing that is whole."""
        file = self._open(make=False)
        if file is None:
            return None
        stored = os.pread(file, WITNESS.size + CHECKSUM.size, WITNESS_PLACE)
        body, checksum = stored[: WITNESS.size], stored[WITNESS.size :]
        if checksum != CHECKSUM.pack(zlib.crc32(body)) or len(body) != WITNESS.size:
            return None
        return Witness(*WITNESS.unpack(body))

    def note(self, witness: Witness) -> None:
        """Note what is acknowledged now; not at all where the disk is full."""
        body = WITNESS.pack(*witness)
        file = self._open(make=True)
        if file is not None:
            with suppress(OSError):
                os.pwrite(file, body + CHECKSUM.pack(zlib.crc32(body)), WITNESS_PLACE)

    @contextmanager
    def turn(self, seconds: float) -> Iterator[None]:
        """Wait for one's turn to write, up to so many seconds, and keep it within the block."""
        ticket = self._draw(seconds)
        if ticket is None:
            yield
            return
        try:
            end = time.monotonic() + seconds
            while not self._try_lock(ticket - 1, fcntl.F_RDLCK) and time.monotonic() < end:
                time.sleep(SECONDS_BETWEEN_LOOKS)
            self._unlock(ticket - 1)
            yield
        finally:
            self._unlock(ticket)

    def _draw(self, seconds: float) -> int | None:
        """The next number, whose byte is then locked; None where there is no queue."""
        if fcntl is None or not hasattr(fcntl, "F_OFD_SETLK"):
            return None
        file = self._open(make=True)
        if file is None:
            return None
        end = time.monotonic() + seconds
        while not self._try_lock(-1, fcntl.F_WRLCK):  # for two system calls
            if time.monotonic() > end:
                return None
            time.sleep(SECONDS_BETWEEN_LOOKS / 8)
        try:
            stored = os.pread(file, COUNTER.size, 0)
            ticket = 1 + (COUNTER.unpack(stored)[0] if len(stored) == COUNTER.size else 0) % FIRST_LOCK
            os.pwrite(file, COUNTER.pack(ticket), 0)
            return ticket if self._try_lock(ticket, fcntl.F_WRLCK) else None
        except OSError:  # the disk is full
            return None
        finally:
            self._unlock(-1)

    def _try_lock(self, number: int, kind: int) -> bool:
        try:
            self._set_lock(number, kind)
        except OSError:
            return False
        return True

    def _unlock(self, number: int) -> None:
        if self._file is not None:
            self._set_lock(number, fcntl.F_UNLCK)

    def _set_lock(self, number: int, kind: int) -> None:
        assert self._file is not None
        fcntl.fcntl(self._file, fcntl.F_OFD_SETLK, LOCK.pack(kind, os.SEEK_SET, FIRST_LOCK + number, 1, 0))
