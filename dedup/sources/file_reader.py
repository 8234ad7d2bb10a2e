"""From files, and files inside archives, to what their items give, in the order in which they stand."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import cached_property
from io import BufferedReader
from pathlib import Path, PurePosixPath
from typing import Self

from dedup.article import ReadWarning, Skipped
from dedup.errors import InputError
from dedup.notebook import counted
from dedup.settings.limit_settings import LimitSettings
from dedup.sources.decoding.compression import decompressed, doubt_of, open_decompressed
from dedup.sources.files.file_patterns import kind_to_pass_over, label_of_ending, label_of_file
from dedup.sources.files.finder import STDIN, SourceFile, fault_of, path_name, skipped_file
from dedup.sources.files.members import Unpacked, open_member
from dedup.sources.files.passed_over import PassedOver, PassedOverKind
from dedup.sources.formats import DEFAULT_FORMAT, format_of_file, input_formats
from dedup.sources.formats.format import (
    BadMember,
    InputFormat,
    NotRead,
    OpenFile,
    ReadOptions,
    SourceMember,
    SourceWarning,
)
from dedup.sources.items import Item, ItemReader, Read
from dedup.sources.reading import BytesRead
from dedup.sources.urls.site_outlet import outlet_of_folder

MAX_SKIPPED_RECORDS = 100_000  # of one file; the others are counted


@dataclass(frozen=True)
class _Source:
    """Where items come from: the path of a file or of a member, and its outlet folder.

    `is_stored` is True if the path leads to the file. `depth` is the number of archives that a member lies in.
    """

    path: Path
    folder: str | None
    is_stored: bool
    unpacked: Unpacked
    depth: int = 0

    @cached_property
    def name(self) -> str:
        """The path as ids and reports name it."""
        return path_name(self.path)

    def member(self, name: str) -> Self:
        """A file inside this one; folders inside may name another outlet."""
        folder = self.folder
        for outer in PurePosixPath(name).parts[:-1]:
            folder = outlet_of_folder(outer, folder)
        path = Path(f"{self.path.as_posix()}/{name}")
        return replace(self, path=path, folder=folder, is_stored=False, depth=self.depth + 1)


class FileReader:
    """Reads one file after the other; a fault of one ends no other."""

    def __init__(self, options: ReadOptions, items: ItemReader, bytes_read: BytesRead) -> None:
        self._options = options
        self._items = items
        self._bytes_read = bytes_read

    def read(self, found: Iterable[SourceFile | Skipped | ReadWarning]) -> Iterator[Read | Future[Read]]:
        """What the items of each file give; a file that cannot be read gives the reason in its place."""
        for file in found:
            if not isinstance(file, SourceFile):
                yield (file,)
                continue
            try:
                yield from self._file(file)
            except Exception as error:  # whatever it is, it ends no other file
                yield (skipped_file(file.path, error),)

    def _file(self, file: SourceFile) -> Iterator[Read | Future[Read]]:
        with _open(file.path, self._options.limits) as stream, self._bytes_read.of(file.path, stream) as size:
            file_format = format_of_file(file.path.name, stream.peek())
            if file_format is None and file.passed_over is not None:
                file.passed_over.add(PassedOverKind.ENDING, label_of_ending(file.path.name))
                return
            unpacked = Unpacked.of(size, self._options.limits)
            source = _Source(file.path, file.outlet_folder, file.path is not STDIN, unpacked)
            contents = self._contents(source, stream, file_format or input_formats()[DEFAULT_FORMAT])
            yield from _with_few_skipped(contents, source.name)

    def _contents(
        self, source: _Source, stream: BufferedReader, file_format: InputFormat
    ) -> Iterator[Read | Future[Read]]:
        """All that a file holds; at its end, a line that says what of it is passed over."""
        passed_over = PassedOver()
        count, max_records = 0, self._options.limits.max_file_records
        try:
            for item in file_format.read(OpenFile(source.path, stream, source.is_stored), self._options):
                count += 1
                source.unpacked.take_record()
                if count > max_records:
                    raise InputError(f"more than {counted(max_records, 'record')}: the rest is not read")
                if isinstance(item, NotRead):
                    passed_over.add(*item)
                elif isinstance(item, SourceMember):
                    yield from self._member(item, source, passed_over)
                else:
                    yield self._item_or_fault(item, source)
        except Exception as error:  # whatever it is, it ends no other file
            yield (skipped_file(source.path, error),)
        else:
            if not count:
                yield (Skipped(source.name, None, "empty"),)
        if (doubt := doubt_of(stream)) is not None:
            yield (ReadWarning(source.name, None, doubt),)
        if passed_over:
            yield (ReadWarning(source.name, None, passed_over.line()),)

    def _item_or_fault(self, item: Item | BadMember | SourceWarning, source: _Source) -> Read | Future[Read]:
        try:
            return self._item(item, source)
        except Exception as error:  # of one record: whatever it is, it ends no other
            return (Skipped(source.name, getattr(item, "number", None), fault_of(error)),)

    def _item(self, item: Item | BadMember | SourceWarning, source: _Source) -> Read | Future[Read]:
        if isinstance(item, SourceWarning):
            return (ReadWarning(source.name, None, item.reason),)
        if isinstance(item, BadMember):
            return (Skipped(source.member(item.name).name, None, item.reason),)
        return self._items.read(item, source.name, source.folder)

    def _member(self, member: SourceMember, outer: _Source, passed_over: PassedOver) -> Iterator[Read | Future[Read]]:
        """What a file inside a file holds; its path is that of the outer file, and its name in it."""
        kind = kind_to_pass_over(PurePosixPath(member.name).parts)
        if kind is not None:
            passed_over.add(kind, label_of_file(kind, PurePosixPath(member.name).name))
            return
        source = outer.member(member.name)
        try:
            if source.depth > self._options.limits.max_nested_archives:
                depth = counted(self._options.limits.max_nested_archives, "archive")
                raise InputError(f"lies in more than {depth}, one inside the other")
            stream = open_member(member, source.unpacked, self._options.limits)
            file_format = format_of_file(member.name, stream.peek())
        except Exception as error:  # whatever it is, it ends no other file
            yield (skipped_file(source.path, error),)
            return
        if file_format is None:
            passed_over.add(PassedOverKind.ENDING, label_of_ending(member.name))
        else:
            yield from self._contents(source, stream, file_format)


def _with_few_skipped(contents: Iterable[Read | Future[Read]], name: str) -> Iterator[Read | Future[Read]]:
    """The same, with a count in the place of what is skipped beyond a number that nobody reads."""
    skipped = 0
    for read in contents:
        if isinstance(read, tuple) and isinstance(read[0], Skipped):
            skipped += 1
            if skipped > MAX_SKIPPED_RECORDS:
                continue
        yield read
    if skipped > MAX_SKIPPED_RECORDS:
        more = counted(skipped - MAX_SKIPPED_RECORDS, "more record")
        yield (Skipped(name, None, f"{more} cannot be read, for such reasons as those before"),)


def _open(path: Path, limits: LimitSettings) -> AbstractContextManager[BufferedReader]:
    if path is not STDIN:
        return open_decompressed(path, limits)
    stream = getattr(sys.stdin, "buffer", None)
    if not isinstance(stream, BufferedReader):
        raise InputError("standard input is closed, or holds no bytes")
    return nullcontext(decompressed(stream, limits))
