"""What an index is asked about articles: stored ones by id or address, and what a new one would be to them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace

from dedup.alignment.repeats.blocks import Repeat, repeats
from dedup.article import Article
from dedup.errors import DamagedDataError, check_type
from dedup.index.arguments import check_article
from dedup.index.maintenance.integrity import read_records
from dedup.index.maintenance.overview import IndexOverview, SearchResult, read_overview, search_articles
from dedup.index.maintenance.stats import IndexStats, read_stats
from dedup.index.operations.open_index import OpenIndex
from dedup.index.result import IndexResult
from dedup.settings import Settings

ARTICLES_PER_READ = 1000
MAX_NAMED = 20  # damaged articles in one message


class ArticleQueries(OpenIndex):
    """A container of articles by id, in the order in which they were added."""

    def __len__(self) -> int:
        with self._reading():
            return self._store.state().articles

    def __contains__(self, article_id: object) -> bool:
        with self._reading():
            return isinstance(article_id, str) and self._transactions.number_of(article_id) is not None

    def __getitem__(self, article_id: str) -> Article:
        check_type(article_id, str, "the id of an article, a string")
        with self._reading():
            number = self._transactions.number_of(article_id)
            if number is None:
                raise KeyError(article_id)
            article = self._articles([number]).get(number)
        if article is None or article.id != article_id:
            raise DamagedDataError(f"{self._name}: article {article_id!r} is not where its id says; `rebuild` mends it")
        return article

    def __iter__(self) -> Iterator[Article]:
        """All articles; DamagedDataError behind the last, with the names of those that cannot be read."""
        damaged: list[str] = []
        number = 0
        while True:
            with self._reading():
                chunk = read_records(self._store, self._codec, number, ARTICLES_PER_READ)
            damaged += chunk.damaged
            yield from chunk.articles
            if chunk.end is None:
                break
            number = chunk.end
        if damaged:
            raise DamagedDataError(
                f"{self._name}: {len(damaged):,} damaged and left out: {', '.join(damaged[:MAX_NAMED])}"
                f"{', ...' if len(damaged) > MAX_NAMED else ''}; `rebuild` keeps all others"
            )

    def version_of(self, article: Article) -> Article | None:
        """The stored article with the id of this one, or else the newest at its URL; None if there is neither."""
        check_article(article, "version_of")
        with self._reading():
            (numbers,) = self._transactions.judge.stored_versions([article])
            return self._articles(numbers[:1]).get(numbers[0]) if numbers else None

    def repeats(self, article_id: str) -> list[Repeat]:
        """The repeated blocks of a stored article."""
        return repeats(self[article_id], self.settings)

    def query(self, article: Article, *, settings: Settings | None = None) -> IndexResult:
        """What `add` would say of an article; nothing is stored."""
        check_article(article, "query")
        with self._locked():
            folding = self.settings.expand_umlauts
            chosen = replace(settings, expand_umlauts=folding) if settings else self.settings
            return self._transactions.query(article, chosen)

    async def aquery(self, article: Article) -> IndexResult:
        """The same as `query`, in a thread, for asyncio."""
        return await asyncio.to_thread(self.query, article)

    def overview(self, count: int = 20) -> IndexOverview:
        """The newest articles and the largest groups, so many of each."""
        with self._reading():
            return read_overview(self._store, self._transactions.cache.articles, count)

    def search(self, words: str, limit: int = 50) -> SearchResult:
        """The newest articles that hold all words; looks through as many as two seconds allow."""
        check_type(words, str, "search: words, a string")
        with self._reading():
            return search_articles(self._store, self._transactions.cache.articles, words, limit)

    def stats(self) -> IndexStats:
        """What the index holds, and by which settings it was regrouped."""
        with self._reading():
            return read_stats(self._store)
