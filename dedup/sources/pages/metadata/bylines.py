"""Who wrote a page's own article: persons and agencies, not the outlet itself; without "By", titles and addresses.

JSON-LD of the own article comes first, then `<meta>` tags, then the marks near the headline, then a line behind it that
begins like a byline.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from dedup.runtime.patterns import lazy_pattern
from dedup.sources.pages.metadata.json_ld import JsonLd, JsonObject
from dedup.sources.pages.metadata.tags.near_marks import Mark, NearMarks
from dedup.sources.pages.metadata.tags.shown_words import (
    AND_WORDS,
    BY_WORDS,
    BYLINE_WORDS,
    NAME_ENDS,
    NO_NAMES,
    PARTICLES,
)

if TYPE_CHECKING:
    from bs4 import Tag

_MAX_STATED = 1_000  # characters of a byline that are read
_MAX_NAME = 60  # characters, with titles
_MIN_NAME_PART = 4  # letters of a word in a byline that begins with a capital: no "and", no "von"
_MAX_BYLINE = 80  # characters of a line behind the headline that names its author
_MAX_AUTHORS = 20


def _opening(words: Iterable[str]) -> re.Pattern[str]:
    """One of some words at the beginning of a line, with the colon or space behind it."""
    return re.compile(rf"{_either(words)}(?:\s*[:：＝=／/]\s*|\s+)(?=\S)", re.IGNORECASE)


def _either(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})"


_BY, _BYLINE = _opening(BY_WORDS), _opening(BYLINE_WORDS)
_NAME_END = lazy_pattern(rf"(?<=\S)\s*(?:{'|'.join(NAME_ENDS)})$")
_PARTICLE = lazy_pattern(rf"(?:{'|'.join(PARTICLES)})\s+(?=\S+\s+\S)", re.IGNORECASE)
_ENDS_WITH_BY = lazy_pattern(rf"(?:^|[\s|·]){_either(BYLINE_WORDS)}\s*[:：]?$", re.IGNORECASE)
# What a line goes on with behind its names: "in Berlin", "| Reporter", a date.
_BEHIND_NAMES = lazy_pattern(
    r"(?<!\s)(?:\s++(?:in|on|for|at|am|um|le|il|el|dal|[-–—|(•·@])\s*+|\s*+[|(•·]|\s++\d)|(?<![\s,])\s*+,\s++\d|,\s++\w++\s++\d"
)
_AND = f"(?:{_either(AND_WORDS)}|&)"
_BETWEEN_NAMES = lazy_pattern(rf"(?<!\s)(?:\s*+[,;/、，،|·•]\s*+(?:{_AND}\s++)?|\s++{_AND}\s++)", re.IGNORECASE)
_ADDRESS = lazy_pattern(r"\S*(?:://|@|www\.)\S*")
_NO_NAME = lazy_pattern(r"\d|\.(?:com|org|net|html)\b", re.IGNORECASE)
_NO_NAMES = frozenset((*AND_WORDS, *BY_WORDS))  # left over where a line is cut
_LETTERS = lazy_pattern(r"[^\W_]+")


def find_author(
    json_ld: Sequence[str], metas: Iterable[Sequence[str]], near: NearMarks | None, sites: Sequence[str]
) -> str | None:
    """The names of the authors, joined by ", ", at a site that is called by `sites`.

    >>> find_author([], [["By Ada Lund and Bo Ek"]], None, ["Orre Post"])
    'Ada Lund, Bo Ek'
    """
    outlets = NO_NAMES | {_squeezed(site) for site in sites}
    for stated in chain([json_ld], metas, _near_groups(near)):
        names = dict.fromkeys(name for each in stated for name in _names(each, outlets))
        if names:
            return ", ".join(list(names)[:_MAX_AUTHORS])
    return None


def author_names(json_ld: JsonLd, value: object) -> Iterator[str]:
    """The names that an `author` of JSON-LD holds, of objects or strings."""
    for each in json_ld.values(value):
        name = each.get("name") or _joined_name(each) if isinstance(each, dict) else each
        yield from (one for one in (name if isinstance(name, list) else [name]) if isinstance(one, str))


def _joined_name(person: JsonObject) -> str:
    parts = (person.get("givenName"), person.get("familyName"))
    return " ".join(part for part in parts if isinstance(part, str))


def _names(stated: str, outlets: frozenset[str]) -> Iterator[str]:
    """The names in a byline, but for those of the outlet."""
    line = " ".join(_ADDRESS.sub(" ", html.unescape(stated[:_MAX_STATED])).split())
    for part in _BETWEEN_NAMES.split(_without_by(line)):
        name = _NAME_END.sub("", _without_by(part.strip(" .:-–—()[]\"'")))
        squeezed = _squeezed(name)
        if (
            squeezed
            and squeezed not in outlets
            and name.lower() not in AND_WORDS
            and len(name) <= _MAX_NAME
            and not _NO_NAME.search(name)
        ):
            yield name


def _without_by(line: str) -> str:
    by = _BY.match(line) or _PARTICLE.match(line)
    return line[by.end() :] if by else line


def _squeezed(name: str) -> str:
    return "".join(_LETTERS.findall(name.casefold()))


def _near_groups(near: NearMarks | None) -> Iterator[list[str]]:
    """What stands near the headline and looks like names: marks first, then lines that begin like bylines."""
    if near is not None:
        for group in chain(_groups(near.persons()), ([line] for line in _bylines(near.texts()))):
            yield list(filter(_is_like_names, (_BEHIND_NAMES.split(_without_by(each))[0] for each in group)))


def _bylines(texts: Iterable[str]) -> Iterator[str]:
    """The lines that begin with a "by"; or the piece behind one that ends with it."""
    said_by = False
    for text in texts:
        if len(text) <= _MAX_BYLINE and (said_by or _BYLINE.match(text)):
            yield text
        said_by = _ENDS_WITH_BY.search(text) is not None


def _is_like_names(text: str) -> bool:
    """Whether the longer words of a short text begin as names do."""
    return len(text) <= _MAX_BYLINE and not any(
        word[0].islower() for word in text.split() if len(word) >= _MIN_NAME_PART and word.lower() not in AND_WORDS
    )


def _groups(marks: Sequence[Mark]) -> Iterator[list[str]]:
    """The names in the marks; of marks that are alike and equally near to the headline, together."""
    alike: dict[tuple[str, str, int], list[str]] = {}
    for mark in marks:
        key = (mark.tag.name, str(mark.tag.get("class")), mark.shared_ancestors)
        alike.setdefault(key, []).extend(_names_in(mark.tag))
    yield from alike.values()


def _names_in(tag: Tag) -> list[str]:
    """The names in a mark: its parts that are marked as names, its links or its pieces, else its text."""
    for found in (
        tag.find_all(itemprop="name"),
        tag.find_all(rel="author"),
        tag.find_all("a"),
        tag.find_all(("span", "li")),
    ):
        texts = [
            " ".join(each.get_text(" ").split()) or str(each.get("content", ""))
            for each in found
            if not each.find(each.name)
        ]
        if any(texts):
            return texts
    return [str(tag.get("content") or "") or _first_line(tag)]


def _first_line(tag: Tag) -> str:
    """The first piece of a mark's text that is more than a "by", with which it goes on."""
    pieces = [" ".join(piece.split()) for piece in tag.stripped_strings]
    return next((piece for piece in pieces if piece.rstrip(" :：").lower() not in _NO_NAMES), "")
