"""What the parts of an article show, if they are HTML or Markdown or were encoded twice; others come back as they are.

Whether a text is marked up is decided by evidence, since nothing declares it. A plain text costs a few searches for
single characters (a microsecond). Markup may itself be escaped (`&lt;p&gt;`), twice at most in what people have.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from dedup.errors import InputError
from dedup.sources.article_parts import ArticleParts
from dedup.sources.decoding.mojibake import mend_mojibake
from dedup.sources.markup.entities import unescape
from dedup.sources.markup.escape_sequences import without_escapes
from dedup.sources.markup.html_evidence import HtmlEvidence, html_evidence
from dedup.sources.markup.html_fragment import ShownText, read_fragment
from dedup.sources.markup.lost_ampersands import with_ampersands
from dedup.sources.markup.markdown_text import is_markdown, read_markdown
from dedup.sources.markup.shortcodes import may_hold_shortcodes, without_shortcodes

_MAX_LEVELS = 3  # of markup that is escaped within markup
_MAX_REMEMBERED = 4096  # names of authors and outlets, which many articles share
_CDATA, _END_OF_CDATA = "<![CDATA[", "]]>"


def shown_parts(parts: ArticleParts) -> ArticleParts:
    """The parts as a reader sees them; links of the text stand behind those that the parts have.

    >>> shown_parts(ArticleParts("<p>It rained.</p>", title="Rain &amp; snow")).title
    'Rain & snow'
    """
    changes = _shown_fields(parts)
    text, doubt = mend_mojibake(parts.text)
    try:
        text, links = shown_text(text, parts.canonical or parts.url)
    except InputError as error:
        links, doubt = (), f"markup was left in the text: {error}"
    if text is not parts.text or links:
        changes |= {"text": text, "links": tuple(dict.fromkeys((*parts.links, *links)))}
    if doubt is not None:
        changes["warnings"] = (*parts.warnings, doubt)
    return parts._replace(**changes) if changes else parts


def _shown_fields(parts: ArticleParts) -> dict[str, Any]:
    """The fields in one line that are marked up or damaged, as they show; most articles have none."""
    changes: dict[str, Any] = {}
    if parts.title and (title := _mended_line(parts.title)) != parts.title:
        changes["title"] = title or None
    if parts.author and (author := _mended_name(parts.author)) != parts.author:
        changes["author"] = author or None
    if parts.outlet and (outlet := _mended_name(parts.outlet)) != parts.outlet:
        changes["outlet"] = outlet or None
    if parts.url and "&" in parts.url:
        changes["url"] = unescape(parts.url)
    if parts.canonical and "&" in parts.canonical:
        changes["canonical"] = unescape(parts.canonical)
    return changes


def _mended_line(line: str) -> str:
    return shown_line(line if line.isascii() else mend_mojibake(line).text)


_mended_name = lru_cache(_MAX_REMEMBERED)(_mended_line)


def shown_text(text: str, page_url: str | None = None) -> ShownText:
    """What a text shows, whether it is HTML, Markdown or plain, and the addresses that it links to.

    InputError if its elements are nested too deeply to be read whole.

    >>> shown_text("a < b, at AT&T").text, shown_text("&lt;p&gt;It rained.&lt;/p&gt;").text
    ('a < b, at AT&T', 'It rained.')
    """
    text = with_ampersands(text)
    if not _may_be_marked_up(text):
        return ShownText(text)
    shown = _without_markup(without_escapes(text), page_url)
    if may_hold_shortcodes(shown.text):
        return shown._replace(text=without_shortcodes(shown.text))
    return shown


def _may_be_marked_up(text: str) -> bool:
    """Whether a text holds any sign of HTML, Markdown, escapes or shortcodes."""
    return ("<" in text or "&" in text or "[" in text or "{" in text or "\\" in text) or (
        "#" in text or "=" in text or ("*" in text and "**" in text) or ("_" in text and "__" in text)
    )


def shown_line(line: str) -> str:
    """What a title or a name shows, in one line; the same string if it is plain.

    >>> shown_line("<b>Fish &amp;amp; chips</b>")
    'Fish & chips'
    """
    line = with_ampersands(line)
    if "<" not in line and "&" not in line:
        return line
    try:
        shown, _ = _without_html(line, None)
    except InputError:
        return line
    return line if shown == line else " ".join(unescape(shown).split())


def _without_markup(text: str, page_url: str | None) -> ShownText:
    is_html = ("<" in text or "&" in text) and text.lstrip().startswith(("<", "&lt;"))
    if not is_html and is_markdown(text):
        return read_markdown(text, page_url)
    return _without_html(text, page_url)


def _without_html(text: str, page_url: str | None) -> ShownText:
    links: dict[str, None] = {}
    needed = HtmlEvidence.INLINE
    for _ in range(_MAX_LEVELS):
        if "<" not in text and "&" not in text:
            break
        if _CDATA in text:
            text = text.replace(_CDATA, "").replace(_END_OF_CDATA, "")
        if "<" in text and (html_evidence(text) >= needed or (needed is HtmlEvidence.BLOCK and _is_within_tags(text))):
            shown = read_fragment(text, page_url)
            links |= dict.fromkeys(shown.links)
            text = unescape(shown.text, tags=False)
            if not _is_within_tags(text):
                break
            needed = HtmlEvidence.BLOCK  # what was escaped within markup may be meant to be seen
        elif (unescaped := unescape(text)) != text:
            text = unescaped
        else:
            break
    return ShownText(text, tuple(links))


def _is_within_tags(text: str) -> bool:
    """Whether a text begins and ends with tags."""
    stripped = text.strip()
    return stripped.startswith("<") and stripped.endswith(">") and html_evidence(stripped) > HtmlEvidence.NONE
