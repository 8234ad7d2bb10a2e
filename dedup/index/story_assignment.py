"""The stories of new articles: which they join, and what they have to do with others that tell of the same event.

A copy belongs to the story of what it is most a copy of; any other article to the story whose mean link to it is the
strongest (`dedup.stories.incremental`). All of it holds until the next regrouping, which tells everything anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from dedup.article import Article
from dedup.comparison.match import Match
from dedup.comparison.prepared import Prepared, prepare
from dedup.comparison.verification import verify_pairs
from dedup.corpus.statistics import CorpusStatistics
from dedup.index.cache import IndexCache
from dedup.index.group_ids import assign_groups, closest_copies
from dedup.index.storage.protocols import GroupKind, State, Store
from dedup.index.story_terms import StoryTermCache, TermBatch, batch_note_name, encode_batch, read_batch
from dedup.index.verify import NewMatch, match_rows
from dedup.stories.incremental import choose_story
from dedup.stories.link_model import StoryLinks
from dedup.stories.story import MIN_STORY_PROBABILITY
from dedup.stories.story_matches import CountedText, match_links

NOWHERE = np.empty(0, np.int64)

NumberedLink = tuple[
    int, int, float
]  # the numbers of a new article and one before it, and how likely they tell one story


class Assignment(NamedTuple):
    """What was found of some articles' stories."""

    new_matches: list[list[NewMatch]]  # all, in order of the others' numbers
    stories: dict[int, int]  # by number, of those that join or begin one
    next_group: int
    batch: TermBatch  # by which later ones will find them

    def store_in(self, store: Store) -> None:
        """Keep it, within the step that adds the articles."""
        store.set_groups(GroupKind.STORY, self.stories)
        store.delete_stories(set(self.stories.values()))
        if len(self.batch.numbers):
            store.set_metadata(batch_note_name(int(self.batch.numbers[0])), encode_batch(self.batch))


class StoryAssigner:
    """Finds the stories of new articles, numbered from `first` on, within a step."""

    def __init__(self, store: Store, memory: IndexCache) -> None:
        self.terms = StoryTermCache(store)
        self._store = store
        self._memory = memory

    def assign(
        self, prepared: Prepared, first: int, new_matches: Sequence[Sequence[NewMatch]], state: State
    ) -> Assignment:
        """The stories of new articles, of which `verdicts` say what is a copy of what."""
        self.terms.refresh(state)
        corpus = self._memory.corpus(state)
        copies = closest_copies(match_rows(new_matches, first))
        batch = _batch(prepared, first, copies, corpus)
        links = self._to_existing(self.terms.links(batch), first)
        stories, next_group = self._choose_stories(copies, links, state.next_group)
        related = {
            (first + each.position, each.number) for own in new_matches for each in own if each.match.relation.is_copy
        }
        likely = [
            (newer, older, chance)
            for newer, older, chance in links
            if chance >= MIN_STORY_PROBABILITY and newer in stories and stories[newer] == self._story_of(older, stories)
            if (newer, older) not in related
        ]
        retold = self._match_linked(prepared.articles, first, likely, corpus)
        return Assignment(_merged(new_matches, retold), stories, next_group, batch)

    def _to_existing(self, links: Sequence[NumberedLink], first: int) -> list[NumberedLink]:
        """Without those to articles that have been removed."""
        alive = self._store.existing(sorted({older for _, older, _ in links if older < first}))
        return [each for each in links if each[1] >= first or each[1] in alive]

    def _choose_stories(
        self, copies: Mapping[int, int], links: Sequence[NumberedLink], next_group: int
    ) -> tuple[dict[int, int], int]:
        """The stories of articles that join one, or begin one with another; and the next group's id."""
        linked = defaultdict[int, list[tuple[int, float]]](list)
        for newer, older, chance in links:
            linked[newer].append((older, chance))
        others = sorted({*copies.values(), *(older for _, older, _ in links)})
        story_of = self._store.groups_of(GroupKind.STORY, others)
        sizes = {story: self._story_size(story) for story in set(story_of.values())}
        joined: dict[int, int] = {}
        for number in sorted({*copies, *linked}):
            nearest = copies[number] if number in copies else choose_story(linked[number], story_of, sizes)
            if nearest is None:
                continue
            more, next_group = assign_groups({number: nearest}, story_of, next_group)
            story_of |= more
            joined |= more
            sizes[story_of[number]] = sizes.get(story_of[number], 1) + (number not in copies)
        return joined, next_group

    def _story_size(self, story: int) -> int:
        """How many articles of a story others can be linked to: of copies, one."""
        return self.terms.count(self._store.members(GroupKind.STORY, story))

    def _story_of(self, number: int, stories: Mapping[int, int]) -> int | None:
        return stories.get(number) or self._store.groups_of(GroupKind.STORY, [number]).get(number)

    def _match_linked(
        self, new: Sequence[Article], first: int, likely: Sequence[NumberedLink], corpus: CorpusStatistics
    ) -> list[NewMatch]:
        """The matches of articles that likely tell one story, unless they are forms."""
        wanted = {number for newer, older, _ in likely for number in (newer, older)}
        known = self._memory.articles(sorted(number for number in wanted if number < first))
        known |= {number: new[number - first] for number in wanted if number >= first}
        likely = [each for each in likely if known[each[0]].id != known[each[1]].id]  # asked for again: no other
        if not likely:
            return []
        ordered = sorted({number for *sides, _ in likely for number in sides}, key=lambda number: known[number].id)
        place_of = {number: place for place, number in enumerate(ordered)}
        sides = np.sort([(place_of[newer], place_of[older]) for newer, older, _ in likely], axis=1).astype(np.int32)
        links = StoryLinks(sides[:, 0], sides[:, 1], np.array([chance for *_, chance in likely], np.float32))
        compared = verify_pairs(prepare([known[number] for number in ordered]), corpus, NOWHERE, NOWHERE)
        number_of = {known[number].id: number for number in ordered}
        return [_new_match(match, number_of, first) for match in match_links(compared, links)]


def _batch(prepared: Prepared, first: int, copies: Mapping[int, int], corpus: CorpusStatistics) -> TermBatch:
    """The terms of new articles that are no copies, page furniture and doubled blocks left out."""
    bare = CountedText(verify_pairs(prepared, corpus, NOWHERE, NOWHERE))
    alone = {n: bare(article) for n, article in enumerate(prepared.articles, first) if n not in copies}
    return read_batch(alone)


def _new_match(match: Match, number_of: Mapping[str, int], first: int) -> NewMatch:
    older, newer = sorted((number_of[match.left_id], number_of[match.right_id]))
    return NewMatch(newer - first, older, match)


def _merged(verdicts: Sequence[Sequence[NewMatch]], retold: Sequence[NewMatch]) -> list[list[NewMatch]]:
    """All verdicts on each article, in order of the others' numbers; a pair that is told twice is no boilerplate."""
    found = [{each.number: each for each in own} for own in verdicts]
    for each in retold:
        found[each.position][each.number] = each
    return [[own[number] for number in sorted(own)] for own in found]
