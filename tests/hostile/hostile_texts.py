"""Texts that a crawl brings by accident or by malice: each repeats what some function may look for again and again.

Shared by the suites of this folder; `hostile_articles` draws articles of them for any test with hypothesis.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import strategies as st

from dedup.article import Article
from dedup.errors import InputError

PROSE = "Rain fell on the harbour of Northport all night, said Ada Rill, and the river rose by 3 metres. "

# What a text opens with, and what it repeats.
KINDS: dict[str, tuple[str, str]] = {
    "prose": ("", PROSE),
    "one letter": ("", "a"),
    "spaces": ("It rains.", " "),
    "line feeds": ("It rains.", "\n"),
    "lines of spaces": ("It rains.", "        \n"),
    "accents on one letter": ("a", "\u0301"),
    "ideographs": ("", "据新华社报道"),
    "a cue without spaces": ("", "据"),
    "labels": ("", "Source:"),
    "labels in German": ("", "Quelle: "),
    "copyright marks": ("", "(c)"),
    "verbs": ("", "told "),
    "first appearances": ("", "first appeared on "),
    "domains": ("", "com.com."),
    "names joined": ("Source: Oak", " and Oak"),
    "straight quotation marks": ("", '"a '),
    "German quotation marks": ("", "„a "),
    "French quotation marks": ("", "«a "),
    "English quotation marks": ("", "“a "),
    "fields that open a quotation mark": ("", '"a,'),
    "opening brackets": ("", "("),
    "angle brackets": ("", "<"),
    "tags that never close": ("", "<p a"),
    "tags with open quotation marks": ("", "<p a='"),
    "attributes of one tag": ("<p ", "a=b "),
    "attributes that look like tags": ("<p ", "a='<p ' "),
    "embeds that never close": ("", "[embed "),
    "shortcodes in each other": ("", '[x a="'),
    "dots in a row": ("", "."),
    "numerals": ("", "九"),
    "words and tabs": ("", "a \t "),
    "entities": ("", "&amp"),
    "backslashes": ("", "\\"),
    "escape sequences": ("", "\\u0041"),
    "stars": ("", "*a **b "),
    "square brackets": ("", "[a]("),
    "shortcodes": ("", "[x a="),
    "numbers": ("", "9"),
    "numbers with separators": ("", "9,999."),
    "days": ("", "3 May 2024 "),
    "head lines": ("", "Title: x\n"),
    "AMP endings": ("https://e.example/a", ".amp"),
    "AMP viewers": ("https://", "google.com/amp/s/"),
    "renderings": ("https://", "www."),
    "encoded labels": ("https://", "xn--a-b."),
    "dots": ("https://e.example/", "../"),
    "parameters": ("https://e.example/a?", "a=b&"),
    "scripts in turn": ("", "aб"),
    "marks of direction": ("", "\u202e\u2066a"),
    "joiners": ("", "a\u200d"),
    "mojibake": ("", "Ã©â€™ "),
    "bulletin heads": ("", "LENGTH: 20 words\n\n"),
    "datelines": ("", "OAKDALE, May 3 (AFP) - "),
    "capitals": ("", "Aa Bb "),
    "full stops": ("", ". "),
    "hyphens": ("", "a-"),
    "slashes": ("", "/a"),
    "JSON objects": ("", '{"a":'),
    "equal signs": ("", "=\n"),
}


def hostile_text(kind: str, characters: int) -> str:
    """A text of a kind, of about so many characters.

    >>> hostile_text("verbs", 10)
    'told told '
    """
    opening, repeated = KINDS[kind]
    return opening + repeated * max((characters - len(opening)) // len(repeated), 1)


DATES = (
    None,
    datetime(2024, 3, 5, tzinfo=UTC),
    datetime.min.replace(tzinfo=timezone(timedelta(hours=14))),
    datetime.max.replace(tzinfo=timezone(-timedelta(hours=14))),
)
LANGUAGES = (None, "en", "zh", "ar", "und", "x" * 300, "../../x", "")
NUMBERS = ("9" * 309, "1" + "9" * 5_000, "0." + "0" * 400 + "1", "9," * 300 + "9", "٩" * 309, "1e999")


def _made(function: Callable[[], Article]) -> Article | None:
    """The article, None if it is refused when it is made: that is an answer too."""
    try:
        return function()
    except InputError:
        return None


def _text() -> st.SearchStrategy[str]:
    repeated = st.builds(hostile_text, st.sampled_from([*KINDS]), st.integers(1, 3_000))
    numbers = st.sampled_from([f"{PROSE}About {number} people came." for number in NUMBERS])
    drawn = st.text(max_size=200)
    return st.lists(st.one_of(repeated, numbers, drawn, st.just(PROSE * 3)), min_size=1, max_size=3).map("\n".join)


def hostile_articles(max_size: int = 5) -> st.SearchStrategy[list[Article]]:
    """Articles with hostile texts, titles, addresses, outlets, dates and languages, each with an id of its own."""
    short = st.one_of(st.none(), st.text(max_size=60), st.builds(hostile_text, st.sampled_from([*KINDS]), st.just(500)))
    fields = st.fixed_dictionaries(
        {
            "text": _text(),
            "title": short,
            "url": short,
            "canonical": short,
            "outlet": short,
            "author": short,
            "published": st.sampled_from(DATES),
            "language": st.sampled_from(LANGUAGES),
        }
    )
    return st.lists(fields, min_size=1, max_size=max_size).map(
        lambda drawn: [
            article
            for number, each in enumerate(drawn)
            if (article := _made(lambda each=each, number=number: Article(f"hostile-{number}", **each))) is not None  # type: ignore[misc]
        ]
    )
