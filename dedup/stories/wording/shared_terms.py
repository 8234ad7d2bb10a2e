"""What stories are about, in words: the terms that most of their texts have."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dedup.settings import StorySettings
from dedup.stories.wording.wordings import Wordings

STORY_SHIFT, TERM_MASK = np.uint64(32), np.uint64(0xFFFFFFFF)


def terms_of_stories(wordings: Wordings, ends: NDArray[np.int64], settings: StorySettings) -> Iterator[tuple[str, ...]]:
    """For each story the terms with the highest weight that at least half of its texts have, as the first text writes
    them. Story s consists of the texts from `ends[s]` to `ends[s + 1]`.
    """
    bounds = ends.tolist()
    for story, heaviest in enumerate(_heaviest(wordings, ends, settings)):
        yield tuple(dict.fromkeys(wordings.surface_texts(heaviest, range(bounds[story], bounds[story + 1]))))


def _heaviest(wordings: Wordings, ends: NDArray[np.int64], settings: StorySettings) -> list[NDArray[np.uint64]]:
    """The terms of each story, heaviest first; all stories are looked at together."""
    term_ends, stories = wordings.ends.terms[ends], len(ends) - 1
    own = slice(int(term_ends[0]), int(term_ends[-1]))
    terms, rarity, named = (column[own] for column in wordings.parts[:3])
    keys = np.repeat(np.arange(stories, dtype=np.uint64) << STORY_SHIFT, np.diff(term_ends)) | terms
    distinct, row, frequency = np.unique(keys, return_inverse=True, return_counts=True)
    weights = np.zeros(len(distinct))
    np.maximum.at(weights, row, rarity * np.where(named != 0, settings.story_name_boost, 1.0))
    story_of = (distinct >> STORY_SHIFT).astype(np.int64)
    frequent = np.flatnonzero(2 * frequency >= np.diff(ends)[story_of])
    order = np.lexsort((distinct[frequent], -weights[frequent] * frequency[frequent], story_of[frequent]))
    ordered = frequent[order]
    firsts = np.searchsorted(story_of[ordered], np.arange(stories + 1)).tolist()
    chosen = distinct[ordered] & TERM_MASK
    most = settings.max_story_terms
    return [chosen[first : min(first + most, end)] for first, end in pairwise(firsts)]
