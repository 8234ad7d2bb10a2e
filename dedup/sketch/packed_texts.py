"""Packed texts: many texts in one buffer, as kernels read them.

One buffer of UTF-8 with an offset for each text needs no Python object a text; string columns of Arrow have the same
layout. A kernel does not check its arguments, so they are checked here, once a call.

Only a batch of many texts is packed at a time. That bounds memory, and a batch of a megabyte is still in the
processor's cache when the kernel reads it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article
from dedup.errors import InputError
from dedup.kernels.layouts import FoldingTable
from dedup.runtime.text_spill import SpilledArticle, text_utf8, text_utf8_size
from dedup.tokens.umlauts import folding_table_of
from dedup.tokens.words import (
    MAX_ARTICLE_BYTES,
    FunctionWordTable,
    encode_utf8,
    function_word_table,
    mended_letters,
)

Positions = NDArray[np.int64]


class TextSource(Protocol):
    """Texts of which some at a time are packed."""

    def __len__(self) -> int: ...

    @property
    def expand_umlauts(self) -> bool:
        """Whether ü folds to ue, as it does in all that is compared with these texts."""

    @property
    def sizes(self) -> NDArray[np.int64]:
        """The approximate size of each text, (n,): bytes or characters."""

    def pack_some(self, positions: Positions) -> PackedTexts:
        """Some of the texts, in the order of `positions`."""


@dataclass(frozen=True, slots=True, eq=False)
class PackedTexts:
    """UTF-8 texts end to end: text number a is `buffer[offsets[a]:offsets[a + 1]]`. Damaged UTF-8 is allowed.

    InputError if a text would be outside the buffer, or is longer than an article may be.
    """

    buffer: NDArray[np.uint8]
    offsets: NDArray[np.int64]  # (n + 1,) rising
    expand_umlauts: bool = False  # how they are to be folded

    def __post_init__(self) -> None:
        if (
            self.buffer.dtype != np.uint8
            or self.offsets.dtype != np.int64
            or self.buffer.ndim != 1
            or self.offsets.ndim != 1
        ):
            raise InputError("texts are a buffer of uint8 and offsets of int64, both of one dimension")
        lengths = self.offsets[1:] - self.offsets[:-1]
        is_inside = len(self.offsets) > 0 and self.offsets[0] >= 0 and self.offsets[-1] <= len(self.buffer)
        if not is_inside or (len(lengths) and lengths.min() < 0):
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
        return self.offsets[1:] - self.offsets[:-1]

    @property
    def folding(self) -> FoldingTable:
        """The table by which the texts are folded."""
        return folding_table_of(expand_umlauts=self.expand_umlauts)

    @property
    def function_words(self) -> FunctionWordTable:
        """The function words, folded as the texts are."""
        return function_word_table(expand_umlauts=self.expand_umlauts)

    def pack_some(self, positions: Positions) -> PackedTexts:
        """Some of the texts, in the order of `positions`; a slice of neighbouring texts is not copied."""
        if len(positions) and (np.diff(positions) == 1).all():
            return replace(self, offsets=self.offsets[positions[0] : positions[-1] + 2])
        pieces = [
            self.buffer[start:end]
            for start, end in zip(self.offsets[positions], self.offsets[positions + 1], strict=True)
        ]
        offsets = _offsets([len(piece) for piece in pieces])
        return PackedTexts(np.concatenate([self.buffer[:0], *pieces]), offsets, self.expand_umlauts)


class StringTexts:
    """Texts as Python strings, and the number of characters of each.

    >>> StringTexts(["Rain", "Schnee fällt"]).pack_some(np.array([1])).offsets.tolist()
    [0, 13]
    """

    __slots__ = ("expand_umlauts", "sizes", "texts")

    def __init__(self, texts: Sequence[str], *, expand_umlauts: bool = False) -> None:
        self.texts = texts
        self.expand_umlauts = expand_umlauts
        self.sizes = np.fromiter(map(len, texts), np.int64, len(texts))

    def __len__(self) -> int:
        return len(self.texts)

    def pack_some(self, positions: Positions) -> PackedTexts:
        """Some of the texts, in the order of `positions`."""
        return pack_texts([self.texts[position] for position in positions.tolist()], expand_umlauts=self.expand_umlauts)


def pack_texts(texts: Sequence[str], *, expand_umlauts: bool = False) -> PackedTexts:
    """Pack strings into one buffer, look-alike letters in the script of their word.

    They are encoded one by one: in a joined string, one emoji would make every character four bytes wide.

    >>> pack_texts(["Rain", "", "Schnee fällt"]).offsets.tolist()
    [0, 4, 4, 17]
    """
    return pack_encoded([encode_utf8(text) for text in texts], expand_umlauts=expand_umlauts)


def text_source(articles: Sequence[Article], *, expand_umlauts: bool) -> TextSource:
    """The texts of articles; a text in a file is read when it is packed."""
    if any(isinstance(article, SpilledArticle) for article in articles):
        return _SpilledTexts(articles, expand_umlauts=expand_umlauts)
    return StringTexts([article.text for article in articles], expand_umlauts=expand_umlauts)


class _SpilledTexts:
    """Texts some or all of which are in a temporary file."""

    __slots__ = ("articles", "expand_umlauts", "sizes")

    def __init__(self, articles: Sequence[Article], *, expand_umlauts: bool) -> None:
        self.articles, self.expand_umlauts = articles, expand_umlauts
        self.sizes = np.fromiter(map(text_utf8_size, articles), np.int64, len(articles))

    def __len__(self) -> int:
        return len(self.articles)

    def pack_some(self, positions: Positions) -> PackedTexts:
        encoded = [text_utf8(self.articles[position]) for position in positions.tolist()]
        return pack_encoded(encoded, expand_umlauts=self.expand_umlauts)


def pack_encoded(encoded: Sequence[bytes], *, expand_umlauts: bool) -> PackedTexts:
    """Pack texts in UTF-8 into one buffer, with their letters mended (`dedup.tokens.words.mended_letters`)."""
    mended = mended_letters(encoded, expand_umlauts=expand_umlauts)
    offsets = _offsets([len(text) for text in mended])
    return PackedTexts(np.frombuffer(b"".join(mended), np.uint8), offsets, expand_umlauts)


def _offsets(sizes: Sequence[int]) -> NDArray[np.int64]:
    return np.array([0, *accumulate(sizes)], np.int64)
