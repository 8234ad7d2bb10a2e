"""Checksums for what is computed and kept: matches, stories, what was learned, counters. (Records have their own.)"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from dedup.errors import DamagedDataError

CHECKSUM_BYTES = 4


def with_checksum(body: bytes) -> bytes:
    """The bytes, and their CRC-32."""
    return body + _crc(body)


def _crc(body: bytes) -> bytes:
    return zlib.crc32(body).to_bytes(CHECKSUM_BYTES, "little")


def verified(sealed: bytes, description: str) -> bytes:
    """The bytes without their checksum; DamagedDataError, with a word on what they are, if it is not theirs.

    >>> unseal(seal(b"rain"), "the weather")
    b'rain'
    """
    if not has_valid_checksum(sealed):
        raise DamagedDataError(f"{description} is damaged; `regroup` finds it again")
    return sealed[:-CHECKSUM_BYTES]


def has_valid_checksum(sealed: object) -> bool:
    """Whether bytes have their checksum behind them; damage may have made anything of them."""
    return isinstance(sealed, bytes) and _crc(sealed[:-CHECKSUM_BYTES]) == sealed[-CHECKSUM_BYTES:]


def checksum_of(numbers: Sequence[int]) -> int:
    """The CRC-32 of whole numbers."""
    return zlib.crc32(" ".join(map(str, numbers)).encode())
