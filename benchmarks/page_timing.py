"""Times the reading of pages by the checkout that stands first on the module path; `reading.py` runs it.

    PYTHONPATH=CHECKOUT python benchmarks/page_timing.py alone FOLDER      CPU ms of each page, in this process
    PYTHONPATH=CHECKOUT python benchmarks/page_timing.py scan FOLDER N     CPU and wall s of a scan of N pages
    PYTHONPATH=CHECKOUT python benchmarks/page_timing.py hostile FOLDER    CPU s and outcome of each page

Uses no more of dedup than old checkouts have. Prints JSON.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def pages_in(folder: Path) -> list[Path]:
    """The pages of a folder, in order of their names."""
    return sorted(path for path in folder.iterdir() if ".htm" in path.name)


def _cpu_seconds() -> float:
    """Of this process, and of those that it started and that have ended."""
    return time.process_time() + sum(os.times()[2:4])


def time_alone(folder: Path) -> list[float]:
    """Milliseconds from the bytes of each page to its article; the first page is read before, for the imports."""
    from dedup import InputError
    from dedup.sources.pages.extraction import extract_page

    sources = [path.read_bytes() for path in pages_in(folder)]
    sources = [gzip.decompress(source) if source.startswith(b"\x1f\x8b") else source for source in sources]
    times = []
    for source in [*sources[:10], *sources]:
        began = time.process_time()
        with suppress(InputError):
            extract_page(source)
        times.append(1000 * (time.process_time() - began))
    return times[min(10, len(sources)) :]


def time_scan(folder: Path, pages: int) -> tuple[float, float]:
    """CPU and wall seconds of a scan, with the processes that extract pages and their start."""
    import dedup

    paths = pages_in(folder)[:pages]
    wall, cpu = time.perf_counter(), _cpu_seconds()
    report = dedup.scan(paths, stories=False, threads=os.cpu_count() or 1)
    cpu, wall = _cpu_seconds() - cpu, time.perf_counter() - wall
    assert len(report.articles) + len(report.skipped) >= len(paths)
    return cpu, wall


def time_hostile(folder: Path) -> dict[str, tuple[float, str]]:
    """CPU seconds of each page in a process of its own, with its start; and the words that were read, or why none."""
    from dedup import Article
    from dedup.sources.reader import read_articles

    found = {}
    for path in pages_in(folder):
        began = _cpu_seconds()
        item = next(iter(list(read_articles(path))))
        outcome = f"{len(item.text.split()):,} words" if isinstance(item, Article) else item.reason
        found[path.name.split(".")[0]] = (_cpu_seconds() - began, outcome)
    return found


def main() -> None:
    """Time what the command line asks for."""
    kind, folder, *numbers = sys.argv[1:]
    jobs: dict[str, Callable[..., object]] = {"alone": time_alone, "scan": time_scan, "hostile": time_hostile}
    print(json.dumps(jobs[kind](Path(folder), *map(int, numbers))))


if __name__ == "__main__":
    main()
