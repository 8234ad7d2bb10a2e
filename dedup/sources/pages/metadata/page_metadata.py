"""The metadata of a page's own article: title, date, author, addresses, language.

Each is looked up where pages put it, the most reliable place first: JSON-LD (schema.org) of the own article, `<meta>`
tags, marks near the headline, the address, and last what is shown near the headline. A value that cannot be is none,
and the next place is asked.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from lxml.etree import _Element as Element

from dedup.sources.pages.metadata.bylines import author_names, find_author
from dedup.sources.pages.metadata.json_ld import JsonLd, JsonObject
from dedup.sources.pages.metadata.own_article import StatedPage, find_own_article
from dedup.sources.pages.metadata.page_addresses import (
    StatedAddresses,
    absolute_url,
    find_addresses,
)
from dedup.sources.pages.metadata.page_dates import DatePlaces, PublishedDate, find_published
from dedup.sources.pages.metadata.page_titles import StatedTitles, find_title
from dedup.sources.pages.metadata.tags.head_tags import HeadTags
from dedup.sources.pages.metadata.tags.meta_names import (
    AUTHOR_METAS,
    DATE_METAS,
    LANGUAGE_METAS,
    PUBLISHED_METAS,
    SITE_METAS,
    TITLE_METAS,
)
from dedup.sources.pages.metadata.tags.near_marks import NearMarks

# Properties and types of JSON-LD.
_DATES = ("datePublished", "dateCreated", "uploadDate")
_AUTHORS = ("author", "creator")
_URLS = ("url", "mainEntityOfPage", "@id")
_SITE_TYPES = ("WebSite", "NewsMediaOrganization")


class PageMetadata(NamedTuple):
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


def read_page_metadata(tree: Element, fetched_url: str | None = None) -> PageMetadata:
    """Read the metadata of a page that was fetched from `fetched_url`, if that is known.

    >>> from lxml.html import document_fromstring
    >>> read_page_metadata(document_fromstring("<title>Rain | Orre Post</title><h1>Rain</h1>")).title
    'Rain'
    """
    page = _Page(tree, fetched_url)
    published = page.published()
    return PageMetadata(
        title=page.title(),
        url=page.addresses.url,
        canonical=page.addresses.canonical,
        published=published.moment,
        author=page.author(),
        language=page.language,
        outlet=None if page.addresses.url else page.addresses.site,
        article_body=next(iter(page.json_ld.strings(page.own.get("articleBody"))), None),
        warnings=(*page.addresses.doubts, *published.doubts),
    )


class _Page:
    """What a page states, and the facts that follow from it."""

    def __init__(self, tree: Element, fetched_url: str | None) -> None:
        self.tags = HeadTags(tree)
        self.near = NearMarks(tree, self.tags.place)
        self.json_ld = JsonLd(self.tags.scripts)
        og_url, canonical = self.tags.meta("og:url"), self.tags.canonical()
        self.titles = (self.tags.headline(), self.tags.meta(*TITLE_METAS), self.tags.title)
        known = [absolute_url(each, fetched_url) for each in (og_url, canonical, fetched_url)]
        stated = StatedPage(list(filter(None, known)), list(filter(None, self.titles)))
        self.own = find_own_article(self.json_ld, stated) or {}
        own_urls = [each for name in _URLS for each in self.json_ld.strings(self.own.get(name)) if "/" in each]
        addresses = StatedAddresses(og_url, canonical, own_urls, self.tags.base())
        self.addresses = find_addresses(addresses, fetched_url)
        self.language = _language(tree, self.tags, self.own)
        self.sites = self._sites()

    def title(self) -> str | None:
        """The headline without the site's name."""
        headlines = self.json_ld.strings(self.own.get("headline")) or self.json_ld.strings(self.own.get("name"))
        heading, og_title, title = self.titles
        return find_title(StatedTitles(heading, next(iter(headlines), None), og_title, title), self.sites)

    def published(self) -> PublishedDate:
        """The moment of publication."""
        stated = [each for name in _DATES for each in self.json_ld.strings(self.own.get(name))]
        metas = self.tags.metas
        places = DatePlaces(stated, metas(PUBLISHED_METAS), metas(DATE_METAS), self.addresses.url, self.near)
        return find_published(places, self.language)

    def author(self) -> str | None:
        """The names of the authors."""
        stated = [name for key in _AUTHORS for name in author_names(self.json_ld, self.own.get(key))]
        return find_author(stated, self.tags.groups(AUTHOR_METAS), self.near, self.sites)

    def _sites(self) -> list[str]:
        """What the site is called: by itself, by the publisher of the article, by its domain."""
        names = [*self.tags.metas(SITE_METAS), *author_names(self.json_ld, self.own.get("publisher"))]
        for value, _ in self.json_ld.objects:
            if value.get("@type") in _SITE_TYPES:
                names += self.json_ld.strings(value.get("name"))
        site = self.addresses.site
        return [*names, site, *site.split(".")[:-1]] if site else names


def _language(tree: Element, tags: HeadTags, own: JsonObject) -> str | None:
    stated = (tree.get("lang"), tree.get("xml:lang"), tags.meta(*LANGUAGE_METAS), own.get("inLanguage"))
    for each in stated:
        if isinstance(each, str) and each.strip():
            return each.strip().replace("_", "-")
    return None
