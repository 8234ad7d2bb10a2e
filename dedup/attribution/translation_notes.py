"""Notes by which an article says that it is a translation: "Aus dem Englischen von Anna Berg", "翻訳：山田花子".

A note is a line of its own near the beginning or the end, or an author field: a sentence in which a novel is translated
is none, nor is a headline on a translation.
"""

from __future__ import annotations

import json
import re
from functools import cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from dedup.article import Article, Span
from dedup.runtime.patterns import lazy_pattern

_MAX_LINES = 4  # from either end, blank ones apart
_MAX_NOTE = 100  # characters of a line
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_WORD = r"(?:[^\W\d_a-zß-öø-ÿа-яёіїєґ][\w.'’-]*)"
_SMALL = "von|van|der|de|del|della|da|di|do|dos|la|le|y|e|et|und|and|och|en|и|та|i|/|&"
_NAME = rf"{_WORD}(?:,? (?:(?:{_SMALL}) )*{_WORD}){{0,5}}"
_UNCASED = r"[^\W\d_]{1,14}(?:[ ・·、][^\W\d_]{1,14}){0,3}"
_LANGUAGE = r"[^\W\d_]+"
_OPENING, _CLOSING = r"[\s\-–—*_(（\[【|«\"]*", r"[\s\-–—*_)）\]】|»\".。!]*"


class TranslationNote(NamedTuple):
    """Where an article says that it is translated, and the language from which; "" where it does not say so.

    `span` is None for an author field.
    """

    span: Span | None
    language: str


def translation_note(article: Article) -> TranslationNote | None:
    r"""The note by which an article says that it is a translation; None if it has none.

    >>> translation_note(Article("a", "Die Brücke bleibt gesperrt.\nAus dem Englischen von Anna Berg"))
    TranslationNote(span=Span(start=28, end=60), language='en')
    >>> translation_note(Article("a", "Der Roman wurde aus dem Englischen von Anna Berg übersetzt und gelobt."))
    """
    for start, line in _lines_at_ends(article.text):
        language = _language_of_note(line)
        if language is not None:
            return TranslationNote(Span(start, start + len(line)), language)
    language = _language_of_note(article.author or "")
    return None if language is None else TranslationNote(None, language)


def _lines_at_ends(text: str) -> list[tuple[int, str]]:
    """The short lines near the beginning and the end, and where each starts."""
    head = [(line.start(), line.group()) for line in islice(_LINE.finditer(text), _MAX_LINES)]
    tail, end = list[tuple[int, str]](), len(text)
    while end > 0 and len(tail) < _MAX_LINES:
        start = text.rfind("\n", 0, end) + 1
        if text[start:end].strip():
            tail.append((start, text[start:end]))
        end = start - 1
    return [(start, line) for start, line in dict.fromkeys([*head, *tail]) if len(line) <= _MAX_NOTE]


def _language_of_note(line: str) -> str | None:
    """The language from which a line says that a text is translated, "" if it does not say which; None for no note."""
    folded = line.casefold()
    for signs, pattern, languages in _notes():
        note = pattern.fullmatch(line) if any(map(folded.__contains__, signs)) else None
        if note:
            words = re.findall(r"[^\W\d_]+", note.group("note").lower())
            codes = [code for word in words for stem, code in languages.items() if word.startswith(stem)]
            return codes[0] if codes else ""
    return None


class _Notes(NamedTuple):
    """The notes of one language: every line that is one has a sign, which most lines have not."""

    signs: list[str]
    pattern: re.Pattern[str]
    languages: dict[str, str]


@cache
def _notes() -> tuple[_Notes, ...]:
    listed = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8")).values()
    return tuple(
        _Notes(row["signs"], _note_pattern(row["notes"], row["languages"]), row["languages"]) for row in listed
    )


def _note_pattern(templates: list[str], languages: dict[str, str]) -> re.Pattern[str]:
    """The notes of one language. Where no translator is named, the language has to be one that is known."""
    every = "|".join(_filled(template, languages) for template in templates)
    return lazy_pattern(rf"{_OPENING}(?P<note>{every}){_CLOSING}", re.IGNORECASE)


def _filled(template: str, languages: dict[str, str]) -> str:
    known = f"(?:{'|'.join(languages)})"
    is_named = "{n}" in template.replace("{n})?", "")
    parts = {
        "{n}": f"(?-i:{_NAME})",
        "{u}": _UNCASED,
        "{l}": _LANGUAGE if is_named else rf"{known}[^\W\d_]*",
        "{k}": known,
    }
    for placeholder, pattern in parts.items():
        template = template.replace(placeholder, pattern)
    return template
