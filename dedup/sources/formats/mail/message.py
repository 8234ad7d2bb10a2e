"""A message: its headers and its parts. What is wrong with a header costs that header."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dedup.runtime.patterns import lazy_pattern

if TYPE_CHECKING:
    from email.message import Message

# Names that stand at the head of messages. Three of them, one of which says where the message is from, make one.
_HEADER_NAMES = (
    rb"From|To|Cc|Bcc|Subject|Date|Reply-To|Sender|Received|Return-Path|Delivered-To|Message-ID|In-Reply-To|References|"
    rb"MIME-Version|Content-Type|Content-Transfer-Encoding|Content-Language|List-[a-z]+|Precedence|Mailing-List|"
    rb"Newsgroups|Path|Organization|Lines|NNTP-Posting-Host|Xref|Snapshot-Content-Location|"
    rb"DKIM-Signature|ARC-[a-z-]+|Authentication-Results|X-[a-z0-9-]+"
)
_HEADER = lazy_pattern(rb"(?P<name>[!-9;-~]+):[^\n]*\n(?:[ \t][^\n]*\n)*+")
_KNOWN = lazy_pattern(_HEADER_NAMES, re.IGNORECASE)
_ORIGIN = lazy_pattern(rb"From|Received|Return-Path", re.IGNORECASE)
_MIN_KNOWN_HEADERS = 3
_MAX_HEADER_CHARACTERS = 20_000  # Python takes time for encoded words that grows with the square of their number
_BEGINNING = lazy_pattern(rb"(?:\xef\xbb\xbf)?\s*")


def is_message(head: bytes) -> bool:
    r"""Whether some bytes begin with the headers of a message.

    >>> is_message(b"From: ada@example.org\nDate: Tue, 5 Mar 2024 08:30:00 +0000\nSubject: Rain\n\nIt rained.")
    True
    """
    names = list(_names_of_headers(head))
    known = [name for name in names if _KNOWN.fullmatch(name)]
    return len(known) >= _MIN_KNOWN_HEADERS and any(map(_ORIGIN.fullmatch, known))


def _names_of_headers(head: bytes) -> list[bytes]:
    names = []
    at = _BEGINNING.match(head).end()  # type: ignore[union-attr]  # it matches the empty string
    while found := _HEADER.match(head, at):
        names.append(found["name"])
        at = found.end()
    return names


def header_of(message: Message, name: str) -> str | None:
    """The value of a header, decoded and in one line; None if there is none."""
    value = message.get(name)
    if value is None:
        return None
    from email.errors import MessageError
    from email.header import decode_header, make_header

    if len(str(value)) > _MAX_HEADER_CHARACTERS:
        value = str(value)[:_MAX_HEADER_CHARACTERS]
    try:
        text = str(make_header(decode_header(value)))
    except (LookupError, ValueError, MessageError):  # a charset that does not exist, damaged base64
        text = str(value)
    return " ".join(text.split()) or None


def payload_of(part: Message) -> bytes:
    """The bytes of a part that has no parts itself, decoded."""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
