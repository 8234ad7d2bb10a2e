"""The tree of an HTML page, which everything that is read of the page is read from: its text, links and metadata.

A page is decoded once and parsed once. lxml reads some pages short and raises nothing: it stops at 2,048 nested
elements, and at the first `</html>`, though browsers read on. The first is an error here, the second does not happen.
Comments and processing instructions are no part of the tree.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree
from lxml.etree import _Element as Element

from dedup.errors import InputError
from dedup.runtime.patterns import lazy_pattern
from dedup.sources.decoding.decode import as_utf_8
from dedup.sources.markup.tag_attributes import has_tag_of_attributes

_END_OF_PAGE = lazy_pattern(rb"</html", re.IGNORECASE)  # found as quickly as a string is, since it begins with one
_TAG = lazy_pattern(rb"</?([a-z][^\s<>/]*+)[^<>]*+>", re.IGNORECASE)
_WHOLE_END_OF_PAGE = lazy_pattern(rb"</html\s*>", re.IGNORECASE)

_NEWER_TAGS = {"dialog", "main", "picture", "search", "template"}  # than lxml's list


class TreeLimits(NamedTuple):
    """How large the tree of a page may be, as in `LimitSettings`, which would take as long to import as a page."""

    max_page_tags: int = 1_000_000
    max_tag_attributes: int = 10_000


DEFAULT_TREE_LIMITS = TreeLimits()


def read_page_tree(source: bytes, charset: str | None = None, limits: TreeLimits = DEFAULT_TREE_LIMITS) -> Element:
    """The tree of a page, whose root is `html`; `charset` is what its container says, if anything.

    InputError if the page is empty, is no text, is larger than the limits, or cannot be read whole.

    >>> read_page_tree(b"<title>Rain</title><p>It rained.").findtext("body/p")
    'It rained.'
    """
    html = as_utf_8(source, charset)
    if b"<" not in html and not html.decode("utf-8").strip():
        raise InputError("empty")
    if html.count(b"<") > limits.max_page_tags:
        raise InputError(f"the page has more than {limits.max_page_tags:,} tags")
    # lxml compares each attribute of a tag with all before it: 10,000 take a tenth of a second, 300,000 half a minute
    if has_tag_of_attributes(html, limits.max_tag_attributes):
        raise InputError(f"a tag of the page has more than {limits.max_tag_attributes:,} attributes")
    whole = _without_ends(html)
    tree = _parse(whole)
    if tree is None and (flat := _without_depth(whole)) is not None:
        tree = _parse(flat)
    if tree is None:
        raise InputError("the page is nested too deeply to be read whole")
    return tree


def element_text(element: Element) -> str:
    """All text inside an element, as it stands.

    >>> element_text(read_page_tree(b"<p>It <b>rained</b>."))
    'It rained.'
    """
    return "".join(map(str, element.itertext()))


def _without_ends(html: bytes) -> bytes:
    """The page without the ends in its midst, at which lxml would stop; nearly all pages have one, at their end."""
    end = _END_OF_PAGE.search(html)
    if end is not None and html[end.end() :].partition(b">")[2].strip():
        return _WHOLE_END_OF_PAGE.sub(b"", html)
    return html


def _without_depth(html: bytes) -> bytes | None:
    """The page without the tags that shape no block, names that HTML does not know and styles of words; None if it has
    none.

    A browser reads on where such tags are never closed; lxml nests each in the one before.
    """
    from lxml.html import defs  # few pages need it, and it costs a start a quarter of what the parser does

    styles = defs.font_style_tags | defs.phrase_tags | {"font", "span"}
    blocks = {name.encode() for name in (defs.tags | _NEWER_TAGS) - styles}
    different = b"<".join(set(html.split(b"<")))  # a page that is nested on purpose repeats its tags
    if blocks.issuperset({name.lower() for name in set(_TAG.findall(different))}):
        return None
    return _TAG.sub(lambda tag: tag[0] if tag[1].lower() in blocks else b"", html)


def _parse(html: bytes) -> Element | None:
    """The tree of a page; none if it is nested too deeply."""
    parser = etree.HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        huge_tree=True,
    )
    try:
        tree: Element | None = etree.fromstring(html, parser)  # elements of lxml.html cost a tenth of the reading more
    except etree.XMLSyntaxError as error:  # of HTML, only what has to do with the machine is one
        fault = parser.error_log.last_error
        if fault is not None and fault.type == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise
    if tree is None:  # of a page that holds comments and nothing else
        raise InputError("no main text found in the page")
    fault = parser.error_log.last_error  # which is the one that stopped the parser, if one did
    return None if fault is not None and fault.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT else tree
