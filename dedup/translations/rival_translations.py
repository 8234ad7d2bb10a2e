"""Rivals: of the texts of one language that look like the translation of an article, those that only look like it.

The posts of one outlet name its products, each in the order of the last, so a post looks like a part of many. An
article has one original in a language. A pair is none beside a heavier chain of either article with another text of
that language, at the same place of the article, where

- the heavier one has clearly more of the keys,
- or that text is of the article's days, as translations are, and the other one is not,
- or both texts are one form that was filled in twice: the notes of the next release, the next bulletin.

Nor is it one where the article has a copy among the texts of that language, a page that prints both, unless the other
article stands on that page, too.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
# Chosen after seeing posts of ruby-lang.org, 610 from 2013 to 2016 in six languages: of 779 links 152 were to another
# release, with this rule 10 are; all 627 right ones stay.
MAX_DAYS_APART = 3.0
MIN_COMMON_STRETCH = 0.5  # of the lighter chain's stretch: a digest holds the translations of several articles

Asked = tuple[int, str]  # an article, and the language of what may be its translation


class _Chain(NamedTuple):
    """What a chain weighs, its share of the lesser text's keys, and from where to where in an article it reaches; the
    other text, and how many days are between both, NaN where a date is not known.
    """

    evidence: float
    share: float
    stretch: tuple[int, int]
    other: int
    days_apart: float

    @property
    def is_timely(self) -> bool:
        """Whether both texts are surely of the same days."""
        return self.days_apart <= MAX_DAYS_APART

    @property
    def is_late(self) -> bool:
        """Whether they surely are not."""
        return self.days_apart > MAX_DAYS_APART


def without_rivals(
    pairs: Sequence[TranslationPair],
    carried: NDArray[np.uint64],
    forms: NDArray[np.uint64],
    languages: Sequence[str],
    days: NDArray[np.float64],
) -> list[TranslationPair]:
    """The pairs that have no better rival, in their order.

    `carried` are packed pairs of copies, `forms` of those that fill in one form; `languages` those of all articles, ''
    where one is not known; `days` when they were published, NaN where that is not known.
    """
    pages, forms_of = _PagesInBoth(carried, languages), _forms_among(pairs, forms)
    sides = [[*_sides(pair, abs(float(days[pair.left] - days[pair.right])))] for pair in pairs]
    chains = defaultdict[Asked, list[_Chain]](list)
    for asked, chain in itertools.chain.from_iterable(sides):
        chains[asked].append(chain)
    return [
        pair
        for pair, own in zip(pairs, sides, strict=True)
        if not pages.print_another(pair)
        and not any(_is_outdone(chain, other, forms_of) for asked, chain in own for other in chains[asked])
    ]


def _sides(pair: TranslationPair, days_apart: float) -> Iterable[tuple[Asked, _Chain]]:
    left, right = pair.languages
    measures = pair.measures
    evidence, share = measures.evidence, measures.share
    yield (pair.left, right), _Chain(evidence, share, measures.left_stretch, pair.right, days_apart)
    yield (pair.right, left), _Chain(evidence, share, measures.right_stretch, pair.left, days_apart)


def _forms_among(pairs: Sequence[TranslationPair], forms: NDArray[np.uint64]) -> dict[int, set[int]]:
    """By article, those of some pairs that fill in the same form."""
    linked = np.array([(pair.left, pair.right) for pair in pairs], np.int64).ravel()
    left, right = unpack_pairs(forms)
    rows = np.isin(left, linked) & np.isin(right, linked)
    found = defaultdict[int, set[int]](set)
    for one, other in zip(left[rows].tolist(), right[rows].tolist(), strict=True):
        found[one].add(other)
        found[other].add(one)
    return found


def _is_outdone(chain: _Chain, rival: _Chain, forms_of: Mapping[int, set[int]]) -> bool:
    """Whether a chain of an article is none beside a heavier one at the same place."""
    if rival.evidence <= chain.evidence or not _are_at_one_place(chain, rival):
        return False
    has_less = chain.share < MIN_SHARE_OF_HEAVIEST * rival.share
    are_forms = rival.other in forms_of.get(chain.other, ()) and not (chain.is_timely and rival.is_late)
    return has_less or are_forms or (chain.is_late and rival.is_timely)


def _are_at_one_place(chain: _Chain, rival: _Chain) -> bool:
    (start, end), (other_start, other_end) = chain.stretch, rival.stretch
    common = min(end, other_end) - max(start, other_start)
    return common >= MIN_COMMON_STRETCH * (end - start)


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
