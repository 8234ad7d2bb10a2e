"""The keys of articles, in order of their places.

A key is a number (`key_shapes`); the place is the code point of the original text where it begins. Texts of one
language are read by a kernel, some at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.translate.key_parts import COMBINING
from dedup.translations.keys.characters import character_table, text_code_points
from dedup.translations.keys.composed_text import composed_text, in_plain_width
from dedup.translations.keys.japanese_readings import are_readings_known, spoken_names
from dedup.translations.keys.key_tables import key_tables, key_traits

MAX_KEYS = 4000  # of one text: a table of figures is no article
_BATCH = 1 << 20  # characters of the texts that are read at a time
_MAX_KEYS_A_CHARACTER = 8


@dataclass(frozen=True)
class ArticleKeys:
    """The keys of articles, end to end: those of article a are `ids[ends[a]:ends[a + 1]]`, in order of place."""

    ends: NDArray[np.int64]  # (articles + 1,)
    ids: NDArray[np.uint32]
    places: NDArray[np.int32]  # code points of the text
    sizes: NDArray[np.int32]  # (articles,) code points of each text
    languages: tuple[str, ...] = field(default=())  # of each article, "" where it is not known

    def __len__(self) -> int:
        return len(self.sizes)

    @cached_property
    def order(self) -> NDArray[np.int32]:
        """The order of each article's keys by number, those of one key by place: counted from its first."""
        from dedup.kernels.sorting import radix_order

        article = np.repeat(np.arange(len(self), dtype=np.uint64), np.diff(self.ends))
        order = np.empty(len(self.ids), np.int64)
        radix_order(article << np.uint64(32) | self.ids, order)
        return (order - np.repeat(self.ends[:-1], np.diff(self.ends))).astype(np.int32)


def read_text_keys(texts: Iterable[str], languages: Sequence[str]) -> ArticleKeys:
    """The keys of texts, each in a language.

    >>> keys = read_text_keys(["Ewa Dorzecka: 34 tysiące", "Эва Дожецкая: 34 тысячи"], ["pl", "ru"])
    >>> left, right = (set(keys.ids[first:end].tolist()) for first, end in zip(keys.ends, keys.ends[1:]))
    >>> len(left & right)
    2
    """
    sizes = np.zeros(len(languages), np.int32)
    parts, first = list[ArticleKeys](), 0
    for batch in _batches(texts):
        end = first + len(batch)
        sizes[first:end] = [len(text) for text in batch]
        parts.append(_read_batch(batch, languages[first:end]))
        first = end
    if first != len(languages):
        raise ValueError(f"{first} texts and {len(languages)} languages")
    return _end_to_end(parts, sizes, tuple(languages))


def keys_of(text: str, language: str) -> list[tuple[int, int]]:
    """The keys of one text, each with its place, in order of place."""
    keys = _read_language([text], language)
    return list(zip(keys.ids.tolist(), keys.places.tolist(), strict=True))


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    batch, size = list[str](), 0
    for text in texts:
        batch.append(text)
        size += len(text)
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _read_batch(texts: Sequence[str], languages: Sequence[str]) -> ArticleKeys:
    """The keys of some texts: those of each language in one call."""
    rows = defaultdict[str, list[int]](list)
    for row, language in enumerate(languages):
        rows[language].append(row)
    parts = [_read_language([texts[row] for row in some], language) for language, some in rows.items()]
    joined = _end_to_end(parts, np.concatenate([part.sizes for part in parts]), ())
    order = np.argsort([row for some in rows.values() for row in some])
    return _of_articles(joined, order)


def _of_articles(keys: ArticleKeys, articles: NDArray[np.int64]) -> ArticleKeys:
    """The keys of some articles, in the order that is given; of their languages nothing."""
    lengths = np.diff(keys.ends)[articles]
    ends = np.concatenate([[0], np.cumsum(lengths)])
    rows = np.arange(ends[-1]) + np.repeat(keys.ends[articles] - ends[:-1], lengths)
    return ArticleKeys(ends, keys.ids[rows], keys.places[rows], keys.sizes[articles])


def _end_to_end(parts: Sequence[ArticleKeys], sizes: NDArray[np.int32], languages: tuple[str, ...]) -> ArticleKeys:
    lengths = [np.zeros(1, np.int64), *(np.diff(part.ends) for part in parts)]
    ids = np.concatenate([np.zeros(0, np.uint32), *(part.ids for part in parts)])
    places = np.concatenate([np.zeros(0, np.int32), *(part.places for part in parts)])
    return ArticleKeys(np.cumsum(np.concatenate(lengths)), ids, places, sizes, languages)


def _read_language(texts: Sequence[str], language: str) -> ArticleKeys:
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
    return ArticleKeys(ends, ids[order], all_places[order], keys.sizes)


def _read_texts(texts: Sequence[str], language: str) -> ArticleKeys:
    """The keys of texts that are written in one language."""
    from dedup.kernels.translate.reading.read_keys import read_translation_keys

    codes, ends = _packed(texts)
    characters = character_table().knowing(codes)
    ways_back: dict[int, NDArray[np.int32]] = {}
    marks = np.flatnonzero(characters.classes[codes] & COMBINING)
    if len(marks):
        composed = list(texts)
        for row in np.unique(np.searchsorted(ends, marks, side="right") - 1).tolist():
            composed[row], way_back = composed_text(texts[row])
            if way_back is not None:
                ways_back[row] = way_back
        codes, ends = _packed(composed)
        characters = character_table().knowing(codes)
    sizes = np.array([len(text) for text in texts], np.int32)
    room = int(np.minimum(np.diff(ends) * _MAX_KEYS_A_CHARACTER, MAX_KEYS).sum())
    key_ends, ids, places = np.zeros(len(ends), np.int64), np.empty(room, np.uint32), np.empty(room, np.int32)
    read_translation_keys(
        codes, ends, characters, key_tables(language), key_traits(language), MAX_KEYS, key_ends, ids, places
    )
    for row, way_back in ways_back.items():
        own = slice(key_ends[row], key_ends[row + 1])
        places[own] = way_back[places[own]]
    return ArticleKeys(key_ends, ids[: key_ends[-1]].copy(), places[: key_ends[-1]].copy(), sizes)


def _packed(texts: Sequence[str]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The code points of texts, end to end, and where each begins and ends."""
    return in_plain_width(text_code_points("".join(texts))), np.cumsum([0, *map(len, texts)]).astype(np.int64)
