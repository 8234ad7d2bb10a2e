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

from dedup.sources.pages.metadata.json_ld import JsonLd, JsonObject
from dedup.sources.pages.metadata.near_marks import Mark, NearMarks

_BY = (
    r"by|written by|story by|words by|von|par|propos recueillis par|por|de|di|da|a cura di|door|av|af|tekst:?|text:?|autor(?:a|in)?:?"
    r"|yazan:?|haber:?|автор:?|автор текста:?|文[＝=／/:：]?|記者:?|作者[:：]?|记者|بقلم|كتب|oleh|bởi"
)
_BY_BEFORE = re.compile(rf"^(?:{_BY})(?:\s*[:：]\s*|\s+|(?<=[＝=／/:：]))", re.IGNORECASE)
_BY_LINE = re.compile(
    r"^(?:by|written by|von|par|por|di|door|av|af|tekst|text|autor(?:a|in)?|yazan|haber|автор|автор текста|作者|记者|文|بقلم|كتب|oleh)"
    r"\s*[:：＝=／/]?\s*(?=\w)",
    re.IGNORECASE,
)
_CONNECTORS = re.compile(
    r"\s*[;/、，،|·•\n]\s*|\s+(?:and|und|et|y|och|og|en|e|i|ve|и|&|with|mit|con|avec)\s+|,\s*(?:and|und|et|y|e|i)?\s*", re.IGNORECASE
)
_JUNK = re.compile(r"@|https?:|www\.|\.(?:com|org|net)\b|\d")
_NOBODY = frozenset(("admin", "administrator", "unknown", "none", "null", "author", "staff", "editor", "guest", "root", "webmaster"))
_MAX_NAME = 60  # characters of a name, with titles
_MAX_BYLINE = 80  # characters of a line behind the headline that names its author
_MAX_AUTHORS = 20
_LETTERS = re.compile(r"[^\W_]+")


def find_author(json_ld: Sequence[str], metas: Iterable[str], near: NearMarks | None, sites: Sequence[str]) -> str | None:
    """The names of the authors, joined by ", ", at a site that is called by `sites`.

    >>> find_author([], ["By Ada Lund and Bo Ek"], None, ["Orre Post"])
    'Ada Lund, Bo Ek'
    """
    squeezed = {"".join(_LETTERS.findall(site.casefold())) for site in sites}
    for stated in chain([json_ld], ([each] for each in metas), _near_groups(near)):
        names = dict.fromkeys(name for each in stated for name in _persons(each, squeezed))
        if names:
            return ", ".join(list(names)[:_MAX_AUTHORS])
    return None


def author_names(json_ld: JsonLd, value: object) -> Iterator[str]:
    """The names that an `author` of JSON-LD holds, of objects or strings."""
    for each in json_ld.values(value):
        name = each.get("name") if isinstance(each, dict) else each
        for one in name if isinstance(name, list) else [name]:
            if isinstance(one, str):
                yield one


def _persons(stated: str, sites: set[str]) -> Iterator[str]:
    text = " ".join(html.unescape(stated).split())
    if "://" in text or "@" in text:
        return
    text = _BY_BEFORE.sub("", text)
    for part in _CONNECTORS.split(text):
        name = _BY_BEFORE.sub("", part.strip(" .:-–—()[]\"'"))
        squeezed = "".join(_LETTERS.findall(name.casefold()))
        if not squeezed or len(name) > _MAX_NAME or _JUNK.search(name) or squeezed in sites or squeezed in _NOBODY:
            continue
        yield name


def _near_groups(near: NearMarks | None) -> Iterator[list[str]]:
    if near is None:
        return
    yield from _groups(near.persons())
    yield from ([text] for text in near.texts() if len(text) <= _MAX_BYLINE and _BY_LINE.match(text))


def _groups(marks: Sequence[Mark]) -> Iterator[list[str]]:
    """The names of marks, those that are alike and equally near to the headline together."""
    seen = set()
    for mark in marks:
        key = (mark.tag.name, str(mark.tag.get("class")), mark.shared_ancestors)
        if key not in seen:
            seen.add(key)
            yield [
                name
                for each in marks
                if (each.tag.name, str(each.tag.get("class")), each.shared_ancestors) == key
                for name in _names_in(each.tag)
            ]


def _names_in(tag: Tag) -> list[str]:
    """The names in a mark: its parts that are marked as names, else its links, else its text."""
    for found in (
        tag.find_all(itemprop="name"),
        tag.find_all(rel="author"),
        tag.find_all("a"),
    ):
        texts = [" ".join(each.get_text(" ").split()) or str(each.get("content", "")) for each in found]
        if any(texts):
            return texts
    return [str(tag.get("content") or "") or " ".join(tag.get_text(" ").split())]
