"""Candidates for new articles among those before them, by the heaviest keys of these.

The articles of each language stand in tiers, each some times as large as the next: a new one is a tier by itself, and
is joined with the tier before it until that is large enough. The postings of a tier are made when they are first asked
for.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.translate.key_parts import HeavyKeys
from dedup.runtime.arrays import distinct
from dedup.translations.translation_candidates import candidates_among, concatenated_keys, key_postings, selected_keys

if TYPE_CHECKING:
    from dedup.kernels.relate.search_terms import TermIndex

GROWTH = 8  # of a tier over the next


class _Tier:
    """Articles of one language by their numbers, with their keys."""

    def __init__(self, numbers: NDArray[np.int64], keys: HeavyKeys) -> None:
        self.numbers, self.keys = numbers, keys

    @cached_property
    def postings(self) -> TermIndex:
        return key_postings(self.keys)

    def listed(self, asked: HeavyKeys) -> _Tier:
        """The candidates of some articles."""
        held, _ = candidates_among(self.postings, asked)
        rows = distinct(held)
        return _Tier(self.numbers[rows], selected_keys(self.keys, rows))


def _joined(tiers: Sequence[_Tier]) -> _Tier:
    return _Tier(np.concatenate([tier.numbers for tier in tiers]), concatenated_keys([tier.keys for tier in tiers]))


class KeyIndex:
    """The heaviest keys of articles, which are added under their numbers; languages are packed, and 0 is none.

    >>> from dedup.translations.keys.text_keys import read_text_keys
    >>> from dedup.translations.translation_candidates import heavy_keys
    >>> german, english = (heavy_keys(read_text_keys([f"{text} Skarrow 214, 17"], [""])) for text in ("Aus", "Of"))
    >>> index = KeyIndex()
    >>> index.append(np.array([7]), german, np.array([1], np.uint32))
    >>> index.partners(english, np.array([2], np.uint32)), index.partners(english, np.array([1], np.uint32))
    ({7: 1}, {})
    """

    def __init__(self) -> None:
        self._tiers: dict[int, list[_Tier]] = {}

    def append(self, numbers: NDArray[np.int64], keys: HeavyKeys, languages: NDArray[np.uint32]) -> None:
        """Add articles."""
        for language in distinct(languages[languages > 0]).tolist():
            rows = np.flatnonzero(languages == language)
            tiers, newest = self._tiers.setdefault(language, []), _Tier(numbers[rows], selected_keys(keys, rows))
            while tiers and len(tiers[-1].numbers) < GROWTH * len(newest.numbers):
                newest = _joined([tiers.pop(), newest])
            tiers.append(newest)

    def partners(self, keys: HeavyKeys, languages: NDArray[np.uint32]) -> dict[int, int]:
        """The articles in other languages that some may be translations of, by number, and their languages."""
        found: dict[int, int] = {}
        for language, tiers in self._tiers.items():
            asked = selected_keys(keys, np.flatnonzero((languages != language) & (languages > 0)))
            if len(asked.norms):
                listed = _joined([tier.listed(asked) for tier in tiers])
                nearest = listed.listed(asked) if len(tiers) > 1 else listed
                found |= dict.fromkeys(nearest.numbers.tolist(), language)
        return found
