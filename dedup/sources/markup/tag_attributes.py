"""Counts the attributes of tags before a parser does, some of which take time that grows with their square."""

from __future__ import annotations

import re
from functools import cache

_NAME = rb"\s++[\w:.@-]++"
_PLAIN_VALUE = rb"""(?:"[^"<]*+"|'[^'<]*+'|[^\s<>"']*+)"""
_VALUE = rb"""(?:"[^"]*+"|'[^']*+'|[^\s<>"']*+)"""


def has_tag_of_attributes(markup: bytes, number: int) -> bool:
    """Whether a tag of a page or a feed has so many attributes, or more.

    >>> has_tag_of_attributes(b"<p class=a>It <a href='b' title='<c>'>rained</a>.", 2)
    True
    """
    if _plain_tag(number).search(markup) is not None:
        return True
    if markup.count(b"=") < number:  # of nearly all pages: no value need be looked into
        return False
    return any(tag["many"] is not None for tag in _tag(number).finditer(markup))


@cache
def _plain_tag(number: int) -> re.Pattern[bytes]:
    """A tag of so many attributes, none of whose values holds an angle bracket: few places can begin one."""
    attribute = _attribute(_PLAIN_VALUE)
    return re.compile(rb"<[a-zA-Z](?=[^<>]{%d})[^\s<>]*+(?:%b){%d}" % (2 * number, attribute, number))


@cache
def _tag(number: int) -> re.Pattern[bytes]:
    """Any tag, with a group `many` if it has so many attributes; a value that looks like a tag is read over."""
    attribute = _attribute(_VALUE)
    return re.compile(rb"<[a-zA-Z][^\s<>]*+(?:(?:%b){%d}(?P<many>)|(?:%b)*+)" % (attribute, number, attribute))


def _attribute(value: bytes) -> bytes:
    return _NAME + rb"(?:\s*+=\s*+" + value + rb")?+"
