"""Translated news as benchmarks read it: articles with their translations, strangers beside them, and what is measured.

A set is gzipped JSON lines with `group` (the same article), `pair` ("en-de"), `side` ("src" or "ref"), `language`,
`text`, `segments` and `real` (false: lines of running news, whose neighbours may be one article).
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.sketch.sorted_keys import unpack_pairs
from dedup.translations.keys.text_keys import read_text_keys
from dedup.translations.translation_candidates import translation_candidates
from dedup.translations.translation_measures import measure_keys

STRANGERS = 500  # of each set
MIN_STRANGER, MAX_STRANGER = 400, 20_000  # letters
CUT = (0.3, 0.6)
CUT_SEED = 5
MIN_SEGMENT = {"zh": 18, "ja": 18}  # letters from which an equal segment shows one article in two groups; others: 45
NUMBERED = re.compile(r"(\d+-\w+-\w+)-(.*)-(\d+)$")

Row = dict[str, Any]


class MeasuredPair(NamedTuple):
    """A candidate pair of one direction, by positions among its texts and their languages, whether it is a translation,
    and its measures.
    """

    direction: str
    left: int
    right: int
    languages: tuple[str, str]
    is_true: bool
    measures: NDArray[np.float64]  # by the columns of `TRANSLATION`


def read_lines(path: Path, most: int | None = None) -> list[Row]:
    """The first lines of a set."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in islice(file, most)]


def read_translated(path: Path, strangers: Sequence[tuple[Path, str]]) -> list[Row]:
    """The articles of a set with their translations, and strangers of other sets, each in a language."""
    rows = [row for row in read_lines(path) if row["side"] in ("src", "ref")]
    for number, (other, language) in enumerate(strangers):
        long = (row["text"] for row in read_lines(other) if len(row["text"]) >= MIN_STRANGER)
        for place, text in enumerate(islice(long, STRANGERS)):
            shared = {"group": f"{number}-{place}", "pair": "", "side": "stranger", "language": language}
            rows.append({**shared, "text": text[:MAX_STRANGER]})
    return rows


def with_cut_translations(rows: Sequence[Row]) -> list[Row]:
    """The same with each translation cut to its first 30 to 60 %."""
    chance = random.Random(CUT_SEED)
    return [
        {**row, "text": row["text"][: int(len(row["text"]) * chance.uniform(*CUT))]} if row["side"] == "ref" else row
        for row in rows
    ]


def directions(rows: Sequence[Row]) -> Counter[str]:
    """How many articles have a translation, by direction."""
    return Counter(row["pair"] for row in rows if row["side"] == "src")


def measured_pairs(rows: Sequence[Row]) -> Iterator[MeasuredPair]:
    """The candidates of each direction among its own texts and all strangers; what may be one article is left out."""
    article_of = _articles(rows)
    for direction in sorted(directions(rows)):
        some = [row for row in rows if row["pair"] in (direction, "")]
        keys = read_text_keys([row["text"] for row in some], [row["language"] for row in some])
        sides = [side.astype(np.int64) for side in unpack_pairs(translation_candidates(keys))]
        measured = measure_keys(keys, *sides)
        for left, right, row in zip(*(side.tolist() for side in sides), measured, strict=True):
            one, other = some[left]["group"], some[right]["group"]
            if one != other and (article_of[one] == article_of[other] or _are_neighbours(one, other)):
                continue
            languages = some[left]["language"], some[right]["language"]
            yield MeasuredPair(direction, left, right, languages, one == other, row)


def _articles(rows: Sequence[Row]) -> dict[str, str]:
    """The first group of each article: groups with an equal segment are of one."""
    root: dict[str, str] = {}
    first_with: dict[tuple[str, str], str] = {}

    def find(group: str) -> str:
        while root.setdefault(group, group) != group:
            group = root[group]
        return group

    for row in rows:
        find(row["group"])
        for start, end in row.get("segments", ()):
            if end - start >= MIN_SEGMENT.get(row["language"], 45):
                segment = row["language"], row["text"][start:end]
                root[find(first_with.setdefault(segment, row["group"]))] = find(row["group"])
    return {row["group"]: find(row["group"]) for row in rows}


def _are_neighbours(one: str, other: str) -> bool:
    """Whether two groups are neighbours of running news."""
    left, right = NUMBERED.match(one), NUMBERED.match(other)
    if not left or not right or left[1] != right[1] or abs(int(left[3]) - int(right[3])) > 1:
        return False
    return "lines-" in left[2] or "lines-" in right[2]
