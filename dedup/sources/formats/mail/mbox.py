"""A mailbox: messages one behind the other, each with a line `From address date` before it; each is an article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader

from dedup.errors import InputError
from dedup.runtime.patterns import lazy_pattern
from dedup.sources.decoding.decode import refuse_binary
from dedup.sources.formats.format import BadRecord, InputFormat, OpenFile, ReadOptions, SourceDocument, SourcePage
from dedup.sources.formats.mail.message_article import article_of_message

_BEGINNING = lazy_pattern(rb"From [^\n]*\b\d\d?:\d\d(?::\d\d)?\b[^\n]*\b\d{4}\b[^\n]*\r?(?:\n|$)")
_QUOTED = lazy_pattern(rb"^>(?=>*From )", re.MULTILINE)


def read_mbox(file: OpenFile, options: ReadOptions) -> Iterator[SourceDocument | SourcePage | BadRecord]:
    """The articles in a mailbox, numbered from 1; InputError if it is none."""
    refuse_binary(file.stream.peek())
    max_bytes = options.limits.max_source_bytes
    for number, message in enumerate(_messages(file.stream, max_bytes), 1):
        if message is None:
            yield BadRecord(number, f"a message of more than {max_bytes:,} bytes")
        elif not message.strip():
            yield BadRecord(number, "empty")
        else:
            yield article_of_message(number, _QUOTED.sub(b"", message), options.limits.max_message_parts)


def begins_message(line: bytes) -> bool:
    """Whether a line behind an empty one, or the first of all, is that before a message."""
    return _BEGINNING.match(line) is not None


def _messages(stream: BufferedReader, max_bytes: int) -> Iterator[bytes | None]:
    """The messages in a mailbox, without the line before each; None for one that is too long."""
    lines: list[bytes] = []
    size, begun, after_empty_line = 0, False, True
    while line := stream.readline(max_bytes):
        if after_empty_line and begins_message(line):
            if begun:
                yield b"".join(lines) if size <= max_bytes else None
            lines, size, begun = [], 0, True
        elif not begun and line.strip():
            raise InputError("not a mailbox: no line 'From ...' before the first message")
        else:
            size += len(line)
            if size <= max_bytes:
                lines.append(line)
        after_empty_line = not line.strip()
    if not begun:
        raise InputError("empty")
    yield b"".join(lines) if size <= max_bytes else None


def _sniff(head: bytes) -> bool:
    return _BEGINNING.match(head) is not None


FORMATS = (InputFormat(name="mbox", endings=("mbox", "mbx"), read=read_mbox, sniff=_sniff),)
