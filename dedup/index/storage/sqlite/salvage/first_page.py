"""A copy of a damaged index whose first page is as it was written: the header of the file, and the schema.

Every index is made by the same statements in the same order, so its schema and the pages at which its tables begin are
those of any other with the same size of pages. The log is copied too: what it holds of the first page is whole.
"""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory

from dedup.errors import InputError
from dedup.index.storage.sqlite.schema import APPLICATION_ID, PAGE_BYTES, SCHEMA

MAGIC = b"SQLite format 3\0"
PAGE_SIZES = tuple(1 << bits for bits in range(9, 17))
PAGE_SIZE_PLACE, SIZE_PLACE, FREE_LIST_PLACE, VERSION_PLACE, APPLICATION_PLACE = 16, 28, 32, 92, 68
HEADER_BYTES = 100
SAME_IN_EVERY_INDEX = (slice(24), slice(44, 48), slice(52, 92))
TABLE_PAGES, INDEX_PAGES = (5, 13), (2, 10)  # the first byte of a page of a table, of an index


def copy_with_new_first_page(source: Path, copy: Path) -> None:
    """Copy an index and its log, and write its first page anew; InputError where there is no index of ours."""
    page_bytes = guess_page_bytes(source)
    shutil.copyfile(source, copy)
    log = Path(f"{source}-wal")
    if log.exists():
        shutil.copyfile(log, f"{copy}-wal")
    page = bytearray(_first_page(page_bytes))
    page[SIZE_PLACE : SIZE_PLACE + 4] = (copy.stat().st_size // page_bytes).to_bytes(4, "big")
    page[FREE_LIST_PLACE : FREE_LIST_PLACE + 8] = bytes(8)
    page[VERSION_PLACE : VERSION_PLACE + 4] = page[24:28]  # the size above is that of this change
    with copy.open("r+b") as file:
        file.write(page)


def is_header_damaged(path: Path) -> bool:
    """Whether the header of a file is not that of an index: SQLite may open it all the same, and read it wrongly."""
    with path.open("rb") as file:
        header = file.read(HEADER_BYTES)
    stated = int.from_bytes(header[PAGE_SIZE_PLACE : PAGE_SIZE_PLACE + 2], "big") or 1
    new = _first_page(1 << 16 if stated == 1 else stated)[:HEADER_BYTES] if stated in (1, *PAGE_SIZES) else b""
    return any(header[part] != new[part] for part in SAME_IN_EVERY_INDEX)


def guess_page_bytes(path: Path) -> int:
    """The size of the pages of an index whose header may be damaged; InputError where it is no index of ours.

    Of three signs (SQLite's and our name, and the size of the pages) one may be damaged; and the second and third page
    are those of a table and its index.
    """
    with path.open("rb") as file:
        data = file.read(2 * PAGE_SIZES[-1] + 1)
    stated = int.from_bytes(data[PAGE_SIZE_PLACE : PAGE_SIZE_PLACE + 2], "big")
    fitting = [size for size in PAGE_SIZES if 2 * size < len(data) and _begins_tables(data, size)]
    has_names = [data[: len(MAGIC)] == MAGIC, data[APPLICATION_PLACE : APPLICATION_PLACE + 4] == _application()]
    if not any(has_names) or (b"CREATE TABLE articles" not in data and b"CREATE TABLE buckets" not in data):
        raise InputError(f"{path}: not an index that dedup made")
    if stated in fitting:
        return stated
    if not fitting:
        raise InputError(f"{path}: nothing in it can be read as an index")
    return PAGE_BYTES if PAGE_BYTES in fitting else fitting[-1]


def _begins_tables(data: bytes, size: int) -> bool:
    return data[size] in TABLE_PAGES and data[2 * size] in INDEX_PAGES


def _application() -> bytes:
    return APPLICATION_ID.to_bytes(4, "big")


def _first_page(page_bytes: int) -> bytes:
    """The first page of a new index."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "new.dedup"
        connection = sqlite3.connect(path, isolation_level=None)
        for statement in (f"PRAGMA page_size = {page_bytes}", "PRAGMA journal_mode = WAL", "BEGIN", *SCHEMA, "COMMIT"):
            connection.execute(statement)
        connection.close()
        return path.read_bytes()[:page_bytes]
