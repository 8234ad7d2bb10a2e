"""What a web page costs to read, beside an older checkout: CPU time, from its bytes and within a scan.

    python benchmarks/reading.py --old CHECKOUT                      1,000 made pages of real weight (`heavy_pages.py`)
    python benchmarks/reading.py --old CHECKOUT --pages FOLDER       the pages of a folder, `.html` or `.html.gz`

Both checkouts read the same pages in turns, in processes of their own (`page_timing.py`). Printed are medians of the
rounds: CPU milliseconds a page for reading alone; and within a scan without stories, over all pages but the first 40,
whose scan is timed by itself and taken off: that is the start of the processes. The slowest page stands beside the
limit of `max_page_seconds`. Thirty hostile pages are read once by each: CPU seconds, the start of a process included,
and the outcome. Exit code 1 where a page costs more than 5.5 ms alone or 8 in a scan, where that is not 4.5 times as
fast as the old reader, or where a hostile page is lost that the old one read. Written to `results/reading.json`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import mean, median, quantiles
from tempfile import TemporaryDirectory
from typing import Any

from heavy_pages import hostile_pages, write_heavy_pages
from page_timing import pages_in
from recording import PACKAGES, record, show, verdict

from dedup.settings import DEFAULT_SETTINGS

HERE = Path(__file__).resolve().parents[1]
MAX_ALONE_MS, MAX_SCAN_MS, MIN_RATIO = 5.5, 8.0, 4.5
STARTING_PAGES = 40  # enough that all processes have started
Figures = dict[str, float]


def main() -> int:
    """Time both checkouts, print, record; 1 when a page is too slow."""
    options = _options()
    checkouts = {"this": HERE, **({"old": options.old.resolve()} if options.old else {})}
    with TemporaryDirectory(dir=options.temporary) as temporary:
        folder = options.pages
        if folder is None:
            folder = Path(temporary) / "made"
            write_heavy_pages(folder, options.count, options.seed, packed=options.packed)
        figures = _time_pages(checkouts, folder, options.rounds)
        hostile = {} if options.skip_hostile else _time_hostile(checkouts, Path(temporary) / "hostile")
    names = list(next(iter(figures.values())))
    show("CPU ms a page", ["", *names], [(name, *each.values()) for name, each in figures.items()])
    _show_hostile(hostile)
    recorded = {"pages": figures, "hostile": hostile}
    record("reading", {**vars(options), "old": None}, recorded, [*PACKAGES, "lxml", "trafilatura", "beautifulsoup4"])
    return verdict([*_too_slow(figures), *_lost(hostile)])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--old", type=Path, metavar="CHECKOUT", help="an older checkout to compare with")
    parser.add_argument("--pages", type=Path, metavar="FOLDER", help="pages to read instead of made ones")
    parser.add_argument("--count", type=int, default=1000, help="made pages (%(default)s)")
    parser.add_argument("--packed", action="store_true", help="made pages are packed by gzip")
    parser.add_argument("--seed", type=int, default=1, help="of the made pages (%(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="times that each is read (%(default)s)")
    parser.add_argument("--skip-hostile", action="store_true", help="read no hostile pages")
    parser.add_argument("--temporary", type=Path, help="where made pages are put for the run (the system's place)")
    return parser.parse_args()


def _time_pages(checkouts: Mapping[str, Path], folder: Path, rounds: int) -> dict[str, Figures]:
    pages = len(pages_in(folder))
    start = min(STARTING_PAGES, pages // 2)
    alone: dict[str, list[list[float]]] = {name: [] for name in checkouts}
    scans: dict[str, list[float]] = {name: [] for name in checkouts}
    for _ in range(rounds):
        for name, checkout in checkouts.items():
            alone[name].append(_timed(checkout, "alone", folder))
            started, whole = (_timed(checkout, "scan", folder, count)[0] for count in (start, pages))
            scans[name].append(1000 * (whole - started) / (pages - start))
    return {name: _figures(alone[name], scans[name]) for name in checkouts}


def _figures(rounds: Sequence[Sequence[float]], scans: Sequence[float]) -> Figures:
    """Of each page the median of the rounds; then mean, median, p90 and the slowest of the pages."""
    times = [median(of_page) for of_page in zip(*rounds, strict=True)]
    return {
        "mean": mean(times),
        "median": median(times),
        "p90": quantiles(times, n=10)[-1],
        "slowest": max(times),
        "in a scan": median(scans),
    }


def _time_hostile(checkouts: Mapping[str, Path], folder: Path) -> dict[str, dict[str, tuple[float, str]]]:
    folder.mkdir()
    for name, content in hostile_pages():
        (folder / f"{name}.html").write_bytes(content)
    return {name: _timed(checkout, "hostile", folder) for name, checkout in checkouts.items()}


def _timed(checkout: Path, *arguments: object) -> Any:  # JSON
    program = Path(__file__).with_name("page_timing.py")
    environment = {**os.environ, "PYTHONPATH": str(checkout)}
    command = [sys.executable, str(program), *map(str, arguments)]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)


def _show_hostile(hostile: Mapping[str, Mapping[str, tuple[float, str]]]) -> None:
    if hostile:
        names = list(hostile["this"])
        rows = [(name, *(cell for each in hostile.values() for cell in each[name])) for name in names]
        show("hostile pages", ["", *(cell for name in hostile for cell in (f"{name}, CPU s", "outcome"))], rows)


def _too_slow(figures: Mapping[str, Figures]) -> list[str]:
    this, old = figures["this"], figures.get("old")
    limit_ms = 1000 * DEFAULT_SETTINGS.max_page_seconds
    faults = [
        f"{name}: {this[name]:.2f} ms a page, limit {limit}"
        for name, limit in (("mean", MAX_ALONE_MS), ("in a scan", MAX_SCAN_MS), ("slowest", limit_ms))
        if this[name] > limit
    ]
    for name in ("mean", "in a scan") if old else ():
        assert old is not None
        print(f"{name}: {old[name] / this[name]:.1f} times as fast as the old reader")
        if old[name] / this[name] < MIN_RATIO:
            faults.append(f"{name}: {old[name] / this[name]:.1f} times as fast as the old reader, least {MIN_RATIO}")
    return faults


def _lost(hostile: Mapping[str, Mapping[str, tuple[float, str]]]) -> list[str]:
    """The hostile pages that the old reader read, and this one does not."""
    if "old" not in hostile:
        return []
    return [
        f"hostile page not read any more: {name}"
        for name, (_, outcome) in hostile["old"].items()
        if outcome.endswith(" words") and not hostile["this"][name][1].endswith(" words")
    ]


if __name__ == "__main__":
    sys.exit(main())
