"""What can be done to an index, each as one transaction.

An addition holds the store from the look-up until its article is written: two processes that bring the same text at
once come one after the other, and the second finds the first. What takes long and needs nothing of the store (reading
and fingerprinting the new texts) is done before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from operator import is_not
from typing import NamedTuple

import numpy as np

from dedup.article import Article, ReadItem
from dedup.clusters.values import Cluster
from dedup.comparison.neighbours import closest_first
from dedup.comparison.prepared import Prepared, prepare
from dedup.errors import InputError, check_type
from dedup.index.cache import IndexCache
from dedup.index.candidate_lookup import LookupKeys, lookup_keys, select_candidates
from dedup.index.codecs.article_codec import ArticleCodec, encoded_url
from dedup.index.grouping.group_ids import assign_groups_of_copies, closest_copies
from dedup.index.grouping.story_assignment import StoryAssigner
from dedup.index.ingest import Standing, standing_among, unstored, versions_apart
from dedup.index.postings.sorted_postings import Hits, concatenated_hits, sort_postings
from dedup.index.prepared_pool import PreparedPool
from dedup.index.remote.answer_log import keep_answers
from dedup.index.result import IndexResult, Status
from dedup.index.storage.protocols import GroupKind, State, Store
from dedup.index.verify import NewMatch, copy_strengths, match_rows, verify_candidates
from dedup.settings import Settings
from dedup.sketch.fingerprints import sketch
from dedup.sketch.packed_texts import text_source
from dedup.stories.story import Story
from dedup.tokens.words import encode_utf8

PartItem = ReadItem | IndexResult
Note = Callable[[Sequence[Article], Sequence[IndexResult]], Mapping[str, str]]
"""Makes of articles and their results the answers that are kept with them (`dedup.index.remote.answer_log`)."""
_MAX_AT_ONE_URL = 8  # stored articles that a new one at their URL is compared with, half a millisecond each


class GroupReader(NamedTuple):
    """Reads a cluster or a story by its id, later than the transaction in which it was found."""

    cluster: Callable[[int], Cluster | None]
    story: Callable[[int], Story | None]


class _Verified(NamedTuple):
    """New articles with their matches, and how many candidates of each were not measured."""

    pool: PreparedPool
    matches: list[list[NewMatch]]
    not_measured: list[int]


class _Groups(NamedTuple):
    """The clusters and stories of articles, by number."""

    clusters: Mapping[int, int]
    stories: Mapping[int, int]


class Transactions:
    """The transactions of one open index; for one thread at a time. With `stories`, new articles find theirs."""

    def __init__(
        self, store: Store, codec: ArticleCodec, readers: GroupReader, settings: Settings, *, stories: bool
    ) -> None:
        self.store = store
        self.codec = codec
        self.cache = IndexCache(store, codec)
        self._readers = readers
        self._assigner = StoryAssigner(store, self.cache, settings) if stories else None

    def query(self, article: Article, settings: Settings) -> IndexResult:
        """What an article is to the stored ones; nothing is written."""
        prepared, fingerprints = prepare([article], settings)
        keys = lookup_keys(prepared.texts, fingerprints).sorted_by_key()
        with self.store.reading():
            (standing,) = self.standings([article], settings)
            state = self.store.state()
            found = self._verify(prepared, keys, self.store.postings.find(keys.keys), state, settings)
            copies = closest_copies(copy_strengths(found.matches))
            clusters, stories = (self._groups_of_copies(kind, copies) for kind in GroupKind)
            if self._assigner:
                assigned = self._assigner.assign(found.pool, found.matches, state)
                found = found._replace(matches=assigned.matches)
                stories = {number: story for number, story in assigned.stories.items() if story < state.next_group}
        return self._result(article, standing, found, 0, _Groups(clusters, stories))

    def add(
        self, articles: Sequence[Article], settings: Settings, *, is_update: bool = False, note: Note | None = None
    ) -> list[IndexResult]:
        """Add articles that share no id or URL, each verified against the stored ones and those before it.

        Those that are unchanged or in conflict are not stored. An update takes the place of the stored article. What
        `note` makes of the results is stored with them.
        """
        prepared, fingerprints = prepare(articles, settings)
        with self.store.writing():
            standings = self.standings(articles, settings, is_update=is_update)
            named = list(map(self._with_stored_id, articles, standings))
            stored = [article for article, each in zip(named, standings, strict=True) if each.status.is_stored]
            if len(stored) < len(articles) or any(map(is_not, named, articles)):
                prepared, fingerprints = prepare(stored, settings)
            self.delete([each.replaces for each in standings if each.replaces is not None])
            keys = lookup_keys(prepared.texts, fingerprints).sorted_by_key()
            state = self.store.state()
            first, end = state.next_number, state.next_number + len(stored)
            hits = self.store.postings.find(keys.keys)
            if len(stored) > 1:
                hits = concatenated_hits([hits, _hits_among_new(keys, first)])
            found = self._verify(prepared, keys, hits, state, settings)
            assigned = self._assigner.assign(found.pool, found.matches, state) if self._assigner else None
            if assigned:
                found = found._replace(matches=assigned.matches)
                state = replace(state, next_group=assigned.next_group)
            self._insert(stored, [encode_utf8(article.text) for article in stored], keys, state, found.matches)
            if assigned:
                assigned.store_in(self.store)
            numbers = range(first, end)
            groups = _Groups(*(self.store.results.groups_of(kind, numbers) for kind in GroupKind))
            rows = iter(range(len(stored)))
            results = [
                self._result(article, each, found, next(rows) if each.status.is_stored else None, groups)
                for article, each in zip(named, standings, strict=True)
            ]
            if note:
                keep_answers(self.store, note(articles, results))
        if self._assigner and assigned:
            self._assigner.terms.add_batch(assigned.batch)
        self.store.postings.compact()
        return results

    def parts_of(self, batch: Sequence[ReadItem], settings: Settings) -> list[list[PartItem]]:
        """A batch in parts that are added together, within a transaction: a version apart from the others, for those
        before it are verified against what it replaces. In place of an article that is not stored stands its result.
        """
        articles = [item for item in batch if isinstance(item, Article)]
        standings = iter(self.standings(articles, settings))
        items: list[PartItem] = []
        versions: list[bool] = []
        for item in batch:
            standing = next(standings) if isinstance(item, Article) else Standing(Status.NEW)
            is_unstored = isinstance(item, Article) and not standing.status.is_stored
            items.append(unstored(item, standing) if isinstance(item, Article) and is_unstored else item)
            versions.append(standing.status is Status.VERSION)
        return versions_apart(items, versions)

    def load(self, articles: Sequence[Article], settings: Settings) -> None:
        """Store articles without verifying them."""
        keys = lookup_keys(*sketch(text_source(articles, expand_umlauts=settings.expand_umlauts)))
        with self.store.writing():
            self._refuse_known(articles)
            texts = [encode_utf8(article.text) for article in articles]
            self._insert(articles, texts, keys, self.store.state(), [])
        self.store.postings.compact(is_bulk=True)

    def delete(self, numbers: Sequence[int]) -> None:
        """Delete articles, within a transaction that writes."""
        if not numbers:
            return
        state, count = self.store.state(), len(numbers)
        self.store.results.delete_stories(set(self.store.results.groups_of(GroupKind.STORY, numbers).values()))
        self.store.articles.delete(numbers)
        self.store.results.forget(numbers)
        self.store.set_state(
            replace(
                state,
                articles=state.articles - count,
                tombstones=state.tombstones + count,
                changes=state.changes + count,
            )
        )

    def number_of(self, article_id: str) -> int | None:
        """The number of an article, within a transaction."""
        check_type(article_id, str, "the id of an article, a string")
        name = encode_utf8(article_id)
        return self.store.articles.numbers_of([name]).get(name)

    def stored_versions(self, articles: Sequence[Article]) -> list[list[int]]:
        """The numbers of what is stored under the id of each article, and then, the newest first, at its URL."""
        ids = [encode_utf8(article.id) for article in articles]
        number_of = self.store.articles.numbers_of(ids)
        urls = [encoded_url(article) or b"" for article in articles]
        numbers_at = self.store.articles.numbers_at_urls(sorted({url for url in urls if url}), _MAX_AT_ONE_URL)
        under_id = ([number_of[name]] if name in number_of else [] for name in ids)
        found = zip(under_id, urls, strict=True)
        return [list(dict.fromkeys([*of_id, *numbers_at.get(url, ())])) for of_id, url in found]

    def standings(self, articles: Sequence[Article], settings: Settings, *, is_update: bool = False) -> list[Standing]:
        """What each article is to the stored ones of its id or URL, within a transaction."""
        numbers = self.stored_versions(articles)
        stored = self.cache.articles(sorted({number for of_one in numbers for number in of_one}))
        candidates = [{number: stored[number] for number in of_one} for of_one in numbers]
        return [
            standing_among(article, among, settings, is_update=is_update)
            for article, among in zip(articles, candidates, strict=True)
        ]

    def _with_stored_id(self, article: Article, standing: Standing) -> Article:
        """The article under the id by which it is stored: a new one at a URL that is taken gets a number behind it."""
        if not standing.needs_id:
            stored_id = standing.stored_id or article.id
            return article if stored_id == article.id else replace(article, id=stored_id)
        number = 2
        while self.number_of(f"{article.id}#{number}") is not None:
            number += 1
        return replace(article, id=f"{article.id}#{number}")

    def _groups_of_copies(self, kind: GroupKind, copies: Mapping[int, int]) -> dict[int, int]:
        """The group that each article would join as a copy."""
        group_of = self.store.results.groups_of(kind, sorted(set(copies.values())))
        return {newer: group_of[older] for newer, older in copies.items() if older in group_of}

    def _refuse_known(self, articles: Sequence[Article]) -> None:
        ids = [encode_utf8(article.id) for article in articles]
        known = set(self.store.articles.numbers_of(ids))
        for article, name in zip(articles, ids, strict=True):
            if name in known:
                raise InputError(f"article {article.id!r} is in the index already; `update` replaces it")
            known.add(name)

    def _verify(self, prepared: Prepared, keys: LookupKeys, hits: Hits, state: State, settings: Settings) -> _Verified:
        """The matches of new articles with those that hold their keys: stored ones, and new ones before them."""
        pool = PreparedPool(prepared, state.next_number, self.cache.articles, settings)
        if not len(hits.positions):
            return _Verified(pool, [[] for _ in range(len(prepared))], [0] * len(prepared))
        groups_of = partial(self.store.results.groups_of, GroupKind.CLUSTER)
        candidates = select_candidates(keys, hits, prepared.texts.word_counts, settings, groups_of)
        not_measured = np.bincount(candidates.not_measured, minlength=len(prepared)).tolist()
        return _Verified(pool, verify_candidates(pool, candidates, self.cache.corpus(state)), not_measured)

    def _insert(
        self,
        articles: Sequence[Article],
        texts: Sequence[bytes],
        keys: LookupKeys,
        state: State,
        matches: Sequence[Sequence[NewMatch]],
    ) -> None:
        """Write new articles with their keys, matches and clusters."""
        added, first, count = datetime.now(UTC), state.next_number, len(articles)
        each = zip(articles, texts, range(first, first + count), strict=True)
        self.store.postings.add(keys.keys, first + keys.positions)
        self.store.articles.insert([self.codec.encode(article, text, number, added) for article, text, number in each])
        self.store.results.insert_matches(match_rows(match for of_one in matches for match in of_one))
        copies = closest_copies(copy_strengths(matches))
        self.store.set_state(
            replace(
                state,
                articles=state.articles + count,
                next_number=first + count,
                changes=state.changes + count,
                next_group=assign_groups_of_copies(self.store, state.next_group, copies),
            )
        )

    def _result(
        self, article: Article, standing: Standing, found: _Verified, row: int | None, groups: _Groups
    ) -> IndexResult:
        """The result of an article; `row` is its place among those that were verified, or None."""
        if row is None:
            return unstored(article, standing)
        number = found.pool.first + row
        return IndexResult(
            article_id=article.id,
            status=standing.status,
            matches=tuple(closest_first((each.match for each in found.matches[row]), article.id)),
            previous=standing.previous,
            repeats=found.pool.new.repeats[row],
            not_measured=found.not_measured[row],
            cluster_id=groups.clusters.get(number),
            story_id=groups.stories.get(number),
            _find_cluster=self._readers.cluster,
            _find_story=self._readers.story,
        )


def _hits_among_new(keys: LookupKeys, first: int) -> Hits:
    """New articles, numbered from `first` on, that hold keys of those behind them."""
    hits = sort_postings(keys.keys, first + keys.positions, first).find(keys.keys)
    is_before = hits.numbers < first + keys.positions[hits.positions]
    return Hits(hits.positions[is_before], hits.numbers[is_before])
