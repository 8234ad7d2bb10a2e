"""What an input format is: the contract that the files of this folder fulfil.

A format is one file here. Its constant `FORMATS` holds the `InputFormat`, or two that differ in a delimiter; the
registry finds it there, and nothing else names it. A format reads one open file and yields, in the order of the file,

    SourceRecord    a record with named fields; `FieldNames` says which field is which part of an article
    SourceDocument  an article whose parts the file names itself
    SourcePage      an HTML page, whose main text is still to be extracted
    SourceMember    a file inside the file, read by its own format
    BadRecord       a record that cannot be read, and why
    BadMember       a file inside the file that cannot be read, and why
    NotRead         something inside the file that is no article; it is counted
    SourceWarning   a doubt about the file as a whole

each with its number. InputError, or any ValueError or OSError, ends the file; what was yielded before it stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import NamedTuple

from dedup.settings.limit_settings import DEFAULT_LIMITS, LimitSettings
from dedup.sources.article_parts import ArticleParts
from dedup.sources.fields.record_parts import DEFAULT_FIELD_NAMES, FieldNames
from dedup.sources.files.passed_over import PassedOverKind

# The number of a record: its line in JSON lines, else its place in the file, from 1; None if it is the whole file.
Number = int | None


class SourceRecord(NamedTuple):
    """A record with named fields."""

    number: Number
    values: Mapping[str, object]


class SourceDocument(NamedTuple):
    """An article whose parts the file names itself."""

    number: Number
    parts: ArticleParts


class SourcePage(NamedTuple):
    """The bytes of an HTML page, or the path of a file that holds nothing else, packed or not.

    `url` and `charset` are what its container says about it, and so is what `stated` holds: it counts more than what
    the page says.
    """

    number: Number
    html: bytes | Path
    url: str | None = None
    charset: str | None = None
    stated: ArticleParts | None = None


class SourceMember(NamedTuple):
    """A file inside an archive: its name in the archive, and its bytes."""

    name: str
    stream: BufferedReader


class BadRecord(NamedTuple):
    """A record that cannot be read, and why."""

    number: Number
    reason: str


class BadMember(NamedTuple):
    """A file inside an archive that cannot be read, and why."""

    name: str
    reason: str


class NotRead(NamedTuple):
    """Something inside the file that is no article: its kind, and a label that says more, such as an ending."""

    kind: PassedOverKind
    label: str


class SourceWarning(NamedTuple):
    """A doubt about the file as a whole, in one line that says what and what was done."""

    reason: str


SourceItem = SourceRecord | SourceDocument | SourcePage | SourceMember | BadRecord | BadMember | NotRead | SourceWarning


class OpenFile(NamedTuple):
    """A file to be read: its decompressed bytes; and its path, for a format that reads the file by itself.

    `is_stored` is True if the path leads to the file: not to standard input, or into an archive.
    """

    path: Path
    stream: BufferedReader
    is_stored: bool = False


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How files are read: the names of the fields, what one file may cost, and their encoding if it is known.

    Of the files in a folder, those are read that match one of the patterns `include`, if there are any, and none of
    `exclude`.
    """

    fields: FieldNames = DEFAULT_FIELD_NAMES
    limits: LimitSettings = DEFAULT_LIMITS
    encoding: str | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


def _is_never(head: bytes) -> bool:  # noqa: ARG001  # a format that its first bytes do not show
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFormat:
    """One input format.

    `endings` are the endings of its files' names, in lower case and without the dot. `sniff` says whether the first
    bytes of a file are of this format, whatever its name; no two formats may claim the same bytes.
    `holds_one_article` is True if a file is never more than one article, so that files can be counted.
    """

    name: str
    endings: tuple[str, ...]
    read: Callable[[OpenFile, ReadOptions], Iterator[SourceItem]]
    sniff: Callable[[bytes], bool] = _is_never
    holds_one_article: bool = False

    @property
    def can_be_sniffed(self) -> bool:
        """Whether the first bytes of a file can show the format."""
        return self.sniff is not _is_never
