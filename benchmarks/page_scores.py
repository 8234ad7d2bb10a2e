"""How well an extracted text and its metadata agree with what a person marked: shingles of four words, fields.

The measure of texts is that of scrapinghub's article-extraction-benchmark: of each page, the shares of shingles that
are right, too many and missing; precision and recall are means over the pages, F1 is their harmonic mean.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import numpy as np

SHINGLE_WORDS = 4
BOOTSTRAP_DRAWS = 2_000
FIELDS = ("title", "published", "author", "outlet", "url")

_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
# A word, or one character of a script that sets no spaces between words.
WORD_OR_CHARACTER = re.compile(rf"(?=\w)[{_UNSPACED}]|[^\W{_UNSPACED}]+")
_BETWEEN_NAMES = re.compile(r"\s*[,;&]\s*(?:and )?| (?:and|et|e|og|och|und|y) ")
_QUOTES = str.maketrans({**dict.fromkeys("\u2018\u2019\u201a", "'"), **dict.fromkeys("\u201c\u201d\u201e", '"')})
_MINUTE_SECONDS = 60
_DATE_CHARACTERS = len("2024-05-03")


class Shares(NamedTuple):
    """Of the shingles of a page, in the gold text or the extracted one: what is right, too many, missing; sum 1 or 0.

    >>> Shares.of("one two three four five", "one two three four").f1
    0.6666666666666666
    """

    right: float
    too_many: float
    missing: float

    @classmethod
    def of(cls, gold: str, found: str) -> Shares:
        """The shares of one page."""
        wanted, got = shingles(gold), shingles(found)
        right = (wanted & got).total()
        counts = (right, got.total() - right, wanted.total() - right)
        return cls(*(count / (sum(counts) or 1) for count in counts))

    @property
    def f1(self) -> float:
        """F1 of the page alone; 1 where neither text has a word."""
        total = 2 * self.right + self.too_many + self.missing
        return 2 * self.right / total if total else 1.0


class Score(NamedTuple):
    """Means over the pages."""

    f1: float
    precision: float
    recall: float


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Every four words in a row with their count; a word of a script without spaces counts by the character.

    >>> sorted(shingles("\u96e8\u304c\u964d\u3063\u305f"))
    [('\u304c', '\u964d', '\u3063', '\u305f'), ('\u96e8', '\u304c', '\u964d', '\u3063')]
    """
    words = WORD_OR_CHARACTER.findall(text)
    starts = range(max(1, len(words) - SHINGLE_WORDS + 1)) if words else ()
    return Counter(tuple(words[start : start + SHINGLE_WORDS]) for start in starts)


def score(pages: Sequence[Shares]) -> Score:
    """Macro precision and recall, and F1 of the two; a page without an extracted text has no precision.

    >>> score([Shares(1.0, 0.0, 0.0), Shares(0.0, 0.0, 1.0)])
    Score(f1=0.6666666666666666, precision=1.0, recall=0.5)
    """
    f1, precision, recall = _scores(np.array(pages)[None])[:, 0].tolist()
    return Score(f1, precision, recall)


def f1_difference(left: Sequence[Shares], right: Sequence[Shares], seed: int = 0) -> tuple[float, float, float]:
    """F1 of `left` less F1 of `right`, and its 95 % interval by a paired bootstrap over the pages."""
    rows = np.random.default_rng(seed).integers(len(left), size=(BOOTSTRAP_DRAWS, len(left)))
    drawn = _scores(np.array(left)[rows])[0] - _scores(np.array(right)[rows])[0]
    low, high = np.nanpercentile(drawn, (2.5, 97.5)).tolist()
    return score(left).f1 - score(right).f1, low, high


def _scores(shares: np.ndarray) -> np.ndarray:
    """(draws, pages, 3) shares to (3, draws): F1, precision, recall."""
    right, too_many, missing = np.moveaxis(shares, -1, 0)
    precision, recall = _mean_ratio(right, right + too_many), _mean_ratio(right, right + missing)
    return np.array((2 * _ratio(precision * recall, precision + recall), precision, recall))


def _mean_ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """The mean of part / whole in each row, over those whose whole is not 0; 0 where none is."""
    return _ratio(_ratio(part, whole).sum(axis=1), (whole > 0).sum(axis=1))


def _ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return part / np.where(whole > 0, whole, 1)


def field_verdict(field: str, gold: object, found: str | None) -> str:
    """Judge one field: "right", "wrong" or "none".

    `gold` is the value, a list of values that are all right, or None where the page states none: nothing is right then.
    Letter case, white space and forms of quotation marks do not count; nor does the order of several authors, or what
    stands between them. A moment is right if it is the same minute, and a date if it is that day as written or in UTC.

    >>> field_verdict("title", ["Rain at the coast", "Rain"], "Rain  at the Coast")
    'right'
    >>> field_verdict("published", "2024-05-03", "2024-05-04T01:30:00+02:00")
    'right'
    >>> field_verdict("author", None, "Staff"), field_verdict("author", "A. Miller", None)
    ('wrong', 'none')
    """
    if found is None:
        return "right" if gold is None else "none"
    values = gold if isinstance(gold, list) else [gold]
    same = _COMPARED.get(field, _is_same_text)
    return "right" if any(isinstance(value, str) and same(value, found) for value in values) else "wrong"


def _is_same_text(gold: str, found: str) -> bool:
    return _plain(gold) == _plain(found)


def _plain(value: str) -> str:
    return " ".join(value.translate(_QUOTES).split()).casefold()


def _are_same_names(gold: str, found: str) -> bool:
    return _names(gold) == _names(found)


def _names(authors: str) -> set[str]:
    return set(_BETWEEN_NAMES.split(_plain(authors)))


def _is_same_moment(gold: str, found: str) -> bool:
    moment = datetime.fromisoformat(found)
    if len(gold) > _DATE_CHARACTERS:
        return abs((datetime.fromisoformat(gold) - moment).total_seconds()) < _MINUTE_SECONDS
    return gold in {found[:_DATE_CHARACTERS], datetime.fromtimestamp(moment.timestamp(), tz=UTC).date().isoformat()}


_COMPARED = {"published": _is_same_moment, "author": _are_same_names}
