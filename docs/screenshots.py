"""Takes the pictures of the report page for the documents: four views of the samples.

    python docs/screenshots.py

Needs Playwright, Chromium (or the variable CHROMIUM) and Pillow. Pictures of another version of the browser, or with
other fonts, differ in their pixels, so no test compares them.
"""

from __future__ import annotations

import io
import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

import dedup

ROOT = Path(__file__).parent.parent
PICTURES = Path(__file__).parent / "pictures"
WIDTH, COLOURS = 1180, 200
# name, colours, height, the list to open first, the link to follow from there
SHOTS = (
    ("overview", "light", 900, "#/overview", None),
    ("story", "dark", 860, "#/stories", ".rows a"),
    ("pair", "light", 820, "#/matches?sort=-changed", ".rows a"),
    ("article", "light", 760, "#/articles?sort=-doubled", ".rows a"),
)


def main() -> None:
    """Scan the samples, write their page, and take the pictures."""
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        page = Path(folder) / "report.html"
        dedup.scan([ROOT / "samples"]).to_html(page)
        browser = playwright.chromium.launch(executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"))
        for name, scheme, height, address, link in SHOTS:
            picture = take(browser, f"{page.as_uri()}{address}", link, scheme, height)
            Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE).save(
                PICTURES / f"page-{name}.png", optimize=True
            )
        browser.close()


def take(browser: Browser, address: str, link: str | None, scheme: str, height: int) -> bytes:
    """Take one picture."""
    context = browser.new_context(
        viewport={"width": WIDTH, "height": height}, color_scheme="dark" if scheme == "dark" else "light"
    )
    tab = context.new_page()
    tab.goto(address)
    tab.wait_for_selector("main h1", state="attached")
    if link:
        tab.click(link)
    tab.wait_for_timeout(800)
    picture = tab.screenshot()
    context.close()
    return picture


if __name__ == "__main__":
    main()
