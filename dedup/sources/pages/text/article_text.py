"""The text of an article, from whichever place of the page has it: what it shows, what it states, or its data.

The own reader comes first. Where that is in doubt, trafilatura reads the page again: quickly, or in full if the quick
reading keeps too little of the page. `articleBody`, which the page states in JSON-LD, counts where the page shows less,
as behind a paywall; the data of its program where it shows next to nothing.
"""

from __future__ import annotations

from typing import NamedTuple

from lxml.etree import _Element as Element

from dedup.errors import InputError
from dedup.sources.markup.shown_text import shown_text
from dedup.sources.pages.text.main_text import MainText, find_main_text, letters_of
from dedup.sources.pages.text.page_state import find_state_text
from dedup.sources.pages.text.second_reader import read_again

_MIN_TEXT = 250  # characters: less is what a page shows of an article, or a notice
_MIN_KEPT_SHARE = 0.35  # of the good text of the page: of less, trafilatura is asked for more
_MIN_GAIN = 2.0  # times the text that is shown: so much longer is a text that counts instead
_MIN_SHARED = 60  # letters at the beginning of a paragraph by which a text is known


class ArticleText(NamedTuple):
    """The text of an article, and the targets of the links in it."""

    text: str
    links: tuple[str, ...] = ()


def read_article_text(tree: Element, title: str | None, stated_body: str | None) -> ArticleText:
    """The text of a page's own article, which has this title and states this body in JSON-LD.

    InputError if there is none. The tree loses its scripts, menus, forms and the like.
    """
    scripts = list(tree.iter("script"))  # they are read only if nothing else is found
    shown = _shown(tree, find_main_text(tree, title))
    stated = _stated(stated_body)
    if len(stated) >= max(_MIN_TEXT, _MIN_GAIN * len(shown.text)) and _is_same_article(shown.text, stated):
        return ArticleText(stated, shown.links)
    if len(shown.text) < _MIN_TEXT and (state := find_state_text(scripts, title)):
        return ArticleText(state)
    if not shown.text:
        raise InputError("no main text found in the page")
    return shown


def _shown(tree: Element, found: MainText) -> ArticleText:
    """The text that the page shows."""
    if found.is_doubtful:
        for is_fast in (True, False):
            text, links = read_again(tree, is_fast=is_fast)
            if len(text.encode()) >= max(_MIN_KEPT_SHARE * found.good, 1):
                return ArticleText(text, links)
    return ArticleText(found.text, found.links)


def _stated(body: str | None) -> str:
    if body is None or len(body) < _MIN_TEXT:
        return ""
    try:
        return shown_text(body).text.strip()
    except InputError:  # markup that is nested too deeply
        return ""


def _is_same_article(shown: str, stated: str) -> bool:
    """Whether a text is the beginning or a part of another, or next to nothing."""
    if len(shown) < _MIN_TEXT:
        return True
    letters = letters_of(stated)
    beginnings = (letters_of(line)[:_MIN_SHARED] for line in shown.split("\n"))
    return any(len(beginning) == _MIN_SHARED and beginning in letters for beginning in beginnings)
