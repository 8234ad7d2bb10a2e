"""What is known of each language, packed for kernels: months, figures that are written as words, scales, places.

`place_names.zip` holds countries, cities and months, a file for each of 95 languages: names of Unicode's CLDR
(`benchmarks/make_place_names.py` makes it); `number_words.json` figures that one language writes as words and another
in digits.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZipFile

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.translate.key_parts import (
    FIRST_BITS,
    PREFIX,
    EntryTable,
    KeyTables,
    KeyTraits,
    PlaceTable,
    WordTable,
)
from dedup.tokens.number_scales import NUMBER_SCALES
from dedup.translations.keys.characters import character_table, text_code_points
from dedup.translations.keys.key_shapes import place_key
from dedup.translations.written_languages import written_language

_WITHOUT_SPACES = ("zh", "ja", "th", "km", "lo", "my")
_MIN_STEM = 3  # letters of the first word of a name
_PERCENTAGE = 100  # the scale of a percentage, which scales nothing here
_WORD = re.compile(r"[^\W\d_]+")
_FIRST_HASH, _HASH_STEP, _MASK = 0x9E3779B97F4A7C15, 0x100000001B3, (1 << 64) - 1  # as in `kernels.translate`
_NO_ENTRY = np.zeros(0, np.int32)


@cache
def key_traits(language: str) -> KeyTraits:
    """How a language is written."""
    written = written_language(language)
    return KeyTraits(written.point, written.other_script, language not in _WITHOUT_SPACES, language == "zh")


@cache
def key_tables(language: str) -> KeyTables:
    """What is known of a language; of one that is not known, scales alone."""
    own = _listed_names(language)
    months = dict(zip(_stems(own["months"]).hashes.tolist(), own["months"].values(), strict=True))
    return KeyTables(_table(months), _entries(_number_words(language)), _scales(), _places(language, own["places"]))


def _places(language: str, names: Mapping[str, str]) -> PlaceTable:
    keys = {name: place_key(place) for name, place in names.items()}
    if language in _WITHOUT_SPACES:
        whole = {name: key for name, key in keys.items() if len(name) > 1 and not name.isascii()}
        return PlaceTable(_table({}), _NO_ENTRY, _NO_ENTRY, _NO_ENTRY, _NO_ENTRY.astype(np.uint32), _entries(whole))
    words = {name: _WORD.findall(name) for name in names}
    stems = _stems([word for some in words.values() for word in some])
    number_of: dict[int, int] = {}
    numbers = [number_of.setdefault(stem, len(number_of) + 1) for stem in stems.hashes.tolist()]
    listed, first = list[tuple[list[int], int]](), 0
    for name, some in words.items():
        end = first + len(some)
        if some and stems.lengths[first] >= _MIN_STEM:
            listed.append((numbers[first:end], keys[name]))
        first = end
    return _place_table(listed, number_of)


def _place_table(listed: list[tuple[list[int], int]], number_of: Mapping[int, int]) -> PlaceTable:
    """The names, each as the numbers of its stems and its key, by their first stem, longest first."""
    listed.sort(key=lambda entry: (entry[0][0], -len(entry[0])))
    used = {stem for stems, _ in listed for stem in stems}
    known = {stem: number for stem, number in number_of.items() if number in used}
    firsts = np.searchsorted([stems[0] for stems, _ in listed], np.arange(len(number_of) + 2)).astype(np.int32)
    ends = np.cumsum([0, *(len(stems) for stems, _ in listed)]).astype(np.int32)
    words = np.array([stem for stems, _ in listed for stem in stems], np.int32)
    return PlaceTable(_table(known), firsts, ends, words, np.array([key for _, key in listed], np.uint32), _entries({}))


@cache
def _scales() -> WordTable:
    """The power of ten that a word scales by."""
    powers = {"billionen": 12} | {  # its first letters are those of an English billion, which decide elsewhere
        word: power for power, words in NUMBER_SCALES.items() if power != _PERCENTAGE for word in words.split()
    }
    in_capitals = {word.replace("ς", "σ"): power for word, power in powers.items()}  # letter by letter, ΕΣ is εσ
    return _table({_word_hash(map(ord, word)): power for word, power in {**in_capitals, **powers}.items()})


@cache
def _number_words(language: str) -> dict[str, int]:
    listed = json.loads(Path(__file__).with_name("number_words.json").read_text(encoding="utf-8")).get(language, {})
    return {word: int(value) for word, value in listed.items()}


def _listed_names(language: str) -> dict[str, Any]:
    with ZipFile(Path(__file__).with_name("place_names.zip")) as packed:
        name = f"{language}.json"
        return dict(json.loads(packed.read(name))) if name in packed.namelist() else {"places": {}, "months": {}}


class _Stems(NamedTuple):
    """The stems of words: their hashes, and how many letters each has."""

    hashes: NDArray[np.uint64]
    lengths: NDArray[np.int64]


def _stems(words: Iterable[str]) -> _Stems:
    from dedup.kernels.translate.reading.read_keys import hash_word_stems

    listed = list(words)
    codes = text_code_points("".join(listed))
    ends = np.cumsum([0, *map(len, listed)]).astype(np.int64)
    found = _Stems(np.empty(len(listed), np.uint64), np.empty(len(listed), np.int64))
    hash_word_stems(codes, ends, character_table().meet(codes).table, found.hashes, found.lengths)
    return found


def _entries(values: Mapping[str, int]) -> EntryTable:
    """A table of words that are found where they begin."""
    by_hash: dict[int, int] = {}
    for word in values:
        for end in range(1, len(word)):
            by_hash.setdefault(_word_hash(map(ord, word[:end])), PREFIX)
    firsts = np.zeros(1 << FIRST_BITS, np.bool_)
    firsts[[ord(word[0]) % len(firsts) for word in values]] = True
    return EntryTable(_table(by_hash | {_word_hash(map(ord, word)): value for word, value in values.items()}), firsts)


def _word_hash(codes: Iterable[int]) -> int:
    hashed = _FIRST_HASH
    for code in codes:
        hashed = (hashed ^ code) * _HASH_STEP & _MASK
    return hashed


def _table(values: Mapping[int, int]) -> WordTable:
    """A table of values by hash; of none, with a single slot."""
    from dedup.kernels.hash_table import add_values

    size = 1 << (2 * len(values)).bit_length() if values else 1
    table = WordTable(np.zeros(size, np.uint64), np.zeros(size, np.int64))
    if values:
        columns: Sequence[NDArray[Any]] = np.array(list(values), np.uint64), np.array(list(values.values()), np.int64)
        add_values(columns[0], columns[1], table.slots, table.values)
    return table
