"""Tables of words that are slow to make, kept from run to run in the user's own cache folder.

A table is read in milliseconds where it takes some tenths of a second to make. The tables of all languages are larger
than the rest of the package, and most users read texts of one or two: so they are made when they are first asked for,
and not shipped. The folder is named by the sources that tables are made by, so that none outlives an upgrade, and a
table by what it was made from. A file is a number of slots, a checksum, the keys and their values: no pickle, and one
that is damaged is made again. Where nothing can be written, tables are made in each run.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from zlib import adler32

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.ahead_of_time.library import sources_digest
from dedup.runtime.private_files import is_private, make_private

Table = tuple[NDArray[np.uint64], NDArray[np.float32]]  # keys by slot, 0 where free, and their values

_HEAD_BYTES = 16  # the number of slots, and the checksum of what follows
_SLOT_BYTES = 12


def kept_table(name: str, make: Callable[[], Table]) -> Table:
    """The table of this name; where there is none it is made, and kept if it can be. `name` is a file name."""
    path = _folder() / name
    table = _read(path) if is_private(path.parent) else None
    if table is None:
        table = make()
        with suppress(OSError):
            if make_private(path.parent):
                _write(path, table)
    return table


@cache
def _folder() -> Path:
    from platformdirs import user_cache_path

    sources = (source.read_bytes() for source in sorted(Path(__file__).parent.glob("*.*")))
    made_by = b"\0".join([sys.byteorder.encode(), sources_digest().encode(), *sources])
    return user_cache_path("dedup") / f"words-{hashlib.sha256(made_by).hexdigest()[:16]}"


def _read(path: Path) -> Table | None:
    """The table in a file; None if there is none, or another thing than was written."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    if len(data) < _HEAD_BYTES:
        return None
    slots, checksum = np.frombuffer(data[:_HEAD_BYTES], np.uint64).tolist()
    if len(data) != _HEAD_BYTES + _SLOT_BYTES * slots or adler32(memoryview(data)[_HEAD_BYTES:]) != checksum:
        return None
    keys = np.frombuffer(data, np.uint64, slots, _HEAD_BYTES)
    return keys, np.frombuffer(data, np.float32, slots, _HEAD_BYTES + keys.nbytes)


def _write(path: Path, table: Table) -> None:
    """Write a file under another name and rename it, so that no other process reads half of it."""
    import tempfile

    keys, values = table
    content = keys.tobytes() + values.tobytes()
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        try:
            file.write(np.array([len(keys), adler32(content)], np.uint64).tobytes() + content)
            file.close()
            Path(file.name).replace(path)
        except BaseException:  # a full disk, an interrupt
            file.close()
            Path(file.name).unlink(missing_ok=True)
            raise
