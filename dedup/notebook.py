"""Values in one line, and as HTML for notebooks: what `repr` and `_repr_html_` of a public value return.

A value shows its few fields as a table and computes nothing for it. It takes some kilobytes, however much it holds:
names, cells and rows are bounded. Every text is escaped, controls too, for titles and ids come from pages of others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

MAX_CELL_CHARACTERS = 200
MAX_NAME_CHARACTERS = 60
MAX_LISTED = 10


def html_table(caption: str, rows: Iterable[Sequence[object]]) -> str:
    """One table with a caption and no header; the first cell of a row names the row.

    >>> html_table("Match", [("reason", "a < b")])
    '<table><caption>Match</caption><tr><th>reason</th><td>a &lt; b</td></tr></table>'
    """
    rows = iter(rows)
    body = "".join(
        f"<tr><th>{_cell(name)}</th>{''.join(f'<td>{_cell(value)}</td>' for value in values)}</tr>"
        for name, *values in islice(rows, MAX_LISTED)
    )
    if next(rows, None) is not None:
        body += "<tr><th>…</th></tr>"
    return f"<table><caption>{_cell(caption)}</caption>{body}</table>"


def listed(names: Sequence[str], most: int = MAX_LISTED) -> str:
    """Names in quotation marks, and how many are left out.

    >>> listed(["a", "b", "c"], 2)
    "'a', 'b' and 1 more"
    """
    shown = ", ".join(map(short_repr, names[:most]))
    return f"{shown} and {len(names) - most:,} more" if len(names) > most else shown


def short_repr(name: str) -> str:
    """A name in quotation marks, without the end of a long one.

    >>> short_repr("a" * 99) == repr("a" * 59 + "…")
    True
    """
    return repr(name if len(name) <= MAX_NAME_CHARACTERS else f"{name[: MAX_NAME_CHARACTERS - 1]}…")


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun.

    >>> counted(1, "match", "matches"), counted(2, "match", "matches"), counted(1200, "article")
    ('1 match', '2 matches', '1,200 articles')
    """
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"


def _cell(value: object) -> str:
    from html import escape  # a table of 2,231 entities, which only notebooks need

    text = f"{value:.3g}" if isinstance(value, float) else str(value)
    if len(text) > MAX_CELL_CHARACTERS:
        text = f"{text[: MAX_CELL_CHARACTERS - 1]}\N{HORIZONTAL ELLIPSIS}"
    if not text.isprintable():
        text = "".join(each if each.isprintable() else repr(each)[1:-1] for each in text)
    return escape(text)
