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
from dedup.errors import InputError, StorageError
from dedup.index.group_ids import best_copies, join
from dedup.index.lookup import Asked, candidates, keys_of
from dedup.index.verify import Verdict, found_of, judge
from dedup.index.cache import Memory
from dedup.index.postings.sorted_postings import Hits, Postings, joined, post
from dedup.index.article_codec import Packer, address_of
from dedup.index.postings.segments import append, merge, merge_all
from dedup.index.storage.protocols import Grouping, State, Store
from dedup.index.story_assignment import Teller
from dedup.comparison.prepared import Prepared, prepare
from dedup.settings import Settings
from dedup.sketch.fingerprints import sketch
from dedup.sketch.packed_texts import pack
from dedup.tokens.words import encode

DEAD = 0.5  # of the articles that are there: when so many more were removed, their postings are cleared away
RECENT = 4096  # articles whose postings are in memory alone: from here on they become a run
LOADED_RUN = 1 << 16  # the same while many are loaded: 80 MB, and three seconds to read again should the process die


class Added(NamedTuple):
    """New articles, what each has to do with those before it, how many candidates of each were not measured, and the
    clusters and stories that some joined, or would join, by place.
    """

    prepared: Prepared
    verdicts: list[list[Verdict]]
    left_out: list[int]
    clusters: dict[int, int]
    stories: dict[int, int]


class Steps:
    """The steps of one open index; for one thread at a time. With `stories`, new articles find theirs."""

    def __init__(self, store: Store, packer: Packer, *, stories: bool) -> None:
        self.store = store
        self.packer = packer
        self.memory = Memory(store, packer)
        self.teller = Teller(store, self.memory) if stories else None

    def query(self, articles: Sequence[Article], settings: Settings) -> Added:
        """Judge articles against what is stored."""
        prepared = prepare(articles)
        asked = keys_of(prepared.sketches).rising()
        with self.store.reading():
            state = self.store.state()
            self.memory.catch_up(state)
            verdicts, left_out = self._judge(prepared, asked, self.memory.find(asked), {}, state, settings)
            copies = best_copies(found_of(verdicts, 0))
            clusters, stories = (self._groups_of(grouping, copies) for grouping in Grouping)
            if self.teller:
                first = state.next_number
                told = self.teller.tell(prepared, first, verdicts, state)
                there = {number: story for number, story in told.stories.items() if story < state.next_group}
                verdicts, stories = told.verdicts, _by_place(there, first)
        return Added(prepared, verdicts, left_out, clusters, stories)

    def add(self, articles: Sequence[Article], settings: Settings, *, replacing: bool = False) -> Added:
        """Judge articles against what is stored and against those before them, and remember them."""
        prepared = prepare(articles)
        asked = keys_of(prepared.sketches).rising()
        with self.store.writing():
            self.memory.catch_up(self.store.state())  # before anything is forgotten: the step may yet fail
            if replacing:
                self.forget(self.replaced(articles))
            self._refuse_known(articles)
            state = self.store.state()
            first, end = state.next_number, state.next_number + len(articles)
            hits = joined([self.memory.find(asked), _earlier(asked, first)])
            beside = dict(enumerate(articles, first))
            verdicts, left_out = self._judge(prepared, asked, hits, beside, state, settings)
            told = self.teller.tell(prepared, first, verdicts, state) if self.teller else None
            if told:
                verdicts, state = told.verdicts, replace(state, next_group=told.next_group)
            self._remember(articles, map(encode, (article.text for article in articles)), verdicts, state)
            if told:
                told.remember(self.store)
            clusters, stories = (self.store.groups_of(grouping, range(first, end)) for grouping in Grouping)
        self.memory.remember(asked, first, end)
        if self.teller and told:
            self.teller.heard.remember(told.batch)
        if end - state.covered >= RECENT:
            self._make_run()
        return Added(prepared, verdicts, left_out, _by_place(clusters, first), _by_place(stories, first))

    def load(self, articles: Sequence[Article]) -> None:
        """Remember articles without judging them; every so many become a run."""
        texts = pack([article.text for article in articles])
        asked = keys_of(sketch(texts))
        with self.store.writing():
            self._refuse_known(articles)
            state = self.store.state()
            self.memory.catch_up(state)
            first, end = state.next_number, state.next_number + len(articles)
            self._remember(articles, texts, [], state)
        self.memory.remember(asked, first, end)
        if end - state.covered >= LOADED_RUN:
            with self.store.writing():
                append(self.store, *self._cover_recent())

    def settle(self, count: int) -> None:
        """Make one run of the last so many articles, which were loaded: questions then read one run instead of many."""
        with self.store.writing():
            recent, end = self._cover_recent()
            merge(self.store, recent, end, end - count)

    def _cover_recent(self) -> tuple[Postings, int]:
        """Count the recent articles as covered; their postings, to become a run in this step, and where they end."""
        state = self.store.state()
        self.memory.catch_up(state)
        self.store.set_state(replace(state, covered=state.next_number))
        return self.memory.recent.all(), state.next_number

    def forget(self, numbers: Sequence[int]) -> None:
        """Forget articles; within a step that writes."""
        state, gone = self.store.state(), len(numbers)
        self.store.forget_stories(set(self.store.groups_of(Grouping.STORY, numbers).values()))
        self.store.delete(numbers)
        self.store.set_state(
            replace(state, articles=state.articles - gone, dead=state.dead + gone, changes=state.changes + gone)
        )

    def number_of(self, article_id: str) -> int | None:
        """The number of an article; within a step."""
        name = encode(article_id)
        return self.store.numbers_of([name]).get(name)

    def replaced(self, articles: Sequence[Article]) -> list[int]:
        """What stands under the same ids, or else, the newest, at the same addresses; within a step."""
        found = set()
        for article in articles:
            number, address = self.number_of(article.id), address_of(article)
            if number is None and address is not None:
                number = self.store.number_at(address)
            found |= {number} if number is not None else set()
        return sorted(found)

    def _groups_of(self, grouping: Grouping, copies: Mapping[int, int]) -> dict[int, int]:
        """The groups of what some articles are copies of."""
        group_of = self.store.groups_of(grouping, sorted(set(copies.values())))
        return {place: group_of[number] for place, number in copies.items() if number in group_of}

    def _refuse_known(self, articles: Sequence[Article]) -> None:
        ids = [encode(article.id) for article in articles]
        known = set(self.store.numbers_of(ids))
        for article, name in zip(articles, ids, strict=True):
            if name in known:
                raise InputError(f"article {article.id!r} is in the index already; `update` replaces it")
            known.add(name)

    def _judge(
        self,
        prepared: Prepared,
        asked: Asked,
        hits: Hits,
        beside: dict[int, Article],
        state: State,
        settings: Settings,
    ) -> tuple[list[list[Verdict]], list[int]]:
        """What new articles have to do with those that hold their keys, stored ones and new ones `beside` them by
        number; and how many more there were of each.
        """
        if not len(hits.places):
            return [[] for _ in prepared.articles], [0] * len(prepared)
        pairs = candidates(asked, hits, settings, partial(self.store.groups_of, Grouping.CLUSTER))
        others = self.memory.articles(np.unique(pairs.numbers).tolist()) | beside
        left_out = np.bincount(pairs.left_out, minlength=len(prepared)).tolist()
        return judge(prepared.articles, pairs, others, self.memory.corpus(state)), left_out

    def _remember(
        self, articles: Sequence[Article], texts: Iterable[bytes], verdicts: Sequence[Sequence[Verdict]], state: State
    ) -> None:
        added, first, count = datetime.now(UTC), state.next_number, len(articles)
        each = zip(articles, texts, range(first, first + count), strict=True)
        self.store.insert([self.packer.record(article, text, number, added) for article, text, number in each])
        found = found_of(verdicts, first)
        self.store.insert_matches(found)
        self.store.set_state(
            replace(
                state,
                articles=state.articles + count,
                next_number=first + count,
                changes=state.changes + count,
                next_group=join(self.store, state.next_group, best_copies(found)),
            )
        )

    def _make_run(self) -> None:
        """Make a run of the recent articles; without room on the disk, some other time."""
        try:
            with self.store.writing():
                recent, end = self._cover_recent()
                state = self.store.state()
                if state.dead > DEAD * state.articles:
                    merge_all(self.store, recent, end, np.array(self.store.numbers(), np.int64))
                    self.store.set_state(replace(state, dead=0))
                else:
                    merge(self.store, recent, end)
        except StorageError:
            return


def _by_place(groups: Mapping[int, int], first: int) -> dict[int, int]:
    """The groups of articles that are numbered from `first` on, by place."""
    return {number - first: group for number, group in groups.items() if number >= first}


def _earlier(asked: Asked, first: int) -> Hits:
    """New articles, numbered from `first` on, that hold keys of those behind them."""
    hits = post(asked.keys, first + asked.owners, first).find(asked.keys)
    is_earlier = hits.numbers < first + asked.owners[hits.places]
    return Hits(hits.places[is_earlier], hits.numbers[is_earlier])
