"""The address that a program left in a comment when it saved a page: browsers, SingleFile, HTTrack."""

from __future__ import annotations

import re

from dedup.runtime.patterns import lazy_pattern

_SEARCHED_BYTES = 1 << 12  # at the beginning; HTTrack also writes to the end
_WORDS = (b"saved", b"mirrored")  # looked for first, in a hundredth of the time that the comments take
_COMMENT = lazy_pattern(rb"<!--(.{0,2000}?)-->", re.DOTALL)
_SAVED_FROM = lazy_pattern(rb"\s*saved from url=\(\d+\)(https?://\S+)", re.IGNORECASE)
_SINGLE_FILE = lazy_pattern(rb"\s*Page saved with SingleFile\s+url:\s*(https?://\S+)")
_MIRRORED = lazy_pattern(rb"\s*Mirrored from (\S+) by HTTrack")


def address_when_saved(source: bytes) -> str | None:
    """The address that a page was saved from, if it says so.

    >>> address_when_saved(b"<!-- saved from url=(0021)https://example.org/a --><html>")
    'https://example.org/a'
    """
    for part in (source[:_SEARCHED_BYTES], source[_SEARCHED_BYTES:][-_SEARCHED_BYTES:]):
        for comment in _COMMENT.finditer(part) if any(map(part.lower().__contains__, _WORDS)) else ():
            if found := _SAVED_FROM.match(comment[1]) or _SINGLE_FILE.match(comment[1]):
                return found[1].decode(errors="replace")
            if found := _MIRRORED.match(comment[1]):
                return f"https://{found[1].decode(errors='replace')}"
    return None
