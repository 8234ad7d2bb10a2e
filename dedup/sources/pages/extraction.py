"""The article in an HTML page: its main text, and what the page says about it.

The text has an empty line between blocks (headings, paragraphs, items) and a line feed where the page breaks a line;
links are those inside the main text. A block that the page repeats is repeated in the text; `dedup.repeats` finds it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import urljoin, urlsplit

from dedup.sources.article_parts import ArticleParts
from dedup.sources.pages.metadata.page_metadata import read_page_metadata
from dedup.sources.pages.page_tree import DEFAULT_TREE_LIMITS, TreeLimits, read_page_tree
from dedup.sources.pages.saved_page import address_when_saved
from dedup.sources.pages.text.article_text import read_article_text

_MAX_LINKS = 200


def extract_page(
    source: bytes, url: str | None = None, charset: str | None = None, limits: TreeLimits = DEFAULT_TREE_LIMITS
) -> ArticleParts:
    """Extract the article of a page; InputError if no main text is found, or the page is larger than the limits.

    `url` and `charset` are what the container of the page says about it, if anything; the page's own URL comes first.

    >>> extract_page(b"<html lang=en><title>Rain</title><p>It rained on Monday.</p>").text
    'It rained on Monday.'
    """
    tree = read_page_tree(source, charset, limits)
    metadata = read_page_metadata(tree, url or address_when_saved(source))
    text, links = read_article_text(tree, metadata.title, metadata.article_body)
    return ArticleParts(
        text=text,
        title=metadata.title,
        url=metadata.url,
        outlet=metadata.outlet,
        canonical=metadata.canonical,
        published=metadata.published,
        language=metadata.language,
        author=metadata.author,
        links=tuple(_links(links, metadata.url)),
        warnings=metadata.warnings,
    )


def _links(targets: Iterable[str], page_url: str | None) -> Iterator[str]:
    addresses = dict.fromkeys(_absolute(target, page_url or "") for target in targets)
    return islice(filter(None, addresses), _MAX_LINKS)


def _absolute(target: str, page_url: str) -> str | None:
    try:
        address = urljoin(page_url, target)
        urlsplit(address)
    except ValueError:
        return None
    return address if address.startswith(("http://", "https://")) else None
