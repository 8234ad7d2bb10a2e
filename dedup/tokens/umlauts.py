"""Umlauts written as two letters: "Mueller" for "Müller", "Koebenhavn" for "København", "Aarhus" for "Århus".

An option of matching (`Settings.expand_umlauts`). ä, ö and ü, with the trema as part of the letter or behind it, fold
to ae, oe and ue; ø folds to oe, å to aa. (æ, œ and ß fold to ae, oe and ss with the option and without it.)

Letters are expanded and never contracted. "Müller" and "Mueller" become `mueller`, while "neue", "Bauer" and "aktuell"
stay what they are; were ue taken for ü, "neue" would be `neu` and match it. The price is the third way of writing: with
the option, "Muller" is another word than "Müller". That is why it is an option, and off: outside of German, Danish and
Norwegian a trema is mostly left out where it cannot be typed.

A letter and its trema behind it are two code points, and each is folded alone. So the trema is exchanged for an e, and
the ring for an a, before that: one code point for one code point, so places in the text stay what they are.
"""

from __future__ import annotations

import re
from functools import cache
from unicodedata import normalize

from dedup.kernels.layouts import FoldingTable
from dedup.tokens.folding import fold_char, folding_table, patched_table

_TREMA, _RING = "\u0308", "\u030a"
_MARKS = ((f"(?<=[aouAOU]){_TREMA}", "e"), (f"(?<=[aA]){_RING}", "a"))
_PATTERNS = tuple((re.compile(mark.encode()), letter.encode()) for mark, letter in _MARKS)
_STROKES = str.maketrans({"ø": "oe", "Ø": "Oe"})
_LATIN = (range(0xC0, 0x250), range(0x1E00, 0x1F00), range(0x212B, 0x212C))  # where letters with marks are


def expand_marks(encoded: bytes) -> bytes:
    """UTF-8 with an e for each trema behind a, o or u, and an a for each ring behind a.

    >>> expand_marks("Mu\u0308ller, No\u00ebl".encode()).decode()
    'Mueller, Noël'
    """
    for mark, letter in _PATTERNS:
        encoded = mark.sub(letter, encoded)
    return encoded


def fold_expanded(char: str) -> str:
    """What one code point becomes where umlauts are expanded; all others become what they do without.

    >>> [fold_expanded(char) for char in "ÜøåëéÄ"]
    ['ue', 'oe', 'aa', 'e', 'e', 'ae']
    """
    apart = normalize("NFD", char)
    expanded = expand_marks(apart.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass").translate(_STROKES)
    return fold_char(char) if expanded == apart else "".join(map(fold_char, expanded))


def folding_table_of(*, expand_umlauts: bool) -> FoldingTable:
    """The table by which texts are folded: the shipped one, or the one that expands umlauts."""
    return _expanded_table() if expand_umlauts else folding_table()


@cache
def _expanded_table() -> FoldingTable:
    folded = {char: fold_expanded(char) for points in _LATIN for char in map(chr, points)}
    expanded = {char: letters for char, letters in folded.items() if letters != fold_char(char)}
    return patched_table(folding_table(), expanded)
