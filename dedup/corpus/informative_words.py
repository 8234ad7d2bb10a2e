"""Informative words: names, numbers and whatever few articles contain (a low document frequency).

A frequent word says nothing about a story. Near-duplicates count once, and so does a line, whichever articles contain
it: a wire story in fifty articles full of other text, which are no near-duplicates, would else make its own names
frequent.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.corpus.dissimilarity import ALWAYS, NEVER, UNLESS_FREQUENT, WordFilter, read_word_sets
from dedup.corpus.line_postings import recurring_lines
from dedup.settings import BoilerplateSettings
from dedup.sketch.fingerprints import SketchedTexts
from dedup.sketch.sorted_keys import sort_in_place, stable_order
from dedup.tokens.words import FUNCTION_WORD, NUMBER, readonly

Keys = NDArray[np.uint64]

_FLAG_SETS = np.arange(64)  # all combinations of the bits of `Words.flags`
ALL_WORDS = np.full(64, ALWAYS, np.uint8)
INFORMATIVE = np.select(
    [_FLAG_SETS & NUMBER != 0, _FLAG_SETS & FUNCTION_WORD == 0], [ALWAYS, UNLESS_FREQUENT], NEVER
).astype(np.uint8)


def hash_table(keys: Keys) -> Keys:
    """Keys as an open-addressing table, half full, as kernels take them."""
    from dedup.kernels.hash_table import insert_keys

    slots = np.zeros(1 << (2 * len(keys)).bit_length(), np.uint64)
    insert_keys(readonly(keys), slots)
    return readonly(slots)


def find_frequent_words(texts: SketchedTexts, articles: NDArray[np.int64], settings: BoilerplateSettings) -> Keys:
    """The words that more than `max_informative_df` articles of a sample contain, sorted.

    `articles` are one of each group of near-duplicates; the sample are those with the lowest content hashes.
    """
    sample = articles[stable_order(texts.content_hashes[articles])[: settings.df_sample_articles]]
    postings = recurring_lines(texts.lines, sample)
    is_excluded_line = np.zeros(len(texts.lines.keys), np.bool_)
    is_excluded_line[postings.positions[postings.is_repeat_row()]] = True
    no_words = hash_table(np.empty(0, np.uint64))
    words = read_word_sets(texts, WordFilter(ALL_WORDS, no_words, is_excluded_line), sample).words
    sort_in_place(words)
    starts = np.flatnonzero(np.diff(words, prepend=~words[:1]) != 0)
    return words[starts[np.diff(starts, append=len(words)) > settings.max_informative_df]]


def informative_words(texts: SketchedTexts, frequent_words: Keys) -> WordFilter:
    """Counts the informative words of prose: no function words, none of `frequent_words`, and every number.

    Words outside of prose do not count: a menu says nothing about the story beside it.
    """
    return WordFilter(INFORMATIVE, hash_table(frequent_words), ~texts.lines.is_prose)
