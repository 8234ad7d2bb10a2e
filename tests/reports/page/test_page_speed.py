"""How fast a page of 3,000 articles is, within generous limits; `benchmarks/page.py` measures it."""

from __future__ import annotations

import time
from pathlib import Path

from made_press import made_press
from page_browser import OpenPage

OPENS_WITHIN = 6.0  # seconds
ANSWERS_WITHIN = 1000  # milliseconds
MAX_BYTES = 20_000_000
TIMED = """async address => {
  const start = performance.now();
  const changed = new Promise(done => addEventListener("hashchange", done, { once: true }));
  location.hash = address;
  await changed;
  await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - start;
}"""
DRAGGED = """async value => {
  const slider = document.querySelector(".threshold");
  const start = performance.now();
  slider.value = value;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - start;
}"""


def test_a_large_page_opens_and_filters_quickly(open_page: OpenPage, tmp_path: Path) -> None:
    report = made_press(3000)
    assert len(report.matches) > 8900
    path = tmp_path / "press.html"
    report.to_html(path)
    assert path.stat().st_size < MAX_BYTES
    start = time.perf_counter()
    tab = open_page(path)
    assert time.perf_counter() - start < OPENS_WITHIN
    tab.evaluate(TIMED, "#/matches")
    filters = [
        tab.evaluate(TIMED, f"#/matches?{filter_}") for filter_ in ("off=near", "outlet=3", "q=haven", "sort=-changed")
    ]
    tab.evaluate(TIMED, "#/overview")
    drags = [tab.evaluate(DRAGGED, value) for value in (20, 40, 60)]
    assert sorted(filters)[2] < ANSWERS_WITHIN
    assert sorted(drags)[1] < ANSWERS_WITHIN
