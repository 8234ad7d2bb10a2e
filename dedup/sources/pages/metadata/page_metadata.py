"""The metadata of a page's own article: title, date, author, addresses, language.

Each is looked up where pages put it, the most reliable place first: JSON-LD (schema.org) of the own article, `<meta>`
tags, marks near the headline, the address, and last what is shown near the headline. A value that cannot be is none,
and the next place is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lxml.html import HtmlElement

from dedup.sources.pages.metadata.bylines import author_names, find_author
from dedup.sources.pages.metadata.head_tags import HeadTags
from dedup.sources.pages.metadata.json_ld import JsonLd, JsonObject
from dedup.sources.pages.metadata.meta_names import AUTHOR_METAS, LANGUAGE_METAS, PUBLISHED_METAS, SITE_METAS
from dedup.sources.pages.metadata.near_marks import NearMarks
from dedup.sources.pages.metadata.own_article import StatedPage, find_own_article
from dedup.sources.pages.metadata.page_addresses import (
    PageAddresses,
    StatedAddresses,
    absolute_url,
    find_addresses,
)
from dedup.sources.pages.metadata.page_dates import DatePlaces, find_published
from dedup.sources.pages.metadata.page_titles import StatedTitles, find_title

_DATES = ("datePublished", "dateCreated", "uploadDate")  # of JSON-LD


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """The metadata of a page; URLs are absolute, and what the page does not state is None.

    `outlet` is stated only if `url` is None: the domain of an address that names the site but not the article.
    `article_body` is the text that JSON-LD gives, whole or in part. `warnings` say what is not believed.
    """

    title: str | None = None
    url: str | None = None
    canonical: str | None = None
    published: datetime | None = None
    author: str | None = None
    language: str | None = None
    outlet: str | None = None
    article_body: str | None = None
    warnings: tuple[str, ...] = ()


def read_page_metadata(tree: HtmlElement, fetched_url: str | None = None) -> PageMetadata:
    """Read the metadata of a page that was fetched from `fetched_url`, if that is known.

    >>> from lxml.html import document_fromstring
    >>> read_page_metadata(document_fromstring("<title>Rain | Orre Post</title><h1>Rain</h1>")).title
    'Rain'
    """
    tags = HeadTags(tree)
    near = NearMarks(tree, tags.place)
    json_ld = JsonLd(tags.scripts())
    stated_urls = [tags.meta("og:url"), tags.link("link")]
    titles = [tags.headline(), tags.meta("og:title"), tags.text("title")]
    known = [address for each in (*stated_urls, fetched_url) if (address := absolute_url(each, fetched_url))]
    own = find_own_article(json_ld, StatedPage(known, list(filter(None, titles)))) or {}
    language = _language(tree, tags, own)
    addresses = find_addresses(
        StatedAddresses([tags.meta("og:url"), _own_url(json_ld, own)], tags.link("link"), tags.link("base")), fetched_url
    )
    sites = _site_names(tags, json_ld, own, addresses)
    headline = next(iter(json_ld.strings(own.get("headline")) or json_ld.strings(own.get("name"))), None)
    title = find_title(StatedTitles(titles[0], headline, titles[1] or tags.meta("twitter:title"), titles[2]), sites)
    published = find_published(
        DatePlaces(
            [each for name in _DATES for each in json_ld.strings(own.get(name))],
            tags.metas(PUBLISHED_METAS),
            addresses.url,
            near,
        ),
        language,
    )
    return PageMetadata(
        title=title,
        url=addresses.url,
        canonical=addresses.canonical,
        published=published.moment,
        author=_author(tags, near, json_ld, own, sites),
        language=language,
        outlet=None if addresses.url else addresses.site,
        article_body=next(iter(json_ld.strings(own.get("articleBody"))), None),
        warnings=(*addresses.doubts, *published.doubts),
    )


def _own_url(json_ld: JsonLd, own: JsonObject) -> str | None:
    stated = (each for name in ("url", "mainEntityOfPage", "@id") for each in json_ld.strings(own.get(name)))
    return next((each for each in stated if "/" in each), None)


def _author(tags: HeadTags, near: NearMarks, json_ld: JsonLd, own: JsonObject, sites: list[str]) -> str | None:
    stated = [name for key in ("author", "creator") for name in author_names(json_ld, own.get(key))]
    return find_author(stated, tags.metas(AUTHOR_METAS), near, sites)


def _site_names(tags: HeadTags, json_ld: JsonLd, own: JsonObject, addresses: PageAddresses) -> list[str]:
    """What the site is called: by itself, by the publisher of the article, by its domain."""
    names = [*tags.metas(SITE_METAS), *author_names(json_ld, own.get("publisher"))]
    names += [
        name
        for value, _ in json_ld.objects
        if value.get("@type") in ("WebSite", "NewsMediaOrganization")
        for name in json_ld.strings(value.get("name"))
    ]
    if addresses.site:
        names += [addresses.site, *addresses.site.split(".")[:-1]]
    return names


def _language(tree: HtmlElement, tags: HeadTags, own: JsonObject) -> str | None:
    stated = (tree.get("lang"), tree.get("xml:lang"), own.get("inLanguage"), tags.meta(*LANGUAGE_METAS))
    for each in stated:
        if isinstance(each, str) and each.strip():
            return each.strip().replace("_", "-")
    return None
