"""Checksums for what is computed and stored: matches, stories, what was learned, counters. (Records have their own.)"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from dedup.errors import DamagedDataError

CHECKSUM_BYTES = 4


def with_checksum(body: bytes) -> bytes:
    """The bytes followed by their CRC-32."""
    return body + _crc(body)


def _crc(body: bytes) -> bytes:
    return zlib.crc32(body).to_bytes(CHECKSUM_BYTES, "little")


def verified(stored: bytes, description: str) -> bytes:
    """The bytes without their checksum; DamagedDataError, with what they describe, if it is not theirs.

    >>> verified(with_checksum(b"rain"), "the weather")
    b'rain'
    """
    if not has_valid_checksum(stored):
        raise DamagedDataError(f"{description} is damaged; `regroup` finds it again")
    return stored[:-CHECKSUM_BYTES]


def has_valid_checksum(stored: object) -> bool:
    """Whether bytes are followed by their checksum; damage may have made anything of them."""
    return isinstance(stored, bytes) and _crc(stored[:-CHECKSUM_BYTES]) == stored[-CHECKSUM_BYTES:]


def checksum_of(numbers: Sequence[int]) -> int:
    """The CRC-32 of whole numbers."""
    return zlib.crc32(" ".join(map(str, numbers)).encode())
