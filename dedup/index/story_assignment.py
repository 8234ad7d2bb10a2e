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
from dedup.index.group_ids import best_copies, grouped
from dedup.index.story_terms import Batch, Heard, hear, name_of, pack
from dedup.index.verify import Verdict, found_of
from dedup.index.cache import Memory
from dedup.index.storage.protocols import Grouping, State, Store
from dedup.corpus.statistics import Corpus
from dedup.comparison.match import Match
from dedup.comparison.verification import compare_pairs
from dedup.comparison.prepared import Prepared, prepare
from dedup.stories.incremental import closest
from dedup.stories.link_model import Links
from dedup.stories.story_matches import Bare, retell_links
from dedup.stories.story import SAME_STORY

NOWHERE = np.empty(0, np.int64)

Linked = tuple[int, int, float]  # the numbers of a new article and one before it, and how likely they tell one story


class Told(NamedTuple):
    """What was found of some articles' stories."""

    verdicts: list[list[Verdict]]  # all, in order of the others' numbers
    stories: dict[int, int]  # by number, of those that join or begin one
    next_group: int
    batch: Batch  # by which later ones will find them

    def remember(self, store: Store) -> None:
        """Keep it, within the step that adds the articles."""
        store.set_groups(Grouping.STORY, self.stories)
        store.forget_stories(set(self.stories.values()))
        if len(self.batch.numbers):
            store.set_note(name_of(int(self.batch.numbers[0])), pack(self.batch))


class Teller:
    """Finds the stories of new articles, numbered from `first` on, within a step."""

    def __init__(self, store: Store, memory: Memory) -> None:
        self.heard = Heard(store)
        self._store = store
        self._memory = memory

    def tell(self, prepared: Prepared, first: int, verdicts: Sequence[Sequence[Verdict]], state: State) -> Told:
        """The stories of new articles, of which `verdicts` say what is a copy of what."""
        self.heard.catch_up(state)
        corpus = self._memory.corpus(state)
        copies = best_copies(found_of(verdicts, first))
        batch = _batch(prepared, first, copies, corpus)
        links = self._alive(self.heard.links(batch), first)
        stories, next_group = self._join(copies, links, state.next_group)
        related = {(first + each.place, each.number) for own in verdicts for each in own if each.match.relation.is_copy}
        likely = [
            (newer, older, chance)
            for newer, older, chance in links
            if chance >= SAME_STORY and newer in stories and stories[newer] == self._story(older, stories)
            if (newer, older) not in related
        ]
        retold = self._retold(prepared.articles, first, likely, corpus)
        return Told(_merged(verdicts, retold), stories, next_group, batch)

    def _alive(self, links: Sequence[Linked], first: int) -> list[Linked]:
        """Without those to articles that have been removed."""
        alive = self._store.alive(sorted({older for _, older, _ in links if older < first}))
        return [each for each in links if each[1] >= first or each[1] in alive]

    def _join(self, copies: Mapping[int, int], links: Sequence[Linked], next_group: int) -> tuple[dict[int, int], int]:
        """The stories of articles that join one, or begin one with another; and the next group's id."""
        linked = defaultdict[int, list[tuple[int, float]]](list)
        for newer, older, chance in links:
            linked[newer].append((older, chance))
        others = sorted({*copies.values(), *(older for _, older, _ in links)})
        story_of = self._store.groups_of(Grouping.STORY, others)
        sizes = {story: self._size(story) for story in set(story_of.values())}
        joined: dict[int, int] = {}
        for number in sorted({*copies, *linked}):
            nearest = copies[number] if number in copies else closest(linked[number], story_of, sizes)
            if nearest is None:
                continue
            more, next_group = grouped({number: nearest}, story_of, next_group)
            story_of |= more
            joined |= more
            sizes[story_of[number]] = sizes.get(story_of[number], 1) + (number not in copies)
        return joined, next_group

    def _size(self, story: int) -> int:
        """How many articles of a story others can be linked to: of copies, one."""
        return self.heard.count(self._store.members(Grouping.STORY, story))

    def _story(self, number: int, stories: Mapping[int, int]) -> int | None:
        return stories.get(number) or self._store.groups_of(Grouping.STORY, [number]).get(number)

    def _retold(self, new: Sequence[Article], first: int, likely: Sequence[Linked], corpus: Corpus) -> list[Verdict]:
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
        links = Links(sides[:, 0], sides[:, 1], np.array([chance for *_, chance in likely], np.float32))
        compared = compare_pairs(prepare([known[number] for number in ordered]), corpus, NOWHERE, NOWHERE)
        number_of = {known[number].id: number for number in ordered}
        return [_verdict(match, number_of, first) for match in retell_links(compared, links)]


def _batch(prepared: Prepared, first: int, copies: Mapping[int, int], corpus: Corpus) -> Batch:
    """The terms of new articles that are no copies, page furniture and doubled blocks left out."""
    bare = Bare(compare_pairs(prepared, corpus, NOWHERE, NOWHERE))
    alone = {n: bare(article) for n, article in enumerate(prepared.articles, first) if n not in copies}
    return hear(alone)


def _verdict(match: Match, number_of: Mapping[str, int], first: int) -> Verdict:
    older, newer = sorted((number_of[match.left_id], number_of[match.right_id]))
    return Verdict(newer - first, older, match)


def _merged(verdicts: Sequence[Sequence[Verdict]], retold: Sequence[Verdict]) -> list[list[Verdict]]:
    """All verdicts on each article, in order of the others' numbers; a pair that is told twice is no boilerplate."""
    found = [{each.number: each for each in own} for own in verdicts]
    for each in retold:
        found[each.place][each.number] = each
    return [[own[number] for number in sorted(own)] for own in found]
