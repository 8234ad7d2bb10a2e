"""The addresses of a page's own article: its URL, and the canonical one that it states.

Templates state wrong ones: the site's home page or the section for every article, or a path that is relative. An
address is not believed if it names a home page, or if it is the beginning of another one of the same page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

from dedup.runtime.patterns import lazy_pattern

_HOME_PATH = lazy_pattern(
    r"/?(?:(?:index|default|home)(?:\.\w{2,5})?/?)?(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?", re.IGNORECASE
)
_SITE_WITHOUT_SCHEME = lazy_pattern(r"([\w-]+(?:\.[\w-]+)+)/")
_RENDERING = lazy_pattern(r"^(?:www\d?|m|amp|mobile|edition)\.(?=[^.]+\.)")
_IDENTIFYING_QUERY = lazy_pattern(r"=[^&]*\d{3}")  # a number of an article, no page number
_MIN_SLUG_WORDS = 3  # in the name of an article; sections have one or two
_MAX_REMEMBERED = 64  # addresses; a page states some dozen, most of them often
_COPIED_EXAMPLE = "https://google.com/article"  # of Google's manual, which some templates keep


class PageAddresses(NamedTuple):
    """The URL of the article and its canonical one, as far as they are believed; the site's domain; and the doubts."""

    url: str | None
    canonical: str | None
    site: str | None
    doubts: tuple[str, ...]


class StatedAddresses(NamedTuple):
    """What a page states: `og:url`, its canonical link, the URLs of its JSON-LD, and the `<base>` of relative ones."""

    og_url: str | None = None
    canonical: str | None = None
    json_ld: Sequence[str] = ()
    base: str | None = None


def find_addresses(stated: StatedAddresses, fetched_url: str | None = None) -> PageAddresses:
    """The addresses of the article of a page that was fetched from `fetched_url`, if that is known.

    >>> find_addresses(StatedAddresses("https://a.org/news/1", canonical="https://a.org/news/"))[:2]
    ('https://a.org/news/1', None)
    """
    mentioned = (stated.base, fetched_url, stated.og_url, stated.canonical, *stated.json_ld)
    base = next(filter(None, map(absolute_url, mentioned)), None)
    og_url, canonical = absolute_url(stated.og_url, base), absolute_url(stated.canonical, base)
    others = [each for each in (og_url, canonical, fetched_url) if each]
    hosts = {_key(each)[0] for each in others}
    json_ld = [each for name in stated.json_ld if (each := absolute_url(name, base)) and each != _COPIED_EXAMPLE]
    known = [*others, *(each for each in json_ld if not hosts or _key(each)[0] in hosts)]
    believed = [each for each in known if _is_believed(each, known, fetched_url)]
    canonical_counts = canonical in believed
    # The canonical link is the better of two addresses of one site; one of another site names where it is copied from.
    first = [canonical] if canonical_counts and (og_url is None or _key(og_url)[0] == _key(canonical or "")[0]) else []
    url = next(filter(None, (*first, *believed)), None)
    site = next((_key(each)[0] for each in (*others, *json_ld)), None)
    doubt = f"the canonical URL {canonical!r} names no article: not used"
    doubts = (doubt,) if canonical and not canonical_counts else ()
    return PageAddresses(url, canonical if canonical_counts else None, site, doubts)


def absolute_url(address: object, base: str | None = None) -> str | None:
    """The absolute form of an address; None if it is none.

    >>> absolute_url("/rain", "https://example.org/a"), absolute_url("rain")
    ('https://example.org/rain', None)
    """
    if not isinstance(address, str) or not address.strip():
        return None
    return _joined(address.strip(), base)


@lru_cache(_MAX_REMEMBERED)  # a page states one address in several places
def _joined(address: str, base: str | None) -> str | None:
    if (site := _SITE_WITHOUT_SCHEME.match(address)) and base and _key(f"//{site[1]}")[0] == _key(base)[0]:
        address = f"//{address}"
    try:
        joined = urljoin(base or "", address)
        host = urlsplit(joined).hostname
    except ValueError:
        return None
    return joined if host and joined.lower().startswith(("http://", "https://")) else None


def address_key(address: str) -> str:
    """An address without what two mentions of it on one page differ by: scheme, "www.", fragment, a last slash."""
    host, path, query = _key(address)
    return f"{host}{path}?{query}"


@lru_cache(_MAX_REMEMBERED)
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
    """Whether the first of two paths with queries names a section, and the second an article, in it or elsewhere."""
    (path, query), (other_path, other_query) = one, other
    if path == other_path:
        return not query and bool(_IDENTIFYING_QUERY.search(other_query))
    if _names_article(path):
        return False
    return other_path.startswith(f"{path}/") or (not query and _names_article(other_path))


def _names_article(path: str) -> bool:
    """Whether the end of a path is like those of articles: with a number, an ending, or three words."""
    end = path.rpartition("/")[2]
    return re.search(r"\d{3}|\.\w{3,5}$", end) is not None or len(re.findall(r"[^\W_]+", end)) >= _MIN_SLUG_WORDS
