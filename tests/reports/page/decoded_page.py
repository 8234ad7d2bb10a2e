"""Reads a written page back: its data, its policy, its script and its styles."""

from __future__ import annotations

import base64
import json
import re
import zlib
from typing import Any

BLOCK = re.compile(r'<script type="text/plain" id="data-([a-z0-9-]+)">([A-Za-z0-9+/=]*)</script>')


def blocks_of(page: str) -> dict[str, Any]:
    """Every block of data by its name."""
    return {name: json.loads(zlib.decompress(base64.b64decode(packed))) for name, packed in BLOCK.findall(page)}


def texts_of(page: str) -> list[str | None]:
    """All texts, in the page's order."""
    blocks = blocks_of(page)
    return [text for number in range(len(blocks["index"]["textChunks"])) for text in blocks[f"text-{number}"]]


def pairs_of(page: str) -> list[Any]:
    """The rows of all pairs whose passages were looked for, in order."""
    blocks = blocks_of(page)
    names = (f"pairs-{number}" for number in range(len(blocks)))
    return [row for name in names if name in blocks for row in blocks[name]]


def ranges(flat: list[int]) -> list[tuple[int, int]]:
    """Flat gaps and lengths to ranges."""
    found, end = [], 0
    for gap, length in zip(flat[::2], flat[1::2], strict=True):
        found.append((end + gap, end + gap + length))
        end = found[-1][1]
    return found
