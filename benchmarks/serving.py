"""How many additions a server judges (`dedup serve`), and how long a question waits meanwhile, on made-up news.

    python benchmarks/serving.py                     100,000 articles stored
    python benchmarks/serving.py --stored 20000 --seconds 10

The index is loaded first. Then so many client processes, which have made their articles before, add them in batches
for some seconds, and one more asks one question after the other, half of them copies of stored articles. Rates and
waits are by the clock, since they are what a crawler sees, and longer on a busy machine; CPU time of the server an
article says what it costs.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path
from tempfile import TemporaryDirectory

from index import SEED, articles, load, warm_up
from recording import record, show, verdict

from dedup import Article, Index

CLIENTS = 4
MIN_ADDITIONS, MAX_P99_MS = 3000, 20.0
PACE_SECONDS = 0.02  # between two questions: fifty a second

Figures = dict[str, float]


START: Barrier  # in a client process: all begin when all have made their articles


def be_client(start: Barrier) -> None:
    """Know the start."""
    global START  # what a process of a pool is given cannot be passed with its work
    START = start


def bring(url: str, client: int, batch: int, seconds: float) -> tuple[int, float]:
    """Add articles in batches for some seconds; how many were added, and when the last was."""
    prepared = list(articles(int(2500 * seconds), 100 + client, f"{client}-"))
    with Index(url) as index:
        list(index.add_many(prepared[:batch], batch=batch))
        START.wait()
        added, end = 0, time.monotonic() + seconds
        for start in range(batch, len(prepared), batch):
            added += len(list(index.add_many(prepared[start : start + batch], batch=batch)))
            if time.monotonic() > end:
                break
    return added, time.monotonic()


def ask(url: str, seconds: float) -> list[float]:
    """Milliseconds that each question waited."""
    stored = list(articles(200, SEED, "again"))
    unmatched = list(articles(200, 2, "unmatched"))
    waits = []
    with Index(url) as index:
        index.query(stored[0])
        end, number = time.monotonic() + seconds, 0
        while time.monotonic() < end:
            article = (stored, unmatched)[number % 2][number // 2 % 200]
            began = time.perf_counter()
            index.query(Article(f"q{number}", article.text))
            waits.append(1000 * (time.perf_counter() - began))
            number += 1
            time.sleep(PACE_SECONDS)
    return waits


def percentile(waits: list[float], share: float) -> float:
    """The wait that this share of all does not exceed."""
    return sorted(waits)[min(len(waits) - 1, int(share * len(waits)))]


def cpu_seconds_of(process: int) -> float:
    """CPU seconds of a process and its threads until now."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(path: Path, batch: int, seconds: float) -> Figures:
    """The figures of one server."""
    command = [sys.executable, "-m", "dedup", "serve", str(path), "--bind", "127.0.0.1:0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        (url,) = re.findall(r"http://\S+", server.stderr.readline())
        quiet = ask(url, min(seconds, 5.0))
        context = get_context("spawn")
        start = context.Barrier(CLIENTS + 1)
        with context.Pool(CLIENTS + 1, be_client, (start,)) as pool:
            clients = [pool.apply_async(bring, (url, client, batch, seconds)) for client in range(CLIENTS)]
            start.wait()
            began, before = time.monotonic(), cpu_seconds_of(server.pid)
            asking = pool.apply_async(ask, (url, 0.8 * seconds))
            brought = [client.get() for client in clients]
            cpu = cpu_seconds_of(server.pid) - before
            added, wall = sum(count for count, _ in brought), max(end for _, end in brought) - began
            waits = asking.get()
        server.terminate()
    with Index(path) as index:
        faults = len(index.check())
    return {
        "additions a second": added / wall,
        "server CPU us an addition": 1e6 * cpu / added,
        "server CPU share": cpu / wall,
        "quiet query p50 ms": percentile(quiet, 0.5),
        "quiet query p99 ms": percentile(quiet, 0.99),
        "query p50 ms": percentile(waits, 0.5),
        "query p99 ms": percentile(waits, 0.99),
        "questions": len(waits),
        "faults": faults,
    }


def main() -> int:
    """Measure, print, record."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stored", type=int, default=100_000, help="articles stored before")
    parser.add_argument("--batch", type=int, default=500, help="articles of a request")
    parser.add_argument("--seconds", type=float, default=20.0, help="of additions")
    parser.add_argument("--folder", type=Path, help="where the file goes (default: a temporary folder)")
    options = parser.parse_args()
    with TemporaryDirectory(dir=options.folder) as place:
        folder = Path(place)
        warm_up(folder / "warm")
        load(folder / f"{options.stored}.dedup", options.stored)
        found = measure(folder / f"{options.stored}.dedup", options.batch, options.seconds)
    show(f"A server with {options.stored:,} articles", ["", ""], [[name, found[name]] for name in found])
    record("serving", {**vars(options), "cores": os.cpu_count(), "clients": CLIENTS}, {"serving": found})
    missed = []
    if found["additions a second"] < MIN_ADDITIONS:
        missed.append(f"additions a second {found['additions a second']:,.0f} < {MIN_ADDITIONS:,}")
    if found["query p99 ms"] > MAX_P99_MS:
        missed.append(f"query p99 {found['query p99 ms']:.1f} ms > {MAX_P99_MS} ms")
    return verdict(missed + [f"{found['faults']:.0f} faults"] * (found["faults"] > 0))


if __name__ == "__main__":
    sys.exit(main())
