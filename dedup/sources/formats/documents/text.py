"""Plain text: one article, with or without a head that says what it is; or what a newspaper database exports.

    Title: Mayor opens the new bridge
    Outlet: example.org
    Published: 2024-03-05T08:30:00Z

    The mayor opened ...

A head is lines `Name: value` closed by an empty line, or front matter; `dedup.sources.heads` has the names. The text of
the article begins below it, and spans count from there. A file without a head is all text.
"""

from __future__ import annotations

from collections.abc import Iterator

from dedup.sources.decoding.bounded_reading import read_one_article
from dedup.sources.decoding.mojibake import decode_mended
from dedup.sources.formats.format import InputFormat, OpenFile, ReadOptions, SourceDocument
from dedup.sources.heads.database_exports import read_export
from dedup.sources.heads.split_head import split_head
from dedup.sources.markup.shown_text import shown_parts


def read_text(file: OpenFile, options: ReadOptions) -> Iterator[SourceDocument]:
    """The article in a text file, or the articles of an export."""
    text, doubts = decode_mended(read_one_article(file.stream, options.limits), options.encoding)
    articles = read_export(text) or [split_head(text)]
    for number, article in enumerate(articles, 1):
        parts = shown_parts(article)
        warned = parts._replace(warnings=(*doubts, *parts.warnings)) if doubts else parts
        yield SourceDocument(number if len(articles) > 1 else None, warned)


FORMATS = (InputFormat(name="text", endings=("txt", "text"), read=read_text, holds_one_article=True),)
