"""The keys of articles, in order of their places.

A key is a number (`key_shapes`); the place is the code point of the original text where it begins. Texts of one
language are read by a kernel, some at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.translate.key_parts import COMBINING, WIDE
from dedup.runtime.arrays import distinct
from dedup.translations.keys.characters import MetCharacters, character_table, text_code_points
from dedup.translations.keys.composed_text import composed_text, in_plain_width
from dedup.translations.keys.japanese_readings import are_readings_known, spoken_names
from dedup.translations.keys.key_room import key_room
from dedup.translations.keys.key_tables import key_tables, key_traits

MAX_KEYS = 4000  # of one text: a table of figures is no article
MAX_TEXT = 1 << 16  # characters of a text that are read
_BATCH = 1 << 20  # characters of the texts that are read at a time
_MAX_KEYS_A_CHARACTER = 8


class FoundTextKeys(NamedTuple):
    """The keys of some texts, end to end, in order of place: those of text a are `ids[ends[a]:ends[a + 1]]`."""

    ends: NDArray[np.int64]  # (texts + 1,)
    ids: NDArray[np.uint32]
    places: NDArray[np.int32]  # code points of the text


@dataclass(frozen=True, eq=False)
class ArticleKeys:
    """The same of articles, ten bytes a key; `order` is that of each article's keys by number, those of one key by
    place: counted from its first.
    """

    ends: NDArray[np.int64]  # (articles + 1,)
    ids: NDArray[np.uint32]
    places: NDArray[np.uint16]
    order: NDArray[np.uint16]
    sizes: NDArray[np.int32]  # (articles,) code points of each text that were read
    languages: tuple[str, ...]  # of each article, "" where it is not known

    def __len__(self) -> int:
        return len(self.sizes)


def read_text_keys(texts: Iterable[str], languages: Sequence[str]) -> ArticleKeys:
    """The keys of texts, each in a language: of the first 65,536 characters of each.

    >>> keys = read_text_keys(["Ewa Dorzecka: 34 tysiące", "Эва Дожецкая: 34 тысячи"], ["pl", "ru"])
    >>> left, right = (set(keys.ids[first:end].tolist()) for first, end in zip(keys.ends, keys.ends[1:]))
    >>> len(left & right)
    2
    """
    sizes = np.zeros(len(languages), np.int32)
    parts, first = list[_Columns](), 0
    for batch in _batches(texts):
        end = first + len(batch)
        sizes[first:end] = [len(text) for text in batch]
        parts.append(_in_columns(_read_batch(batch, languages[first:end])))
        first = end
    if first != len(languages):
        raise ValueError(f"{first} texts and {len(languages)} languages")
    ends = np.cumsum(_end_to_end([np.zeros(1, np.int64), *(part.lengths for part in parts)], np.int64))
    ids = _end_to_end([part.ids for part in parts], np.uint32)
    places = _end_to_end([part.places for part in parts], np.uint16)
    order = _end_to_end([part.order for part in parts], np.uint16)
    return ArticleKeys(ends, ids, places, order, sizes, tuple(languages))


class _Columns(NamedTuple):
    """The keys of some articles as they are kept, and how many each has."""

    lengths: NDArray[np.int64]
    ids: NDArray[np.uint32]
    places: NDArray[np.uint16]
    order: NDArray[np.uint16]


def keys_of(text: str, language: str) -> list[tuple[int, int]]:
    """The keys of one text, each with its place, in order of place."""
    keys = _read_language([text], language)
    return list(zip(keys.ids.tolist(), keys.places.tolist(), strict=True))


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    batch, size = list[str](), 0
    for text in texts:
        batch.append(text[:MAX_TEXT])
        size += len(batch[-1])
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _in_columns(found: FoundTextKeys) -> _Columns:
    from dedup.kernels.sorting import radix_order

    lengths = np.diff(found.ends)
    order = np.empty(len(found.ids), np.int64)
    radix_order(np.repeat(np.arange(len(lengths), dtype=np.uint64), lengths) << np.uint64(32) | found.ids, order)
    order -= np.repeat(found.ends[:-1], lengths)
    return _Columns(lengths, found.ids, found.places.astype(np.uint16), order.astype(np.uint16))


def _read_batch(texts: Sequence[str], languages: Sequence[str]) -> FoundTextKeys:
    """The keys of some texts: those of each language in one call."""
    rows = defaultdict[str, list[int]](list)
    for row, language in enumerate(languages):
        rows[language].append(row)
    parts = [_read_language([texts[row] for row in some], language) for language, some in rows.items()]
    if len(parts) == 1:
        return parts[0]
    starts = np.append(0, np.cumsum(np.concatenate([np.diff(part.ends) for part in parts])))
    texts_in_order = np.argsort([row for some in rows.values() for row in some])
    lengths = np.diff(starts)[texts_in_order]
    ends = np.append(0, np.cumsum(lengths))
    keys = np.arange(ends[-1]) + np.repeat(starts[texts_in_order] - ends[:-1], lengths)
    return FoundTextKeys(ends, *(np.concatenate(column)[keys] for column in list(zip(*parts, strict=True))[1:]))


def _read_language(texts: Sequence[str], language: str) -> FoundTextKeys:
    """The keys of texts of one language, of names in Japanese signs too where it is known how they are read."""
    keys = _read_texts(texts, language)
    if language != "ja" or not are_readings_known():
        return keys
    spoken = [spoken_names(text) for text in texts]
    read = _read_texts([names.text for names in spoken], "")
    places = [names.places[read.places[read.ends[row] : read.ends[row + 1]]] for row, names in enumerate(spoken)]
    article = np.repeat(np.tile(np.arange(len(texts)), 2), np.concatenate([np.diff(keys.ends), np.diff(read.ends)]))
    ids, all_places = np.append(keys.ids, read.ids), np.concatenate([keys.places, *places])
    order = np.lexsort((all_places, article))
    ends = np.append(0, np.cumsum(np.bincount(article, minlength=len(texts))))
    return FoundTextKeys(ends, ids[order], all_places[order])


def _read_texts(texts: Sequence[str], language: str) -> FoundTextKeys:
    """The keys of texts that are written in one language."""
    from dedup.kernels.translate.reading.read_keys import read_translation_keys

    codes, ends, characters = _packed(texts)
    ways_back: dict[int, NDArray[np.int32]] = {}
    if characters.classes & COMBINING:
        composed = list(texts)
        marks = np.flatnonzero(characters.table.classes[codes] & COMBINING)
        for row in distinct(np.searchsorted(ends, marks, side="right") - 1).tolist():
            composed[row], way_back = composed_text(texts[row])
            if way_back is not None:
                ways_back[row] = way_back
        codes, ends, characters = _packed(composed)
    room = int(np.minimum(np.diff(ends) * _MAX_KEYS_A_CHARACTER, MAX_KEYS).sum())
    key_ends, ids, places = np.zeros(len(ends), np.int64), np.empty(room, np.uint32), np.empty(room, np.int32)
    tables, traits = key_tables(language), key_traits(language)
    own_room = key_room(len(codes), int(np.diff(ends).max(initial=0)))
    read_translation_keys(codes, ends, characters.table, tables, traits, MAX_KEYS, own_room, key_ends, ids, places)
    for row, way_back in ways_back.items():
        own = slice(key_ends[row], key_ends[row + 1])
        places[own] = way_back[places[own]]
    return FoundTextKeys(key_ends, ids[: key_ends[-1]].copy(), places[: key_ends[-1]].copy())


class _Packed(NamedTuple):
    """The code points of texts, end to end, where each begins and ends, and what they are."""

    codes: NDArray[np.uint32]
    ends: NDArray[np.int64]
    characters: MetCharacters


def _packed(texts: Sequence[str]) -> _Packed:
    codes = text_code_points("".join(texts))
    characters = character_table().meet(codes)
    if characters.classes & WIDE:
        codes = in_plain_width(codes)
        characters = character_table().meet(codes)
    return _Packed(codes, np.cumsum([0, *map(len, texts)]).astype(np.int64), characters)


def _end_to_end(parts: Sequence[NDArray[Any]], kind: type[np.generic]) -> NDArray[Any]:
    return np.concatenate([np.empty(0, kind), *parts])
