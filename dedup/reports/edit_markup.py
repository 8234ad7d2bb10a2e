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

from dedup.alignment.passage import Edit, Passage, SensitiveChange
from dedup.article import Span
from dedup.reports.sanitize import ELLIPSIS, cut_end, cut_start, one_line, one_line_keeping_ends

MAX_UNCUT_COLUMNS = 180  # columns, about thirty words: a longer stretch loses its middle
KEPT_COLUMNS = 72  # columns that it keeps at either end: about a dozen words
MAX_CHANGE_COLUMNS = 60  # columns of one side of a change that is called out
DELETED = ("[-", "-]", "red strike")
INSERTED = ("{+", "+}", "green")
HEADINGS = {
    SensitiveChange.NUMBER: "numbers",
    SensitiveChange.NAME: "names",
    SensitiveChange.QUOTATION: "inside quotations",
}
NOTHING = "(nothing)"


def side_by_side(passage: Passage, left: str, right: str, *, in_colour: bool) -> tuple[Text, Text]:
    """Show both sides of a passage, each in one line, with their edits marked.

    What stands between two edits is shortened on its own, also where only the other side has words to mark: so both
    sides leave out the same words.
    """
    return (
        _marked_side(left, passage.left, [edit.left for edit in passage.edits], DELETED, in_colour),
        _marked_side(right, passage.right, [edit.right for edit in passage.edits], INSERTED, in_colour),
    )


def sensitive_changes(passage: Passage, left: str, right: str) -> Iterator[Text]:
    """Show the changes that an editor must explain, in a line for each kind."""
    for changed, heading in HEADINGS.items():
        edits = [edit for edit in passage.edits if changed in edit.sensitive]
        if edits:
            changes = "; ".join(_before_and_after(edit, left, right) for edit in edits)
            yield Text.assemble((f"changed {heading}: ", "bold"), changes)


def _marked_side(text: str, passage: Span, spans: Iterable[Span], mark: tuple[str, str, str], in_colour: bool) -> Text:
    opening, closing, style = mark
    side = Text()
    position = passage.start
    for span in spans:
        side.append(_without_middle(text[position : span.start]))
        if words := _without_middle(span.of(text)):
            side.append(words, style) if in_colour else side.append(f"{opening}{words}{closing}")
        position = span.end
    return side.append(_without_middle(text[position : passage.end]))


def _without_middle(text: str) -> str:
    """Show a stretch in one line, without its middle if it is long; words stay whole where spaces part them."""
    line = one_line_keeping_ends(text)
    if cell_len(line) <= MAX_UNCUT_COLUMNS:
        return line
    beginning, end = (
        cut_end(line, KEPT_COLUMNS).removesuffix(ELLIPSIS),
        cut_start(line, KEPT_COLUMNS).removeprefix(ELLIPSIS),
    )
    return f"{beginning.rpartition(' ')[0] or beginning} {ELLIPSIS} {end.partition(' ')[2] or end}"


def _before_and_after(edit: Edit, left: str, right: str) -> str:
    before, after = (
        cut_end(one_line(side), MAX_CHANGE_COLUMNS) or NOTHING for side in (edit.left.of(left), edit.right.of(right))
    )
    return f"{before} -> {after}"
