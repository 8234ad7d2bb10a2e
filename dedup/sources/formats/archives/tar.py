"""TAR: an archive of files, packed or not, each of which is read as what it is, in the order of the archive."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from io import BufferedReader
from typing import cast

from dedup.errors import InputError
from dedup.sources.files.passed_over import PassedOverKind
from dedup.sources.formats.format import InputFormat, NotRead, OpenFile, ReadOptions, SourceMember

_MAGIC = b"ustar"
_MAGIC_AT = 257
_KINDS = {tarfile.SYMTYPE: "link", tarfile.LNKTYPE: "link", tarfile.FIFOTYPE: "named pipe"}


def read_tar(file: OpenFile, options: ReadOptions) -> Iterator[SourceMember | NotRead]:  # noqa: ARG001
    """The members of an archive; InputError if it is damaged."""
    try:
        with tarfile.open(fileobj=file.stream, mode="r|") as archive:
            for member in archive:
                content = archive.extractfile(member) if member.isreg() else None
                if content is not None:
                    yield SourceMember(member.name, cast(BufferedReader, content))
                elif not member.isdir():
                    yield NotRead(PassedOverKind.MEMBER, _KINDS.get(member.type, "device"))
    except (OSError, InputError):
        raise
    except Exception as error:  # a damaged header raises what the parser happens to raise
        raise InputError(f"not a TAR archive that can be read: {error}") from error


def _sniff(head: bytes) -> bool:
    return head.startswith(_MAGIC, _MAGIC_AT)


FORMATS = (InputFormat(name="tar", endings=("tar", "tgz", "tbz2", "txz", "tzst"), read=read_tar, sniff=_sniff),)
