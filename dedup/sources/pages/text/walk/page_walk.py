"""One walk over the tree of a page: its blocks, and the runs of text between their borders.

Two line breaks in a row are a border too, as are empty lines of preformatted text.
"""

from __future__ import annotations

import re
from typing import cast

from lxml import etree
from lxml.etree import _Element as Element

from dedup.sources.pages.text.walk.class_names import Verdict, verdict_of
from dedup.sources.pages.text.walk.page_blocks import HEADINGS, PageBlock, PageBlocks, Run

# Elements that hold no text of an article, or none that is shown; and images, but for those that say what they show.
_WITHOUT_TEXT = (
    "script style svg noscript iframe template input select option button canvas object embed video audio map"
    " textarea datalist dialog math applet head nav footer menu fieldset label img source"
)
# Elements inside of text that say nothing about its blocks and links: their text is taken as that around them.
_INLINE = (
    "span b strong i em u s font small big mark time abbr cite sup sub code bdi bdo ins q var kbd samp tt wbr nobr"
    " picture"
)
_CONTAINERS = "html body div section article main header center table thead tbody tfoot tr ul ol dl details"
_PARAGRAPHS = "p li td th blockquote pre dd dt address summary hr hgroup h1 h2 h3 h4 h5 h6"
_SELDOM_TEXT = "aside form figure figcaption caption"
_VERDICTS = dict.fromkeys(f"{_CONTAINERS} {_PARAGRAPHS}".split(), Verdict.NONE) | dict.fromkeys(
    _SELDOM_TEXT.split(), Verdict.STRONG
)
_HOLDERS = frozenset(f"{_CONTAINERS} {_SELDOM_TEXT}".split())
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_DIALOGS = frozenset(("dialog", "alertdialog"))
# Attributes that hold the address of an article.
_ADDRESSES = frozenset(("data-url", "data-article-url", "data-canonical-url", "data-permalink", "itemid"))
_MIN_CAPTION, _MAX_CREDIT = 20, 60  # characters of a caption, and of the photographer's name behind it
_NAMED_IMAGES = etree.XPath(f"//img[string-length(@alt) >= {_MIN_CAPTION}]")
_NAMED_IMAGE = "image"  # the tag that they are given
_BREAK = "\v"  # where the page breaks a line


def walk_page(tree: Element) -> PageBlocks:
    """The blocks and runs of a page; the tree loses its scripts, menus, forms and the like."""
    for image in cast("list[Element]", _NAMED_IMAGES(tree)):
        image.tag = _NAMED_IMAGE
    etree.strip_elements(tree, *_WITHOUT_TEXT.split(), with_tail=False)
    etree.strip_tags(tree, *_INLINE.split())
    walk = _Walk()
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "start":
            walk.enter(element)
        else:
            walk.leave(element)
    return walk.found


class _Walk:
    """The state of a walk: the block that it stands in, and the text since the last border."""

    def __init__(self) -> None:
        self._block = PageBlock("", None, "", Verdict.NONE, may_hold=True, is_article=False)
        self.found = PageBlocks([self._block], [])
        self._pieces: list[str] = []
        self._links: list[str] = []
        self._linked = 0
        self._depth_of_links = 0
        self._depth_of_pre = 0
        self._shown = ""  # what the image right before shows, as its `alt` says

    def enter(self, element: Element) -> None:
        tag = element.tag
        verdict = _VERDICTS.get(tag)
        if verdict is not None:
            self._close_run()
            self._block = _block(element, tag, self._block, verdict)
            self.found.blocks.append(self._block)
            if tag == "pre":
                self._depth_of_pre += 1
        elif tag == "br":
            self._break_line()
        elif tag == _NAMED_IMAGE:
            self._shown = " ".join(element.get("alt", "").split())
        elif tag == "a":
            self._depth_of_links += 1
            if (target := element.get("href")) is not None:
                self._links.append(target)
        if text := element.text:
            self._take(text)

    def leave(self, element: Element) -> None:
        tag = element.tag
        if tag in _VERDICTS:
            self._close_run()
            assert self._block.parent is not None
            self._block = self._block.parent
            if tag == "pre":
                self._depth_of_pre -= 1
        elif tag == "a":
            self._depth_of_links -= 1
        if text := element.tail:
            self._take(text)

    def _take(self, text: str) -> None:
        if self._depth_of_pre:
            for number, line in enumerate(text.split("\n")):
                if number:
                    self._break_line()
                self._take_line(line)
        else:
            self._take_line(text)

    def _take_line(self, text: str) -> None:
        if text and (self._pieces or not text.isspace()):
            self._pieces.append(text)
            if self._depth_of_links:
                self._linked += len(text.strip())

    def _break_line(self) -> None:
        for piece in reversed(self._pieces):
            if piece is _BREAK:
                self._close_run()
                return
            if not piece.isspace():
                break
        if self._pieces:
            self._pieces.append(_BREAK)

    def _close_run(self) -> None:
        if self._pieces:
            joined = "".join(self._pieces)
            self._pieces.clear()
            if _BREAK in joined:
                text = "\n".join(filter(None, (" ".join(line.split()) for line in joined.split(_BREAK))))
            else:
                text = " ".join(joined.split())
            if text:
                is_caption = self._shown != "" and _is_caption(text, self._shown)
                self.found.runs.append(Run(self._block, text, self._linked, tuple(self._links), is_caption))
                self._shown = ""
            self._linked = 0
        if self._links:
            self._links.clear()


def _block(element: Element, tag: str, outer: PageBlock, verdict: Verdict) -> PageBlock:
    attributes = element.keys()  # one look at all, since most blocks have a class or nothing
    names, others = "", len(attributes)
    for name in ("class", "id"):
        if name in attributes:
            names += f"{element.get(name)} "
            others -= 1
    if names := names.strip():
        named = verdict_of(names)
        if named > Verdict.WEAK or (tag not in HEADINGS and tag != "dt"):  # a heading may well be called a header
            verdict = max(verdict, named)
    is_article = tag == "article"
    if others:
        if _is_hidden(element):
            verdict = Verdict.HIDDEN
        elif element.get("itemtype", "").endswith("/Person"):  # of schema.org: a box about a person
            verdict = max(verdict, Verdict.STRONG)
        elif element.get("role") in _DIALOGS:
            verdict = max(verdict, Verdict.FIRM)
        is_article = is_article or (tag in ("div", "section") and not _ADDRESSES.isdisjoint(attributes))
    return PageBlock(tag, outer, names, verdict, tag in _HOLDERS, is_article)


def _is_caption(text: str, shown: str) -> bool:
    """Whether a text says what the image before it shows, with a credit or without a full stop.

    >>> _is_caption("The hall without a roof. Photo: Bo Ek", "The hall without a roof")
    True
    """
    if len(shown) < _MIN_CAPTION or not text.startswith(shown):
        return False
    credit = text[len(shown) :].strip(" .")
    return len(credit) <= _MAX_CREDIT if credit else text[-1] != "."


def _is_hidden(element: Element) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    return style is not None and _HIDDEN_STYLE.search(style) is not None
