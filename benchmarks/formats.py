"""How fast articles are read, beside the library that does the bare reading.

    python benchmarks/formats.py                      20,000 articles in each format
    python benchmarks/formats.py --articles 100000

The same made-up news (`news.py`) is written as JSON lines, CSV, Parquet and a folder of text files. Then it is read, in
turns: by `read_articles`, which finds fields by their names, parses dates, tells ids apart, checks every record and
skips what is damaged; and by what does nothing of that. Nothing that was read is kept, but for one reader of JSON lines
whose articles are. Told are medians of CPU seconds and wall seconds. Written to `results/formats.json`. What web pages
cost is told by `reading.py`.
"""

from __future__ import annotations

import argparse
import csv
import os
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import orjson
import pyarrow
from news import blocks, news_record, write_texts
from pyarrow import parquet
from recording import PACKAGES, record, show

from dedup.sources.reader import read_articles

Reader = Callable[[Path], int]


@dataclass(frozen=True, slots=True)
class Contest:
    """One place to read from, by dedup and by the bare library; `megabytes` as they lie on the disk."""

    name: str
    path: Path
    count: int
    ours: Reader
    bare: Reader | None

    @property
    def megabytes(self) -> float:
        """What is read."""
        files = [self.path] if self.path.is_file() else self.path.rglob("*.*")
        return sum(file.stat().st_size for file in files) / 1e6


@dataclass(frozen=True, slots=True)
class Times:
    """Medians of CPU and wall seconds."""

    cpu: float
    wall: float


def main() -> None:
    """Write the corpora, read them in turns, print, record."""
    options = _options()
    texts = [text for block in blocks(options.articles, options.seed) for text in block.texts()]
    with TemporaryDirectory(dir=options.temporary) as folder:
        contests = _contests(Path(folder), texts)
        rows = [_row(contest, options.rounds) for contest in contests] + [_row_in_memory(texts, options.rounds)]
    header = ("from", "articles", "MB", "CPU s", "articles/s", "MB/s", "bare CPU s", "ratio", "wall s")
    show(f"Reading, {options.articles:,} articles", header, rows)
    figures = [dict(zip(header, row, strict=True)) for row in rows]
    record("formats", vars(options), {"readers": figures}, [*PACKAGES, "pyarrow"])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000, help="articles in each format (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the made-up news (%(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="times that each reads (%(default)s)")
    parser.add_argument("--temporary", type=Path, help="where corpora are put for the run (the system's place)")
    return parser.parse_args()


def _contests(folder: Path, texts: list[str]) -> list[Contest]:
    lines, table, columns = folder / "news.jsonl", folder / "news.csv", folder / "news.parquet"
    records = [news_record(number, text) for number, text in enumerate(texts)]
    lines.write_bytes(b"".join(orjson.dumps(record) + b"\n" for record in records))
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(records[0]))
        writer.writeheader()
        writer.writerows(records)
    parquet.write_table(pyarrow.Table.from_pylist(records), columns)
    files = folder / "texts"
    write_texts(files, texts)
    return [
        Contest("JSON lines: orjson.loads", lines, len(texts), _read, _loads),
        Contest("JSON lines, all kept", lines, len(texts), _keep, _loads_and_keep),
        Contest("CSV: csv.reader", table, len(texts), _read, _read_table),
        Contest("Parquet: read_table().to_pylist()", columns, len(texts), _read, _read_columns),
        Contest("folder of texts: open().read()", files, len(texts), _read, _read_files),
    ]


def _count(items: Iterable[object]) -> int:
    """How many, without keeping any."""
    last = deque(enumerate(items, 1), maxlen=1)
    return last[0][0] if last else 0


def _read(path: Path) -> int:
    return _count(read_articles(path))


def _keep(path: Path) -> int:
    return len(list(read_articles(path)))


def _loads(path: Path) -> int:
    with path.open("rb") as lines:
        return _count(map(orjson.loads, lines))


def _loads_and_keep(path: Path) -> int:
    with path.open("rb") as lines:
        return len([orjson.loads(line) for line in lines])


def _read_table(path: Path) -> int:
    with path.open(encoding="utf-8", newline="") as file:
        return _count(csv.reader(file)) - 1  # the header


def _read_columns(path: Path) -> int:
    return len(parquet.read_table(path, use_threads=False).to_pylist())


def _read_files(path: Path) -> int:
    return _count(_content(Path(folder, name)) for folder, _, names in os.walk(path) for name in names)


def _content(path: Path) -> str:
    with path.open(encoding="utf-8") as file:
        return file.read()


def _row(contest: Contest, rounds: int) -> tuple[object, ...]:
    runs: list[list[Times]] = [[], []]
    for _ in range(rounds):
        for reader, times in zip((contest.ours, contest.bare), runs, strict=True):
            if reader is not None:
                times.append(_timed(partial(reader, contest.path), contest.count))
    ours, bare = _median(runs[0]), _median(runs[1]) if runs[1] else None
    rates = (round(contest.count / ours.cpu), contest.megabytes / ours.cpu)
    compared = (bare.cpu, ours.cpu / bare.cpu) if bare else (None, None)
    return (contest.name, contest.count, contest.megabytes, ours.cpu, *rates, *compared, ours.wall)


def _row_in_memory(texts: list[str], rounds: int) -> tuple[object, ...]:
    times = _median([_timed(lambda: _count(read_articles(texts=texts)), len(texts)) for _ in range(rounds)])
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    rates = (round(len(texts) / times.cpu), megabytes / times.cpu)
    return ("texts in memory", len(texts), megabytes, times.cpu, *rates, None, None, times.wall)


def _timed(reader: Callable[[], int], expected: int) -> Times:
    wall, cpu = time.perf_counter(), _cpu_seconds()
    found = reader()
    cpu, wall = _cpu_seconds() - cpu, time.perf_counter() - wall
    assert found == expected, f"{found:,} of {expected:,} articles were read"
    return Times(cpu, wall)


def _cpu_seconds() -> float:
    """Of this process, and of those that it started and that have ended."""
    return time.process_time() + sum(os.times()[2:4])


def _median(runs: list[Times]) -> Times:
    return Times(median(run.cpu for run in runs), median(run.wall for run in runs))


if __name__ == "__main__":
    main()
