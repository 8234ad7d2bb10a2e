"""Translations among articles: candidates of another language, measured, and judged by two models.

Only where stories found articles in two languages or more is anything read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article
from dedup.corpus.page_remarks import without_footer
from dedup.corpus.published_days import published_days
from dedup.runtime.arrays import distinct, is_among
from dedup.settings import Settings, TranslationSettings
from dedup.sketch.sorted_keys import pack_pairs, unpack_pairs
from dedup.tokens.language import is_rather
from dedup.tokens.words import tokenize
from dedup.translations.keys.text_keys import ArticleKeys, read_text_keys
from dedup.translations.rival_translations import without_rivals
from dedup.translations.translation_candidates import translation_candidates
from dedup.translations.translation_measures import explained, measure_keys
from dedup.translations.translation_model import translation_odds
from dedup.translations.translation_pair import TranslationPair

MAX_TEXT = 60_000  # characters of a text that are read
MIN_WORDS = 30  # in a table of a few figures, one stray word shows a language
_BLANK = re.compile(r"\n{3,}")  # what does not count is blanked out


def find_translations(
    articles: Sequence[Article],
    languages: Sequence[str],
    counted_text: Callable[[Article], Article],
    copies: NDArray[np.uint64],
    is_substantial: NDArray[np.bool_],
    forms: NDArray[np.uint64],
    settings: Settings,
) -> list[TranslationPair]:
    """The translations among articles, in order of their positions.

    `copies` are packed pairs that are none; `is_substantial` says which of them share half of one text or more; `forms`
    are pairs that fill in one form. An article whose language is not known, or not surely another than that of most, is
    none of any; nor is one of less than 30 words.

    >>> from dedup.settings import DEFAULT_SETTINGS
    >>> none = np.empty(0, np.uint64)
    >>> find_translations([], [], lambda article: article, none, none > 0, none, DEFAULT_SETTINGS)
    []
    """
    if not settings.translations:
        return []
    places, known = _in_languages(articles, languages, settings)
    if not places:
        return []
    texts = (text_of_keys(counted_text(articles[place])) for place in places)
    keys = read_text_keys(texts, known)
    one, other = unpack_pairs(translation_candidates(keys))
    place_of = np.array(places)
    is_copy = is_among(pack_pairs(place_of[one], place_of[other]), distinct(copies))
    found = judge_translations(keys, pack_pairs(one[~is_copy], other[~is_copy]), settings)
    placed = (pair._replace(left=places[pair.left], right=places[pair.right]) for pair in found)
    sure = [pair for pair in placed if _are_in_two_languages(articles, pair, settings)]
    return without_rivals(sure, copies[is_substantial], forms, languages, published_days(articles))


def text_of_keys(counted: Article) -> str:
    """The text whose keys are those of an article, given by what counts of it."""
    text = without_footer(counted).text[:MAX_TEXT]
    return _BLANK.sub("\n\n", text) if "\n\n\n" in text else text


def _in_languages(
    articles: Sequence[Article], languages: Sequence[str], settings: Settings
) -> tuple[list[int], list[str]]:
    """The articles that may be translations, by position, and their languages; none where all are in one."""
    counts = Counter(language for language in languages if language)
    most = min(counts, key=lambda language: (-counts[language], language), default="")
    kept = [
        place
        for place, language in enumerate(languages)
        if language == most or (language and _is_surely(articles[place].text, language, most, settings))
    ]
    return (kept, [languages[place] for place in kept]) if len({languages[place] for place in kept}) > 1 else ([], [])


def _are_in_two_languages(articles: Sequence[Article], pair: TranslationPair, settings: Settings) -> bool:
    """Whether each of two articles is surely in its language rather than in that of the other."""
    one, other = pair.languages
    left, right = (articles[place].text for place in (pair.left, pair.right))
    return _is_surely(left, one, other, settings) and _is_surely(right, other, one, settings)


def _is_surely(text: str, language: str, other: str, settings: Settings) -> bool:
    words = tokenize(text)
    return len(words) >= MIN_WORDS and is_rather(words, language, other, settings)


def judge_translations(
    keys: ArticleKeys, pairs: NDArray[np.uint64], settings: TranslationSettings
) -> list[TranslationPair]:
    """The translations among packed pairs, in order."""
    left, right = (side.astype(np.int64) for side in unpack_pairs(pairs))
    rows = measure_keys(keys, left, right)
    odds = translation_odds(rows, settings)
    found = list[TranslationPair]()
    for pair in np.flatnonzero(np.isfinite(odds)).tolist():
        one, other = int(left[pair]), int(right[pair])
        languages = keys.languages[one], keys.languages[other]
        found.append(TranslationPair(one, other, languages, float(odds[pair]), explained(rows[pair])))
    return found
