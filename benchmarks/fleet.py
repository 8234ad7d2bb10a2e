"""How many additions an index in PostgreSQL judges for several writers at once, on made-up news.

    python benchmarks/fleet.py                       four writers, 20 articles a step, nothing stored before
    python benchmarks/fleet.py --stored 10000 100000 --batch 1 20 100
    python benchmarks/fleet.py --url postgresql://me@db/news

Without a URL a server is started in a temporary folder, which waits for the disk at every commit as servers do. The
index is loaded first. Then each writer, a process of its own, adds articles of its own; then all bring the same ones,
each in its own order, and of each text exactly one writer must be told that nobody had it before.

Rates are by the clock, since they are what a crawler sees: from the moment when all writers stand ready to the end of
the last. CPU time an addition says what it costs on a busy machine, for the server all its processes.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.pool import Pool
from multiprocessing.synchronize import Barrier
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import NamedTuple

from index import SEED, articles
from recording import record, show, verdict
from serving import cpu_seconds_of

from dedup import Article, Index

sys.path.append(str(Path(__file__).parents[1] / "tests"))

from postgres_server import PostgresServer, programs

OPTIONS = ("shared_buffers=1GB", "max_connections=30", "listen_addresses=127.0.0.1", "max_wal_size=4GB")
MIN_ADDITIONS = 300
WARM_UP = 40  # articles that a writer adds before the clock starts
READY_SECONDS = 300  # until all writers stand ready

Figures = dict[str, float]


class Told(NamedTuple):
    """What one writer saw: when it began and ended, its CPU seconds, and the articles that nobody else had brought."""

    began: float
    ended: float
    cpu: float
    firsts: list[str]


class Writing(NamedTuple):
    """What a writer brings; if `is_same`, all bring the same articles."""

    url: str
    writer: int
    articles: int
    batch: int
    seed: int
    is_same: bool


def bring(job: Writing) -> Told:
    """Add articles, when all writers stand ready."""
    mine = list(articles(job.articles, job.seed + (0 if job.is_same else job.writer), "n"))
    Random(job.writer).shuffle(mine)
    mine = [Article(f"{job.writer}/{job.seed}-{each.id}", each.text) for each in mine]
    firsts = []
    with Index(job.url) as index:
        warm = articles(WARM_UP, 1000 + job.writer, f"warm {job.writer}/{job.seed}-")
        list(index.add_many(warm, batch=job.batch))
        BARRIER[0].wait()
        began, cpu = time.time(), time.process_time()
        for result in index.add_many(mine, batch=job.batch):
            own = result.article_id.partition("/")[2]
            others = {match.right_id for match in result.matches} | {match.left_id for match in result.matches}
            if not any(each.partition("/")[2] == own for each in others - {result.article_id}):
                firsts.append(own)
        return Told(began, time.time(), time.process_time() - cpu, firsts)


BARRIER: list[Barrier] = []


def set_barrier(barrier: Barrier) -> None:
    """Give a process the barrier at which all writers wait for each other."""
    BARRIER.append(barrier)


def server_cpu_seconds(folder: Path | None) -> float:
    """CPU seconds of all processes of a server of ours, those that ended included."""
    if folder is None:
        return 0.0
    main = int((folder / "data" / "postmaster.pid").read_text().split()[0])
    fields = Path(f"/proc/{main}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    ended = (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")
    tasks = Path(f"/proc/{main}/task/{main}/children").read_text(encoding="ascii").split()
    return ended + sum(map(cpu_seconds_of, map(int, tasks)))


class Fleet(NamedTuple):
    """Where the database is, the folder of its server if it is started for the purpose, and the writers."""

    url: str
    folder: Path | None
    pool: Pool


def measure(fleet: Fleet, schema: str, options: argparse.Namespace, batch: int, seed: int) -> Figures:
    """The figures of writers that bring articles of their own, and of those that bring the same."""
    found: Figures = {}
    for name, is_same in (("own", False), ("same", True)):
        before = server_cpu_seconds(fleet.folder)
        url = f"{fleet.url}?schema={schema}"
        jobs = [Writing(url, writer, options.articles, batch, seed, is_same) for writer in range(options.writers)]
        told = fleet.pool.map(bring, jobs, chunksize=1)
        server = server_cpu_seconds(fleet.folder) - before
        count = options.writers * options.articles
        wall = max(each.ended for each in told) - min(each.began for each in told)
        found[f"{name} a second"] = count / wall
        found[f"{name} client us"] = 1e6 * sum(each.cpu for each in told) / count
        found[f"{name} server us"] = 1e6 * server / (count + options.writers * WARM_UP)
        seed += options.writers
    firsts = Counter(each for writer in told for each in writer.firsts)
    found["first once"] = sum(times == 1 for times in firsts.values())
    found["first not once"] = options.articles - found["first once"]
    return found


@contextmanager
def server(url: str | None) -> Iterator[tuple[str, Path | None]]:
    """The URL of a database, and the folder of its server if it is started for the purpose."""
    if url is not None:
        yield url, None
        return
    found = programs()
    if found is None:
        raise SystemExit("needs PostgreSQL: apt-get install postgresql, or --url")
    with TemporaryDirectory(prefix="dedup-fleet-") as folder:
        running = PostgresServer(Path(folder), found, OPTIONS)
        try:
            yield running.url, Path(folder)
        finally:
            running.stop()


def measure_size(fleet: Fleet, options: argparse.Namespace, size: int) -> dict[str, Figures]:
    """The figures by size of step, with so many articles stored before; and those of loading."""
    schema = f"fleet_{size}"
    place = f"{fleet.url}?schema={schema}"
    found: dict[str, Figures] = {}
    with Index(place) as index:
        began = time.perf_counter()
        index.add_unverified(articles(size, SEED, "stored"))
        load_seconds = time.perf_counter() - began
        bytes_stored = index.stats().size_bytes
    for number, batch in enumerate(options.batch):
        found[f"{size:,} stored, {batch} a step"] = {
            **measure(fleet, schema, options, batch, 2000 + 100 * number),
            "load a second": size / load_seconds,
            "bytes an article": bytes_stored / max(1, size),
        }
    if options.check:
        with Index(place) as index:
            assert index.check() == []
    return found


def main() -> int:
    """Measure, print, record."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--url", help="of a database whose schemas fleet_* may be written (default: a server of its own)"
    )
    parser.add_argument("--stored", type=int, nargs="+", default=[0], help="articles stored before")
    parser.add_argument("--batch", type=int, nargs="+", default=[20], help="articles of a step")
    parser.add_argument("--articles", type=int, default=1500, help="that each writer adds")
    parser.add_argument("--writers", type=int, default=4)
    parser.add_argument("--check", action="store_true", help="compare all stored keys with the texts afterwards")
    options = parser.parse_args()
    found: dict[str, Figures] = {}
    context = get_context("spawn")
    ready = context.Barrier(options.writers, timeout=READY_SECONDS)
    with server(options.url) as (url, folder), context.Pool(options.writers, set_barrier, [ready]) as pool:
        for size in options.stored:
            of_size = measure_size(Fleet(url, folder, pool), options, size)
            columns = list(of_size.values())
            rows = [[name, *(each[name] for each in columns)] for name in columns[0]]
            show(f"{options.writers} writers", ["", *of_size], rows)
            found |= of_size
    record("fleet", {**vars(options), "url": None, "cores": os.cpu_count()}, found)
    missed = [
        f"{where}: {each['first not once']:.0f} texts were first not once"
        for where, each in found.items()
        if each["first not once"]
    ]
    missed += [
        f"{where}: {each[f'{name} a second']:.0f} additions a second < {MIN_ADDITIONS}"
        for where, each in found.items()
        for name in ("own", "same")
        if each[f"{name} a second"] < MIN_ADDITIONS
    ]
    return verdict(missed)


if __name__ == "__main__":
    sys.exit(main())
