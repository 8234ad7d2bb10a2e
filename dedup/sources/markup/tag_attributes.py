"""Counts the attributes of tags before a parser does, some of which take time that grows with their square."""

from __future__ import annotations

import re
from functools import cache

# Values that hold angle brackets are not looked into; such a page meets the limit of time.
_VALUE = rb"""(?:"[^"<]*+"|'[^'<]*+'|[^\s<>"']*+)"""
_ATTRIBUTE = rb"\s++[\w:.@-]++(?:\s*+=\s*+" + _VALUE + rb")?+"


def has_tag_of_attributes(markup: bytes, number: int) -> bool:
    """Whether a tag of a page or a feed has so many attributes, or more.

    >>> has_tag_of_attributes(b"<p class=a>It <a href='b' id=c>rained</a>.", 2)
    True
    """
    return _tag_of_attributes(number).search(markup) is not None


@cache
def _tag_of_attributes(number: int) -> re.Pattern[bytes]:
    return re.compile(rb"<[a-zA-Z](?=[^<>]{%d})[^\s<>]*+(?:%b){%d}" % (2 * number, _ATTRIBUTE, number))
