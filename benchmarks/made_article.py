"""A made-up article, and the parts of the pages that show it: head, metadata, JSON-LD, teasers of other articles.

All texts are made up. `made_layouts` puts the parts together as real pages do.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape

CLOCK = "2025-11-29T10:00:00+00:00"
OTHER = "Storm warning lifted for the islands"
OTHER_AUTHOR = "Vera Stone"
OTHER_DATE = "2019-01-01T08:00:00+00:00"
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
}


@dataclass(frozen=True, slots=True)
class MadeArticle:
    """What an article's page is made from; `published` is a moment, or a day where the page shows no more."""

    layout: str
    language: str
    site: str
    domain: str
    section: str
    published: str
    authors: tuple[str, ...]
    headline: str
    paragraphs: tuple[str, ...]
    number: int

    @property
    def moment(self) -> datetime:
        """The moment of publication."""
        return datetime.fromisoformat(self.published)

    @property
    def site_url(self) -> str:
        """The address of the site, without a slash."""
        return f"https://www.{self.domain}"

    @property
    def path(self) -> str:
        """The path of the article in the form of its layout."""
        day = self.moment.strftime("%Y/%m/%d")
        if self.layout == "chain":
            return f"/story/{self.section}/{day}/a-made-article/{70000 + self.number}007/"
        if self.layout == "home_canonical":
            return f"/{self.section}/{day}/articolo-{self.number}/"
        if self.layout == "yoast":
            return f"/{self.section}/a-made-article-{self.number}/"
        return f"/{self.section}/a-made-article-{self.number}0{self.number}.html"

    @property
    def url(self) -> str:
        """The address of the article."""
        return self.site_url + self.path

    @property
    def changed(self) -> datetime:
        """When the article was changed."""
        return self.moment + timedelta(days=1, hours=2)

    def body(self) -> str:
        """The text of the article."""
        return "".join(f"<p>{escape(paragraph)}</p>" for paragraph in self.paragraphs)

    def day(self, moment: datetime | None = None) -> str:
        """A day as the page's language writes it out."""
        moment = moment or self.moment
        month = MONTHS[self.language].split()[moment.month - 1]
        form = {"en": "{m} {d}, {y}", "de": "{d}. {m} {y}", "es": "{d} de {m} de {y}"}.get(self.language, "{d} {m} {y}")
        return form.format(d=moment.day, m=month, y=moment.year)


def page(article: MadeArticle, head: str, body: str, attributes: str = "") -> str:
    """A page with the menu and the foot that all have."""
    menu = "".join(f'<li><a href="/{each}">{each}</a></li>' for each in ("home", "news", "sport", "weather"))
    foot = f"<footer><p>© 2025 {article.site}. All rights reserved.</p><a href='/contact'>Contact</a></footer>"
    return (
        f'<!doctype html><html lang="{article.language}"{attributes}><head><meta charset="utf-8">{head}</head>'
        f"<body><nav><ul>{menu}</ul></nav>{body}{foot}</body></html>"
    )


def meta(name: str, content: str, attribute: str = "property") -> str:
    """A `<meta>` tag."""
    return f'<meta {attribute}="{name}" content="{escape(content)}">'


def script(value: object) -> str:
    """A script of JSON-LD."""
    return f'<script type="application/ld+json">{json.dumps(value, ensure_ascii=False)}</script>'


def news_article(article: MadeArticle, **more: object) -> dict[str, object]:
    """The JSON-LD of an article, with what a layout adds or replaces."""
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.headline,
        "url": article.url,
        "mainEntityOfPage": {"@type": "WebPage", "@id": article.url},
        "datePublished": article.published,
        "dateModified": article.changed.isoformat(),
        "author": [{"@type": "Person", "name": name} for name in article.authors],
        "publisher": {"@type": "Organization", "name": article.site, "url": article.site_url},
    } | more


def other_article(article: MadeArticle) -> Mapping[str, object]:
    """The JSON-LD of another article of the site."""
    return news_article(
        article,
        headline=OTHER,
        url=f"{article.site_url}/news/storm.html",
        mainEntityOfPage=f"{article.site_url}/news/storm.html",
        datePublished=OTHER_DATE,
        author={"@type": "Person", "name": OTHER_AUTHOR},
    )


def teasers(tag: str = "div") -> str:
    """Other articles that a page shows, with their dates and authors."""
    card = (
        f'<{tag} class="teaser"><a href="/news/storm.html"><h3>{OTHER}</h3></a>'
        f'<time datetime="{OTHER_DATE}">1 January 2019</time> <a rel="author" class="author">{OTHER_AUTHOR}</a></{tag}>'
    )
    return f'<section class="related">{card * 3}</section>'
