"""The pairs of a story: for each linked pair of texts, whether one was written from the other.

rewrite       the wording of one depends on the other's, or credits show a source of both (`credited_sources`)
same story    none of these is shown, which does not prove that the reports are independent
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article
from dedup.attribution.credits import CountText
from dedup.comparison.match import Relation
from dedup.runtime.lazy_sequence import LazySequence
from dedup.settings import Settings
from dedup.stories.credited_sources import CreditedSources, DistinctText
from dedup.stories.dependence import dependence_probabilities, own_wording
from dedup.stories.linking.story_links import StoryLinks


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


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class StoryPairs(LazySequence[StoryPair]):
    """Story pairs in order of their ids; `sources[0]` is None. `StoryPair` objects are created on access."""

    columns: PairColumns
    articles: Sequence[Article]
    sources: Sequence[str | None]
    min_dependence: float

    def sides(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The positions of the left and right articles."""
        return self.columns.left[self.rows].astype(np.int64), self.columns.right[self.rows].astype(np.int64)

    def is_rewrite(self) -> NDArray[np.bool_]:
        """Which pairs are rewrites: credits show a source, or the wording of one depends on the other's."""
        dependence = self.columns.dependence_probability[self.rows].astype(np.float64)
        return (self.columns.source[self.rows] > 0) | (dependence >= self.min_dependence)

    def __iter__(self) -> Iterator[StoryPair]:
        columns = (column[self.rows].tolist() for column in self.columns)
        for left, right, same_story, dependence, source, is_rewrite in zip(
            *columns, self.is_rewrite().tolist(), strict=True
        ):
            relation = Relation.REWRITE if is_rewrite else Relation.SAME_STORY
            ids = self.articles[left].id, self.articles[right].id
            yield StoryPair(*ids, same_story, dependence, self.sources[source], relation)


class StoryTexts:
    """The texts of one story with their wordings, and the sources that they credit."""

    def __init__(self, texts: Sequence[DistinctText], counted: CountText, settings: Settings) -> None:
        self.texts = texts
        self.wordings = [own_wording(counted(text.representative), settings) for text in texts]
        self.sources = CreditedSources(texts, self.wordings, counted, settings)


class StoryPairBuilder:
    """Collects the pairs of one story after the other."""

    def __init__(self, articles: Sequence[Article], settings: Settings) -> None:
        self._articles, self._settings = articles, settings
        self._source_numbers: dict[str | None, int] = {None: 0}  # in order of occurrence
        self._columns: list[PairColumns] = []

    def add(self, story: StoryTexts, links: StoryLinks) -> None:
        """Relate the linked texts of a story; `links` number the texts as `story` does."""
        if not len(links.left):
            return
        positions = np.array([text.position for text in story.texts], np.int32)
        sources = [
            self._source_numbers.setdefault(story.sources.shared_source(*pair), len(self._source_numbers))
            for pair in zip(links.left.tolist(), links.right.tolist(), strict=True)
        ]
        dependence = dependence_probabilities(story.wordings, links.left, links.right, self._settings)
        self._columns.append(
            PairColumns(
                positions[links.left],
                positions[links.right],
                links.probability,
                dependence.astype(np.float32),
                np.array(sources, np.int32),
            )
        )

    def build(self) -> StoryPairs:
        """All pairs, in order of their ids."""
        dtypes = (np.int32, np.int32, np.float32, np.float32, np.int32)
        none = PairColumns(*(np.empty(0, dtype) for dtype in dtypes))  # type: ignore[arg-type]
        columns = PairColumns(*map(np.concatenate, zip(none, *self._columns, strict=True)))
        ids = [article.id for article in self._articles]
        rank = np.empty(len(ids), np.int32)
        rank[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids))
        order = np.lexsort((rank[columns.right], rank[columns.left]))
        sources = tuple(self._source_numbers)
        return StoryPairs(order, columns, self._articles, sources, self._settings.min_dependence)
