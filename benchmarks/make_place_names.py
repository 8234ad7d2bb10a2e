"""Make the table of countries, cities and months that keys of articles know, from CLDR (package Babel, dev extra).

Usage: python benchmarks/make_place_names.py

Countries have their ISO code, cities are those that time zones are named after, and have their English name. Writes
`dedup/translations/keys/place_names.zip`: a file for each language, `places` and `months` (the months by number).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from babel import Locale
from babel.core import get_global

TABLE = Path(__file__).parent.parent / "dedup" / "translations" / "keys" / "place_names.zip"
LANGUAGES = json.loads((TABLE.parent.parent / "written_languages.json").read_text(encoding="utf-8"))
NOT_IN_CLDR = {"liv"}
NO_COUNTRIES = {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}
MIN_MONTH_LETTERS = 3


def main() -> None:
    """Write the table."""
    zones = {zone: zone.rsplit("/", 1)[1].replace("_", " ") for zone in get_global("zone_territories") if is_city(zone)}
    english = {zone: names.get("city") for zone, names in Locale("en").time_zones.items()}
    table = {
        language: names_in(Locale.parse(language), zones, english)
        for language in LANGUAGES
        if language not in NOT_IN_CLDR
    }
    with ZipFile(TABLE, "w") as packed:
        for language, names in sorted(table.items()):
            data = json.dumps(names, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
            packed.writestr(ZipInfo(f"{language}.json"), data, ZIP_DEFLATED, 9)  # without a date
    print(f"{len(table)} languages, {sum(len(each['places']) for each in table.values())} names")


def is_city(zone: str) -> bool:
    """Whether a time zone is named after a city."""
    return "/" in zone and not zone.startswith(("Etc", "Antarctica"))


def names_in(locale: Locale, zones: dict[str, str], english: dict[str, str | None]) -> dict[str, dict[str, Any]]:
    """The names of places and months in one language."""
    places: dict[str, str] = {}
    for code, name in locale.territories.items():
        if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES:
            places.setdefault(name, code)
    for zone, city in zones.items():
        places.setdefault(locale.time_zones.get(zone, {}).get("city") or english.get(zone) or city, city)
    months: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in locale.months[context].get(width, {}).items():
                short = name.strip(". ").lower()
                if len(short) >= MIN_MONTH_LETTERS and not short[0].isdigit():
                    months.setdefault(short, number)
    return {"places": places, "months": months}


if __name__ == "__main__":
    main()
