"""The data of a page that Next.js sends in pieces: `self.__next_f.push([1, "..."])`, once or often.

The pieces together are rows, each a name and a JSON value, or a name and a text of so many bytes. A value in it may be
`$` and the name of a text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress

from dedup.runtime.patterns import lazy_pattern

_PIECE = lazy_pattern(r"\s*self\.__next_f\.push\((\[1,.*\])\)\s*;?\s*", re.DOTALL)
_ROW = lazy_pattern(rb"\s*([0-9a-f]*):(?:T([0-9a-f]{1,8}),)?")
_REFERENCE = "$"


def streamed_values(scripts: Iterable[str]) -> Iterator[object]:
    r"""The JSON values in the rows, with the texts that they name.

    >>> list(streamed_values(['self.__next_f.push([1,"1:T5,Rain.2:{\\"body\\":\\"$1\\"}"])']))
    [{'body': 'Rain.'}]
    """
    rows, texts = _rows_and_texts("".join(_pieces(scripts)).encode(errors="replace"))

    def with_texts(record: dict[str, object]) -> dict[str, object]:
        return {
            name: texts.get(value[1:], value) if isinstance(value, str) and value.startswith(_REFERENCE) else value
            for name, value in record.items()
        }

    for row in rows:
        with suppress(ValueError, RecursionError):
            yield json.loads(row, strict=False, object_hook=with_texts)


def _pieces(scripts: Iterable[str]) -> Iterator[str]:
    for script in scripts:
        if found := _PIECE.fullmatch(script):
            with suppress(ValueError, RecursionError):
                _, piece = json.loads(found[1], strict=False)
                if isinstance(piece, str):
                    yield piece


def _rows_and_texts(data: bytes) -> tuple[list[str], dict[str, str]]:
    rows: list[str] = []
    texts: dict[str, str] = {}
    start = 0
    while row := _ROW.match(data, start):
        if row[2]:
            start = row.end() + int(row[2], 16)
            texts[row[1].decode()] = data[row.end() : start].decode(errors="replace")
        else:
            end = data.find(b"\n", row.end())
            start = len(data) if end < 0 else end
            if data[row.end() : row.end() + 1] in (b"[", b"{"):
                rows.append(data[row.end() : start].decode(errors="replace"))
    return rows, texts
