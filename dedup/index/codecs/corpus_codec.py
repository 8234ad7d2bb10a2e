"""What was learned from all articles at the last regrouping, as one piece of metadata.

The arrays of `CorpusStatistics` one after the other, behind a line that says how long each is.
"""

from __future__ import annotations

import numpy as np

from dedup.corpus.statistics import CorpusStatistics
from dedup.index.codecs.checksums import decoding, verified, with_checksum
from dedup.serialization import dumps, loads

CORPUS_NOTE = "learned"
FIELDS = {
    "furniture": "boilerplate_lines",
    "frequent": "frequent_words",
    "common": "stock_phrases",
    "stubs": "stub_texts",
}
"""The stored name of each array, in order, and its field: the stored format is older than the field's name."""


def encode_corpus(corpus: CorpusStatistics) -> bytes:
    """A corpus as bytes."""
    columns = {stored: getattr(corpus, field) for stored, field in FIELDS.items()}
    head = dumps({name: len(column) for name, column in columns.items()})
    return with_checksum(head + b"\n" + b"".join(column.astype("<u8").tobytes() for column in columns.values()))


@decoding("what the index learned from all articles")
def decode_corpus(stored: bytes | None) -> CorpusStatistics:
    """The corpus that was encoded; an empty one for None.

    >>> decoded = decode_corpus(encode_corpus(CorpusStatistics(boilerplate_lines=np.array([3, 5], np.uint64))))
    >>> decoded.boilerplate_lines, len(decoded.frequent_words)
    (array([3, 5], dtype=uint64), 0)
    """
    if stored is None:
        return CorpusStatistics()
    head, _, data = verified(stored, "what the index learned from all articles").partition(b"\n")
    sizes = loads(head)
    entries = np.frombuffer(data, "<u8").astype(np.uint64)
    columns = np.split(entries, np.cumsum([*sizes.values()])[:-1])
    return CorpusStatistics(**{FIELDS[name]: column for name, column in zip(sizes, columns, strict=True)})
