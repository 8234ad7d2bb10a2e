"""The addresses of a page's own article: its URL, and the canonical one that it states.

Templates state wrong ones: the site's home page or the section for every article, or a path that is relative. An
address is not believed if it names a home page, or if it is the beginning of another one of the same page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

_HOME_PATH = re.compile(r"/?(?:(?:index|default|home)(?:\.\w{2,5})?/?)?(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?", re.IGNORECASE)
_RENDERING = re.compile(r"^(?:www\d?|m|amp|mobile|edition)\.(?=[^.]+\.)")
_IDENTIFYING_QUERY = re.compile(r"=[^&]*\d{3}")  # a number of an article, no page number
_MIN_PATH = 2  # segments of a path that may name an article under a section


class PageAddresses(NamedTuple):
    """The URL of the article and its canonical one, as far as they are believed; the site's domain; and the doubts."""

    url: str | None
    canonical: str | None
    site: str | None
    doubts: tuple[str, ...]


class StatedAddresses(NamedTuple):
    """What a page states: `og:url` and the URL of its JSON-LD, its canonical link, the `<base>` of relative ones."""

    own: Sequence[str | None]
    canonical: str | None
    base: str | None


def find_addresses(stated: StatedAddresses, fetched_url: str | None = None) -> PageAddresses:
    """The addresses of the article of a page that was fetched from `fetched_url`, if that is known.

    >>> find_addresses(StatedAddresses(["https://a.org/news/1"], "https://a.org/news/", None))[:2]
    ('https://a.org/news/1', None)
    """
    base = next(
        filter(None, (absolute_url(each, fetched_url) for each in (stated.base, *stated.own, fetched_url))), None
    )
    own = list(filter(None, (absolute_url(each, base) for each in stated.own)))
    canonical = absolute_url(stated.canonical, base)
    known = [*own, *filter(None, (fetched_url,))]
    believed = [address for address in own if _is_believed(address, [*known, *filter(None, (canonical,))], fetched_url)]
    believed_canonical = canonical if canonical and _is_believed(canonical, known, fetched_url) else None
    url = next(iter((*believed, *filter(None, (believed_canonical, fetched_url)))), None)
    site = next((host for address in (canonical, *own) if address and (host := _key(address)[0])), None)
    doubts = (
        () if believed_canonical or not canonical else (f"the canonical URL {canonical!r} names no article: not used",)
    )
    return PageAddresses(url, believed_canonical, site, doubts)


def absolute_url(address: object, base: str | None = None) -> str | None:
    """The absolute form of an address; None if it is none.

    >>> absolute_url("/rain", "https://example.org/a"), absolute_url("rain")
    ('https://example.org/rain', None)
    """
    if not isinstance(address, str) or not address.strip():
        return None
    try:
        joined = urljoin(base or "", address.strip())
        host = urlsplit(joined).hostname
    except ValueError:
        return None
    return joined if host and joined.lower().startswith(("http://", "https://")) else None


def address_key(address: str) -> str:
    """An address without what two mentions of it on one page differ by: scheme, "www.", fragment, a last slash."""
    host, path, query = _key(address)
    return f"{host}{path}?{query}"


def _key(address: str) -> tuple[str, str, str]:
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = SplitResult("", "", address, "", "")
    return _RENDERING.sub("", (parts.netloc or "").lower()), parts.path.rstrip("/"), parts.query


def _is_believed(address: str, known: Iterable[str], fetched_url: str | None) -> bool:
    """Whether an address names an article: no home page, and not the section of another address of the page."""
    host, path, query = _key(address)
    if fetched_url and address_key(address) == address_key(fetched_url):
        return True
    if _HOME_PATH.fullmatch(path) and not _IDENTIFYING_QUERY.search(query):
        return False
    same_site = (other for other in map(_key, known) if other[0] == host)
    return not any(_is_section_of((path, query), other[1:]) for other in same_site)


def _is_section_of(one: tuple[str, str], other: tuple[str, str]) -> bool:
    if one[0] == other[0]:
        return not one[1] and bool(_IDENTIFYING_QUERY.search(other[1]))
    return other[0].startswith(f"{one[0]}/") and not re.search(r"\d{4}|\.\w{3,5}$", one[0].rpartition("/")[2])
