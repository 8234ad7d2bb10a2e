"""The extractor alarm: a host of which many pages hold a block twice.

One page may well repeat a sentence; many pages of one host do not. There a selector matches twice (the article and its
hidden copy for print, a teaser and its text), and nobody notices until the texts are used.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Pages:
    """What was seen of one host: how many pages, how many of them doubled, and the first of these."""

    seen: int = 0
    doubled: int = 0
    example: str = ""
    is_told: bool = False

    def __str__(self) -> str:
        """In words."""
        return f"{self.doubled} of {self.seen} pages hold a block twice"


class Alarm:
    """Sounds once for each host of which more than a `share` of its pages, of `least_pages` or more, are doubled.

    >>> alarm = Alarm(share=0.5, least_pages=2)
    >>> [alarm.sounds("example.org", f"https://example.org/{number}", is_doubled=True) for number in range(3)]
    [False, True, False]
    >>> str(alarm["example.org"])
    '3 of 3 pages hold a block twice'
    """

    def __init__(self, share: float, least_pages: int) -> None:
        self._share = share
        self._least_pages = least_pages
        self._hosts: dict[str, Pages] = {}

    def __getitem__(self, host: str) -> Pages:
        return self._hosts[host]

    def sounds(self, host: str, address: str, *, is_doubled: bool) -> bool:
        """Count one page; whether it is the one with which its host becomes suspicious."""
        pages = self._hosts.setdefault(host, Pages())
        pages.seen += 1
        pages.doubled += is_doubled
        if is_doubled:
            pages.example = pages.example or address
        is_first = not pages.is_told and pages.seen >= self._least_pages and pages.doubled > self._share * pages.seen
        pages.is_told |= is_first
        return is_first
