"""An open index: its database, the lock of its threads, and what every question and every change needs of them."""

from __future__ import annotations

import warnings
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Self

from dedup.alignment.passage import Alignment
from dedup.article import Article
from dedup.clusters.values import Cluster
from dedup.comparison.counted_text import CountedText
from dedup.comparison.prepared import prepare
from dedup.errors import FormerIndexWarning, InputError, StorageError, check_type
from dedup.index.codecs.article_codec import ArticleCodec, decode_id
from dedup.index.grouping.stored_results import StoredResults
from dedup.index.maintenance.compatibility import open_as_built
from dedup.index.maintenance.regroup import lacks_what_stories_are_found_by
from dedup.index.storage.opening import shown_url
from dedup.index.storage.protocols import Store
from dedup.index.transactions import GroupReader, Transactions
from dedup.kernels import is_compiled
from dedup.pair_pipeline import run_pair
from dedup.runtime.progress import Progress, ProgressGiven
from dedup.runtime.progress_line import begin_progress
from dedup.settings import DEFAULT_SETTINGS, Settings
from dedup.stories.story import Story
from dedup.tokens.words import encode_utf8

_FORMER = (
    "regrouped by an earlier version; until `dedup index regroup`, additions find no stories or translations among the "
    "articles that are in it"
)


class OpenIndex(ABC):
    """A database of articles that is open, for one thread at a time."""

    def __init__(
        self, url: str | Path | Store, *, stories: bool = False, settings: Settings = DEFAULT_SETTINGS
    ) -> None:
        check_type(settings, Settings, "settings: Settings()")
        self._is_closed = False
        self._name = shown_url(url) if isinstance(url, str | Path) else type(url).__name__
        self._finds_stories = stories
        self._lock = RLock()
        self._store, self.settings = open_as_built(url, settings, self._name)
        self._codec = ArticleCodec()
        self._open()
        if stories and self._is_former():
            warnings.warn(f"{self._name}: {_FORMER}", FormerIndexWarning, stacklevel=2)

    @abstractmethod
    def cluster(self, cluster_id: int) -> Cluster | None:
        """One cluster as it is now."""

    @abstractmethod
    def story(self, story_id: int) -> Story | None:
        """One story as it is now."""

    def _open(self) -> None:
        readers = GroupReader(self.cluster, self.story)
        self._transactions = Transactions(self._store, self._codec, readers, self.settings, stories=self._finds_stories)

    def _is_former(self) -> bool:
        with self._reading():
            return lacks_what_stories_are_found_by(self._store)

    def _begin(self, progress: ProgressGiven) -> Progress:
        """What is to be called as work goes on."""
        return begin_progress(progress, is_compiled)

    def __repr__(self) -> str:
        return f"Index({self._name!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the database; whatever is asked afterwards is a StorageError."""
        with self._lock:
            self._is_closed = True
            self._store.close()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Be the only thread; StorageError once the index is closed."""
        with self._lock:
            if self._is_closed:
                raise StorageError(f"{self._name}: this index is closed; open it again")
            yield

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with self._locked(), self._store.reading():
            yield

    @contextmanager
    def _results(self, article_ids: Collection[str] | None = None) -> Iterator[StoredResults]:
        """What is stored of all articles, or of those that are given."""
        with self._reading():
            if article_ids is None:
                ids = {number: decode_id(name) for number, name in self._store.articles.ids()}
            else:
                for each in article_ids:
                    check_type(each, str, "the ids of articles, strings")
                names = [encode_utf8(each) for each in article_ids]
                ids = {number: decode_id(name) for name, number in self._store.articles.numbers_of(names).items()}
            yield StoredResults(self._store, ids, self._articles, self._align, self._count_texts, self.settings)

    def _articles(self, numbers: list[int]) -> dict[int, Article]:
        with self._reading():
            return self._transactions.cache.articles(numbers)

    def _count_texts(self, articles: Sequence[Article]) -> CountedText:
        """The counted text of some articles, by what was learned at the last regrouping."""
        with self._reading():
            corpus = self._transactions.cache.corpus(self._store.state())
        prepared, _ = prepare(articles, self.settings)
        return CountedText(prepared, corpus)

    def _align(self, left: int, right: int) -> Alignment:
        with self._reading():
            articles = self._articles([left, right])
            corpus = self._transactions.cache.corpus(self._store.state())
        if len(articles) < 2:
            raise InputError("passages: one of the two articles has been removed from the index")
        return run_pair(articles[left], articles[right], self.settings, corpus)._align()
