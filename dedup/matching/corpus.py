"""What the other articles teach about a pair: page furniture, frequent words, phrases that are common property.

Two articles alone cannot tell a quoted paragraph from a newsletter box, or a name from a word of every day; many
articles can. Everything here counts collapsed copies, one article for each group of copies: counted one by one, the ten
copies of a story would make its names frequent words and its sentences common phrases.

Nothing depends on the order of the articles: where a sample is taken, it is that of the lowest identities.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import load
from dedup.sketch.anchors import Carriers
from dedup.sketch.fingerprints import Sketches
from dedup.sketch.texts import Texts
from dedup.text.fold import load_table
from dedup.text.words import FUNCTION, NUMBER, Words, frozen, lexicon

FREQUENT = 20  # articles of the sample; a word in more is frequent. With the sample below: one article in 200
SAMPLE = 4000  # articles: more would make no word more or less frequent
UNLIKE = 4  # mutually unlike articles that make a phrase common property,
SHARE = 0.34  # if they are so many of those looked at
LEAST_RARER = 3  # rarer words; articles with fewer say nothing about each other
ALIKE = 0.5  # share of the lesser side's rarer words from which two articles are alike

Keys = NDArray[np.uint64]


def _none() -> Keys:
    return np.empty(0, np.uint64)


@dataclass(frozen=True, slots=True)
class Corpus:
    """Hashes of what is known from other articles; nothing is known about two texts alone."""

    furniture: Keys = field(default_factory=_none)  # keys of units
    frequent: Keys = field(default_factory=_none)  # words
    common: Keys = field(default_factory=_none)  # anchors, without their low `common_bits` bits
    common_bits: int = 0

    def tables(self) -> tuple[Keys, Keys, Keys]:
        """The same as open-addressing tables, as the measuring kernel wants them."""
        return _table(self.furniture), _table(self.frequent), _table(self.common)


def _table(keys: Keys) -> Keys:
    slots = np.zeros(1 << (2 * len(keys)).bit_length(), np.uint64)
    load("measuring").fill_table(frozen(keys), slots)
    return frozen(slots)


def frequent_words(texts: Texts, sketches: Sketches, articles: NDArray[np.int64]) -> Keys:
    """The words that stand in more than 20 of a sample of `articles` (places in `texts`, copies collapsed).

    A line counts once, whoever carries it: a wire story in fifty heavy pages, which are no copies of each other, would
    else make its own names frequent.
    """
    sample = articles[np.argsort(sketches.identities[articles], kind="stable")[:SAMPLE]]
    words, units = sketches.words[sample].sum(), np.diff(sketches.unit_ends, prepend=0)[sample].sum()
    lines, slots = (np.zeros(1 << int(2 * entries).bit_length(), np.uint64) for entries in (units, words))
    latest, counts = np.full(len(slots), -1, np.int32), np.zeros(len(slots), np.int32)
    load("measuring").count_words(
        frozen(texts.buffer), frozen(texts.offsets), load_table(), *lexicon(), frozen(sample),
        lines, slots, latest, counts,
    )  # fmt: skip
    return np.sort(slots[counts > FREQUENT])


def common_phrases(carriers: Carriers, frequent: Keys, groups: NDArray[np.int64], read: Callable[[int], Words]) -> Keys:
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
            alike[pair] = groups[first] == groups[second] or fewer < LEAST_RARER or both >= ALIKE * fewer
        return alike[pair]

    common = []
    for key, sample in zip(carriers.keys, carriers.articles, strict=True):
        unlike: list[int] = []
        held = sample[sample >= 0].tolist()
        for article in held:
            if not any(is_alike(other, article) for other in unlike):
                unlike.append(article)
        if len(unlike) >= max(UNLIKE, SHARE * len(held)):
            common.append(key)
    return np.array(common, np.uint64)


def rarer_words(words: Words, frequent: Keys) -> Keys:
    """The distinct words that few articles hold, of what an article has in prose, for its menus say nothing of its
    story: no function words, none of `frequent`; and every number. Sorted.
    """
    is_number = words.kinds & NUMBER != 0
    is_rarer = (words.kinds & FUNCTION == 0) & ~np.isin(words.hashes, frequent)
    is_prose = np.repeat(words.units.prose, np.diff(words.units.ends, prepend=0))
    return np.unique(words.hashes[is_prose & (is_number | is_rarer)])
