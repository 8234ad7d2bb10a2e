"""What two texts of two languages have in common: measures of their keys and of the heaviest chain of these.

Measured is a row a pair, in the columns of `TRANSLATION`; a row is explained when it is looked at.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.layouts import TRANSLATION
from dedup.translations.keys.key_shapes import key_weights, telling_shapes
from dedup.translations.keys.text_keys import ArticleKeys
from dedup.translations.written_languages import written_language

_WHOLE_NUMBERS = [TRANSLATION._fields.index(name) for name in ("names", "figures", "words")]
_FIRST_WHOLE = TRANSLATION.left_start


class TranslationMeasures(NamedTuple):
    """What decides whether two texts are translations of one another.

    `evidence` is the weight of the heaviest chain, `share` and `share_longer` its share of all keys of the text whose
    keys weigh less, and more; `links` are its links. `ratio` is the absolute logarithm of the lengths' ratio.
    `scatter` is the mean distance of the chain from a line, in shares of the texts; `drift` that from a line of the
    languages' slope, in shares of the shorter text. `span` is the share of the text from first to last link, of the
    lesser side; `span_shorter` that of the shorter text. `telling` is the cosine of the keys that tell one event from
    another, `names` and `figures` are how many of them are common, and `words` how many names, places and spellings of
    any kind. `agreement` is the share of figures, but for small
    ones, that the text with fewer of them shares. The coverages say how much of either text lies beside the other, the
    starts and ends from where to where in it the chain reaches, in code points.
    """

    evidence: float
    share: float
    share_longer: float
    ratio: float
    scatter: float
    span: float
    drift: float
    span_shorter: float
    telling: float
    names: int
    figures: int
    words: int
    agreement: float
    left_coverage: float
    right_coverage: float
    left_start: int
    left_end: int
    right_start: int
    right_end: int
    links: int

    @property
    def telling_keys(self) -> int:
        """How many common keys tell one event from another."""
        return self.names + self.figures

    @property
    def left_stretch(self) -> tuple[int, int]:
        """From where to where in the left text the chain reaches."""
        return self.left_start, self.left_end

    @property
    def right_stretch(self) -> tuple[int, int]:
        """From where to where in the right text the chain reaches."""
        return self.right_start, self.right_end


def measure_keys(keys: ArticleKeys, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.float64]:
    """Measure pairs of texts, (pairs, measures); the order of two texts does not matter but for the sides.

    >>> from dedup.translations.keys.text_keys import read_text_keys
    >>> keys = read_text_keys(["34 boats of Skarrow", "34 Boote aus Skarrow"], ["en", "de"])
    >>> explained(measure_keys(keys, np.array([0]), np.array([1]))[0]).links
    2
    """
    from dedup.kernels.translate.measure_translations import KeyedTexts, KeyShapes, measure_translations

    letters = np.array([written_language(language).letters for language in keys.languages], np.float64)
    texts = KeyedTexts(keys.ends, keys.ids, keys.places, keys.order, keys.sizes, letters)
    rows = np.zeros((len(left), len(TRANSLATION)))
    measure_translations(texts, KeyShapes(key_weights(), telling_shapes()), left, right, rows)
    return rows


def explained(row: NDArray[np.float64]) -> TranslationMeasures:
    """The measures of a pair, by name."""
    values: list[float] = row.tolist()
    for column in (*_WHOLE_NUMBERS, *range(_FIRST_WHOLE, len(values))):
        values[column] = int(values[column])
    return TranslationMeasures(*values)  # type: ignore[arg-type] # whole numbers are whole by now
