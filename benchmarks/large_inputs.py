"""What large inputs cost, read and scanned, beside the libraries that only parse them.

    python benchmarks/large_inputs.py --temporary /big     10,000 texts, 1 GB of JSON lines, 200,000 rows twice

The same made-up news (`news.py`) is written in four ways. Each is read by `read_articles`, read by a bare library
(`open`, `orjson`, `polars.read_csv`, `pyarrow`), and scanned by `dedup scan --no-stories`, each in a process of its
own. Told are its CPU and wall seconds and the most memory that it held. Written to `results/large_inputs.json`; the
inputs are made by the script and removed.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson
import pyarrow
from news import blocks, news_record, write_texts
from pyarrow import parquet
from recording import PACKAGES, record, show

_READ = (
    "import collections; from dedup.sources.reader import read_articles; collections.deque(read_articles({path!r}), 0)"
)
# A small process starts each: the memory of a process counts from that of the one that it was forked from.
_TIMER = """
import os, subprocess, sys, time
start = time.perf_counter()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, used = os.wait4(process.pid, 0)
print([used.ru_utime + used.ru_stime, time.perf_counter() - start, used.ru_maxrss / 1024], file=sys.stderr)
sys.exit(os.waitstatus_to_exitcode(status))
"""
_BARE = {
    "texts": "import pathlib; [path.read_text('utf-8') for path in pathlib.Path({path!r}).rglob('*.txt')]",
    "JSON lines": "import collections, orjson; collections.deque(map(orjson.loads, open({path!r}, 'rb')), 0)",
    "CSV": "import polars; polars.read_csv({path!r})",
    "Parquet": "from pyarrow import parquet; parquet.read_table({path!r}).to_pylist()",
}
_ROWS_AT_ONCE = 5_000  # written at a time
Record = dict[str, str]


def main() -> None:
    """Write the inputs, run each reader on each, print, record."""
    options = _options()
    with TemporaryDirectory(dir=options.temporary) as folder:
        inputs = _inputs(Path(folder), options)
        rows = [row for name, (path, count) in inputs.items() for row in _rows(name, path, count)]
    header = ("input", "done by", "articles", "MB", "CPU s", "wall s", "peak MB")
    show("Large inputs", header, rows)
    figures = [dict(zip(header, row, strict=True)) for row in rows]
    record("large_inputs", vars(options), {"runs": figures}, [*PACKAGES, "pyarrow", "polars"])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=int, default=10_000, help="text files (%(default)s)")
    parser.add_argument("--lines", type=int, default=300_000, help="JSON lines: 1 GB (%(default)s)")
    parser.add_argument("--rows", type=int, default=200_000, help="rows of CSV and of Parquet (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the made-up news (%(default)s)")
    parser.add_argument("--temporary", type=Path, help="where inputs are put for the run (the system's place)")
    return parser.parse_args()


def _inputs(folder: Path, options: argparse.Namespace) -> dict[str, tuple[Path, int]]:
    """The inputs by name: the path of each, and its number of articles."""
    texts, lines = folder / "texts", folder / "news.jsonl"
    table, columns = folder / "news.csv", folder / "news.parquet"
    write_texts(texts, (each["text"][:2000] for each in _records(options.texts, options.seed)))
    with lines.open("wb") as file:
        file.writelines(orjson.dumps(each) + b"\n" for each in _records(options.lines, options.seed))
    _write_tables(table, columns, _records(options.rows, options.seed))
    return {
        "texts": (texts, options.texts),
        "JSON lines": (lines, options.lines),
        "CSV": (table, options.rows),
        "Parquet": (columns, options.rows),
    }


def _write_tables(table: Path, columns: Path, records: Iterator[Record]) -> None:
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        batch: list[Record] = []
        sink: parquet.ParquetWriter | None = None
        for each in records:
            if sink is None:
                writer.writerow(each)
                sink = parquet.ParquetWriter(columns, pyarrow.Table.from_pylist([each]).schema)
            writer.writerow(each.values())
            batch.append(each)
            if len(batch) == _ROWS_AT_ONCE:
                sink.write_table(pyarrow.Table.from_pylist(batch))
                batch.clear()
        assert sink is not None, "no rows"
        if batch:
            sink.write_table(pyarrow.Table.from_pylist(batch))
        sink.close()


def _records(count: int, seed: int) -> Iterator[Record]:
    texts = (text for block in blocks(count, seed) for text in block.texts())
    return itertools.starmap(news_record, enumerate(texts))


def _rows(name: str, path: Path, count: int) -> Iterator[tuple[object, ...]]:
    files = [path] if path.is_file() else list(path.rglob("*.txt"))
    megabytes = sum(file.stat().st_size for file in files) / 1e6
    python = [sys.executable, "-c"]
    runs = {
        "dedup, reading": [*python, _READ.format(path=str(path))],
        "the library alone": [*python, _BARE[name].format(path=str(path))],
        "dedup scan --no-stories": [sys.executable, "-m", "dedup", "scan", "--no-stories", "--quiet", str(path)],
    }
    for done_by, command in runs.items():
        yield (name, done_by, count, megabytes, *measured(command))


def measured(command: list[str]) -> list[float]:
    """CPU and wall seconds of a process and its children, and its most memory in megabytes."""
    timer = [sys.executable, "-c", _TIMER, *command]
    done = subprocess.run(timer, capture_output=True, check=True, cwd=Path(__file__).parent.parent)
    figures: list[float] = orjson.loads(done.stderr.splitlines()[-1])
    return figures


if __name__ == "__main__":
    main()
