"""A first look at an index: its newest articles, its largest groups, and the articles that hold some words."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from dedup.article import Article
from dedup.index.codecs.article_codec import encoded_url
from dedup.index.storage.protocols import GroupKind, Store
from dedup.tokens.words import encode_utf8

ARTICLES_PER_READ = 200
SEARCH_SECONDS = 2.0  # a search looks through some ten thousand articles, the newest first

ReadArticles = Callable[[Sequence[int]], dict[int, Article]]


@dataclass(frozen=True, slots=True)
class LargeGroup:
    """A group with many articles, and the first one that was added."""

    group_id: int
    size: int
    first: Article


@dataclass(frozen=True, slots=True)
class IndexOverview:
    """The newest articles, and the largest groups of each kind."""

    newest: tuple[Article, ...]
    clusters: tuple[LargeGroup, ...]
    stories: tuple[LargeGroup, ...]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Articles that hold all words, the newest first; how many were looked through, and whether those were all."""

    articles: tuple[Article, ...]
    searched: int
    is_complete: bool


def read_overview(store: Store, read: ReadArticles, count: int) -> IndexOverview:
    """The newest articles and the largest groups, so many of each; within a `reading`."""
    newest = store.articles.numbers()[: -count - 1 : -1]
    found = read(newest)
    return IndexOverview(
        tuple(found[number] for number in newest if number in found),
        *(_largest(store, kind, read, count) for kind in (GroupKind.CLUSTER, GroupKind.STORY)),
    )


def _largest(store: Store, kind: GroupKind, read: ReadArticles, count: int) -> tuple[LargeGroup, ...]:
    groups = store.results.groups(kind)
    order = sorted(groups, key=lambda group: (-len(groups[group]), group))[: 2 * count]
    existing = store.articles.existing([number for group in order for number in groups[group]])
    members = {group: [number for number in groups[group] if number in existing] for group in order}
    largest = [group for group in order if len(members[group]) > 1][:count]
    firsts = read([members[group][0] for group in largest])
    return tuple(LargeGroup(group, len(members[group]), firsts[members[group][0]]) for group in largest)


def search_articles(store: Store, read: ReadArticles, words: str, limit: int) -> SearchResult:
    """Up to `limit` articles whose id, title, outlet, URL and text hold all words, in any case; within a `reading`.

    The article whose id was asked for comes first, then those at its URL, however old they are.
    """
    named = _named(store, words.strip(), limit)
    articles = read(named)
    found = [articles[number] for number in named if number in articles][:limit]
    wanted = words.casefold().split()
    numbers = store.articles.numbers()[::-1]
    end = time.monotonic() + SEARCH_SECONDS
    for start in range(0, len(numbers), ARTICLES_PER_READ):
        if len(found) >= limit or time.monotonic() > end:
            return SearchResult(tuple(found), start, is_complete=False)
        chunk = [number for number in numbers[start : start + ARTICLES_PER_READ] if number not in named]
        articles = read(chunk)
        holding = (articles[number] for number in chunk if number in articles and _holds(articles[number], wanted))
        found += islice(holding, limit - len(found))
    return SearchResult(tuple(found), len(numbers), is_complete=True)


def _named(store: Store, name: str, limit: int) -> list[int]:
    """The article with an id, and those at a URL, which an index looks up without reading any other."""
    url = encoded_url(Article("", "", url=name))
    under_id = store.articles.numbers_of([encode_utf8(name)]).values()
    at_url = store.articles.numbers_at_urls([url], limit).get(url, []) if url else []
    return list(dict.fromkeys([*under_id, *at_url]))


def _holds(article: Article, wanted: Sequence[str]) -> bool:
    parts = (article.id, article.title, article.outlet, article.url, article.text)
    whole = "\n".join(part for part in parts if part).casefold()
    return all(word in whole for word in wanted)
