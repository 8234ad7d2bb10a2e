"""The keys of articles, in order of their places.

A key is a number (`key_shapes`); the place is the code point of the original text where it begins. A word that begins
with a capital is a name; in scripts without capitals, any word of some letters may be one. Each word is judged once:
what it gives is kept by word and language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from dedup.translations.keys.chinese_names import MIN_CLASSES, chinese_name_keys
from dedup.translations.keys.figures import FIGURE_REST, MAYBE_DIGIT, days_in, figure_at, spaced_end
from dedup.translations.keys.key_shapes import key_of_name, spelt_key
from dedup.translations.keys.number_words import number_word_keys
from dedup.translations.keys.place_names import CapitalisedWord, PlaceNames, place_names, stem_of_name
from dedup.translations.keys.plain_text import plain_text
from dedup.translations.keys.skeletons import hebrew_skeletons, latin_letters, skeleton, soft_skeleton
from dedup.translations.written_languages import written_language

_UNCASED = "\u0590-\u06ff\u0900-\u0dff\u0e00-\u0eff\u10a0-\u10ff\u1200-\u137f\uac00-\ud7af"
_KATAKANA, _SIGNS = "\u30a1-\u30fa\u30fc", "\u4e00-\u9fff"
_LETTER = r"[^\W\d_\u3040-\u30ff\u4e00-\u9fff]"
_IS_UNCASED, _IS_HEBREW = re.compile(f"[{_UNCASED}]"), re.compile("[\u0590-\u05ff]")
_MIN_UNCASED, _MIN_HANGUL, _HANGUL = 4, 2, "\uac00"
_MIN_NAME = 3  # letters, but for two capitals
_MAX_KEYS = 4000  # of one text: a table of figures is no article


@dataclass(frozen=True, slots=True)
class ArticleKeys:
    """The keys of articles, end to end: those of article a are `ids[ends[a]:ends[a + 1]]`, in order of place."""

    ends: NDArray[np.int64]  # (articles + 1,)
    ids: NDArray[np.uint32]
    places: NDArray[np.int32]  # code points of the text
    sizes: NDArray[np.int32]  # (articles,) code points of each text
    languages: tuple[str, ...] = field(default=())  # of each article, "" where it is not known

    def __len__(self) -> int:
        return len(self.sizes)


def read_text_keys(texts: Iterable[str], languages: Sequence[str]) -> ArticleKeys:
    """The keys of texts, each in a language.

    >>> keys = read_text_keys(["Ewa Dorzecka: 34 tysiące", "Эва Дожецкая: 34 тысячи"], ["pl", "ru"])
    >>> left, right = (set(keys.ids[first:end].tolist()) for first, end in zip(keys.ends, keys.ends[1:]))
    >>> len(left & right)
    2
    """
    ids, places, ends, sizes = list[int](), list[int](), [0], list[int]()
    for text, language in zip(texts, languages, strict=True):
        found = keys_of(text, language)
        ids += [key for key, _ in found]
        places += [place for _, place in found]
        ends.append(len(ids))
        sizes.append(len(text))
    columns = np.array(ends, np.int64), np.array(ids, np.uint32), np.array(places, np.int32)
    return ArticleKeys(*columns, np.array(sizes, np.int32), tuple(languages))


def keys_of(text: str, language: str) -> list[tuple[int, int]]:
    """The keys of one text, each with its place, in order of place."""
    plain = plain_text(text)
    names = place_names(language)
    found = [
        *days_in(plain.text, names.months),
        *names.in_unspaced(plain.text),
        *number_word_keys(plain.text, language),
    ]
    _read_words(plain.text, language, names, found)
    found.sort(key=_place)
    del found[_MAX_KEYS:]
    if plain.places is not None:
        places = plain.places.tolist()
        return [(key, places[place]) for key, place in found]
    return found


@cache
def _words_pattern(other_script: bool) -> re.Pattern[str]:
    """What figures and names are in a text; among other letters a Latin word is one too, as it is spelt.

    One set of first characters stands in front, which is searched quickly; each kind looks back at its own.
    """
    upper = "".join(re.escape(chr(code)) for code in range(0x41, 0x2000) if chr(code).isupper() or chr(code).istitle())
    latin = r"|(?<=[a-z])(?<![^\W\d_].)(?P<latin>[a-z]{2,})" if other_script else ""
    return re.compile(
        rf"[{upper}{MAYBE_DIGIT}{_UNCASED}{_KATAKANA}{_SIGNS}{'a-z' if other_script else ''}](?:"
        rf"(?P<name>(?<=[{upper}])(?<![^\W\d_].){_LETTER}+(?:[’']{_LETTER}+)?|(?<=[{_UNCASED}])(?<!\d){_LETTER}+)"
        rf"|(?<=\d)(?P<figure>{FIGURE_REST})|(?<=[{_KATAKANA}])(?P<katakana>[{_KATAKANA}]+)"
        rf"|(?<=[{_SIGNS}])(?P<signs>[{_SIGNS}]*){latin})"
    )


def _place(entry: tuple[int, int]) -> int:
    return entry[1]


def _read_words(text: str, language: str, names: PlaceNames, found: list[tuple[int, int]]) -> None:
    """Add the keys of figures and names, with their places."""
    capitalised, grouped_end = list[CapitalisedWord](), 0
    for match in _words_pattern(written_language(language).other_script).finditer(text):
        kind, word, place = match.lastgroup, match.group(), match.start()
        if kind == "name":
            keys, stem = _keys_of_name(word)
            if stem in names.stems:
                capitalised.append(CapitalisedWord(stem, place, match.end()))
            for key in keys:
                found.append((key, place))  # noqa: PERF401 - at most three: a list of them costs more
        elif kind == "figure":
            if place >= grouped_end:
                grouped_end = _read_figure(text, place, match.end(), language, found)
        elif kind == "latin":
            found.append((spelt_key(word), place))
        elif kind == "katakana":
            found += [(key, place) for key in _keys_of_katakana(word)]
        elif language == "zh":
            found += [(key, place + first) for key, first in chinese_name_keys(word)]
    found += names.among(capitalised)


def _read_figure(text: str, start: int, digits_end: int, language: str, found: list[tuple[int, int]]) -> int:
    """Add the key of a figure; where what belongs to it ends."""
    digits_end = spaced_end(text, start, digits_end)
    figure = figure_at(text, start, digits_end, language)
    if figure is None:
        return digits_end
    found.append((_key_of_figure(figure[0]), start))
    return figure[1]


@cache
def _key_of_figure(value: float) -> int:
    from dedup.translations.keys.key_shapes import figure_key

    return figure_key(value)


@cache
def _keys_of_katakana(word: str) -> tuple[int, ...]:
    classes = soft_skeleton(word)
    return (key_of_name(classes),) if len(classes) >= MIN_CLASSES else ()


@cache
def _keys_of_name(word: str) -> tuple[tuple[int, ...], str]:
    """The keys of a word that may be a name, and its stem, by which it may be the name of a place."""
    word = _without_clitic(word)
    uncased = bool(_IS_UNCASED.match(word))
    is_short = len(word) < _MIN_NAME and not (len(word) == 2 and word.isupper())
    if is_short or (uncased and len(word) < (_MIN_HANGUL if word[0] >= _HANGUL else _MIN_UNCASED)):
        return (), stem_of_name(word)
    if _IS_HEBREW.match(word):
        forms = hebrew_skeletons(word)
    else:
        forms = frozenset({skeleton(word)} if uncased else {skeleton(word), soft_skeleton(word)})
    keys = sorted({key_of_name(classes) for classes in forms if len(classes) >= MIN_CLASSES})
    if word[0].isascii() and len(word) >= _MIN_NAME:
        keys.append(spelt_key(latin_letters(word)))
    return tuple(keys), stem_of_name(word)


def _without_clitic(word: str) -> str:
    """The name in "Ankara'da", "L'Oréal", "Trump's"."""
    if "’" not in word and "'" not in word:
        return word
    head, tail = re.split("[’']", word, maxsplit=1)
    return head if len(head) > 2 or len(tail) <= 2 else tail
