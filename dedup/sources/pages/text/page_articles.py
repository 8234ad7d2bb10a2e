"""Which of several articles on a page is its own: pages without an end load the next ones below it.

An article is a block that is marked as one (`<article>`, or a block with an address; or several blocks beside each
other are named alike for articles and have main headings), with good text and a heading of its own. The page's own is
the one whose heading is the title of the page, else the first. Without a main heading (h1) there is no telling an
endless page from entries of a ticker, unless one of the headings is the title of the page.
"""

from __future__ import annotations

from collections.abc import Iterator

from dedup.runtime.patterns import lazy_pattern
from dedup.sources.pages.text.walk.class_names import Verdict
from dedup.sources.pages.text.walk.page_blocks import PageBlock, PageBlocks

_MIN_ARTICLE = 250  # bytes of good text: less is a teaser
_MIN_TITLE = 10  # letters: shorter ones stand in other titles by chance
_NAMED_ARTICLE = lazy_pattern(r"(?<![a-z])(?:post|article|story|entry|artikel|beitrag|articulo|articolo)(?![a-z])")


def leave_out_other_articles(page: PageBlocks, title: str | None) -> None:
    """Mark the blocks of other articles, if the page has more than one.

    `leave_out` has counted the good text of the blocks.
    """
    headings = _headings(page)
    if len(headings) < 2:
        return
    own = next((block for block, (_, text) in headings.items() if _is_title(text, title)), None)
    has_matched = own is not None
    if own is None:
        own = next((block for block, (tag, _) in headings.items() if tag == "h1"), None)
    if own is None:
        return
    outer = set(own.outer_blocks())
    others = {
        block
        for block, (tag, _) in headings.items()
        if block is not own
        and block not in outer
        and (tag == "h1" or (has_matched and own not in block.outer_blocks()))
    }
    for block in page.blocks:
        if block in others or block.parent in others:
            others.add(block)
            block.is_out, block.verdict = True, Verdict.OTHER


def _headings(page: PageBlocks) -> dict[PageBlock, tuple[str, str]]:
    """The articles with the tag and text of their first main heading, or else of their first second heading."""
    found: dict[PageBlock, tuple[str, str]] = {}
    marked = {block for block in page.blocks if block.is_article} | set(_named_alike(page))
    for run in page.runs:
        tag = run.block.tag
        if tag not in ("h1", "h2"):
            continue
        article = next((outer for outer in run.block.outer_blocks() if outer in marked), None)
        if article is None or article.is_out or article.good < _MIN_ARTICLE:
            continue
        if article not in found or tag < found[article][0]:
            found[article] = (tag, run.text)
    return found


def _named_alike(page: PageBlocks) -> Iterator[PageBlock]:
    """Blocks beside each other with one name of articles, if several of them have a main heading."""
    named: dict[tuple[PageBlock, str, str], dict[PageBlock, None]] = {}
    for run in page.runs:
        if run.block.tag != "h1":
            continue
        for block in run.block.outer_blocks():
            name, *_ = block.names.lower().split() or [""]
            if block.parent is not None and _NAMED_ARTICLE.search(name):
                named.setdefault((block.parent, block.tag, name), {})[block] = None
    return (block for blocks in named.values() if len(blocks) > 1 for block in blocks)


def _is_title(heading: str, title: str | None) -> bool:
    """Whether a heading is the title of the page, which may be longer by the name of the site."""
    wanted, given = _letters(title or ""), _letters(heading)
    return min(len(wanted), len(given)) >= _MIN_TITLE and (
        wanted.startswith(given) or given in wanted or wanted in given
    )


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
