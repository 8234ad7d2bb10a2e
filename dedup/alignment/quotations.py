"""Where a text quotes: between a quotation mark and the one that closes it, in any of seven pairs."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from dedup.runtime.patterns import lazy_pattern

_OPENING = lazy_pattern('[“„«»「『"]')
_CLOSING = {
    "“": lazy_pattern("”"),
    "„": lazy_pattern("[“”]"),
    "«": lazy_pattern("»"),
    "»": lazy_pattern("«"),
    "「": lazy_pattern("」"),
    "『": lazy_pattern("』"),
    '"': lazy_pattern('"'),
}
_PARAGRAPH = lazy_pattern(r"[^\n]+")


class Quotations:
    """Quotations of one text, in order and apart, found by their place."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        quoted = [*spans]
        self._starts = [start for start, _ in quoted]
        self._ends = [end for _, end in quoted]

    def within(self, start: int, end: int) -> int:
        """How many characters of a stretch are quoted, with the marks."""
        first, behind = bisect_right(self._ends, start), bisect_left(self._starts, end)
        return sum(min(self._ends[n], end) - max(self._starts[n], start) for n in range(first, behind))

    def touch(self, start: int, end: int) -> bool:
        """Whether a stretch, or a place, lies in a quotation or reaches into one."""
        return bisect_right(self._ends, start) < bisect_left(self._starts, end)


def quotations_in(text: str, start: int, end: int) -> Quotations:
    """The quotations of a part of a text.

    >>> quotations_in('He said: “It rains.” She: "no', 0, 30).within(0, 12)
    3
    """
    return Quotations(_spans(text, start, end))


def quotations_of_paragraphs(text: str) -> Quotations:
    """The quotations of a text that lie in one paragraph each."""
    return Quotations(span for line in _PARAGRAPH.finditer(text) for span in _spans(text, *line.span()))


def _spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """From each opening mark to the next that closes it; what is not closed once is not closed further on either."""
    never_closed = set()
    while opening := _OPENING.search(text, start, end):
        mark, start = opening[0], opening.end()
        closing = None if mark in never_closed else _CLOSING[mark].search(text, start, end)
        if closing is None:
            never_closed.add(mark)
        else:
            yield opening.start(), closing.end()
            start = closing.end()
