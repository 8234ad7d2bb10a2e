"""The pages of a server: the front page and the search escape what they show, parts open as the page of a report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from decoded_page import blocks_of, texts_of
from made_news import FERRY, LIBRARY, text
from served import serving
from stored_news import small_corpus

from dedup import Article, Index
from dedup.index.maintenance import overview

ATTACK = "<script>alert('x')</script>"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("shown") / "news.dedup") as address, Index(address) as index:
        list(index.add_many([*small_corpus(), Article(f"evil&{ATTACK}", text(LIBRARY), title=ATTACK)]))
        index.regroup()
        yield address


def page(url: str, path: str) -> str:
    answer = httpx.get(f"{url}{path}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    return answer.text


def links(shown: str, kind: str) -> list[str]:
    return [each.replace("&amp;", "&") for each in re.findall(rf'href="(/{kind}\?[^"]+)"', shown)]


def test_the_front_page_leads_to_articles_stories_and_clusters(url: str) -> None:
    shown = page(url, "/")
    assert f"dedup: {len(small_corpus()) + 1} articles" in shown
    assert (len(links(shown, "article")), len(links(shown, "story")), len(links(shown, "cluster"))) == (18, 2, 2)
    assert ATTACK not in shown
    assert httpx.get(f"{url}/article?id=empty").json()["message"] == "there are no words to show"
    for kind in ("story", "cluster", "article"):
        for link in (each for each in links(shown, kind) if "id=empty" not in each):
            assert blocks_of(page(url, link.partition("#")[0]))["index"]["kind"] == "report"


def test_a_story_is_shown_with_its_articles_and_no_others(url: str) -> None:
    with Index(url) as index:
        story = next(story for story in index.stories().items() if "wire" in story[1].article_ids)
    shown = page(url, f"/story?id={story[0]}")
    assert len(texts_of(shown)) == len(story[1].article_ids)
    assert len(texts_of(page(url, "/article?id=wire"))) >= len(story[1].article_ids)


def test_a_search_finds_the_newest_articles_that_hold_all_words(url: str) -> None:
    shown = page(url, "/search?q=FERRY+torvik")
    assert "18 articles looked through" in shown
    assert "wire" in shown
    assert "/article?id=once" not in shown
    assert f'value="{ATTACK}"' not in page(url, f"/search?q={ATTACK}")
    assert page(url, "/search?q=").count("<li>") == 0
    with Index(url) as index:
        assert "wire" in {article.id for article in index.search("ferry torvik").articles}
        assert len(index.search("ferry", limit=1).articles) == 1


def test_a_search_for_an_id_or_a_url_looks_through_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overview, "SEARCH_SECONDS", -1.0)
    page_url = "https://www.example.org/rain?utm_source=feed"
    with Index("memory:") as index:
        index.add(Article("old \udc80", "It rains on the island again.", url=page_url))
        index.add(Article("new", "The ferry to the island is late again today."))
        for asked in ("old \udc80", " https://example.org/rain "):
            found = index.search(asked)
            assert ([article.id for article in found.articles], found.searched) == (["old \udc80"], 0)
        assert index.search("late").articles == ()
        monkeypatch.undo()
        assert [article.id for article in index.search("new").articles] == ["new"]
        assert [article.id for article in index.search("again").articles] == ["new", "old \udc80"]


def test_no_page_may_do_more_than_it_must(url: str) -> None:
    for path in ("/", "/search?q=a"):
        policy = httpx.get(f"{url}{path}").headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src" not in policy


def test_a_browser_shows_them(url: str, browser: Any) -> None:
    context = browser.new_context()
    tab = context.new_page()
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.goto(url)
    tab.fill("input[name=q]", FERRY[0].split()[-1].strip("."))
    tab.click("button")
    tab.wait_for_url("**/search?*")
    tab.goto(f"{url}/")
    tab.click("text=Ferry Marit on a sandbank")
    tab.wait_for_selector("main h1", state="attached")
    assert "Ferry Marit on a sandbank" in (tab.text_content("main h1") or "")
    context.close()
    assert [each for each in said if "favicon" not in each] == []
