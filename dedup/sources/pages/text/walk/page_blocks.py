"""What the walk makes of a page: its blocks, and its runs of text between the borders of blocks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dedup.sources.pages.text.walk.class_names import Verdict

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
CELLS = frozenset(("td", "th"))
_MIN_SENTENCE = 60  # bytes of text that is no link: shorter ones are labels, headings, bylines
_MIN_UNENDED_SENTENCE = 120  # bytes, without a full stop at the end
_MIN_FREE_SHARE = 0.4  # of a run that is no link
_MAX_LINKED, _MAX_LINKED_HEADING = 0.6, 0.9  # share of a run that is links: above it, the run is a link
_ENDS = frozenset(".!?:;…。！？।॥؟။”\"»’')]")


class PageBlock:
    """A block-level element: its verdict, and the bytes of text in it, by kind."""

    __slots__ = (
        "good",
        "good_runs",
        "has_title",
        "is_article",
        "is_out",
        "junk",
        "links",
        "may_hold",
        "names",
        "parent",
        "tag",
        "verdict",
    )

    def __init__(
        self, tag: str, parent: PageBlock | None, names: str, verdict: Verdict, may_hold: bool, is_article: bool
    ) -> None:
        self.tag = tag
        self.parent = parent
        self.names = names  # class and id
        self.verdict = verdict
        self.may_hold = may_hold  # whether it may hold other blocks, and so be the article
        self.is_article = is_article  # marked as one, or with an address of its own
        self.good = self.good_runs = self.junk = 0
        self.links = 0  # bytes of runs that are links and nothing else
        self.is_out = self.has_title = False

    def outer_blocks(self) -> Iterator[PageBlock]:
        """The blocks around this one, from the inside out."""
        outer = self.parent
        while outer is not None:
            yield outer
            outer = outer.parent


class Run:
    """Text between two borders of blocks; `linked` counts its characters that are links."""

    __slots__ = ("block", "ends", "is_caption", "is_good", "is_link", "linked", "links", "size", "text")

    def __init__(
        self, block: PageBlock, text: str, linked: int, links: tuple[str, ...], is_caption: bool = False
    ) -> None:
        self.block = block
        self.is_caption = is_caption
        self.text = text
        self.linked = linked
        self.links = links
        self.size = size = len(text) if text.isascii() else len(text.encode())  # so that a Chinese sentence is long
        self.ends = text[-1] in _ENDS
        self.is_link = linked > (_MAX_LINKED_HEADING if block.tag in HEADINGS else _MAX_LINKED) * size
        free = size - linked
        if free < _MIN_SENTENCE or free <= size * _MIN_FREE_SHARE:
            self.is_good = False
        elif block.tag in HEADINGS:
            self.is_good = self.ends and size > _MIN_UNENDED_SENTENCE
        else:
            self.is_good = self.ends or free >= _MIN_UNENDED_SENTENCE


class PageBlocks(NamedTuple):
    """The blocks of a page, outer ones before inner ones, and its runs, in the order of the page."""

    blocks: list[PageBlock]
    runs: list[Run]

    def add_up(self) -> None:
        """Add what each block holds to the blocks around it."""
        for block in reversed(self.blocks):
            outer = block.parent
            if outer is None:
                continue
            if block.good:
                outer.good += block.good
                outer.good_runs += block.good_runs
            if block.junk:  # most blocks hold one kind of text, or none
                outer.junk += block.junk
            if block.links:
                outer.links += block.links
            if block.has_title:
                outer.has_title = True
