"""Single articles by name: a file that holds one, or one of many by the name that a scan or an index prints.

A name in a file is the number of a record behind the path of the file (`feed.jsonl:4`), the name of a file in an
archive (`crawl.zip/rain.html`), both, or the id of a record or of an article of an index: `news.dedup:ID`, or
`postgresql://USER@HOST/DATABASE:ID`. With the paths that were scanned, or an index, an id is enough. A file is read no
further than to the last article that is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dedup.article import Article, Place, ReadWarning, Skipped
from dedup.cli.inputs import STDIN, is_database, is_index, open_index
from dedup.errors import InputError

if TYPE_CHECKING:
    from dedup.sources.fields.record_parts import FieldNames


@dataclass(frozen=True, slots=True)
class NamedArticles:
    """Finds articles by their names, in the files that these lead to, or first in the paths `within`."""

    fields: FieldNames
    encoding: str | None
    within: Sequence[str | Path] = ()

    def find(self, names: Sequence[str]) -> list[Article]:
        """Return the article of each name; InputError if there is none, or more than one."""
        found: dict[str, Article] = {}
        for path in self.within:
            found |= self._articles_among(path, set(names) - found.keys())
        files = {name: _database_of(name) or _file_of(name) for name in names if name not in found}
        for file in dict.fromkeys(files.values()):
            wanted = {name for name, of_name in files.items() if of_name == file}
            if file != STDIN and is_index(file):
                found |= _stored_articles(file, wanted)
            else:
                found |= _articles_in(Path(file), wanted, self._read(Path(file)))
        return [found[name] for name in names]

    def _articles_among(self, path: str | Path, names: set[str]) -> dict[str, Article]:
        """The articles with these ids in a file, a folder or an index, as far as there are any."""
        if is_index(path):
            with open_index(path) as index:
                stored = {name: index.version_of(Article(name, "", url=name)) for name in names}
            return {name: article for name, article in stored.items() if article is not None}
        found: dict[str, Article] = {}
        for item in self._read(Path(path)) if names else ():
            if isinstance(item, Article):
                found |= dict.fromkeys(names & {item.id, _place_of(item)}, item)
            if len(found) == len(names):
                break
        return found

    def _read(self, path: Path) -> Iterator[Article | Skipped]:
        from dedup.sources.reader import read_articles

        found = read_articles([path], self.fields, encoding=self.encoding)
        return (item for item in found if not isinstance(item, ReadWarning))


def _database_of(name: str) -> str | None:
    """The URL of the database that a name leads to, which an id may follow.

    >>> _database_of("postgresql://me@db:5432/news?schema=wire:feed.jsonl:4"), _database_of("news.dedup:4")
    ('postgresql://me@db:5432/news?schema=wire', None)
    """
    url = re.match(r"[a-z]+://[^/]*/[^:]*", name)
    return url[0] if url and is_database(name) else None


def _file_of(name: str) -> Path:
    """Return the file that a name leads to: the name itself, or the longest beginning of it that is a file."""
    ends = [len(name), *(cut.start() for cut in reversed([*re.finditer("[:/]", name)]) if cut.start())]
    for path in (Path(name[:end]) for end in ends):
        if path == STDIN or path.is_file():
            return path
    if Path(name).is_dir():
        raise InputError(f"{name}: a folder; what is compared is a file or a record")
    raise InputError(f"{name}: no such file or folder; an id is looked up in what --in PATH names")


def _stored_articles(index_url: str | Path, names: Iterable[str]) -> dict[str, Article]:
    """Return the articles of an index that some names lead to: `news.dedup:ID`."""
    found = {}
    with open_index(index_url) as index:
        for name in names:
            given = name[len(str(index_url)) + 1 :]
            stored = index.version_of(Article(given, "", url=given)) if given else None
            if stored is None:
                from dedup.index.storage.opening import shown_url

                shown = shown_url(index_url)
                raise InputError(f"{shown_url(name)}: no such article; an article of an index is named {shown}:ID")
            found[name] = stored
    return found


def _articles_in(file: Path, names: set[str], read: Iterator[Article | Skipped]) -> dict[str, Article]:
    """Return the articles of some names in one file; one that is named as the whole file must be alone in it."""
    found: dict[str, Article] = {}
    is_whole = str(file) in names
    count = 0
    for count, item in enumerate(read, 1):
        called = names & {_place_of(item), *((item.id, f"{file}:{item.id}") if isinstance(item, Article) else ())}
        if is_whole and count == 1:
            called |= {str(file)}
        if isinstance(item, Skipped) and called:
            raise InputError(f"{_place_of(item)}: {item.reason}")
        if isinstance(item, Article):
            found |= dict.fromkeys(called, item)
        if is_whole and count > 1:
            raise InputError(f"{file}: more than one record; one of them is named as a scan does: {_place_of(item)}")
        if len(found) == len(names) and not is_whole:
            break
    missing = sorted(names - found.keys())
    if missing:
        raise InputError(f"{missing[0]}: no such record among the {count:,} in {file}")
    return found


def _place_of(item: Article | Skipped) -> str:
    return str(item.place if isinstance(item, Article) else Place(item.path, item.record_number))
