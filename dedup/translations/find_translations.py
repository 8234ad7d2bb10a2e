"""Translations among articles: candidates of another language, measured, and judged by two models.

Only where stories found articles in two languages or more is anything read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article
from dedup.settings import Settings, TranslationSettings
from dedup.sketch.sorted_keys import pack_pairs, unpack_pairs
from dedup.tokens.language import is_rather
from dedup.tokens.words import tokenize
from dedup.translations.keys.text_keys import ArticleKeys, read_text_keys
from dedup.translations.translation_candidates import translation_candidates
from dedup.translations.translation_measures import KeyedText, TranslationMeasures, measure_translation
from dedup.translations.translation_model import translation_odds
from dedup.translations.written_languages import written_language

MIN_WHOLE_COVERAGE = 0.7
USUAL_RATIO = 0.25  # of the logarithm of lengths: a translation is rarely a quarter longer or shorter than others
MAX_TEXT = 60_000  # characters of a text that are read
MIN_WORDS = 30  # in a table of a few figures, one stray word shows a language
_BLANK = re.compile(r"\n{3,}")  # what does not count is blanked out


class TranslationPair(NamedTuple):
    """Two articles, by their positions, that are translations of one another, whole or of a part.

    `languages` are those of the two, `measures` what shows it.
    """

    left: int
    right: int
    languages: tuple[str, str]
    log_odds: float
    measures: TranslationMeasures

    @property
    def is_whole(self) -> bool:
        """Whether each article holds most of the other."""
        return min(self.measures.left_coverage, self.measures.right_coverage) >= MIN_WHOLE_COVERAGE

    @property
    def reason(self) -> str:
        """Why the two are translations, in words."""
        names = " and ".join(sorted(written_language(each).name for each in self.languages))
        order = f"{self.measures.links} names and figures in the same order"
        if not self.is_whole:
            return f"a part of one in another language ({names}): {order}"
        usual = "lengths as usual" if self.measures.ratio <= USUAL_RATIO else "lengths that differ"
        return f"the same in another language: {order}, {usual} between {names}"


def find_translations(
    articles: Sequence[Article],
    languages: Sequence[str],
    counted_text: Callable[[Article], Article],
    copies: NDArray[np.uint64],
    settings: Settings,
) -> list[TranslationPair]:
    """The translations among articles, in order of their positions; `copies` are packed pairs that are none.

    An article whose language is not known, or not surely another than that of most, is none of any; nor is one of less
    than 30 words.

    >>> from dedup.settings import DEFAULT_SETTINGS
    >>> find_translations([], [], lambda article: article, np.empty(0, np.uint64), DEFAULT_SETTINGS)
    []
    """
    if not settings.translations:
        return []
    places, known = _in_languages(articles, languages, settings)
    if not places:
        return []
    texts = (_BLANK.sub("\n\n", counted_text(articles[place]).text[:MAX_TEXT]) for place in places)
    keys = read_text_keys(texts, known)
    one, other = unpack_pairs(translation_candidates(keys))
    place_of = np.array(places)
    is_copy = np.isin(pack_pairs(place_of[one], place_of[other]), copies)
    found = judge_translations(keys, pack_pairs(one[~is_copy], other[~is_copy]), settings)
    placed = (pair._replace(left=places[pair.left], right=places[pair.right]) for pair in found)
    return [pair for pair in placed if _are_in_two_languages(articles, pair, settings)]


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
    texts, found = KeyedTexts(keys), list[TranslationPair]()
    for left, right in zip(*(side.tolist() for side in unpack_pairs(pairs)), strict=True):
        measures = measure_translation(texts[left], texts[right])
        log_odds = translation_odds(measures, settings)
        if log_odds is not None:
            languages = keys.languages[left], keys.languages[right]
            found.append(TranslationPair(left, right, languages, log_odds, measures))
    return found


class KeyedTexts(dict[int, KeyedText]):
    """The keys of each article that is asked for, as lists."""

    def __init__(self, keys: ArticleKeys) -> None:
        super().__init__()
        self._keys = keys

    def __missing__(self, article: int) -> KeyedText:
        keys = self._keys
        first, end = keys.ends[article : article + 2].tolist()
        listed = list(zip(keys.ids[first:end].tolist(), keys.places[first:end].tolist(), strict=True))
        text = KeyedText(listed, int(keys.sizes[article]), written_language(keys.languages[article]).letters)
        self[article] = text
        return text
