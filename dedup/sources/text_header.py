"""The head of a plain text file: lines such as `Title: ...` at the top, closed by an empty line.

    Title: Mayor opens the new bridge
    Outlet: example.org
    Published: 2024-03-05T08:30:00Z

    The mayor opened ...

The known names are Title, Outlet, Published, URL, Author and Language. The text of the article begins behind the empty
line, and spans count from there. Any other line at the top, and the file has no head: all of it is text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from dedup.sources.dates import parse_date

_NAMES = "Title|Outlet|Published|URL|Author|Language"
_HEADER = re.compile(rf"(?:(?:{_NAMES}):[^\n]*\n)+\r?\n")
_LINE = re.compile(rf"({_NAMES}):([^\n]*)\n")


@dataclass(frozen=True, slots=True)
class TextHeader:
    """What the head of a text file says, and the text behind it."""

    text: str
    title: str | None = None
    outlet: str | None = None
    published: datetime | None = None
    url: str | None = None
    author: str | None = None
    language: str | None = None


def split_text_header(text: str) -> TextHeader:
    r"""Part the head from the text.

    >>> read_header("Title: Rain\n\nIt rained.")
    Header(text='It rained.', title='Rain', outlet=None, published=None, url=None, author=None, language=None)
    """
    head = _HEADER.match(text)
    if head is None:
        return TextHeader(text)
    said = {name: value.strip() or None for name, value in _LINE.findall(head[0])}
    return TextHeader(
        text[head.end() :],
        title=said.get("Title"),
        outlet=said.get("Outlet"),
        published=parse_date(said.get("Published")),
        url=said.get("URL"),
        author=said.get("Author"),
        language=said.get("Language"),
    )
