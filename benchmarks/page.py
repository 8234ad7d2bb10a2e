"""The page of a report: what writing it costs, how large it is, how fast it opens and filters in a browser.

    python benchmarks/page.py                          a made-up press of 3,000 articles
    python benchmarks/page.py --feed FILE [--name X]   the articles of any file or folder
    python benchmarks/page.py --pairs source           passages of each article and its closest earlier one only

Writing is CPU time beside the scan, origins included. Opening is from the navigation to the drawn overview, and a
filter from the change of the address to the next frame, in the median of seven; a browser that shares its cores with
other work is slower. Needs Playwright and Chromium.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright
from press import made_press
from recording import record, show

import dedup
from dedup.report import Report
from dedup.reports.page.pair_choice import PairChoice

RUNS = 7
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
FILTERS = {
    "a relation off": "#/matches?off=near",
    "a word": "#/matches?q=the",
    "an outlet": "#/matches?outlet=1",
    "sorted by changes": "#/matches?sort=-changed",
    "view of articles": "#/articles",
    "view of stories": "#/stories",
    "view of outlets": "#/outlets",
}
PAINTED = "await new Promise(done => requestAnimationFrame(() => setTimeout(done)));"
CHANGE = f"""async address => {{
  const start = performance.now();
  const changed = new Promise(done => addEventListener("hashchange", done, {{ once: true }}));
  location.hash = address;
  await changed;
  {PAINTED}
  return performance.now() - start;
}}"""
DRAG = f"""async () => {{
  const slider = document.querySelector(".threshold"), all = [];
  for (let value = 0; value <= 100; value += 4) {{
    const start = performance.now();
    slider.value = value;
    slider.dispatchEvent(new Event("input", {{ bubbles: true }}));
    {PAINTED}
    all.push(performance.now() - start);
  }}
  return all;
}}"""


def write(report: Report, path: Path, pairs: PairChoice) -> dict[str, float]:
    """CPU seconds of writing, and the size of the file."""
    start = time.process_time()
    report.to_html(path, pairs=pairs)
    return {"CPU s": round(time.process_time() - start, 2), "MB": round(path.stat().st_size / 1e6, 2)}


def opening(path: Path) -> dict[str, float]:
    """Seconds until the overview is drawn, in a new browser each time."""
    times = []
    for _ in range(RUNS):
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
            page = browser.new_page()
            start = time.perf_counter()
            page.goto(f"{path.as_uri()}#/overview", wait_until="commit")
            page.wait_for_selector(".tiles")
            times.append(time.perf_counter() - start)
            browser.close()
    return {"opens, s": round(statistics.median(times), 2), "at most, s": round(max(times), 2)}


def answering(path: Path) -> dict[str, float]:
    """Milliseconds of each change, in the median."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1360, "height": 900})
        page.goto(path.as_uri())
        page.wait_for_selector(".tiles")
        found = {name: _median_of(page, address) for name, address in FILTERS.items()}
        page.evaluate(CHANGE, "#/overview")
        drags = page.evaluate(DRAG)
        browser.close()
    return {**found, "threshold": round(statistics.median(drags)), "threshold, at most": round(max(drags))}


def _median_of(page: Page, address: str) -> int:
    times = []
    for _ in range(RUNS):
        page.evaluate(CHANGE, "#/notes")
        if address.startswith("#/matches"):
            page.evaluate(CHANGE, "#/matches")
        times.append(float(page.evaluate(CHANGE, address)))
    return round(statistics.median(times))


def chromium() -> str | None:
    """The browser: the one that CHROMIUM names, or Debian's."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium")


def main() -> None:
    """Scan, write, open, filter, and record."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feed", type=Path)
    parser.add_argument("--name", default="made-up press")
    parser.add_argument("--pairs", default="all", choices=["all", "source"])
    parser.add_argument("--articles", type=int, default=3000)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    given = parser.parse_args()
    start = time.process_time()
    report = dedup.scan(given.feed or made_press(given.articles))
    figures: dict[str, Any] = {
        "articles": len(report.articles),
        "matches": len(report.matches),
        "relations": dict(Counter(str(match.relation) for match in report.matches)),
        "scan, CPU s": round(time.process_time() - start, 2),
    }
    path = (given.folder / "page.html").resolve()
    figures |= write(report, path, given.pairs) | opening(path) | answering(path)
    show(given.name, ("figure", "value"), figures.items())
    record(f"page-{given.name.replace(' ', '-')}-{given.pairs}", {"pairs": given.pairs, "runs": RUNS}, figures)


if __name__ == "__main__":
    main()
