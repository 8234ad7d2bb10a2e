"""Incremental stories: new articles find their stories among all that were added before.

New articles are scored by the steps of `dedup.stories.linking`, with the corpus as it was at the last regrouping: the
number of texts, how many hold each term, the crowd shift, and how close each stored article is to its closest. So a
pair has the log-odds of a scan that found this corpus, whatever has been added since; they may change at the next
regrouping. An article joins the story with the highest mean log-odds, if the mean reaches the threshold of stories.

The result is provisional. Average linkage over all articles (`dedup.stories.story.find_stories`) may split a story that
was assembled early, or merge two stories that a later article connects. Candidates are looked up from the new article
only; a pair that only the older article would retrieve is found at the next regrouping.

Terms and postings take 2 kB of memory an article. They are kept in three tiers: the postings of the newest articles are
rebuilt with every batch, those of the recent ones with every 64 articles, and those of all others with every 2,048. An
article has its own candidates in each tier.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article
from dedup.settings import Settings
from dedup.sketch.sorted_keys import pack_pairs, sorted_unique, unpack_pairs
from dedup.stories.linking.story_links import (
    LINK_TYPES,
    MISSING_ODDS,
    StoryCorpus,
    StoryLinks,
    no_corpus,
    pair_contents,
    score_pairs,
)
from dedup.stories.linking.story_model import closest_contents, no_contents
from dedup.stories.linking.term_candidates import TermPostings, build_postings, list_candidates, list_candidates_of_last
from dedup.stories.linking.term_weights import WeighedTerms, weigh_terms
from dedup.stories.story import min_mean_odds
from dedup.stories.terms import Terms, read_terms

MAX_RECENT_ARTICLES = 2048  # whose postings are rebuilt when the newest join them
MAX_NEWEST_ARTICLES = 64  # whose terms are gone through with every batch


class NewLinks(NamedTuple):
    """The links of new articles, and the highest content of each, (new articles,)."""

    links: StoryLinks
    closest: NDArray[np.float32]


class _Tier(NamedTuple):
    """Articles with their terms, and the postings of these."""

    terms: WeighedTerms
    postings: TermPostings


class StoryTermIndex:
    """The terms of articles, which are numbered in the order in which they were added.

    >>> from dedup.settings import DEFAULT_SETTINGS
    >>> index = StoryTermIndex(DEFAULT_SETTINGS)
    >>> links = index.add([Article("a", "Ferry Aurora ran aground off Hiddensee on Monday, said Ines Moll.")])
    >>> links = index.add([Article("b", "Captain Ines Moll said that the ferry Aurora went aground off Hiddensee.")])
    >>> links.left.tolist(), links.right.tolist()
    ([0], [1])
    """

    def __init__(
        self, settings: Settings, corpus: StoryCorpus | None = None, max_recent: int = MAX_RECENT_ARTICLES
    ) -> None:
        self._settings, self._max_recent = settings, max_recent
        self._corpus = corpus or no_corpus()
        self._newest = none = self._weigh(read_terms([], settings))
        self._indexed = self._recent = self._none = _Tier(none, build_postings(none))
        self._closest = array("f")
        self._found: tuple[Terms | None, WeighedTerms] = None, none  # those asked for last, which come next; all newest

    def __len__(self) -> int:
        return len(self._closest)

    def add(self, articles: Sequence[Article]) -> StoryLinks:
        """Add new articles; return the links of each to those before it."""
        terms = read_terms(articles, self._settings)
        found = self.find_links(terms)
        self.append(terms, found.closest)
        return found.links

    def find_links(self, terms: Terms) -> NewLinks:
        """The links of new articles to those before them, under the numbers that they would get; nothing is added."""
        if not len(terms):  # of copies, nothing is read
            columns: Any = (np.empty(0, kind) for kind in LINK_TYPES)
            return NewLinks(StoryLinks(*columns), no_contents(0))
        new = self._weigh(terms)
        newest = self._newest.concatenated(new)
        self._found = terms, newest
        indexed, recent = len(self._indexed.terms), len(self._recent.terms)
        pairs = [
            self._pairs_with(self._indexed, 0, new),
            self._pairs_with(self._recent, indexed, new),
            self._pairs_with_newest(newest, indexed + recent, len(new)),
        ]
        return self._score(sorted_unique(np.concatenate(pairs)), newest, len(new))

    def append(self, terms: Terms, closest: NDArray[np.float32]) -> None:
        """Add new articles, given by their terms and the highest content of each."""
        if not len(terms):
            return
        found, newest = self._found
        self._found = None, self._none.terms
        self._closest.extend(closest.tolist())
        self._newest = newest if found is terms else self._newest.concatenated(self._weigh(terms))
        if len(self._newest) <= min(MAX_NEWEST_ARTICLES, self._max_recent):
            return
        recent = self._recent.terms.concatenated(self._newest)
        self._newest = self._none.terms
        if len(recent) > self._max_recent:
            recent = self._indexed.terms.concatenated(recent)
            self._indexed, self._recent = _Tier(recent, build_postings(recent)), self._none
        else:
            self._recent = _Tier(recent, build_postings(recent))

    def _weigh(self, terms: Terms) -> WeighedTerms:
        return weigh_terms(terms, self._corpus.figures, self._settings)

    def _pairs_with(self, tier: _Tier, first: int, new: WeighedTerms) -> NDArray[np.uint64]:
        """Pairs of new articles with those of a tier, whose numbers begin at `first`; the tier's postings number the
        new ones after their own.
        """
        size, old = len(tier.terms), tier.postings
        if not size:
            return np.empty(0, np.uint64)
        postings = TermPostings(old.bucket_shift, old.starts, old.entries, np.append(old.norms, new.norms))
        pairs = list_candidates(new, size, postings, self._settings)
        return pairs + (np.uint64(first) << np.uint64(32) | np.uint64(len(self) - size))

    def _pairs_with_newest(self, newest: WeighedTerms, first: int, new: int) -> NDArray[np.uint64]:
        """Pairs of new articles with the newest before them, whose numbers begin at `first`, and with each other."""
        pairs = list_candidates_of_last(newest, len(newest) - new, self._settings)
        return pairs + (np.uint64(first) << np.uint64(32) | np.uint64(first))

    def _score(self, pairs: NDArray[np.uint64], newest: WeighedTerms, new: int) -> NewLinks:
        """Score pairs over the terms of the articles that occur in them."""
        both = np.stack(unpack_pairs(pairs))
        numbers, local = np.unique(both, return_inverse=True)
        terms = self._select(numbers, newest)
        measured = pair_contents(terms, pack_pairs(*local.reshape(both.shape)))
        is_new = numbers >= len(self)
        known = np.append(np.frombuffer(self._closest, np.float32)[numbers[~is_new]], no_contents(int(is_new.sum())))
        closest = closest_contents(measured.content, measured.left, measured.right, known)
        links = score_pairs(measured, closest, terms.days, self._corpus, self._settings)
        of_new = no_contents(new)
        of_new[numbers[is_new] - len(self)] = closest[is_new]
        sides = numbers[links.left].astype(np.int32), numbers[links.right].astype(np.int32)
        return NewLinks(links.renumbered(*sides), of_new)

    def _select(self, numbers: NDArray[np.int64], newest: WeighedTerms) -> WeighedTerms:
        """The terms of some articles, whose numbers ascend."""
        tiers = self._indexed.terms, self._recent.terms, newest
        firsts = np.cumsum([0, *map(len, tiers[:-1])])
        parts = np.split(numbers, np.searchsorted(numbers, firsts[1:]))
        of_tiers = zip(tiers, parts, firsts.tolist(), strict=True)
        selected = [tier.select(part - first) for tier, part, first in of_tiers if len(part)] or [self._none.terms]
        return selected[0] if len(selected) == 1 else selected[0].concatenated(*selected[1:])


def choose_story(
    linked: Iterable[tuple[int, float]],
    story_of: Mapping[int, int],
    sizes: Mapping[int, int],
    settings: Settings,
) -> int | None:
    """The article whose story a new article joins, or with which it begins one; None if no story is close enough.

    `linked` are the numbers of articles with the log-odds that each reports the same event; `sizes` are the numbers of
    articles of each story that have terms. Ties are broken by the lowest number.

    >>> from dedup.settings import DEFAULT_SETTINGS
    >>> choose_story([(3, 4.0), (4, -1.0), (8, 2.0)], {3: 1, 4: 1}, {1: 2}, DEFAULT_SETTINGS)
    8
    >>> choose_story([(3, -0.5)], {}, {}, DEFAULT_SETTINGS) is None
    True
    """
    sums, oldest = defaultdict[tuple[bool, int], float](float), dict[tuple[bool, int], int]()
    for article, log_odds in sorted(linked):
        story = (True, story_of[article]) if article in story_of else (False, article)
        sums[story] += log_odds - MISSING_ODDS
        oldest.setdefault(story, article)
    sized = {story: sizes[story[1]] if story[0] else 1 for story in sums}
    means = {oldest[story]: MISSING_ODDS + total / sized[story] for story, total in sums.items()}
    best = min(means, key=lambda article: (-means[article], article), default=None)
    return best if best is not None and means[best] >= min_mean_odds(settings) else None
