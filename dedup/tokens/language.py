"""Which language a text is in, by its commonest words.

Every language has some dozens of words that no text in it can do without and few other languages share (the, und, les):
the language with the most of them in a text is taken. Scripts settle the rest: Hangul, kana, ideographs. Names the 30
languages that `lexicon.json` and the scripts know, by two-letter code; "" when a text shows too little.

What this does not do: tell close kin apart in a few words (Danish and Norwegian), or read two languages in one text.
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
from dedup.kernels import load
from dedup.tokens.words import HALF_WORD, Words, readonly, tokenize

VOTING_WORDS = 2000  # a language shows in so many words
MIN_FUNCTION_WORD_SHARE = 0.05  # of a text's words: as many function words at least are there in any language
MIN_SCRIPT_SHARE = 0.25  # of a text's words or letters
MIN_KANA_SHARE = 0.02  # Japanese cannot do without kana, Chinese quotes a few at most
_HANGUL, _KANA, _THAI = (re.compile(letters) for letters in ("[\uac00-\ud7af]", "[\u3040-\u30ff]", "[\u0e00-\u0e7f]"))
LANGUAGE_CODES = {"no": "nb"}  # where other lists use the narrower code


class _FunctionWords(NamedTuple):
    names: tuple[str, ...]
    keys: NDArray[np.uint64]
    languages: NDArray[np.uint64]


def language_of(article: Article, words: Words) -> str:
    """The two-letter code of an article's language: as it says itself, else as its words tell; "" when they do not.

    >>> text = "Der Fluss ist über die Ufer getreten, und das Wasser steht in den Kellern der Stadt."
    >>> language_of(Article("a", text), read_words(text))
    'de'
    """
    if article.language:
        return article.language.replace("_", "-").partition("-")[0].casefold()
    return _by_script(words) or _by_function_words(words)


def _by_script(words: Words) -> str:
    sample = words.flags[:VOTING_WORDS]
    text = words.text[:VOTING_WORDS]
    if np.count_nonzero(sample & HALF_WORD) > MIN_SCRIPT_SHARE * len(sample):
        if len(_THAI.findall(text)) > MIN_SCRIPT_SHARE * len(text):
            return "th"
        return "ja" if len(_KANA.findall(text)) > MIN_KANA_SHARE * len(text) else "zh"
    return "ko" if not text.isascii() and len(_HANGUL.findall(text)) > MIN_SCRIPT_SHARE * len(text) else ""


def _by_function_words(words: Words) -> str:
    ballot = _function_words()
    votes = np.zeros(len(ballot.names), np.int64)
    sample = words.hashes[:VOTING_WORDS]
    load("marking").vote(readonly(sample), ballot.keys, ballot.languages, votes)
    best = int(votes.argmax())
    return ballot.names[best] if votes[best] > MIN_FUNCTION_WORD_SHARE * len(sample) else ""


@cache
def _function_words() -> _FunctionWords:
    """Function words by hash, with a bit for each language that has them."""
    listed = json.loads(Path(__file__).with_name("lexicon.json").read_text(encoding="utf-8"))["function"]
    bits: dict[int, int] = {}
    for number, text in enumerate(listed.values()):
        for key in tokenize(text).hashes.tolist():
            bits[key] = bits.get(key, 0) | 1 << number
    keys, languages = np.zeros(1 << 14, np.uint64), np.zeros(1 << 14, np.uint64)
    load("marking").fill_table(
        np.array(list(bits), np.uint64), np.array(list(bits.values()), np.uint64), keys, languages
    )
    return _FunctionWords(tuple(LANGUAGE_CODES.get(name, name) for name in listed), readonly(keys), readonly(languages))
