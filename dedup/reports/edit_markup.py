"""A passage as an editor reads it: what was deleted from the left text, and inserted into the right one, is marked.

In colour, deleted words are red and struck through, inserted ones green; elsewhere they stand in [-these-] and
{+these+} marks, those of `git diff --word-diff`. A replaced word is deleted on the left and inserted on the right. Long
stretches lose their middle: what changed, and the words around it, is what somebody looks for. Changes to numbers,
names and quotations are repeated below the passage, for they are what an editor must explain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.cells import cell_len
from rich.text import Text

from dedup.article import Span
from dedup.comparison.match import Changed, Edit, Passage
from dedup.reports.sanitize import ELLIPSIS, head, one_line, spaced, tail

LONGEST = 180  # columns, about thirty words: a longer stretch loses its middle
KEPT = 72  # columns that it keeps at either end: about a dozen words
CALLED_OUT = 60  # columns of one side of a change that is called out
DELETED = ("[-", "-]", "red strike")
INSERTED = ("{+", "+}", "green")
HEADINGS = {Changed.NUMBER: "numbers", Changed.NAME: "names", Changed.QUOTATION: "inside quotations"}
NOTHING = "(nothing)"


def marked(passage: Passage, left: str, right: str, *, in_colour: bool) -> tuple[Text, Text]:
    """Show both sides of a passage, each in one line, with their edits marked.

    What stands between two edits is shortened on its own, also where only the other side has words to mark: so both
    sides leave out the same words.
    """
    return (
        _side(left, passage.left, [edit.left for edit in passage.edits], DELETED, in_colour),
        _side(right, passage.right, [edit.right for edit in passage.edits], INSERTED, in_colour),
    )


def called_out(passage: Passage, left: str, right: str) -> Iterator[Text]:
    """Show the changes that an editor must explain, in a line for each kind."""
    for changed, heading in HEADINGS.items():
        edits = [edit for edit in passage.edits if changed in edit.changed]
        if edits:
            changes = "; ".join(_change(edit, left, right) for edit in edits)
            yield Text.assemble((f"changed {heading}: ", "bold"), changes)


def _side(text: str, passage: Span, changed: Iterable[Span], mark: tuple[str, str, str], in_colour: bool) -> Text:
    opening, closing, style = mark
    side = Text()
    place = passage.start
    for span in changed:
        side.append(_shortened(text[place : span.start]))
        if words := _shortened(span.of(text)):
            side.append(words, style) if in_colour else side.append(f"{opening}{words}{closing}")
        place = span.end
    return side.append(_shortened(text[place : passage.end]))


def _shortened(stretch: str) -> str:
    """Show a stretch in one line, without its middle if it is long; words stay whole where spaces part them."""
    line = spaced(stretch)
    if cell_len(line) <= LONGEST:
        return line
    beginning, end = head(line, KEPT).removesuffix(ELLIPSIS), tail(line, KEPT).removeprefix(ELLIPSIS)
    return f"{beginning.rpartition(' ')[0] or beginning} {ELLIPSIS} {end.partition(' ')[2] or end}"


def _change(edit: Edit, left: str, right: str) -> str:
    before, after = (head(one_line(side), CALLED_OUT) or NOTHING for side in (edit.left.of(left), edit.right.of(right)))
    return f"{before} -> {after}"
