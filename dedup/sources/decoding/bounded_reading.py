"""How much of a stream is read at a time: one article, a whole file, or line after line; never more than is allowed."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from io import BufferedReader, BytesIO
from itertools import chain
from typing import TYPE_CHECKING, Protocol

from dedup.errors import InputError
from dedup.sources.decoding.decode import (
    DecodedText,
    decode_as,
    decode_document,
    encoding_meant,
    refuse_binary,
    unicode_encoding,
)

if TYPE_CHECKING:
    from dedup.settings.limit_settings import LimitSettings

_FIRST_READ_BYTES = 1 << 16  # an article of 10,000 words
_BLOCK_BYTES = 1 << 16  # of lines


class SourceLimits(Protocol):
    """The limits of one file."""

    @property
    def max_source_bytes(self) -> int:
        """Bytes of a file or a record, unpacked."""

    @property
    def max_unpacked_ratio(self) -> int:
        """How many times its size a packed file may unpack to."""

    @property
    def max_unpacked_bytes(self) -> int:
        """How many bytes a packed file may unpack to."""


def reading_error(error: OSError) -> str:
    """What is said of a file that the system does not give."""
    return f"cannot be read: {error.strerror or error}".lower()


def read_one_article(stream: BufferedReader, limits: SourceLimits) -> bytes:
    """All bytes of a file that holds one article; InputError if it is empty or too large."""
    pieces: list[bytes] = []
    size, asked, got = 0, 0, 0
    while got == asked and size <= limits.max_source_bytes:
        # As many bytes are allocated as are asked for: 64 MiB for the rest of a page would cost more than to parse it.
        asked = min(max(_FIRST_READ_BYTES, size), limits.max_source_bytes + 1 - size)
        pieces.append(stream.read(asked))
        got = len(pieces[-1])
        size += got
    if size > limits.max_source_bytes:
        raise InputError(f"larger than {limits.max_source_bytes:,} bytes, too long for one article")
    if not size:
        raise InputError("empty")
    return b"".join(pieces)


def read_whole_text(stream: BufferedReader, limits: LimitSettings, encoding: str | None = None) -> DecodedText:
    """The text of a file that must be read whole, in this encoding if it is known; InputError if it is too large."""
    source = stream.read(limits.max_json_bytes + 1)
    if len(source) > limits.max_json_bytes:
        raise InputError(f"larger than {limits.max_json_bytes:,} bytes; as JSON lines in UTF-8 it could be read")
    return decode_document(source, given=encoding)


def read_lines(stream: BufferedReader, limits: LimitSettings, encoding: str | None = None) -> Iterator[bytes | None]:
    """The lines of a file, as they are stored; None for a line that is too long.

    Those of UTF-16, and those of an `encoding` that is given, are in UTF-8.
    """
    head = stream.peek()
    marked = unicode_encoding(head)
    if marked == "utf-8-sig":
        stream.read(len(codecs.BOM_UTF8))
    elif marked is not None or (encoding is not None and _is_wide(encoding)):
        stream = as_stream(read_whole_text(stream, limits, encoding).text)
    elif encoding is not None:
        return in_utf_8(_stored_lines(stream, limits.max_source_bytes), encoding)
    else:
        refuse_binary(head)
    return _stored_lines(stream, limits.max_source_bytes)


def in_utf_8(lines: Iterator[bytes | None], encoding: str | None) -> Iterator[bytes | None]:
    """The lines as UTF-8, if the encoding that they have is known; else as they are."""
    if encoding is None:
        return lines
    return (line and decode_as(line, encoding_meant(encoding)).encode() for line in lines)


def _is_wide(encoding: str) -> bool:
    """Whether a line feed is more than one byte."""
    return len("\n\n".encode(encoding)) != len(b"\n\n")


def line_too_long(limits: LimitSettings) -> str:
    """What is said of a line for which `read_lines` gives None."""
    return f"a line of more than {limits.max_source_bytes:,} bytes"


def as_stream(text: str) -> BufferedReader:
    """A text as a stream of UTF-8."""
    return BufferedReader(BytesIO(text.encode()))


def _stored_lines(stream: BufferedReader, max_bytes: int) -> Iterator[bytes | None]:
    return chain.from_iterable(_blocks_of_lines(stream, max_bytes))


def _blocks_of_lines(stream: BufferedReader, max_bytes: int) -> Iterator[list[bytes | None]]:
    """The lines that were there at once: a table has a score of short ones for each article."""
    while block := stream.read1(min(max_bytes, _BLOCK_BYTES)):
        if not block.endswith(b"\n"):
            block += stream.readline(max_bytes)
        lines: list[bytes | None] = [*BytesIO(block)]
        last = lines[-1] or b""
        if len(last) > max_bytes or (len(last) == max_bytes and not last.endswith(b"\n")):
            lines[-1] = None
            while last and not last.endswith(b"\n"):
                last = stream.readline(max_bytes)
        yield lines
