"""What the settings of folding change: which spellings are one word."""

from __future__ import annotations

from effect_case import Case

import dedup
from dedup.settings import Settings

MARKED = "Für die Brücke über die Mühle fällte Jörg Müller im Frühjahr fünf Bäume, und die Bürger hörten nichts davon."
PLAIN = MARKED.replace("ü", "ue").replace("ä", "ae").replace("ö", "oe")


def relation(settings: Settings) -> str:
    return str(dedup.compare(MARKED, PLAIN, settings=settings).relation)


CASES = {"expand_umlauts": Case(value=True, outcome=relation, before="distinct", after="exact")}
