"""Markdown: one article, as crawlers save pages; its text is what it shows.

It may have a head, as a plain text may; below the first heading, too. The heading is the title if no head states one,
and stays in the text, since the page shows it. A day before the name of the file is when it was published, if no head
says so. Markdown that is nothing but paragraphs stays byte for byte.
"""

from __future__ import annotations

from collections.abc import Iterator

from dedup.runtime.patterns import lazy_pattern
from dedup.sources.article_parts import ArticleParts
from dedup.sources.dates.day_of_path import day_of_path
from dedup.sources.decoding.bounded_reading import read_one_article
from dedup.sources.decoding.mojibake import decode_mended
from dedup.sources.formats.format import InputFormat, OpenFile, ReadOptions, SourceDocument
from dedup.sources.heads.split_head import split_head
from dedup.sources.markup.markdown_text import read_markdown

_HEADING = lazy_pattern(r"\s*(?:#[ \t]+([^\n]+?)[ \t#]*|([^\s#>*|-][^\n]*)\r?\n=+[ \t]*)\r?(?:\n|\Z)")

_LATER_HEADING = lazy_pattern(
    r"(?:(?!```|~~~|#[ \t])[^\n]*\n)+#[ \t]+([^\n]+?)[ \t#]*\r?(?:\n|\Z)"
)  # below a site's menu


def read_markdown_file(file: OpenFile, options: ReadOptions) -> Iterator[SourceDocument]:
    """The article in a Markdown file."""
    text, doubts = decode_mended(read_one_article(file.stream, options.limits), options.encoding)
    parts = parts_of_markdown(text)
    published = parts.published or day_of_path(file.path.name)
    yield SourceDocument(None, parts._replace(published=published, warnings=(*doubts, *parts.warnings)))


def parts_of_markdown(source: str) -> ArticleParts:
    r"""The text that Markdown shows, and what its head and first heading say.

    >>> parts_of_markdown("# Rain\n\nBy: Ann Lee\n\nIt *rained*.").text
    'Rain\n\nIt rained.'
    """
    parts = split_head(source)
    heading = _HEADING.match(parts.text)
    if heading is not None:
        below = split_head(parts.text[heading.end() :])
        title = " ".join(read_markdown(heading[1] or heading[2]).text.split())
        parts = below._replace(text=f"{heading[0]}\n{below.text}") if _is_stated(below) else parts
        parts = parts._replace(title=parts.title or title or None)
    elif parts.title is None and (later := _LATER_HEADING.match(parts.text)):
        parts = parts._replace(title=" ".join(read_markdown(later[1]).text.split()) or None)
    text, links = read_markdown(parts.text, parts.canonical or parts.url)
    return parts._replace(text=text, links=tuple(dict.fromkeys((*parts.links, *links))))


def _is_stated(parts: ArticleParts) -> bool:
    return parts != ArticleParts(parts.text)


FORMATS = (
    InputFormat(name="markdown", endings=("md", "markdown", "mdown"), read=read_markdown_file, holds_one_article=True),
)
