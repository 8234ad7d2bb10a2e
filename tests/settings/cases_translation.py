"""What each setting of translations changes: the relation of two articles."""

from __future__ import annotations

from collections.abc import Callable

from effect_case import Case
from made_translations import ENGLISH, GERMAN

from dedup.detector import compare
from dedup.settings import Settings

PART = GERMAN[: GERMAN.index("Das Schiff")]
# Without names: no part of one another.
FIGURES = (
    "on may 12 they counted 1,340 boats, 2.75 million bags and 486 crates in 31 days, and 97 were back on june 3 . "
    "it was the best month of the whole year for all of them, and nobody had expected that .",
    "am 12. mai waren es 1.340 Boote, 2,75 Millionen Säcke und 486 Kisten in 31 Tagen, und 97 waren da am 3. juni . "
    "es war für sie alle der beste Monat des ganzen Jahres, und damit hatte niemand gerechnet .",
)


def relation(left: str, right: str) -> Callable[[Settings], str]:
    return lambda settings: str(compare(left, right, settings=settings).relation)


CASES = {
    "translations": Case(value=False, outcome=relation(ENGLISH, GERMAN), before="translation", after="distinct"),
    "min_translation_odds": Case(value=99, outcome=relation(*FIGURES), before="translation", after="distinct"),
    "min_part_odds": Case(value=99, outcome=relation(ENGLISH, PART), before="translation", after="distinct"),
}
