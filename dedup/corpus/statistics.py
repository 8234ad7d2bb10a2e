"""What the other articles teach about a pair: page furniture, frequent words, phrases that are common property.

Two articles alone cannot tell a quoted paragraph from a newsletter box, or a name from a word of every day; many
articles can. Everything here counts collapsed copies, one article for each group of copies: counted one by one, the ten
copies of a story would make its names frequent words and its sentences common phrases.

Nothing depends on the order of the articles: where a sample is taken, it is that of the lowest identities.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import load
from dedup.corpus.line_postings import recurring
from dedup.corpus.dissimilarity import ALWAYS, NEVER, UNLESS_FREQUENT, Counted, Likeness, have_unlike, needed, read_carriers
from dedup.sketch.anchors import Carriers
from dedup.sketch.fingerprints import Sketches
from dedup.sketch.sorted_keys import sort, stable_order
from dedup.sketch.packed_texts import Shelf
from dedup.tokens.words import FUNCTION, NUMBER, frozen

FREQUENT = 20  # articles of the sample; a word in more is frequent. With the sample below: one article in 200
SAMPLE = 4000  # articles: more would make no word more or less frequent
UNLIKE = 4  # mutually unlike articles that make a phrase common property
LEAST_RARER = 3  # rarer words; articles with fewer say nothing about each other
ALIKE = 0.5  # share of the lesser side's rarer words from which two articles are alike

Keys = NDArray[np.uint64]

# Words that count, by kind.
KINDS = np.arange(64)  # all combinations of the bits of `Words.kinds`
ALL = np.full(64, ALWAYS, np.uint8)
RARER = np.select([KINDS & NUMBER != 0, KINDS & FUNCTION == 0], [ALWAYS, UNLESS_FREQUENT], NEVER).astype(np.uint8)


def _none() -> Keys:
    return np.empty(0, np.uint64)


@dataclass(frozen=True, slots=True)
class Corpus:
    """Hashes of what is known from other articles; nothing is known about two texts alone."""

    furniture: Keys = field(default_factory=_none)  # keys of units
    frequent: Keys = field(default_factory=_none)  # words
    common: Keys = field(default_factory=_none)  # anchors, as `dedup.sketch.anchors` posts them

    def tables(self) -> tuple[Keys, Keys, Keys]:
        """The same as open-addressing tables, as the measuring kernel wants them."""
        return _table(self.furniture), _table(self.frequent), _table(self.common)


def _table(keys: Keys) -> Keys:
    slots = np.zeros(1 << (2 * len(keys)).bit_length(), np.uint64)
    load("tables").fill_table(frozen(keys), slots)
    return frozen(slots)


def frequent_words(texts: Shelf, sketches: Sketches, articles: NDArray[np.int64]) -> Keys:
    """The words that stand in more than 20 of a sample of `articles` (places in `texts`, copies collapsed).

    A line counts once, whoever carries it: a wire story in fifty heavy pages, which are no copies of each other, would
    else make its own names frequent.
    """
    sample = articles[stable_order(sketches.identities[articles])[:SAMPLE]]
    lines = recurring(sketches, sample)
    is_left_out = np.zeros(len(sketches.unit_keys), np.bool_)
    is_left_out[lines.places[lines.is_again()]] = True
    words = read_carriers(texts, sketches, Counted(ALL, _table(_none()), is_left_out), sample).words
    sort(words)
    starts = np.flatnonzero(np.diff(words, prepend=~words[:1]) != 0)
    return words[starts[np.diff(starts, append=len(words)) > FREQUENT]]


def common_phrases(
    texts: Shelf,
    sketches: Sketches,
    carriers: Carriers,
    frequent: Keys,
    groups: NDArray[np.int64],
    threads: int = 1,
) -> Keys:
    """The anchors that are common property: four or more of their carriers, a third of those looked at, are mutually
    unlike. Two articles are alike that are copies, or that share half of the rarer words of the lesser.
    """
    counted = rarer_words(sketches, frequent)
    likeness = Likeness(groups, ALIKE, LEAST_RARER, is_like_any=True)
    limits = np.full(len(carriers.keys), UNLIKE)
    samples = carriers.articles
    return carriers.keys[have_unlike(texts, sketches, counted, likeness, samples, needed(limits, samples), threads)]


def rarer_words(sketches: Sketches, frequent: Keys) -> Counted:
    """The words that few articles hold, of what an article has in prose, for its menus say nothing of its story: no
    function words, none of `frequent`; and every number.
    """
    return Counted(RARER, _table(frequent), ~sketches.unit_prose)
