"""What one process keeps of an index beside its store: the corpus statistics of the last regrouping."""

from __future__ import annotations

from collections.abc import Sequence

from dedup.article import Article
from dedup.corpus.statistics import CorpusStatistics
from dedup.index.codecs.article_codec import ArticleCodec
from dedup.index.codecs.corpus_codec import CORPUS_NOTE, decode_corpus
from dedup.index.storage.protocols import State, Store


class IndexCache:
    """Decoded articles and corpus statistics of one open index; to be asked within a transaction."""

    def __init__(self, store: Store, codec: ArticleCodec) -> None:
        self._store = store
        self._codec = codec
        self._corpus = CorpusStatistics()
        self._regroup_count = 0  # of the regrouping that the corpus was learned in

    def corpus(self, state: State) -> CorpusStatistics:
        """What was learned from all articles at the last regrouping."""
        if self._regroup_count != state.regroup_count:
            self._corpus = decode_corpus(self._store.metadata(CORPUS_NOTE))
            self._regroup_count = state.regroup_count
        return self._corpus

    def articles(self, numbers: Sequence[int]) -> dict[int, Article]:
        """The existing ones of some articles, by number."""
        return {record.number: self._codec.decode(record) for record in self._store.articles.records(numbers)}
