"""Language identification: by script, else by function words.

Every language has some dozens of function words that any text needs and few other languages share (the, und, les). The
language with the most of them in a text wins. Hangul, kana, ideographs and Thai are recognised by script. Results are
two-letter codes of the 30 languages of `lexicon.json` and these scripts; "" for a text that shows too little.

Not done: telling closely related languages apart in a few words (Danish and Norwegian); texts in two languages.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article
from dedup.settings import LanguageSettings
from dedup.tokens.words import HALF_WORD, Words, readonly, tokenize

LANGUAGE_CODES = {"no": "nb"}  # codes of `lexicon.json` for which other lists use a narrower one
_HANGUL, _KANA, _THAI = (re.compile(letters) for letters in ("[\uac00-\ud7af]", "[\u3040-\u30ff]", "[\u0e00-\u0e7f]"))


class _FunctionWords(NamedTuple):
    """The function words of all languages: a hash table `keys` -> `languages`, one bit for each of `names`."""

    names: tuple[str, ...]
    keys: NDArray[np.uint64]
    languages: NDArray[np.uint64]


def language_of(article: Article, words: Words, settings: LanguageSettings) -> str:
    """The two-letter code of the language of an article: as the article declares, else as `words`, its text, show.

    "" if neither shows one.

    >>> from dedup.settings import DEFAULT_SETTINGS
    >>> text = "Der Fluss ist über die Ufer getreten, und das Wasser steht in den Kellern der Stadt."
    >>> language_of(Article("a", text), tokenize(text), DEFAULT_SETTINGS)
    'de'
    """
    if article.language:
        return article.language.replace("_", "-").partition("-")[0].casefold()
    return _by_script(words, settings) or _by_function_words(words, settings)


def _by_script(words: Words, settings: LanguageSettings) -> str:
    flags = words.flags[: settings.max_language_words]
    text = words.text[: settings.max_language_words]
    min_letters = settings.min_script_share * len(text)
    if np.count_nonzero(flags & HALF_WORD) > settings.min_script_share * len(flags):
        if len(_THAI.findall(text)) > min_letters:
            return "th"
        return "ja" if len(_KANA.findall(text)) > settings.min_kana_share * len(text) else "zh"
    return "ko" if not text.isascii() and len(_HANGUL.findall(text)) > min_letters else ""


def _by_function_words(words: Words, settings: LanguageSettings) -> str:
    from dedup.kernels.prepare.count_languages import count_language_votes

    known = _function_words()
    counts = np.zeros(len(known.names), np.int64)
    hashes = words.hashes[: settings.max_language_words]
    count_language_votes(readonly(hashes), known.keys, known.languages, counts)
    best = int(counts.argmax())
    return known.names[best] if counts[best] > settings.min_function_word_share * len(hashes) else ""


@cache
def _function_words() -> _FunctionWords:
    from dedup.kernels.hash_table import add_values

    listed = json.loads(Path(__file__).with_name("lexicon.json").read_text(encoding="utf-8"))["function"]
    bits: dict[int, int] = {}
    for number, text in enumerate(listed.values()):
        for key in tokenize(text).hashes.tolist():
            bits[key] = bits.get(key, 0) | 1 << number
    keys, languages = np.zeros(1 << 14, np.uint64), np.zeros(1 << 14, np.uint64)
    add_values(np.array(list(bits), np.uint64), np.array(list(bits.values()), np.uint64), keys, languages)
    return _FunctionWords(tuple(LANGUAGE_CODES.get(name, name) for name in listed), readonly(keys), readonly(languages))
