"""Plain data as inert text: JSON, deflated, in base64; and long lists in chunks, each packed by itself.

A chunk is inflated when something in it is opened, so a page of 20 MB opens as fast as its index. Base64 holds no "<":
nothing in a chunk can end the element that it stands in.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable, Iterator

from dedup.runtime.patterns import lazy_pattern
from dedup.serialization.json_lines import dumps

TEXT_CHUNK_CHARACTERS = 1 << 18  # a pair needs one or two chunks of texts
PAIRS_A_CHUNK = 128
LONE_SURROGATES = lazy_pattern("[\ud800-\udfff]")


def pack(value: object) -> str:
    """Pack plain data.

    >>> zlib.decompress(base64.b64decode(pack(["Hafen", 3])))
    b'["Hafen",3]'
    """
    return base64.b64encode(zlib.compress(dumps(value), 9)).decode()


def text_chunks(texts: Iterable[str | None]) -> Iterator[list[str | None]]:
    """Texts in chunks of a size; lone surrogates become U+FFFD, for a browser joins two that follow each other."""
    chunk: list[str | None] = []
    size = 0
    for text in texts:
        chunk.append(text and LONE_SURROGATES.sub("\ufffd", text))
        size += len(text or "")
        if size >= TEXT_CHUNK_CHARACTERS:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk
