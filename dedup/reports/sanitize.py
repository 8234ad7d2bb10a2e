r"""Texts of strangers, made fit for a terminal.

A title, an id or a passage may hold anything: escape sequences that move the cursor, retitle the window or hide a
line; marks that turn the order of letters round; a hundred thousand accents on one letter. What a terminal would obey
is shown as an escape instead (`\x1b`), and what is cut to a width is cut in code points too. Nothing here reads markup:
rich is only ever given `Text`.
"""

from __future__ import annotations

import re

from rich.cells import cell_len

ELLIPSIS = "…"
JOINERS = "\u200c\u200d"  # letters of Persian and Indic scripts, and emoji, are put together by them
INVISIBLE_BREAKS = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))  # breaks that show nothing, common in pages
MAX_CODE_POINTS_PER_CELL = 8  # code points: more accents on one letter than any language writes


def escape_controls(text: str) -> str:
    r"""Show what a terminal would obey.

    >>> print(visible("plain\x1b[2J \u202egpj.exe"))
    plain\x1b[2J \u202egpj.exe
    """
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() or sign in JOINERS else _escape(sign) for sign in text)


def one_line(text: str) -> str:
    r"""Show a text in one line: white space of any kind is one space, and breaks that show nothing are left out.

    >>> one_line("Har\u00adbour\n  closed ")
    'Harbour closed'
    """
    return escape_controls(" ".join(text.translate(INVISIBLE_BREAKS).split()))


def one_line_keeping_ends(text: str) -> str:
    """Show a stretch of a text in one line, keeping the space at its ends: stretches can be put together."""
    return escape_controls(re.sub(r"\s+", " ", text.translate(INVISIBLE_BREAKS)))


def cut_end(text: str, cells: int) -> str:
    """Cut a text to so many columns of a terminal, keeping its beginning.

    >>> head("Harbour closed", 8)
    'Harbour…'
    """
    return text if _fits(text, cells) else _longest_prefix(text, cells - 1) + ELLIPSIS


def cut_start(text: str, cells: int) -> str:
    """Cut a text to so many columns of a terminal, keeping its end, which tells paths apart.

    >>> tail("2026/post/harbour.html", 13)
    '…harbour.html'
    """
    return text if _fits(text, cells) else ELLIPSIS + _longest_prefix(text[::-1], cells - 1)[::-1]


def _fits(text: str, cells: int) -> bool:
    return len(text) <= cells * MAX_CODE_POINTS_PER_CELL and cell_len(text) <= cells


def _longest_prefix(text: str, cells: int) -> str:
    """Return the longest beginning of a text that fits."""
    end = min(len(text), cells * MAX_CODE_POINTS_PER_CELL)
    while cell_len(text[:end]) > cells:
        end -= max(1, (cell_len(text[:end]) - cells) // 2)  # no sign is wider than two columns
    return text[:end]


def _escape(sign: str) -> str:
    return sign.encode("unicode_escape").decode("ascii")
