"""The `<meta>` tags of a page, as crawlers keep them in a record beside the article's text.

newspaper's `meta_data` nests names at their colons (`{"og": {"url": ...}}`, and `identifier` for the value of a name
that begins others); other crawlers keep flat names. Tags complete what the record does not say itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from dedup.sources.dates.read_date import read_date
from dedup.sources.pages.metadata.page_addresses import absolute_url
from dedup.sources.pages.metadata.page_dates import is_plausible
from dedup.sources.pages.metadata.tags.meta_names import DATE_METAS, PUBLISHED_METAS, URL_METAS

_OWN_VALUE = "identifier"
_MAX_DEPTH = 4


def parts_of_meta_tags(tags: Mapping[str, object]) -> dict[str, str]:
    """The date and the canonical URL that tags state, each as it is written there; a date that is none is left out.

    >>> parts_of_meta_tags({"og": {"url": "https://example.org/rain"}, "pubdate": "2025-03-04"})
    {'published': '2025-03-04', 'canonical': 'https://example.org/rain'}
    """
    contents = dict(_named_contents(tags, "", 0))
    dates = (date for date in _contents(contents, (*PUBLISHED_METAS, *DATE_METAS)) if _is_date(date))
    addresses = filter(absolute_url, _contents(contents, URL_METAS))
    found = {"published": next(dates, None), "canonical": next(addresses, None)}
    return {part: value for part, value in found.items() if value is not None}


def _named_contents(tags: Mapping[str, object], above: str, depth: int) -> Iterator[tuple[str, str]]:
    for name, value in tags.items():
        whole = above if name == _OWN_VALUE else f"{above}:{name}".lstrip(":").lower()
        if isinstance(value, str):
            yield whole, value
        elif isinstance(value, Mapping) and depth < _MAX_DEPTH:
            yield from _named_contents(value, whole, depth + 1)


def _contents(contents: Mapping[str, str], names: Iterable[str]) -> Iterator[str]:
    return (contents[name] for name in names if name in contents)


def _is_date(value: str) -> bool:
    moment = read_date(value).moment
    return moment is not None and is_plausible(moment)
