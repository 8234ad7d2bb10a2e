"""The terms of stories as they are stored: batches of articles, one piece of metadata each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.index.codecs.checksums import verified, with_checksum
from dedup.index.postings.sorted_postings import Numbers
from dedup.serialization import dumps, loads
from dedup.stories.terms import Terms

NAME_PREFIX = "terms:"


class TermBatch(NamedTuple):
    """Articles with their numbers, which ascend, dates in days, content digests, and terms."""

    numbers: Numbers
    days: NDArray[np.float64]
    digests: NDArray[np.uint64]
    terms: Terms

    def select(self, places: Numbers) -> TermBatch:
        """Some of the articles, in the order of `places`."""
        return TermBatch(self.numbers[places], self.days[places], self.digests[places], self.terms.select(places))


def concatenated_batches(batches: Sequence[TermBatch]) -> TermBatch:
    """The articles of all batches."""
    numbers, days, digests, terms = zip(*batches, strict=True)
    columns = np.concatenate(numbers), np.concatenate(days), np.concatenate(digests)
    return TermBatch(*columns, terms[0].concatenated(*terms[1:]))


def batch_note_name(number: int) -> str:
    """The metadata name of the batch that begins with an article; names are in order of numbers."""
    return f"{NAME_PREFIX}{number:016x}"


def encode_batch(batch: TermBatch) -> bytes:
    """A batch as bytes: its columns one after the other, behind a line that says how long each is."""
    columns = [*batch[:-1], *(getattr(batch.terms, field.name) for field in fields(Terms))]
    head = dumps([(column.dtype.str, len(column)) for column in columns])
    return with_checksum(head + b"\n" + b"".join(column.tobytes() for column in columns))


def decode_batch(stored: bytes) -> TermBatch:
    """The batch that was encoded; DamagedDataError where it is not what was written."""
    head, _, data = verified(stored, "what stories are found by").partition(b"\n")
    columns, start = [], 0
    for kind, length in loads(head):
        columns.append(np.frombuffer(data, kind, length, start))
        start += columns[-1].nbytes
    numbers, days, digests, *terms = columns
    return TermBatch(numbers, days, digests, Terms(*terms))
