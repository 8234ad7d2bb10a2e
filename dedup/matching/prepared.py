"""Articles made ready for comparing: packed, fingerprinted, and with their doubled blocks found.

Doubled blocks come first. A page that carries its article three times has three times the words and the same
shingles; every measure after this one counts a block once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article
from dedup.matching.measures import Doubled
from dedup.matching.repeats import Repeat, repeats
from dedup.progress import Progress, silent
from dedup.sketch.fingerprints import Sketches, sketch
from dedup.sketch.texts import Shelf, texts_of
from dedup.text.words import Words, read_words

SECONDS_A_DAY = 86400
FEWEST_OWN = 20  # words; where fewer would remain without page furniture, furniture counts too


@dataclass(frozen=True, slots=True)
class Prepared:
    """Articles in a fixed order, and all that is known of each alone."""

    articles: tuple[Article, ...]
    texts: Shelf
    sketches: Sketches
    repeats: tuple[tuple[Repeat, ...], ...]  # of each article
    doubled: Doubled
    outlets: NDArray[np.int64]  # (n,) a number for each, -1 where it is not known
    days: NDArray[np.float64]  # (n,) when they were published, since 1970; nan where it is not known

    def __len__(self) -> int:
        return len(self.articles)

    def read(self, article: int) -> Words:
        """The words of one article."""
        return read_words(self.articles[article].text)


def prepare(articles: Sequence[Article], threads: int = 1, progress: Progress = silent) -> Prepared:
    """Read, fingerprint and search every article for doubled blocks. A place in the result is a place in `articles`."""
    texts = texts_of(articles)
    done = 0

    def tell(articles_done: int) -> None:
        nonlocal done
        done += articles_done
        progress("fingerprints", done, len(articles))

    sketches = sketch(texts, threads, tell)
    found = tuple(
        tuple(repeats(article)) if recurs else () for article, recurs in zip(articles, sketches.recurring, strict=True)
    )
    return Prepared(
        tuple(articles), texts, sketches, found, _doubled(articles, found), _outlets(articles), _days(articles)
    )


def _outlets(articles: Sequence[Article]) -> NDArray[np.int64]:
    numbers: dict[str, int] = {}
    return np.array(
        [-1 if a.outlet is None else numbers.setdefault(a.outlet, len(numbers)) for a in articles], np.int64
    )


def _days(articles: Sequence[Article]) -> NDArray[np.float64]:
    dates = (article.published for article in articles)
    return np.array([np.nan if date is None else date.timestamp() / SECONDS_A_DAY for date in dates], np.float64)


def own_words(words: Words, found: Sequence[Repeat], furniture: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """The words that count, (n,): doubled blocks once, units of `furniture` left out, unless under 20 words remain."""
    once = ~_repeated(words, found)
    is_furniture = np.repeat(np.isin(words.units.keys, furniture), np.diff(words.units.ends, prepend=0))
    own = once & ~is_furniture
    return own if own.sum() >= FEWEST_OWN else once


def _repeated(words: Words, found: Sequence[Repeat]) -> NDArray[np.bool_]:
    """The words of later occurrences."""
    repeated = np.zeros(len(words), bool)
    for repeat in found:
        for span in repeat.spans[1:]:
            first, end = np.searchsorted(words.starts, (span.start, span.end))
            repeated[first:end] = True
    return repeated


def _doubled(articles: Sequence[Article], found: Sequence[Sequence[Repeat]]) -> Doubled:
    """The words of later occurrences in all articles, as stretches."""
    stretches = [
        list(_stretches(_repeated(read_words(article.text), repeats))) if repeats else []
        for article, repeats in zip(articles, found, strict=True)
    ]
    edges = np.array([edge for own in stretches for edge in own], np.int32).reshape(-1, 2)
    return Doubled(np.cumsum([len(own) for own in stretches], dtype=np.int64), edges[:, 0], edges[:, 1])


def _stretches(mask: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """First and end of every run of True."""
    edges = np.flatnonzero(np.diff(mask.astype(np.int8), prepend=0, append=0))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
