"""What `dedup.corpus.boilerplate` and `dedup.corpus.statistics` learn, in ordinary Python, an article at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.settings import DEFAULT_SETTINGS
from dedup.sketch.anchors import FrequentAnchors
from dedup.sketch.fingerprints import SketchedTexts
from dedup.tokens.words import FUNCTION_WORD, HALF_WORD, NUMBER, SHORT_WORD, Words

Keys = NDArray[np.uint64]
NUMBERS = DEFAULT_SETTINGS


class Limits(NamedTuple):
    """How many articles may make a unit furniture: those of a unit of prose, and of any other."""

    prose: int
    page: int


WITHIN_OUTLET, OVER_ALL = Limits(3, 2), Limits(4, 3)


class Carried(NamedTuple):
    """Which articles hold which units: each pair once, by key, then by the article's identity."""

    keys: Keys
    articles: NDArray[np.int64]
    prose: NDArray[np.bool_]

    def only(self, rows: NDArray[np.bool_]) -> Carried:
        """Some of the rows."""
        return Carried(self.keys[rows], self.articles[rows], self.prose[rows])


class Unit(NamedTuple):
    """A unit that may be furniture, and some of the articles that carry it."""

    key: int
    is_prose: bool
    carriers: list[int]


def learn_furniture(texts: SketchedTexts, outlets: Sequence[str | None], read: Callable[[int], Words]) -> Keys:
    """The keys of all units that are page furniture, sorted; `read` gives the words of one article.

    Outlets that are not known are None: then three articles more are needed to teach anything.
    """
    carried = _carried(texts)
    pages = _Pages(read)
    known = np.empty(0, np.uint64)
    for members in _members(outlets):
        units = _candidates(carried.only(np.isin(carried.articles, members)), WITHIN_OUTLET)
        taken_out = np.array([unit.key for unit in units], np.uint64)
        known = np.union1d(known, _furniture(units, WITHIN_OUTLET, pages, taken_out))
    units = _candidates(carried.only(~np.isin(carried.keys, known)), OVER_ALL)
    learned = set(known.tolist())
    units = [unit for unit in units if not _is_article(unit, pages, learned)]
    taken_out = np.union1d(known, np.array([unit.key for unit in units], np.uint64))
    return np.union1d(known, _furniture(units, OVER_ALL, pages, taken_out))


def _carried(texts: SketchedTexts) -> Carried:
    lines = texts.lines
    articles = np.repeat(np.arange(len(texts)), np.diff(lines.ends, prepend=0))
    order = np.lexsort((texts.content_hashes[articles], lines.keys))
    keys, articles = lines.keys[order], articles[order]
    is_first = (np.diff(keys, prepend=~keys[:1]) != 0) | (np.diff(articles, prepend=-1) != 0)
    return Carried(keys, articles, lines.is_prose[order]).only(is_first)


def _members(outlets: Sequence[str | None]) -> list[NDArray[np.int64]]:
    """The articles of every outlet that has two or more."""
    members: dict[str, list[int]] = {}
    for article, outlet in enumerate(outlets):
        if outlet is not None:
            members.setdefault(outlet, []).append(article)
    return [np.array(members[outlet]) for outlet in sorted(members) if len(members[outlet]) > 1]


def _candidates(carried: Carried, limits: Limits) -> list[Unit]:
    """Units with enough carriers to be furniture; a unit is prose if it is in half of them or more."""
    starts = np.flatnonzero(np.diff(carried.keys, prepend=~carried.keys[:1]) != 0)
    counts = np.diff(starts, append=len(carried.keys))
    prose = np.add.reduceat(carried.prose.astype(np.int64), starts) * 2 >= counts if len(starts) else counts > 0
    enough = counts >= np.where(prose, limits.prose, limits.page)
    return [
        Unit(
            int(carried.keys[start]),
            bool(is_prose),
            carried.articles[start : start + min(count, NUMBERS.max_carriers)].tolist(),
        )
        for start, count, is_prose in zip(starts[enough], counts[enough], prose[enough], strict=True)
    ]


def _furniture(units: list[Unit], limits: Limits, pages: _Pages, taken_out: Keys) -> Keys:
    """The units enough of whose carriers are mutually unlike in what remains once `taken_out` is taken out."""
    rests: dict[int, Keys] = {}
    alike: dict[tuple[int, int], bool] = {}

    def rest(article: int) -> Keys:
        if article not in rests:
            rests[article] = pages[article].content(taken_out)
        return rests[article]

    def is_unlike(first: int, second: int) -> bool:
        pair = (first, second)
        if pair not in alike:
            left, right = rest(first), rest(second)
            both = len(np.intersect1d(left, right, assume_unique=True))
            alike[pair] = both >= NUMBERS.max_content_overlap * min(len(left), len(right))
        return not alike[pair]

    found = []
    for unit in units:
        unlike: list[int] = []
        for article in unit.carriers:
            if len(rest(article)) >= NUMBERS.min_content_words and all(is_unlike(other, article) for other in unlike):
                unlike.append(article)
        needed = limits.prose if unit.is_prose else limits.page
        if len(unlike) >= max(needed, NUMBERS.min_dissimilar_share * len(unit.carriers)):
            found.append(unit.key)
    return np.array(sorted(found), np.uint64)


def _is_article(unit: Unit, pages: _Pages, known: set[int]) -> bool:
    """Whether the unit stands in a long shared block in more than half of the pairs of its first carriers."""
    sample = unit.carriers[: NUMBERS.max_block_carriers]
    long = sum(
        _block_words(unit.key, pages[a], pages[b], known) >= NUMBERS.min_article_block_words
        for a, b in pairwise(sample)
    )
    return long * 2 > len(sample) - 1


def _block_words(key: int, left: _Page, right: _Page, known: set[int]) -> int:
    """Prose words of the units round `key` that stand in both articles side by side."""
    total = 0
    for step, left_at, right_at in (
        (1, left.places[key], right.places[key]),
        (-1, left.places[key] - 1, right.places[key] - 1),
    ):
        while 0 <= left_at < len(left.keys) and 0 <= right_at < len(right.keys):
            if left.keys[left_at] != right.keys[right_at]:
                break
            if left.prose[left_at] and left.keys[left_at] not in known:
                total += left.lengths[left_at]
            left_at, right_at = left_at + step, right_at + step
    return total


class _Page:
    """The units of one carrier."""

    def __init__(self, words: Words) -> None:
        units = words.lines
        self.keys: list[int] = units.keys.tolist()
        self.prose: list[bool] = units.is_prose.tolist()
        self.lengths: list[int] = np.diff(units.ends_at_word, prepend=0).tolist()
        self.places = {key: place for place, key in reversed(list(enumerate(self.keys)))}
        is_word = (words.flags & FUNCTION_WORD == 0) & (
            (words.flags & SHORT_WORD == 0) | (words.flags & HALF_WORD != 0)
        )
        of_unit = np.repeat(np.arange(len(self.keys)), self.lengths)
        is_content = is_word & units.is_prose[of_unit]
        self._content, self._unit = words.hashes[is_content], units.keys[of_unit[is_content]]

    def content(self, taken_out: Keys) -> Keys:
        """The distinct content words of its prose, but for the units taken out; sorted."""
        return np.unique(self._content[~np.isin(self._unit, taken_out)])


class _Pages:
    """Carriers by article, each read once."""

    def __init__(self, read: Callable[[int], Words]) -> None:
        self._read = read
        self._pages: dict[int, _Page] = {}

    def __getitem__(self, article: int) -> _Page:
        if article not in self._pages:
            self._pages[article] = _Page(self._read(article))
        return self._pages[article]


def common_phrases(
    carriers: FrequentAnchors, frequent: Keys, groups: NDArray[np.int64], read: Callable[[int], Words]
) -> Keys:
    """The anchors that are common property: four or more of their carriers, a third of those looked at, are mutually
    unlike. Two articles are alike that are copies, or that share half of the rarer words of the lesser.
    """
    rarer: dict[int, Keys] = {}
    alike: dict[tuple[int, int], bool] = {}

    def words_of(article: int) -> Keys:
        if article not in rarer:
            rarer[article] = rarer_words(read(article), frequent)
        return rarer[article]

    def is_alike(first: int, second: int) -> bool:
        pair = (first, second)
        if pair not in alike:
            left, right = words_of(first), words_of(second)
            fewer = min(len(left), len(right))
            both = len(np.intersect1d(left, right, assume_unique=True))
            alike[pair] = (
                groups[first] == groups[second]
                or fewer < NUMBERS.min_informative_words
                or both >= NUMBERS.max_informative_overlap * fewer
            )
        return alike[pair]

    common = []
    for key, sample in zip(carriers.keys, carriers.sample_articles, strict=True):
        unlike: list[int] = []
        held = sample[sample >= 0].tolist()
        for article in held:
            if not any(is_alike(other, article) for other in unlike):
                unlike.append(article)
        if len(unlike) >= max(NUMBERS.min_stock_phrase_carriers, NUMBERS.min_dissimilar_share * len(held)):
            common.append(key)
    return np.array(common, np.uint64)


def rarer_words(words: Words, frequent: Keys) -> Keys:
    """The distinct words that few articles hold, of what an article has in prose, for its menus say nothing of its
    story: no function words, none of `frequent`; and every number. Sorted.
    """
    is_number = words.flags & NUMBER != 0
    is_rarer = (words.flags & FUNCTION_WORD == 0) & ~np.isin(words.hashes, frequent)
    is_prose = np.repeat(words.lines.is_prose, np.diff(words.lines.ends_at_word, prepend=0))
    return np.unique(words.hashes[is_prose & (is_number | is_rarer)])
