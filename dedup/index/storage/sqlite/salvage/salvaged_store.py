"""A store on a copy of an index that SQLite does not open, which takes the place of the index when it was made anew."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dedup.errors import StorageError
from dedup.index.storage.protocols import KeyReader
from dedup.index.storage.sqlite.database import SALVAGED_END, finish_salvage, remove_database
from dedup.index.storage.sqlite.salvage.copies import SALVAGE_END
from dedup.index.storage.sqlite.salvage.first_page import copy_with_new_first_page
from dedup.index.storage.sqlite.store import SqliteStore


@contextmanager
def salvaged_store(path: Path, read_keys: KeyReader, lock_seconds: float) -> Iterator[SqliteStore]:
    """The store on the copy; InputError where the file is no index. If an exception leaves the block, it stays."""
    copy = Path(f"{path}{SALVAGE_END}")
    try:
        remove_database(copy)
        copy_with_new_first_page(path, copy)
        store = SqliteStore(copy, read_keys, lock_seconds=lock_seconds)
        try:
            yield store
        finally:
            store.close()
        copy.replace(f"{path}{SALVAGED_END}")
        finish_salvage(path)
    except OSError as error:
        raise StorageError(f"{path}: cannot be made anew: {error.strerror or error}") from error
    finally:
        remove_database(copy)
