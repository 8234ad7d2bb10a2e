"""Each text once: copies are represented by one article, and pairs of articles are pairs of texts."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article
from dedup.attribution.credits import CountText
from dedup.clusters.values import Cluster
from dedup.runtime.arrays import distinct
from dedup.runtime.lazy_sequence import SequenceByPlace
from dedup.sketch.sorted_keys import pack_pairs, unpack_pairs
from dedup.stories.credited_sources import DistinctText


class KnownPairs(NamedTuple):
    """What the rules of copies say of pairs of articles: positions packed by `pack_pairs`."""

    copies: NDArray[np.uint64]  # whole or in part
    is_substantial: NDArray[np.bool_]  # which copies share at least half of one text
    forms: NDArray[np.uint64]  # one form, filled in twice


NO_PAIRS = KnownPairs(np.empty(0, np.uint64), np.empty(0, np.bool_), np.empty(0, np.uint64))


class SelectedArticles(SequenceByPlace[Article]):
    """Some of many articles."""

    def __init__(self, articles: Sequence[Article], positions: Sequence[int]) -> None:
        self._articles, self.positions = articles, positions

    def __len__(self) -> int:
        return len(self.positions)

    def value_at(self, place: int) -> Article:
        """One of them, by its place among them."""
        return self._articles[self.positions[place]]


class DistinctTexts:
    """Each text once, in order of the ids of the articles that represent them: `positions` are theirs among the
    articles.
    """

    def __init__(self, articles: Sequence[Article], clusters: Sequence[Cluster], counted_text: CountText) -> None:
        self.articles, self.counted_text = articles, counted_text
        copies = {article_id for cluster in clusters for article_id in cluster.article_ids}
        self.position_of = {article.id: at for at, article in enumerate(articles) if article.id in copies}
        self.cluster_at = {self._representative(cluster): cluster for cluster in clusters}
        alone = [at for at, article in enumerate(articles) if article.id not in copies]
        self.positions = array("i", sorted([*alone, *self.cluster_at], key=lambda at: articles[at].id))

    def _representative(self, cluster: Cluster) -> int:
        """The earliest article with a date, which is the likely source of rewrites; else the first by id."""
        positions = [self.position_of[article_id] for article_id in sorted(cluster.article_ids)]
        dated = [
            (date, self.articles[at].id, at) for at in positions if (date := self.articles[at].published) is not None
        ]
        return min(dated)[2] if dated else positions[0]

    @property
    def representatives(self) -> Sequence[Article]:
        """The articles that represent the texts, as they are; each is read when it is asked for."""
        return SelectedArticles(self.articles, self.positions)

    def __len__(self) -> int:
        return len(self.positions)

    def between(self, pairs: NDArray[np.uint64]) -> NDArray[np.uint64]:
        """Packed pairs of positions as pairs of texts, those within one text left out."""
        text_of = np.full(len(self.articles), -1, np.int64)
        for number, position in enumerate(self.positions):
            cluster = self.cluster_at.get(position)
            text_of[[self.position_of[each] for each in cluster.article_ids] if cluster else position] = number
        one, other = (text_of[side] for side in unpack_pairs(pairs))
        return distinct(pack_pairs(np.minimum(one, other), np.maximum(one, other))[one != other])

    def texts(self, group: Sequence[int]) -> list[DistinctText]:
        """Some texts, given by their numbers."""
        return [self._text(self.positions[number]) for number in group]

    def _text(self, position: int) -> DistinctText:
        representative, cluster = self.articles[position], self.cluster_at.get(position)
        if cluster is None:
            return DistinctText(representative, position, (representative,), None)
        copies = tuple(self.articles[self.position_of[article_id]] for article_id in cluster.article_ids)
        return DistinctText(representative, position, copies, cluster)
