"""Language identification: by script, else by function words.

Every language has some dozens of function words that any text needs and few other languages share (the, und, les). The
language with the most of them in a text wins. Hangul, kana, ideographs, Thai, Lao, Khmer, Burmese, Tibetan,
Georgian, Armenian, Ethiopic and seven scripts of India are recognised by script. Results are two-letter codes of the 44
languages of `lexicon.json` and these scripts; "" for a text that shows too little. Croatian, Bosnian and Serbian in
Latin letters are one, "hr".

The language that an article declares is believed unless its text contradicts it: by its script, or by many more
function words of another language than of the declared one. Sites in all languages are labelled English by their
software. A language without function words here cannot be contradicted by words.

Not done: telling closely related languages apart in a few words (Danish and Norwegian); texts in two languages.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article
from dedup.runtime.patterns import lazy_pattern
from dedup.settings import LanguageSettings
from dedup.sources.languages import language_tag
from dedup.tokens.words import HALF_WORD, TokenizedTexts, Words, readonly, tokenize_texts

LANGUAGE_CODES = {"no": "nb"}  # codes of `lexicon.json` for which other lists use a narrower one
_LETTERS = {  # of languages with a script of their own
    "th": lazy_pattern("[\u0e00-\u0e7f]"),
    "lo": lazy_pattern("[\u0e80-\u0eff]"),
    "bo": lazy_pattern("[\u0f00-\u0fff]"),
    "my": lazy_pattern("[\u1000-\u109f]"),
    "km": lazy_pattern("[\u1780-\u17ff]"),
    "ko": lazy_pattern("[\uac00-\ud7af]"),
    "ta": lazy_pattern("[\u0b80-\u0bff]"),
    "te": lazy_pattern("[\u0c00-\u0c7f]"),
    "kn": lazy_pattern("[\u0c80-\u0cff]"),
    "ml": lazy_pattern("[\u0d00-\u0d7f]"),
    "bn": lazy_pattern("[\u0980-\u09ff]"),
    "gu": lazy_pattern("[\u0a80-\u0aff]"),
    "pa": lazy_pattern("[\u0a00-\u0a7f]"),
    "si": lazy_pattern("[\u0d80-\u0dff]"),
    "ka": lazy_pattern("[\u10a0-\u10ff]"),
    "hy": lazy_pattern("[\u0530-\u058f]"),
    "am": lazy_pattern("[\u1200-\u137f]"),
}
_ANY_OF_THEM = lazy_pattern("[\u0530-\u058f\u0980-\u0aff\u0b80-\u13ff\u1780-\u17ff\uac00-\ud7af]")
_BY_SCRIPT = (*_LETTERS, "ja", "zh")
SURE_RATIO = 1.5  # of function words: those of related languages are often the same
_CHINESE = ("zh", "yue", "wuu", "nan", "hak", "gan", "lzh")  # languages that are written as Chinese is
_KANA = lazy_pattern("[\u3040-\u30ff]")


class _FunctionWords(NamedTuple):
    """The function words of all languages: a hash table `keys` -> `languages`, one bit for each of `_languages`."""

    keys: NDArray[np.uint64]
    languages: NDArray[np.uint64]


def language_of(article: Article, words: Words, settings: LanguageSettings) -> str:
    """The two-letter code of the language of an article: as it declares, unless `words`, its text, contradict it.

    "" if neither shows one.

    >>> from dedup.settings import DEFAULT_SETTINGS
    >>> from dedup.tokens.words import tokenize
    >>> text = "Der Fluss ist über die Ufer getreten, und das Wasser steht in den Kellern der Stadt."
    >>> language_of(Article("a", text), tokenize(text), DEFAULT_SETTINGS)
    'de'
    """
    votes = _votes(words, np.array([0, len(words)]), settings)
    return _language(article.language, words.text, words.flags, votes[0], settings)


def languages_of(articles: Sequence[Article], words: TokenizedTexts, settings: LanguageSettings) -> list[str]:
    """The codes of several articles, whose texts are `words`: see `language_of`."""
    votes, ends = _votes(words, words.ends, settings), words.ends.tolist()
    flags = (words.flags[first:end] for first, end in pairwise(ends))
    return [
        _language(article.language, text, marks, counts, settings)
        for article, text, marks, counts in zip(articles, words.texts, flags, votes, strict=True)
    ]


def is_rather(words: Words, language: str, other: str, settings: LanguageSettings) -> bool:
    """Whether a text is surely in a language rather than in another: by its script, or by half as many function words
    again. Of a language without function words here it is enough that the text does not show the other.

    >>> from dedup.settings import DEFAULT_SETTINGS
    >>> from dedup.tokens.words import tokenize
    >>> words = tokenize("Der Fluss ist über die Ufer getreten, und das Wasser steht in den Kellern der Stadt.")
    >>> [is_rather(words, *languages, DEFAULT_SETTINGS) for languages in (("de", "en"), ("en", "de"))]
    [True, False]
    """
    shown = _by_script(words.text, words.flags, settings)
    if shown or language in _BY_SCRIPT:
        return shown == language or (shown == "zh" and language in _CHINESE)
    (votes,) = _votes(words, np.array([0, len(words)]), settings)
    names = _languages()
    own, others = (int(votes[names.index(each)]) if each in names else 0 for each in (language, other))
    enough = settings.min_function_word_share * min(len(words), settings.max_language_words)
    if language not in names:
        return others <= enough
    return own > max(enough, SURE_RATIO * others)


@lru_cache(maxsize=1024)
def code_of_label(label: str | None) -> str:
    """The code of the language that a label names; "" if it names none.

    >>> code_of_label("German"), code_of_label("no"), code_of_label("?")
    ('de', 'nb', '')
    """
    primary = (language_tag(label) or "").partition("-")[0]
    return LANGUAGE_CODES.get(primary, primary)


def pack_language(code: str) -> int:
    """The code of a language, of up to four letters, as a number; 0 for "".

    >>> unpack_language(pack_language("sah")), pack_language("")
    ('sah', 0)
    """
    return int.from_bytes(code[:4].encode("ascii", "ignore"), "big")


def unpack_language(number: int) -> str:
    """The code that was packed."""
    return number.to_bytes(4, "big").decode("ascii").lstrip("\0")


def _language(
    label: str | None, text: str, flags: NDArray[np.uint8], votes: NDArray[np.int64], settings: LanguageSettings
) -> str:
    """The language of a text: its label's, unless the text shows another."""
    declared, shown = code_of_label(label), _by_script(text, flags, settings)
    most, read = int(votes.max()), min(len(flags), settings.max_language_words)
    is_voted = most > settings.min_function_word_share * read
    if declared and not _is_contradicted(declared, shown, votes, is_voted, settings):
        return declared
    return shown or (_languages()[int(votes.argmax())] if is_voted else "")


def _is_contradicted(
    declared: str, shown: str, votes: NDArray[np.int64], is_voted: bool, settings: LanguageSettings
) -> bool:
    """Whether a text shows another language than the declared one, by its script or by its function words."""
    if shown:
        return shown != ("zh" if declared in _CHINESE else declared)
    names = _languages()
    if declared not in names and declared not in _BY_SCRIPT:
        return False
    most = int(votes.max())
    own = int(votes[names.index(declared)]) if declared in names else 0
    is_more = most - own >= settings.min_contradicting_words and most > settings.min_contradiction_ratio * own
    return is_voted and is_more


def _by_script(text: str, flags: NDArray[np.uint8], settings: LanguageSettings) -> str:
    flags, text = flags[: settings.max_language_words], text[: settings.max_language_words]
    if text.isascii():
        return ""
    for language, letters in _LETTERS.items() if _ANY_OF_THEM.search(text) else ():
        if len(letters.findall(text)) > settings.min_script_share * len(text):
            return language
    if np.count_nonzero(flags & HALF_WORD) > settings.min_script_share * len(flags):
        return "ja" if len(_KANA.findall(text)) > settings.min_kana_share * len(text) else "zh"
    return ""


def _votes(words: Words | TokenizedTexts, ends: NDArray[np.int64], settings: LanguageSettings) -> NDArray[np.int64]:
    """How many of the words of each text are function words of each language, (texts, languages)."""
    from dedup.kernels.prepare.count_languages import count_language_votes

    known = _function_words(expand_umlauts=words.expand_umlauts)
    votes = np.zeros((len(ends) - 1, len(_languages())), np.int64)
    most = settings.max_language_words
    count_language_votes(readonly(words.hashes), readonly(ends), most, known.keys, known.languages, votes)
    return votes


@cache
def _listed_words() -> dict[str, str]:
    """The function words of each language, by the code that the lexicon has for it."""
    text = Path(__file__).with_name("lexicon.json").read_text(encoding="utf-8")
    lexicon: dict[str, dict[str, str]] = json.loads(text)
    return lexicon["function"] | lexicon["detected"]  # words of the latter are function words in no other place


@cache
def _languages() -> tuple[str, ...]:
    """The codes of the languages that have function words here, in the order of their bits and votes."""
    return tuple(LANGUAGE_CODES.get(name, name) for name in _listed_words())


@cache
def _function_words(*, expand_umlauts: bool) -> _FunctionWords:
    from dedup.kernels.hash_table import add_values

    bits: dict[int, int] = {}
    words = tokenize_texts([*_listed_words().values()], expand_umlauts=expand_umlauts)
    number_of = np.repeat(np.arange(len(words)), np.diff(words.ends))
    for key, number in zip(words.hashes.tolist(), number_of.tolist(), strict=True):
        bits[key] = bits.get(key, 0) | 1 << number
    keys, languages = np.zeros(1 << 14, np.uint64), np.zeros(1 << 14, np.uint64)
    add_values(np.array(list(bits), np.uint64), np.array(list(bits.values()), np.uint64), keys, languages)
    return _FunctionWords(readonly(keys), readonly(languages))
