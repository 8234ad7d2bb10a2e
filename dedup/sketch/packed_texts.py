"""Many texts in one buffer: what the kernels read.

One buffer of UTF-8 and the place of every text in it cost no Python object a text, and string columns of Arrow are
laid out in the same way. A kernel trusts its arguments, so whether they fit is checked here, once a call.

Of many texts only a batch is packed at a time: memory is bounded by the batch, and a batch of a megabyte is still in
the processor's cache when the kernel reads it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article
from dedup.errors import InputError
from dedup.runtime.text_spill import SpilledArticle, text_utf8, text_utf8_size
from dedup.tokens.words import MAX_ARTICLE_BYTES, encode_utf8

Positions = NDArray[np.int64]


class TextSource(Protocol):
    """Texts that are packed when they are wanted, some at a time."""

    def __len__(self) -> int: ...

    @property
    def sizes(self) -> NDArray[np.int64]:
        """About how much each text takes: bytes or characters, (n,)."""

    def pack_some(self, positions: Positions) -> PackedTexts:
        """Some of the texts, in the order of `places`."""


@dataclass(frozen=True, slots=True)
class PackedTexts:
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

    def __iter__(self) -> Iterator[bytes]:
        return (self.buffer[start:end].tobytes() for start, end in pairwise(self.offsets.tolist()))

    @property
    def sizes(self) -> NDArray[np.int64]:
        """Bytes of each text, (n,)."""
        return np.diff(self.offsets)

    def pack_some(self, positions: Positions) -> PackedTexts:
        """Some of the texts, in the order of `places`; neighbours are not copied."""
        if len(positions) and (np.diff(positions) == 1).all():
            return PackedTexts(self.buffer, self.offsets[positions[0] : positions[-1] + 2])
        pieces = [
            self.buffer[start:end]
            for start, end in zip(self.offsets[positions], self.offsets[positions + 1], strict=True)
        ]
        return PackedTexts(np.concatenate([self.buffer[:0], *pieces]), _offsets([len(piece) for piece in pieces]))


@dataclass(frozen=True, slots=True)
class StringTexts:
    """Texts as Python holds them.

    >>> Strings(["Rain", "Schnee fällt"]).take(np.array([1])).offsets.tolist()
    [0, 13]
    """

    texts: Sequence[str]
    sizes: NDArray[np.int64] = field(init=False, repr=False)  # (n,) characters of each text

    def __post_init__(self) -> None:
        sizes = np.fromiter(map(len, self.texts), np.int64, len(self.texts))
        object.__setattr__(self, "sizes", sizes)  # it is frozen, and asked for its sizes often

    def __len__(self) -> int:
        return len(self.texts)

    def pack_some(self, positions: Positions) -> PackedTexts:
        """Some of the texts, packed, in the order of `places`."""
        return pack_texts([self.texts[place] for place in positions.tolist()])


def pack_texts(texts: Sequence[str]) -> PackedTexts:
    """Put strings into one buffer.

    One at a time: in a joined string, a single emoji would make every character four bytes wide.

    >>> pack(["Rain", "", "Schnee fällt"]).offsets.tolist()
    [0, 4, 4, 17]
    """
    return _joined([encode_utf8(text) for text in texts])


def text_source(articles: Sequence[Article]) -> TextSource:
    """The texts of articles, where they lie: none is read from a file before it is wanted."""
    if any(isinstance(article, SpilledArticle) for article in articles):
        return _SpilledTexts(articles)
    return StringTexts([article.text for article in articles])


@dataclass(frozen=True, slots=True)
class _SpilledTexts:
    """Texts that lie in a temporary file, some or all of them."""

    articles: Sequence[Article]

    def __len__(self) -> int:
        return len(self.articles)

    @property
    def sizes(self) -> NDArray[np.int64]:
        return np.fromiter(map(text_utf8_size, self.articles), np.int64, len(self.articles))

    def pack_some(self, positions: Positions) -> PackedTexts:
        return _joined([text_utf8(self.articles[place]) for place in positions.tolist()])


def _joined(encoded: Sequence[bytes]) -> PackedTexts:
    return PackedTexts(np.frombuffer(b"".join(encoded), np.uint8), _offsets([len(text) for text in encoded]))


def _offsets(sizes: Sequence[int]) -> NDArray[np.int64]:
    offsets = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=offsets[1:])
    return offsets
