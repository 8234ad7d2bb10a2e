"""Who wrote a page's own article: persons and agencies, not the outlet itself; without "By", titles and addresses.

JSON-LD of the own article comes first, then `<meta>` tags, then the marks near the headline, then a line behind it that
begins like a byline.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from bs4 import Tag

from dedup.sources.pages.metadata.json_ld import JsonLd
from dedup.sources.pages.metadata.tags.near_marks import Mark, NearMarks
from dedup.sources.pages.metadata.tags.shown_words import AND_WORDS, BY_WORDS, BYLINE_WORDS, NO_NAMES, PARTICLES

_MAX_NAME = 60  # characters, with titles
_MAX_BYLINE = 80  # characters of a line behind the headline that names its author
_MAX_AUTHORS = 20


def _opening(words: Iterable[str]) -> re.Pattern[str]:
    """One of some words at the beginning of a line, with the colon or space behind it."""
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(longest_first)})(?:\s*[:：＝=／/]\s*|\s+)(?=\S)", re.IGNORECASE)


_BY, _BYLINE = _opening(BY_WORDS), _opening(BYLINE_WORDS)
_PARTICLE = re.compile(rf"(?:{'|'.join(PARTICLES)})\s+(?=\S+\s+\S)", re.IGNORECASE)
_BETWEEN_NAMES = re.compile(rf"\s*[,;/、，،|·•]\s*|\s+(?:{'|'.join(AND_WORDS)}|&)\s+", re.IGNORECASE)
_NO_NAME = re.compile(r"\d|\.(?:com|org|net|html)\b", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W_]+")


def find_author(
    json_ld: Sequence[str], metas: Iterable[str], near: NearMarks | None, sites: Sequence[str]
) -> str | None:
    """The names of the authors, joined by ", ", at a site that is called by `sites`.

    >>> find_author([], ["By Ada Lund and Bo Ek"], None, ["Orre Post"])
    'Ada Lund, Bo Ek'
    """
    outlets = NO_NAMES | {_squeezed(site) for site in sites}
    for stated in chain([json_ld], ([each] for each in metas), _near_groups(near)):
        names = dict.fromkeys(name for each in stated for name in _names(each, outlets))
        if names:
            return ", ".join(list(names)[:_MAX_AUTHORS])
    return None


def author_names(json_ld: JsonLd, value: object) -> Iterator[str]:
    """The names that an `author` of JSON-LD holds, of objects or strings."""
    for each in json_ld.values(value):
        name = each.get("name") if isinstance(each, dict) else each
        yield from (one for one in (name if isinstance(name, list) else [name]) if isinstance(one, str))


def _names(stated: str, outlets: frozenset[str]) -> Iterator[str]:
    """The names in a byline, but for those of the outlet."""
    line = " ".join(html.unescape(stated).split())
    if "://" in line or "@" in line:
        return
    for part in _BETWEEN_NAMES.split(_without_by(line)):
        name = _without_by(part.strip(" .:-–—()[]\"'"))
        squeezed = _squeezed(name)
        if squeezed and squeezed not in outlets and len(name) <= _MAX_NAME and not _NO_NAME.search(name):
            yield name


def _without_by(line: str) -> str:
    by = _BY.match(line) or _PARTICLE.match(line)
    return line[by.end() :] if by else line


def _squeezed(name: str) -> str:
    return "".join(_LETTERS.findall(name.casefold()))


def _near_groups(near: NearMarks | None) -> Iterator[list[str]]:
    if near is not None:
        yield from _groups(near.persons())
        yield from ([text] for text in near.texts() if len(text) <= _MAX_BYLINE and _BYLINE.match(text))


def _groups(marks: Sequence[Mark]) -> Iterator[list[str]]:
    """The names in the marks; of marks that are alike and equally near to the headline, together."""
    alike: dict[tuple[str, str, int], list[str]] = {}
    for mark in marks:
        key = (mark.tag.name, str(mark.tag.get("class")), mark.shared_ancestors)
        alike.setdefault(key, []).extend(_names_in(mark.tag))
    yield from alike.values()


def _names_in(tag: Tag) -> list[str]:
    """The names in a mark: its parts that are marked as names, else its links, else its text."""
    for found in (tag.find_all(itemprop="name"), tag.find_all(rel="author"), tag.find_all("a")):
        texts = [" ".join(each.get_text(" ").split()) or str(each.get("content", "")) for each in found]
        if any(texts):
            return texts
    return [str(tag.get("content") or "") or " ".join(tag.get_text(" ").split())]
