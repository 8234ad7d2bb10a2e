"""The terms of stored articles: what new ones find their stories by.

Each step that adds articles keeps their terms as one note, named after the first of them: 1 kB an article. Who needs
them reads the notes that it has not read yet, in order, so that several processes tell alike; after a regrouping, which
writes all of them anew, all. Of copies one has terms: the others belong to its story. What was loaded, or added without
stories, has none until the next regrouping.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from hashlib import blake2b
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article
from dedup.index.checksums import has_valid_checksum, verified, with_checksum
from dedup.index.postings.sorted_postings import Numbers
from dedup.index.storage.protocols import State, Store
from dedup.serialization import dumps, loads
from dedup.stories.incremental import StoryTermIndex
from dedup.stories.link_model import published_days
from dedup.stories.terms import Terms, read_terms
from dedup.tokens.words import encode_utf8

NOTES = "terms:"


class TermBatch(NamedTuple):
    """Articles with their numbers, which rise, their dates in days, digests of what was read, and their terms."""

    numbers: Numbers
    days: NDArray[np.float64]
    digests: NDArray[np.uint64]
    terms: Terms

    def select(self, places: Numbers) -> TermBatch:
        """Some of them, in the order of `places`."""
        return TermBatch(self.numbers[places], self.days[places], self.digests[places], self.terms.select(places))


def read_batch(articles: Mapping[int, Article]) -> TermBatch:
    """Read the terms of articles, given by number in rising order."""
    values = articles.values()
    return TermBatch(
        np.array([*articles], np.int64), published_days(values), content_digests(values), read_terms(values)
    )


def content_digests(articles: Iterable[Article]) -> NDArray[np.uint64]:
    """One number for all that is read of each article, (n,): terms of equal ones are equal."""
    parts = ((article.title or "", article.language or "", article.text) for article in articles)
    hashed = (blake2b(b"\0".join(map(encode_utf8, each)), digest_size=8).digest() for each in parts)
    return np.array([int.from_bytes(each, "little") for each in hashed], np.uint64)


class StoryTermCache:
    """The terms of stored articles that one process has read."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._reset(generation=0)

    def _reset(self, generation: int) -> None:
        self._generation, self._end = generation, 0
        self._growing, self._numbers = StoryTermIndex(), array("q")

    def refresh(self, state: State) -> None:
        """See what others have committed since; within a step."""
        if self._generation != state.generation:
            self._reset(state.generation)
        batches = [
            decode_batch(body)
            for body in self._store.metadata_range(batch_note_name(self._end), batch_note_name(state.next_number))
        ]
        if batches:
            self.add_batch(concatenated_batches(batches))

    def links(self, new: TermBatch) -> list[tuple[int, int, float]]:
        """What new articles are linked to, ones before them: the numbers of both, the new one first, and how likely
        they tell one story.
        """
        found = self._growing.find_links(new.days, new.terms)
        numbers = np.append(np.frombuffer(self._numbers, np.int64), new.numbers)
        columns = numbers[found.right], numbers[found.left], found.probability
        return [*zip(*(column.tolist() for column in columns), strict=True)]

    def add_batch(self, batch: TermBatch) -> None:
        """Take in articles that were committed."""
        if len(batch.numbers):
            self._growing.append(batch.days, batch.terms)
            self._numbers.extend(batch.numbers.tolist())
            self._end = int(batch.numbers[-1]) + 1

    def count(self, numbers: Iterable[int]) -> int:
        """How many of some articles have terms."""
        return int(np.isin([*numbers], np.frombuffer(self._numbers, np.int64)).sum())


class StoredTerms:
    """The terms that an index keeps, for telling all its stories anew: those of articles that are read as they were are
    not read again; of damaged ones, all. `heard` is what it was asked for last.
    """

    def __init__(self, bodies: Iterable[bytes], number_of: Mapping[str, int]) -> None:
        self._stored = concatenated_batches([read_batch({}), *map(decode_batch, filter(has_valid_checksum, bodies))])
        self._number_of = number_of
        self.batch = read_batch({})

    def __call__(self, articles: Collection[Article]) -> Terms:
        """The terms of some articles."""
        numbers = np.array([self._number_of[article.id] for article in articles], np.int64)
        places = self._places(numbers, content_digests(articles))
        pairs = zip(numbers.tolist(), articles, (places < 0).tolist(), strict=True)
        new = read_batch({number: article for number, article, is_new in pairs if is_new})
        places[places < 0] = len(self._stored.numbers) + np.arange(len(new.numbers))
        self.batch = concatenated_batches([self._stored, new]).select(places)
        return self.batch.terms

    def _places(self, numbers: Numbers, digests: NDArray[np.uint64]) -> Numbers:
        """Where the terms of articles stand, -1 for those that are read otherwise now."""
        place_of = {number: place for place, number in enumerate(self._stored.numbers.tolist())}
        places = np.array([place_of.get(number, -1) for number in numbers.tolist()], np.int64)
        known = np.append(self._stored.digests, np.uint64(0))  # behind the last: of those that have no place
        return np.where(known[places] == digests, places, -1)

    def in_batches(self, size: int = 1000) -> Iterator[TermBatch]:
        """What it was asked for last, in order of numbers."""
        order = np.argsort(self.batch.numbers)
        yield from (self.batch.select(order[first : first + size]) for first in range(0, len(order), size))


def concatenated_batches(batches: Sequence[TermBatch]) -> TermBatch:
    """All of some batches."""
    numbers, days, digests, terms = zip(*batches, strict=True)
    columns = np.concatenate(numbers), np.concatenate(days), np.concatenate(digests)
    return TermBatch(*columns, terms[0].concatenated(*terms[1:]))


def batch_note_name(number: int) -> str:
    """The name of the note that begins with an article; names are in order of numbers."""
    return f"{NOTES}{number:016x}"


def encode_batch(batch: TermBatch) -> bytes:
    """A batch as bytes: its columns one after the other, behind a line that says how long each is.

    >>> batch = hear({7: Article("a", "Ferry Aurora ran aground off Hiddensee.")})
    >>> unpack(pack(batch)).terms.words.tolist()
    [6]
    """
    columns = [*batch[:-1], *(getattr(batch.terms, field.name) for field in fields(Terms))]
    head = dumps([(column.dtype.str, len(column)) for column in columns])
    return with_checksum(head + b"\n" + b"".join(column.tobytes() for column in columns))


def decode_batch(packed: bytes) -> TermBatch:
    """The batch that was packed; DamagedDataError where it is not what was written."""
    head, _, data = verified(packed, "what stories are found by").partition(b"\n")
    columns, start = [], 0
    for kind, length in loads(head):
        columns.append(np.frombuffer(data, kind, length, start))
        start += columns[-1].nbytes
    numbers, days, digests, *terms = columns
    return TermBatch(numbers, days, digests, Terms(*terms))
