"""Opens a file and decompresses it while it is read: gzip, Zstandard, bzip2 or xz.

A compressed file is known by its first bytes, not by its name: browsers and proxies decompress `.gz` files and keep the
name. Memory is bounded: a piece of 1 KiB becomes 32 MiB at worst (Zstandard repeats a byte 128 Ki times in 4 bytes),
gzip gives 64 KiB at a time, and decompression stops at a ratio of sizes that only a bomb has. The compressed data must
be complete; what stands behind it in a gzip file and is no gzip is passed over with a doubt, as `gzip` does.
"""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Protocol

from dedup.errors import InputError
from dedup.sources.decoding.bounded_reading import SourceLimits

_BUFFER_BYTES = 1 << 17  # saves a sixth of the CPU time of reading a feed, compared with Python's own 8 KiB
_PIECE_BYTES = 1 << 10
_GZIP_PIECE_BYTES = 1 << 16  # half the time of pieces of 1 KiB; what one becomes is bounded by itself
_MAX_UNPACKED_PIECE_BYTES = 1 << 16  # no more than is asked for to know a format by its first bytes
_NO_BOMB_BYTES = 1 << 22  # longer than articles are, whatever it was packed to
_XZ_MEMORY_BYTES = 1 << 28  # `xz -9` needs 65 MiB
_GZIP_MAGIC = b"\x1f\x8b\x08"


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, /) -> bytes: ...


class _Gzip:
    """Decompresses gzip, at most 64 KiB at a time, whatever a piece would become."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        return self._stream.eof

    @property
    def unused_data(self) -> bytes:
        return self._stream.unused_data

    @property
    def unconsumed_tail(self) -> bytes:
        """What of the piece is to be decompressed yet."""
        return self._stream.unconsumed_tail

    def decompress(self, data: bytes, /) -> bytes:
        return self._stream.decompress(data, _MAX_UNPACKED_PIECE_BYTES)


@contextmanager
def open_decompressed(path: Path, limits: SourceLimits) -> Iterator[io.BufferedReader]:
    """The decompressed bytes of a file; reading them raises InputError if the data is damaged or a bomb."""
    with path.open("rb", _BUFFER_BYTES) as stored:
        assert isinstance(stored, io.BufferedReader)
        yield decompressed(stored, limits)


def decompressed(stored: io.BufferedReader, limits: SourceLimits) -> io.BufferedReader:
    """The decompressed bytes of a stream, the stream itself if it is not packed; reading them raises InputError."""
    new_decompressor = _decompressor_for(stored.peek(len(b"BZh91AY&SY")))
    if new_decompressor is None:
        return stored
    unpacked = _decompress_bounded(stored, new_decompressor, limits)
    return io.BufferedReader(_DecompressedStream(stored, unpacked), 1 << 16)


def stored_file(stream: io.BufferedReader) -> io.BufferedReader:
    """The stream that a decompressed one reads from; the stream itself if it is not packed."""
    return stream.raw.stored if isinstance(stream.raw, _DecompressedStream) else stream


def doubt_of(stream: io.BufferedReader) -> str | None:
    """What is doubtful of a stream that was read to its end; None for one that is not packed."""
    return stream.raw.doubt if isinstance(stream.raw, _DecompressedStream) else None


def packing_of(head: bytes) -> str | None:
    r"""The name of the packing that the first ten bytes of a file show; None for a file that is not packed.

    >>> packing_of(b"\x1f\x8b\x08......."), packing_of(b"It rained.")
    ('gz', None)
    """
    if head.startswith(_GZIP_MAGIC):
        return "gz"
    if head.startswith(b"BZh") and head[4:10] == b"1AY&SY":
        return "bz2"
    if head.startswith(b"\xfd7zXZ\x00"):
        return "xz"
    return "zst" if head.startswith(b"\x28\xb5\x2f\xfd") else None


def _decompressor_for(head: bytes) -> Callable[[], _Decompressor] | None:
    packing = packing_of(head)
    return None if packing is None else _DECOMPRESSORS[packing]


def _new_zstandard() -> _Decompressor:
    import zstandard

    return zstandard.ZstdDecompressor().decompressobj()


_DECOMPRESSORS: dict[str, Callable[[], _Decompressor]] = {
    "gz": _Gzip,
    "bz2": bz2.BZ2Decompressor,
    "xz": partial(lzma.LZMADecompressor, memlimit=_XZ_MEMORY_BYTES),
    "zst": _new_zstandard,
}


def _decompress_bounded(
    stored: io.BufferedReader, new_decompressor: Callable[[], _Decompressor], limits: SourceLimits
) -> Generator[bytes, None, str | None]:
    """Decompress piece by piece; a file may be several compressed files, one behind the other. Return the doubt."""
    packed_bytes = unpacked_bytes = 0
    no_bomb_bytes = min(limits.max_source_bytes, _NO_BOMB_BYTES)
    decompressor = new_decompressor()
    piece_bytes = _GZIP_PIECE_BYTES if isinstance(decompressor, _Gzip) else _PIECE_BYTES
    while piece := stored.read(piece_bytes):
        packed_bytes += len(piece)
        while piece:
            if decompressor.eof:
                piece = piece.lstrip(b"\0")  # padding
                if not piece:
                    break
                if isinstance(decompressor, _Gzip) and not _may_be_gzip(piece):
                    return "data that is no gzip stands behind the packed data: it was passed over"
                decompressor = new_decompressor()
            unpacked = _decompress_piece(decompressor, piece)
            unpacked_bytes += len(unpacked)
            rest = decompressor.unconsumed_tail if isinstance(decompressor, _Gzip) else b""
            consumed_bytes = packed_bytes - len(rest)
            if unpacked_bytes > max(no_bomb_bytes, limits.max_unpacked_ratio * consumed_bytes):
                raise InputError(
                    f"unpacks to more than {limits.max_unpacked_ratio} times its size: a decompression bomb"
                )
            if unpacked_bytes > limits.max_unpacked_bytes:
                raise InputError(f"unpacks to more than {limits.max_unpacked_bytes:,} bytes")
            yield unpacked
            piece = decompressor.unused_data if decompressor.eof else rest
    if not decompressor.eof:
        raise InputError("the packed data ends too early: the file was cut off")
    return None


def _may_be_gzip(piece: bytes) -> bool:
    """Whether a piece, of which the file may hold more, begins another gzip file."""
    return piece[: len(_GZIP_MAGIC)] == _GZIP_MAGIC[: len(piece)]


def _decompress_piece(decompressor: _Decompressor, piece: bytes) -> bytes:
    try:
        return decompressor.decompress(piece)
    except Exception as error:  # zlib.error, lzma.LZMAError, OSError and zstandard.ZstdError have no common parent
        raise InputError(f"the packed data is damaged: {error}") from error


class _DecompressedStream(io.RawIOBase):
    """What a stored stream unpacks to, in pieces of any length, as a stream."""

    def __init__(self, stored: io.BufferedReader, pieces: Generator[bytes, None, str | None]) -> None:
        self.stored = stored
        self.doubt: str | None = None
        self._pieces = pieces
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # the stub allows any Buffer
        while not self._rest:
            try:
                self._rest = memoryview(next(self._pieces))
            except StopIteration as end:
                self.doubt = end.value or self.doubt
                return 0
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size
