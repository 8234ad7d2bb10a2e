"""A message of e-mail in a file of its own: one article."""

from __future__ import annotations

from collections.abc import Iterator

from dedup.sources.decoding.bounded_reading import read_one_article
from dedup.sources.decoding.decode import refuse_binary
from dedup.sources.formats.documents.mhtml import sniff_mhtml
from dedup.sources.formats.format import BadRecord, InputFormat, OpenFile, ReadOptions, SourceDocument, SourcePage
from dedup.sources.formats.mail.message import is_message
from dedup.sources.formats.mail.message_article import article_of_message


def read_eml(file: OpenFile, options: ReadOptions) -> Iterator[SourceDocument | SourcePage | BadRecord]:
    """The article in a file with one message."""
    source = read_one_article(file.stream, options.limits)
    refuse_binary(source)
    yield article_of_message(None, source, options.limits.max_message_parts)


def _sniff(head: bytes) -> bool:
    return is_message(head) and not sniff_mhtml(head)


FORMATS = (InputFormat(name="eml", endings=("eml", "emlx"), read=read_eml, sniff=_sniff, holds_one_article=True),)
