"""What can be done to an index, each as one transaction.

An addition holds the store from the look-up until its article is written: two processes that bring the same text at
once come one after the other, and the second finds the first. What takes long and needs nothing of the store (reading
and fingerprinting the new texts) is done before; where many write to one store, so is judging them (`Judge`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from operator import is_, is_not
from typing import NamedTuple

from dedup.article import Article, ReadItem
from dedup.clusters.values import Cluster
from dedup.comparison.neighbours import closest_first
from dedup.errors import InputError, check_type
from dedup.index.cache import IndexCache
from dedup.index.candidate_lookup import LookupKeys, lookup_keys
from dedup.index.codecs.article_codec import ArticleCodec
from dedup.index.grouping.group_ids import JoinedGroups, assign_groups_of_copies, closest_copies
from dedup.index.grouping.story_assignment import StoryAssigner
from dedup.index.ingest import Standing, unstored, versions_apart
from dedup.index.judging.judge import Judge, Judged, NewTexts, new_texts
from dedup.index.remote.answer_log import keep_answers
from dedup.index.result import IndexResult, Status
from dedup.index.storage.protocols import GroupKind, State, Store
from dedup.index.verify import NewMatch, copy_strengths, match_rows
from dedup.settings import Settings
from dedup.sketch.fingerprints import sketch
from dedup.sketch.packed_texts import text_source
from dedup.stories.story import Story
from dedup.tokens.words import encode_utf8

PartItem = ReadItem | IndexResult
Note = Callable[[Sequence[Article], Sequence[IndexResult]], Mapping[str, str]]
"""Makes of articles and their results the answers that are kept with them (`dedup.index.remote.answer_log`)."""
_NEW = Standing(Status.NEW)


class GroupReader(NamedTuple):
    """Reads a cluster or a story by its id, later than the transaction in which it was found."""

    cluster: Callable[[int], Cluster | None]
    story: Callable[[int], Story | None]


class _Incoming(NamedTuple):
    """Articles that are to be added, under the ids by which they are stored; how those that are stored are judged."""

    named: Sequence[Article]
    standings: Sequence[Standing]
    judged: Judged

    @property
    def stored(self) -> list[Article]:
        """Those that are stored."""
        return [article for article, each in zip(self.named, self.standings, strict=True) if each.status.is_stored]


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
        self.judge = Judge(store, self.cache)
        self._readers = readers
        self._read_ahead: list[tuple[Sequence[Article], NewTexts]] = []
        self._assigner = StoryAssigner(store, self.cache, settings) if stories else None

    def query(self, article: Article, settings: Settings) -> IndexResult:
        """What an article is to the stored ones; nothing is written."""
        texts = new_texts([article], settings)
        with self.store.reading():
            (standing,) = self.judge.standings([article], settings)
            judged = self.judge.judge(texts, settings)
            copies = closest_copies(copy_strengths(judged.matches))
            clusters, stories = (self._groups_of_copies(kind, copies) for kind in GroupKind)
            if self._assigner:
                assigned = self._assigner.assign(judged.pool, judged.matches, judged.state)
                judged = judged._replace(matches=assigned.matches)
                next_group = judged.state.next_group
                stories = {number: story for number, story in assigned.stories.items() if story < next_group}
        return self._result(article, standing, judged, 0, _Groups(clusters, stories))

    def add(
        self, articles: Sequence[Article], settings: Settings, *, is_update: bool = False, note: Note | None = None
    ) -> list[IndexResult]:
        """Add articles that share no id or URL, each verified against the stored ones and those before it.

        Those that are unchanged or in conflict are not stored. An update takes the place of the stored article. What
        `note` makes of the results is stored with them.
        """
        texts = self._texts_of(articles, settings)
        before = None if is_update else self._judged_before(articles, texts, settings)
        with self.store.writing():
            incoming = self._incoming(articles, texts, before, settings, is_update=is_update)
            judged, state, stored = incoming.judged, incoming.judged.state, incoming.stored
            assigned = self._assigner.assign(judged.pool, judged.matches, state) if self._assigner else None
            if assigned:
                judged = judged._replace(matches=assigned.matches)
                state = replace(state, next_group=assigned.next_group)
            texts_stored = [encode_utf8(article.text) for article in stored]
            joined = self._insert(stored, texts_stored, judged.texts.keys, state, judged.matches)
            if assigned:
                assigned.store_in(self.store)
                joined = joined._replace(stories={**joined.stories, **assigned.stories})
            groups = _Groups(joined.clusters, joined.stories)
            rows = iter(range(len(stored)))
            results = [
                self._result(article, each, judged, next(rows) if each.status.is_stored else None, groups)
                for article, each in zip(incoming.named, incoming.standings, strict=True)
            ]
            if note:
                keep_answers(self.store, note(articles, results))
        if self._assigner and assigned:
            self._assigner.terms.add_batch(assigned.batch)
        self.store.postings.compact()
        return results

    def read_ahead(self, articles: Sequence[Article], settings: Settings) -> None:
        """Prepare articles that are added next, in any thread; what is not added before the one after is forgotten."""
        self._read_ahead = [*self._read_ahead[-1:], (articles, new_texts(articles, settings))]

    def _texts_of(self, articles: Sequence[Article], settings: Settings) -> NewTexts:
        """Articles as they were prepared, or are now."""
        for ahead, texts in self._read_ahead:
            if len(ahead) == len(articles) and all(map(is_, ahead, articles)):
                return texts
        return new_texts(articles, settings)

    def _judged_before(self, articles: Sequence[Article], texts: NewTexts, settings: Settings) -> Judged | None:
        """New articles as they are judged while others may add; None where that saves nothing, or cannot be done."""
        if not self.store.has_many_writers:
            return None
        with self.store.reading():
            return self.judge.judge_new(articles, texts, settings)

    def _incoming(
        self,
        articles: Sequence[Article],
        texts: NewTexts,
        before: Judged | None,
        settings: Settings,
        *,
        is_update: bool,
    ) -> _Incoming:
        """Articles as they are to be added, within the transaction; what they replace is deleted."""
        judged = before and self.judge.judge_meanwhile(before)
        if judged:
            return _Incoming(articles, [_NEW] * len(articles), judged)
        standings = self.judge.standings(articles, settings, is_update=is_update)
        named = list(map(self._with_stored_id, articles, standings))
        stored = [article for article, each in zip(named, standings, strict=True) if each.status.is_stored]
        if len(stored) < len(articles) or any(map(is_not, named, articles)):
            texts = new_texts(stored, settings)
        self.delete([each.replaces for each in standings if each.replaces is not None])
        return _Incoming(named, standings, self.judge.judge(texts, settings))

    def parts_of(self, batch: Sequence[ReadItem], settings: Settings) -> list[list[PartItem]]:
        """A batch in parts that are added together, within a transaction: a version apart from the others, for those
        before it are verified against what it replaces. In place of an article that is not stored stands its result.
        """
        articles = [item for item in batch if isinstance(item, Article)]
        standings = iter(self.judge.standings(articles, settings))
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

    def _insert(
        self,
        articles: Sequence[Article],
        texts: Sequence[bytes],
        keys: LookupKeys,
        state: State,
        matches: Sequence[Sequence[NewMatch]],
    ) -> JoinedGroups:
        """Write new articles with their keys, matches and clusters; the groups that they join."""
        added, first, count = datetime.now(UTC), state.next_number, len(articles)
        each = zip(articles, texts, range(first, first + count), strict=True)
        self.store.postings.add(keys.keys, first + keys.positions)
        self.store.articles.insert([self.codec.encode(article, text, number, added) for article, text, number in each])
        self.store.results.insert_matches(match_rows(match for of_one in matches for match in of_one))
        joined = assign_groups_of_copies(self.store, state.next_group, closest_copies(copy_strengths(matches)))
        self.store.set_state(
            replace(
                state,
                articles=state.articles + count,
                next_number=first + count,
                changes=state.changes + count,
                next_group=joined.next_group,
            )
        )
        return joined

    def _result(
        self, article: Article, standing: Standing, judged: Judged, row: int | None, groups: _Groups
    ) -> IndexResult:
        """The result of an article; `row` is its place among those that were verified, or None."""
        if row is None:
            return unstored(article, standing)
        number = judged.pool.first + row
        return IndexResult(
            article_id=article.id,
            status=standing.status,
            matches=tuple(closest_first((each.match for each in judged.matches[row]), article.id)),
            previous=standing.previous,
            repeats=judged.pool.new.repeats[row],
            not_measured=judged.not_measured[row],
            cluster_id=groups.clusters.get(number),
            story_id=groups.stories.get(number),
            _find_cluster=self._readers.cluster,
            _find_story=self._readers.story,
        )
