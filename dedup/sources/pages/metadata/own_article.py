"""Which object of a page's JSON-LD describes the page's own article, and not one that the page links to.

Pages describe the most-read article, related ones and what a section holds in the same words as their own. The own one
is that which agrees with the page: by its URL with the canonical link and `og:url`, by its headline with the titles and
the heading that the page shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dedup.runtime.patterns import lazy_pattern
from dedup.sources.pages.metadata.json_ld import JsonLd, JsonObject
from dedup.sources.pages.metadata.likeness import likeness
from dedup.sources.pages.metadata.page_addresses import address_key

_ARTICLE = lazy_pattern(r"Article|Posting|Report(?!er|ing)|Review|Story")
_PAGE = lazy_pattern(r"(?:Item|Web)Page$|VideoObject$|AudioObject$")
_SAME_HEADLINE = 0.6  # likeness of a headline and its shortened or search-engine form
_OTHER_HEADLINE = 0.2  # headlines of two articles share an "in" or "the"
_AGREES, _DIFFERS = 4, -3
_ADDRESSES = ("mainEntityOfPage", "url", "@id")


class StatedPage(NamedTuple):
    """What a page says of itself outside of JSON-LD: its addresses, and its titles and heading."""

    addresses: Sequence[str]
    titles: Sequence[str]


def find_own_article(json_ld: JsonLd, page: StatedPage) -> JsonObject | None:
    """The object that describes the page's own article, or None.

    >>> scripts = ['[{"@type": "NewsArticle", "headline": "Tax"}, {"@type": "NewsArticle", "headline": "Rain ends"}]']
    >>> find_own_article(JsonLd(scripts), StatedPage([], ["Rain ends | Orre Post"]))["headline"]
    'Rain ends'
    """
    known = {address_key(address) for address in page.addresses}
    best, best_score = None, (False, 0)
    for value, is_own in json_ld.objects:
        if (is_article := _is_article(value)) is None:
            continue
        agreement = _address_agreement(json_ld, value, known) + _headline_agreement(json_ld, value, page.titles)
        score = (is_article, 2 * agreement + is_own + ("datePublished" in value))
        is_believed = agreement > 0 or (is_own and agreement > _DIFFERS)
        if is_believed and (best is None or score > best_score):
            best, best_score = value, score
    return best


def _is_article(value: JsonObject) -> bool | None:
    """True of an article, False of a page or a video, which describes one where nothing better does; else None."""
    kind = str(value.get("@type", ""))
    if _ARTICLE.search(kind) and ("headline" in value or "datePublished" in value or "name" in value):
        return True
    return False if _PAGE.search(kind.strip("[]'\"")) else None


def _address_agreement(json_ld: JsonLd, value: JsonObject, known: set[str]) -> int:
    own = {
        address_key(address)
        for name in _ADDRESSES
        for address in json_ld.strings(value.get(name))
        if address.startswith("http")
    }
    if not own or not known:
        return 0
    return _AGREES if own & known else _DIFFERS


def _headline_agreement(json_ld: JsonLd, value: JsonObject, titles: Sequence[str]) -> int:
    headlines = json_ld.strings(value.get("headline")) or json_ld.strings(value.get("name"))
    if not headlines or not titles:
        return 0
    alike = max(likeness(headline, title) for headline in headlines for title in titles)
    return _AGREES if alike >= _SAME_HEADLINE else _DIFFERS if alike < _OTHER_HEADLINE else 0
