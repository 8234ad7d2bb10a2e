"""Time to read credits grows as the text does, whatever it repeats."""

from __future__ import annotations

import time

import pytest

from dedup.article import Article
from dedup.attribution.credits import CreditReader, whole_text
from dedup.settings import DEFAULT_SETTINGS

# What a hostile text opens with and repeats, by the language whose cues are read.
REPEATED = {
    "cues without spaces": ("zh", "", "据"),
    "cues and capitals without spaces": ("zh", "", "据A"),
    "labels and names without spaces": ("zh", "", "来源：据"),
    "subjects": ("ja", "", "は報じた"),
    "labels": ("en", "", "Source:"),
    "labels in all languages": (None, "", "Source: "),
    "labels before one name": ("en", "", "Source: AFP\n"),
    "colons": ("en", "", ": "),
    "copyright marks": ("en", "", "(c)"),
    "copyright marks in a line of words": ("en", "", "rain and sun again (c) AFP "),
    "verbs": ("en", "", "told "),
    "verbs and names": ("en", "", "told AFP "),
    "verbs in one word": ("en", "", "told-"),
    "first appearances": ("en", "", "first appeared on "),
    "posts that first appeared": ("en", "", "The post Rain first appeared on AFP. "),
    "one domain": ("en", "Source: ", "com."),
    "domains": ("en", "", "via com.com."),
    "names joined": ("en", "Source: AFP", " and AFP"),
    "names joined of any kind": ("en", "first appeared on Oak", " and Oak"),
    "opening brackets": ("en", "", "("),
    "opening brackets behind sentences": ("en", "", "It rains. ("),
    "slashes": ("en", "", "/a"),
    "brackets": ("en", "", "It rains. (AFP) "),
    "quotation marks": ("en", "Source: ", "“"),
    "quotation marks behind a sentence": ("en", "It rains.", "”"),
    "full stops": ("en", "", ". "),
    "spaces": ("en", "It rains.", " "),
    "spaces behind a label": ("en", "Source:", " "),
    "spaces behind an original title": ("en", "Original title:", " "),
    "blank lines": ("en", "It rains.", "\n"),
    "lines of spaces": ("en", "It rains.", "        \n"),
    "lines": ("en", "", "It rains.\n"),
    "lines of an agency": ("en", "", "AFP\n"),
    "bylines": ("en", "", "By AFP\n"),
    "datelines": ("en", "", "OAKDALE, May 3 (AFP) - "),
    "one word": ("en", "according to ", "A"),
    "capitals": ("en", "according to ", "Aa "),
    "names of one agency": ("en", "", "AFP "),
    "closing formulas": ("en", "", "(reporting by editing by "),
    "joints": ("en", "Oakdale Gazette", " with AFP"),
    "unspaced names": ("ko", "", "연합뉴스"),
    "Thai": ("th", "", "รอยเตอร์ "),
}
CHARACTERS = 3_000
FACTOR = 4
MAX_GROWTH = 2.5 * FACTOR  # a quadratic time grows by FACTOR * FACTOR


def seconds(language: str | None, opening: str, repeated: str, characters: int) -> float:
    """CPU time to read the credits of a text that repeats something, the least of two."""
    text = opening + repeated * (characters // len(repeated))
    article = Article("a", text, language=language)
    read = CreditReader([article], whole_text, DEFAULT_SETTINGS)
    times = []
    for _ in range(2):
        start = time.process_time()
        read(article, language or "")
        times.append(time.process_time() - start)
    return min(times)


@pytest.mark.parametrize("kind", REPEATED)
def test_time_grows_as_the_text_does(kind: str) -> None:
    short = seconds(*REPEATED[kind], CHARACTERS)
    assert seconds(*REPEATED[kind], FACTOR * CHARACTERS) <= MAX_GROWTH * max(short, 0.002)
