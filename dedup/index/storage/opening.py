"""Opens the store that a URL names: the one place that knows all databases.

news.dedup, sqlite:news.dedup    a file (`dedup.index.storage.sqlite`)
memory:                          nothing that outlives the process (`dedup.index.storage.memory`)
postgresql://USER@HOST/DATABASE  a schema of a database (`dedup.index.storage.postgresql`)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from dedup.errors import DamagedDataError, InputError, check_type
from dedup.index.article_keys import read_keys
from dedup.index.storage.memory.store import MemoryStore
from dedup.index.storage.protocols import Store
from dedup.index.storage.sqlite.salvage.first_page import guess_page_bytes, is_header_damaged
from dedup.index.storage.sqlite.salvage.salvaged_store import salvaged_store
from dedup.index.storage.sqlite.store import SqliteStore
from dedup.runtime.files.atomic_file import check_name
from dedup.runtime.patterns import lazy_pattern
from dedup.settings import DEFAULT_SETTINGS, Settings
from dedup.sources.files.finder import check_regular

_PASSWORD = re.compile(r"(?<=://)([^:/?#]*):[^/?#]*(?=@)|(?<=[?&])password=[^&#]*&?")
_SCHEME = lazy_pattern(r"([a-z][a-z0-9+]+):(.*)", re.DOTALL)  # two letters at least: one is a drive


def open_store(url: str | Path, settings: Settings = DEFAULT_SETTINGS) -> Store:
    """The store at a URL, made where there is none. A path, or `sqlite:` and a path, is a file; InputError for a scheme
    that no database has.

    >>> open_store("memory:").state().articles
    0
    """
    scheme, location = split_url(url)
    match scheme:
        case "sqlite":
            is_durable = settings.durability > 0
            path, reader = _path(url, location), partial(read_keys, settings=settings)
            return SqliteStore(path, reader, lock_seconds=settings.index_lock_seconds, is_durable=is_durable)
        case "memory" if not location:
            return MemoryStore()
        case "postgresql" | "postgres":
            from dedup.index.storage.postgresql.store import PostgresStore

            return PostgresStore(str(url), lock_seconds=settings.index_lock_seconds)
        case _:
            raise InputError(f"{url}: no database is known for it; a path names a file, `memory:` none")


@contextmanager
def open_to_rebuild(url: str | Path, settings: Settings = DEFAULT_SETTINGS) -> Iterator[Store]:
    """The store at a URL, to be made anew; where its file is too damaged to be opened, one on a copy of it, which takes
    the place of the file when the block ends.
    """
    scheme, location = split_url(url)
    try:
        open_store(url, settings).close()
        if scheme == "sqlite" and is_header_damaged(Path(location)):  # no other may look at a file that SQLite has open
            raise DamagedDataError(f"{url}: its header is damaged")
        store = open_store(url, settings)
    except DamagedDataError:
        if scheme != "sqlite":
            raise
        reader = partial(read_keys, settings=settings)
        with salvaged_store(Path(location), reader, settings.index_lock_seconds) as store:
            yield store
        return
    try:
        yield store
    finally:
        store.close()


def is_damaged_index(path: Path) -> bool:
    """Whether a file is an index, though SQLite does not take it for a database any more."""
    try:
        return guess_page_bytes(path) > 0
    except InputError:
        return False


def given_store(given: str | Path | Store, settings: Settings) -> Store:
    """The store at a URL, or the one that is given; TypeError for anything else."""
    if isinstance(given, str | Path):
        return open_store(given, settings)
    if not hasattr(given, "writing"):
        raise TypeError(f"Index: a path, a URL or a Store, not {type(given).__name__} ({given!r:.60})")
    return given


def _path(url: str | Path, location: str) -> Path:
    """The file of an index; InputError for what names none."""
    if url == ":memory:":
        raise InputError(
            "':memory:' is SQLite's name: Index('memory:') keeps articles in memory, Index(path) in a file"
        )
    if not location:
        raise InputError(f"{location!r}: no file can have this name; Index('news.dedup') makes one")
    check_type(url, (str, Path), "the path of an index, or its URL")
    path = Path(location)
    check_name(path)
    if path.is_dir():
        raise InputError(f"{location}: a folder, not an index")
    if path.exists():
        _check_kind(path)
    return path


def _check_kind(path: Path) -> None:
    """InputError for devices, pipes and files of the system: SQLite would wait for them to become a database."""
    try:
        check_regular(path.stat())
    except InputError as error:
        raise InputError(f"{path}: not an index: {error}") from error


def is_remote(url: str) -> bool:
    """Whether a URL is the address of a server of an index, and not of a database.

    >>> is_remote("http://127.0.0.1:8080"), is_remote("news.dedup")
    (True, False)
    """
    return split_url(url)[0] in ("http", "https")


def shown_url(url: str | Path) -> str:
    """A URL as it may be shown: without a password.

    >>> shown_url("postgresql://me:secret@db/news"), shown_url("news.dedup")
    ('postgresql://me@db/news', 'news.dedup')
    """
    return _PASSWORD.sub(r"\1", str(url))


def split_url(url: str | Path) -> tuple[str, str]:
    """Scheme and location; a path is of the scheme `sqlite`.

    >>> split_url("news.dedup"), split_url("memory:"), split_url("postgresql://db/news")[0]
    (('sqlite', 'news.dedup'), ('memory', ''), 'postgresql')
    """
    found = _SCHEME.fullmatch(url) if isinstance(url, str) else None
    return (found[1], found[2]) if found else ("sqlite", str(url))
