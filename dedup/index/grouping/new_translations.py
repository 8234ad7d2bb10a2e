"""Translations of new articles among those before them: candidates by stored keys, judged as in a scan.

The texts of the candidates are read again. A translation of a copy is found at the next regrouping, as is what rivals
show that are no candidates, or that fill in one form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from dedup.comparison.counted_text import CountedText
from dedup.corpus.statistics import CorpusStatistics
from dedup.index.codecs.term_codec import TermBatch
from dedup.index.prepared_pool import PreparedPool
from dedup.index.verify import NewMatch
from dedup.sketch.sorted_keys import pack_pairs
from dedup.stories.story_matches import MIN_SUBSTANTIAL_COVERAGE
from dedup.stories.translated_matches import translated_matches
from dedup.tokens.language import unpack_language
from dedup.translations.find_translations import find_translations


class NewTranslations(NamedTuple):
    """The matches of new articles with translations, and the likeliest one of each, by number."""

    matches: list[NewMatch]
    likeliest: dict[int, int]


NONE = NewTranslations([], {})


def find_new_translations(
    pool: PreparedPool,
    batch: TermBatch,
    partners: Mapping[int, int],
    matches: Sequence[Sequence[NewMatch]],
    corpus: CorpusStatistics,
) -> NewTranslations:
    """The translations of the new articles of a batch among each other and `partners`, stored ones by number with their
    languages; `matches` are those with copies.
    """
    new = dict(zip(batch.numbers.tolist(), batch.terms.languages.tolist(), strict=True))
    language_of = {number: language for number, language in {**partners, **new}.items() if language}
    if len(set(language_of.values())) < 2:
        return NONE
    row_of = pool.rows(language_of)
    id_of = {number: pool.prepared.articles[row].id for number, row in row_of.items()}
    own = {id_of[number] for number in new if number in id_of}
    ordered = sorted((each for each in id_of if each in new or id_of[each] not in own), key=id_of.__getitem__)
    prepared = pool.select([row_of[number] for number in ordered])
    place_of = {number: place for place, number in enumerate(ordered)}
    copied = [each for of_one in matches for each in of_one if each.match.relation.is_copy]
    copied = [each for each in copied if each.newer in place_of and each.older in place_of]
    sides_of_copies = [sorted((place_of[each.newer], place_of[each.older])) for each in copied]
    pairs = np.array(sides_of_copies, np.int64).reshape(-1, 2)
    found = find_translations(
        prepared.articles,
        [unpack_language(language_of[number]) for number in ordered],
        counted := CountedText(prepared, corpus),
        pack_pairs(pairs[:, 0], pairs[:, 1]),
        np.array([_is_substantial(each) for each in copied], np.bool_),
        np.empty(0, np.uint64),
        pool.settings,
    )
    found = [pair for pair in found if max(ordered[pair.left], ordered[pair.right]) >= pool.first]
    sides = [sorted((ordered[pair.left], ordered[pair.right])) for pair in found]
    listed = translated_matches(prepared.articles, found, counted)
    translated = [NewMatch(newer, older, match) for (older, newer), match in zip(sides, listed, strict=True)]
    by_odds = sorted(zip(found, sides, strict=True), key=lambda entry: entry[0].log_odds)
    return NewTranslations(translated, {newer: older for _, (older, newer) in by_odds})


def _is_substantial(copy: NewMatch) -> bool:
    return max(copy.match.left_coverage, copy.match.right_coverage) >= MIN_SUBSTANTIAL_COVERAGE
