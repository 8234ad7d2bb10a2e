"""What all articles taught at the last regrouping, as one note.

The arrays of a `Corpus` one after the other, behind a line that says how long each is.
"""

from __future__ import annotations

from dataclasses import fields

import numpy as np

from dedup.corpus.statistics import CorpusStatistics
from dedup.index.checksums import verified, with_checksum
from dedup.serialization import dumps, loads

CORPUS_NOTE = "learned"


def encode_corpus(corpus: CorpusStatistics) -> bytes:
    """A corpus as bytes."""
    columns = {field.name: getattr(corpus, field.name) for field in fields(CorpusStatistics)}
    head = dumps({name: len(column) for name, column in columns.items()})
    return with_checksum(head + b"\n" + b"".join(column.astype("<u8").tobytes() for column in columns.values()))


def decode_corpus(packed: bytes | None) -> CorpusStatistics:
    """The corpus that was packed; nothing is known where nothing was.

    >>> unpacked = unpack_corpus(pack_corpus(Corpus(furniture=np.array([3, 5], np.uint64))))
    >>> unpacked.furniture, len(unpacked.frequent)
    (array([3, 5], dtype=uint64), 0)
    """
    if packed is None:
        return CorpusStatistics()
    head, _, data = verified(packed, "what the index learned from all articles").partition(b"\n")
    sizes = loads(head)
    entries = np.frombuffer(data, "<u8").astype(np.uint64)
    columns = np.split(entries, np.cumsum([*sizes.values()])[:-1])
    return CorpusStatistics(**dict(zip(sizes, columns, strict=True)))
