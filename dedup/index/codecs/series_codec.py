"""The series of the last regrouping, as one piece of metadata: a line of JSON."""

from __future__ import annotations

from collections.abc import Sequence

from dedup.index.codecs.checksums import decoding, verified, with_checksum
from dedup.serialization import dumps, loads, to_builtins
from dedup.serialization.from_plain import DocumentReader
from dedup.stories.series.series import Series

SERIES_NOTE = "series"


def encode_series(series: Sequence[Series]) -> bytes:
    """Series as bytes."""
    return with_checksum(dumps(to_builtins(series)))


@decoding("the series of the index")
def decode_series(stored: bytes | None) -> list[Series]:
    """The series that were encoded; none for None.

    >>> decode_series(encode_series([Series(("a", "b", "c"), "Lotto …")]))
    [Series(3 articles: 'Lotto …')]
    """
    if stored is None:
        return []
    return [DocumentReader().document(Series, each) for each in loads(verified(stored, "the series of the index"))]
