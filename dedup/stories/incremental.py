"""Incremental stories: new articles find their stories among all that were added before.

New articles are scored by the steps of `dedup.stories.link_model`, so a pair has the same probability here, in a scan
and alone. An article joins the story with the highest mean link to it, if the mean reaches the threshold of stories.

The result is provisional. Average linkage over all articles (`dedup.stories.story.find_stories`) may split a story that
was assembled early, or merge two stories that a later article connects. Candidates are looked up from the new article
only; a pair that only the older article would retrieve is found at the next regrouping.

Terms and postings take 1 kB of memory an article. Postings of the latest articles are rebuilt with every batch, those
of all articles with every 2,048.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article
from dedup.corpus.published_days import published_days
from dedup.settings import Settings, StorySettings
from dedup.sketch.sorted_keys import pack_pairs, sorted_unique, unpack_pairs
from dedup.stories.link_model import StoryLinks, score_story_pairs
from dedup.stories.term_candidates import TermPostings, build_postings, list_candidates, vector_norms
from dedup.stories.terms import Terms, read_terms

MAX_RECENT_ARTICLES = 2048  # whose postings are rebuilt with every batch


class StoryTermIndex:
    """The terms of articles, which are numbered in the order in which they were added.

    >>> from dedup.settings import DEFAULT_SETTINGS
    >>> index = StoryTermIndex(DEFAULT_SETTINGS)
    >>> links = index.add([Article("a", "Ferry Aurora ran aground off Hiddensee on Monday, said Ines Moll.")])
    >>> links = index.add([Article("b", "Captain Ines Moll said that the ferry Aurora went aground off Hiddensee.")])
    >>> links.left.tolist(), links.right.tolist()
    ([0], [1])
    """

    def __init__(self, settings: Settings, max_recent: int = MAX_RECENT_ARTICLES) -> None:
        self._settings, self._max_recent = settings, max_recent
        self._indexed = read_terms([], settings)
        self._indexed_postings = build_postings(self._indexed)
        self._recent = self._indexed
        self._days = array("d")

    def __len__(self) -> int:
        return len(self._days)

    def add(self, articles: Sequence[Article]) -> StoryLinks:
        """Add new articles; return the links of each to those before it."""
        days, terms = published_days(articles), read_terms(articles, self._settings)
        links = self.find_links(days, terms)
        self.append(days, terms)
        return links

    def find_links(self, days: NDArray[np.float64], new: Terms) -> StoryLinks:
        """The links of new articles to those before them, under the numbers that they would get; nothing is added."""
        recent = self._recent.concatenated(new)
        pairs = sorted_unique(np.concatenate([self._pairs_with_recent(recent, new), self._pairs_with_indexed(new)]))
        return self._score_pairs(pairs, recent, np.append(self._days, days))

    def append(self, days: NDArray[np.float64], new: Terms) -> None:
        """Add new articles, given by their dates and terms."""
        self._days.extend(days.tolist())
        self._recent = self._recent.concatenated(new)
        if len(self._recent) > self._max_recent:
            self._indexed = self._indexed.concatenated(self._recent)
            self._indexed_postings = build_postings(self._indexed)
            self._recent = read_terms([], self._settings)

    def _pairs_with_recent(self, recent: Terms, new: Terms) -> NDArray[np.uint64]:
        """Pairs of new articles with the recent ones and with each other."""
        first, postings = len(recent) - len(new), build_postings(recent)
        return list_candidates(new, first, postings, self._settings) + _offset_of_both_sides(len(self._indexed))

    def _pairs_with_indexed(self, new: Terms) -> NDArray[np.uint64]:
        """Pairs of new articles with the indexed ones; the postings number the new articles after these."""
        old = self._indexed_postings
        postings = TermPostings(old.bucket_shift, old.starts, old.entries, np.append(old.norms, vector_norms(new)))
        return list_candidates(new, len(self._indexed), postings, self._settings) + np.uint64(len(self._recent))

    def _score_pairs(self, pairs: NDArray[np.uint64], recent: Terms, days: NDArray[np.float64]) -> StoryLinks:
        """Score pairs over the terms of the articles that occur in them."""
        both = np.stack(unpack_pairs(pairs))
        numbers, local = np.unique(both, return_inverse=True)
        indexed = len(self._indexed)
        is_indexed = numbers < indexed
        terms = self._indexed.select(numbers[is_indexed]).concatenated(recent.select(numbers[~is_indexed] - indexed))
        packed = pack_pairs(*local.reshape(both.shape))
        links = score_story_pairs(days[numbers], terms, packed, self._settings)
        sides = numbers[links.left].astype(np.int32), numbers[links.right].astype(np.int32)
        return StoryLinks(*sides, links.probability)


def choose_story(
    linked: Iterable[tuple[int, float]],
    story_of: Mapping[int, int],
    sizes: Mapping[int, int],
    settings: StorySettings,
) -> int | None:
    """The article whose story a new article joins, or with which it begins one; None if no story is close enough.

    `linked` are the numbers of articles with the probability that each reports the same event; `sizes` are the numbers
    of articles of each story that have terms. Ties are broken by the lowest number.

    >>> from dedup.settings import DEFAULT_SETTINGS
    >>> choose_story([(3, 0.9), (4, 0.2), (8, 0.7)], {3: 1, 4: 1}, {1: 2}, DEFAULT_SETTINGS)
    8
    >>> choose_story([(3, 0.4)], {}, {}, DEFAULT_SETTINGS) is None
    True
    """
    sums, oldest = Counter[tuple[bool, int]](), dict[tuple[bool, int], int]()
    for article, probability in sorted(linked):
        story = (True, story_of[article]) if article in story_of else (False, article)
        sums[story] += probability  # type: ignore[assignment]  # a sum of probabilities
        oldest.setdefault(story, article)
    means = {oldest[story]: total / (sizes[story[1]] if story[0] else 1) for story, total in sums.items()}
    best = min(means, key=lambda article: (-means[article], article), default=None)
    return best if best is not None and means[best] >= settings.min_story_probability else None


def _offset_of_both_sides(more: int) -> np.uint64:
    """What adds a number to both sides of packed pairs."""
    return np.uint64(more) << np.uint64(32) | np.uint64(more)
