"""What can be done to an index, each as one step that happens as a whole or not at all.

An addition holds the store from the look at what is there until its article is there too: two processes that bring the
same text at once come one after the other, and the second finds the first. What takes long and needs nothing of the
store (reading and fingerprinting the new texts) is done before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import NamedTuple

import numpy as np

from dedup.article import Article
from dedup.comparison.prepared import Prepared, prepare
from dedup.errors import InputError, StorageError
from dedup.index.article_codec import ArticleCodec, encoded_url
from dedup.index.cache import IndexCache
from dedup.index.group_ids import assign_groups_of_copies, closest_copies
from dedup.index.lookup import LookupKeys, lookup_keys, select_candidates
from dedup.index.postings.segments import compact, compact_all, flush
from dedup.index.postings.sorted_postings import Hits, SortedPostings, concatenated_hits, sort_postings
from dedup.index.storage.protocols import GroupKind, State, Store
from dedup.index.story_assignment import StoryAssigner
from dedup.index.verify import NewMatch, match_rows, verify_candidates
from dedup.settings import Settings
from dedup.sketch.fingerprints import sketch
from dedup.sketch.packed_texts import pack_texts
from dedup.tokens.words import encode_utf8

MAX_TOMBSTONE_SHARE = (
    0.5  # of the articles that are there: when so many more were removed, their postings are cleared away
)
MEMTABLE_ARTICLES = 4096  # articles whose postings are in memory alone: from here on they become a run
LOADED_SEGMENT_ARTICLES = (
    1 << 16
)  # the same while many are loaded: 80 MB, and three seconds to read again should the process die


class AddResult(NamedTuple):
    """New articles, what each has to do with those before it, how many candidates of each were not measured, and the
    clusters and stories that some joined, or would join, by place.
    """

    prepared: Prepared
    new_matches: list[list[NewMatch]]
    not_measured: list[int]
    clusters: dict[int, int]
    stories: dict[int, int]


class Transactions:
    """The steps of one open index; for one thread at a time. With `stories`, new articles find theirs."""

    def __init__(self, store: Store, packer: ArticleCodec, *, stories: bool) -> None:
        self.store = store
        self.packer = packer
        self.cache = IndexCache(store, packer)
        self.assigner = StoryAssigner(store, self.cache) if stories else None

    def query(self, articles: Sequence[Article], settings: Settings) -> AddResult:
        """Judge articles against what is stored."""
        prepared = prepare(articles)
        asked = lookup_keys(prepared.sketches).sorted_by_key()
        with self.store.reading():
            state = self.store.state()
            self.cache.refresh(state)
            verdicts, left_out = self._verify(prepared, asked, self.cache.find(asked), {}, state, settings)
            copies = closest_copies(match_rows(verdicts, 0))
            clusters, stories = (self._groups_of(grouping, copies) for grouping in GroupKind)
            if self.assigner:
                first = state.next_number
                told = self.assigner.assign(prepared, first, verdicts, state)
                there = {number: story for number, story in told.stories.items() if story < state.next_group}
                verdicts, stories = told.new_matches, _by_position(there, first)
        return AddResult(prepared, verdicts, left_out, clusters, stories)

    def add(self, articles: Sequence[Article], settings: Settings, *, replacing: bool = False) -> AddResult:
        """Judge articles against what is stored and against those before them, and remember them."""
        prepared = prepare(articles)
        asked = lookup_keys(prepared.sketches).sorted_by_key()
        with self.store.writing():
            self.cache.refresh(self.store.state())  # before anything is forgotten: the step may yet fail
            if replacing:
                self.delete(self.previous_versions(articles))
            self._refuse_known(articles)
            state = self.store.state()
            first, end = state.next_number, state.next_number + len(articles)
            hits = concatenated_hits([self.cache.find(asked), _hits_among_new(asked, first)])
            beside = dict(enumerate(articles, first))
            verdicts, left_out = self._verify(prepared, asked, hits, beside, state, settings)
            told = self.assigner.assign(prepared, first, verdicts, state) if self.assigner else None
            if told:
                verdicts, state = told.new_matches, replace(state, next_group=told.next_group)
            self._insert(articles, map(encode_utf8, (article.text for article in articles)), verdicts, state)
            if told:
                told.store_in(self.store)
            clusters, stories = (self.store.groups_of(grouping, range(first, end)) for grouping in GroupKind)
        self.cache.add_committed(asked, first, end)
        if self.assigner and told:
            self.assigner.terms.add_batch(told.batch)
        if end - state.covered >= MEMTABLE_ARTICLES:
            self._compact()
        return AddResult(prepared, verdicts, left_out, _by_position(clusters, first), _by_position(stories, first))

    def load(self, articles: Sequence[Article]) -> None:
        """Remember articles without judging them; every so many become a run."""
        texts = pack_texts([article.text for article in articles])
        asked = lookup_keys(sketch(texts))
        with self.store.writing():
            self._refuse_known(articles)
            state = self.store.state()
            self.cache.refresh(state)
            first, end = state.next_number, state.next_number + len(articles)
            self._insert(articles, texts, [], state)
        self.cache.add_committed(asked, first, end)
        if end - state.covered >= LOADED_SEGMENT_ARTICLES:
            with self.store.writing():
                flush(self.store, *self._flush())

    def compact_loaded(self, count: int) -> None:
        """Make one run of the last so many articles, which were loaded: questions then read one run instead of many."""
        with self.store.writing():
            recent, end = self._flush()
            compact(self.store, recent, end, end - count)

    def _flush(self) -> tuple[SortedPostings, int]:
        """Count the recent articles as covered; their postings, to become a run in this step, and where they end."""
        state = self.store.state()
        self.cache.refresh(state)
        self.store.set_state(replace(state, covered=state.next_number))
        return self.cache.memtable.flushed(), state.next_number

    def delete(self, numbers: Sequence[int]) -> None:
        """Forget articles; within a step that writes."""
        state, gone = self.store.state(), len(numbers)
        self.store.delete_stories(set(self.store.groups_of(GroupKind.STORY, numbers).values()))
        self.store.delete(numbers)
        self.store.set_state(
            replace(state, articles=state.articles - gone, dead=state.dead + gone, changes=state.changes + gone)
        )

    def number_of(self, article_id: str) -> int | None:
        """The number of an article; within a step."""
        name = encode_utf8(article_id)
        return self.store.numbers_of([name]).get(name)

    def previous_versions(self, articles: Sequence[Article]) -> list[int]:
        """What stands under the same ids, or else, the newest, at the same addresses; within a step."""
        found = set()
        for article in articles:
            number, address = self.number_of(article.id), encoded_url(article)
            if number is None and address is not None:
                number = self.store.newest_at_url(address)
            found |= {number} if number is not None else set()
        return sorted(found)

    def _groups_of(self, grouping: GroupKind, copies: Mapping[int, int]) -> dict[int, int]:
        """The groups of what some articles are copies of."""
        group_of = self.store.groups_of(grouping, sorted(set(copies.values())))
        return {place: group_of[number] for place, number in copies.items() if number in group_of}

    def _refuse_known(self, articles: Sequence[Article]) -> None:
        ids = [encode_utf8(article.id) for article in articles]
        known = set(self.store.numbers_of(ids))
        for article, name in zip(articles, ids, strict=True):
            if name in known:
                raise InputError(f"article {article.id!r} is in the index already; `update` replaces it")
            known.add(name)

    def _verify(
        self,
        prepared: Prepared,
        asked: LookupKeys,
        hits: Hits,
        beside: dict[int, Article],
        state: State,
        settings: Settings,
    ) -> tuple[list[list[NewMatch]], list[int]]:
        """What new articles have to do with those that hold their keys, stored ones and new ones `beside` them by
        number; and how many more there were of each.
        """
        if not len(hits.positions):
            return [[] for _ in prepared.articles], [0] * len(prepared)
        pairs = select_candidates(asked, hits, settings, partial(self.store.groups_of, GroupKind.CLUSTER))
        others = self.cache.articles(np.unique(pairs.numbers).tolist()) | beside
        left_out = np.bincount(pairs.not_measured, minlength=len(prepared)).tolist()
        return verify_candidates(prepared.articles, pairs, others, self.cache.corpus(state)), left_out

    def _insert(
        self, articles: Sequence[Article], texts: Iterable[bytes], verdicts: Sequence[Sequence[NewMatch]], state: State
    ) -> None:
        added, first, count = datetime.now(UTC), state.next_number, len(articles)
        each = zip(articles, texts, range(first, first + count), strict=True)
        self.store.insert([self.packer.encode(article, text, number, added) for article, text, number in each])
        found = match_rows(verdicts, first)
        self.store.insert_matches(found)
        self.store.set_state(
            replace(
                state,
                articles=state.articles + count,
                next_number=first + count,
                changes=state.changes + count,
                next_group=assign_groups_of_copies(self.store, state.next_group, closest_copies(found)),
            )
        )

    def _compact(self) -> None:
        """Make a run of the recent articles; without room on the disk, some other time."""
        try:
            with self.store.writing():
                recent, end = self._flush()
                state = self.store.state()
                if state.dead > MAX_TOMBSTONE_SHARE * state.articles:
                    compact_all(self.store, recent, end, np.array(self.store.numbers(), np.int64))
                    self.store.set_state(replace(state, dead=0))
                else:
                    compact(self.store, recent, end)
        except StorageError:
            return


def _by_position(groups: Mapping[int, int], first: int) -> dict[int, int]:
    """The groups of articles that are numbered from `first` on, by place."""
    return {number - first: group for number, group in groups.items() if number >= first}


def _hits_among_new(asked: LookupKeys, first: int) -> Hits:
    """New articles, numbered from `first` on, that hold keys of those behind them."""
    hits = sort_postings(asked.keys, first + asked.positions, first).find(asked.keys)
    is_earlier = hits.numbers < first + asked.positions[hits.positions]
    return Hits(hits.positions[is_earlier], hits.numbers[is_earlier])
