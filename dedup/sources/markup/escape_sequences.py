r"""Escape sequences that were left in a text: `\n` as two characters, `\u003cp\u003e`, as in a dump.

A backslash is a character like others (`C:\new`), so a text counts as escaped only if it has no line feed of its own
and one of its sequences stands where lines end, or if it has many of the sequences that stand for one character. It is
not if a backslash stands before a letter that begins no sequence: some collections have one for each line feed
(`whose first\launch`).
"""

from __future__ import annotations

import re

from dedup.runtime.patterns import lazy_pattern

_END_OF_LINE = lazy_pattern(r"""(?:[.!?…>\]。！？]["'”’»]?|\\[rn"])(?:\\r)?\\n(?![a-z]{2,}\\)""")
_NO_SEQUENCE = lazy_pattern(r"(?<!\\)\\[ac-eg-mo-qsvwyzA-Z]")
_CODE = lazy_pattern(r"\\u[0-9a-fA-F]{4}")
_MIN_CODES = 3
_SEQUENCE = lazy_pattern(
    r"(?:\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\u[0-9a-fA-F]{4}|\\[nrt\"'/\\]"
)
_LETTERS = {"n": "\n", "r": "\r", "t": "\t"}


def without_escapes(text: str) -> str:
    r"""The text with what its escape sequences stand for; the same text if nothing shows that it has any.

    >>> without_escapes(r"It rained.\n\nIt snowed."), without_escapes(r"Look in C:\new.")
    ('It rained.\n\nIt snowed.', 'Look in C:\\new.')
    """
    if "\\" not in text or "\n" in text or _NO_SEQUENCE.search(text):
        return text
    has_codes = "\\u" in text and len(_CODE.findall(text)) >= _MIN_CODES
    return _SEQUENCE.sub(_character, text) if has_codes or _END_OF_LINE.search(text) else text


def _character(sequence: re.Match[str]) -> str:
    escape = sequence[0]
    if escape[1] != "u":
        return _LETTERS.get(escape[1], escape[1])
    units = [int(unit, 16) for unit in escape.split("\\u")[1:]]
    return "".join(map(chr, units)).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
