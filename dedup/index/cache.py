"""What one process knows of an index beside its file: postings of recent articles, and what all articles taught.

Both are caches of what the store holds. They are brought up to date at the beginning of each step, inside it, so that
what other processes have committed is seen; and they are only added to when a step of one's own has been committed.
"""

from __future__ import annotations

import numpy as np

from dedup.article import Article
from dedup.corpus.statistics import CorpusStatistics
from dedup.index.article_codec import ArticleCodec
from dedup.index.corpus_codec import CORPUS_NOTE, decode_corpus
from dedup.index.lookup import LookupKeys, lookup_keys
from dedup.index.postings.bloom_filter import BloomFilter
from dedup.index.postings.sorted_postings import Hits, MemTable, concatenated_hits
from dedup.index.storage.protocols import Record, State, Store
from dedup.sketch.fingerprints import sketch
from dedup.sketch.packed_texts import pack_texts

ARTICLES_PER_READ = 1000  # articles read at a time


class IndexCache:
    """The caches of one open index."""

    def __init__(self, store: Store, packer: ArticleCodec) -> None:
        self._store = store
        self._packer = packer
        self._recent = MemTable(0)
        self._filter = BloomFilter()
        self._corpus = CorpusStatistics()
        self._regroup_count = 0  # of the groups that it was learned with

    def refresh(self, state: State) -> None:
        """See what others have committed since."""
        if self._recent.first != state.covered:
            self._recent = MemTable(state.covered)
        while self._recent.end < state.next_number:
            records = self._store.records_from(self._recent.end, ARTICLES_PER_READ)
            end = records[-1].number + 1 if len(records) == ARTICLES_PER_READ else state.next_number
            self._add_records(records, end)

    def _add_records(self, records: list[Record], end: int) -> None:
        asked = lookup_keys(sketch(pack_texts([self._packer.decode(record).text for record in records])))
        numbers = np.array([record.number for record in records], np.int64)
        self._recent.add(asked.keys, numbers[asked.positions] if len(numbers) else asked.positions, end)

    def add_committed(self, asked: LookupKeys, first: int, end: int) -> None:
        """Take in the articles that were just committed, if nothing is missing before them."""
        if self._recent.end == first:
            self._recent.add(asked.keys, first + asked.positions, end)

    def find(self, asked: LookupKeys) -> Hits:
        """All stored articles that hold any of the keys."""
        return concatenated_hits([self._recent.find(asked.keys), self._filter.find(self._store, asked.keys)])

    def corpus(self, state: State) -> CorpusStatistics:
        """What was learned at the last regrouping."""
        if self._regroup_count != state.generation:
            self._corpus, self._regroup_count = decode_corpus(self._store.metadata(CORPUS_NOTE)), state.generation
        return self._corpus

    @property
    def memtable(self) -> MemTable:
        """The postings that stand in no run."""
        return self._recent

    def articles(self, numbers: list[int]) -> dict[int, Article]:
        """Stored articles by number, as far as they are there."""
        return {record.number: self._packer.decode(record) for record in self._store.records(numbers)}
