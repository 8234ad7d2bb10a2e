"""HTML: one page, whose main text is one article; `dedup.sources.pages` extracts it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dedup.runtime.patterns import lazy_pattern
from dedup.sources.decoding.bounded_reading import read_one_article
from dedup.sources.formats.format import InputFormat, OpenFile, ReadOptions, SourcePage

_BEGINNING = lazy_pattern(
    rb"(?:\xef\xbb\xbf)?(?>\s+|<!--.*?-->|<\?xml.*?\?>)*+<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)


def read_html(file: OpenFile, options: ReadOptions) -> Iterator[SourcePage]:
    """The page in an HTML file; a file that is stored is read where the page is extracted."""
    page = file.path if file.is_stored else read_one_article(file.stream, options.limits)
    yield SourcePage(None, page, charset=options.encoding)


def _sniff(head: bytes) -> bool:
    return _BEGINNING.match(head) is not None


FORMATS = (
    InputFormat(
        name="html",
        endings=("html", "htm", "xhtml", "xht", "shtml"),
        read=read_html,
        sniff=_sniff,
        holds_one_article=True,
    ),
)
