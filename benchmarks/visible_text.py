"""The visible text of a page as lines of words, in document order: what marks in a page refer to.

A line is what stands between two tags that break lines. Nothing is chosen and nothing is guessed; text that only a
style sheet hides is there too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from page_scores import WORD_OR_CHARACTER

# Tags whose text no reader sees, or sees as a control.
HIDDEN_TAGS = ("head", "script", "style", "noscript", "template", "svg", "iframe", "select", "textarea", "button")
_INLINE = """a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q ruby rb rp rt s
samp small span strike strong sub sup time tt u var wbr"""
INLINE_TAGS = frozenset(_INLINE.split())
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class VisibleText:
    """The lines of a page, joined by line feeds, and its words as places in that text."""

    text: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, source: bytes) -> VisibleText:
        """The visible text of a page as it was stored."""
        text = "\n".join(lines_of(parse(source)))
        found = list(WORD_OR_CHARACTER.finditer(text))
        words = tuple(word.group().casefold() for word in found)
        return cls(text, words, tuple(word.start() for word in found), tuple(word.end() for word in found))


def parse(source: bytes) -> etree._Element:
    """The tree of a page: UTF-8, or what it declares where that is no UTF-8."""
    try:
        html = source.decode()
    except UnicodeDecodeError:
        declared = _CHARSET.search(source)
        charset = declared.group(1).decode().lower() if declared else "cp1252"
        html = source.decode("gb18030" if charset == "gb2312" else charset, "replace")
    return etree.fromstring(html.encode(), etree.HTMLParser(encoding="utf-8", huge_tree=True))


def lines_of(tree: etree._Element) -> Iterator[str]:
    """The lines that are not empty, with single spaces."""
    etree.strip_elements(tree, etree.Comment, etree.ProcessingInstruction, *HIDDEN_TAGS, with_tail=False)
    pieces: list[str] = []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if element.tag not in INLINE_TAGS:
            yield from _line(pieces)
            pieces = []
        pieces.append((element.text if event == "start" else element.tail) or "")
    yield from _line(pieces)


def _line(pieces: list[str]) -> Iterator[str]:
    if line := " ".join("".join(pieces).split()):
        yield line
