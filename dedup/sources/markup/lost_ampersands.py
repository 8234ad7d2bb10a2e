"""Character references whose ampersand became a space: `won #39;t`, ` quot;yes, quot;`, `Johnson  amp; John`.

Public collections of news have them, as have feeds that were cleaned twice. A number before a semicolon is a character
like others (`tracks #38; #39;`), so a text needs one before a letter to have any.
"""

from __future__ import annotations

import re

from dedup.runtime.patterns import lazy_pattern
from dedup.sources.markup.entities import unescape

_REFERENCE = lazy_pattern(r"(?:\A| )(#(?:3[2-9]|4[0-7]|8[2-9]\d{2}|1[6-9]\d|2[0-4]\d|25[0-5])|quot|amp|lt|gt|nbsp);")
_CERTAIN = lazy_pattern(r"(?:\A| )#(?:39|8217);[^\W\d_]|(?:\A| )(?:quot|amp|lt|gt|nbsp);")
_SIGNS = ("#39;", "#8217;", "quot;", "amp;", "lt;", "gt;", "nbsp;")


def with_ampersands(text: str) -> str:
    """The text with the characters that its references without an ampersand name; the same text if it has none.

    >>> with_ampersands("It won #39;t rain at Dale  amp; Weir"), with_ampersands("tracks #38; #39;")
    ("It won't rain at Dale & Weir", 'tracks #38; #39;')
    """
    if ";" not in text or not any(sign in text for sign in _SIGNS) or not _CERTAIN.search(text):
        return text
    return _REFERENCE.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    return unescape(f"&{found[1]};")
