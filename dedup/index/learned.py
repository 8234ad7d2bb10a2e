"""What all articles taught at the last regrouping, as one note.

The arrays of a `Corpus` one after the other, behind a line that says how long each is.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np

from dedup.index.sealed import seal, unseal
from dedup.matching.corpus import Corpus
from dedup.plain import dumps, loads

NOTE = "learned"


def pack_corpus(corpus: Corpus) -> bytes:
    """A corpus as bytes."""
    values = {field.name: getattr(corpus, field.name) for field in fields(Corpus)}
    arrays = {name: value for name, value in values.items() if isinstance(value, np.ndarray)}
    head = dumps({name: len(arrays[name]) if name in arrays else {"is": value} for name, value in values.items()})
    return seal(head + b"\n" + b"".join(array.astype("<u8").tobytes() for array in arrays.values()))


def unpack_corpus(packed: bytes | None) -> Corpus:
    """The corpus that was packed; nothing is known where nothing was.

    >>> corpus = Corpus(furniture=np.array([3, 5], np.uint64), common_bits=7)
    >>> unpacked = unpack_corpus(pack_corpus(corpus))
    >>> unpacked.furniture, unpacked.common_bits, len(unpacked.frequent)
    (array([3, 5], dtype=uint64), 7, 0)
    """
    if packed is None:
        return Corpus()
    head, _, data = unseal(packed, "what the index learned from all articles").partition(b"\n")
    entries = np.frombuffer(data, "<u8").astype(np.uint64)
    values: dict[str, Any] = {}
    start = 0
    for name, size in loads(head).items():
        if isinstance(size, int):
            values[name], start = entries[start : start + size], start + size
        else:
            values[name] = size["is"]
    return Corpus(**values)
