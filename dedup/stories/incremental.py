"""Stories that grow: articles that come one after the other find their stories among all that came before.

New articles are read, looked for in the postings of those before and of each other, measured and scored by the very
steps of `dedup.stories.link_model`: a pair has the same probability here, in a scan, and alone. An article joins the
story whose mean link to it is the strongest, from the threshold of `tell` on; one that finds none stays alone.

That is provisional: average linkage over everything may part what came together early, or join two stories that a later
article shows to be one. Telling all anew (`dedup.stories.story.tell`) decides. A candidate that only the older
article would have listed among its thirty is missed until then.

In memory: 1 kB of terms and postings an article. Postings of the latest articles are made anew with every batch, those
of all with every 2,048 articles.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article
from dedup.stories.link_model import StoryLinks, published_days, score_story_pairs
from dedup.stories.story import MIN_STORY_PROBABILITY
from dedup.stories.term_candidates import (
    MAX_CANDIDATES,
    TermPostings,
    build_postings,
    distinct_pairs,
    vector_norms,
    write_candidates,
)
from dedup.stories.terms import Terms, read_terms

MAX_RECENT_ARTICLES = 2048  # articles whose postings are made anew with every batch


class StoryTermIndex:
    """The terms of articles by number, in the order in which they came.

    >>> growing = Growing()
    >>> links = growing.add([Article("a", "Ferry Aurora ran aground off Hiddensee on Monday, said Ines Moll.")])
    >>> links = growing.add([Article("b", "Captain Ines Moll said that the ferry Aurora went aground off Hiddensee.")])
    >>> links.left.tolist(), links.right.tolist()
    ([0], [1])
    """

    def __init__(self) -> None:
        self._indexed = read_terms([])
        self._indexed_postings = build_postings(self._indexed)
        self._recent = self._indexed
        self._days = array("d")

    def __len__(self) -> int:
        return len(self._days)

    def add(self, articles: Sequence[Article]) -> StoryLinks:
        """Number new articles on; the links of each to those before it."""
        days, terms = published_days(articles), read_terms(articles)
        links = self.find_links(days, terms)
        self.append(days, terms)
        return links

    def find_links(self, days: NDArray[np.float64], new: Terms) -> StoryLinks:
        """The links of new articles to those before them, as if they were numbered on."""
        recent = self._recent.concatenated(new)
        pairs = distinct_pairs(np.concatenate([self._pairs_with_recent(recent, new), self._pairs_with_indexed(new)]))
        return self._score_pairs(pairs, recent, np.append(self._days, days))

    def append(self, days: NDArray[np.float64], new: Terms) -> None:
        """Number new articles on."""
        self._days.extend(days.tolist())
        self._recent = self._recent.concatenated(new)
        if len(self._recent) > MAX_RECENT_ARTICLES:
            self._indexed = self._indexed.concatenated(self._recent)
            self._indexed_postings = build_postings(self._indexed)
            self._recent = read_terms([])

    def _pairs_with_recent(self, recent: Terms, new: Terms) -> NDArray[np.uint64]:
        """Pairs of new articles with the recent ones and with each other."""
        return _candidate_pairs(new, len(recent) - len(new), build_postings(recent)) + _offset_of_both_sides(
            len(self._indexed)
        )

    def _pairs_with_indexed(self, new: Terms) -> NDArray[np.uint64]:
        """Pairs of new articles with those that all postings hold, which number the new ones behind them."""
        old = self._indexed_postings
        postings = TermPostings(old.bucket_shift, old.starts, old.entries, np.append(old.norms, vector_norms(new)))
        return _candidate_pairs(new, len(self._indexed), postings) + np.uint64(len(self._recent))

    def _score_pairs(self, pairs: NDArray[np.uint64], recent: Terms, days: NDArray[np.float64]) -> StoryLinks:
        """Score pairs, among the terms of only those articles that stand in them."""
        both = np.stack([pairs >> np.uint64(32), pairs & np.uint64(0xFFFFFFFF)]).astype(np.int64)
        numbers, local = np.unique(both, return_inverse=True)
        sealed = len(self._indexed)
        terms = self._indexed.select(numbers[numbers < sealed]).concatenated(
            recent.select(numbers[numbers >= sealed] - sealed)
        )
        left, right = local.reshape(both.shape).astype(np.uint64)
        links = score_story_pairs(days[numbers], terms, left << np.uint64(32) | right)
        return StoryLinks(
            numbers[links.left].astype(np.int32), numbers[links.right].astype(np.int32), links.probability
        )


def choose_story(
    linked: Iterable[tuple[int, float]], story_of: Mapping[int, int], sizes: Mapping[int, int]
) -> int | None:
    """The article through which a new one joins a story, or begins one with an article that is alone; None where no
    story is close enough.

    `linked` are articles and how likely each tells the same story; `sizes` are how many articles of each story it could
    have been linked to. Of equally close stories, the one with the oldest article decides.

    >>> closest([(3, 0.9), (4, 0.2), (8, 0.7)], {3: 1, 4: 1}, {1: 2}), closest([(3, 0.4)], {}, {})
    (8, None)
    """
    sums, oldest = Counter[tuple[bool, int]](), dict[tuple[bool, int], int]()
    for article, probability in sorted(linked):
        story = (True, story_of[article]) if article in story_of else (False, article)
        sums[story] += probability  # type: ignore[assignment]  # a sum of shares
        oldest.setdefault(story, article)
    means = {oldest[story]: total / (sizes[story[1]] if story[0] else 1) for story, total in sums.items()}
    best = min(means, key=lambda article: (-means[article], article), default=None)
    return best if best is not None and means[best] >= MIN_STORY_PROBABILITY else None


def _candidate_pairs(new: Terms, first_article: int, postings: TermPostings) -> NDArray[np.uint64]:
    found = np.empty(len(new) * MAX_CANDIDATES, np.uint64)
    return found[: write_candidates(new, first_article, postings, MAX_CANDIDATES, found)]


def _offset_of_both_sides(more: int) -> np.uint64:
    """What adds a number to both sides of a pair."""
    return np.uint64(more) << np.uint64(32) | np.uint64(more)
