"""What a command reads: paths that exist, files that are an index, and articles with ids that stay the same."""

from __future__ import annotations

import os
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from dedup.article import Article, ReadItem
from dedup.errors import InputError
from dedup.runtime.progress import Progress, Stage, no_progress
from dedup.settings import DEFAULT_SETTINGS, LimitSettings, Settings

if TYPE_CHECKING:
    from dedup.cli.options import ReadArguments
    from dedup.index.index import Index
    from dedup.sources.fields.record_parts import FieldNames

SQLITE_MAGIC = b"SQLite format 3\0"  # an index is a database of SQLite
DATABASES = ("postgresql://", "postgres://")
SERVERS = ("http://", "https://")
STDIN = Path("-")
ITEMS_BETWEEN_REPORTS = 16  # pages take a tenth of a second for so many
CONTENT_ID_BYTES = 8  # of a checksum that is an id: one feed of ten million records in 100,000 has two equal ones


def is_database(location: str | Path) -> bool:
    """Whether a location is the URL of a database, and no path."""
    return isinstance(location, str) and location.startswith(DATABASES)


def locations(given: Sequence[str] | None) -> list[str | Path]:
    """What a command was given: URLs of databases as they are, all else as paths; InputError for names of no path."""
    from dedup.sources.files.finder import named_path

    return [each if is_database(each) else named_path(each) for each in given or ()]


def check_exists(paths: Sequence[str | Path]) -> None:
    """Raise InputError for the first path that does not exist; the URL of a database is looked at when it is opened."""
    missing = next((path for path in paths if not (is_database(path) or path == STDIN or os.path.lexists(path))), None)
    if missing is not None:
        raise InputError(f"{missing}: no such file or folder")


def is_index(path: str | Path) -> bool:
    """Whether a location is that of a database, or a file that may be an index; OSError if it cannot be read."""
    if isinstance(path, str):
        return is_database(path)
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(SQLITE_MAGIC)) == SQLITE_MAGIC


@contextmanager
def open_index(
    url: str | Path, *, make: bool = False, stories: bool = False, settings: Settings = DEFAULT_SETTINGS
) -> Iterator[Index]:
    """Open an index, which finds `stories` if asked to. If there is none, `make` one, else raise InputError."""
    location = check_index(url, make=make)
    from dedup.errors import FormerIndexWarning, LostChangesWarning
    from dedup.index.index import Index

    with warnings.catch_warnings(record=True) as caught:
        for category in (LostChangesWarning, FormerIndexWarning):
            warnings.simplefilter("always", category)
        index = Index(location, stories=stories, settings=settings)
    for warning in caught:
        typer.echo(f"dedup: {warning.message}", err=True)
    with index:
        yield index


def check_index(url: str | Path, *, make: bool = False) -> str | Path:
    """The location of an index, as `Index` takes it: the URL of a database, which looks for itself, or else a path.

    InputError if there is no index at a path, and none can or should be made.
    """
    if str(url).startswith(SERVERS):
        raise InputError(
            f"{url}: the address of a server, which dedup.Index({str(url)!r}) speaks to; here, name its file"
        )
    if is_database(url):
        return url
    _check_file(Path(url), make)
    return Path(url)


def _check_file(path: Path, make: bool) -> None:
    if path.is_dir():
        raise InputError(f"{path}: a folder, not an index; the index is named first")
    if not os.path.lexists(path):
        if not make:
            raise InputError(f"{path}: no such index; `dedup index add {path} PATHS` makes one")
        from dedup.runtime.files.atomic_file import check_writable

        check_writable(path)
        return
    try:
        is_empty = path.is_file() and path.stat().st_size == 0
        if not is_index(path) and not (is_empty and make) and not _is_damaged(path):
            raise InputError(f"{path}: not an index that dedup made; the index is named first")
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {(error.strerror or str(error)).lower()}") from error


def _is_damaged(path: Path) -> bool:
    """Whether a file is an index whose first bytes are damaged: opening it says how it is mended."""
    from dedup.index.storage.opening import is_damaged_index

    return path.is_file() and is_damaged_index(path)


@dataclass(frozen=True, slots=True)
class InputReader:
    """Reads articles from paths, and gives each an id that stays the same from run to run."""

    paths: Sequence[Path]
    fields: FieldNames
    files: ReadArguments
    limits: LimitSettings
    processes: int

    def articles(self, progress: Progress) -> Iterator[ReadItem]:
        """Read all articles, one after the other, and what had to be skipped."""
        from dedup.sources.reader import read_articles

        found = read_articles(self.paths, self.fields, limits=self.limits, processes=self.processes, **self.files)
        seen: Counter[str] = Counter()
        done = 0
        for done, item in enumerate(found, 1):
            if progress is not no_progress and done % ITEMS_BETWEEN_REPORTS == 0:
                progress(Stage.READ, done, found.expected_articles(done))
            yield replace(item, id=stable_id(item, seen)) if isinstance(item, Article) else item
        progress(Stage.READ, done, done)


def stable_id(article: Article, seen: Counter[str]) -> str:
    """Return the id by which an index remembers an article: its own, the path of its file, its URL, or a checksum.

    A record without an id of its own is identified by its number, but tomorrow another record of the feed has that
    number. Its URL identifies it instead, or a checksum of its content. `seen` counts the checksums, because a feed may
    hold one record twice.

    >>> from dedup.article import Place
    >>> record = Article("-:12", "Rain.", url="https://www.example.org/rain?utm_source=feed", place=Place("-", 12))
    >>> stable_id(record, Counter())
    'https://example.org/rain'
    """
    place = article.place
    if place is None or article.id != str(place) or (place.record_number is None and place.path != str(STDIN)):
        return article.id
    from dedup.sources.urls.canonical_url import article_url

    if url := article_url(article):
        return url
    name = f"{place.path}:{_content_digest(article)}"
    seen[name] += 1
    return name if seen[name] == 1 else f"{name}#{seen[name]}"


def _content_digest(article: Article) -> str:
    content = (article.title, article.outlet, article.published, article.author, article.text)
    return blake2b("\0".join(map(str, content)).encode(errors="replace"), digest_size=CONTENT_ID_BYTES).hexdigest()
