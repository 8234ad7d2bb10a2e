"""A report of hostile texts, titles, ids, addresses and outlets: nothing runs, nothing is markup, nothing breaks."""

from __future__ import annotations

from itertools import cycle, product
from pathlib import Path
from typing import Any

import pytest
from made_reports import make_match
from page_browser import OpenPage, links, show

from dedup import Article, Relation
from dedup.alignment.passage import Alignment, Evidence, EvidenceKind, Passage, PassageKind
from dedup.alignment.repeats.blocks import Repeat
from dedup.article import ReadWarning, Skipped, Span
from dedup.clusters.origin import Clue, ClueKind, Origin
from dedup.clusters.values import Cluster
from dedup.report import Report
from dedup.stories.series.series import Series
from dedup.stories.story import Story

RUN = "window.__ran = 1"
BREAKOUTS = [
    f"</script><script>{RUN}</script>", f"<img src=x onerror='{RUN}'>", f"<svg onload={RUN}>", "<!-- <script>",
    f'"onmouseover="{RUN}', f"'><iframe src=\"javascript:{RUN}\">", "]]>", "{{7*7}}", f"${{{RUN}}}",
    "<style>body{display:none}</style>", "</title></style>", "<base href=//evil.example>", "<form action=x><input>",
    "&lt;script&gt;&#60;", f"javascript:{RUN}", f"data:text/html,<script>{RUN}</script>", "\u2028\u2029",
    "\x00\x07\x1b[2J", "\u202egpj.exe\u202c", "\u2066\u2069\u200f", "\ud800", "\udc00\ud800", "\ud83d",
    "a\u0301" * 60, "Ω" * 300, "x" * 5000, "\t\r\n", "%00%ZZ", "../../etc/passwd", "__proto__",
]  # fmt: skip
PLACES = ("title", "text", "id", "url", "outlet", "author", "name", "path", "terms", "reason")
URLS = [
    f"javascript:{RUN}", f"  javascript:{RUN}", "JaVaScRiPt:1", "data:text/html,x", "vbscript:x", "//evil.example",
    "https://ok.example/\"onclick='x'",
]  # fmt: skip
BODY = "The council voted on Tuesday to close the hall, and the mayor said so in the evening. " * 3


def hostile_report() -> Report:
    """300 hostile values: each of thirty in each of ten places."""
    urls = cycle(URLS)
    articles = [
        Article(
            f"{n}{bad}",
            f"{bad} {BODY}{bad}\n{bad}",
            f"{bad}{n}",
            next(urls) if n % 2 else bad,
            f"{bad}.example",
            None,
            None,
            bad,
        )
        for n, bad in enumerate(BREAKOUTS)
    ]
    articles.append(Article("a megabyte", BODY, "M" * 1_000_000, "u" * 100_000, "o" * 10_000))
    ids = sorted(article.id for article in articles)
    matches = [
        _hostile_match(left, right, bad) for left, right, bad in zip(ids, ids[1:], cycle(BREAKOUTS), strict=False)
    ]
    clues = tuple(Clue(ClueKind.BYLINE, bad, 0.5, name, Span(0, 3)) for bad, name in zip(BREAKOUTS, ids, strict=False))
    origin = Origin(BREAKOUTS[0], ids[0], 0.8, clues)
    cluster = Cluster(tuple(ids), tuple(matches), lambda: origin)
    return Report(
        articles,
        [Repeat(name, (Span(0, 20), Span(30, 50)), 9, 0.97) for name in ids],
        matches,
        (cluster,),
        (Story(tuple(ids), (cluster,), tuple(BREAKOUTS), lambda: origin),),
        [Skipped(bad, 3, bad) for bad in BREAKOUTS],
        {name: (Span(60, 70),) for name in ids},
        warnings=[ReadWarning(bad, None, bad) for bad in BREAKOUTS],
        series=[Series(tuple(ids), bad, bad) for bad in BREAKOUTS],
    )


def _hostile_match(left: str, right: str, bad: str) -> Any:
    passage = Passage(Span(2, 90), Span(1, 80), 20, 0.9, 0.9, PassageKind.EDITED)
    evidence = Evidence(EvidenceKind.SHARED_NAME, bad, Span(0, 2), Span(0, 2), 1.0)
    return make_match(left, right, Relation.NEAR, alignment=Alignment((passage,), evidence=(evidence,)), reason=bad)


def test_nothing_runs_and_nothing_is_markup(open_page: OpenPage) -> None:
    assert len([*product(BREAKOUTS, PLACES)]) == 300
    tab = open_page(hostile_report())
    todo = [
        "#/overview",
        "#/stories",
        "#/clusters",
        "#/matches",
        "#/articles",
        "#/outlets",
        "#/notes",
        "#/%ZZ/%00",
        "#/story/x?q=%ff",
    ]
    seen: set[str] = set()
    while todo:
        address = todo.pop()
        kind = address.split("/")[1]
        if address in seen or sum(each.split("/")[1] == kind for each in seen) > 40:
            continue
        seen.add(address)
        show(tab, address)
        assert tab.evaluate("() => window.__ran ?? null") is None, address
        assert tab.evaluate(FOREIGN) == 0, address
        hrefs = tab.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
        assert [href for href in hrefs if not href.startswith(("https://", "http://", "#"))] == [], address
        todo += links(tab)
    assert len(seen) > 80


FOREIGN = """() => document.querySelectorAll(
  'main :is(img, iframe, object, embed, form, link, base, script, style, title:not(svg title))').length"""


@pytest.mark.parametrize(
    "attempt",
    [
        "() => { document.body.innerHTML = '<b>x</b>' }",
        "() => { const s = document.createElement('script'); s.append('window.__ran = 1'); document.body.append(s); "
        "if (!window.__ran) throw new Error('refused') }",
        "() => fetch('https://example.com/')",
    ],
)
def test_the_policy_refuses_even_the_page_itself(browser: Any, tmp_path: Path, attempt: str) -> None:
    (tmp_path / "page.html").write_text(hostile_report().to_html(), "utf-8")
    context = browser.new_context()
    tab = context.new_page()
    tab.goto((tmp_path / "page.html").as_uri())
    tab.wait_for_selector("main h1", state="attached")
    with pytest.raises(Exception, match=r"refused|TrustedHTML|Failed to fetch|Content Security Policy"):
        tab.evaluate(attempt)
    context.close()
