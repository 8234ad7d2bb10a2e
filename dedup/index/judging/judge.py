"""Judges new articles by the stored ones, while nobody else can add, or before that and then by what came meanwhile.

Whoever holds the database makes all others wait, and over a network that is long. So articles are judged by what is
stored at a moment, outside of any lock; while no other can add, the keys of what was added since that moment are looked
through, and those few pairs are judged that are new. Both halves together judge each article by all before it, so that
of two who bring one text at once exactly one is the first. Where more has happened than additions, or to an article of
the same id or URL, the articles are judged again while others wait.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from dedup.article import Article
from dedup.comparison.prepared import Prepared, prepare
from dedup.index.cache import IndexCache
from dedup.index.candidate_lookup import IndexCandidates, LookupKeys, lookup_keys, packed_pairs, select_candidates
from dedup.index.codecs.article_codec import encoded_url
from dedup.index.ingest import Standing, standing_among
from dedup.index.postings.sorted_postings import NO_HITS, Hits, concatenated_hits, sort_postings
from dedup.index.prepared_pool import PreparedPool
from dedup.index.result import Status
from dedup.index.storage.protocols import GroupKind, State, Store
from dedup.index.verify import NewMatch, verify_candidates
from dedup.settings import Settings
from dedup.tokens.words import encode_utf8

_MAX_AT_ONE_URL = 8  # stored articles that a new one at their URL is compared with, half a millisecond each


class NewTexts(NamedTuple):
    """New articles as they are compared, with the keys by which they are looked up, in ascending order."""

    prepared: Prepared
    keys: LookupKeys


class Judged(NamedTuple):
    """New articles with their matches, by what was stored at `state`, from whose next number on they are numbered.

    `hits` are the stored articles that hold their keys, `candidates` those that they were measured against, new ones
    before them included; `not_measured` counts for each the candidates beyond.
    """

    texts: NewTexts
    state: State
    hits: Hits
    candidates: IndexCandidates
    pool: PreparedPool
    matches: list[list[NewMatch]]
    not_measured: list[int]


def new_texts(articles: Sequence[Article], settings: Settings) -> NewTexts:
    """Articles as they are compared and looked up."""
    prepared, fingerprints = prepare(articles, settings)
    return NewTexts(prepared, lookup_keys(prepared.texts, fingerprints).sorted_by_key())


class Judge:
    """Judges articles, within a transaction of the store."""

    def __init__(self, store: Store, cache: IndexCache) -> None:
        self._store = store
        self._cache = cache

    def judge(self, texts: NewTexts, settings: Settings) -> Judged:
        """The matches of new articles with stored ones, and with new ones before them."""
        state = self._store.state()
        pool = PreparedPool(texts.prepared, state.next_number, self._cache.articles, settings)
        hits = self._store.postings.find(texts.keys.keys)
        nothing = IndexCandidates(NO_HITS.positions, NO_HITS.numbers, NO_HITS.positions)
        count = len(texts.prepared)
        unjudged = Judged(texts, state, hits, nothing, pool, [[] for _ in range(count)], [0] * count)
        return self._measured(unjudged)

    def judge_new(self, articles: Sequence[Article], texts: NewTexts, settings: Settings) -> Judged | None:
        """The same, for `judge_meanwhile`; None if one of them is not simply new, which that cannot do."""
        if any(each != Standing(Status.NEW) for each in self.standings(articles, settings)):
            return None
        return self.judge(texts, settings)

    def judge_meanwhile(self, before: Judged) -> Judged | None:
        """The same by what is stored now, while nobody else can add; None if all is to be judged again."""
        first, state = before.state.next_number, self._store.state()
        if state == before.state:
            return before
        added = state.next_number - first
        if state.regroup_count != before.state.regroup_count or state.changes - before.state.changes != added:
            return None
        numbers = self.stored_versions(before.pool.new.articles)
        held = self._store.postings.held_since(first)
        if held is None or any(number >= first for of_one in numbers for number in of_one):
            return None
        late = sort_postings(*held, first).find(before.texts.keys.keys)
        moved = _renumbered(before, state)
        if not len(late.positions):
            return moved
        return self._measured(moved._replace(hits=concatenated_hits([moved.hits, late])))

    def _measured(self, judged: Judged) -> Judged:
        """The same with the candidates of all hits, of which those that are not yet measured are."""
        texts, pool = judged.texts, judged.pool
        hits = judged.hits
        if len(texts.prepared) > 1:
            hits = concatenated_hits([hits, _hits_among_new(texts.keys, pool.first)])
        if not len(hits.positions):
            return judged
        groups_of = partial(self._store.results.groups_of, GroupKind.CLUSTER)
        candidates = select_candidates(texts.keys, hits, texts.prepared.texts.word_counts, pool.settings, groups_of)
        return self._measured_anew(judged, candidates)

    def _measured_anew(self, judged: Judged, candidates: IndexCandidates) -> Judged:
        """The same with other candidates, of which those are measured that were not among the earlier ones."""
        corpus, earlier = self._cache.corpus(judged.state), judged.candidates
        not_measured = np.bincount(candidates.not_measured, minlength=len(judged.matches)).tolist()
        judged = judged._replace(candidates=candidates, not_measured=not_measured)
        if not len(earlier.positions):
            return judged._replace(matches=verify_candidates(judged.pool, candidates, corpus))
        pairs, earlier_pairs = (packed_pairs(each.positions, each.numbers) for each in (candidates, earlier))
        is_new = ~np.isin(pairs, earlier_pairs)
        fresh = candidates._replace(positions=candidates.positions[is_new], numbers=candidates.numbers[is_new])
        chosen = set(zip(candidates.positions.tolist(), candidates.numbers.tolist(), strict=True))
        matches = verify_candidates(judged.pool, fresh, corpus)
        for position, found in enumerate(judged.matches):
            matches[position] += [each for each in found if (position, each.older) in chosen]
        return judged._replace(matches=matches)

    def stored_versions(self, articles: Sequence[Article]) -> list[list[int]]:
        """The numbers of what is stored under the id of each article, and then, the newest first, at its URL."""
        ids = [encode_utf8(article.id) for article in articles]
        number_of = self._store.articles.numbers_of(ids)
        urls = [encoded_url(article) or b"" for article in articles]
        numbers_at = self._store.articles.numbers_at_urls(sorted({url for url in urls if url}), _MAX_AT_ONE_URL)
        under_id = ([number_of[name]] if name in number_of else [] for name in ids)
        found = zip(under_id, urls, strict=True)
        return [list(dict.fromkeys([*of_id, *numbers_at.get(url, ())])) for of_id, url in found]

    def standings(self, articles: Sequence[Article], settings: Settings, *, is_update: bool = False) -> list[Standing]:
        """What each article is to the stored ones of its id or URL."""
        numbers = self.stored_versions(articles)
        stored = self._cache.articles(sorted({number for of_one in numbers for number in of_one}))
        candidates = [{number: stored[number] for number in of_one} for of_one in numbers]
        return [
            standing_among(article, among, settings, is_update=is_update)
            for article, among in zip(articles, candidates, strict=True)
        ]


def _renumbered(judged: Judged, state: State) -> Judged:
    """The same, with the new articles numbered from the next number of `state` on."""
    first, shift = judged.state.next_number, state.next_number - judged.state.next_number
    judged.pool.renumber(state.next_number)
    numbers = judged.candidates.numbers
    matches = [
        [each._replace(newer=each.newer + shift, older=each.older + shift * (each.older >= first)) for each in of_one]
        for of_one in judged.matches
    ]
    candidates = judged.candidates._replace(numbers=numbers + shift * (numbers >= first))
    return judged._replace(state=state, candidates=candidates, matches=matches)


def _hits_among_new(keys: LookupKeys, first: int) -> Hits:
    """New articles, numbered from `first` on, that hold keys of those behind them."""
    hits = sort_postings(keys.keys, first + keys.positions, first).find(keys.keys)
    is_before = hits.numbers < first + keys.positions[hits.positions]
    return Hits(hits.positions[is_before], hits.numbers[is_before])
