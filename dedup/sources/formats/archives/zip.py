"""ZIP: an archive of files, each of which is read as what it is; and WACZ, a ZIP with the archives of a crawl.

The members come in the order of the archive. Of a WACZ, those below `archive/` hold what was crawled; its other members
are an index of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader
from typing import cast
from zipfile import ZipFile, ZipInfo

from dedup.errors import InputError
from dedup.sources.files.passed_over import PassedOverKind
from dedup.sources.formats.format import BadMember, InputFormat, NotRead, OpenFile, ReadOptions, SourceMember
from dedup.sources.formats.seekable import seekable

_ENCRYPTED = 0x1  # in the flags of a member
_BEGINNINGS = (b"PK\x03\x04", b"PK\x05\x06")  # the second one is that of an archive without members
_NAME = slice(30, 60)  # where the name of the first member stands
# Documents and programs that are ZIP archives, too: the names of their first members.
_OTHER_DOCUMENTS = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"mimetype", b"META-INF/", b"AndroidManifest")

_CRAWLS = (b"archive/", b"datapackage.json", b"pages/", b"indexes/")


def read_zip(file: OpenFile, options: ReadOptions) -> Iterator[SourceMember | BadMember | NotRead]:  # noqa: ARG001
    """The members of an archive; InputError if it is damaged."""
    with seekable(file) as stored:
        try:
            archive = ZipFile(stored)
        except (OSError, InputError):
            raise
        except Exception as error:  # a damaged index raises what the parser happens to raise
            raise InputError(f"not a ZIP archive that can be read: {error}") from error
        with archive:
            for member in archive.infolist():
                if not member.filename.endswith("/"):
                    yield _member(archive, member)


def read_wacz(file: OpenFile, options: ReadOptions) -> Iterator[SourceMember | BadMember | NotRead]:
    """The archives of a crawl."""
    for item in read_zip(file, options):
        is_index = isinstance(item, SourceMember) and not item.name.startswith("archive/")
        yield NotRead(PassedOverKind.INDEX, item.name) if is_index else item  # type: ignore[union-attr]


def _member(archive: ZipFile, member: ZipInfo) -> SourceMember | BadMember:
    if member.flag_bits & _ENCRYPTED:
        return BadMember(member.filename, "encrypted")
    try:
        stream = archive.open(member)
    except Exception as error:  # a method of compression that is not known, a damaged header: whatever zipfile raises
        return BadMember(member.filename, f"cannot be unpacked: {error}")
    return SourceMember(member.filename, cast(BufferedReader, stream))


def _sniff_zip(head: bytes) -> bool:
    return head.startswith(_BEGINNINGS) and not head[_NAME].startswith((*_OTHER_DOCUMENTS, *_CRAWLS))


def _sniff_wacz(head: bytes) -> bool:
    return head.startswith(_BEGINNINGS) and head[_NAME].startswith(_CRAWLS)


FORMATS = (
    InputFormat(name="zip", endings=("zip",), read=read_zip, sniff=_sniff_zip),
    InputFormat(name="wacz", endings=("wacz",), read=read_wacz, sniff=_sniff_wacz),
)
