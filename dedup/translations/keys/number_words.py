"""Figures that are written as words: "three", "трёх", 三. What one language writes so, another writes in digits."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from dedup.translations.keys.key_shapes import figure_key

_WITHOUT_SPACES = ("zh", "ja")


class _NumberWords(NamedTuple):
    pattern: re.Pattern[str]
    key_of: dict[str, int]


def number_word_keys(text: str, language: str) -> Iterator[tuple[int, int]]:
    """The keys of the figures that a text writes as words, and where each begins.

    >>> [place for _, place in number_word_keys("some twenty men and three women", "en")]
    [5, 20]
    """
    words = _number_words(language)
    if words:
        for match in words.pattern.finditer(text):
            key = words.key_of.get(match[1].lower())
            if key is not None:
                yield key, match.start()


@cache
def _number_words(language: str) -> _NumberWords | None:
    listed = json.loads(Path(__file__).with_name("number_words.json").read_text(encoding="utf-8")).get(language)
    if not listed:
        return None
    keys = {word: figure_key(float(value)) for word, value in listed.items()}
    longest_first = "|".join(map(re.escape, sorted(keys, key=len, reverse=True)))
    if language in _WITHOUT_SPACES:
        return _NumberWords(re.compile(f"(?<![周期])({longest_first})"), keys)
    first, second = (re.escape("".join({word[at] + word[at].upper() for word in keys})) for at in (0, 1))
    # Searched are the first two letters, which is quick; from these the word is looked back at.
    return _NumberWords(re.compile(rf"[{first}][{second}](?<!\w..)(?<=(?=(?i:({longest_first}))\b)..)"), keys)
