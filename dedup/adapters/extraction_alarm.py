"""The extraction alarm: reports a host if many of its pages double a block.

One page may double a sentence; many pages of one host do not. Pull quotes, questions, forms and the like are no faults
and do not count (`dedup.RepeatKind.is_page_fault`). If they do, a selector matches twice (the article and its
hidden copy for print, a teaser and its text), and nobody notices until the texts are used.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class HostCounts:
    """Pages of one host: how many, how many of them double a block, and the URL and words of one of these.

    `elements` are the selectors of those that hold the words, if its response was seen.
    """

    pages: int = 0
    pages_doubled: int = 0
    example: str = ""
    words: str = ""
    elements: list[str] = field(default_factory=list)
    is_reported: bool = False

    def __str__(self) -> str:
        return f"{self.pages_doubled} of {self.pages} pages hold a block twice"


class ExtractionAlarm:
    """Reports each host once: when more than a `share` of its pages, of `min_pages` or more, double a block.

    >>> alarm = ExtractionAlarm(share=0.5, min_pages=2)
    >>> [alarm.record("example.org", f"https://example.org/{number}", "Sails again.") for number in range(3)]
    [False, True, False]
    >>> str(alarm["example.org"])
    '3 of 3 pages hold a block twice'
    """

    def __init__(self, share: float, min_pages: int) -> None:
        self._share = share
        self._min_pages = min_pages
        self._hosts: dict[str, HostCounts] = {}

    def __getitem__(self, host: str) -> HostCounts:
        return self._hosts[host]

    def record(self, host: str, url: str, doubled: str) -> bool:
        """Count one page, of which these words are doubled; True if its host is to be reported now."""
        counts = self._hosts.setdefault(host, HostCounts())
        counts.pages += 1
        counts.pages_doubled += bool(doubled)
        if doubled and not counts.example:
            counts.example, counts.words = url, doubled
        exceeds = counts.pages >= self._min_pages and counts.pages_doubled > self._share * counts.pages
        is_first = exceeds and not counts.is_reported
        counts.is_reported |= is_first
        return is_first
