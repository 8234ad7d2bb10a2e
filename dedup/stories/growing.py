"""Stories that grow: articles that come one after the other find their stories among all that came before.

New articles are read, looked for in the postings of those before and of each other, measured and scored by the very
steps of `dedup.stories.links`: a pair has the same probability here, in a scan, and alone. An article joins the story
whose mean link to it is the strongest, from the threshold of `tell` on; one that finds none begins its own.

That is provisional: average linkage over everything may part what came together early, or join two stories that a later
article shows to be one. Telling all anew (`dedup.stories.telling.tell`) decides, and `settle` takes it over. A
candidate that only the older article would have listed among its thirty is missed until then.

In memory: 1 kB of terms and postings an article. Postings of the latest articles are made anew with every batch, those
of all with every 2,048 articles.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article
from dedup.stories.candidates import CANDIDATES, Postings, distinct, list_candidates, norms, post
from dedup.stories.links import Links, days_of, link_pairs
from dedup.stories.telling import SAME_STORY
from dedup.stories.terms import Terms, read_terms

RECENT = 2048  # articles whose postings are made anew with every batch


class Growing:
    """Articles by number, in the order in which they came, and the story of each, named after its first article.

    >>> growing = Growing()
    >>> links = growing.add([Article("a", "Ferry Aurora ran aground off Hiddensee on Monday, said Ines Moll.")])
    >>> links = growing.add([Article("b", "Captain Ines Moll said that the ferry Aurora went aground off Hiddensee.")])
    >>> len(links), growing.story_of(1)
    (1, 0)
    """

    def __init__(self) -> None:
        self._all = read_terms([])
        self._all_postings = post(self._all)
        self._recent = self._all
        self._days = array("d")
        self._story = array("q")
        self._members: Counter[int] = Counter()

    def __len__(self) -> int:
        return len(self._story)

    def story_of(self, number: int) -> int:
        """The story of an article: the number of the article that began it."""
        return self._story[number]

    def add(self, articles: Sequence[Article]) -> Links:
        """Number new articles on, and put each into a story, in their order; the links of each to those before it."""
        first = len(self)
        self._days.extend(days_of(articles).tolist())
        new = read_terms(articles)
        self._recent = self._recent.followed_by(new)
        pairs = distinct(np.concatenate([self._among_recent(new), self._among_all(new)]))
        links = self._measured(pairs)
        self._join(range(first, len(self._days)), links)
        if len(self._recent) > RECENT:
            self._seal()
        return links

    def settle(self, stories: Iterable[Sequence[int]]) -> None:
        """Take over stories told anew: groups of numbers; all other articles are stories of their own."""
        self._story = array("q", range(len(self)))
        for story in stories:
            for number in story:
                self._story[number] = min(story)
        self._members = Counter(self._story)

    def _among_recent(self, new: Terms) -> NDArray[np.uint64]:
        """Pairs of new articles with the recent ones and with each other."""
        postings = post(self._recent)
        return _listed(new, len(self._recent) - len(new), postings) + _both_sides(len(self._all))

    def _among_all(self, new: Terms) -> NDArray[np.uint64]:
        """Pairs of new articles with those that all postings hold, which number the new ones behind them."""
        old = self._all_postings
        postings = Postings(old.shift, old.starts, old.entries, np.append(old.norms, norms(new)))
        behind = len(self._days) - len(new) - len(self._all)  # how many recent ones stand between
        return _listed(new, len(self._all), postings) + np.uint64(behind)

    def _measured(self, pairs: NDArray[np.uint64]) -> Links:
        """Score pairs, among the terms of only those articles that stand in them."""
        both = np.stack([pairs >> np.uint64(32), pairs & np.uint64(0xFFFFFFFF)]).astype(np.int64)
        numbers, local = np.unique(both, return_inverse=True)
        sealed = len(self._all)
        terms = self._all.only(numbers[numbers < sealed])
        terms = terms.followed_by(self._recent.only(numbers[numbers >= sealed] - sealed))
        left, right = local.reshape(both.shape).astype(np.uint64)
        links = link_pairs(np.frombuffer(self._days)[numbers], terms, left << np.uint64(32) | right)
        return Links(numbers[links.left].astype(np.int32), numbers[links.right].astype(np.int32), links.probability)

    def _join(self, new: range, links: Links) -> None:
        before: dict[int, list[tuple[int, float]]] = defaultdict(list)
        for left, right, chance in zip(links.left, links.right, links.probability.tolist(), strict=True):
            before[int(right)].append((int(left), chance))
        for number in new:
            sums: Counter[int] = Counter()
            for left, chance in before[number]:
                sums[self._story[left]] += chance  # type: ignore[assignment]  # a sum of shares
            means = {story: total / self._members[story] for story, total in sums.items()}
            best = min(means, key=lambda story: (-means[story], story), default=number)
            story = best if means.get(best, 0.0) >= SAME_STORY else number
            self._story.append(story)
            self._members[story] += 1

    def _seal(self) -> None:
        self._all = self._all.followed_by(self._recent)
        self._all_postings = post(self._all)
        self._recent = read_terms([])


def _listed(new: Terms, first_article: int, postings: Postings) -> NDArray[np.uint64]:
    found = np.empty(len(new) * CANDIDATES, np.uint64)
    return found[: list_candidates(new, first_article, postings, CANDIDATES, found)]


def _both_sides(more: int) -> np.uint64:
    """What adds a number to both sides of a pair."""
    return np.uint64(more) << np.uint64(32) | np.uint64(more)
