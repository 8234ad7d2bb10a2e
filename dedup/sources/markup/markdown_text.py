"""What Markdown shows: pyromark makes HTML of it, whose text is read as that of any other piece of HTML.

Markdown within a record is known by links with addresses, and by headings beside other marks; a stray `*` or `#` is
text. pyromark reads a page in .05 ms; parsers in Python need 5, and cmarkgfm does not free what it parsed. Pandoc's
attributes (`{.external}`, `::: {.box}`), which CommonMark does not know, are taken out before.
"""

from __future__ import annotations

import re

from dedup.runtime.patterns import lazy_pattern
from dedup.sources.decoding.decode import replace_lone_surrogates
from dedup.sources.markup.entities import unescape
from dedup.sources.markup.html_fragment import ShownText, read_fragment

_TARGET = r"https?:|mailto:|tel:|/|#|\.{1,2}/|[\w./-]+\.(?:html?|php|jpe?g|png|gif|webp|svg)\b"
_LINK = lazy_pattern(rf"\]\(\s*<?(?:{_TARGET})", re.IGNORECASE)
_REFERENCE = lazy_pattern(r"^ {0,3}\[[^\]\n]+\]:\s*<?(?:https?:|/|mailto:)", re.MULTILINE | re.IGNORECASE)
_HEADING = lazy_pattern(
    r"(?:\A\s*|\n[ \t]*\n)(?:#{1,6} \S[^\n]*|[^\n#>|]{3,120}\n(?:={3,}|-{3,}))\s*(?=\n[ \t]*\n|\n#)"
)
_STRONG = lazy_pattern(
    r"(?<![\w*])\*\*(?=[^\s*])[^*\n]+(?<=[^\s*])\*\*(?![\w*])|(?<![\w_])__(?=\S)[^_\n]+(?<=\S)__(?![\w_])"
)
_OTHER_MARKS = lazy_pattern(r"^(?:#{2,6} \S|[*+-] \S|> \S|```|~~~|\|.*\|\s*$|\* \* \*|---\s*$)", re.MULTILINE)
_ENOUGH_MARKS = 2

_ATTRIBUTES = lazy_pattern(r"(?<=[\])`])\{(?=[.#:\w])[^{}\n]*\}")
_SPAN = lazy_pattern(r"\[([^\[\]\n]*)\]\{(?=[.#])[^{}\n]*\}")
_WRAPPED_TARGET = lazy_pattern(
    r"(\]\(<?https?://[^\s()<>]*)\n[ \t]*(?=[^\s()<>]*>?(?:\s+\"[^\"\n]*\")?\))"
)  # html2text does it
_DIVISION = lazy_pattern(r"^ {0,3}:{3,}[^\n]*$", re.MULTILINE)


def is_markdown(text: str) -> bool:
    """Whether a text has the marks that only a writer of Markdown makes.

    >>> is_markdown("See [the report](https://example.org/a)."), is_markdown("# 1 hit, 2 * 3 and [sic](really)")
    (True, False)
    """
    if "[" in text and (("](" in text and _LINK.search(text)) or ("]: " in text and _REFERENCE.search(text))):
        return True
    has_heading = ("#" in text or "=" in text) and _HEADING.search(text) is not None
    has_strong = ("*" in text and "**" in text) or ("_" in text and "__" in text)
    strong = len(_STRONG.findall(text)) if has_strong else 0
    others = len(_OTHER_MARKS.findall(text)) if has_heading else 0
    return strong >= _ENOUGH_MARKS or (has_heading and strong + others >= 1)


def read_markdown(text: str, page_url: str | None = None) -> ShownText:
    r"""The text and links of Markdown; one that is nothing but paragraphs stays as it is.

    >>> read_markdown("# Rain\n\nIt *rained*, says [Ann](https://example.org/ann). ![a pier](pier.jpg)")
    ShownText(text='Rain\n\nIt rained, says Ann.', links=('https://example.org/ann',))
    """
    import pyromark

    options = pyromark.Options
    chosen = (
        options.ENABLE_TABLES
        | options.ENABLE_FOOTNOTES
        | options.ENABLE_STRIKETHROUGH
        | options.ENABLE_HEADING_ATTRIBUTES
        | options.ENABLE_TASKLISTS
    )
    html = pyromark.html(_without_attributes(replace_lone_surrogates(text)), options=chosen)
    if _is_plain(html, text):
        return ShownText(text)
    return read_fragment(html, page_url)


def _is_plain(html: str, text: str) -> bool:
    """Whether the HTML holds the words of the text as they are, in paragraphs without marks."""
    bare = html.replace("<p>", "").replace("</p>", "")
    return "<" not in bare and unescape(bare).split() == text.split()


def _without_attributes(text: str) -> str:
    if "](" in text:
        text = _WRAPPED_TARGET.sub(r"\1", text)
    if ":::" in text:
        text = _DIVISION.sub("", text)
    if "{" not in text:
        return text
    return _ATTRIBUTES.sub("", _SPAN.sub(r"\1", text))
