"""What a verb is given to read: paths that are there, an index that is one; the articles, and how far reading is."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from dedup.article import Article, Skipped
from dedup.errors import InputError
from dedup.runtime.progress import Progress, no_progress

if TYPE_CHECKING:
    from dedup.index.index import Index
    from dedup.sources.fields import FieldNames

SQLITE_MAGIC = b"SQLite format 3\0"  # an index is a database of SQLite
STDIN = Path("-")
PATH_AND_RECORD = re.compile(r"(.+):\d+")  # a record's place: its file and number
CONTENT_ID_BYTES = 8  # of a checksum that is a name: two alike among ten million come once in a hundred thousand feeds


def check_exists(paths: Sequence[Path]) -> None:
    """InputError for the first path that names nothing."""
    missing = next((path for path in paths if path != STDIN and not os.path.lexists(path)), None)
    if missing is not None:
        raise InputError(f"{missing}: no such file or folder")


def is_index(path: Path) -> bool:
    """Whether a file may be an index; OSError where it cannot be read."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(SQLITE_MAGIC)) == SQLITE_MAGIC


@contextmanager
def open_index(path: Path, *, make: bool = False, stories: bool = False) -> Iterator[Index]:
    """An index to work with, or to find `stories` with; where there is none, `make` one. InputError otherwise."""
    check_index(path, make=make)
    from dedup.index.index import Index

    with Index(path, stories=stories) as index:
        yield index


def check_index(path: Path, *, make: bool = False) -> None:
    """InputError where there is no index, and none can or should be made."""
    if path.is_dir():
        raise InputError(f"{path}: a folder, not an index; the index is named first")
    if not os.path.lexists(path):
        if not make:
            raise InputError(f"{path}: no such index; `dedup index add {path} PATHS` makes one")
        from dedup.reports.atomic_file import check_writable

        check_writable(path)
        return
    try:
        is_empty = path.is_file() and path.stat().st_size == 0
        if not is_index(path) and not (is_empty and make):
            raise InputError(f"{path}: not an index that dedup made; the index is named first")
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {(error.strerror or str(error)).lower()}") from error


@dataclass(frozen=True, slots=True)
class InputReader:
    """Articles from paths, with ids that last."""

    paths: Sequence[Path]
    fields: FieldNames
    processes: int

    def articles(self, progress: Progress) -> Iterator[Article | Skipped]:
        """All articles, one after the other, and what had to be skipped."""
        from dedup.sources.reader import read_articles

        total = None if progress is no_progress else _expected_articles(self.paths)
        sums: Counter[str] = Counter()
        for done, item in enumerate(read_articles(self.paths, self.fields, processes=self.processes), 1):
            progress("articles", done, total)
            yield replace(item, id=stable_id(item, sums)) if isinstance(item, Article) else item


def stable_id(article: Article, seen: Counter[str]) -> str:
    """The id by which an index remembers an article: its own, its file's, its address, or a checksum.

    A record without an id is read as the twelfth of its feed, and tomorrow another one is the twelfth: so it goes by
    its address, or else by a checksum of what it says. How often each came is counted in `sums`: a feed may hold one
    record twice.

    >>> lasting_id(Article("-:12", "Rain.", url="https://www.example.org/rain?utm_source=feed"), Counter())
    'https://example.org/rain'
    """
    numbered = PATH_AND_RECORD.fullmatch(article.id)
    file = numbered[1] if numbered else article.id
    if not (file == str(STDIN) or (numbered and _is_file(file))):
        return article.id
    from dedup.sources.urls import article_url

    address = article_url(article)
    if address:
        return address
    name = f"{file}:{_content_digest(article)}"
    seen[name] += 1
    return name if seen[name] == 1 else f"{name}#{seen[name]}"


def _content_digest(article: Article) -> str:
    content = (article.title, article.outlet, article.published, article.author, article.text)
    return blake2b("\0".join(map(str, content)).encode(errors="replace"), digest_size=CONTENT_ID_BYTES).hexdigest()


@lru_cache(maxsize=1024)
def _is_file(path: str) -> bool:
    return Path(path).is_file()


def _expected_articles(paths: Sequence[Path]) -> int | None:
    """How many articles there are to be read; None where a file may hold any number."""
    from dedup.sources.files import SourceFile, find_files

    count = 0
    for path in paths:
        for file in find_files(path):
            if isinstance(file, SourceFile) and not (file.format and file.format.holds_one_article):
                return None
            count += 1
    return count
