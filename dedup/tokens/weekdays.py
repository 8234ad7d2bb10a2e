"""The days of the week by which reports say when something happened: "on Monday", "am Montagabend", "lundi".

Names are written out: abbreviations are other words as well (so, do, di, mar), and so are some whole names, which are
left out (pazar is Turkish for market, luni Romanian for months, minggu Indonesian for week). Languages that name a day
by two words or by signs have none here.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.tokens.words import readonly, tokenize_texts

# From Monday on, in the forms in which newsrooms write them; "-" where a day has no unambiguous name.
_NAMES = {
    "ar": "الاثنين,الإثنين الثلاثاء الأربعاء,الاربعاء الخميس الجمعة السبت الأحد,الاحد",
    "cs": "pondělí úterý středa,středu čtvrtek pátek sobota,sobotu neděle,neděli",
    "da": "mandag,mandagen tirsdag onsdag torsdag fredag lørdag søndag",
    "de": "montag dienstag mittwoch donnerstag freitag samstag,sonnabend sonntag",
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "fi": "maanantaina tiistaina keskiviikkona torstaina perjantaina lauantaina sunnuntaina",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "hu": "hétfőn kedden szerdán csütörtökön pénteken szombaton vasárnap",
    "id": "senin selasa rabu kamis jumat sabtu -",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "no": "mandag tirsdag onsdag torsdag fredag lørdag søndag",
    "pl": "poniedziałek wtorek środa,środę czwartek piątek sobota,sobotę niedziela,niedzielę",
    "ro": "- marți miercuri joi vineri sâmbătă duminică",
    "ru": "понедельник вторник среду четверг пятница,пятницу суббота,субботу воскресенье",
    "sv": "måndag,måndagen,måndags tisdag,tisdagen onsdag,onsdagen torsdag,torsdagen fredag,fredagen lördag söndag",
    "tr": "pazartesi salı çarşamba perşembe cuma cumartesi -",
    "uk": "понеділок вівторок середа,середу четвер - субота,суботу неділя,неділю",
}
_ENDINGS = {  # that are written together with a name
    "de": ("s", "abend", "morgen", "vormittag", "mittag", "nachmittag", "nacht"),
    "nl": ("avond", "ochtend", "middag", "nacht"),
}


class WeekdayNames(NamedTuple):
    """The hashes of words that name weekdays, in order, and the day of each: 1 for Monday, 2 for Tuesday, 4, ... 64."""

    hashes: NDArray[np.uint64]
    days: NDArray[np.uint8]

    def days_of(self, hashes: NDArray[np.uint64]) -> NDArray[np.uint8]:
        """The day that each word names; 0 for other words."""
        at = np.minimum(np.searchsorted(self.hashes, hashes), len(self.hashes) - 1)
        return np.where(self.hashes[at] == hashes, self.days[at], np.uint8(0))


@cache
def weekday_names(language: str, *, expand_umlauts: bool = False) -> WeekdayNames | None:
    """The names of weekdays in a language, by its two-letter code; None for a language without any.

    >>> from dedup.tokens.words import tokenize
    >>> weekday_names("de").days_of(tokenize("Am Montagabend und am Dienstag").hashes).tolist()
    [0, 1, 0, 0, 2]
    """
    if language not in _NAMES:
        return None
    days: dict[int, int] = {}
    for number, forms in enumerate(_NAMES[language].split()):
        names = [] if forms == "-" else forms.split(",")
        names += [name + ending for name in names for ending in _ENDINGS.get(language, ())]
        hashes = tokenize_texts(names, expand_umlauts=expand_umlauts).hashes.tolist()
        days |= dict.fromkeys(hashes, 1 << number)
    keys = np.array(sorted(days), np.uint64)
    return WeekdayNames(readonly(keys), readonly(np.array([days[key] for key in keys.tolist()], np.uint8)))
