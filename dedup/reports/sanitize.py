r"""Makes untrusted text safe for a terminal.

A title, an id or a passage may contain anything: escape sequences that move the cursor, rename the window or hide a
line; marks that reverse the order of letters; a hundred thousand accents on one letter. Control characters are replaced
by visible escapes (`\x1b`), and a text that is cut to a width is cut to a number of code points as well. Nothing here
reads markup: rich is given `Text` only.
"""

from __future__ import annotations

import re

from rich.cells import cell_len

ELLIPSIS = "…"
JOINERS = "\u200c\u200d"  # they join letters of Persian and Indic scripts, and emoji
INVISIBLE_BREAKS = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))  # common in HTML pages
MAX_CODE_POINTS_PER_CELL = 8  # code points: more accents on one letter than any language writes


def escape_controls(text: str) -> str:
    r"""Replace control characters by visible escapes.

    >>> print(escape_controls("plain\x1b[2J \u202egpj.exe"))
    plain\x1b[2J \u202egpj.exe
    """
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() or each in JOINERS else _escape(each) for each in text)


def one_line(text: str) -> str:
    r"""Put a text into one line: white space becomes one space, and invisible breaks are removed.

    >>> one_line("Har\u00adbour\n  closed ")
    'Harbour closed'
    """
    return escape_controls(" ".join(text.translate(INVISIBLE_BREAKS).split()))


def one_line_keeping_ends(text: str) -> str:
    """Put a part of a text into one line, keeping the space at its ends, so that parts can be joined."""
    return escape_controls(re.sub(r"\s+", " ", text.translate(INVISIBLE_BREAKS)))


def cut_end(text: str, cells: int) -> str:
    """Cut a text to a width in columns of a terminal, keeping its beginning.

    >>> cut_end("Harbour closed", 8)
    'Harbour…'
    """
    return text if _fits(text, cells) else _longest_prefix(text, cells - 1) + ELLIPSIS


def cut_start(text: str, cells: int) -> str:
    """Cut a text to a width in columns of a terminal, keeping its end, by which paths differ.

    >>> cut_start("2026/post/harbour.html", 13)
    '…harbour.html'
    """
    return text if _fits(text, cells) else ELLIPSIS + _longest_prefix(text[::-1], cells - 1)[::-1]


def first_words(text: str, cells: int) -> str:
    """Cut a text to a width behind a word; within one where words are not separated, or are very long.

    >>> first_words("The harbour is closed.", 18), first_words("港口因风暴关闭至星期五早晨", 12)
    ('The harbour is …', '港口因风暴 …')
    """
    if _fits(text, cells):
        return text
    kept = _longest_prefix(text, cells - 2)
    whole = kept.rpartition(" ")[0]
    return f"{whole if len(whole) * 2 > len(kept) else kept} {ELLIPSIS}"


def _fits(text: str, cells: int) -> bool:
    return len(text) <= cells * MAX_CODE_POINTS_PER_CELL and cell_len(text) <= cells


def _longest_prefix(text: str, cells: int) -> str:
    """Return the longest beginning of a text that fits into a width."""
    end = min(len(text), cells * MAX_CODE_POINTS_PER_CELL)
    while cell_len(text[:end]) > cells:
        end -= max(1, (cell_len(text[:end]) - cells) // 2)  # no character is wider than two columns
    return text[:end]


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
