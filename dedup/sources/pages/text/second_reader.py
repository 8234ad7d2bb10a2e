"""A second reader of the main text, trafilatura, for pages of which the own one is in doubt.

It is imported with the first such page. It keeps only one of two equal paragraphs in a row, so equal ones are marked by
characters that no page has, which are taken out of its text again.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

from lxml import etree
from lxml.etree import _Element as Element
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from dedup.errors import InputError
from dedup.runtime.patterns import lazy_pattern

_MIN_MARKED_CHARACTERS = 20  # trafilatura keeps short blocks
_MAX_ELEMENTS = 30_000  # trafilatura takes a tenth of a millisecond for each, so that larger pages would take too long
_FIRST_MARK, _MARKS = 0xF0000, 0xFFFD  # private use, plane 15
_ANY_MARK = lazy_pattern(f"[{chr(_FIRST_MARK)}-{chr(_FIRST_MARK + _MARKS)}]")
# Parsing HTML lets these through, and no text of an element can be set that holds one: it would be no XML.
_FEEDS_AS_SPACES = bytes.maketrans(b"\v\f", b"  ")
_CONTROLS = bytes({*range(32)} - set(b"\t\n\v\f\r"))
_NO_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())
_BLOCK_GAP = "\n\n"
_INLINE_GAPS = {"hi": "", "ref": "", "del": "", "cell": " ", "lb": "\n"}  # behind an element that does not end a block


def read_again(tree: Element, *, is_fast: bool) -> tuple[str, tuple[str, ...]]:
    """The main text and the targets of the links in it; both are empty if trafilatura finds none, or would take long.

    InputError for more equal paragraphs than there are marks.
    """
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    if sum(1 for _ in islice(tree.iter(), _MAX_ELEMENTS + 1)) > _MAX_ELEMENTS:
        return "", ()
    page = document_fromstring(_as_xml_allows(tree), HTMLParser(encoding="utf-8"))
    _mark_repeated(page)
    found = bare_extraction(page, fast=is_fast, favor_recall=is_fast, include_comments=False, include_links=True)
    if not isinstance(found, Document) or found.body is None:
        return "", ()
    _unmark(found.body)
    return _text(found.body), tuple(ref.get("target", "") for ref in found.body.iter("ref"))


def _as_xml_allows(tree: Element) -> bytes:
    """The HTML of a tree without the characters that XML does not allow."""
    html = etree.tostring(tree, encoding="utf-8", method="html").translate(_FEEDS_AS_SPACES, _CONTROLS)
    for character in _NO_CHARACTERS:
        html = html.replace(character, b"")
    return html


def _mark_repeated(tree: HtmlElement) -> None:
    """Make equal paragraphs differ by a character that no page has."""
    copies: Counter[str] = Counter()
    for node in tree.iter(etree.Element):
        node.text = _marked(node.text, copies)
        node.tail = _marked(node.tail, copies)


def _marked(text: str | None, copies: Counter[str]) -> str | None:
    if text is None or len(plain := " ".join(text.split())) < _MIN_MARKED_CHARACTERS:
        return text
    copies[plain] += 1
    if copies[plain] > _MARKS:
        raise InputError(f"the page repeats a paragraph more than {_MARKS:,} times")
    return text if copies[plain] == 1 else text + chr(_FIRST_MARK + copies[plain] - 1)


def _unmark(body: HtmlElement) -> None:
    for node in body.iter(etree.Element):
        node.text = node.text and _ANY_MARK.sub("", node.text)
        node.tail = node.tail and _ANY_MARK.sub("", node.tail)


def _text(body: HtmlElement) -> str:
    pieces = []
    for event, node in etree.iterwalk(body, events=("start", "end")):
        if event == "start":
            pieces += ["" if node.tag in _INLINE_GAPS else _BLOCK_GAP, node.text or ""]
        else:
            pieces += [_INLINE_GAPS.get(node.tag, _BLOCK_GAP), node.tail or ""]
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
