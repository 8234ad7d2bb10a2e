"""Shortcodes of WordPress and its page builders: `[caption id="a1"]...[/caption]`; what stands within stays.

A word in square brackets (`[sic]`, `[Removed]`, `[1]`) is text. A shortcode has a name that is known, or an attribute
with a value, or is closed. Of `[embed]`, `[audio]` and the like the content is an address and goes as well. So do the
tags of Hugo and Jekyll (`{{< figure >}}`, `{% include %}`), and what NewsAPI says in the place of the rest (`[+2345
chars]`).
"""

from __future__ import annotations

from dedup.runtime.patterns import lazy_pattern

_QUOTES = "\"'”“″′’‘«»"  # typographic ones were put in by WordPress itself
_ATTRIBUTE = rf"""\s+[A-Za-z_][\w-]*=(?:[{_QUOTES}][^{_QUOTES}\n]*[{_QUOTES}]|[^\s\[\]{_QUOTES}]+)"""
_BUILDERS = "vc_|et_pb_|fusion_|av_|su_|tie_|td_|thb_|wpb_|elementor-|siteorigin_"
_ADDRESSED = lazy_pattern(r"\[(embed|audio|video|playlist)\b[^\[\]\n]*\]\s*https?://[^\s\[]+\s*\[/\1\]")
_OPENING = lazy_pattern(
    rf"\[(?:(?P<name>[a-z][a-z0-9_-]*)(?:{_ATTRIBUTE})+|(?P<known>gallery|playlist|(?:{_BUILDERS})[a-z0-9_-]+))\s*/?\]"
)
_BARE_OPENING = lazy_pattern(r"\[([a-z][a-z0-9_-]*)\](?=[^\[]*\[/\1\])")
_CLOSING = lazy_pattern(r"\[/[a-z][a-z0-9_-]*\]")
_TEMPLATE = lazy_pattern(r"\{\{[<%](?!\{).{1,300}?[%>]\}\}|\{%-?\s*[a-z][^%\n]{0,300}%\}")
_REST_COUNTED = lazy_pattern(r"(?<!\s)\s*+\[\+\d+ chars\]\s*+$")
_BLOCK = "\n\n"
_MANY_LINE_FEEDS = lazy_pattern(r"\n{3,}")


def may_hold_shortcodes(text: str) -> bool:
    """Whether it is worth to look for shortcodes."""
    if "[" in text and ("=" in text or "[/" in text or "[gallery]" in text or "[+" in text):
        return True
    return "{" in text and ("{{<" in text or "{%" in text or "{{%" in text)


def without_shortcodes(text: str) -> str:
    r"""The text without shortcodes; the same text if it has none.

    >>> without_shortcodes('[caption id="a1" width="300"]The pier[/caption] It rained [sic].')
    'The pier\n\nIt rained [sic].'
    """
    found = _OPENING.sub(_BLOCK, _ADDRESSED.sub(_BLOCK, _REST_COUNTED.sub("", text)))
    if "{" in found:
        found = _TEMPLATE.sub(_BLOCK, found)
    if "[/" in found:
        found = _CLOSING.sub(_BLOCK, _BARE_OPENING.sub(_BLOCK, found))
    if found == text:
        return text
    return _MANY_LINE_FEEDS.sub("\n\n", "\n".join(line.strip() for line in found.split("\n"))).strip()
