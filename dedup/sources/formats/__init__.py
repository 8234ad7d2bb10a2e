"""Input formats, one file each, and the registry that finds them: documents, files of records, archives.

To add a format, write one file with a constant `FORMATS`; `format.py` says what it must hold. A file is of the format
that its first bytes show; where they show none, of the one that its ending names.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import import_module
from pkgutil import walk_packages
from typing import TYPE_CHECKING

from dedup.errors import InputError
from dedup.runtime.patterns import lazy_pattern
from dedup.sources.decoding.decode import refuse_binary, unicode_encoding

if TYPE_CHECKING:
    from dedup.sources.formats.format import InputFormat

COMPRESSION_ENDINGS = ("gz", "zst", "bz2", "xz")
DEFAULT_FORMAT = "text"

_SNIFFED_BYTES = 1 << 14  # a licence or other comment may stand before the root of a document

# Formats that are each other's kind: between them the ending decides, and their readers know the other one.
_FAMILIES = ({"json", "jsonl"}, {"zip", "wacz"}, {"eml", "mhtml"})

_MAX_REMEMBERED = 64  # names of files

# Behind the ending of a stored page: the query of its address (wget), and a number (wget, log rotation, `name.1`).
_QUERY = lazy_pattern(r"(?:\?|%3f|@(?=[^@]*=)).*", re.DOTALL)
_NUMBER = lazy_pattern(r"(?:\.\d*)+$")
_ENDING = lazy_pattern(r"\.([a-z][a-z0-9_]{0,11})$")

# What a server's program makes is a page, even a fragment without a root, unless it is the program itself.
_SERVER_ENDINGS = {"php", "php3", "php5", "phtml", "asp", "aspx", "jsp", "jspx", "cfm", "cgi", "do", "action", "pl"}
_FRAGMENT = lazy_pattern(rb"(?:\xef\xbb\xbf)?\s*<(?:[a-z]|!--)", re.IGNORECASE)


@cache
def input_formats() -> dict[str, InputFormat]:
    """All formats by name.

    >>> sorted(input_formats())[:2]
    ['csv', 'eml']
    """
    modules = [import_module(module.name) for module in walk_packages(__path__, f"{__name__}.")]
    return {each.name: each for module in modules for each in getattr(module, "FORMATS", ())}


def format_of_name(name: str) -> InputFormat | None:
    """The format that the ending of a file name tells, with or without a compression; None for an unknown ending.

    >>> format_of_name("feed.JSONL.gz").name, format_of_name("index.html?p=12").name, format_of_name("a.html.1").name
    ('jsonl', 'html', 'html')
    """
    by_ending = _formats_by_ending()
    return by_ending.get(ending_of_name(name)) or by_ending.get(_last_ending(name.lower()))


@lru_cache(_MAX_REMEMBERED)
def ending_of_name(name: str) -> str:
    """The ending of a file name in lower case, without the dot, a compression, a query or a number; else "".

    >>> ending_of_name("a.b.JSON.gz"), ending_of_name("story.php?id=3"), ending_of_name("49960")
    ('json', 'php', '')
    """
    return _last_ending(_QUERY.sub("", name.lower()))


@lru_cache(_MAX_REMEMBERED)  # asked for several times while a file is found and read
def _last_ending(name: str) -> str:
    name = _NUMBER.sub("", name)
    stem, _, last = name.rpartition(".")
    found = _ENDING.search(_NUMBER.sub("", stem) if stem and last in COMPRESSION_ENDINGS else name)
    return found[1] if found and found.start() else ""


def sniffed_format(head: bytes) -> InputFormat | None:
    """The format that claims a file by its first bytes, if one does.

    >>> sniffed_format(b'{"text": "Rain."}').name, sniffed_format(b"Rain.")
    ('jsonl', None)
    """
    head = head[:_SNIFFED_BYTES]
    encoding = unicode_encoding(head)
    if encoding is not None:
        head = head.decode(encoding, errors="replace").encode()
    return next((each for each in input_formats().values() if each.sniff(head)), None)


def format_of_file(name: str, head: bytes) -> InputFormat | None:
    """The format of a file by its content and its name; None if neither shows one.

    A file without an ending is a text, unless it is binary.

    >>> format_of_file("story.php", b"<!DOCTYPE html><p>Rain").name, format_of_file("story.php", b"<?php echo 1;")
    ('html', None)
    """
    named, claimed = format_of_name(name), sniffed_format(head)
    if named is not None and (claimed is None or _ending_decides(named, claimed)):
        return named
    if claimed is not None:
        return claimed
    ending = ending_of_name(name)
    if ending in _SERVER_ENDINGS and _FRAGMENT.match(head):
        return input_formats()["html"]
    return input_formats()[DEFAULT_FORMAT] if not ending and not _is_binary(head) else None


def _ending_decides(named: InputFormat, claimed: InputFormat) -> bool:
    """Whether a file is of the format that it is named for, though its first bytes look like another one."""
    if named.name == DEFAULT_FORMAT:
        return False
    return not named.can_be_sniffed or any({named.name, claimed.name} <= family for family in _FAMILIES)


def _is_binary(head: bytes) -> bool:
    if unicode_encoding(head) is not None:
        return False
    try:
        refuse_binary(head)
    except InputError:
        return True
    return False


@cache
def _formats_by_ending() -> dict[str, InputFormat]:
    return {ending: each for each in input_formats().values() for ending in each.endings}
