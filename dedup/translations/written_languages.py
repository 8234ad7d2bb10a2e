"""Languages: their English names, how long they say what English says, how they write decimals and names.

The lengths are those of translated news in nine languages, and for Korean and Hebrew those of common lists; others
count as long as English. `written_languages.json` has them.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple


class WrittenLanguage(NamedTuple):
    """A language as it is written.

    `letters` are those of a text for each letter of the same text in English. `point`: decimals stand behind a point;
    else behind a comma. `other_script`: words in Latin letters are names or terms of other languages.
    """

    name: str
    letters: float = 1.0
    point: bool = False
    other_script: bool = False


@cache
def written_language(code: str) -> WrittenLanguage:
    """The language of a code; one that is not known is written as most are.

    >>> written_language("de").name, written_language("zh").letters, written_language("xx").name
    ('German', 0.285, 'xx')
    """
    return _languages().get(code, WrittenLanguage(code or "a language not known"))


@cache
def _languages() -> dict[str, WrittenLanguage]:
    listed = json.loads(Path(__file__).with_name("written_languages.json").read_text(encoding="utf-8"))
    return {code: WrittenLanguage(**entry) for code, entry in listed.items()}
