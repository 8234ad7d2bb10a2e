"""A spider crawls a small site on loopback twice: the second crawl goes on from the index of the first.

The site has two hosts, 127.0.0.1 (the Skarrow Herald) and localhost (the Lowmarsh Gazette), with redirects, AMP pages,
an article taken over whole, one that a template doubles, and a gallery without words.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

pytest.importorskip("scrapy")

SPIDER = r"""
import scrapy


class News(scrapy.Spider):
    name = "news"
    site = "https://news.example/"
    selector = "article p"
    custom_settings = {
        "ITEM_PIPELINES": {"dedup.adapters.scrapy.DedupPipeline": 300},
        "DEDUP_INDEX": "news.dedup",  # remembers from crawl to crawl
        "DEDUP_DROP": ["exact", "unchanged"],  # all others are kept, and tagged
    }

    async def start(self):
        yield scrapy.Request(self.site)

    def parse(self, response):
        yield from response.follow_all(css="h2 a", callback=self.parse_article)

    def parse_article(self, response):
        yield {
            "url": response.url,
            "title": response.css("h1::text").get(),
            "text": "\n".join(response.css(self.selector).xpath("string()").getall()),
        }
"""
FERRY = [
    "The ferry Brightling was late again on Monday because a seal in its engine had failed, the Marrick Line said.",
    "Some two hundred passengers waited on the quay at Skarrow for a coach that came at midnight; none was told why.",
    "The mayor asked for a plan by Friday. The line answered that a second ship would be ready before the summer.",
]
BRIDGE = [
    "Engineers closed the old harbour bridge to lorries after a survey had found rust in eleven of its forty hangers.",
    "Cars may cross in one lane until new hangers arrive from the foundry in June, the roads office announced.",
]
REPAIRED = [
    *BRIDGE,
    "The first two hangers were changed on Thursday night, and the lane was shut for not even an hour.",
]
MARKET = [
    "The cheese market moves from the square into the old tram shed, where rain cannot reach the forty stalls.",
    "Traders had asked for a roof since the storm of last October, which carried off nine awnings and a church flag.",
]
ABOVE = ["Front page", "Tides and weather", "The council", "Small advertisements", "Births and deaths", "Our archive"]
BELOW = ["Send this to a friend", "All reports from the harbour", "Where to buy the paper", "Write to the editor"]


def page(title: str, paragraphs: list[str]) -> str:
    """One page of the site."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1><article>{body}</article></body></html>"


class Site(ThreadingHTTPServer):
    """Pages by path, and where some paths lead to."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.herald, self.gazette = f"http://127.0.0.1:{self.server_port}", f"http://localhost:{self.server_port}"
        links = [
            "/ferry-late",
            "/ferry-late/amp",
            "/amp/ferry-late?utm_source=feed",
            "/old/4711",
            "/bridge",
            "/gallery",
            f"{self.gazette}/ferry-again",
            f"{self.gazette}/market",
        ]
        self.moved = {"/old/4711": "/ferry-late?utm_medium=redirect"}
        self.pages = {
            "/": "".join(f"<h2><a href='{link}'>Read</a></h2>" for link in links),
            "/ferry-late": page("Ferry late again", FERRY),
            "/ferry-late/amp": page("Ferry late again", FERRY),
            "/amp/ferry-late": page("Ferry late again", FERRY),
            "/bridge": page("Bridge closed to lorries", BRIDGE),
            "/gallery": page("The harbour in pictures", []),
            "/ferry-again": page("From Skarrow: ferry late", ABOVE + FERRY + BELOW),
            "/market": page("A roof for the market", MARKET + MARKET),
        }


class Handler(BaseHTTPRequestHandler):
    """Answers with what the site has."""

    server: Site

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        moved, body = self.server.moved.get(path), self.server.pages.get(path, "").encode()
        self.send_response(301 if moved else 200 if body else 404)
        if moved:
            self.send_header("Location", moved)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as served:
        thread = Thread(target=served.serve_forever)
        thread.start()
        yield served
        served.shutdown()
        thread.join()


def crawl(folder: Path, site: Site, *arguments: str) -> tuple[list[dict[str, object]], str]:
    """Run the spider as a newcomer would; the items that it kept, and its log."""
    (folder / "news.py").write_text(SPIDER, encoding="utf-8")
    options = {
        "CONCURRENT_REQUESTS": "1",  # one after the other, in the order of links: what is first is first in every run
        "SCHEDULER_PRIORITY_QUEUE": "scrapy.pqueues.ScrapyPriorityQueue",
        "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue",
        "DEDUP_ALARM_PAGES": "2",
    }
    settings = [part for name, value in options.items() for part in ("-s", f"{name}={value}")]
    command = [sys.executable, "-m", "scrapy", "runspider", "news.py", "-a", f"site={site.herald}", "-O", "items.jsonl"]
    command += [*settings, *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=240, check=True)
    lines = (folder / "items.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines], done.stderr


def tags(items: list[dict[str, object]]) -> dict[object, tuple[object, object]]:
    return {item["url"]: (item.get("dedup_relation"), item.get("dedup_of")) for item in items}


def counts(log: str) -> dict[str, str]:
    """The stats of ours in a log."""
    return dict(re.findall(r"'dedup/(.*?)': (.*?)[,}]\n", log))


def test_a_crawl_and_the_next(tmp_path: Path, site: Site) -> None:
    ferry = site.herald.replace("http", "https") + "/ferry-late"
    market = site.gazette.replace("http", "https") + "/market"
    items, log = crawl(tmp_path, site)
    assert tags(items) == {
        f"{site.herald}/ferry-late": (None, None),
        f"{site.herald}/bridge": (None, None),
        f"{site.herald}/gallery": (None, None),
        f"{site.gazette}/ferry-again": ("syndicated", ferry),
        f"{site.gazette}/market": (None, None),
    }
    assert counts(log) == {
        "relation/none": "3",
        "relation/unchanged": "3",
        "relation/syndicated": "1",
        "dropped/unchanged": "3",
        "unjudged/no text": "1",
        "doubled": "1",
        "alarm/" + market.split("/")[2]: "'1 of 2 pages hold a block twice'",
    }
    assert re.search(
        rf"such as {re.escape(site.gazette)}/market \(The cheese market .+\): a selector probably matches twice", log
    )
    assert "; the page holds the words 2 times, in article\n" in log
    assert f"{site.herald}/ferry-late?utm_medium=redirect: unchanged of {ferry}" in log

    site.pages["/bridge"] = page("Bridge closed to lorries", REPAIRED)
    items, log = crawl(tmp_path, site)
    bridge = site.herald.replace("http", "https") + "/bridge"
    assert tags(items) == {
        f"{site.herald}/bridge": ("version", bridge),
        f"{site.herald}/gallery": (None, None),
    }
    assert counts(log)["dropped/unchanged"] == "6"
    assert counts(log)["relation/version"] == "1"


def test_a_selector_that_takes_paragraphs_twice_is_found_by_the_alarm(tmp_path: Path, site: Site) -> None:
    _, log = crawl(tmp_path, site, "-a", "selector=article, article p")
    (warning,) = re.findall(r"WARNING: (127\.0\.0\.1:\d+: .+)", log)
    assert "pages hold a block twice, such as http://127.0.0.1" in warning
    assert "(The ferry Brightling was late again on Monday" in warning
    assert warning.endswith("a selector probably matches twice; the page holds the words once, in article")
