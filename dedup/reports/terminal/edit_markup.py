"""A passage as an editor reads it: what was deleted from the left text, and inserted into the right one, is marked.

In colour, deleted words are red and struck through, inserted ones green. Elsewhere they stand in [-these-] and
{+these+} marks, as `git diff --word-diff` writes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rich.text import Text

from dedup.alignment.passage import SensitiveChange
from dedup.reports.comparison_view import PassageView, Piece

HEADINGS = {
    SensitiveChange.NUMBER: "numbers",
    SensitiveChange.NAME: "names",
    SensitiveChange.QUOTATION: "inside quotations",
}
NOTHING = "(nothing)"


class EditMark(NamedTuple):
    """How edited words are marked: by text around them, or by a style where there is colour."""

    opening: str
    closing: str
    style: str


DELETED = EditMark("[-", "-]", "red strike")
INSERTED = EditMark("{+", "+}", "green")


def side_by_side(passage: PassageView, *, in_colour: bool) -> tuple[Text, Text]:
    """Draw both sides of a passage, each in one line, with their edits marked."""
    return _marked(passage.left.pieces, DELETED, in_colour), _marked(passage.right.pieces, INSERTED, in_colour)


def sensitive_changes(passage: PassageView) -> Iterator[Text]:
    """Draw the edits that an editor must explain, in a line for each kind."""
    for kind, changes in passage.sensitive:
        listed = "; ".join(f"{before or NOTHING} -> {after or NOTHING}" for before, after in changes)
        yield Text.assemble((f"changed {HEADINGS[kind]}: ", "bold"), listed)


def _marked(pieces: Iterable[Piece], mark: EditMark, in_colour: bool) -> Text:
    side = Text()
    for text, is_edited in pieces:
        if is_edited and not in_colour:
            side.append(f"{mark.opening}{text}{mark.closing}")
        else:
            side.append(text, mark.style if is_edited else None)
    return side
