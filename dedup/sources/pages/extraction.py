"""The article in an HTML page: its main text by trafilatura, its metadata from the tags that hold it.

The text has an empty line between blocks (headings, paragraphs, items) and a line feed where the page breaks a line;
links are those inside the main text. A block that the page repeats is repeated in the text; `dedup.repeats` finds it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urljoin, urlsplit

import trafilatura
from lxml import etree
from lxml.html import HtmlElement
from trafilatura.settings import Document

from dedup.errors import InputError
from dedup.sources.article_parts import ArticleParts
from dedup.sources.pages.metadata import read_page_metadata
from dedup.sources.pages.page_tree import read_page_tree

_MAX_LINKS = 200
_MIN_MARKED_CHARACTERS = 20  # trafilatura keeps short blocks
_FIRST_MARK, _MARKS = 0xF0000, 0xFFFD  # private use, plane 15
_ANY_MARK = re.compile(f"[{chr(_FIRST_MARK)}-{chr(_FIRST_MARK + _MARKS)}]")
_BLOCK_GAP = "\n\n"
_INLINE_GAPS = {"hi": "", "ref": "", "del": "", "cell": " ", "lb": "\n"}  # behind an element that does not end a block


def extract_page(source: bytes, url: str | None = None, charset: str | None = None) -> ArticleParts:
    """Extract the article of a page; InputError if no main text is found.

    `url` and `charset` are what the container of the page says about it, if anything; the page's own URL comes first.

    >>> extract_page(b"<html lang=en><title>Rain</title><p>It rained on Monday.</p>").text
    'It rained on Monday.'
    """
    tree = read_page_tree(source, charset)
    metadata = read_page_metadata(tree)
    body = _main_body(tree)
    address = metadata.url or url
    return ArticleParts(
        text=_text(body),
        title=metadata.title,
        url=address,
        canonical=metadata.canonical,
        published=metadata.published,
        language=metadata.language,
        author=metadata.author,
        links=tuple(_links(body, address)),
    )


def _mark_repeated(tree: HtmlElement) -> None:
    """Make equal paragraphs differ by a character that no page has.

    Trafilatura returns only one of two equal paragraphs in a row.
    """
    copies: Counter[str] = Counter()
    for node in tree.iter(etree.Element):
        node.text = _marked(node.text, copies)
        node.tail = _marked(node.tail, copies)


def _marked(text: str | None, copies: Counter[str]) -> str | None:
    if text is None or len(plain := " ".join(text.split())) < _MIN_MARKED_CHARACTERS:
        return text
    copies[plain] += 1
    mark = chr(_FIRST_MARK + (copies[plain] - 1) % _MARKS)
    return text if copies[plain] == 1 else text + mark


def _unmark(body: HtmlElement) -> None:
    for node in body.iter(etree.Element):
        node.text = node.text and _ANY_MARK.sub("", node.text)
        node.tail = node.tail and _ANY_MARK.sub("", node.tail)


def _main_body(tree: HtmlElement) -> HtmlElement:
    _mark_repeated(tree)
    found = trafilatura.bare_extraction(tree, favor_precision=True, include_comments=False, include_links=True)
    if isinstance(found, Document) and found.body is not None:
        _unmark(found.body)
        return found.body
    raise InputError("no main text found in the page")


def _text(body: HtmlElement) -> str:
    pieces = []
    for event, node in etree.iterwalk(body, events=("start", "end")):
        if event == "start":
            pieces += ["" if node.tag in _INLINE_GAPS else _BLOCK_GAP, node.text or ""]
        else:
            pieces += [_INLINE_GAPS.get(node.tag, _BLOCK_GAP), node.tail or ""]
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _links(body: HtmlElement, page_url: str | None) -> Iterator[str]:
    addresses = dict.fromkeys(_absolute(ref.get("target", ""), page_url or "") for ref in body.iter("ref"))
    return islice(filter(None, addresses), _MAX_LINKS)


def _absolute(target: str, page_url: str) -> str | None:
    try:
        address = urljoin(page_url, target)
        urlsplit(address)
    except ValueError:
        return None
    return address if address.startswith(("http://", "https://")) else None
