"""Feeds and mailboxes: items and messages are left out; every other byte stays, and no text in them is cut.

An item of a feed is found by its tags in the bytes of the file; a message by the line before it, as the reader does.
"""

from __future__ import annotations

from io import BufferedReader, BytesIO
from pathlib import Path
from typing import BinaryIO

from dedup.clean.writers.file_decisions import FileDecisions, NotWrittenError
from dedup.runtime.patterns import lazy_pattern
from dedup.sources.formats.format import OpenFile, ReadOptions, SourceWarning
from dedup.sources.formats.mail.mbox import begins_message
from dedup.sources.formats.records.feed import read_feed

_TAGS = lazy_pattern(
    rb"(?s)<!\[CDATA\[.*?\]\]>|<!--.*?-->|(?P<begin><(?:[\w.-]+:)?(?:item|entry)(?=[\s>])[^>]*(?<!/)>)"
    rb"|(?P<end></(?:[\w.-]+:)?(?:item|entry)\s*>)",
)
_INDENT = lazy_pattern(rb"[ \t]*\r?\n?[ \t]*\Z")

_MARKED_UP = "the text of an item stands marked up in the feed"
_ENCODED = "the text of a message is encoded in the mailbox"


def write_feed(stored: BufferedReader, out: BinaryIO, decisions: FileDecisions) -> None:
    """Write a feed without some items; NotWrittenError where they are not found in its bytes as they were read."""
    source = stored.read()
    ranges = _items(source)
    if len(ranges) != _read_items(source):
        raise NotWrittenError("its items are not written as the standard has it")
    _leave_cuts(decisions, _MARKED_UP)
    place = 0
    for number, (start, end) in enumerate(ranges, 1):
        if number in decisions.drops:
            out.write(_INDENT.sub(b"", source[place:start]))
            place = end
    out.write(source[place:])


def write_mailbox(stored: BufferedReader, out: BinaryIO, decisions: FileDecisions) -> None:
    """Write a mailbox without some messages."""
    _leave_cuts(decisions, _ENCODED)
    number, after_empty_line = 0, True
    for line in stored:
        number += after_empty_line and begins_message(line)
        if number not in decisions.drops:
            out.write(line)
        after_empty_line = not line.strip()


def _leave_cuts(decisions: FileDecisions, reason: str) -> None:
    for record in decisions.cuts:
        decisions.leave(record, reason)


def _items(source: bytes) -> list[tuple[int, int]]:
    """Where the items of a feed stand, in order."""
    found: list[tuple[int, int]] = []
    starts: list[int] = []
    for tag in _TAGS.finditer(source):
        if tag["begin"]:
            starts.append(tag.start())
        elif tag["end"] and starts:
            start = starts.pop()
            found += [] if starts else [(start, tag.end())]
    return found


def _read_items(source: bytes) -> int:
    """How many items the reader finds."""
    items = read_feed(OpenFile(Path(), BufferedReader(BytesIO(source))), ReadOptions())
    return sum(not isinstance(item, SourceWarning) for item in items)
