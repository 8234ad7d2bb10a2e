"""Pages for people: what the index holds, a search, and the report page of an article, a cluster or a story.

The front page and the search are plain HTML without a script. A part of the index is shown by the page of a report
(`dedup.reports.page`) over the articles of that part.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from html import escape
from io import BytesIO
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from dedup.article import Article
from dedup.index.index import Index
from dedup.index.maintenance.overview import IndexOverview, LargeGroup, SearchResult
from dedup.index.remote.connection import encode_query
from dedup.reports.formatting import count_of, utc_minute
from dedup.reports.page.html_page import write_page
from dedup.reports.page.page_order import article_keys
from dedup.reports.sanitize import one_line
from dedup.server.requests.problems import Problem
from dedup.server.requests.request_parameters import query_parameters
from dedup.server.service import Service

LISTED = 20
MAX_SHOWN = 200  # articles of a page: each pair of them is aligned
TITLE_CHARACTERS = 160
STYLE = """
:root { color-scheme: light dark }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 1.5rem auto; padding: 0 1rem }
h1 { font-size: 1.3rem } h2 { font-size: 1.05rem; margin-top: 2rem }
ul { list-style: none; padding: 0 } li { padding: .25rem 0; overflow-wrap: anywhere }
small { opacity: .75; display: block } input { font: inherit; padding: .3rem .5rem; width: min(24rem, 60vw) }
button { font: inherit; padding: .3rem .8rem } a:focus-visible, input:focus-visible { outline: 2px solid }
"""
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>{body}</body>
</html>
"""
_STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}


async def show_front(request: Request) -> Response:
    """GET /: what the index holds."""
    query_parameters(request, ())
    service: Service = request.app.state.service

    def draw(index: Index) -> str:
        return _front(len(index), index.overview(LISTED))

    return _page("dedup", await service.view(draw))


async def show_search(request: Request) -> Response:
    """GET /search: the newest articles that hold some words."""
    words = query_parameters(request, ("q",)).get("q", "")
    service: Service = request.app.state.service
    found = await service.view(lambda index: index.search(words)) if words.strip() else SearchResult((), 0, True)
    return _page(f"{words} · dedup", _found(words, found))


async def show_article(request: Request) -> Response:
    """GET /article: an article among those that it matches."""
    article_id = query_parameters(request, (), ("id",))["id"]

    def members(index: Index) -> list[str]:
        if article_id not in index:
            raise Problem.not_stored(article_id)
        matches = [match.right_id for match in index.matches_of(article_id)]
        cluster, story = index.cluster_id(article_id), index.story_id(article_id)
        groups = [None if cluster is None else index.cluster(cluster), None if story is None else index.story(story)]
        return [article_id, *matches, *(each for group in groups if group for each in group.article_ids)]

    return await _report(request, members)


async def show_cluster(request: Request) -> Response:
    """GET /cluster: the copies of one text."""
    group = _number(query_parameters(request, (), ("id",))["id"])
    return await _report(request, lambda index: _members(index.cluster(group), f"cluster {group}"))


async def show_story(request: Request) -> Response:
    """GET /story: the articles on one event."""
    group = _number(query_parameters(request, (), ("id",))["id"])
    return await _report(request, lambda index: _members(index.story(group), f"story {group}"))


def _members(group: object, name: str) -> Collection[str]:
    members: Collection[str] = getattr(group, "article_ids", ())
    if not members:
        raise Problem.not_stored(name)
    return members


def _number(given: str) -> int:
    if not given.isascii() or not given.isdecimal() or len(given) > 18:
        raise Problem.not_stored(given)
    return int(given)


async def _report(request: Request, members: Callable[[Index], Iterable[str]]) -> Response:
    service: Service = request.app.state.service

    def draw(index: Index) -> bytes:
        ids = list(dict.fromkeys(members(index)))[:MAX_SHOWN]
        report, out = index.export(ids), BytesIO()
        if not any(article.text for article in report.articles):
            raise Problem(404, "there are no words to show")
        write_page(report, out, pairs="all")
        return out.getvalue()

    return HTMLResponse(await service.view(draw), headers=HEADERS)


def _front(articles: int, overview: IndexOverview) -> str:
    return "".join(
        [
            f"<h1>dedup: {escape(count_of(articles, 'article'))}</h1>",
            _form(""),
            *_section("Newest articles", map(_article_item, overview.newest)),
            *_section("Largest stories", (_group_item("story", each) for each in overview.stories)),
            *_section("Largest clusters of copies", (_group_item("cluster", each) for each in overview.clusters)),
        ]
    )


def _found(words: str, found: SearchResult) -> str:
    beyond = "" if found.is_complete else ", older ones not"
    seen = f"{count_of(len(found.articles), 'article')}; {count_of(found.searched, 'article')} looked through{beyond}"
    items = map(_article_item, found.articles)
    return "".join(['<h1><a href="/">dedup</a></h1>', _form(words), f"<p>{escape(seen)}</p>", "<ul>", *items, "</ul>"])


def _form(words: str) -> str:
    field = f'<input type="search" name="q" value="{escape(one_line(words))}" aria-label="Words to search for">'
    return f'<form action="/search" role="search">{field} <button>Search</button></form>'


def _section(title: str, items: Iterable[str]) -> Sequence[str]:
    listed = [*items]
    return [f"<h2>{escape(title)}</h2>", "<ul>", *listed, "</ul>"] if listed else []


def _article_item(article: Article) -> str:
    (key,) = article_keys([article])
    address = f"/article?{encode_query({'id': article.id})}#/article/{quote(key)}"
    published = f"{utc_minute(article.published)} UTC" if article.published else ""
    facts = " · ".join(one_line(fact) for fact in (article.outlet, published, article.id) if fact)
    return f'<li><a href="{escape(address)}">{_title(article)}</a><small>{escape(facts)}</small></li>'


def _group_item(kind: str, group: LargeGroup) -> str:
    address = f"/{kind}?id={group.group_id}"
    return f'<li><a href="{address}">{_title(group.first)}</a><small>{count_of(group.size, "article")}</small></li>'


def _title(article: Article) -> str:
    return escape(one_line(article.title or article.text[: 2 * TITLE_CHARACTERS])[:TITLE_CHARACTERS] or "(no words)")


def _page(title: str, body: str) -> Response:
    page = PAGE.format(title=escape(one_line(title)), style=STYLE, body=body)
    return HTMLResponse(page.encode(errors="replace"), headers={**HEADERS, "Content-Security-Policy": POLICY})
