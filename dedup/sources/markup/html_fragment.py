"""What a piece of HTML shows: one tree by lxml and a walk through it.

The text has an empty line between blocks and a line feed where `<br>` breaks a line, as the text of a page has.
Attributes, scripts, styles, form controls, media and what is hidden are no text; the caption of a picture is a block.
A piece without paragraphs, as writers of WordPress leave it, keeps its own line feeds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from dedup.errors import InputError
from dedup.runtime.patterns import lazy_pattern
from dedup.sources.decoding.decode import replace_lone_surrogates
from dedup.sources.markup.html_evidence import BLOCKS, CELLS, escape_other_signs
from dedup.sources.markup.tag_attributes import has_tag_of_attributes

_MAX_TAG_ATTRIBUTES = 1_000  # lxml compares each with all before it, and no limit of time ends it here
_MAX_LINKS = 200  # an article; what links more is a list
_HIDDEN_NAMES = (
    "audio base button canvas datalist embed frameset head iframe input link map meta noscript object optgroup option"
    " progress rp rt script select style svg template textarea title video"
)
_HIDDEN = frozenset(_HIDDEN_NAMES.split())
_HIDDEN_CLASSES = ("footnote-reference", "footnote-definition-label")  # the numbers that Markdown gives to notes
_PARAGRAPHS = lazy_pattern(r"<(?:p|div|br|li)\b", re.IGNORECASE)
_BLANK_LINES = lazy_pattern(r"\n[ \t\r]*\n\s*")
_MANY_LINE_FEEDS = lazy_pattern(r"\n{3,}")
_END_OF_PAGE = lazy_pattern(r"</(?:body|html)\s*>", re.IGNORECASE)  # what stands behind is lost in the tree
_TOO_DEEP = "ERR_RESOURCE_LIMIT"
_BLOCK_GAP = "\n\n"
_WEB = ("http://", "https://")
_GAPS_BEFORE = dict.fromkeys(BLOCKS, _BLOCK_GAP)
_GAPS_BEHIND = _GAPS_BEFORE | dict.fromkeys(CELLS, " ") | {"br": "\n"}
_OUTER_DEPTH = 3  # of html, body, and the division around the piece


class ShownText(NamedTuple):
    """The text that a reader sees, and the addresses that it links to."""

    text: str
    links: tuple[str, ...] = ()


def read_fragment(html: str, page_url: str | None = None) -> ShownText:
    r"""The text and links of a piece of HTML; InputError if it is nested too deeply, or a tag is too long.

    >>> read_fragment('<p>It <b>rained</b>.</p><p>See <a href="/a">more</a>.', "https://example.org/b")
    ShownText(text='It rained.\n\nSee more.', links=('https://example.org/a',))
    """
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    source = escape_other_signs(_END_OF_PAGE.sub("", html)).replace("\0", "\ufffd")
    encoded = f"<div>{replace_lone_surrogates(source)}".encode()
    if has_tag_of_attributes(encoded, _MAX_TAG_ATTRIBUTES):
        raise InputError(f"a tag has {_MAX_TAG_ATTRIBUTES:,} attributes or more")
    tree = etree.fromstring(encoded, parser)
    if any(error.type_name == _TOO_DEEP for error in parser.error_log):
        raise InputError("its elements are nested too deeply")
    targets: list[str] = []
    text = "".join(_pieces(etree.iterwalk(tree, events=("start", "end")), _PARAGRAPHS.search(html) is None, targets))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return ShownText(_MANY_LINE_FEEDS.sub("\n\n", "\n".join(lines)).strip(), tuple(_addresses(targets, page_url)))


def _pieces(walk: Any, keeps_line_feeds: bool, targets: list[str]) -> Iterator[str]:
    depth = preformatted_from = 0
    for event, node in walk:
        name = node.tag
        if event == "start":
            depth += 1
            if name in _HIDDEN or _hides(node):
                walk.skip_subtree()
                continue
            if name == "pre":
                preformatted_from = preformatted_from or depth
            elif name == "a" and (target := node.get("href")):
                targets.append(target)
            gap, text = _GAPS_BEFORE.get(name), node.text
        else:
            preformatted_from = 0 if depth == preformatted_from else preformatted_from
            depth -= 1
            gap, text = _GAPS_BEHIND.get(name), node.tail
        if gap:
            yield gap
        if text:
            yield text if keeps_line_feeds or preformatted_from else _flowing(text, depth <= _OUTER_DEPTH)


def _hides(node: Any) -> bool:
    if node.get("hidden") is not None or node.get("class") in _HIDDEN_CLASSES:
        return True
    style = node.get("style")
    return style is not None and "display:none" in style.replace(" ", "").lower()


def _flowing(text: str, is_outside: bool) -> str:
    """A text whose line feeds are spaces; outside of all elements, where WordPress writes them, empty lines stay."""
    if "\n" not in text:
        return text
    if is_outside:
        return _BLOCK_GAP.join(part.replace("\n", " ") for part in _BLANK_LINES.split(text))
    return text.replace("\n", " ")


def _addresses(targets: list[str], page_url: str | None) -> Iterator[str]:
    addresses = dict.fromkeys(_absolute(target.strip(), page_url or "") for target in targets)
    return islice(filter(None, addresses), _MAX_LINKS)


def _absolute(target: str, page_url: str) -> str | None:
    try:
        address = target if target.startswith(_WEB) else urljoin(page_url, target)
        urlsplit(address)
    except ValueError:
        return None
    return address if address.startswith(_WEB) else None
