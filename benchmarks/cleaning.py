"""What `dedup clean` costs beside a scan, in JSON lines and Parquet, and whether a killed run ends as another does.

    python benchmarks/cleaning.py --temporary /big                 500,000 records of each, in one file
    python benchmarks/cleaning.py --records 30000 --files 6 --kills 20

The same made-up news (`news.py`) is written as JSON lines in Zstandard and as Parquet. Each is scanned and cleaned in
a process of its own; told are CPU and wall seconds and the most memory. Of the copies, each record that is left must
have all its other fields, and Parquet its schema, packing and row groups. With `--kills`, the run is killed so many
times at moments over all its time, half of them while it only applies the plan, and begun again; what it leaves at
last must be what an uninterrupted run left, to the byte. Written to `results/cleaning.json`; inputs are made and
removed.
"""

from __future__ import annotations

import argparse
import itertools
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from io import BufferedReader
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson
import pyarrow
import zstandard
from large_inputs import measured
from news import blocks, news_record
from pyarrow import parquet
from recording import PACKAGES, record, show

_ROWS_AT_ONCE = 5_000  # a row group
_DEDUP = [sys.executable, "-m", "dedup"]
Record = dict[str, str]


def main() -> None:
    """Write the inputs, scan and clean each, compare, kill, print, record."""
    options = _options()
    figures: list[tuple[object, ...]] = []
    for name in options.forms:
        with TemporaryDirectory(dir=options.temporary) as folder:
            figures += _runs(name, Path(folder), *_FORMS[name], options)
    header = ("input", "done by", "MB", "CPU s", "wall s", "peak MB", "of the scan", "killed")
    show("Cleaning", header, figures)
    runs = [dict(zip(header, row, strict=True)) for row in figures]
    record("cleaning", vars(options), {"runs": runs}, [*PACKAGES, "pyarrow", "zstandard"])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--forms", nargs="+", choices=_FORMS, default=[*_FORMS], help="of the input (%(default)s)")
    parser.add_argument("--records", type=int, default=500_000, help="of each form (%(default)s)")
    parser.add_argument("--files", type=int, default=1, help="that they stand in (%(default)s)")
    parser.add_argument("--kills", type=int, default=0, help="of a run in each form (%(default)s)")
    parser.add_argument("--memory", default="1GB", help="of texts (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the made-up news and the moments (%(default)s)")
    parser.add_argument("--temporary", type=Path, help="where inputs are put for the run (the system's place)")
    return parser.parse_args()


def _runs(
    name: str,
    folder: Path,
    write: Callable[[Path, Iterator[Record]], None],
    check: Callable[[Path, Path, frozenset[str]], None],
    options: argparse.Namespace,
) -> Iterator[tuple[object, ...]]:
    """A row for the scan, and one for cleaning."""
    (folder / "in").mkdir()
    made = (text for block in blocks(options.records, options.seed) for text in block.texts())
    records = itertools.starmap(news_record, enumerate(made))
    size = -(-options.records // options.files)
    for number in range(options.files):
        write(folder / "in" / f"news{number}", itertools.islice(records, size))
    megabytes = sum(each.stat().st_size for each in (folder / "in").iterdir()) / 1e6
    asked = ["--quiet", "--memory", options.memory]
    clean = [*_DEDUP, "clean", str(folder / "in"), *asked, "--output"]
    scanned = measured([*_DEDUP, "scan", "--no-stories", str(folder / "in"), *asked])
    yield (name, "scan --no-stories", megabytes, *scanned, 1.0, 0)
    cleaned = measured([*clean, str(folder / "whole")])
    left_out = _left_out(folder / "whole" / ".dedup" / "plan.jsonl")
    for each in (folder / "in").iterdir():
        check(each, folder / "whole" / each.name, left_out)
    kills = _kill(clean, folder, cleaned[1], options)
    yield (name, "clean", megabytes, *cleaned, cleaned[0] / scanned[0], kills)


def _left_out(plan: Path) -> frozenset[str]:
    entries = map(orjson.loads, plan.read_bytes().splitlines())
    return frozenset(each["article_id"] for each in entries if each["entry"] == "drop")


def _kill(clean: list[str], folder: Path, seconds: float, options: argparse.Namespace) -> int:
    """Kill a run at moments over all its time, and end it; how many kills hit it. What is left must be equal."""
    moments, hit = random.Random(options.seed), 0
    plan = folder / "whole" / ".dedup" / "plan.jsonl"
    apply = [*_DEDUP, "clean", "--apply", str(plan), "--quiet", "--output", str(folder / "killed")]
    commands = [[*clean, str(folder / "killed")], apply]
    began = time.perf_counter()
    measured([*apply[:-1], str(folder / "applied")])
    times = seconds, time.perf_counter() - began
    for number in range(options.kills):
        run = subprocess.Popen(commands[number % 2], stdout=subprocess.DEVNULL)
        time.sleep(moments.random() * times[number % 2])
        run.send_signal(signal.SIGKILL)
        hit += run.wait() == -signal.SIGKILL
    measured(apply)
    for other in ("applied", "killed"):
        assert _files(folder / other) == _files(folder / "whole"), f"{other}: not what an uninterrupted run left"
    return hit


def _files(folder: Path) -> dict[str, bytes]:
    """All that was written but the journal, whose lines stand in the order in which files were done."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != "done.jsonl")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def _write_lines(path: Path, records: Iterator[Record]) -> None:
    target = path.with_suffix(".jsonl.zst")
    with target.open("wb") as stored, zstandard.ZstdCompressor().stream_writer(stored) as packed:
        for each in records:
            packed.write(orjson.dumps(each) + b"\n")


def _write_rows(path: Path, records: Iterator[Record]) -> None:
    schema = pyarrow.Table.from_pylist([news_record(0, "")]).schema.with_metadata({"made": "up"})
    with parquet.ParquetWriter(path.with_suffix(".parquet"), schema, compression="zstd") as sink:
        while batch := list(itertools.islice(records, _ROWS_AT_ONCE)):
            sink.write_table(pyarrow.Table.from_pylist(batch, schema))


def _check_lines(source: Path, copy: Path, left_out: frozenset[str]) -> None:
    with source.open("rb") as one, copy.open("rb") as other:
        kept = (line for line in _lines(one) if orjson.loads(line)["id"] not in left_out)
        for line, copied in zip(kept, _lines(other), strict=True):
            _check_record(orjson.loads(line), orjson.loads(copied))


def _lines(stored: BufferedReader) -> Iterator[bytes]:
    with zstandard.ZstdDecompressor().stream_reader(stored) as stream:
        yield from BufferedReader(stream)


def _check_rows(source: Path, copy: Path, left_out: frozenset[str]) -> None:
    one, other = parquet.ParquetFile(source), parquet.ParquetFile(copy)
    assert one.schema_arrow.equals(other.schema_arrow, check_metadata=True)
    assert {_packings(one)} == {_packings(other)}
    groups = iter(range(other.num_row_groups))
    for number in range(one.num_row_groups):
        kept = [each for each in one.read_row_group(number).to_pylist() if each["id"] not in left_out]
        copied = other.read_row_group(next(groups)).to_pylist() if kept else []
        for row, copied_row in zip(kept, copied, strict=True):
            _check_record(row, copied_row)
    assert next(groups, None) is None


def _packings(stored: parquet.ParquetFile) -> tuple[str, ...]:
    group = stored.metadata.row_group(0)
    return tuple(group.column(place).compression for place in range(group.num_columns))


def _check_record(source: Record, copy: Record) -> None:
    """All fields but the text are equal; of the text, something may be cut."""
    assert {**source, "text": copy["text"]} == copy
    assert copy["text"] == source["text"] or len(copy["text"]) < len(source["text"])


_FORMS = {"JSON lines": (_write_lines, _check_lines), "Parquet": (_write_rows, _check_rows)}

if __name__ == "__main__":
    main()
