"""The terms of stories as they are stored: batches of articles, one piece of metadata each; and the corpus by which
they are weighed, as it was at the last regrouping.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.index.codecs.checksums import verified, with_checksum
from dedup.index.postings.sorted_postings import Numbers
from dedup.serialization import dumps, loads
from dedup.stories.linking.date_odds import CrowdShift
from dedup.stories.linking.story_links import StoryCorpus, no_corpus
from dedup.stories.linking.term_weights import CorpusFigures, listed_holders
from dedup.stories.terms import Terms

NAME_PREFIX = "terms of stories:"
CORPUS_NAME = "story corpus"
# From the first up to the second: terms of earlier versions, which are read again.
FORMER_NAMES = (("terms:", "terms;"), ("story terms:", "story terms;"))


class TermBatch(NamedTuple):
    """Articles with their numbers, which ascend, content digests, the highest content that each has in common with
    another (`dedup.stories.linking.story_model`), and terms.
    """

    numbers: Numbers
    digests: NDArray[np.uint64]
    closest: NDArray[np.float32]
    terms: Terms

    def select(self, places: Numbers) -> TermBatch:
        """Some of the articles, in the order of `places`."""
        columns = self.numbers[places], self.digests[places], self.closest[places]
        return TermBatch(*columns, self.terms.select(places))


def concatenated_batches(batches: Sequence[TermBatch]) -> TermBatch:
    """The articles of all batches."""
    numbers, digests, closest, terms = zip(*batches, strict=True)
    columns = np.concatenate(numbers), np.concatenate(digests), np.concatenate(closest)
    return TermBatch(*columns, terms[0].concatenated(*terms[1:]))


def batch_note_name(number: int) -> str:
    """The metadata name of the batch that begins with an article; names are in order of numbers."""
    return f"{NAME_PREFIX}{number:016x}"


def encode_batch(batch: TermBatch) -> bytes:
    """A batch as bytes: its columns one after the other, behind a line that says how long each is."""
    return _encode_columns([*batch[:-1], *(getattr(batch.terms, field.name) for field in fields(Terms))])


def decode_batch(stored: bytes) -> TermBatch:
    """The batch that was encoded; DamagedDataError where it is not what was written."""
    numbers, digests, closest, *terms = _decode_columns(stored)
    return TermBatch(numbers, digests, closest, Terms(*terms))


def encode_story_corpus(corpus: StoryCorpus) -> bytes:
    """A corpus as bytes: terms that one text holds are left out, for so many hold those that are not listed."""
    figures, columns = corpus.figures, list[NDArray[Any]]()
    for holders in (figures.terms, figures.bigrams):
        is_shared = holders.counts > 1
        columns += [holders.slots[is_shared], holders.counts[is_shared]]
    return _encode_columns([np.array([figures.texts, corpus.shift.shift, corpus.shift.is_witnessed]), *columns])


def decode_story_corpus(stored: bytes | None) -> StoryCorpus:
    """The corpus that was encoded; the empty one for None.

    >>> from dedup.stories.linking.story_links import no_corpus
    >>> decode_story_corpus(encode_story_corpus(no_corpus())).figures.texts
    0
    """
    if stored is None:
        return no_corpus()
    (texts, shift, is_witnessed), *columns = _decode_columns(stored)
    holders = (listed_holders(*columns[:2]), listed_holders(*columns[2:]))
    return StoryCorpus(CorpusFigures(int(texts), *holders), CrowdShift(float(shift), is_witnessed=bool(is_witnessed)))


def _encode_columns(columns: Sequence[NDArray[Any]]) -> bytes:
    head = dumps([(column.dtype.str, len(column)) for column in columns])
    return with_checksum(head + b"\n" + b"".join(column.tobytes() for column in columns))


def _decode_columns(stored: bytes) -> list[NDArray[Any]]:
    head, _, data = verified(stored, "what stories are found by").partition(b"\n")
    columns, start = list[NDArray[Any]](), 0
    for kind, length in loads(head):
        columns.append(np.frombuffer(data, kind, length, start))
        start += columns[-1].nbytes
    return columns
