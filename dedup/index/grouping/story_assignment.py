"""The stories of new articles: which story each joins, and its matches with other reports of the same event.

A copy belongs to the story of its closest copy, a translation to that of its original or of another translation. Any
other article joins the story whose mean link to it is strongest (`dedup.stories.incremental`). All this holds until the
next regrouping, which finds all stories anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from operator import ne
from typing import NamedTuple

import numpy as np

from dedup.comparison.counted_text import CountedText
from dedup.comparison.match import Match
from dedup.comparison.prepared import Prepared
from dedup.corpus.statistics import CorpusStatistics
from dedup.index.cache import IndexCache
from dedup.index.codecs.term_codec import TermBatch, batch_note_name, encode_batch
from dedup.index.grouping.bulletins import without_bulletins
from dedup.index.grouping.group_ids import assign_groups, closest_copies
from dedup.index.grouping.new_translations import find_new_translations
from dedup.index.grouping.story_terms import StoryTermCache, read_batch
from dedup.index.prepared_pool import PreparedPool
from dedup.index.storage.protocols import GroupKind, State, Store
from dedup.index.verify import NewMatch, copy_strengths
from dedup.runtime.arrays import distinct
from dedup.settings import Settings
from dedup.stories.incremental import choose_story
from dedup.stories.linking.site_names import NamelessTitles
from dedup.stories.linking.story_links import StoryLinks
from dedup.stories.story_matches import match_links


class Assignment(NamedTuple):
    """The stories of some new articles."""

    matches: list[list[NewMatch]]  # of each article, in order of the others' numbers
    stories: dict[int, int]  # by number: new articles that join or begin a story, and those that they begin it with
    next_group: int
    batch: TermBatch  # by which later articles will find them

    def store_in(self, store: Store) -> None:
        """Write it, within the transaction that adds the articles."""
        store.results.set_groups(GroupKind.STORY, self.stories)
        store.results.delete_stories(set(self.stories.values()))
        if len(self.batch.numbers):
            store.set_metadata(batch_note_name(int(self.batch.numbers[0])), encode_batch(self.batch))


class StoryAssigner:
    """Finds the stories of new articles, within a transaction."""

    def __init__(self, store: Store, cache: IndexCache, settings: Settings) -> None:
        self.terms = StoryTermCache(store, settings)
        self._store = store
        self._cache = cache

    def assign(self, pool: PreparedPool, matches: Sequence[Sequence[NewMatch]], state: State) -> Assignment:
        """The stories of the new articles of a pool, whose `matches` say which are copies."""
        self.terms.refresh(state)
        settings = pool.settings
        corpus = self._cache.corpus(state)
        copies = closest_copies(copy_strengths(matches))
        links, batch = self.terms.find_links(_read_terms(pool.new, pool.first, copies, corpus, settings))
        links = without_bulletins(self._to_existing(links, pool.first), pool, corpus)
        translated = find_new_translations(pool, batch, self.terms.find_partners(batch), matches, corpus)
        nearest = {**translated.likeliest, **copies}
        languages = dict(zip(batch.numbers.tolist(), batch.terms.languages.tolist(), strict=True))
        stories, next_group = self._choose_stories(nearest, links, languages, state.next_group, settings)
        known = {(each.newer, each.older) for of_one in matches for each in of_one if each.match.relation.is_copy}
        known |= {(each.newer, each.older) for each in translated.matches}
        linked = _match_linked(pool, self._reported(links, stories, known), corpus)
        return Assignment(_merged(matches, [*linked, *translated.matches], pool.first), stories, next_group, batch)

    def _to_existing(self, links: StoryLinks, first: int) -> StoryLinks:
        """The links to articles that have not been removed."""
        older = distinct(links.left[links.left < first])
        existing = self._store.articles.existing(older.tolist())
        return links.select((links.left >= first) | np.isin(links.left, [*existing]))

    def _reported(
        self, links: StoryLinks, stories: Mapping[int, int], known: Collection[tuple[int, int]]
    ) -> StoryLinks:
        """The links within stories that are reported and no copies or translations."""
        reported = links.select(links.is_reported)
        is_inner = [
            newer in stories and stories[newer] == self._story_of(older, stories) and (newer, older) not in known
            for older, newer in zip(reported.left.tolist(), reported.right.tolist(), strict=True)
        ]
        return reported.select(np.array(is_inner, np.bool_))

    def _choose_stories(
        self,
        nearest: Mapping[int, int],
        links: StoryLinks,
        languages: Mapping[int, int],
        next_group: int,
        settings: Settings,
    ) -> tuple[dict[int, int], int]:
        """The stories of articles that join one, or begin one with another; and the next group's id.

        `nearest` are the closest copy or likeliest translation of each, `languages` those of new articles that are no
        copies.
        """
        linked = defaultdict[int, list[tuple[int, float]]](list)
        columns = (column.tolist() for column in (links.right, links.left, links.log_odds))
        for newer, older, log_odds in zip(*columns, strict=True):
            linked[newer].append((older, log_odds))
        others = sorted({*nearest.values(), *links.left.tolist()})
        story_of = self._store.results.groups_of(GroupKind.STORY, others)
        members = self._languages_in(set(story_of.values()))
        joined: dict[int, int] = {}
        for number in sorted({*nearest, *linked}):
            near = nearest.get(number)
            if near is None:
                sizes = _sizes(members, languages[number], {older for older, _ in linked[number]})
                near = choose_story(linked[number], story_of, sizes, settings)
            if near is None:
                continue
            more, next_group = assign_groups({number: near}, story_of, next_group)
            story_of |= more
            joined |= more
            counted = [each for each in more if each != number or number in languages]
            known = {**dict.fromkeys(counted, 0), **self.terms.languages(counted), **languages}
            members.setdefault(story_of[number], {}).update({each: known[each] for each in counted})
        return joined, next_group

    def _languages_in(self, stories: Collection[int]) -> dict[int, dict[int, int]]:
        """The articles of some stories that have terms, by number, and their languages: of copies, one."""
        members = self._store.results.members(GroupKind.STORY, sorted(stories))
        return {story: self.terms.languages(numbers) for story, numbers in members.items()}

    def _story_of(self, number: int, stories: Mapping[int, int]) -> int | None:
        return stories.get(number) or self._store.results.groups_of(GroupKind.STORY, [number]).get(number)


def _sizes(members: Mapping[int, Mapping[int, int]], language: int, linked: Collection[int]) -> dict[int, int]:
    """How many articles of each story may have a link to one in a language: texts in others are in the story since they
    are translations.
    """
    return {
        story: sum(other in (language, 0) or not language or number in linked for number, other in of_story.items())
        for story, of_story in members.items()
    }


def _read_terms(
    new: Prepared, first: int, copies: Mapping[int, int], corpus: CorpusStatistics, settings: Settings
) -> TermBatch:
    """The terms of new articles that are no copies, of their counted text."""
    counted_text = CountedText(new, corpus)
    originals = {n: counted_text(article) for n, article in enumerate(new.articles, first) if n not in copies}
    nameless = NamelessTitles(originals.values(), settings)
    return read_batch(dict(zip(originals, nameless, strict=True)), settings)


def _match_linked(pool: PreparedPool, links: StoryLinks, corpus: CorpusStatistics) -> list[NewMatch]:
    """The matches of articles that probably report one event, but for templates."""
    row_of = pool.rows(sorted({*links.left.tolist(), *links.right.tolist()}))
    id_of = {number: pool.prepared.articles[row].id for number, row in row_of.items()}
    ids = ([id_of[number] for number in side.tolist()] for side in (links.left, links.right))
    links = links.select(np.array(list(map(ne, *ids)), np.bool_))  # a stored article may be queried
    if not len(links):
        return []
    ordered = sorted({*links.left.tolist(), *links.right.tolist()}, key=id_of.__getitem__)
    place_of = {number: place for place, number in enumerate(ordered)}
    places = [[place_of[number] for number in side.tolist()] for side in (links.left, links.right)]
    left, right = np.sort(np.array(places, np.int32), axis=0)
    prepared = pool.select([row_of[number] for number in ordered])
    number_of = {id_of[number]: number for number in ordered}
    matches = match_links(prepared, corpus, links.renumbered(left, right), pool.settings)
    return [_new_match(match, number_of) for match in matches]


def _new_match(match: Match, number_of: Mapping[str, int]) -> NewMatch:
    older, newer = sorted((number_of[match.left_id], number_of[match.right_id]))
    return NewMatch(newer, older, match)


def _merged(matches: Sequence[Sequence[NewMatch]], linked: Sequence[NewMatch], first: int) -> list[list[NewMatch]]:
    """The matches of each new article, numbered from `first` on, in order of the others' numbers. A linked pair takes
    the place of the same pair's boilerplate.
    """
    found = [{each.older: each for each in of_one} for of_one in matches]
    for each in linked:
        found[each.newer - first][each.older] = each
    return [[of_one[number] for number in sorted(of_one)] for of_one in found]
