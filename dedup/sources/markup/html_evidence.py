"""Whether a text is HTML, or merely contains `<`: `a < b`, `<name@example.org>`, `List<String>`, a speech about `<p>`.

Evidence is what only a writer of HTML leaves behind: a known element that is closed, or has a quoted attribute; line
breaks and paragraphs where text would have them. One tag by itself, with a space on both sides, is spoken of.
"""

from __future__ import annotations

import re
from enum import IntEnum

from dedup.runtime.patterns import lazy_pattern

_BLOCK_NAMES = (
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody tfoot"
    " thead tr ul"
)
_INLINE_NAMES = (
    "a abbr acronym area audio b base bdi bdo big br button canvas cite code col colgroup data datalist del dfn em"
    " embed font frame frameset head i iframe img input ins kbd label link map mark meta meter noscript object"
    " optgroup option output param picture progress q rp rt ruby s samp script select slot small source span strike"
    " strong style sub sup svg template textarea time title track tt u var video wbr"
)
BLOCKS = frozenset(_BLOCK_NAMES.split())
CELLS = frozenset({"td", "th"})
_ELEMENTS = BLOCKS | CELLS | set(_INLINE_NAMES.split())
_NAME = "|".join(sorted(_ELEMENTS, key=len, reverse=True))
_TAG = lazy_pattern(rf"""<(/?)({_NAME})((?:\s(?:[^<>"']|"[^"]*"|'[^']*')*)?/?)>""", re.IGNORECASE)
_MAX_BEFORE_PAGE = 100  # characters of white space
_NEED_NOT_BE_CLOSED = ("p", "li", "br")
_COMMENT_OF_EDITOR = "<!-- wp:"  # of WordPress

# Tags that belong to dialects of HTML (`<o:p>`, `<amp-img>`), comments, declarations; any other `<` is a character.
_ANY_TAG = lazy_pattern(
    rf"<(?:/?(?:{_NAME})(?:[\s/>]|$)|/?[a-z][a-z0-9]*[-:][a-z][\w:.-]*[\s/>]|/[a-z]|!--|!doctype\b|\?)", re.IGNORECASE
)
_PAGE = lazy_pattern(r"\ufeff?(?>\s+|<!--.*?-->|<\?xml.*?\?>)*+<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_NAMES = lazy_pattern(r"<([^\s/>!?][^\s/>]*)")
_NO_NAME = lazy_pattern(r"<(?:[^A-Za-z/!?]|[abipqsuABIPQSU]\s+(?![\w:-]+\s*=)|$)")
_SPOKEN_OF = lazy_pattern(r"<[abipqsu]\s+(?![\w:-]+\s*=|hidden\b)", re.IGNORECASE)  # `if a <b and c> d`


class HtmlEvidence(IntEnum):
    """How sure it is that a text is HTML: not at all, by tags within lines, by tags of blocks."""

    NONE = 0
    INLINE = 1
    BLOCK = 2


def html_evidence(text: str) -> HtmlEvidence:
    """What the tags of a text say.

    >>> html_evidence("if a < b then <p> ends").name, html_evidence("It <b>rained</b>.").name
    ('NONE', 'INLINE')
    """
    best, opened, unclosed = HtmlEvidence.NONE, set(), 0
    for found in _TAG.finditer(text):
        name, is_closing = found[2].lower(), bool(found[1])
        if is_closing or _has_attribute(found[3]):
            is_evidence = not is_closing or name in opened
        else:
            opened.add(name)
            unclosed += name in _NEED_NOT_BE_CLOSED and not _is_spoken_of(text, found)
            is_evidence = unclosed > 0
        if is_evidence and (name in BLOCKS or name == "br"):
            return HtmlEvidence.BLOCK
        if is_evidence:
            best = HtmlEvidence.INLINE
    return HtmlEvidence.BLOCK if _COMMENT_OF_EDITOR in text else best


def is_page(text: str) -> bool:
    """Whether a text is a whole page, with its menus and all else, and no piece of one.

    >>> is_page("<!DOCTYPE html><html><body><p>Rain."), is_page("<p>Rain.</p>")
    (True, False)
    """
    return "<" in text[:_MAX_BEFORE_PAGE] and _PAGE.match(text) is not None


def escape_other_signs(text: str) -> str:
    """The HTML with `&lt;` for each `<` that begins no tag, so that nothing behind it is taken for a tag.

    >>> escape_other_signs("<p>a <b, from <ann@example.org></p>")
    '<p>a &lt;b, from &lt;ann@example.org></p>'
    """
    if not _NO_NAME.search(text) and _ELEMENTS.issuperset(map(str.lower, _NAMES.findall(text))):
        return text
    return re.sub("<", lambda found: "<" if _is_tag(text, found.start()) else "&lt;", text)


def _is_tag(text: str, start: int) -> bool:
    return _ANY_TAG.match(text, start) is not None and _SPOKEN_OF.match(text, start) is None


def _has_attribute(attributes: str) -> bool:
    return "=" in attributes and ('"' in attributes or "'" in attributes)


def _is_spoken_of(text: str, found: re.Match[str]) -> bool:
    """Whether a tag stands between two words, a space on both sides, as in this sentence `<br>` does."""
    before, after = text[: found.start()][-1:], text[found.end() :][:1]
    return "/" not in found[3] and before not in ("", "\n") and (before in " `'\"(“" and after in " `'\",.;:)?!”\n")
