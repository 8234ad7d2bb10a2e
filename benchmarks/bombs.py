"""What twenty bombs among a thousand good pages cost.

    python benchmarks/bombs.py

The same reading and scan with and without the bombs: CPU seconds of this process and of those that it starts. A
bomb may take its own limit (`max_page_seconds`); beyond these limits, all may take at most 1.3 times what the good
pages take. A page that meets the limit of time on a loaded machine took less CPU than that: so the bombs that are known
before it are measured apart, and printed. Exit code 1 if all take more than they may, if a good page is lost, or if a
bomb has no reason.
"""

from __future__ import annotations

import gzip
import random
import resource
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from dedup.detector import scan
from dedup.report import Report
from dedup.settings import Settings

PAGES, BOMBS = 1_000, 20
PAGE_SECONDS = 2.0
MAX_RATIO = 1.3
SLOW = "xhtml"  # the kind that nothing but the limit of time ends
SYLLABLES = ["ka", "lo", "mi", "ter", "ran", "so", "vel", "du", "pin", "gar", "eth", "os", "ul", "bre", "nim"]


def main() -> int:
    """Measure and print; 1 if a promise is not held."""
    chance = random.Random(1)
    bombs = _bombs()
    scan(texts=[_page(chance), _page(chance)])  # what is loaded and compiled once
    with TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(PAGES):
            (folder / f"good-{number:04}.html").write_text(_page(chance), encoding="utf-8")
        good, good_seconds = _scanned(folder)
        _add(folder, bombs, [kind for kind in bombs if kind != SLOW])
        _, known_seconds = _scanned(folder)
        _add(folder, bombs, [SLOW])
        both, seconds = _scanned(folder)
    slow = sum("took more than" in each.reason for each in both.skipped)
    allowed = MAX_RATIO * good_seconds + PAGE_SECONDS * slow
    lost = {article.id.rpartition("/")[2] for article in good.articles} - {
        article.id.rpartition("/")[2] for article in both.articles
    }
    print(f"{PAGES} good pages: {good_seconds:.1f} CPU s; with {BOMBS} bombs: {seconds:.1f}, {slow} ended by time")
    print(f"allowed: {allowed:.1f} CPU s; with those alone that are known before a limit of time: {known_seconds:.1f}")
    print(f"{len(both.skipped)} skipped, {len(lost)} good pages lost, peak {_peak():.0f} MiB")
    for reason in sorted({each.reason for each in both.skipped}):
        print(f"  {reason}")
    return int(seconds > allowed or bool(lost) or len(both.skipped) < BOMBS)


def _add(folder: Path, bombs: dict[str, bytes], kinds: list[str]) -> None:
    for kind in kinds:
        for number in range(BOMBS // len(bombs)):
            (folder / f"good-{number * 200:04}-bomb.{kind}").write_bytes(bombs[kind])


def _scanned(folder: Path) -> tuple[Report, float]:
    start = _cpu()
    report = scan(folder, settings=Settings(max_page_seconds=PAGE_SECONDS))
    return report, _cpu() - start


def _cpu() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _page(chance: random.Random) -> str:
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(400)]
    body = "".join(f"<p>{' '.join(words[first : first + 40]).capitalize()}.</p>" for first in range(0, 400, 40))
    head = f"<html lang=en><head><title>{' '.join(words[:7])}</title></head>"
    return f"{head}<body><article>{body}</article></body></html>"


def _bombs() -> dict[str, bytes]:
    return {
        "html": b"<p " + b" ".join(b"a%d=1" % number for number in range(300_000)) + b">",
        SLOW: b"<p " + b" ".join(b"a%d='<'" % number for number in range(300_000)) + b">",
        "txt.gz": gzip.compress(b" " * (80 << 20)),
        "json": b"[" + b"[]," * (6 << 20) + b"[]]",
        "htm": b"<html><body>" + b"<div>" * 200_000,
    }


if __name__ == "__main__":
    sys.exit(main())
