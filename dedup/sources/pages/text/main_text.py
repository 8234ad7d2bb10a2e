"""The main text of a page, the links in it, and whether it is in doubt."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from lxml.etree import _Element as Element

from dedup.sources.pages.text.edges import without_edges
from dedup.sources.pages.text.left_out import leave_out
from dedup.sources.pages.text.main_block import MainBlock, find_main_block
from dedup.sources.pages.text.page_articles import leave_out_other_articles
from dedup.sources.pages.text.walk.class_names import is_label
from dedup.sources.pages.text.walk.page_blocks import CELLS, HEADINGS, PageBlock, PageBlocks, Run
from dedup.sources.pages.text.walk.page_walk import walk_page

_MAX_CARD_LINKED = 0.3  # share of the text of a block inside the article that is links: above it, a box of teasers
_MIN_TEASER_LINKED = 0.1
_MAX_TEASER = 400  # bytes
_MAX_LABEL = 60  # bytes
_MAX_NOTICE = 200  # bytes of a notice of copyright
_MIN_SURE_TEXT = 250  # bytes: less is seldom an article
_MIN_SURE_SHARE = 0.5  # of the good text of the page that was not left out
_MAX_SURE_RIVAL = 0.5  # of the score of the main block


class MainText(NamedTuple):
    """The main text of a page, the targets of its links as they stand there, and whether it is in doubt."""

    text: str
    links: tuple[str, ...]
    is_doubtful: bool
    good: int  # bytes of good text on the page, without comments, galleries and other articles


def find_main_text(tree: Element, title: str | None = None) -> MainText:
    """The main text of a page of this title; the tree loses its scripts, menus, forms and the like.

    >>> from lxml.html import document_fromstring
    >>> find_main_text(document_fromstring("<p>It rained. <a href='/a'>More</a>")).links
    ()
    """
    page = walk_page(tree)
    total = leave_out(page)
    leave_out_other_articles(page, title)
    main = find_main_block(page)
    if not main.good:
        return MainText("", (), is_doubtful=bool(page.runs), good=total)
    runs = without_edges(_kept(page, main, letters_of(title or "")))
    size = sum(run.size for run in runs)
    good = total - main.apart
    is_doubtful = (
        size < _MIN_SURE_TEXT or main.good < _MIN_SURE_SHARE * good or main.rival > _MAX_SURE_RIVAL * main.score
    )
    links = tuple(link for run in runs for link in run.links)
    return MainText(_joined(runs), links, is_doubtful, good)


def _joined(runs: list[Run]) -> str:
    """The text of the runs, with an empty line between two of them, but in one line for the cells of a row."""
    pieces = [run.text for run in runs[:1]]
    for before, run in pairwise(runs):
        is_row = {before.block.tag, run.block.tag} <= CELLS and before.block.parent is run.block.parent
        pieces += (" " if is_row and not run.is_good else "\n\n", run.text)
    return "".join(pieces)


def _kept(page: PageBlocks, main: MainBlock, title: str) -> list[Run]:
    """The runs of the article, without its title, lists of links, boxes of teasers, captions and labels."""
    inside = {main.block}
    for block in page.blocks:
        if block.parent in inside and not block.is_out and not (block.may_hold and _is_card(block)):
            inside.add(block)
    return [run for run in page.runs if run.block in inside and _is_of_article(run, title)]


def _is_card(block: PageBlock) -> bool:
    """Whether a block inside the article is a box of links, or links to another article with a sentence about it."""
    size = block.good + block.junk
    is_teaser = block.good_runs <= 1 and block.good <= _MAX_TEASER
    return block.links > (_MIN_TEASER_LINKED if is_teaser else _MAX_CARD_LINKED) * size


def _is_of_article(run: Run, title: str) -> bool:
    if run.is_link or (run.size < _MAX_LABEL and is_label(run.text)):
        return False
    if run.size < _MAX_NOTICE and run.text.startswith(("©", "Copyright ©")):
        return False
    if run.block.tag not in HEADINGS:
        return not run.is_caption
    return letters_of(run.text) != title if run.is_good else run.block.tag != "h1"


def letters_of(text: str) -> str:
    """The letters and digits of a text, in one case."""
    return "".join(filter(str.isalnum, text.casefold()))
