"""ZIP and TAR: members are left out, or written as files of their form are; the others stay, in their order.

Members of a ZIP archive are packed again, by their own method. What is decided about a member of an archive inside the
archive is carried out there.
"""

from __future__ import annotations

import tarfile
from collections.abc import Callable, Mapping
from copy import copy
from io import BufferedReader, BytesIO, FileIO, RawIOBase
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast
from zipfile import BadZipFile, ZipFile

from dedup.clean.writers.file_decisions import FileDecisions, NotWrittenError

MemberDecisions = Mapping[str, FileDecisions]  # by the path of the member in the archive
WriteMember = Callable[[str, BufferedReader, BinaryIO, MemberDecisions], None]

_MAX_HELD_BYTES = 1 << 24  # of a member that is written anew
_GNU_MAGIC = b"ustar  \x00"
_MAGIC = slice(257, 265)
_BLOCK_BYTES = 512


def write_zip(stored: BufferedReader, out: BinaryIO, decisions: MemberDecisions, write_member: WriteMember) -> None:
    """Write a ZIP archive without what was decided; `write_member` writes a member by its name."""
    about = _Members(decisions)
    try:
        with ZipFile(_seekable(stored)) as archive, ZipFile(out, "w") as target:
            target.comment = archive.comment
            for member in archive.infolist():
                own = about.of(member.filename)
                if _is_left_out(own):
                    continue
                with archive.open(member) as content, target.open(copy(member), "w", force_zip64=True) as copied:
                    _write(member.filename, cast(BinaryIO, content), cast(BinaryIO, copied), own, write_member)
    except (BadZipFile, NotImplementedError, RuntimeError) as error:  # damaged, packed in a way not known, encrypted
        raise NotWrittenError(f"not a ZIP archive that can be written: {error}") from error
    about.check_all_found()


def write_tar(stored: BufferedReader, out: BinaryIO, decisions: MemberDecisions, write_member: WriteMember) -> None:
    """Write a TAR archive, unpacked, without what was decided."""
    about = _Members(decisions)
    is_gnu = stored.peek(_BLOCK_BYTES)[_MAGIC] == _GNU_MAGIC
    form = tarfile.GNU_FORMAT if is_gnu else tarfile.PAX_FORMAT
    try:
        with (
            tarfile.open(fileobj=stored, mode="r|") as archive,
            tarfile.open(fileobj=out, mode="w|", format=form) as target,
        ):
            for member in archive:
                own = about.of(member.name)
                if _is_left_out(own):
                    continue
                content = archive.extractfile(member) if member.isreg() else None
                if content is None:
                    target.addfile(member)
                    continue
                with SpooledTemporaryFile(_MAX_HELD_BYTES) as held:
                    _write(member.name, cast(BinaryIO, content), cast(BinaryIO, held), own, write_member)
                    member.size = held.tell()
                    held.seek(0)
                    target.addfile(member, cast(BinaryIO, held))
    except tarfile.TarError as error:
        raise NotWrittenError(f"not a TAR archive that can be written: {error}") from error
    about.check_all_found()


class _Members:
    """What is decided about the members of an archive, and about what lies in those that are archives."""

    def __init__(self, decisions: MemberDecisions) -> None:
        self._left = dict(decisions)
        self._outer = {name[:place] for name in decisions for place, sign in enumerate(name) if sign == "/"}

    def of(self, name: str) -> MemberDecisions:
        """The decisions on a member, under an empty name, and on what lies in it; each is given once."""
        found = {"": self._left.pop(name)} if name in self._left else {}
        if name in self._outer:
            inner = [each for each in self._left if each.startswith(f"{name}/")]
            found |= {each[len(name) + 1 :]: self._left.pop(each) for each in inner}
        return found

    def check_all_found(self) -> None:
        """NotWrittenError if a decision is about no member: its name is written otherwise in the archive."""
        if self._left:
            raise NotWrittenError(f"the archive holds no member {min(self._left)}")


def _is_left_out(decisions: MemberDecisions) -> bool:
    return "" in decisions and None in decisions[""].drops


def _write(name: str, content: BinaryIO, out: BinaryIO, decisions: MemberDecisions, write_member: WriteMember) -> None:
    """Write a member; as it is, where nothing is decided about it."""
    try:
        write_member(name, BufferedReader(cast(RawIOBase, content)), out, decisions)
    except NotWrittenError as error:
        raise NotWrittenError(f"{name}: {error}") from error


def _seekable(stored: BufferedReader) -> BinaryIO:
    """The archive as a stream that can be read anywhere, for its index stands at its end: a file, or memory."""
    return stored if isinstance(stored.raw, FileIO) else BytesIO(stored.read())
