"""Quoted blocks: a statement, an open letter or a law that both articles set without quotation marks.

Two writers who were handed one document introduce it in different words, and end with a colon before it begins. What
is shared begins there; were it copied, the introduction would be shared, too. A mark that closes without one that opens
shows a quotation as well: its paragraph begins with it. The provisions of a law are known by how they are numbered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from dedup.comparison.pair_measures import Measures
from dedup.comparison.rules.pair_features import Flags
from dedup.comparison.third_articles.page_words import CACHED_PAGES, PageWords, Places, SharedBlock
from dedup.runtime.patterns import lazy_pattern
from dedup.settings import VerificationSettings

# Chosen with the cases that the tests hold, before they were tried on news.
MAX_CUT_WORDS = 3  # words of the article that leaves out a part of a block

_COLON = lazy_pattern(r":(?=\s)|：")
_LINE = lazy_pattern(r"[^\n]+")
_MARKS = '"“”„«»「」『』'
_UNOPENED = lazy_pattern(  # a line whose only mark closes what stands before it
    rf"^([^\n{_MARKS}]*+(?<=\S))[{_MARKS}](?![^\W_])[^\n{_MARKS}]*+$", re.MULTILINE
)
_PROVISION = lazy_pattern(
    r"^\W{0,4}(?:§{1,2}\s{0,2}\d|第[\d一二三四五六七八九十百]{1,6}[条條]|제\s?\d{1,4}\s?조"
    r"|(?:art(?:icle|ikel|ículo|icolo|igo|ykuł)?|section|sec|madde|điều|статья|ст|стаття|المادة|ماده)\b\.?\s{0,2}\d)",
    re.IGNORECASE | re.MULTILINE,
)
_NUMBERED = lazy_pattern(r"^\W{0,4}(?:\d{1,3}[a-z]?|[a-z]{1,2})[.)]")


class _Signs(NamedTuple):
    """The signs of quoted blocks in a page, as places of words."""

    behind_colon: Places  # the words that follow a colon, in order
    unopened: Places  # (quotations, 2): first and last word of each that closes, but does not open
    provisions: Places  # (provisions, 2): first word of each, and the first behind it

    def introduce(self, first: int) -> bool:
        """Whether a run begins behind a colon."""
        return bool((self.behind_colon == first).any())

    def close(self, first: int, end: int) -> bool:
        """Whether a run stands in a paragraph whose quotation is never opened."""
        starts, ends = self.unopened.T
        return bool(((starts <= first) & (end <= ends + 1)).any())

    def legislate(self, first: int, end: int) -> bool:
        """Whether a run is the text of provisions; what stands around them may begin with the same word."""
        starts, ends = self.provisions.T
        return bool(((starts <= first + 1) & (end <= ends + 1)).any())


def find_quoted_blocks(
    pages: PageWords, left: Places, right: Places, measures: Measures, settings: VerificationSettings
) -> Flags:
    """Which pairs share hardly more than blocks that both quote, beside accounts of their own. Columns are by pair."""
    m, found = measures, np.zeros(len(left), np.bool_)
    accounts = m.left_unquoted - m.left_unquoted_shared, m.right_unquoted - m.right_unquoted_shared
    has_account = np.minimum(*accounts) >= settings.min_account_words
    if not has_account.any():
        return found
    is_long = m.longest_shared >= settings.min_excerpt_words
    shares = accounts[0] / np.maximum(m.left_words, 1), accounts[1] / np.maximum(m.right_words, 1)
    has_account &= np.minimum(*shares) >= settings.min_account_share
    long = np.flatnonzero(is_long & (m.longest_run >= settings.min_excerpt_run) & has_account).tolist()
    if not long:
        return found
    blocks = _QuotedBlocks(pages)
    rows = [row for row in long if blocks.may_be_in(int(left[row]), int(right[row]))]
    for row, one, other in pages.together(rows, left, right):
        found[row] = blocks.are_nearly_all(one, other, settings.min_excerpt_words)
    return found


class _QuotedBlocks:
    """The blocks that pages quote, as their signs show."""

    def __init__(self, pages: PageWords) -> None:
        self._pages = pages
        self._signs = lru_cache(CACHED_PAGES)(self._find_signs)
        self._unopened = lru_cache(CACHED_PAGES)(lambda page: [*_unopened_quotations(self._text(page))])
        self._provisions = lru_cache(CACHED_PAGES)(lambda page: [*_provisions(self._text(page))])

    def may_be_in(self, page: int, other: int) -> bool:
        """Whether two pages have a sign of a quoted block: most have none, and need not be read."""
        has_colons = all(_COLON.search(self._text(each)) for each in (page, other))
        has_provisions = bool(self._provisions(page) and self._provisions(other))
        return has_colons or has_provisions or bool(self._unopened(page) or self._unopened(other))

    def _text(self, page: int) -> str:
        return self._pages.prepared.articles[page].text

    def are_nearly_all(self, page: int, other: int, max_words: int) -> bool:
        """Whether two pages share quoted blocks, and fewer words beside them."""
        left, right = self._signs(page), self._signs(other)
        beside, quoted = 0, 0
        before: SharedBlock | None = None  # the quoted block that ends last
        for block in self._pages.shared_blocks(page, other):
            sides = (left, block.left, block.left + block.words), (right, block.right, block.right + block.words)
            is_introduced = all(signs.introduce(first) for signs, first, _ in sides)
            is_law = all(signs.legislate(first, end) for signs, first, end in sides)
            is_quoted = is_introduced or is_law or any(signs.close(first, end) for signs, first, end in sides)
            if is_quoted or (before is not None and _continues(before, block)):
                before, quoted = block, quoted + block.words
            else:
                beside += block.words
        return quoted > 0 and beside < max_words

    def _find_signs(self, page: int) -> _Signs:
        words = self._pages.words(page)
        colons = [match.end() for match in _COLON.finditer(words.text)]
        behind_colon = np.searchsorted(words.starts, np.array(colons, np.int64))
        unopened, provisions = (
            np.searchsorted(words.starts, np.array(spans, np.int64).reshape(-1, 2))
            for spans in (self._unopened(page), self._provisions(page))
        )
        return _Signs(behind_colon, unopened, provisions)


def _unopened_quotations(text: str) -> Iterator[tuple[int, int]]:
    """The lines of a text with a quotation that closes, but does not open: where they begin, and the mark."""
    for line in _UNOPENED.finditer(text):
        yield line.span(1)


def _provisions(text: str) -> Iterator[tuple[int, int]]:
    """Where provisions of a law begin and end: lines that are numbered, the first of them as a law numbers its own."""
    if not _PROVISION.search(text):  # nearly no article has any
        return
    start, end = None, 0
    for line in _LINE.finditer(text):
        if _PROVISION.search(line[0]) or (start is not None and _NUMBERED.search(line[0])):
            start, end = line.start() if start is None else start, line.end()
        elif start is not None and line[0].strip():
            yield start, end
            start = None
    if start is not None:
        yield start, end


def _continues(before: SharedBlock, block: SharedBlock) -> bool:
    """Whether a run follows another in both articles, and one of them has hardly a word between."""
    gaps = block.left - before.left - before.words, block.right - before.right - before.words
    return min(gaps) >= 0 and min(gaps) <= MAX_CUT_WORDS
