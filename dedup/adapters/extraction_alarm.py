"""The extractor alarm: a host of which many pages hold a block twice.

One page may well repeat a sentence; many pages of one host do not. There a selector matches twice (the article and its
hidden copy for print, a teaser and its text), and nobody notices until the texts are used.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class HostCounts:
    """What was seen of one host: how many pages, how many of them doubled, and the first of these."""

    pages: int = 0
    pages_with_repeats: int = 0
    example: str = ""
    is_reported: bool = False

    def __str__(self) -> str:
        """In words."""
        return f"{self.pages_with_repeats} of {self.pages} pages hold a block twice"


class ExtractionAlarm:
    """Sounds once for each host of which more than a `share` of its pages, of `least_pages` or more, are doubled.

    >>> alarm = Alarm(share=0.5, least_pages=2)
    >>> [alarm.sounds("example.org", f"https://example.org/{number}", is_doubled=True) for number in range(3)]
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

    def record(self, host: str, url: str, *, has_repeats: bool) -> bool:
        """Count one page; whether it is the one with which its host becomes suspicious."""
        pages = self._hosts.setdefault(host, HostCounts())
        pages.pages += 1
        pages.pages_with_repeats += has_repeats
        if has_repeats:
            pages.example = pages.example or url
        is_first = (
            not pages.is_reported
            and pages.pages >= self._min_pages
            and pages.pages_with_repeats > self._share * pages.pages
        )
        pages.is_reported |= is_first
        return is_first
