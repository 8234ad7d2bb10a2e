"""The pairs of a story: for each linked pair of texts, whether one was written from the other.

rewrite       credits show a source of both (`credited_sources`), or the wording of one depends on the other's and the
              pair is surely of one story (`MIN_SURE_STORY`)
same story    none of these is shown, which does not prove that the reports are independent

Articles of one outlet are never rewrites: what an outlet writes on the next step of an affair repeats its own account
of the steps before. Where it is not known that two outlets differ, the sentences that both have word for word show no
dependence either: an outlet's boxes and forms are its own.

Both rules, and the probability of a sure story, were chosen after reading rewrites of three sets of news.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article
from dedup.attribution.credits import CountText
from dedup.attribution.names.outlets import publisher_key
from dedup.comparison.match import Relation
from dedup.runtime.lazy_sequence import LazySequence
from dedup.settings import Settings
from dedup.stories.credited_sources import CreditedSources, DistinctText
from dedup.stories.dependence import (
    OwnWording,
    dependence_probabilities,
    measure_dependence,
    own_wordings,
    without_equal_sentences,
)
from dedup.stories.linking.story_links import StoryLinks

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
        else:
            why = f"dependence not shown ({self.dependence_probability:.0%} by wording)"
        return f"one story ({self.same_story_probability:.0%} likely); {why}"


class PairColumns(NamedTuple):
    """Columns over pairs. `left` and `right` are positions of articles, `source` is a position in a list of sources."""

    left: NDArray[np.int32]
    right: NDArray[np.int32]
    same_story_probability: NDArray[np.float32]
    dependence_probability: NDArray[np.float32]
    source: NDArray[np.int32]
    is_rewrite: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class StoryPairs(LazySequence[StoryPair]):
    """Story pairs in order of their ids; `sources[0]` is None. `StoryPair` objects are created on access."""

    columns: PairColumns
    articles: Sequence[Article]
    sources: Sequence[str | None]

    def sides(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The positions of the left and right articles."""
        return self.columns.left[self.rows].astype(np.int64), self.columns.right[self.rows].astype(np.int64)

    def is_rewrite(self) -> NDArray[np.bool_]:
        """Which pairs are rewrites."""
        return self.columns.is_rewrite[self.rows]

    def __iter__(self) -> Iterator[StoryPair]:
        columns = (column[self.rows].tolist() for column in self.columns)
        for left, right, same_story, dependence, source, is_rewrite in zip(*columns, strict=True):
            relation = Relation.REWRITE if is_rewrite else Relation.SAME_STORY
            ids = self.articles[left].id, self.articles[right].id
            yield StoryPair(*ids, same_story, dependence, self.sources[source], relation)


class StoryTexts:
    """The texts of one story with their wordings, and the sources that they credit."""

    def __init__(
        self, texts: Sequence[DistinctText], wordings: Sequence[OwnWording], counted: CountText, settings: Settings
    ) -> None:
        self.texts, self.wordings = texts, wordings
        self.sources = CreditedSources(texts, self.wordings, counted, settings)
        self._outlets = [publisher_key(text.representative) for text in texts]

    def outlet_of(self, text: int) -> str | None:
        """The key of the outlet that published a text first; None where it is not known."""
        return self._outlets[text]


def read_stories(
    stories: Sequence[Sequence[DistinctText]], counted: CountText, settings: Settings
) -> Iterator[StoryTexts]:
    """The texts of stories with their wordings, which are read together."""
    wordings = iter(own_wordings((counted(text.representative) for story in stories for text in story), settings))
    for texts in stories:
        yield StoryTexts(texts, list(islice(wordings, len(texts))), counted, settings)


class StoryPairBuilder:
    """Collects the pairs of some stories after others."""

    def __init__(self, articles: Sequence[Article], settings: Settings) -> None:
        self._articles, self._settings = articles, settings
        self._source_numbers: dict[str | None, int] = {None: 0}  # in order of occurrence
        self._columns: list[PairColumns] = []

    def add(self, stories: Sequence[StoryTexts], links: Sequence[StoryLinks]) -> None:
        """Relate the linked texts of each story; its links number the texts as the story does."""
        linked = [(story, of_story) for story, of_story in zip(stories, links, strict=True) if len(of_story)]
        if not linked:
            return
        firsts = np.cumsum([0, *(len(story.texts) for story, _ in linked)]).astype(np.int32)
        left, right = (
            np.concatenate([getattr(each, side) + first for (_, each), first in zip(linked, firsts, strict=False)])
            for side in ("left", "right")
        )
        wordings = [wording for story, _ in linked for wording in story.wordings]
        dependence = dependence_probabilities(wordings, left, right, self._settings)
        ends = np.cumsum([len(of_story) for _, of_story in linked])
        for each, of_story in zip(linked, np.split(dependence, ends[:-1]), strict=True):
            self._relate(*each, of_story)

    def _relate(self, story: StoryTexts, links: StoryLinks, dependence: NDArray[np.float64]) -> None:
        """Relate the linked texts of one story; `dependence` is the probability of each pair."""
        self._discount_equal_sentences(story, links, dependence)
        positions = np.array([text.position for text in story.texts], np.int32)
        pairs = list(zip(links.left.tolist(), links.right.tolist(), strict=True))
        found = [story.sources.shared_source(*pair) for pair in pairs]
        sources = np.array(
            [self._source_numbers.setdefault(each, len(self._source_numbers)) for each in found], np.int32
        )
        leans = (dependence >= self._settings.min_dependence) & (links.probability >= MIN_SURE_STORY)
        sides = positions[links.left], positions[links.right]
        is_own = np.array([story.outlet_of(left) == story.outlet_of(right) is not None for left, right in pairs])
        is_rewrite = ((sources > 0) | leans) & ~is_own
        self._columns.append(PairColumns(*sides, links.probability, dependence.astype(np.float32), sources, is_rewrite))

    def _discount_equal_sentences(self, story: StoryTexts, links: StoryLinks, dependence: NDArray[np.float64]) -> None:
        """Measure pairs again that may be of one outlet, without the sentences that both texts have."""
        for row in np.flatnonzero(dependence >= self._settings.min_dependence).tolist():
            left, right = int(links.left[row]), int(links.right[row])
            if story.outlet_of(left) is None or story.outlet_of(right) is None:
                sides = without_equal_sentences(story.wordings[left], story.wordings[right], self._settings)
                dependence[row] = measure_dependence(*sides, self._settings).probability

    def build(self) -> StoryPairs:
        """All pairs, in order of their ids."""
        dtypes = (np.int32, np.int32, np.float32, np.float32, np.int32, np.bool_)
        none = PairColumns(*(np.empty(0, dtype) for dtype in dtypes))  # type: ignore[arg-type]
        columns = PairColumns(*map(np.concatenate, zip(none, *self._columns, strict=True)))
        ids = [article.id for article in self._articles]
        rank = np.empty(len(ids), np.int32)
        rank[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids))
        order = np.lexsort((rank[columns.right], rank[columns.left]))
        return StoryPairs(order, columns, self._articles, tuple(self._source_numbers))
