"""How well web pages are read: the main text against a text that a person marked, and the metadata.

    python benchmarks/pages.py FOLDER...                       this checkout
    python benchmarks/pages.py FOLDER --reader OTHER_CHECKOUT  beside another checkout, each in a process of its own

A folder holds pages, `NAME.html` or `NAME.html.gz`, each with its text in `NAME.txt`, and where its metadata are judged
with `NAME.json`: any of title, published, author, outlet, url (`page_scores.field_verdict` says what counts as right).
A page without `NAME.txt` is judged by its metadata alone. Printed: F1, precision and recall of four-word shingles
(`page_scores.py`), pages below .5, the worst pages by name, and how many fields are right, wrong and missing; beside
another checkout also the difference of F1 with its 95 % interval, and the pages that differ most. Written to
`results/pages.json`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from page_scores import FIELDS, Shares, f1_difference, field_verdict, score
from recording import record, show

HERE = Path(__file__).resolve().parents[1]
BAD_F1 = 0.5  # a page below it has lost its text, or most of what was read is none of it
PAGE_ENDINGS = (".html.gz", ".html")
Field = str | None
Read = Mapping[str, Field]  # the text and the fields of one page

# Runs with another checkout first on the path: no more of dedup than both checkouts have.
READ_PAGES = f"""
import json, sys
from dedup import Article
from dedup.sources.reader import read_articles
for item in read_articles(sys.argv[1:]):
    if isinstance(item, Article) and item.place:
        fields = {{name: getattr(item, name) for name in {("text", *FIELDS)!r}}}
        fields["published"] = item.published and item.published.isoformat()
        print(json.dumps([item.place.path, fields]))
"""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a folder with what a person says of it; `text` is None where only metadata are judged."""

    name: str
    path: Path
    text: str | None
    fields: Mapping[str, object]


def main() -> None:
    """Read every folder, print and record."""
    options = _options()
    pages = [page for folder in options.folders for page in pages_of(folder)]
    checkouts = [HERE, *options.reader]
    read = {checkout: read_pages(pages, checkout) for checkout in checkouts}
    judged = [page for page in pages if page.text is not None]
    shares = {checkout: [_shares(page, read[checkout]) for page in judged] for checkout in checkouts}
    figures: dict[str, object] = {}
    if judged:
        figures["texts"] = _show_texts(shares)
        _show_worst(judged, shares[HERE], options.worst)
        for other in options.reader:
            _show_difference(judged, shares[HERE], shares[other], other, options.worst)
    figures["fields"] = {_label(checkout): _show_fields(pages, read[checkout], checkout) for checkout in checkouts}
    record("pages", {"folders": [folder.name for folder in options.folders]}, figures)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER", help="pages with their texts")
    parser.add_argument("--reader", action="append", default=[], type=Path, help="another checkout of dedup")
    parser.add_argument("--worst", type=int, default=10, help="how many of the worst pages are named")
    return parser.parse_args()


def pages_of(folder: Path) -> list[Page]:
    """The pages of a folder, in the order of their names."""
    pages = {}
    for path in sorted(folder.resolve().iterdir()):
        ending = next((ending for ending in PAGE_ENDINGS if path.name.endswith(ending)), None)
        if ending is not None:
            name = path.name.removesuffix(ending)
            text, fields = folder / f"{name}.txt", folder / f"{name}.json"
            pages[name] = Page(
                name,
                path,
                text.read_text(encoding="utf-8") if text.exists() else None,
                json.loads(fields.read_text(encoding="utf-8")) if fields.exists() else {},
            )
    return list(pages.values())


def read_pages(pages: Iterable[Page], checkout: Path) -> dict[Path, Read]:
    """What a checkout of dedup reads of each page; a page that it skips is missing.

    The process starts in the checkout: what stands there comes before all that is installed.
    """
    command = [sys.executable, "-c", READ_PAGES, *(str(page.path) for page in pages)]
    root = checkout.resolve()
    environment = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run(command, cwd=root, env=environment, stdout=subprocess.PIPE, check=True, text=True)
    return {Path(path): fields for path, fields in map(json.loads, done.stdout.splitlines())}


def _shares(page: Page, read: Mapping[Path, Read]) -> Shares:
    found = read.get(page.path, {}).get("text")
    return Shares.of(page.text or "", found or "")


def _label(checkout: Path) -> str:
    return "this checkout" if checkout == HERE else checkout.name


def _show_texts(shares: Mapping[Path, Sequence[Shares]]) -> dict[str, dict[str, float]]:
    rows = {}
    for checkout, pages in shares.items():
        bad = sum(page.f1 < BAD_F1 for page in pages)
        exact = sum(page.right == 1 for page in pages) / len(pages)
        rows[_label(checkout)] = {**score(pages)._asdict(), "exact": exact, "pages": len(pages), "below .5": bad}
    header = ("texts", *next(iter(rows.values())))
    show("Texts: shingles of four words", header, [(name, *row.values()) for name, row in rows.items()])
    return rows


def _show_worst(pages: Sequence[Page], shares: Sequence[Shares], count: int) -> None:
    worst = sorted(zip(shares, pages, strict=True), key=lambda pair: pair[0].f1)[:count]
    rows = [(page.name, one.f1, one.right, one.too_many, one.missing) for one, page in worst]
    show("The worst pages", ("page", "F1", "right", "too many", "missing"), rows)


def _show_difference(
    pages: Sequence[Page], ours: Sequence[Shares], others: Sequence[Shares], other: Path, count: int
) -> None:
    difference, low, high = f1_difference(ours, others)
    print(f"F1 of this checkout - F1 of {other.name}: {difference:+.4f} (95 % {low:+.4f} to {high:+.4f})")
    paired = zip(pages, ours, others, strict=True)
    apart = sorted(paired, key=lambda row: -abs(row[1].f1 - row[2].f1))[:count]
    rows = [(page.name, one.f1, two.f1) for page, one, two in apart if one.f1 != two.f1]
    show("The pages that differ most", ("page", "this checkout", other.name), rows)


def _show_fields(pages: Iterable[Page], read: Mapping[Path, Read], checkout: Path) -> dict[str, dict[str, int]]:
    verdicts = {field: Counter[str]() for field in FIELDS}
    for page in pages:
        found = read.get(page.path, {})
        for field in FIELDS:
            if field in page.fields:
                verdicts[field][field_verdict(field, page.fields[field], found.get(field))] += 1
    judged = {field: {name: counts[name] for name in ("right", "wrong", "none")} for field, counts in verdicts.items()}
    judged = {field: counts for field, counts in judged.items() if any(counts.values())}
    if judged:
        rows = [(field, *counts.values()) for field, counts in judged.items()]
        show(f"Metadata of {_label(checkout)}", ("field", "right", "wrong", "none"), rows)
    return judged


if __name__ == "__main__":
    main()
