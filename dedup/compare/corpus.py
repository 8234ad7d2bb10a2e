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
from dedup.sketch.texts import Texts
from dedup.text.fold import load_table
from dedup.text.words import frozen, lexicon

FREQUENT = 20  # articles of the sample; a word in more is frequent. With the sample below: one article in 200
SAMPLE = 4000  # articles: more would make no word more or less frequent

Keys = NDArray[np.uint64]


def _none() -> Keys:
    return np.empty(0, np.uint64)


@dataclass(frozen=True, slots=True)
class Corpus:
    """Hashes of what is known from other articles; nothing is known about two texts alone."""

    furniture: Keys = field(default_factory=_none)  # keys of units
    frequent: Keys = field(default_factory=_none)  # words
    common: Keys = field(default_factory=_none)  # anchors

    def tables(self) -> tuple[Keys, Keys, Keys]:
        """The same as open-addressing tables, as the measuring kernel wants them."""
        return _table(self.furniture), _table(self.frequent), _table(self.common)


def _table(keys: Keys) -> Keys:
    slots = np.zeros(1 << (2 * len(keys)).bit_length(), np.uint64)
    load("measuring").fill_table(frozen(keys), slots)
    return frozen(slots)  # type: ignore[return-value]


def frequent_words(texts: Texts, articles: NDArray[np.int64], identities: Keys) -> Keys:
    """The words that stand in more than 20 of a sample of `articles` (places in `texts`, copies collapsed)."""
    sample = articles[np.argsort(identities[articles], kind="stable")[:SAMPLE]]
    size = int(np.diff(texts.offsets)[sample].sum())
    slots = np.zeros(1 << max(size, 1).bit_length(), np.uint64)
    latest, counts = np.full(len(slots), -1, np.int32), np.zeros(len(slots), np.int32)
    load("measuring").count_words(
        frozen(texts.buffer), frozen(texts.offsets), load_table(), *lexicon(), frozen(sample), slots, latest, counts
    )
    return np.sort(slots[counts > FREQUENT])
