"""A browser for the tests of the page: Debian's Chromium, or the one that the variable CHROMIUM names.

Without a browser these tests are skipped, but for continuous integration, where they fail. A page that is opened here
fails its test if it says anything on the console, if its script throws, or if it asks for anything but its own file.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dedup import scan
from dedup.report import Report

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # fmt: skip
SAMPLES = Path(__file__).parents[3] / "samples"

OpenPage = Callable[..., Any]


@pytest.fixture(scope="module")  # its loop of events would run on under the tests of other modules
def browser() -> Iterator[Any]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        path = None
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("there is no Chromium, or no Playwright: `.ci/run` installs both")
        pytest.skip("needs Playwright and Chromium, or the variable CHROMIUM")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[OpenPage]:
    """Opens a written page, or a report, at an address."""
    complaints: list[str] = []
    contexts: list[Any] = []

    def opened(page: str | Path | Report, address: str = "", **context: Any) -> Any:
        if not isinstance(page, Path):
            source = page if isinstance(page, str) else page.to_html()
            page = tmp_path / f"page-{len(contexts)}.html"
            page.write_text(source, "utf-8", newline="")
        made = browser.new_context(**{"viewport": {"width": 1360, "height": 900}, **context})
        contexts.append(made)
        tab = made.new_page()
        tab.set_default_timeout(20_000)
        tab.on("console", lambda message: complaints.append(f"console: {message.text}"))
        tab.on("pageerror", lambda fault: complaints.append(f"fault: {fault}"))
        tab.on("request", lambda request: complaints.append(request.url) if _is_foreign(request.url) else None)
        tab.goto(f"{page.as_uri()}{address}")
        tab.wait_for_selector("main h1", state="attached")
        settle(tab)
        return tab

    yield opened
    for made in contexts:
        made.close()
    assert complaints == []


def _is_foreign(url: str) -> bool:
    return not url.startswith(("file:", "blob:"))


def settle(tab: Any) -> None:
    """Wait until all that was asked for is drawn."""
    tab.wait_for_function("() => !document.querySelector('[aria-busy=true]')")
    tab.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def show(tab: Any, address: str) -> None:
    """Go to another view."""
    tab.evaluate("address => { location.hash = address }", address)
    tab.wait_for_timeout(60)
    settle(tab)


def links(tab: Any) -> list[str]:
    """The addresses of all views that are linked to."""
    found: list[str] = tab.eval_on_selector_all('main a[href^="#/"]', "all => all.map(a => a.getAttribute('href'))")
    return found


@pytest.fixture(scope="session")
def samples_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the samples."""
    path = tmp_path_factory.mktemp("samples") / "samples.html"
    scan([SAMPLES]).to_html(path)
    return path
