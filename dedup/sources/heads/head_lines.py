"""A head of lines `Name: value` at the top of a text, closed by an empty line or a rule.

    Title: Mayor opens the new bridge
    Section: Local news
    Date: 2024-03-05

Long values go on in indented lines, as in mail. Readers of web pages put empty lines between their lines, and a last
line without a value before the text (`Markdown Content:`). The head is taken out only if `head_names` knows a name in
it with a value that fits; else all is text.
"""

from __future__ import annotations

from typing import NamedTuple

from dedup.runtime.patterns import lazy_pattern
from dedup.sources.heads.head_names import is_head

_MAX_LINES = 60
_LINE = lazy_pattern(
    r"(?:\*\*|__)?(?P<name>[^\W\d_][\w .'’/-]{0,39}?)(?:\*\*|__)?[ \t\xa0]?"
    r"(?::(?:\*\*|__)?(?=[ \t]|$)|：(?:\*\*|__)?)\s*(?P<value>.*)$"
)
_TIGHT_LINE = lazy_pattern(r"(?P<name>Title|Outlet|Published|URL|Author|Language):(?P<value>.*)$")
_MAX_NAME_WORDS = 4
_RULE = lazy_pattern(r"[-=*_#~]{3,}\s*$|(?:[-*_] ){2,}[-*_]\s*$")
_CONTENT_NAMES = frozenset({"markdown content", "content", "text", "body", "full text", "article", "story"})


class SplitText(NamedTuple):
    """What the head of a text states, by the names that it uses, and the text below."""

    stated: dict[str, str]
    text: str


def split_head_lines(text: str) -> SplitText | None:
    r"""The head and the text below it; None if the text has no head.

    >>> split_head_lines("By: Ann Lee\nSection: News\n\nIt rained.")
    SplitText(stated={'By': 'Ann Lee', 'Section': 'News'}, text='It rained.')
    """
    head = _Head()
    start = 0
    for line in text.split("\n", _MAX_LINES)[:_MAX_LINES]:
        if not head.takes(line.removesuffix("\r"), start, start + len(line) + 1):
            break
        start += len(line) + 1
    return head.split(text)


class _Head:
    """The lines of a head as they are read."""

    def __init__(self) -> None:
        self._stated: dict[str, str] = {}
        self._repeats = False
        self._closed: SplitPoint | None = None  # at the first empty line

    def takes(self, line: str, start: int, end: int) -> bool:
        """Whether the head goes on behind this line, which stands there in the text."""
        if not line.strip():
            if self._stated and self._closed is None:
                self._closed = SplitPoint(dict(self._stated), end)
            return True
        if self._stated and _RULE.match(line):
            self._closed = SplitPoint(self._closed.stated if self._closed else dict(self._stated), end)
            return False
        if line[0] in " \t" and self._stated and self._closed is None:
            last = next(reversed(self._stated))
            self._stated[last] = f"{self._stated[last]} {line.strip()}".strip()
            return True
        found = _TIGHT_LINE.match(line) or _LINE.match(line)
        if found is None or len(found["name"].split()) > _MAX_NAME_WORDS:
            return False
        name, value = found["name"].strip(), found["value"] or ""
        if name.lower() in _CONTENT_NAMES and self._stated:
            self._closed = SplitPoint(dict(self._stated), start + found.start("value") if value.strip() else end)
            return False
        if self._closed is None:
            self._repeats = self._repeats or name in self._stated
        self._stated.setdefault(name, value.strip())
        return True

    def split(self, text: str) -> SplitText | None:
        if self._closed is None or self._repeats or not is_head(self._closed.stated):
            return None
        return SplitText(self._closed.stated, text[self._closed.end :])


class SplitPoint(NamedTuple):
    """What a head states down to this place in the text."""

    stated: dict[str, str]
    end: int
