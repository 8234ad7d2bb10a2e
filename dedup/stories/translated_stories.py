"""Stories in several languages: one translation joins the stories of two texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dedup.runtime.arrays import connected_components, distinct
from dedup.settings import Settings
from dedup.sketch.sorted_keys import pack_pairs
from dedup.stories.distinct_texts import DistinctTexts, KnownPairs
from dedup.tokens.language import unpack_language

if TYPE_CHECKING:
    from dedup.translations.translation_pair import TranslationPair


def find_translated(
    texts: DistinctTexts, languages: NDArray[np.uint32], known: KnownPairs, settings: Settings
) -> list[TranslationPair]:
    """The translations among all articles, copies too; `languages` are those of the texts.

    Articles of one language cost nothing.
    """
    if len({*distinct(languages).tolist()} - {0}) < 2:
        return []
    from dedup.translations.find_translations import find_translations

    named = languages_of_articles(texts, languages)
    return find_translations(
        texts.articles, named, texts.counted_text, known.copies, known.is_substantial, known.forms, settings
    )


def languages_of_articles(texts: DistinctTexts, languages: NDArray[np.uint32]) -> list[str]:
    """The language of each article: that of the text of which it is a copy."""
    names = {number: unpack_language(number) for number in distinct(languages).tolist()}
    found = [""] * len(texts.articles)
    for position, language in zip(texts.positions, languages.tolist(), strict=True):
        cluster = texts.cluster_at.get(position)
        for each in [texts.position_of[article_id] for article_id in cluster.article_ids] if cluster else [position]:
            found[each] = names[language]
    return found


def packed_translations(translations: Sequence[TranslationPair]) -> NDArray[np.uint64]:
    """The positions of translations, packed by `pack_pairs`."""
    sides = np.array([(pair.left, pair.right) for pair in translations], np.int64).reshape(-1, 2)
    return pack_pairs(sides[:, 0], sides[:, 1])


def joined_groups(groups: Sequence[Sequence[int]], joined: NDArray[np.int64], count: int) -> list[list[int]]:
    """Groups of `count` texts with those united that a pair of `joined`, (pairs, 2), connects, in order of their first
    text; a text without a group is one by itself.

    >>> joined_groups([[0, 1], [2, 3]], np.array([[1, 2], [4, 5]]), 7)
    [[0, 1, 2, 3], [4, 5]]
    """
    if not len(joined):
        return list(map(list, groups))
    chains = [(group[0], text) for group in groups for text in group[1:]]
    pairs = np.concatenate([np.array(chains, np.int64).reshape(-1, 2), joined])
    roots = connected_components(pairs[:, 0], pairs[:, 1], count)
    sizes = np.bincount(roots, minlength=count)
    texts = np.flatnonzero(sizes[roots] > 1)
    members: dict[int, list[int]] = {}
    for text, root in zip(texts.tolist(), roots[texts].tolist(), strict=True):
        members.setdefault(root, []).append(text)
    return list(members.values())
