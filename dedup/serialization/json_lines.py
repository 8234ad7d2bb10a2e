"""Plain data to a line of JSON and back.

orjson refuses lone surrogates, which have no UTF-8; broken records and undecodable file names contain them. Data with a
lone surrogate is written and read by the standard library, which is slower, as JSON escapes.
"""

from __future__ import annotations

import json
from typing import Any

import orjson

from dedup.errors import InputError


def dumps(data: object) -> bytes:
    r"""Write plain data as one line of JSON in UTF-8, without a newline.

    >>> dumps({"id": "a\udc80"})
    b'{"id":"a\\udc80"}'
    """
    try:
        return orjson.dumps(data)
    except orjson.JSONEncodeError:
        return json.dumps(data, separators=(",", ":"), allow_nan=False).encode()


def loads(text: str | bytes) -> Any:
    """Read JSON, or raise InputError."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        return _loads_surrogates(text, str(error))


def _loads_surrogates(text: str | bytes, reason: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"this is not JSON: {reason}") from error
