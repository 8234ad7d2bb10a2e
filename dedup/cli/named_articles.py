"""Single articles by name: a file that holds one, or one of many by the name that a scan prints.

A name in a file is the number of a record behind the path of the file (`feed.jsonl:4`), the name of a file in an
archive (`crawl.zip/rain.html`), or both. A file is read no further than to the last article that is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dedup.article import Article, Place, ReadWarning, Skipped
from dedup.errors import InputError

if TYPE_CHECKING:
    from dedup.sources.fields.record_parts import FieldNames

STDIN = Path("-")


def named_articles(names: Sequence[str], fields: FieldNames, encoding: str | None) -> list[Article]:
    """Return the article of each name; InputError if there is none, or more than one."""
    files = [_file_of(name) for name in names]
    found: dict[str, Article] = {}
    for file in dict.fromkeys(files):
        wanted = {name for name, of_name in zip(names, files, strict=True) if of_name == file}
        found |= _articles_in(file, wanted, _read(file, fields, encoding))
    return [found[name] for name in names]


def _file_of(name: str) -> Path:
    """Return the file that a name leads to: the name itself, or the longest beginning of it that is a file."""
    ends = [len(name), *(cut.start() for cut in reversed([*re.finditer("[:/]", name)]) if cut.start())]
    for path in (Path(name[:end]) for end in ends):
        if path == STDIN or path.is_file():
            return path
    if Path(name).is_dir():
        raise InputError(f"{name}: a folder; what is compared is a file or a record")
    raise InputError(f"{name}: no such file or folder")


def _read(file: Path, fields: FieldNames, encoding: str | None) -> Iterator[Article | Skipped]:
    from dedup.sources.reader import read_articles

    found = read_articles([file], fields, encoding=encoding)
    return (item for item in found if not isinstance(item, ReadWarning))


def _articles_in(file: Path, names: set[str], read: Iterator[Article | Skipped]) -> dict[str, Article]:
    """Return the articles of some names in one file; one that is named as the whole file must be alone in it."""
    found: dict[str, Article] = {}
    is_whole = str(file) in names
    count = 0
    for count, item in enumerate(read, 1):
        called = names & {_place_of(item), item.id if isinstance(item, Article) else ""}
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
