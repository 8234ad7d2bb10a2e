"""Opens files that are named by hand, such as settings, labels and plans, whatever they turn out to be.

A pipe is read (`--settings <(program)`), but nobody waits for a writer that never comes; a device and what the system
makes as it is read may never end, and stop at a limit.
"""

from __future__ import annotations

import os
import stat
from io import BytesIO
from pathlib import Path
from typing import IO

MAX_BYTES = 1 << 26  # of what is no stored file
_PIECE_BYTES = 1 << 16


def open_given_file(path: Path) -> IO[bytes]:
    """The bytes of a file; OSError with the reason if it cannot be read, ValueError if its name is none.

    >>> open_given_file(Path("/dev/null")).read()
    b''
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    number = os.open(path, flags)
    try:
        status = os.fstat(number)
        if stat.S_ISREG(status.st_mode) and status.st_size:
            return os.fdopen(number, "rb")
        content = _read_to_end(number, is_pipe=stat.S_ISFIFO(status.st_mode))
    except BaseException:
        os.close(number)
        raise
    os.close(number)
    return BytesIO(content)


def _read_to_end(number: int, *, is_pipe: bool) -> bytes:
    content = bytearray()
    while len(content) <= MAX_BYTES:
        try:
            piece = os.read(number, _PIECE_BYTES)
        except BlockingIOError:
            if not is_pipe:
                raise
            os.set_blocking(number, True)  # it has a writer
            continue
        if not piece and is_pipe and not content:
            raise OSError(0, "a pipe that nobody writes to")
        if not piece:
            return bytes(content)
        content += piece
    raise OSError(0, f"no stored file, and longer than {MAX_BYTES:,} bytes")
