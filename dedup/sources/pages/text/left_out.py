"""Which blocks of a page count for nothing, by their verdicts: each has a guard, a share of the page's good text.

What holds more good text than that is no menu, whatever its name: `<body class="has-sidebar">`. Blocks of one name are
one block in this, since articles are cut in pieces.
"""

from __future__ import annotations

from dedup.sources.pages.text.walk.class_names import Verdict, is_about_authors
from dedup.sources.pages.text.walk.page_blocks import HEADINGS, PageBlock, PageBlocks, Run

_MIN_TITLED = 0.3  # share of the good text in a block that holds the h1, and so is no box
_MAX_WEAK, _MAX_STRONG, _MAX_FIRM, _MAX_HIDDEN = 0.25, 0.5, 0.75, 0.9
_MAX_BESIDE = {Verdict.TALK: 200, Verdict.SHOW: 300}  # bytes of good text beside what then is the article
_MAX_ABOUT = 60  # bytes of a heading of a box about the authors
APART = frozenset((*_MAX_BESIDE, Verdict.OTHER))  # text that is no loss


def leave_out(page: PageBlocks) -> int:
    """Mark the blocks that count for nothing; the bytes of good text on the page."""
    seen: set[str] = set()  # a notice that stands in every box is one sentence
    for run in page.runs:
        if run.is_good:
            if run.text not in seen:
                seen.add(run.text)
                run.block.good += run.size
        elif run.block.tag == "h1":
            run.block.has_title = True
        elif run.block.tag in HEADINGS and run.size <= _MAX_ABOUT and is_about_authors(run.text):
            _judge_around(run)
    page.add_up()
    total = page.blocks[0].good
    sizes = _good_by_names(page.blocks)
    for block in page.blocks:
        outer = block.parent
        if outer is not None and outer.is_out:
            block.is_out = True
            block.verdict = outer.verdict if outer.verdict in APART else block.verdict
        elif block.verdict:
            size = sizes.get(block.names, block.good) if block.names else block.good
            block.is_out = _is_out(block, size, total)
    return total


def _judge_around(about: Run) -> None:
    """The block around a heading that announces something about the authors is seldom text."""
    block = next(block for block in about.block.outer_blocks() if block.may_hold)
    block.verdict = max(block.verdict, Verdict.STRONG)


def _good_by_names(blocks: list[PageBlock]) -> dict[str, int]:
    sizes: dict[str, int] = {}
    for block in blocks:
        if block.verdict and block.good and (block.parent is None or block.parent.names != block.names):
            sizes[block.names] = sizes.get(block.names, 0) + block.good
    return sizes


def _is_out(block: PageBlock, size: int, total: int) -> bool:
    verdict = block.verdict
    if verdict is Verdict.WEAK:
        return size < _MAX_WEAK * total
    if verdict is Verdict.HIDDEN:
        return block.good <= _MAX_HIDDEN * total
    if block.has_title and block.good > _MIN_TITLED * total:
        return False
    if verdict is Verdict.STRONG:
        return size <= _MAX_STRONG * total
    if verdict in _MAX_BESIDE:
        return total - size > _MAX_BESIDE[verdict]
    return size <= _MAX_FIRM * total
