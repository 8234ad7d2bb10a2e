"""How Japanese names in signs are read, where the extra `japanese` is installed: 石巻 is Ishinomaki.

Sudachi's small dictionary tells proper nouns and their readings in katakana, which are keys as written katakana is.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.runtime.patterns import lazy_pattern

_PROPER_NOUN = "固有名詞"
_SIGN = lazy_pattern("[\u4e00-\u9fff]")
_PART = re.compile(r"[^\n。]{1,8000}[\n。]?|.", re.DOTALL)  # Sudachi takes 49,149 bytes at a time


class SpokenNames(NamedTuple):
    """Names in katakana with spaces between, and for each character where the name stands in the text."""

    text: str
    places: NDArray[np.int32]


@cache
def are_readings_known() -> bool:
    """Whether the extra is installed."""
    return find_spec("sudachipy") is not None and find_spec("sudachidict_small") is not None


def spoken_names(text: str) -> SpokenNames:
    """The names of a text that are written in signs, as they are read."""
    names, places = list[str](), list[int]()
    for part in _PART.finditer(text):
        for word in _tokenizer().tokenize(part.group()):
            if _PROPER_NOUN in word.part_of_speech() and _SIGN.search(word.surface()):
                reading = f"{word.reading_form()} "
                names.append(reading)
                places += repeat(part.start() + word.begin(), len(reading))
    return SpokenNames("".join(names), np.array(places, np.int32))


@cache
def _tokenizer() -> Any:
    from sudachipy import Dictionary, SplitMode

    dictionary = Dictionary(dict="small")
    make = getattr(dictionary, "tokenizer", None) or dictionary.create  # its name before 0.7
    return make(mode=SplitMode.C)
