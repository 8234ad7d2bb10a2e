"""Character references of HTML: `&amp;`, `&nbsp;`, `&#8217;`; what only looks like one (`R&D;`, `AT&T`) stays.

A reference ends with a semicolon and has a name that HTML knows. Names of mathematical signs are none, for `&sum;` and
`&part;` stand in programs.
"""

from __future__ import annotations

import html
import re
from html.entities import html5
from unicodedata import category

from dedup.runtime.patterns import lazy_pattern

_REFERENCE = lazy_pattern(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|([A-Za-z][A-Za-z0-9]{1,31}));")
_SIGNS_OF_TEXTS = ("lt", "gt", "LT", "GT", "times", "plusmn", "divide")  # signs of mathematics that texts use
_MARKS_OF_TAGS = {"<", ">"}


def unescape(text: str, *, tags: bool = True) -> str:
    """The text with the characters that its references name; without `tags`, those of `<` and `>` stay.

    >>> unescape("R&D; at AT&amp;T &#8211; caf&eacute;")
    'R&D; at AT&T – café'
    """
    return _REFERENCE.sub(lambda found: _character(found, tags), text) if "&" in text else text


def _character(found: re.Match[str], tags: bool) -> str:
    name = found[1]
    if name is not None and not _is_known(name):
        return found[0]
    character = html.unescape(found[0])
    return found[0] if character in _MARKS_OF_TAGS and not tags else character


def _is_known(name: str) -> bool:
    characters = html5.get(f"{name};")
    return characters is not None and (name in _SIGNS_OF_TEXTS or all(category(each) != "Sm" for each in characters))
