"""The block that holds the article: the one with the most good text and the least other text.

Of equals it is the innermost. A block whose name says that it is the body of an article is preferred a little.
"""

from __future__ import annotations

from typing import NamedTuple

from dedup.sources.pages.text.left_out import APART
from dedup.sources.pages.text.walk.class_names import is_body_name
from dedup.sources.pages.text.walk.page_blocks import CELLS, HEADINGS, PageBlock, PageBlocks

_NEUTRAL = HEADINGS | CELLS  # short texts that speak neither for nor against an article
_BODY_BONUS = 0.1  # of the good text of the page


class MainBlock(NamedTuple):
    """The block that holds the article, its score, that of the best block beside it, and what was weighed for it."""

    block: PageBlock
    score: float
    rival: int
    good: int  # bytes of good text on the page that count
    apart: int  # bytes of good text in comments and galleries


def find_main_block(page: PageBlocks) -> MainBlock:
    """The block that holds the article, of those that `leave_out` left."""
    apart = _weigh(page)
    good = page.blocks[0].good
    bonus = _BODY_BONUS * good
    main, most = page.blocks[0], float("-inf")
    for block in page.blocks:
        if block.may_hold and block.good and not block.is_out:
            score: float = block.good - block.junk
            if block.tag == "article" or is_body_name(block.names):
                score += bonus
            if score >= most:
                main, most = block, score
    return MainBlock(main, most, _rival(page.blocks, main), good, apart)


def _weigh(page: PageBlocks) -> int:
    """Count the good and other text of every block; the good text in comments and galleries."""
    apart = 0
    for block in page.blocks:
        block.good = 0
    for run in page.runs:
        block = run.block
        if block.is_out:
            apart += run.size if run.is_good and block.verdict in APART else 0
            continue
        if run.is_link:
            block.links += run.size
        if run.is_good:
            block.good_runs += 1
            block.good += run.size - run.linked
            block.junk += run.linked
        else:
            block.junk += run.linked if block.tag in _NEUTRAL else run.size
    page.add_up()
    return apart


def _rival(blocks: list[PageBlock], main: PageBlock) -> int:
    """The score of the best block that neither holds the main block nor is in it."""
    around = {main, *main.outer_blocks()}
    inside = {main}
    best = 0
    for block in blocks:
        if block.parent in inside:
            inside.add(block)
        elif block.may_hold and block.good and not block.is_out and block not in around:
            best = max(best, block.good - block.junk)
    return best
