"""From a path to the files that hold articles: what a name says about a file, and how folders are walked.

Nothing that could block is opened: a pipe, a socket or a device is known by its file type and skipped.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

from dedup.article import Skipped
from dedup.errors import InputError
from dedup.sources.decoding.bounded_reading import reading_error
from dedup.sources.decoding.decode import replace_lone_surrogates
from dedup.sources.formats import DEFAULT_FORMAT, format_of_name, input_formats
from dedup.sources.formats.format import InputFormat
from dedup.sources.urls.site_outlet import outlet_of_folder, outlet_of_path

STDIN = Path("-")
_MAX_SHOWN_CHARACTERS = 60  # of a string that was given as a path


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to be read.

    `format` is None on standard input, which has no name: its first bytes tell. `outlet_folder` is the folder below
    the given one that names the outlet, if the file lies in one; or the site that the given path names.
    """

    path: Path
    format: InputFormat | None
    outlet_folder: str | None = None


def existing_path(given: str | Path) -> Path:
    """The path, if it names something, or standard input; InputError otherwise."""
    path = Path(given)
    if path == STDIN or os.path.lexists(path):
        return path
    if isinstance(given, str):
        raise InputError(f"{_shortened(given)}: no such file or folder; texts are given as `texts=[...]`")
    raise InputError(f"{given}: no such file or folder")


def find_files(given: Path) -> Iterator[SourceFile | Skipped]:
    """The file at a path, whatever its ending; or all files with known endings below a folder, in order of their names.

    In a folder, hidden files are passed over, links are followed, and what can be reached in two ways is read once.
    """
    if given == STDIN:
        yield SourceFile(STDIN, None)
        return
    try:
        status = given.stat()
        is_folder = stat.S_ISDIR(status.st_mode)
        if not is_folder:
            _check_regular(status)
    except (OSError, ValueError) as error:
        yield skipped_file(given, error)
        return
    if is_folder:
        yield from _Walk(given).files()
    else:
        yield SourceFile(
            given, format_of_name(given.name) or input_formats()[DEFAULT_FORMAT], outlet_of_path(given.parent)
        )


class _Walk:
    """A walk through a folder and all folders below it."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._first_paths: dict[tuple[int, int], Path] = {}  # by device and inode
        self._waiting: list[tuple[Path | os.DirEntry[str], str | None]] = [(root, outlet_of_path(root))]

    def files(self) -> Iterator[SourceFile | Skipped]:
        while self._waiting:
            entry, outlet_folder = self._waiting.pop()
            try:
                file = self._visit(entry, outlet_folder)
            except (OSError, ValueError) as error:
                yield skipped_file(Path(entry), error)
                continue
            if file is not None:
                yield file

    def _visit(self, entry: Path | os.DirEntry[str], outlet_folder: str | None) -> SourceFile | None:
        """The file, if the entry is one with a known ending; the members of a folder are put with what waits."""
        status, file_format = entry.stat(), format_of_name(entry.name)
        is_folder = stat.S_ISDIR(status.st_mode)
        if file_format is None and not is_folder:
            return None
        self._check_first_visit(Path(entry), status)
        if is_folder:
            self._enter(entry, outlet_folder)
            if file_format is not None and entry is not self._root:
                raise InputError("a folder with the name of a file; what is in it is read by itself")
            return None
        _check_regular(status)
        return SourceFile(Path(entry), file_format, outlet_folder)

    def _check_first_visit(self, path: Path, status: os.stat_result) -> None:
        first = self._first_paths.setdefault((status.st_dev, status.st_ino), path)
        if first is not path:
            raise InputError(f"read already, as {path_name(first)}")

    def _enter(self, entry: Path | os.DirEntry[str], outlet_folder: str | None) -> None:
        inside = outlet_folder if entry is self._root else outlet_of_folder(entry.name, outlet_folder)
        self._waiting += [(member, inside) for member in _visible_entries(Path(entry))]


def _visible_entries(folder: Path) -> list[os.DirEntry[str]]:
    """The members of a folder that are not hidden, the last name first."""
    with os.scandir(folder) as entries:
        visible = [entry for entry in entries if not entry.name.startswith(".")]
    return sorted(visible, key=attrgetter("name"), reverse=True)


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
    """A whole file that cannot be read, with the reason that an error gives."""
    return Skipped(path_name(path), None, _reason(path, error))


def _shortened(given: str) -> str:
    is_long = len(given) > _MAX_SHOWN_CHARACTERS
    return repr(f"{given[:_MAX_SHOWN_CHARACTERS]}\N{HORIZONTAL ELLIPSIS}" if is_long else given)


def _reason(path: Path, error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "a broken link" if path.is_symlink() else "no such file or folder"
    if isinstance(error, OSError):
        return reading_error(error)
    return str(error)
