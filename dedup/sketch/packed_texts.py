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
from dedup.runtime.text_spill import SpilledArticle, utf8, utf8_size
from dedup.tokens.words import MAX_ARTICLE_BYTES, encode

Places = NDArray[np.int64]


class Shelf(Protocol):
    """Texts that are packed when they are wanted, some at a time."""

    def __len__(self) -> int: ...

    @property
    def sizes(self) -> NDArray[np.int64]:
        """About how much each text takes: bytes or characters, (n,)."""

    def take(self, places: Places) -> Texts:
        """Some of the texts, in the order of `places`."""


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

    def __iter__(self) -> Iterator[bytes]:
        return (self.buffer[start:end].tobytes() for start, end in pairwise(self.offsets.tolist()))

    @property
    def sizes(self) -> NDArray[np.int64]:
        """Bytes of each text, (n,)."""
        return np.diff(self.offsets)

    def take(self, places: Places) -> Texts:
        """Some of the texts, in the order of `places`; neighbours are not copied."""
        if len(places) and (np.diff(places) == 1).all():
            return Texts(self.buffer, self.offsets[places[0] : places[-1] + 2])
        pieces = [
            self.buffer[start:end] for start, end in zip(self.offsets[places], self.offsets[places + 1], strict=True)
        ]
        return Texts(np.concatenate([self.buffer[:0], *pieces]), _offsets([len(piece) for piece in pieces]))


@dataclass(frozen=True, slots=True)
class Strings:
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

    def take(self, places: Places) -> Texts:
        """Some of the texts, packed, in the order of `places`."""
        return pack([self.texts[place] for place in places.tolist()])


def pack(texts: Sequence[str]) -> Texts:
    """Put strings into one buffer.

    One at a time: in a joined string, a single emoji would make every character four bytes wide.

    >>> pack(["Rain", "", "Schnee fällt"]).offsets.tolist()
    [0, 4, 4, 17]
    """
    return _joined([encode(text) for text in texts])


def texts_of(articles: Sequence[Article]) -> Shelf:
    """The texts of articles, where they lie: none is read from a file before it is wanted."""
    if any(isinstance(article, SpilledArticle) for article in articles):
        return _Spilled(articles)
    return Strings([article.text for article in articles])


@dataclass(frozen=True, slots=True)
class _Spilled:
    """Texts that lie in a temporary file, some or all of them."""

    articles: Sequence[Article]

    def __len__(self) -> int:
        return len(self.articles)

    @property
    def sizes(self) -> NDArray[np.int64]:
        return np.fromiter(map(utf8_size, self.articles), np.int64, len(self.articles))

    def take(self, places: Places) -> Texts:
        return _joined([utf8(self.articles[place]) for place in places.tolist()])


def _joined(encoded: Sequence[bytes]) -> Texts:
    return Texts(np.frombuffer(b"".join(encoded), np.uint8), _offsets([len(text) for text in encoded]))


def _offsets(sizes: Sequence[int]) -> NDArray[np.int64]:
    offsets = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=offsets[1:])
    return offsets
