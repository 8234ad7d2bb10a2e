"""From a path to the files that hold articles: how folders are walked, and what in them is passed over.

Each file is found once, whatever the names and links that lead to it. Nothing that could block is opened: a pipe, a
socket or a device is known by its file type and skipped. What is known to be no article by its name alone is counted
and not opened.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from pathlib import Path

from dedup.article import ReadWarning, Skipped
from dedup.errors import InputError, MissingExtraError
from dedup.sources.decoding.bounded_reading import reading_error
from dedup.sources.decoding.decode import replace_lone_surrogates
from dedup.sources.files.file_patterns import FilePatterns, kind_to_pass_over, label_of_file, saved_page_of_folder
from dedup.sources.files.passed_over import PassedOver, PassedOverKind
from dedup.sources.formats import format_of_name
from dedup.sources.formats.format import InputFormat
from dedup.sources.urls.site_outlet import outlet_of_article_folder, outlet_of_folder, outlet_of_path

STDIN = Path("-")
_MAX_SHOWN_CHARACTERS = 60  # of a string that was given as a path
_File = tuple[int, int] | str  # device and inode; where a file system has none, the path


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to be read.

    `format` is what its name tells, None where that is nothing; its content has the last word. `outlet_folder` is the
    folder below the given one that names the outlet, if the file lies in one; or the site that the given path names.
    `passed_over` counts for the folder that was given; None for a file that was named itself, which is read whatever it
    is.
    """

    path: Path
    format: InputFormat | None
    outlet_folder: str | None = None
    passed_over: PassedOver | None = None


def existing_path(given: str | Path) -> Path:
    """The path, if it names something, or standard input; InputError otherwise."""
    path = named_path(given) if isinstance(given, str) else given
    if path == STDIN or os.path.lexists(path):
        return path
    if isinstance(given, str):
        raise InputError(f"{_shortened(given)}: no such file or folder; texts are given as `texts=[...]`")
    raise InputError(f"{given}: no such file or folder")


def named_path(given: str) -> Path:
    """The path of a name; InputError for none, which `Path` takes for the folder one is in, and for a web address.

    >>> named_path("in/a.txt").name
    'a.txt'
    """
    if not given:
        raise InputError("the name of a file or folder is empty; the folder you are in is named .")
    if given.startswith(("http://", "https://")):
        raise InputError(f"{_shortened(given)}: a web address; files are read, so it must be fetched before")
    return Path(given)


class FileFinder:
    """Finds the files at paths and below them; a file that several paths lead to is found once.

    Of the files in folders those are found that `patterns` let through.
    """

    def __init__(self, patterns: FilePatterns = FilePatterns()) -> None:  # noqa: B008  # it is immutable
        self._patterns = patterns
        self._first_paths: dict[_File, Path] = {}

    def find(self, given: Path) -> Iterator[SourceFile | Skipped | ReadWarning]:
        """The file at a path, whatever its ending; or the files below a folder, in order of their names.

        In a folder, hidden files are passed over, and links are followed. A warning at its end says what was passed
        over.
        """
        if given == STDIN:
            yield self._standard_input()
            return
        try:
            status = given.stat()
            if not stat.S_ISDIR(status.st_mode):
                check_regular(status)
                self._check_first_visit(given, status)
        except (OSError, ValueError) as error:
            yield skipped_file(given, error)
            return
        if stat.S_ISDIR(status.st_mode):
            yield from _Walk(given, self._patterns, self._check_first_visit).files()
        else:
            yield SourceFile(given, format_of_name(given.name), outlet_of_path(given.parent))

    def mark(self, path: Path) -> None:
        """Take a file for one that was found; an article of it is there already."""
        try:
            self._check_first_visit(path, path.stat())
        except (OSError, ValueError):
            return  # it is no file, or marked already

    def _standard_input(self) -> SourceFile | Skipped:
        if self._first_paths.setdefault(str(STDIN), STDIN) is not STDIN:
            return Skipped(path_name(STDIN), None, "read already")
        return SourceFile(STDIN, None)

    def _check_first_visit(self, path: Path, status: os.stat_result) -> None:
        file = (status.st_dev, status.st_ino) if status.st_ino else os.path.realpath(path)
        first = self._first_paths.setdefault(file, path)
        if first is not path:
            raise InputError(f"read already, as {path_name(first)}")


class _Walk:
    """A walk through a folder and all folders below it."""

    def __init__(self, root: Path, patterns: FilePatterns, check_first_visit: Callable[..., None]) -> None:
        self._root = root
        self._patterns = patterns
        self._check_first_visit = check_first_visit
        self._passed_over = PassedOver()
        self._waiting: list[tuple[Path | os.DirEntry[str], str | None]] = [(root, outlet_of_path(root))]

    def files(self) -> Iterator[SourceFile | Skipped | ReadWarning]:
        while self._waiting:
            entry, outlet_folder = self._waiting.pop()
            try:
                file = self._visit(entry, outlet_folder)
            except (OSError, ValueError) as error:
                yield skipped_file(Path(entry), error)
                continue
            if file is not None:
                yield file
        if self._passed_over:
            yield ReadWarning(path_name(self._root), None, self._passed_over.line())

    def _visit(self, entry: Path | os.DirEntry[str], outlet_folder: str | None) -> SourceFile | None:
        """The file, if the entry is one to be read; the members of a folder are put with what waits."""
        status = _status(entry)
        is_folder = stat.S_ISDIR(status.st_mode)
        if entry is not self._root and self._is_passed_over(entry, is_folder=is_folder):
            return None
        path = Path(entry)
        if not is_folder:
            check_regular(status)
        self._check_first_visit(path, status)
        if not is_folder:
            passed_over = None if self._patterns.name_ending(entry.name) else self._passed_over
            return SourceFile(path, format_of_name(entry.name), outlet_folder, passed_over)
        self._enter(entry, outlet_folder)
        if entry is not self._root and format_of_name(entry.name) is not None:
            raise InputError("a folder with the name of a file; what is in it is read by itself")
        return None

    def _is_passed_over(self, entry: Path | os.DirEntry[str], *, is_folder: bool) -> bool:
        name = entry.name
        kind = kind_to_pass_over((name,), is_folder=is_folder)
        if kind is PassedOverKind.ENDING and self._patterns.name_ending(name):
            kind = None
        if kind is None and self._patterns and not self._patterns.let_through(self._path_below(entry), is_folder):
            kind = PassedOverKind.PATTERN
        if kind is not None:
            is_branch = is_folder and kind is PassedOverKind.PATTERN
            self._passed_over.add(kind, "folders" if is_branch else label_of_file(kind, name))
        return kind is not None

    def _path_below(self, entry: Path | os.DirEntry[str]) -> str:
        return Path(entry).relative_to(self._root).as_posix()

    def _enter(self, entry: Path | os.DirEntry[str], outlet_folder: str | None) -> None:
        inside = outlet_folder if entry is self._root else outlet_of_folder(entry.name, outlet_folder)
        with os.scandir(entry) as found:
            members = sorted(found, key=attrgetter("name"), reverse=True)
        if not members:
            self._passed_over.add(PassedOverKind.EMPTY_FOLDER, replace_lone_surrogates(entry.name) or ".")
        names = {member.name for member in members}
        for member in members:
            if saved_page_of_folder(member.name) & names and not member.is_symlink() and member.is_dir():
                self._passed_over.add(PassedOverKind.SAVED_PAGE, replace_lone_surrogates(member.name))
            elif member.name in _SINGLE_ARTICLES and entry is not self._root:
                self._waiting.append((member, outlet_of_article_folder(entry.name, outlet_folder)))
            else:
                self._waiting.append((member, inside))


def _status(entry: Path | os.DirEntry[str]) -> os.stat_result:
    status = entry.stat()
    return status if status.st_ino else os.stat(entry)  # noqa: PTH116  # entries of Windows have no inode


def check_regular(status: os.stat_result) -> None:
    """InputError, with what it is, for what is no file that ends."""
    if status.st_dev in _system_devices():
        raise InputError("made by the system as it is read: such a file may never end")
    if not stat.S_ISREG(status.st_mode):
        raise InputError(_SPECIAL.get(stat.S_IFMT(status.st_mode), "not a regular file"))


@cache
def _system_devices() -> frozenset[int]:
    """The devices of file systems whose files are regular by name only: `/proc/kmsg` waits for ever."""
    return frozenset(os.stat(path).st_dev for path in _OF_THE_SYSTEM if os.path.ismount(path))  # noqa: PTH116


_SINGLE_ARTICLES = ("index.md", "index.markdown")  # each is the article of its folder, with its pictures beside it
_OF_THE_SYSTEM = ("/proc", "/sys", "/sys/kernel/debug", "/sys/kernel/tracing")
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


def fault_of(error: Exception) -> str:
    """The reason that an error gives; what nobody foresaw is named by its kind."""
    if isinstance(error, ValueError | MissingExtraError) and str(error):
        return str(error)
    if isinstance(error, MemoryError):
        return "cannot be read: it takes more memory than there is"
    return f"cannot be read: {type(error).__name__}: {error!s:.200}"


def _shortened(given: str) -> str:
    is_long = len(given) > _MAX_SHOWN_CHARACTERS
    return repr(f"{given[:_MAX_SHOWN_CHARACTERS]}\N{HORIZONTAL ELLIPSIS}" if is_long else given)


def _reason(path: Path, error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "a broken link" if path.is_symlink() else "no such file or folder"
    if isinstance(error, OSError):
        return reading_error(error)
    return fault_of(error)
