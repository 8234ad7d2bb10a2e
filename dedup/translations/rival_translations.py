"""Rivals: of the texts of one language that look like the translation of an article, those that only look like it.

The posts of one outlet name its products, each in the order of the last, so a post looks like a part of many. An
article has one original in a language. A pair is none where either article has clearly more of the keys in a heavier
chain with another text of that language, at the same place; nor where it has a copy among the texts of that language, a
page that prints both, unless the other article stands on that page, too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.runtime.arrays import distinct
from dedup.sketch.sorted_keys import unpack_pairs
from dedup.translations.translation_pair import TranslationPair

# Of the share of the keys that the heaviest chain has. Chosen after seeing 494 posts of four outlets in English and
# Chinese: from .6 to .9 all 79 right pairs stay, from .75 none of 92 false ones does. Two translations of one article,
# and a cut one, have about the same share.
MIN_SHARE_OF_HEAVIEST = 0.75
MIN_COMMON_STRETCH = 0.5  # of the lighter chain's stretch: a digest holds the translations of several articles

Asked = tuple[int, str]  # an article, and the language of what may be its translation


class _Chain(NamedTuple):
    """What a chain weighs, its share of the lesser text's keys, and from where to where in an article it reaches."""

    evidence: float
    share: float
    stretch: tuple[int, int]


def without_rivals(
    pairs: Sequence[TranslationPair], carried: NDArray[np.uint64], languages: Sequence[str]
) -> list[TranslationPair]:
    """The pairs that have no better rival, in their order.

    `carried` are packed pairs of copies, `languages` those of all articles, '' where one is not known.
    """
    pages = _PagesInBoth(carried, languages)
    heaviest: dict[Asked, _Chain] = {}
    for pair in pairs:
        for asked, chain in _sides(pair):
            if asked not in heaviest or chain.evidence > heaviest[asked].evidence:
                heaviest[asked] = chain
    return [
        pair
        for pair in pairs
        if not pages.print_another(pair) and not any(_is_rival(chain, heaviest[asked]) for asked, chain in _sides(pair))
    ]


def _sides(pair: TranslationPair) -> Iterable[tuple[Asked, _Chain]]:
    left, right = pair.languages
    measures = pair.measures
    yield (pair.left, right), _Chain(measures.evidence, measures.share, measures.left_stretch)
    yield (pair.right, left), _Chain(measures.evidence, measures.share, measures.right_stretch)


def _is_rival(chain: _Chain, heaviest: _Chain) -> bool:
    """Whether a chain has clearly less of the keys than a heavier one at the same place of an article."""
    (start, end), (other_start, other_end) = chain.stretch, heaviest.stretch
    common = min(end, other_end) - max(start, other_start)
    is_same_place = common >= MIN_COMMON_STRETCH * (end - start)
    return is_same_place and chain.share < MIN_SHARE_OF_HEAVIEST * heaviest.share


class _PagesInBoth:
    """The pages that print an article in two languages: copies of an article whose language is another."""

    def __init__(self, carried: NDArray[np.uint64], languages: Sequence[str]) -> None:
        left, right = unpack_pairs(distinct(carried))
        numbers = np.unique(["", *languages], return_inverse=True)[1][1:]  # 0 for a language that is not known
        is_across = (numbers[left] != numbers[right]) & (numbers[left] > 0) & (numbers[right] > 0)
        pages = np.concatenate([left[is_across], right[is_across]])
        is_of_page = np.isin(left, pages) | np.isin(right, pages)
        self._languages = languages
        self._copies = defaultdict[int, set[int]](set)
        for one, other in zip(left[is_of_page].tolist(), right[is_of_page].tolist(), strict=True):
            self._copies[one].add(other)
            self._copies[other].add(one)

    def print_another(self, pair: TranslationPair) -> bool:
        """Whether either article of a pair has a copy in the other's language which does not hold the other."""
        sides = (pair.left, pair.right), (pair.right, pair.left)
        return any(self._has_other_page(article, partner) for article, partner in sides)

    def _has_other_page(self, article: int, partner: int) -> bool:
        language = self._languages[partner]
        pages = {copy for copy in self._copies.get(article, ()) if self._languages[copy] == language}
        return bool(pages) and pages.isdisjoint(self._copies.get(partner, ()))
