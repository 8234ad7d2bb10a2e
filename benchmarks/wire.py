"""Reuters-21578 as the benchmarks read it: articles, plain words, word 3-grams.

Everything here is ordinary Python over strings and shares no code with `dedup`: the judge must not lean on the judged.
The words agree with dedup's on this corpus, which is ASCII but for one letter (a "ü", folded to "u" by both).

The corpus: Reuters-21578, Distribution 1.0 (David D. Lewis), as JSON lines with `id`, `title`, `date` and `text`.
"""

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

FILE_NAME = "reuters21578.jsonl.gz"
WORD = re.compile(r"[^\W_]+")
SHINGLE_WORDS = 3

Shingle = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wire:
    """One report of the news wire."""

    id: str
    title: str
    text: str


def read_wires(folder: Path) -> list[Wire]:
    """All reports, in the order of the file."""
    with gzip.open(folder / FILE_NAME, "rt", encoding="utf-8") as lines:
        return [Wire(row["id"], row["title"], row["text"]) for row in map(json.loads, lines)]


def plain_words(text: str) -> list[str]:
    """Runs of letters and digits in lower case, without accents.

    >>> plain_words("U.S. GNP up 3.2 pct, Müller's desk said")
    ['u', 's', 'gnp', 'up', '3', '2', 'pct', 'muller', 's', 'desk', 'said']
    """
    if text.isascii():
        return WORD.findall(text.lower())
    folded = unicodedata.normalize("NFKD", text).casefold()
    return WORD.findall("".join(char for char in folded if not unicodedata.combining(char)))


def shingles(words: list[str]) -> frozenset[Shingle]:
    """The distinct word 3-grams; one or two words are one shingle, no words none."""
    if 0 < len(words) < SHINGLE_WORDS:
        return frozenset([tuple(words)])
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def containment(left: frozenset[Shingle], right: frozenset[Shingle]) -> float:
    """The share of the smaller set that the other holds."""
    smaller = min(len(left), len(right))
    return len(left & right) / smaller if smaller else 0.0


def mutually_unrelated(wires: Iterable[Wire], containment_below: float = 0.1) -> Iterator[Wire]:
    """Each report whose 3-gram containment with every report already given out is below the limit.

    An inverted index holds the shingles of what was given out, so a new report meets only those it shares one with.
    """
    holders: dict[Shingle, list[int]] = {}
    sizes: list[int] = []
    for wire in wires:
        own = shingles(plain_words(wire.text))
        shared: dict[int, int] = {}
        for shingle in own:
            for earlier in holders.get(shingle, ()):
                shared[earlier] = shared.get(earlier, 0) + 1
        if any(count >= containment_below * min(len(own), sizes[earlier]) for earlier, count in shared.items()):
            continue
        for shingle in own:
            holders.setdefault(shingle, []).append(len(sizes))
        sizes.append(len(own))
        yield wire
