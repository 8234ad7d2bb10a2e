"""HTML of values for notebooks: what `_repr_html_` of a public value returns.

A value shows its few fields as a table and computes nothing for it. Every text is escaped: titles and ids come from
pages of others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

MAX_CELL_CHARACTERS = 200
MAX_LISTED = 10


def html_table(caption: str, rows: Iterable[Sequence[object]]) -> str:
    """One table with a caption and no header; the first cell of a row names the row.

    >>> html_table("Match", [("reason", "a < b")])
    '<table><caption>Match</caption><tr><th>reason</th><td>a &lt; b</td></tr></table>'
    """
    body = "".join(
        f"<tr><th>{_cell(name)}</th>{''.join(f'<td>{_cell(value)}</td>' for value in values)}</tr>"
        for name, *values in rows
    )
    return f"<table><caption>{_cell(caption)}</caption>{body}</table>"


def listed(names: Sequence[str], most: int = MAX_LISTED) -> str:
    """Names in quotation marks, and how many are left out.

    >>> listed(["a", "b", "c"], 2)
    "'a', 'b' and 1 more"
    """
    shown = ", ".join(map(repr, names[:most]))
    return f"{shown} and {len(names) - most:,} more" if len(names) > most else shown


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun.

    >>> counted(1, "match", "matches"), counted(2, "match", "matches"), counted(1200, "article")
    ('1 match', '2 matches', '1,200 articles')
    """
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"


def _cell(value: object) -> str:
    text = f"{value:.3g}" if isinstance(value, float) else str(value)
    if len(text) > MAX_CELL_CHARACTERS:
        text = f"{text[: MAX_CELL_CHARACTERS - 1]}\N{HORIZONTAL ELLIPSIS}"
    return escape(text.encode("utf-8", "replace").decode())
