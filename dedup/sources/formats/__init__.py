"""Input formats, one file each, and the registry that finds them: documents, files of records, archives.

To add a format, write one file with a constant `FORMATS`; `format.py` says what it must hold.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dedup.sources.formats.format import InputFormat

COMPRESSION_ENDINGS = ("gz", "zst", "bz2", "xz")
DEFAULT_FORMAT = "text"


@cache
def input_formats() -> dict[str, InputFormat]:
    """All formats by name.

    >>> sorted(input_formats())
    ['csv', 'html', 'json', 'jsonl', 'parquet', 'text', 'tsv']
    """
    modules = [import_module(module.name) for module in walk_packages(__path__, f"{__name__}.")]
    return {each.name: each for module in modules for each in getattr(module, "FORMATS", ())}


def format_of_name(name: str) -> InputFormat | None:
    """The format that the ending of a file name tells, with or without a compression; None for an unknown ending.

    >>> format_of_name("feed.JSONL.gz").name
    'jsonl'
    """
    _, *endings = name.lower().split(".")
    if endings and endings[-1] in COMPRESSION_ENDINGS:
        endings.pop()
    return _formats_by_ending().get(endings[-1]) if endings else None


def sniffed_format(head: bytes) -> InputFormat:
    """The format that the first bytes of a file tell; a text, if no format claims them.

    >>> sniffed_format(b'{"text": "Rain."}').name, sniffed_format(b"Rain.").name
    ('jsonl', 'text')
    """
    formats = input_formats()
    return next((each for each in formats.values() if each.sniff(head)), formats[DEFAULT_FORMAT])


@cache
def _formats_by_ending() -> dict[str, InputFormat]:
    return {ending: each for each in input_formats().values() for ending in each.endings}
