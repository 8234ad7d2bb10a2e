"""Checksums for what is computed and stored: matches, stories, what was learned, counters. (Records have their own.)"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from dedup.errors import DamagedDataError

CHECKSUM_BYTES = 4
_NOT_WHAT_IS_MEANT = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, MemoryError, RecursionError)


def with_checksum(body: bytes, place: bytes = b"") -> bytes:
    """The bytes followed by the CRC-32 of them and of the place where they are stored, such as the key of their row."""
    return body + _crc(body, place)


def _crc(body: bytes, place: bytes) -> bytes:
    return zlib.crc32(place, zlib.crc32(body)).to_bytes(CHECKSUM_BYTES, "little")


@contextmanager
def decoding(description: str) -> Iterator[None]:
    """Whatever a stored value is not is a DamagedDataError: a file of another's making has checksums that are right."""
    try:
        yield
    except DamagedDataError:
        raise
    except _NOT_WHAT_IS_MEANT as error:
        raise DamagedDataError(f"{description} is not what was written; `regroup` finds it again: {error}") from error


def verified(stored: bytes, description: str, place: bytes = b"") -> bytes:
    """The bytes without their checksum; DamagedDataError, with what they describe, if it is not theirs.

    >>> verified(with_checksum(b"rain"), "the weather")
    b'rain'
    """
    if not has_valid_checksum(stored, place):
        raise DamagedDataError(f"{description} is damaged; `regroup` finds it again")
    return stored[:-CHECKSUM_BYTES]


def has_valid_checksum(stored: object, place: bytes = b"") -> bool:
    """Whether bytes are followed by their checksum; damage may have made anything of them."""
    return isinstance(stored, bytes) and _crc(stored[:-CHECKSUM_BYTES], place) == stored[-CHECKSUM_BYTES:]


def resealed(stored: object, place: bytes) -> bytes | None:
    """Bytes with the checksum of their place: they had it, or one without a place, as in format 1; None if neither."""
    if has_valid_checksum(stored, place):
        return stored  # type: ignore[return-value]  # they are bytes
    if isinstance(stored, bytes) and has_valid_checksum(stored):
        return with_checksum(stored[:-CHECKSUM_BYTES], place)
    return None


def checksum_of(numbers: Sequence[int]) -> int:
    """The CRC-32 of whole numbers."""
    return zlib.crc32(" ".join(map(str, numbers)).encode())
