"""One walk over the tree of a page: its blocks, and the runs of text between their borders.

Two line breaks in a row are a border too, as are empty lines of preformatted text.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from lxml import etree
from lxml.etree import _Element as Element

from dedup.runtime.patterns import lazy_pattern
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
_HIDDEN_STYLE = lazy_pattern(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_DIALOGS = frozenset(("dialog", "alertdialog"))
# Attributes that hold the address of an article.
_ADDRESSES = frozenset(("data-url", "data-article-url", "data-canonical-url", "data-permalink", "itemid"))
_MIN_CAPTION, _MAX_CREDIT = 20, 60  # characters of a caption, and of the photographer's name behind it
_NAMED_IMAGE = "image"  # the tag that they are given
_BREAK = "\v"  # where the page breaks a line
_WEAK = Verdict.WEAK  # a constant of its own, since to look up a member of an enumeration takes as long as a call


def walk_page(tree: Element) -> PageBlocks:
    """The blocks and runs of a page; the tree loses its scripts, menus, forms and the like."""
    _strip(tree)
    block = PageBlock("", None, "", Verdict.NONE, may_hold=True, is_article=False)
    blocks, text = [block], _OpenRun()
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag
        verdict = _VERDICTS.get(tag)
        if verdict is not None:
            if text.pieces or text.links:
                text.close(block)
            if event == "start":
                block = _block(element, tag, block, verdict)
                blocks.append(block)
            else:
                assert block.parent is not None
                block = block.parent
        if event == "start":
            if verdict is None or tag == "pre":
                text.enter(element, tag, block)
            piece = element.text
        else:
            if tag == "a" or tag == "pre":
                text.leave(tag)
            piece = element.tail
        if piece:
            text.take(piece, block)
    return PageBlocks(blocks, text.runs)


def _strip(tree: Element) -> None:
    """Take out what holds no text of an article, and the tags within text."""
    for image in tree.iter("img"):
        if len(image.get("alt", "")) >= _MIN_CAPTION:
            image.tag = _NAMED_IMAGE
    etree.strip_elements(tree, *_WITHOUT_TEXT.split(), with_tail=False)
    etree.strip_tags(tree, *_INLINE.split())


class _OpenRun:
    """The text since the last border of a block, and the runs before it."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self.pieces: list[str] = []
        self.links: list[str] = []
        self._linked = 0
        self._depth_of_links = 0
        self._depth_of_pre = 0
        self._shown = ""  # what the image right before shows, as its `alt` says

    def enter(self, element: Element, tag: str, block: PageBlock) -> None:
        """Go into an element that says something about the text."""
        if tag == "a":
            self._depth_of_links += 1
            if (target := element.get("href")) is not None:
                self.links.append(target)
        elif tag == "br":
            self._break_line(block)
        elif tag == "pre":
            self._depth_of_pre += 1
        elif tag == _NAMED_IMAGE:
            self._shown = " ".join(element.get("alt", "").split())

    def leave(self, tag: str) -> None:
        """Go out of a link, or of preformatted text."""
        if tag == "a":
            self._depth_of_links -= 1
        else:
            self._depth_of_pre -= 1

    def take(self, text: str, block: PageBlock) -> None:
        """Add a piece of text."""
        if self._depth_of_pre and "\n" in text:
            for number, line in enumerate(text.split("\n")):
                if number:
                    self._break_line(block)
                if line:
                    self._take_line(line)
        else:
            self._take_line(text)

    def _take_line(self, text: str) -> None:
        if self.pieces or not text.isspace():
            self.pieces.append(text)
            if self._depth_of_links:
                self._linked += len(text.strip())

    def _break_line(self, block: PageBlock) -> None:
        for piece in reversed(self.pieces):
            if piece is _BREAK:
                self.close(block)
                return
            if not piece.isspace():
                break
        if self.pieces:
            self.pieces.append(_BREAK)

    def close(self, block: PageBlock) -> None:
        """End the run, which stands in this block."""
        if self.pieces:
            joined = "".join(self.pieces)
            self.pieces.clear()
            if _BREAK in joined:
                text = "\n".join(filter(None, (" ".join(line.split()) for line in joined.split(_BREAK))))
            else:
                text = " ".join(joined.split())
            if text:
                is_caption = self._shown != "" and _is_caption(text, self._shown)
                self.runs.append(Run(block, text, self._linked, tuple(self.links), is_caption))
                self._shown = ""
            self._linked = 0
        self.links.clear()


def _block(element: Element, tag: str, outer: PageBlock, verdict: Verdict) -> PageBlock:
    names, is_article = "", tag == "article"
    if attributes := element.keys():  # one look at all, since most blocks have a class or nothing
        others = len(attributes)
        for name in ("class", "id"):
            if name in attributes:
                names = f"{names} {element.get(name)}"
                others -= 1
        if names := names.strip():
            named = verdict_of(names)
            # A heading may well be called a header.
            if named > verdict and (named > _WEAK or (tag not in HEADINGS and tag != "dt")):
                verdict = named
        if others:
            if _is_hidden(element, attributes):
                verdict = Verdict.HIDDEN
            elif "itemtype" in attributes and element.get("itemtype", "").endswith("/Person"):  # of schema.org
                verdict = max(verdict, Verdict.STRONG)
            elif "role" in attributes and element.get("role") in _DIALOGS:
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


def _is_hidden(element: Element, attributes: Collection[str | bytes]) -> bool:
    if "hidden" in attributes or ("aria-hidden" in attributes and element.get("aria-hidden") == "true"):
        return True
    return "style" in attributes and _HIDDEN_STYLE.search(element.get("style", "")) is not None
