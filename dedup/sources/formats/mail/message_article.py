"""The article in a message: its subject, its sender, its date, and its text.

The text is the plain one, unless it is a stub beside a page ("read this in your browser"): then it is the main text of
the page. Attachments are not read; a warning counts them.
"""

from __future__ import annotations

from collections import Counter
from pathlib import PurePath
from typing import TYPE_CHECKING

from dedup.errors import InputError
from dedup.sources.article_parts import ArticleParts
from dedup.sources.dates.read_date import read_date
from dedup.sources.decoding.decode import decode
from dedup.sources.formats.format import BadRecord, Number, SourceDocument, SourcePage
from dedup.sources.formats.mail.message import header_of, payload_of
from dedup.sources.markup.shown_text import shown_text

if TYPE_CHECKING:
    from email.message import Message

_MAX_STUB_CHARACTERS = 300  # of a plain text that only says where the message can be read
_MIN_PAGE_TO_STUB = 3  # times as long is the page; beside a short message it says the same


def article_of_message(number: Number, source: bytes, max_parts: int) -> SourceDocument | SourcePage | BadRecord:
    """The article in the bytes of a message."""
    try:
        return _article(number, source, max_parts)
    except InputError as error:
        return BadRecord(number, str(error))
    except Exception as error:  # damaged headers of parts raise what the parser happens to raise
        return BadRecord(number, f"not a message that can be read: {error}")


def _article(number: Number, source: bytes, max_parts: int) -> SourceDocument | SourcePage | BadRecord:
    from email import message_from_bytes

    message = message_from_bytes(source.lstrip(b"\xef\xbb\xbf\r\n"))
    plain, pages, attached = _parts(message, max_parts)
    stated = _stated(message, attached)
    text = "\n\n".join(filter(None, (decode(payload_of(part), part.get_content_charset()).strip() for part in plain)))
    if pages and _is_stub(text, pages[0]):
        return SourcePage(number, payload_of(pages[0]), None, pages[0].get_content_charset(), stated)
    if not text:
        return BadRecord(number, f"no text in the message, but {message.get_content_type()}")
    return SourceDocument(number, ArticleParts(text).with_stated(stated))


def _is_stub(text: str, page: Message) -> bool:
    """Whether a plain text only says where the page beside it can be read."""
    if not text:
        return True
    if len(text) > _MAX_STUB_CHARACTERS:
        return False
    shown = shown_text(decode(payload_of(page), page.get_content_charset()))
    return len(shown.text) >= _MIN_PAGE_TO_STUB * len(text)


def _parts(message: Message, max_parts: int) -> tuple[list[Message], list[Message], Counter[str]]:
    """The parts of a message with plain text, those with pages, and the endings of what is attached."""
    plain, pages, attached = [], [], Counter[str]()
    waiting, count = [message], 0
    while waiting:
        part, count = waiting.pop(), count + 1
        if count > max_parts:
            raise InputError(f"a message of more than {max_parts:,} parts")
        kind = part.get_content_type()
        inner = part.get_payload()
        if part.get_content_disposition() == "attachment" or kind == "message/rfc822":
            attached[PurePath(part.get_filename() or "").suffix.lower() or kind] += 1
        elif isinstance(inner, list):
            waiting += [each for each in reversed(inner) if not isinstance(each, str)]
        elif kind == "text/plain":
            plain.append(part)
        elif kind == "text/html":
            pages.append(part)
        elif part.get_filename() and part.get_content_maintype() != "image":
            attached[PurePath(part.get_filename() or "").suffix.lower() or kind] += 1
    return plain, pages, attached


def _stated(message: Message, attached: Counter[str]) -> ArticleParts:
    from email.utils import parseaddr

    name, address = parseaddr(header_of(message, "From") or "")
    date = read_date(header_of(message, "Date"))
    archived = (header_of(message, "Archived-At") or "").strip("<> ")
    warnings = [date.problem] if date.problem else []
    if attached:
        endings = ", ".join(f"{ending} {count}" for ending, count in sorted(attached.items()))
        warnings.append(f"what is attached is not read: {endings}")
    return ArticleParts(
        "",
        title=header_of(message, "Subject"),
        url=archived if archived.startswith(("http://", "https://")) else None,
        published=date.moment,
        language=header_of(message, "Content-Language"),
        author=name or address or None,
        warnings=tuple(warnings),
    )
