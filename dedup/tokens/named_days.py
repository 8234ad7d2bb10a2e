"""The weekdays that leads name: when something happened, where nobody says when it was published.

Two reports of one event say that it happened on Monday; the next step of an affair happens on another day. Where dates
are unknown this is a witness: of pairs that are as likely by all else, those whose leads name one weekday are of one
event far more often, and those whose leads name only others hardly ever are what a reader takes for one story.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dedup.tokens.weekdays import weekday_names
from dedup.tokens.words import TokenizedTexts

NamedDays = NDArray[np.uint8]  # a bit for each weekday, from Monday on


def named_days(
    words: TokenizedTexts, title_words: Sequence[int], languages: Sequence[str], lead_words: int
) -> NamedDays:
    """The weekdays that title and lead of each text name, (texts,); 0 where they name none, or in other languages.

    >>> from dedup.tokens.words import tokenize_texts
    >>> words = tokenize_texts(["On Monday fog came, and left on Tuesday.", "Fog came."])
    >>> named_days(words, [0, 0], ["en", "en"], 90).tolist()  # Monday and Tuesday; none
    [3, 0]
    """
    starts, ends = words.ends[:-1], words.ends[1:]
    ends = np.minimum(ends, starts + np.array(title_words, np.int64) + lead_words)
    days = np.zeros(len(starts), np.uint8)
    for language in sorted({*languages}):
        names = weekday_names(language, expand_umlauts=words.expand_umlauts)
        if names is None:
            continue
        texts = np.flatnonzero([each == language for each in languages])
        lengths = ends[texts] - starts[texts]
        text_of = np.repeat(texts, lengths)
        place = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        np.bitwise_or.at(days, text_of, names.days_of(words.hashes[starts[text_of] + place]))
    return days


def compared_days(left: NamedDays, right: NamedDays) -> NDArray[np.int8]:
    """1 where both leads name a weekday in common, -1 where both name only others, 0 where either names none."""
    is_open = (left == 0) | (right == 0)
    return np.where(is_open, 0, np.where(left & right, 1, -1)).astype(np.int8)
