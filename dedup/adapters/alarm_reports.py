"""Reports the hosts whose pages double blocks, in the log and the stats of a crawl.

A warning names the doubled words and, as far as Scrapy hands the response out, where the page holds them: in two
elements, both of which a selector matches, or in one, which it takes twice. Scrapy hands it out when an item has passed
all pipelines, so a warning waits for that, but not for long: a pipeline may hand on another item than it was given.
"""

from __future__ import annotations

import logging
from typing import Any, NamedTuple

from dedup.adapters.extraction_alarm import ExtractionAlarm
from dedup.adapters.page_elements import elements_around

MAX_PAGES_WAITED = 10  # of a host, for the response of one that doubles a block
MAX_SHOWN_WORDS = 120  # characters of a doubled block in a warning
ALARM = "%s: %s, such as %s (%s): a selector probably matches twice%s"  # site, counts, page, words, elements

logger = logging.getLogger(__name__)


class _Awaited(NamedTuple):
    """An item whose page doubles these words, and whose response has not been seen."""

    item: Any
    url: str
    words: str


class AlarmReports:
    """Counts pages for the alarm, and reports each host once."""

    def __init__(self, alarm: ExtractionAlarm, stats: Any) -> None:
        self._alarm, self._stats = alarm, stats
        self._awaited: dict[str, _Awaited] = {}
        self._due: dict[str, int] = {}  # the pages of a host when its warning was due

    def count(self, site: str, url: str, item: Any, doubled: str) -> None:
        """Count a page, of which these words are doubled."""
        is_due = self._alarm.record(site, url, doubled)
        counts = self._alarm[site]
        if doubled:
            self._stats.inc_value("dedup/doubled")
            if not counts.elements:
                self._awaited[site] = _Awaited(item, url, doubled)
        if counts.is_reported:
            self._stats.set_value(f"dedup/alarm/{site}", str(counts))
        if is_due and site in self._awaited:
            self._due[site] = counts.pages
        elif is_due or counts.pages - self._due.get(site, counts.pages) >= MAX_PAGES_WAITED:
            self._warn(site)

    def see_response(self, item: Any, response: Any = None) -> None:
        """Find the elements that hold the doubled words of an item, which has left the pipelines."""
        for site in [site for site, awaited in self._awaited.items() if awaited.item is item]:
            awaited = self._awaited.pop(site)
            elements = elements_around(response, awaited.words)
            if elements:
                counts = self._alarm[site]
                counts.example, counts.words, counts.elements = awaited.url, awaited.words, elements
            if site in self._due:
                self._warn(site)

    def end(self) -> None:
        """Report what is still waiting for a response."""
        for site in sorted(self._due):
            self._warn(site)

    def _warn(self, site: str) -> None:
        self._due.pop(site, None)
        counts = self._alarm[site]
        logger.warning(ALARM, site, counts, counts.example, _shortened(counts.words), _places(counts.elements))


def _shortened(words: str) -> str:
    """The beginning of some words in one line."""
    line = " ".join(words.split())
    return line if len(line) <= MAX_SHOWN_WORDS else f"{line[:MAX_SHOWN_WORDS]}…"


def _places(elements: list[str]) -> str:
    """Where the page holds the words.

    >>> _places(["main > div.story", "main > div.print"])
    '; the page holds the words 2 times, in main > div.story and in main > div.print'
    """
    if not elements:
        return ""
    times = "once" if len(elements) == 1 else f"{len(elements)} times"
    return f"; the page holds the words {times}, in {' and in '.join(dict.fromkeys(elements))}"
