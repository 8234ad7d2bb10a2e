"""The article in an HTML page: its main text by trafilatura, its metadata by BeautifulSoup.

The text has an empty line between blocks (headings, paragraphs, items) and a line feed where the page breaks a line;
links are those inside the main text. Doubled blocks of the page are kept: to find them is what all this is for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urljoin

import trafilatura
from lxml import etree
from lxml.html import HtmlElement
from trafilatura.settings import Document

from dedup.errors import InputError
from dedup.sources.decoding import declared_charset, decode
from dedup.sources.metadata import read_metadata
from dedup.sources.page import Page

_MOST_LINKS = 200
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")  # lxml refuses a decoded text that names an encoding
_ROOT = re.compile(r"<html\b", re.IGNORECASE)
_BLOCK_GAP = "\n\n"
_INLINE_GAPS = {"hi": "", "ref": "", "del": "", "cell": " ", "lb": "\n"}  # behind an element that does not end a block


def read_page(source: bytes) -> Page:
    """Extract the article; InputError when the page has none that can be told.

    >>> read_page(b"<html lang=en><title>Rain</title><p>It rained on Monday.</p>").text
    'It rained on Monday.'
    """
    html = _XML_DECLARATION.sub("", decode(source, declared_charset(source)))
    if not html.strip():
        raise InputError("empty")
    if not _ROOT.search(html):
        html = f"<html><body>{html}</body></html>"  # without a root, trafilatura takes no fragment for a page
    tree = trafilatura.load_html(html)
    body = _main_body(tree)
    metadata = read_metadata(html)
    return Page(
        text=_text(body),
        title=metadata.title,
        url=metadata.url,
        canonical=metadata.canonical,
        published=metadata.published,
        language=_language(tree) or metadata.language,
        author=metadata.author,
        links=tuple(_links(body, metadata.url)),
    )


def _main_body(tree: HtmlElement | None) -> HtmlElement:
    found = tree is not None and trafilatura.bare_extraction(
        tree, favor_precision=True, include_comments=False, include_links=True, deduplicate=False
    )
    if not found:
        raise InputError("no main text found in the page")
    assert isinstance(found, Document)
    return found.body


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
    targets = dict.fromkeys(ref.get("target", "") for ref in body.iter("ref"))
    addresses = (_joined(page_url, target) for target in targets)
    return islice((address for address in addresses if address.startswith(("http://", "https://"))), _MOST_LINKS)


def _joined(page_url: str | None, target: str) -> str:
    try:
        return urljoin(page_url or "", target)
    except ValueError:
        return ""


def _language(tree: HtmlElement) -> str | None:
    named = tree.get("lang") or tree.get("xml:lang") or ""
    return named.strip() or None
