"""How fast the index is, and how much room it takes, on made-up news (`news.py`).

    python benchmarks/index.py                       10,000 and 50,000 articles
    python benchmarks/index.py --sizes 300000        what the project promises figures for
    python benchmarks/index.py --stories             every article finds its story; regrouped first, and again

For each size, in a temporary folder: articles loaded without judging; opened; asked for 200 articles that match
nothing ("cold"), for 800 more, untimed, which fill the caches, for 1,000 more, and for 1,000 copies; 1,000 more
articles added one by one; 10,000 more in batches; regrouped; checked. Then 20,000 articles are added to an empty index
in batches, by one process and by four at once.

All times but those of `open` and of the four together are CPU time of one core, and longer on a busy machine all the
same. "Other bytes" are all but the compressed texts, free pages included.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from news import blocks
from recording import record, show, verdict

from dedup import Article, Index

ASKED, COLD = 1000, 200
BATCHED = 10_000
PROCESSES, TOGETHER = 4, 20_000
SEED, UNMATCHED = 1, 2  # of the stored articles, and of those that are asked for
MIN_ADD_MANY, MIN_LOAD, MIN_QUERY = 4000, 15_000, 1500  # articles a CPU second
MIN_ADD_MANY_WITH_STORIES = 700
MAX_P99_MS, MAX_OPEN_MS, MAX_BYTES = 5.0, 50.0, 4096

Figures = dict[str, float]


def articles(count: int, seed: int, name: str = "n") -> Iterator[Article]:
    """Made-up articles, some of them copies of others; dated, from a hundred outlets."""
    number = 0
    for block in blocks(count, seed):
        for text in block.texts():
            yield Article(f"{name}{number}", text, outlet=f"outlet{number % 100}.example")
            number += 1


def cpu_seconds(work: Callable[[], object]) -> float:
    """CPU seconds of this process."""
    began = time.process_time()
    work()
    return time.process_time() - began


def warm_up(path: Path) -> None:
    """Load what is loaded once a process."""
    with Index(path) as index:
        for _ in index.add_many([*articles(50, SEED), *articles(50, SEED, "again")]):
            pass
        index.regroup()


def measure(folder: Path, size: int, stories: bool) -> Figures:
    """All figures for so many stored articles."""
    path = folder / f"{size}.dedup"
    found: Figures = {"articles": size}
    found["load a second"], copies = load(path, size)
    found |= bytes_per_article(path, size)
    began = time.perf_counter()
    index = Index(path, stories=stories)
    found["open ms"] = 1000 * (time.perf_counter() - began)
    if stories:
        found["first regroup s"] = cpu_seconds(index.regroup)
    unmatched = list(articles(2 * ASKED, UNMATCHED, "unmatched"))
    found |= measure_queries(index, "cold query", unmatched[:COLD])
    measure_queries(index, "warming up", unmatched[COLD:ASKED])
    for name, asked in (("query", unmatched[ASKED:]), ("query of a copy", copies)):
        found |= measure_queries(index, name, asked)
    found["add a second"] = ASKED / cpu_seconds(lambda: [index.add(each) for each in articles(ASKED, 3, "single")])
    more = list(articles(BATCHED, 4, "batched"))
    found["add_many a second"] = BATCHED / cpu_seconds(lambda: list(index.add_many(more)))
    found["regroup s"] = cpu_seconds(lambda: index.regroup(stories=stories))
    found["check s"] = cpu_seconds(index.check)
    index.close()
    return found


def load(path: Path, size: int) -> tuple[float, list[Article]]:
    """Load so many articles; the rate, and copies of some of them."""
    stored = list(articles(size, SEED))
    with Index(path) as index:
        seconds = cpu_seconds(lambda: index.add_unverified(stored))
    return size / seconds, [Article(f"copy{number}", each.text) for number, each in enumerate(stored[:ASKED])]


def measure_queries(index: Index, name: str, asked: list[Article]) -> Figures:
    """Rate, and how long the slowest but one of a hundred took."""
    waits: list[float] = []

    def work() -> None:
        for article in asked:
            began = time.process_time()
            index.query(article)
            waits.append(1000 * (time.process_time() - began))

    rate = len(asked) / cpu_seconds(work)
    return {f"{name} a second": rate, f"{name} p99 ms": sorted(waits)[len(waits) * 99 // 100]}


def bytes_per_article(path: Path, size: int) -> Figures:
    """Bytes an article: its compressed text, and all the rest."""
    with sqlite3.connect(path) as db:
        ((bodies,),) = db.execute("SELECT sum(length(body)) FROM articles")
    db.close()
    return {"text bytes": bodies / size, "other bytes": (path.stat().st_size - bodies) / size}


def add_all(path: Path, count: int, seed: int) -> float:
    """Add so many articles in batches; CPU seconds."""
    found = list(articles(count, seed, f"{seed}-"))
    warm_up(path.with_suffix(f".{seed}"))
    with Index(path) as index:
        return cpu_seconds(lambda: list(index.add_many(found)))


def together(folder: Path, size: int) -> Figures:
    """Articles added to an empty index, by one process and by four at once."""
    alone = add_all(folder / "one", size, 10)
    each = size // PROCESSES
    began = time.perf_counter()
    with get_context("spawn").Pool(PROCESSES) as pool:
        jobs = [(folder / "four", each, 20 + process) for process in range(PROCESSES)]
        seconds = pool.starmap(add_all, jobs)
    with Index(folder / "four") as index:
        lost = each * PROCESSES - len(index)
        faults = len(index.check())
    return {
        "empty add_many a second": size / alone,
        "four at once a second": each * PROCESSES / sum(seconds),
        "wall s": time.perf_counter() - began,
        "lost": lost,
        "faults": faults,
    }


def faults(found: Figures, stories: bool) -> list[str]:
    """What misses its threshold."""
    least = {"load a second": MIN_LOAD, "query a second": MIN_QUERY, "add_many a second": MIN_ADD_MANY}
    if stories:
        least = {"load a second": MIN_LOAD, "add_many a second": MIN_ADD_MANY_WITH_STORIES}
    most = {"query p99 ms": MAX_P99_MS, "open ms": MAX_OPEN_MS, "other bytes": MAX_BYTES}
    size = int(found["articles"])
    missed = [
        f"{size:,}: {name} {found[name]:,.1f} < {limit:,}" for name, limit in least.items() if found[name] < limit
    ]
    missed += [
        f"{size:,}: {name} {found[name]:,.1f} > {limit:,}" for name, limit in most.items() if found[name] > limit
    ]
    return missed


def main() -> int:
    """Measure, print, record."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 50_000], help="articles stored")
    parser.add_argument("--stories", action="store_true", help="find stories too")
    parser.add_argument("--folder", type=Path, help="where the files go (default: a temporary folder)")
    options = parser.parse_args()
    with TemporaryDirectory(dir=options.folder) as place:
        folder = Path(place)
        warm_up(folder / "warm")
        results = [measure(folder, size, options.stories) for size in options.sizes]
        shared = together(folder, TOGETHER)
    header = ["", *(f"{size:,}" for size in options.sizes)]
    show("An index of so many articles", header, [[name, *(each[name] for each in results)] for name in results[0]])
    show(f"{TOGETHER:,} articles into an empty one", ["", ""], [[name, shared[name]] for name in shared])
    name = "index_stories" if options.stories else "index"
    record(name, {**vars(options), "cores": os.cpu_count()}, {"stored": results, "together": shared})
    return verdict([fault for each in results for fault in faults(each, options.stories)])


if __name__ == "__main__":
    sys.exit(main())
