"""MHTML: a page that a browser saved with all its parts in one message of e-mail; the page itself is one article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dedup.errors import InputError
from dedup.runtime.patterns import lazy_pattern
from dedup.sources.decoding.bounded_reading import read_one_article
from dedup.sources.formats.format import InputFormat, OpenFile, ReadOptions, SourcePage
from dedup.sources.formats.mail.message import header_of, is_message, payload_of

if TYPE_CHECKING:
    from email.message import Message

_TYPES = ("text/html", "application/xhtml+xml")
_SAVED = lazy_pattern(rb"^(?:Snapshot-Content-Location:|From:\s*\W*Saved by\b)", re.IGNORECASE | re.MULTILINE)


def read_mhtml(file: OpenFile, options: ReadOptions) -> Iterator[SourcePage]:
    """The page in a file; its address is that which the browser noted. InputError if there is none."""
    from email import message_from_bytes

    message = message_from_bytes(read_one_article(file.stream, options.limits))
    try:
        page = _main_part(message)
        charset = page.get_content_charset() if page else None
    except Exception as error:  # damaged headers of parts raise what the parser happens to raise
        raise InputError(f"not a saved page that can be read: {error}") from error
    if page is None:
        raise InputError("no page in the message")
    address = header_of(page, "Content-Location") or header_of(message, "Snapshot-Content-Location")
    is_web = address is not None and address.startswith(("http://", "https://"))
    yield SourcePage(None, payload_of(page), address if is_web else None, charset)


def _main_part(message: Message) -> Message | None:
    """The part that the message begins with, else the first page in it."""
    pages = [part for part in message.walk() if part.get_content_type() in _TYPES]
    start = message.get_param("start")
    return next((page for page in pages if start and page.get("Content-ID") == start), pages[0] if pages else None)


def sniff_mhtml(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a saved page."""
    return is_message(head) and _SAVED.search(head) is not None


FORMATS = (
    InputFormat(name="mhtml", endings=("mhtml", "mht"), read=read_mhtml, sniff=sniff_mhtml, holds_one_article=True),
)
