"""From a path to the files that hold articles: what a name says about a file, and how folders are walked.

Nothing is opened here that could block: a pipe, a socket or a device is told by its kind and skipped.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from operator import attrgetter
from pathlib import Path

from dedup.article import Skipped
from dedup.errors import InputError
from dedup.sources.decoding import replace_lone_surrogates

STDIN = Path("-")


class Kind(Enum):
    """How the content of a file is laid out."""

    TEXT = auto()  # one article
    HTML = auto()  # one article in HTML
    JSONL = auto()  # a JSON object on each line
    JSON = auto()  # one value: an object, or an array of them
    CSV = auto()  # a table with a header
    TSV = auto()  # the same, separated by tabs
    PARQUET = auto()  # a table in columns


KINDS = {
    "txt": Kind.TEXT,
    "md": Kind.TEXT,
    "html": Kind.HTML,
    "htm": Kind.HTML,
    "xhtml": Kind.HTML,
    "jsonl": Kind.JSONL,
    "ndjson": Kind.JSONL,
    "json": Kind.JSON,
    "csv": Kind.CSV,
    "tsv": Kind.TSV,
    "parquet": Kind.PARQUET,
}
COMPRESSION_ENDINGS = ("gz", "zst", "bz2", "xz")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to be read; `folder` is the sub-folder of the given folder that names its outlet, if it lies in one."""

    path: Path
    kind: Kind
    outlet_folder: str | None = None


def known_kind(name: str) -> Kind | None:
    """What the ending of a name says, with or without that of a compression; None for an unknown one.

    >>> known_kind("feed.JSONL.gz").name
    'LINES'
    """
    _, *endings = name.lower().split(".")
    if endings and endings[-1] in COMPRESSION_ENDINGS:
        endings.pop()
    return KINDS.get(endings[-1]) if endings else None


def find_files(given: Path) -> Iterator[SourceFile | Skipped]:
    """The file at a path, whatever its ending; or all files with known endings below a folder, in order of their names.

    In a folder, hidden files are passed over, links are followed, and what can be reached in two ways is read once.
    """
    if given == STDIN:
        yield SourceFile(STDIN, Kind.TEXT)
        return
    try:
        status = given.stat()
        if not stat.S_ISDIR(status.st_mode):
            _check_regular(status)
            yield SourceFile(given, known_kind(given.name) or Kind.TEXT)
            return
    except (OSError, ValueError) as error:
        yield skipped_file(given, error)
        return
    yield from _walk(given)


def _walk(given: Path) -> Iterator[SourceFile | Skipped]:
    first_paths: dict[tuple[int, int], Path] = {}
    waiting: list[tuple[Path | os.DirEntry[str], str | None]] = [(given, None)]
    while waiting:
        entry, folder = waiting.pop()
        kind, path = known_kind(entry.name), Path(entry)
        try:
            status = entry.stat()
            is_folder = stat.S_ISDIR(status.st_mode)
            if kind is None and not is_folder:
                continue
            first = first_paths.setdefault((status.st_dev, status.st_ino), path)
            if first is not path:
                raise InputError(f"read already, as {path_name(first)}")
            if is_folder:
                inside = folder if entry is given else _outlet_of_folder(entry.name) or folder
                waiting += [(member, inside) for member in _visible_entries(path)]
            if is_folder and kind is not None and entry is not given:
                raise InputError("a folder with the name of a file; what is in it is read by itself")
            if not is_folder:
                _check_regular(status)
        except (OSError, ValueError) as error:
            yield skipped_file(path, error)
            continue
        if kind is not None and not is_folder:
            yield SourceFile(path, kind, folder)


def _visible_entries(folder: Path) -> list[os.DirEntry[str]]:
    """What lies in a folder, the last name first."""
    with os.scandir(folder) as entries:
        visible = [entry for entry in entries if not entry.name.startswith(".")]
    return sorted(visible, key=attrgetter("name"), reverse=True)


def _outlet_of_folder(folder: str) -> str | None:
    """The outlet that a folder names: it has a letter in its name, `2024/05` is a date."""
    return replace_lone_surrogates(folder) if any(map(str.isalpha, folder)) else None


def _check_regular(status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise InputError(_SPECIAL.get(stat.S_IFMT(status.st_mode), "not a regular file"))


_SPECIAL = {
    stat.S_IFIFO: "a named pipe; what it holds can be given on standard input, as -",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def path_name(path: Path) -> str:
    """The path as ids and reports name it: as given, with `/` between names, in characters that UTF-8 can hold."""
    return replace_lone_surrogates(path.as_posix())


def skipped_file(path: Path, error: Exception) -> Skipped:
    """What an error says about a whole file."""
    return Skipped(path_name(path), None, _reason(path, error))


def _reason(path: Path, error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "a broken link" if path.is_symlink() else "no such file or folder"
    if isinstance(error, OSError):
        return f"cannot be read: {error.strerror or error}".lower()
    return str(error)
