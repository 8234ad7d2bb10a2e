"""Fit for all: axe finds nothing in any view, light and dark, wide and narrow; nothing is wider than the screen."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest
from page_browser import OpenPage, links, show

VIEWS = ("overview", "stories", "clusters", "matches", "articles", "outlets", "notes")
RUN_AXE = """() => axe.run(document, { resultTypes: ["violations"] }).then(found =>
    found.violations.map(each => `${each.id}: ${each.nodes[0].html.slice(0, 160)}`))"""
TOO_WIDE = "() => Math.max(0, document.documentElement.scrollWidth - innerWidth)"


def axe_script() -> str:
    found = find_spec("axe_playwright_python")
    assert found is not None
    assert found.origin is not None
    return (Path(found.origin).parent / "axe.min.js").read_text("utf-8")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_view(open_page: OpenPage, samples_page: Path, scheme: str) -> None:
    tab = open_page(samples_page, color_scheme=scheme)
    tab.evaluate(axe_script())  # through the debugger: the page's policy stays as it is
    addresses = [f"#/{view}" for view in VIEWS]
    for view, link in (
        ("stories", "/story/"),
        ("clusters", "/cluster/"),
        ("matches", "/pair/"),
        ("articles", "/article/"),
    ):
        show(tab, f"#/{view}")
        addresses.append(next(each for each in links(tab) if link in each))
    show(tab, "#/articles?sort=-doubled")
    addresses.append(next(each for each in links(tab) if "/article/" in each))
    addresses.append(f"{next(each for each in addresses if '/pair/' in each).partition('?')[0]}?layout=tracked")
    for width in (1360, 390):
        tab.set_viewport_size({"width": width, "height": 900})
        for address in addresses:
            show(tab, address)
            assert (address, width, tab.evaluate(RUN_AXE)) == (address, width, [])
            assert (address, width, tab.evaluate(TOO_WIDE)) == (address, width, 0)


def test_a_change_of_filters_is_said(open_page: OpenPage, samples_page: Path) -> None:
    tab = open_page(samples_page, "#/matches")
    tab.locator(".chip").first.click()
    tab.wait_for_function("() => /\\d+ articles?, \\d+ match(es)?/.test(document.getElementById('live').textContent)")


def test_on_paper_there_are_rows_without_tools(open_page: OpenPage, samples_page: Path) -> None:
    tab = open_page(samples_page, "#/articles", viewport={"width": 1360, "height": 300})
    tab.emulate_media(media="print")
    assert not tab.locator("#head").is_visible()
    assert len(tab.pdf()) > 10_000
