"""Writes a result file whole or not at all.

The file is written under a temporary name in the same folder, flushed to the disk, and then renamed, so no reader sees
half of it. A target that is no regular file (`/dev/null`, a named pipe) cannot be replaced and is written to directly.
"""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import BinaryIO

from dedup.errors import InputError

PARTS = ".dedup-*.part"  # names of files that are not whole yet; a kill may leave one
NEW_FILE_MODE = 0o666  # permissions of a new file, before the user's mask
MAX_NAME_BYTES, MAX_PART_BYTES = 4095, 255  # of a path and of a name in it, on all usual systems
_MASK_LOCK = Lock()  # the mask is the process's, and read by setting it


def check_name(path: Path) -> None:
    """InputError for a name that no file can have."""
    try:
        name = os.fsencode(path)
    except UnicodeEncodeError:  # a half of a character
        name = b"\0"
    if b"\0" in name or len(name) > MAX_NAME_BYTES or max(map(len, name.split(os.sep.encode()))) > MAX_PART_BYTES:
        raise InputError(f"{str(path)!r:.80}: no file can have this name")


def check_writable(path: Path) -> None:
    """Raise InputError if no file can be written there, so that a long run fails at its start and not at its end."""
    check_name(path)
    if path.is_dir():
        raise InputError(f"{path}: cannot be written: it is a folder")
    if _target(path).is_symlink():
        raise InputError(f"{path}: cannot be written: a link that leads back to itself")
    if not path.parent.is_dir():
        raise InputError(f"{path}: cannot be written: there is no folder {path.parent}")
    if not os.access(path.parent, os.W_OK) and not _is_special(path):
        raise InputError(f"{path}: cannot be written: the folder {path.parent} allows no new files")


@contextmanager
def atomic_write(path: Path, *, flush: bool = True) -> Iterator[BinaryIO]:
    """Open a file that takes its name only when all of it has been written; InputError if that fails.

    Without `flush`, the system writes it to the disk when it likes, which saves time where there are thousands.
    """
    check_writable(path)
    try:
        with path.open("wb") if _is_special(path) else _replacing(_target(path), flush) as out:
            yield out
    except OSError as error:
        raise InputError(f"{path}: cannot be written: {(error.strerror or str(error)).lower()}") from error


def _target(path: Path) -> Path:
    """Where links lead; itself a link where they lead in a circle, of which `Path.resolve` makes a RuntimeError."""
    return Path(os.path.realpath(path))


def _is_special(path: Path) -> bool:
    return path.exists() and not path.is_file()


@contextmanager
def _replacing(path: Path, flush: bool) -> Iterator[BinaryIO]:
    prefix, suffix = PARTS.split("*")
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=prefix, suffix=suffix)
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
            out.flush()
            if flush:
                os.fsync(handle)
        Path(name).chmod(_permissions(path))
        Path(name).replace(path)
    except BaseException:  # an interrupt leaves nothing behind either
        Path(name).unlink(missing_ok=True)
        raise


def _permissions(path: Path) -> int:
    """Return the permissions of the file that is replaced, or those of any new file."""
    if path.exists():
        return stat.S_IMODE(path.stat().st_mode)
    with _MASK_LOCK:
        mask = os.umask(0)
        os.umask(mask)
    return NEW_FILE_MODE & ~mask
