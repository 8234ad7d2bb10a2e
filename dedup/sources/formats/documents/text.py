"""Plain text: one article, with or without a header of lines such as `Title: ...`, closed by an empty line.

    Title: Mayor opens the new bridge
    Outlet: example.org
    Published: 2024-03-05T08:30:00Z

    The mayor opened ...

The known names are Title, Outlet, Published, URL, Author and Language. The text of the article begins after the empty
line, and spans count from there. If any other line stands at the top, the file has no header: all of it is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dedup.sources.article_parts import ArticleParts
from dedup.sources.dates.parse_date import parse_date
from dedup.sources.decoding.bounded_reading import read_one_article
from dedup.sources.decoding.decode import decode
from dedup.sources.formats.format import InputFormat, OpenFile, ReadOptions, SourceDocument

_NAMES = "Title|Outlet|Published|URL|Author|Language"
_HEADER = re.compile(rf"(?:(?:{_NAMES}):[^\n]*\n)+\r?\n")
_HEADER_LINE = re.compile(rf"({_NAMES}):([^\n]*)\n")


def read_text(file: OpenFile, options: ReadOptions) -> Iterator[SourceDocument]:
    """The article in a text file."""
    yield SourceDocument(None, split_header(decode(read_one_article(file.stream, options.limits))))


def split_header(text: str) -> ArticleParts:
    r"""What the header of a text says, and the text after it.

    >>> split_header("Title: Rain\n\nIt rained.").title
    'Rain'
    """
    header = _HEADER.match(text)
    if header is None:
        return ArticleParts(text)
    stated = {name: value.strip() or None for name, value in _HEADER_LINE.findall(header[0])}
    return ArticleParts(
        text[header.end() :],
        title=stated.get("Title"),
        url=stated.get("URL"),
        outlet=stated.get("Outlet"),
        published=parse_date(stated.get("Published")),
        language=stated.get("Language"),
        author=stated.get("Author"),
    )


FORMATS = (InputFormat(name="text", endings=("txt", "text", "md", "markdown"), read=read_text, holds_one_article=True),)
