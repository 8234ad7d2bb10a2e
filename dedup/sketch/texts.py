"""Many texts in one buffer: what the kernels read.

One buffer of UTF-8 and the place of every text in it cost no Python object a text, and string columns of Arrow are
laid out in the same way. A kernel trusts its arguments, so whether they fit is checked here, once a call.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.errors import InputError
from dedup.text.words import MAX_ARTICLE_BYTES, encode


@dataclass(frozen=True, slots=True)
class Texts:
    """UTF-8 texts end to end: text number a is `buffer[offsets[a]:offsets[a + 1]]`. Damaged UTF-8 is read as it stands.

    InputError where a text would lie outside the buffer, or is longer than an article may be.
    """

    buffer: NDArray[np.uint8]
    offsets: NDArray[np.int64]  # (n + 1,) rising

    def __post_init__(self) -> None:
        if (
            self.buffer.dtype != np.uint8
            or self.offsets.dtype != np.int64
            or self.buffer.ndim != 1
            or self.offsets.ndim != 1
        ):
            raise InputError("texts are a buffer of uint8 and offsets of int64, both of one dimension")
        lengths = np.diff(self.offsets)
        is_inside = len(self.offsets) > 0 and self.offsets[0] >= 0 and self.offsets[-1] <= len(self.buffer)
        if not is_inside or (lengths < 0).any():
            raise InputError(
                f"offsets of texts must rise, from 0 or more to the buffer's {len(self.buffer):,} bytes or less"
            )
        if len(lengths) and lengths.max() > MAX_ARTICLE_BYTES:
            longest = int(lengths.argmax())
            raise InputError(
                f"text {longest} has {lengths[longest]:,} bytes; the limit for one article is {MAX_ARTICLE_BYTES:,}"
            )

    def __len__(self) -> int:
        return len(self.offsets) - 1


def pack(texts: Sequence[str]) -> Texts:
    """Put strings into one buffer.

    One at a time: in a joined string, a single emoji would make every character four bytes wide.

    >>> pack(["Rain", "", "Schnee fällt"]).offsets.tolist()
    [0, 4, 4, 17]
    """
    encoded = [encode(text) for text in texts]
    offsets = np.zeros(len(encoded) + 1, np.int64)
    np.cumsum([len(data) for data in encoded], out=offsets[1:])
    return Texts(np.frombuffer(b"".join(encoded), np.uint8), offsets)
