"""Files inside a file: opened and decompressed within what the outermost file may unpack to, however nested."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Self

from dedup.errors import InputError
from dedup.settings.limit_settings import LimitSettings
from dedup.sources.decoding.compression import decompressed
from dedup.sources.formats.format import SourceMember

_BUFFER_BYTES = 1 << 16
_PIECE_BYTES = 1 << 12  # of bzip2 in a ZIP archive it becomes 82 MiB at worst
_MIN_RECORDS = 1 << 16  # of a file of any size
_BYTES_A_RECORD = 1 << 10  # what a record counts for beside the bytes that a file may unpack to


@dataclass
class Unpacked:
    """How many bytes and records one file, its members, and all that is nested in them may still unpack to."""

    bytes_left: int
    records_left: int

    @classmethod
    def of(cls, size: int | None, limits: LimitSettings) -> Self:
        """What an honest file of so many bytes unpacks to at most; None is the size of standard input."""
        if size is None:
            return cls(limits.max_json_bytes, limits.max_file_records)
        honest = size * limits.max_unpacked_ratio
        return cls(
            min(max(limits.max_source_bytes, honest), limits.max_unpacked_bytes),
            max(_MIN_RECORDS, honest // _BYTES_A_RECORD),
        )

    def take(self, size: int) -> None:
        """Count bytes that were unpacked; InputError if they are more than an honest archive holds."""
        self.bytes_left -= size
        if self.bytes_left < 0:
            raise InputError("unpacks to many times its size: a decompression bomb")

    def take_record(self) -> None:
        """Count a record, which takes memory even if it is empty; InputError if an honest file holds fewer."""
        self.records_left -= 1
        if self.records_left < 0:
            raise InputError("holds far more records than an honest file of its size: the rest is not read")


def open_member(member: SourceMember, unpacked: Unpacked, limits: LimitSettings) -> io.BufferedReader:
    """The decompressed bytes of a member; reading them raises InputError if the data is damaged or a bomb."""
    stored: io.BufferedReader = io.BufferedReader(_MemberStream(member.stream, unpacked), _BUFFER_BYTES)
    inner = decompressed(stored, limits)
    return inner if inner is stored else io.BufferedReader(_MemberStream(inner, unpacked), _BUFFER_BYTES)


class _MemberStream(io.RawIOBase):
    """The bytes of a member, counted; whatever a library raises on the way is an InputError."""

    def __init__(self, stream: io.BufferedReader, unpacked: Unpacked) -> None:
        self._stream = stream
        self._unpacked = unpacked

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # the stub allows any Buffer
        try:
            piece = self._stream.read(min(len(buffer), _PIECE_BYTES))
        except (InputError, OSError):
            raise
        except Exception as error:  # zlib.error, BadZipFile, TarError, EOFError... have no common parent
            raise InputError(f"the packed data is damaged: {error}") from error
        self._unpacked.take(len(piece))
        buffer[: len(piece)] = piece
        return len(piece)
