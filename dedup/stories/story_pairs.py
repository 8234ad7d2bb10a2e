"""The pairs of a story: for each linked pair of texts, whether one was written from the other.

rewrite       credits show a source of both (`credited_sources`), or the wording of one depends on the other's and the
              pair is surely of one story (`MIN_SURE_STORY`)
same story    none of these is shown, which does not prove that the reports are independent

Articles of one outlet are never rewrites: what an outlet writes on the next step of an affair repeats its own account
of the steps before. Where it is not known that two outlets differ, the sentences that both have word for word show no
dependence either: an outlet's boxes and forms are its own. In a large collection that does not tell the dates of two
texts, their wording shows nothing at all: they may as well be two steps of an affair, an order and its appeal, a demand
and the sentence, as one step in two outlets.

These rules, and the probability of a sure story, were chosen after reading rewrites of three sets of news; by wording
alone 13 of 25 were right in the set without outlets and dates, 2 of 9 in the set without dates.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article
from dedup.attribution.credits import CountText, CreditReader
from dedup.attribution.names.outlets import publisher_numbers
from dedup.comparison.match import Relation
from dedup.runtime.lazy_sequence import LazySequence
from dedup.settings import Settings
from dedup.stories.credited_sources import (
    CreditedSources,
    CreditedTexts,
    DistinctText,
    PairSources,
    may_be_one_report,
)
from dedup.stories.linking.story_links import StoryLinks
from dedup.stories.wording.dependence import (
    MAX_ALIGNED_SENTENCES,
    ComparedPairs,
    compare_pairs,
    without_equal_sentences,
)
from dedup.stories.wording.wordings import OwnWording, Wordings, own_wordings

LIKELY = 0.5
MIN_SURE_STORY = 0.95  # look-alikes of one affair share much wording, and are of one story with less


@dataclass(frozen=True, slots=True)
class StoryPair:
    """Two articles on one event: the probabilities (0-1) that they report one event and that one depends on the
    other, the source that credits show, in words, and the relation that follows.
    """

    left_id: str
    right_id: str
    same_story_probability: float
    dependence_probability: float
    shared_source: str | None
    relation: Relation

    @property
    def reason(self) -> str:
        """Why the pair has its relation, in words."""
        if self.shared_source:
            why = self.shared_source
        elif self.relation is Relation.REWRITE:
            why = f"the wording of one likely leans on the other's ({self.dependence_probability:.0%})"
        elif self.dependence_probability >= LIKELY:
            why = f"wording in common ({self.dependence_probability:.0%}), but not shown to be another's"
        else:
            why = f"dependence not shown ({self.dependence_probability:.0%} by wording)"
        return f"one story ({self.same_story_probability:.0%} likely); {why}"


class PairColumns(NamedTuple):
    """Columns over pairs. `left` and `right` are positions of articles, `story` is the number of the pair's story and
    `texts` are its texts there; `may_be_one` says whether a third that both credit is the source of both.
    """

    left: NDArray[np.int32]
    right: NDArray[np.int32]
    same_story_probability: NDArray[np.float32]
    dependence_probability: NDArray[np.float32]
    is_rewrite: NDArray[np.bool_]
    story: NDArray[np.int32]
    texts: NDArray[np.int32]  # (pairs, 2)
    may_be_one: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class StoryPairs(LazySequence[StoryPair]):
    """Story pairs in order of their ids. `StoryPair` objects are created on access, and their sources are looked for
    then: for the relation it is enough that there is one.
    """

    columns: PairColumns
    articles: Sequence[Article]
    sources: PairSources

    def sides(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The positions of the left and right articles."""
        return self.columns.left[self.rows].astype(np.int64), self.columns.right[self.rows].astype(np.int64)

    def is_rewrite(self) -> NDArray[np.bool_]:
        """Which pairs are rewrites."""
        return self.columns.is_rewrite[self.rows]

    def __iter__(self) -> Iterator[StoryPair]:
        columns = (column[self.rows].tolist() for column in self.columns[:5])
        sources = self.sources.of_rows(self.rows)
        for left, right, same_story, dependence, is_rewrite in zip(*columns, strict=True):
            relation = Relation.REWRITE if is_rewrite else Relation.SAME_STORY
            ids = self.articles[left].id, self.articles[right].id
            yield StoryPair(*ids, same_story, dependence, next(sources), relation)


@dataclass(frozen=True, slots=True, eq=False)
class StoryTexts:
    """The texts of some stories end to end, with their wordings: those of story s are `texts[ends[s]:ends[s + 1]]`,
    and `credits[s]` reads what they credit.
    """

    texts: Sequence[DistinctText]
    ends: Sequence[int]
    wordings: Wordings
    credits: Sequence[CreditReader]

    def numbers_of(self, story: int) -> range:
        """The numbers of the texts of one story."""
        return range(self.ends[story], self.ends[story + 1])

    def credited_texts(self, story: int) -> CreditedTexts:
        """The texts of one story, with what reads their credits."""
        numbers = self.numbers_of(story)
        languages = [self.wordings.language(number) for number in numbers]
        return CreditedTexts(self.texts[numbers.start : numbers.stop], languages, self.credits[story])


def read_stories(stories: Sequence[Sequence[DistinctText]], counted: CountText, settings: Settings) -> StoryTexts:
    """The texts of stories with their wordings, which are read together."""
    representatives = (counted(text.representative) for text in chain.from_iterable(stories))
    return story_texts(stories, own_wordings(representatives, settings), counted, settings)


def story_texts(
    stories: Sequence[Sequence[DistinctText]], wordings: Wordings, counted: CountText, settings: Settings
) -> StoryTexts:
    """The texts of stories, whose wordings are given in this order."""
    ends = [0, *accumulate(map(len, stories))]
    readers = [CreditReader([each for text in story for each in text.copies], counted, settings) for story in stories]
    return StoryTexts(list(chain.from_iterable(stories)), ends, wordings, readers)


class StoryPairBuilder:
    """Collects the pairs of some stories after others."""

    def __init__(self, articles: Sequence[Article], counted: CountText, settings: Settings) -> None:
        self._articles, self._counted, self._settings = articles, counted, settings
        self._stories: list[CreditedTexts] = []
        self._columns: list[PairColumns] = []

    def add(self, stories: StoryTexts, links: StoryLinks) -> None:
        """Relate the linked texts of some stories; the links number these texts."""
        if not len(links):
            return
        left, right = links.left, links.right
        outlets = np.array(publisher_numbers(text.representative for text in stories.texts))
        is_open = (outlets[left] < 0) | (outlets[right] < 0)
        compared = compare_pairs(stories.wordings, left, right, self._settings, MAX_ALIGNED_SENTENCES)
        dependence = self._dependence(stories.wordings, links, compared, is_open)
        may_be_one = may_be_one_report(stories.wordings, left, right, compared, self._settings)
        is_sure = (links.probability >= MIN_SURE_STORY) & ~links.is_blind
        is_long = np.diff(stories.wordings.word_ends) >= self._settings.min_leaning_words
        leans = (dependence >= self._settings.min_dependence) & is_sure & is_long[left] & is_long[right]
        is_own = (outlets[left] == outlets[right]) & ~is_open
        story, texts, is_credited = self._credited(stories, links, may_be_one, ~leans & ~is_own)
        positions = np.array([text.position for text in stories.texts], np.int32)
        sides = positions[left], positions[right]
        odds = links.probability, dependence.astype(np.float32)
        is_rewrite = (is_credited | leans) & ~is_own
        self._columns.append(PairColumns(*sides, *odds, is_rewrite, story, texts, may_be_one))

    def _dependence(
        self, wordings: Wordings, links: StoryLinks, compared: ComparedPairs, is_open: NDArray[np.bool_]
    ) -> NDArray[np.float64]:
        """The probability of each pair; without the sentences that both texts have where they may be of one outlet."""
        rows = np.flatnonzero(is_open & (compared.probabilities >= self._settings.min_dependence))
        dependence, again = compared.probabilities.copy(), links.select(rows)
        dependence[rows] = without_equal_sentences(
            wordings, again.left, again.right, compared.features[rows], self._settings
        )
        return dependence

    def _credited(
        self, stories: StoryTexts, links: StoryLinks, may_be_one: NDArray[np.bool_], is_open: NDArray[np.bool_]
    ) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.bool_]]:
        """The columns `story` and `texts` of pairs; and which of those with an open relation have a source."""
        of_stories = np.searchsorted(stories.ends, links.left, side="right") - 1
        first = np.array(stories.ends)[of_stories]
        texts = np.stack([links.left - first, links.right - first], axis=1).astype(np.int32)
        is_credited = np.zeros(len(links), np.bool_)
        number, sources = dict[int, int](), dict[int, CreditedSources]()
        rows = zip(of_stories.tolist(), texts.tolist(), may_be_one.tolist(), is_open.tolist(), strict=True)
        for row, (story, pair, is_one, is_asked) in enumerate(rows):
            if story not in number:
                number[story] = len(self._stories)
                self._stories.append(stories.credited_texts(story))
                sources[story] = self._sources_at_hand(stories, story)
            is_credited[row] = is_asked and sources[story].have_one(*pair, may_be_one_report=is_one)
        return np.array([number[story] for story in of_stories.tolist()], np.int32), texts, is_credited

    def _sources_at_hand(self, stories: StoryTexts, story: int) -> CreditedSources:
        """The sources of a story by the wordings at hand."""
        first = stories.ends[story]
        wording_of = partial(_wording_behind, stories.wordings, first)
        return CreditedSources(self._stories[-1], self._counted, self._settings, wording_of)

    def build(self) -> StoryPairs:
        """All pairs, in order of their ids."""
        kinds = (np.int32, np.int32, np.float32, np.float32, np.bool_, np.int32, np.int32, np.bool_)
        shapes = [(0, 2) if name == "texts" else (0,) for name in PairColumns._fields]
        none: list[Any] = [np.empty(shape, kind) for shape, kind in zip(shapes, kinds, strict=True)]
        columns = PairColumns(*map(np.concatenate, zip(none, *self._columns, strict=True)))
        ids = [article.id for article in self._articles]
        rank = np.empty(len(ids), np.int32)
        rank[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids))
        order = np.lexsort((rank[columns.right], rank[columns.left]))
        asked = columns.story, columns.texts, columns.may_be_one
        sources = PairSources(self._stories, asked, self._counted, self._settings)
        return StoryPairs(order, columns, self._articles, sources)


def _wording_behind(wordings: Wordings, first: int, text: int) -> OwnWording:
    return wordings[first + text]
