"""What one process knows of an index beside its file: postings of recent articles, and what all articles taught.

Both are caches of what the store holds. They are brought up to date at the beginning of each step, inside it, so that
what other processes have committed is seen; and they are only added to when a step of one's own has been committed.
"""

from __future__ import annotations

import numpy as np

from dedup.article import Article
from dedup.index.postings.bloom_filter import Filter
from dedup.index.lookup import Asked, keys_of
from dedup.index.corpus_codec import NOTE, unpack_corpus
from dedup.index.postings.sorted_postings import Hits, Recent, joined
from dedup.index.article_codec import Packer
from dedup.index.storage.protocols import Record, State, Store
from dedup.corpus.statistics import Corpus
from dedup.sketch.fingerprints import sketch
from dedup.sketch.packed_texts import pack

AT_ONCE = 1000  # articles read at a time


class Memory:
    """The caches of one open index."""

    def __init__(self, store: Store, packer: Packer) -> None:
        self._store = store
        self._packer = packer
        self._recent = Recent(0)
        self._filter = Filter()
        self._corpus = Corpus()
        self._generation = 0  # of the groups that it was learned with

    def catch_up(self, state: State) -> None:
        """See what others have committed since."""
        if self._recent.first != state.covered:
            self._recent = Recent(state.covered)
        while self._recent.end < state.next_number:
            records = self._store.records_from(self._recent.end, AT_ONCE)
            end = records[-1].number + 1 if len(records) == AT_ONCE else state.next_number
            self._take_in(records, end)

    def _take_in(self, records: list[Record], end: int) -> None:
        asked = keys_of(sketch(pack([self._packer.article(record).text for record in records])))
        numbers = np.array([record.number for record in records], np.int64)
        self._recent.add(asked.keys, numbers[asked.owners] if len(numbers) else asked.owners, end)

    def remember(self, asked: Asked, first: int, end: int) -> None:
        """Take in the articles that were just committed, if nothing is missing before them."""
        if self._recent.end == first:
            self._recent.add(asked.keys, first + asked.owners, end)

    def find(self, asked: Asked) -> Hits:
        """All stored articles that hold any of the keys."""
        return joined([self._recent.find(asked.keys), self._filter.find(self._store, asked.keys)])

    def corpus(self, state: State) -> Corpus:
        """What was learned at the last regrouping."""
        if self._generation != state.generation:
            self._corpus, self._generation = unpack_corpus(self._store.note(NOTE)), state.generation
        return self._corpus

    @property
    def recent(self) -> Recent:
        """The postings that stand in no run."""
        return self._recent

    def articles(self, numbers: list[int]) -> dict[int, Article]:
        """Stored articles by number, as far as they are there."""
        return {record.number: self._packer.article(record) for record in self._store.records(numbers)}
