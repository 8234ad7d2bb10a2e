"""Countries, cities and months in 80 languages, by the stems of their words.

`place_names.json.gz` holds names of Unicode's CLDR; `benchmarks/make_place_names.py` makes it.
"""

from __future__ import annotations

import gzip
import itertools
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from dedup.translations.keys.key_shapes import place_key
from dedup.translations.keys.skeletons import latin_letters

_WITHOUT_SPACES = ("zh", "ja", "th", "km", "lo", "my")
_MIN_STEM, _MAX_GAP = 3, 2  # letters of a first word, characters between the words of a name
_ENDING = re.compile("[aeiouyj]+$")
_WORD = re.compile(r"[^\W\d_]+")


class CapitalisedWord(NamedTuple):
    """A word that may begin the name of a place."""

    stem: str
    start: int
    end: int


class PlaceNames(NamedTuple):
    """The places and months of one language.

    `by_first` are the stems of a name and its key, longest first, by the stem of the first word, and `stems` those of
    all words; where words are not spaced, `pattern` finds names and `key_of` knows them.
    """

    by_first: dict[str, list[tuple[list[str], int]]]
    stems: frozenset[str]
    pattern: re.Pattern[str] | None
    key_of: dict[str, int]
    months: dict[str, int]

    def in_unspaced(self, text: str) -> Iterator[tuple[int, int]]:
        """The keys of the places in a text without spaces, and where each begins."""
        if self.pattern:
            for match in self.pattern.finditer(text):
                yield self.key_of[match.group()], match.start()

    def among(self, words: Sequence[CapitalisedWord]) -> Iterator[tuple[int, int]]:
        """The keys of the places that capitalised words name, and where each begins: of words whose stem is known."""
        for number, word in enumerate(words):
            for stems, key in self.by_first.get(word.stem, ()):
                if _stand_together(words[number : number + len(stems)], stems):
                    yield key, word.start
                    break


@cache
def place_names(language: str) -> PlaceNames:
    """The places and months of a language; none for one that is not known."""
    own = _table().get(language, {"places": {}, "months": {}})
    months = {stem_of_name(name): number for name, number in own["months"].items()}
    if language in _WITHOUT_SPACES:
        names = sorted((name for name in own["places"] if len(name) > 1 and not name.isascii()), key=len, reverse=True)
        pattern = re.compile("|".join(map(re.escape, names)) or "(?!)")
        return PlaceNames({}, frozenset(), pattern, {name: place_key(own["places"][name]) for name in names}, months)
    by_first = defaultdict[str, list[tuple[list[str], int]]](list)
    for name, place in own["places"].items():
        stems = [stem_of_name(word) for word in _WORD.findall(name)]
        if stems and len(stems[0]) >= _MIN_STEM:
            by_first[stems[0]].append((stems, place_key(place)))
    for listed in by_first.values():
        listed.sort(key=lambda entry: -len(entry[0]))
    known = frozenset(stem for listed in by_first.values() for stems, _ in listed for stem in stems)
    return PlaceNames(dict(by_first), known, None, {}, months)


@cache
def stem_of_name(word: str) -> str:
    """A word in Latin letters without the vowels at its end, which change with its case.

    >>> stem_of_name("Varsovie"), stem_of_name("Москве") == stem_of_name("Москва")
    ('varsov', True)
    """
    letters = latin_letters(word).strip("'")
    return _ENDING.sub("", letters) if len(letters) > 4 else letters


def _stand_together(words: Sequence[CapitalisedWord], stems: Sequence[str]) -> bool:
    if [word.stem for word in words] != list(stems):
        return False
    return all(after.start - word.end <= _MAX_GAP for word, after in itertools.pairwise(words))


@cache
def _table() -> dict[str, Any]:
    data = gzip.decompress(Path(__file__).with_name("place_names.json.gz").read_bytes())
    return dict(json.loads(data))
