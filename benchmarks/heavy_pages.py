"""Made-up web pages of real weight: what a browser gets of a news site, of which the article is a fiftieth.

A page has a head with metadata and JSON-LD, scripts with the state of an application, menus, an article in one of six
layouts, boxes inside it, comments, lists of related articles and a footer. Sizes are spread as those of 181 news pages
of several languages: a third below 80 kB, a third up to 160, a quarter up to 320, a tenth above; the median is 115 kB
and 740 elements. Texts are those of `news.py`, every byte is decided by the seed.

`hostile_pages` are pages that keep a parser busy: deep, wide, endless, torn or lying.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from news import blocks

# Of the pages, how many are so large: share, least and most bytes.
SIZES = ((0.34, 35_000, 80_000), (0.31, 80_000, 160_000), (0.25, 160_000, 320_000), (0.10, 320_000, 600_000))
BYTES_A_CARD, MAX_CARDS = 930, 320  # how long a page is, for each related article on it
STYLED = "flex items-center justify-between text-sm font-medium leading-6 tracking-tight hover:underline"
SECTIONS = ("world", "politics", "money", "sport", "culture", "science", "weather", "opinion", "travel", "video")

# Around the paragraphs of an article: what stands before and behind them.
LAYOUTS = (
    ('<article class="post type-post hentry"><div class="entry-content">', "</div></article>"),
    ('<main><div class="story__body" itemprop="articleBody">', "</div></main>"),
    ('<div class="l-col l-col--8"><section class="article-body js-article">', "</section></div>"),
    (f'<div class="{STYLED}"><div class="css-1xkq8p3"><div class="css-at9mc1">', "</div></div></div>"),
    ('<table class="layout"><tr><td class="content" valign="top">', "</td></tr></table>"),
    ('<article id="content"><div data-module="ArticleBody" class="c-article__content">', "</div></article>"),
)


def write_heavy_pages(folder: Path, pages: int, seed: int, *, packed: bool = False) -> None:
    """Put so many pages into a folder, `00000.html` and so on, or `00000.html.gz`."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = [text for block in blocks(pages, seed) for text in block.texts()]
    for number, text in enumerate(texts):
        page = heavy_page(text, Random(f"{seed} {number}")).encode()
        (folder / f"{number:05d}.html{'.gz' * packed}").write_bytes(gzip.compress(page, 6) if packed else page)


def heavy_page(text: str, random: Random) -> str:
    """One page around a text."""
    (_, least, most) = random.choices(SIZES, [share for share, *_ in SIZES])[0]
    size = int(least * (most / least) ** random.random())
    words = text.split()
    title = " ".join(words[: random.randint(5, 11)]).strip(".,")
    before, behind = random.choice(LAYOUTS)
    page = "".join(
        (
            _head(title, words, random),
            f'<body class="{STYLED} no-js"><div id="app" data-server-rendered="true">',
            _menu(random),
            f'<h1 class="headline">{title}</h1><p class="byline">By <a rel="author" href="/by/rill">Ada Rill</a></p>',
            before,
            _paragraphs(text, words, random),
            behind,
            _comments(words, random),
            _related(words, random, min(size // BYTES_A_CARD, MAX_CARDS)),
            _footer(random),
        )
    )
    return f"{page}{_scripts(words, random, size - len(page))}</div></body></html>\n"


def _head(title: str, words: list[str], random: Random) -> str:
    url = f"https://www.outlet{random.randint(0, 96)}.example.org/2024/05/{random.randint(0, 99999)}-story.html"
    description = " ".join(words[10:35]).replace('"', "")
    schema = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": "The Outlet", "url": "https://www.example.org/"},
            {
                "@type": "NewsArticle",
                "headline": title,
                "datePublished": "2024-05-07T08:30:00+02:00",
                "author": [{"@type": "Person", "name": "Ada Rill"}],
                "mainEntityOfPage": url,
                "description": description,
            },
            {"@type": "BreadcrumbList", "itemListElement": [{"name": name} for name in SECTIONS]},
        ],
    }
    metas = "".join(
        f'<meta property="{name}" content="{value}">'
        for name, value in (
            ("og:title", title),
            ("og:type", "article"),
            ("og:url", url),
            ("og:description", description),
            ("article:published_time", "2024-05-07T08:30:00+02:00"),
            *((f"twitter:data{number}", "x" * 40) for number in range(12)),
        )
    )
    links = "".join(f'<link rel="preload" as="script" href="/_next/static/chunks/{n:032x}.js">' for n in range(24))
    style = "".join(f".c{number}{{margin:{number}px;padding:0 {number % 7}rem}}" for number in range(250))
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} | The Outlet</title>'
        f'<link rel="canonical" href="{url}">{metas}{links}<style>{style}</style>'
        f'<script type="application/ld+json">{json.dumps(schema)}</script></head>'
    )


def _menu(random: Random) -> str:
    items = "".join(
        f'<li class="nav__item nav__item--{name}"><a class="nav__link {STYLED}" href="/{name}/{number}">'
        f"<span>{name.title()} {number}</span></a></li>"
        for name in SECTIONS
        for number in range(random.randint(1, 4))
    )
    return f'<header class="site-header"><nav aria-label="Main"><ul class="nav">{items}</ul></nav></header>'


def _paragraphs(text: str, words: list[str], random: Random) -> str:
    """The paragraphs of an article, with links in them and boxes between them."""
    parts = []
    for number, paragraph in enumerate(filter(None, text.split("\n"))):
        first, _, rest = paragraph.partition(" ")
        linked = f'<a href="/topics/{number}" class="link">{first}</a> {rest}' if number % 3 == 1 else paragraph
        parts.append(f'<p class="paragraph">{linked}</p>')
        if number % 4 == 2:
            parts.append('<div class="ad-slot" data-ad="inline"><span>Advertisement</span></div>')
        if number % 6 == 3:
            teaser = " ".join(random.sample(words, 8))
            parts.append(f'<aside class="related-box"><h4>Read more</h4><a href="/r/{number}">{teaser}</a></aside>')
    return "\n".join(parts)


def _comments(words: list[str], random: Random) -> str:
    items = "".join(
        f'<li class="comment" id="comment-{number}"><div class="comment-author"><cite>reader{number}</cite></div>'
        f'<div class="comment-body"><p>{" ".join(random.sample(words, 25))}</p></div>'
        f'<a class="reply {STYLED}" href="#respond">Reply</a></li>'
        for number in range(random.choice((0, 0, 3, 9)))
    )
    return f'<section id="comments" class="comments-area"><ol>{items}</ol></section>'


def _related(words: list[str], random: Random, count: int) -> str:
    cards = "".join(
        f'<li class="card card--{number % 5} {STYLED}"><a href="/2024/05/{number}-other.html" data-id="{number:024x}">'
        f'<img loading="lazy" src="/img/{number}.jpg" alt="" width="320" height="180">'
        f'<h3 class="card__title">{" ".join(random.sample(words, 7))}</h3></a></li>'
        for number in range(count)
    )
    return f'<aside class="related"><h2>More stories</h2><ul class="cards">{cards}</ul></aside>'


def _footer(random: Random) -> str:
    links = "".join(f'<a class="{STYLED}" href="/about/{n}">About {n}</a> ' for n in range(random.randint(15, 40)))
    return (
        f'<footer class="site-footer"><div>{links}</div><p>All rights reserved. The Outlet is not liable.</p></footer>'
    )


def _scripts(words: list[str], random: Random, size: int) -> str:
    """Scripts of so many bytes: the state of an application, with bits of other articles."""
    state, held = [], 0
    while held < size:
        entry = {
            "id": random.getrandbits(64),
            "type": "Teaser",
            "title": " ".join(random.sample(words, 9)),
            "n": [1] * 40,
        }
        state.append(json.dumps(entry))
        held += len(state[-1]) + 1
    parts = [state[start : start + 60] for start in range(0, len(state), 60)]
    return "".join(f"<script>window.__STATE__=[{','.join(part)}]</script>" for part in parts)


def hostile_pages() -> Iterator[tuple[str, bytes]]:
    """Pages that are hard to parse, each with a name."""
    prose = b"<p>Rain fell on the valley all night, and the river rose by a metre before the bridge was closed.</p>"
    repeated: dict[str, bytes] = {
        "nested div": b"<div>" * 100_000 + prose,
        "nested b": b"<b>" * 100_000 + prose,
        "nested p in font": b"<font><p>" * 50_000 + prose,
        "nested list": b"<ul><li>" * 50_000 + prose,
        "nested table": b"<table><tr><td>" * 20_000 + prose,
        "nested blockquote": b"<blockquote>" * 80_000 + prose,
        "closing tags": b"</div>" * 500_000 + prose,
        "line breaks": prose + b"<br>" * 1_000_000,
        "equal paragraphs": prose * 60_000,
        "more equal paragraphs": prose * 100_000,
        "empty paragraphs": b"<p></p>" * 300_000 + prose,
        "empty divs": b"<div></div>" * 300_000 + prose,
        "links": b'<a href="/a">rain</a> ' * 200_000 + prose,
        "images": b'<img src="/a.png">' * 200_000 + prose,
        "comments": b"<!-- rain -->" * 300_000 + prose,
        "comment without end": prose + b"<!--" + b"-" * 5_000_000,
        "script without end": prose + b"<script>" + b"if(a<b){" * 500_000,
        "plaintext": b"<plaintext>" + prose * 10_000,
        "NUL": prose * 100 + b"\0" * 5_000_000,
        "entities": b"<p>" + b"&amp;&eacute;&#x41;&nosuch;" * 150_000,
        "CDATA": b"<p><![CDATA[" * 100_000 + prose,
        "less-than signs": b"<" * 2_000_000 + prose,
        "one long word": b"<p>" + b"a" * 10_000_000 + b"</p>" + prose,
        "one long attribute": b'<p title="' + b"a " * 3_000_000 + b'">' + prose,
        "rows": b"<table>" + b"<tr><td>rain</td><td>1</td></tr>" * 100_000 + b"</table>" + prose,
    }
    yield from repeated.items()
    numbered: dict[str, Callable[[int], bytes]] = {
        "attributes": lambda number: b"a%d=1 " % number,
        "classes": lambda number: b'<div class="c%d comment-%d">rain</div>' % (number, number),
        "tags": lambda number: b"<x%d>rain" % number,
    }
    for name, part in numbered.items():
        content = b"".join(map(part, range(200_000)))
        yield name, b"<p " + content + b">" + prose if name == "attributes" else content + prose
    schema = b'{"@graph":[' * 100_000
    yield "nested JSON-LD", b'<script type="application/ld+json">' + schema + b"</script>" + prose
    many = b",".join(b'{"@type":"NewsArticle","headline":"%d"}' % number for number in range(100_000))
    yield "long JSON-LD", b'<script type="application/ld+json">[' + many + b"]</script>" + prose
