"""Both ends of the text: standfirsts, bylines and notices stand there, outside of the blocks with the paragraphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from dedup.sources.pages.text.walk.class_names import is_body_name
from dedup.sources.pages.text.walk.page_blocks import HEADINGS, PageBlock, Run

_MIN_LEAD = 30  # bytes of a sentence before the first good run
_MIN_BODY_SHARE = 0.2  # of the good text: a block that holds so much of it itself is part of the body
_LISTS = frozenset(("ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "tr"))
_ITEMS = frozenset(("li", "dt", "dd", "th", "td"))
_MAX_EDGE_SHARE, _MAX_EDGE = 0.2, 1000


def without_edges(runs: list[Run]) -> list[Run]:
    """The runs without those before the first and behind the last good run that are no sentences.

    A short paragraph beside the last good one stays: it may be a credit ("Source: Meridian News Agency").
    """
    runs = _body(runs)
    good = [place for place, run in enumerate(runs) if run.is_good]
    if not good:
        return []
    first, last = good[0], good[-1]
    before = [run for run in runs[:first] if run.size > _MIN_LEAD and _is_sentence(run)]
    return before + runs[first : last + 1] + _end(runs[last + 1 :], runs[last].block)


def _end(runs: list[Run], last_good: PageBlock) -> list[Run]:
    """What of the runs behind the last good one belongs to the article."""
    holder = _holder(last_good)
    kept: list[Run] = []
    waiting: list[Run] = []  # headings, which stay if anything does behind them
    for run in runs:
        if run.block.tag in HEADINGS and _holder(run.block) is holder:
            waiting.append(run)
        elif _is_sentence(run) or _is_beside(run, last_good) or (_is_item(run) and _holder(run.block) is holder):
            kept += [*waiting, run] if _is_item(run) else [run]
            waiting = []
    return kept


def _body(runs: list[Run]) -> list[Run]:
    """The runs without little text at both ends that stands outside of the blocks with the paragraphs."""
    sizes: Counter[PageBlock] = Counter()
    for run in runs:
        if run.is_good:
            sizes[_holder(run.block)] += run.size
    total = sizes.total()
    body = {block for block, size in sizes.items() if size >= _MIN_BODY_SHARE * total}
    names = {block.names for block in body} - {""}  # articles are cut in several blocks of one name
    places = [
        place
        for place, run in enumerate(runs)
        if (holder := _holder(run.block)) in body or holder.names in names or _is_around(holder, body)
    ]
    if not places:
        return runs
    first, last = places[0], places[-1] + 1
    if not _is_little(runs[:first], total):
        first = 0
    if not _is_little(runs[last:], total):
        last = len(runs)
    return runs[first:last]


def _holder(block: PageBlock) -> PageBlock:
    """The block whose children the paragraphs are; a paragraph may be a `div` that has no name."""
    if block.tag == "div" and not block.names and block.parent is not None:
        block = block.parent
    while block.parent is not None and (not block.may_hold or block.tag in _LISTS):
        block = block.parent
    return block


def _is_around(holder: PageBlock, body: Collection[PageBlock]) -> bool:
    """Whether a block that is called the body of an article holds a block of the body."""
    return is_body_name(holder.names) and any(holder is outer for block in body for outer in block.outer_blocks())


def _is_little(runs: list[Run], total: int) -> bool:
    size = sum(run.size for run in runs if run.is_good)
    return size <= _MAX_EDGE and size <= _MAX_EDGE_SHARE * total


def _is_sentence(run: Run) -> bool:
    return run.ends and run.block.tag not in HEADINGS


def _is_beside(run: Run, body: PageBlock) -> bool:
    block = run.block
    return block.tag == body.tag == "p" and block.parent is body.parent and not run.linked


def _is_item(run: Run) -> bool:
    """Whether a run is an item of a list or a cell of a table."""
    return run.block.tag in _ITEMS and not run.linked
