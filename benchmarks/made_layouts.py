"""Layouts of news pages, after those that are met: where each states its title, date, authors and addresses.

Each layout is a function of a `MadeArticle` that returns a page. They differ in where a fact stands, in what form, and
in what stands beside it to be mistaken for it: a clock, teasers and JSON-LD of other articles, boxes of authors, the
date of a change, the name of the site, the address of a section. All texts are made up.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from html import escape

from made_article import (
    CLOCK,
    OTHER,
    OTHER_AUTHOR,
    OTHER_DATE,
    MadeArticle,
    meta,
    news_article,
    other_article,
    page,
    script,
    teasers,
)


def yoast(article: MadeArticle) -> str:
    """WordPress with a plugin for search engines: a graph whose parts name each other."""
    persons = [{"@type": "Person", "@id": f"{article.site_url}/#/{n}", "name": n} for n in article.authors]
    parts = [
        {"@type": "WebPage", "@id": article.url, "url": article.url, "name": f"{article.headline} - {article.site}"},
        {"@type": "WebSite", "@id": f"{article.site_url}/#website", "name": article.site},
        news_article(
            article,
            **{"@type": "Article", "@id": f"{article.url}#article", "isPartOf": {"@id": article.url}},
            author=[{"@id": person["@id"]} for person in persons],
            publisher={"@id": f"{article.site_url}/#website"},
        ),
        *persons,
    ]
    head = f"<title>{escape(article.headline)} - {article.site}</title>" + meta("og:title", article.headline)
    head += f'<link rel="canonical" href="{article.url}">' + meta("og:site_name", article.site)
    head += script({"@context": "https://schema.org", "@graph": parts}) + meta("author", "admin", "name")
    comments = (
        f'<div id="comments"><cite class="author">{OTHER_AUTHOR}</cite><time datetime="2025-06-01">June</time></div>'
    )
    return page(article, head, f"<article><h1>{article.headline}</h1>{article.body()}</article>{teasers()}{comments}")


def classic_blog(article: MadeArticle) -> str:
    """An old theme of a blog, without a word in the head: microformats, and the site's name as first heading."""
    by = "".join(f'<span class="author vcard"><a class="url fn n" href="/a">{n}</a></span>' for n in article.authors)
    moment = article.published
    body = (
        f'<header id="masthead"><h1 class="site-title"><a href="/">{article.site}</a></h1></header><div id="content">'
        f'<div class="post hentry"><h1 class="entry-title">{article.headline}</h1><div class="entry-meta">'
        f'<a href="{article.path}" rel="bookmark"><time class="entry-date published" datetime="{moment}">x</time>'
        f'<time class="updated" datetime="{article.changed.isoformat()}">y</time></a> {by}</div>'
        f'<div class="entry-content">{article.body()}</div></div></div>'
        f'<aside class="widget"><h3>Archives</h3><time datetime="2012-01-01">2012</time></aside>'
    )
    head = f'<title>{article.headline} | {article.site}</title><link rel="canonical" href="{article.url}">'
    return page(article, head, body)


def arc(article: MadeArticle) -> str:
    """A publishing system of large papers: a clock above, a list of most-read articles as first JSON-LD."""
    listed = {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": other_article(article)}]}
    head = script(listed) + f"<title>{article.headline} - {article.site}</title>" + script(news_article(article))
    head += f'<link rel="canonical" href="{article.path}">' + meta("og:url", article.url)
    head += meta("og:title", f"{article.headline} - {article.site}") + meta("og:site_name", article.site)
    by = ", ".join(f'<a class="author-name" href="/staff/x">{name}</a>' for name in article.authors)
    body = (
        f'<div class="topbar"><time datetime="{CLOCK}">Saturday, 29 November 2025</time></div><main>'
        f'<h1 class="headline">{article.headline}</h1><div class="byline">By {by}</div>'
        f"{article.body()}</main>{teasers()}"
    )
    return page(article, head, body)


def broadcaster(article: MadeArticle) -> str:
    """A broadcaster: JSON-LD names the house as the author; the names stand below the headline."""
    house = {"@type": "Organization", "name": article.site}
    by = {"ar": "بقلم", "tr": "Yazan:"}.get(article.language, "By")
    head = f"<title>{article.headline} - {article.site}</title>" + meta("og:title", article.headline)
    head += f'<link rel="canonical" href="{article.url}">' + meta("og:site_name", article.site)
    head += script(news_article(article, author=house))
    body = (
        f'<main><article><h1 id="main-heading">{article.headline}</h1><div class="ssrcss-1 e8mq1e90">'
        f"<span>{by} {article.authors[0]}</span><span>·</span>"
        f'<time datetime="{article.published}">3 hours ago</time></div>'
        f"{article.body()}</article></main>{teasers('article')}"
    )
    return page(article, head, body)


def open_metas(article: MadeArticle) -> str:
    """A quality paper: Open Graph for articles, whose author is an address; section and site behind the title."""
    head = f"<title>{article.headline} | {article.section} | {article.site}</title>" + meta(
        "og:title", article.headline
    )
    head += meta("article:published_time", article.published) + meta("article:author", f"{article.site_url}/profile/x")
    head += meta("article:modified_time", article.changed.isoformat()) + meta("og:url", article.url)
    head += f'<link rel="canonical" href="{article.url}">' + meta("og:site_name", f"the {article.site}")
    by = " and ".join(f'<a rel="author" href="/profile/x">{name}</a>' for name in article.authors)
    body = (
        f"<main><h1>{article.headline}</h1><address>{by}</address><details><summary>{article.published[:10]}</summary>"
        f"Last modified on {article.changed:%d.%m.%Y}</details>{article.body()}</main>{teasers()}"
    )
    return page(article, head, body)


def chain(article: MadeArticle) -> str:
    """A chain of local papers, whose JSON-LD gives the year 1; the day is in the address."""
    head = f"<title>{article.headline}</title>" + meta("og:title", article.headline) + meta("og:url", article.url)
    head += meta("og:site_name", article.site) + f'<link rel="canonical" href="{article.url}">'
    head += script(
        news_article(
            article,
            datePublished="0001-01-01T00:00:00Z",
            dateModified="0001-01-01T00:00:00Z",
            author=list(article.authors),
        )
    )
    body = f'<div class="gnt_cw"><h1>{article.headline}</h1><div>{article.site}</div>{article.body()}</div>{teasers()}'
    return page(article, head, body)


def monde(article: MadeArticle) -> str:
    """A paper whose JSON-LD is a breadcrumb only; meta tags of the day, "published" and "modified" in one line."""
    said = {"fr": ("Par", "Publié le", "modifié le"), "it": ("di", "Pubblicato il", "modificato il")}[article.language]
    crumbs = {"@type": "BreadcrumbList", "itemListElement": [{"@type": "ListItem", "name": article.section}]}
    head = f"<title>{escape(article.headline)}</title>" + meta("og:title", article.headline) + script(crumbs)
    head += meta("og:article:published_time", article.published) + meta("og:article:content_tier", "free")
    head += (
        meta("og:url", article.url)
        + f'<link rel="canonical" href="{article.url}">'
        + meta("og:site_name", article.site)
    )
    by = " et ".join(f'<a class="article__author-link" href="/signataires/x">{name}</a>' for name in article.authors)
    body = (
        f'<section class="article"><header class="article__header"><h1>{escape(article.headline)}</h1>'
        f'<p class="article__desc">{article.paragraphs[0]}</p><span class="meta__author">{said[0]} {by}</span>'
        f'<span class="meta__date">{said[1]} {article.day()}, {said[2]} {article.day(article.changed)}</span></header>'
        f"{article.body()}</section>{teasers()}"
    )
    return page(article, head, body)


def kicker(article: MadeArticle) -> str:
    """A magazine: a kicker in the heading and before the title, the name of the site behind it."""
    roof = {"de": "Hochwasser", "nl": "Aan het water"}[article.language]
    head = f"<title>{roof}: {article.headline} - {article.site}</title>" + meta("og:title", article.headline)
    head += meta("og:site_name", article.site) + meta("og:url", article.url) + script([news_article(article)])
    head += f'<link rel="canonical" href="{article.url}">' + meta("date", article.published, "name")
    body = (
        f'<main><article><header><h1><span class="kicker">{roof}</span><span>: </span>'
        f"<span>{article.headline}</span></h1>"
        f'<time datetime="{article.published}">x</time></header>{article.body()}'
        f'<div class="author-box"><h4>{OTHER_AUTHOR}</h4>writes about the sea.</div></article></main>{teasers()}'
    )
    return page(article, head, body)


def pais(article: MadeArticle) -> str:
    """A paper with broken JSON-LD: a comma too many, in a comment; related articles are part of it."""
    own = news_article(article, hasPart=[other_article(article)], isPartOf={"@type": "WebPage", "name": article.site})
    broken = json.dumps([own], ensure_ascii=False)[:-2] + ",},\n]"
    head = f"<title>{article.headline} | {article.section.title()} | {article.site.upper()}</title>"
    head += f'<script type="application/ld+json"><!--\n{broken}\n--></script>' + meta("og:title", article.headline)
    head += f'<link rel="canonical" href="{article.url}">' + meta("og:site_name", article.site)
    head += f'<link rel="amphtml" href="{article.site_url}/amp{article.path}">'
    body = f"<article><h1>{article.headline}</h1><h2>{article.paragraphs[0]}</h2>{article.body()}</article>{teasers()}"
    return page(article, head, body)


def microdata(article: MadeArticle) -> str:
    """schema.org in the attributes of the page; the item that follows is another article."""
    persons = "".join(
        f'<span itemprop="author" itemscope itemtype="https://schema.org/Person">'
        f'<span itemprop="name">{n}</span></span>'
        for n in article.authors
    )
    head = f"<title>{article.headline} - {article.site}</title>" + meta("og:url", article.url)
    head += meta("og:site_name", article.site) + f'<link rel="canonical" href="{article.url}">'
    scope = 'itemscope itemtype="https://schema.org/NewsArticle"'
    body = (
        f'<div class="page"><div {scope}><h1 itemprop="headline">{article.headline}</h1>{persons}'
        f'<meta itemprop="dateModified" content="{article.changed.isoformat()}">'
        f'<span itemprop="datePublished" content="{article.published}">{article.published[:10]}</span>'
        f'<div itemprop="articleBody">{article.body()}</div></div>'
        f'<div class="more-news"><div {scope}><h3 itemprop="headline">{OTHER}</h3>'
        f'<span itemprop="datePublished" content="{OTHER_DATE}">x</span>'
        f'<span itemprop="author">{OTHER_AUTHOR}</span></div>'
        "</div></div>"
    )
    return page(article, head, body)


def plain_japanese(article: MadeArticle) -> str:
    """A Japanese paper: the date in characters, its change behind it; the site behind a wide colon."""
    moment, changed = article.moment, article.changed
    head = f"<title>{article.headline}：{article.site}</title>" + meta(
        "og:title", f"{article.headline}：{article.site}"
    )
    head += f'<link rel="canonical" href="{article.url}">' + meta("og:site_name", article.site)
    body = (
        f'<div class="head"><p>2025年11月29日（土）</p></div><div class="main">'
        f'<h1>{article.headline}</h1><p class="info">'
        f"<span>{moment.year}年{moment.month}月{moment.day}日 10時15分</span>"
        f"（{changed.year}年{changed.month}月{changed.day}日 12時00分更新）</p><p>記者：{article.authors[0]}</p>"
        f"{article.body()}</div>"
    )
    return page(article, head, body)


def portal_chinese(article: MadeArticle) -> str:
    """A Chinese portal: an underscore before the site, the date beside source and author in one line."""
    head = f"<title>{article.headline}_{article.section}_{article.site}</title>" + meta("og:url", article.url)
    head += meta("publishdate", article.published, "name") + f'<link rel="canonical" href="{article.url}">'
    body = (
        f'<div class="top">今天是 2025年11月29日</div><div class="content"><h1>{article.headline}</h1>'
        f'<div class="source">{article.published} 10:15 来源：{article.site} '
        f"<span>作者：{article.authors[0]}</span></div>"
        f"{article.body()}</div>"
    )
    return page(article, head, body)


def portal_korean(article: MadeArticle) -> str:
    """A Korean portal: entry and change in figures with full stops, a byline with the reporter's title."""
    moment, changed = article.moment, article.changed
    head = f"<title>{article.headline} | {article.site}</title>" + meta("og:title", article.headline)
    head += (
        meta("og:url", article.url) + meta("og:site_name", article.site) + meta("author", article.authors[0], "name")
    )
    body = (
        f'<div id="date_today">2025.11.29 (토)</div><div class="view"><h3 class="sub">사회</h3>'
        f"<h1>{article.headline}</h1>"
        f'<ul class="infomation"><li>입력 {moment:%Y.%m.%d} 10:15</li><li>수정 {changed:%Y.%m.%d} 12:00</li></ul>'
        f"{article.body()}<p>{article.authors[0]} 기자 reporter@{article.domain}</p></div>"
    )
    return page(article, head, body)


def site_in_front(article: MadeArticle) -> str:
    """The site's name before the headline; JSON-LD with text escaped for HTML, its author a mere string."""
    own = news_article(article, headline=article.headline.replace(" ", "&nbsp;", 1), author=article.authors[0])
    head = f"<title>{article.site} | {article.headline}</title>" + meta(
        "og:title", f"{article.site} - {article.headline}"
    )
    head += script(own) + meta("og:site_name", article.site) + f'<link rel="canonical" href="{article.url}">'
    body = f"<main><h2>{article.section}</h2><h1>{article.headline}</h1>{article.body()}</main>{teasers()}"
    return page(article, head, body)


def social_card(article: MadeArticle) -> str:
    """Dates of microdata in the head, the site behind double colons; the author in a class of its own."""
    head = f"<title>{article.headline} :: {article.section} :: {article.site}</title>"
    head += meta("dateModified", article.changed.isoformat(), "itemprop")
    head += meta("datePublished", article.published, "itemprop") + meta("og:url", article.url)
    head += meta("og:title", f"{article.headline} :: {article.site}") + meta("og:site_name", article.site)
    body = (
        f'<div class="layout"><h1 class="doc_header__name">{article.headline}</h1>'
        f'<p class="doc__text document_authors">{", ".join(article.authors)}</p>{article.body()}</div>'
        f'<div class="rubric_latest"><time datetime="{CLOCK}">x</time><p class="author">{OTHER_AUTHOR}</p></div>'
    )
    return page(article, head, body)


def turkish_lines(article: MadeArticle) -> str:
    """Days with the month as a number, entry and change, in a language that puts the day first."""
    head = f"<title>{article.headline} - {article.site}</title>" + meta("og:title", article.headline)
    head += (
        meta("og:url", article.url)
        + meta("og:site_name", article.site)
        + meta("articleAuthor", article.authors[0], "name")
    )
    body = (
        f'<header class="top-bar"><span>29.11.2025 Cumartesi</span></header><article><h1>{article.headline}</h1>'
        f'<div class="date-info"><span>Giriş: {article.moment:%d.%m.%Y} 10:15</span>'
        f"<span>Güncelleme: {article.changed:%d.%m.%Y} 12:30</span></div>{article.body()}</article>{teasers()}"
    )
    return page(article, head, body)


def dublin_core(article: MadeArticle) -> str:
    """Dublin Core in the head, and nothing of this century."""
    head = f"<title>{article.site} - {article.headline}</title>" + meta("DC.date.issued", article.published, "name")
    head += meta("DC.creator", ", ".join(article.authors), "name") + meta("DC.date.modified", CLOCK, "name")
    head += meta("DC.publisher", article.site, "name") + f'<link rel="canonical" href="{article.url}">'
    return page(article, head, f'<div id="t"><h1>{article.headline}</h1>{article.body()}</div>')


def analytics_metas(article: MadeArticle) -> str:
    """What is stated for counters of readers; the JSON-LD describes the site and its list of articles."""
    web_page = {
        "@type": "CollectionPage",
        "mainEntity": {"@type": "ItemList", "itemListElement": [other_article(article)]},
    }
    head = f"<title>{article.headline} – {article.site}</title>" + script(web_page)
    head += meta("cXenseParse:recs:publishtime", article.published, "name") + meta("og:url", article.url)
    head += "".join(meta("cXenseParse:author", name, "name") for name in article.authors[:1])
    head += meta("parsely-author", ", ".join(article.authors), "name") + meta("og:site_name", article.site)
    head += meta("og:title", f"{article.headline} – {article.site}")
    return page(article, head, f"<main><h1>{article.headline}</h1>{article.body()}</main>{teasers('article')}")


def section_canonical(article: MadeArticle) -> str:
    """A template that names the section as canonical; `og:url` and JSON-LD name the article."""
    head = f"<title>{article.headline} • {article.site}</title>" + meta("og:url", article.url)
    head += f'<link rel="canonical" href="{article.site_url}/{article.section}/">' + script(news_article(article))
    return page(article, head, f"<main><h1>{article.headline}</h1>{article.body()}</main>{teasers()}")


def home_canonical(article: MadeArticle) -> str:
    """A template that names the front page as canonical; the day of the article is in its address alone."""
    head = f"<title>{article.headline} · {article.site}</title>" + meta("og:url", article.url)
    head += f'<link rel="canonical" href="{article.site_url}/">' + meta("og:site_name", article.site)
    head += meta("twitter:creator", "@molo", "name")
    by = "".join(f'<a rel="author" href="/autori/x">{name}</a>' for name in article.authors)
    body = (
        f'<div id="bar"><time datetime="{CLOCK}">oggi</time></div><main><h1>{article.headline}</h1><p>{by}</p>'
        f"{article.body()}</main>"
    )
    return page(article, head, body)


def related_first(article: MadeArticle) -> str:
    """Other articles as JSON-LD of their own, before and behind that of the page, and no list around them."""
    head = script(other_article(article)) + f"<title>{article.headline} | {article.site}</title>"
    head += script(news_article(article, publisher={"@type": "Organization", "name": article.site}))
    head += script(other_article(article)) + meta("og:title", article.headline)
    head += f'<link rel="canonical" href="{article.url}">'
    return page(article, head, f"<article><h1>{article.headline}</h1>{article.body()}</article>{teasers()}")


def shown_only(article: MadeArticle) -> str:
    """Nothing is stated but shown: a line with the author, one with the day."""
    by = {"en": "Words by", "de": "Von", "es": "Por", "fr": "Par"}[article.language]
    on = {"en": "Published", "de": "Veröffentlicht am", "es": "Publicado el", "fr": "Publié le"}[article.language]
    changed = {"en": "Updated", "de": "Aktualisiert am", "es": "Actualizado el", "fr": "Mis à jour le"}[
        article.language
    ]
    head = f"<title>{article.headline} - {article.site}</title>" + meta("og:url", article.url)
    body = (
        f'<div class="c1"><h1>{article.headline}</h1><p class="c7">{changed} {article.day(article.changed)}</p>'
        f'<p class="c7">{on} {article.day()}</p><p class="c9">{by} {article.authors[0]}</p>{article.body()}</div>'
    )
    return page(article, head, body)


def no_address(article: MadeArticle) -> str:
    """A page that was saved from somewhere: a title, a day, a name."""
    head = f"<title>{article.headline} | {article.site}</title>"
    body = f"<h1>{article.headline}</h1><p><b>By {article.authors[0]}</b>, {article.day()}</p>{article.body()}"
    return page(article, head, body)


LAYOUTS: Mapping[str, Callable[[MadeArticle], str]] = {
    layout.__name__: layout
    for layout in (
        *(yoast, classic_blog, arc, broadcaster, open_metas, chain, monde, kicker, pais, microdata, plain_japanese),
        *(portal_chinese, portal_korean, site_in_front, social_card, turkish_lines, dublin_core, analytics_metas),
        *(section_canonical, home_canonical, related_first, shown_only, no_address),
    )
}
