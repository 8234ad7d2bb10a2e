"""What every hostile input and fault of `tests/hostile` ends in, and what it costs.

    python benchmarks/hostile_table.py [--characters 100000] [--texts] [--bombs] [--faults]

Each kind of text in each kind of file, and each bomb, is read with a good article behind it and scanned, in a process
of its own: what happens, CPU seconds of it and of those that it starts, and the highest memory of one of them. Each
fault is a test that runs: CPU seconds. Exit code 1 if an input takes more than ten CPU seconds and one for each million
characters that were read of it, leaves a traceback, or loses the good article; or if a fault is not answered as it
should be.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pytest

TESTS = Path(__file__).parents[1] / "tests"
sys.path += [str(TESTS), str(TESTS / "hostile"), str(TESTS / "sources")]

from hostile_texts import KINDS, hostile_text  # noqa: E402 - found by the path above, as all that follow
from made_files import page  # noqa: E402
from test_inputs import BOMBS, FORMS, GOOD  # noqa: E402

from dedup.article import Article, Skipped  # noqa: E402
from dedup.detector import scan  # noqa: E402
from dedup.sources.reader import read_articles  # noqa: E402

MAX_SECONDS = 10.0  # of CPU
CHARACTERS_A_SECOND = 1_000_000
MAX_REASON = 60  # characters that are shown


class Row(NamedTuple):
    """One input or fault: what happened, CPU seconds, and MiB of memory; None where that is not measured."""

    name: str
    outcome: str
    seconds: float
    memory: float | None
    is_held: bool


def main() -> int:
    """Print the table; 1 if something is not held."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--characters", type=int, default=100_000, help="of a text")
    for part in ("texts", "bombs", "faults"):
        parser.add_argument(f"--{part}", action="store_true")
    options = parser.parse_args()
    is_all = not (options.texts or options.bombs or options.faults)
    rows: list[Row] = []
    for is_wanted, found in (
        (options.texts, _texts(options.characters)),
        (options.bombs, _bombs()),
        (options.faults, _faults()),
    ):
        for row in found if is_wanted or is_all else ():
            rows.append(row)
            memory = "" if row.memory is None else f"{row.memory:6.0f} MiB"
            print(f"{row.name:52} {row.seconds:6.2f} s {memory:10}  {row.outcome}", flush=True)
    lost = [row.name for row in rows if not row.is_held]
    worst = max(rows, key=lambda row: row.seconds)
    print(f"\n{len(rows)} inputs and faults; the slowest: {worst.name}, {worst.seconds:.2f} CPU s; not held: {lost}")
    return int(bool(lost))


def _texts(characters: int) -> Iterator[Row]:
    scan([GOOD, Article("b", GOOD.text)])  # what is loaded once
    forms: dict[str, Callable[[str], bytes]] = FORMS | {"html": page}
    for form, make in forms.items():
        for kind in KINDS:
            yield _measured(f"{kind}, in {form}", f"a.{form}", make(hostile_text(kind, characters)))


def _bombs() -> Iterator[Row]:
    for name, (make, _) in BOMBS.items():
        yield _measured(name, name, make())


def _measured(name: str, file: str, content: bytes) -> Row:
    with TemporaryDirectory() as folder:
        path = Path(folder) / file
        path.write_bytes(content)
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            _tell(writer, path)
        os.close(writer)
        with os.fdopen(reader, encoding="utf-8") as told:
            seconds, memory, characters, outcome = told.read().split("\t")
        _, status = os.waitpid(child, 0)
    most = MAX_SECONDS + int(characters) / CHARACTERS_A_SECOND
    is_held = status == 0 and float(seconds) <= most and "Error" not in outcome and "LOST" not in outcome
    return Row(name, outcome, float(seconds), float(memory), is_held)


def _tell(writer: int, path: Path) -> None:
    """Read and scan in this process, say what it took, and end it."""
    status, characters = 1, 0
    try:
        outcome, characters = _outcome(path)
        status = 0
    except BaseException as error:
        outcome = f"{type(error).__name__}: {error!s:.60}"
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    seconds = sum(each.ru_utime + each.ru_stime for each in used)
    memory = max(each.ru_maxrss for each in used) / 1024
    os.write(writer, f"{seconds}\t{memory}\t{characters}\t{outcome}".encode(errors="replace"))
    os._exit(status)


def _outcome(path: Path) -> tuple[str, int]:
    """What happened, and how many characters were read."""
    found = list(read_articles([path, GOOD]))
    report = scan([item for item in found if isinstance(item, Article)])
    reasons = {item.reason for item in (*found, *report.skipped) if not isinstance(item, Article)}
    skipped = sum(isinstance(item, Skipped) for item in found) + len(report.skipped)
    kept = "" if any(article.id == GOOD.id for article in report.articles) else "LOST the good article; "
    said = "".join(f"; {reason[:MAX_REASON]}" for reason in sorted(reasons)[:2])
    outcome = f"{kept}{len(report.articles) - 1} read, {skipped} skipped{said}"
    return " ".join(outcome.split()), sum(len(article.text) for article in report.articles)


class _Meter:
    """Measures the tests of a run."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._start = 0.0

    def pytest_runtest_setup(self) -> None:
        self._start = _cpu()

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.when == "call" or report.failed:
            name = report.nodeid.partition("::")[2].removeprefix("test_")
            self.rows.append(Row(name[:52], report.outcome, _cpu() - self._start, None, report.passed))


def _faults() -> Iterator[Row]:
    meter, place = _Meter(), Path.cwd()
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        out, sys.stdout = sys.stdout, nowhere
        try:
            pytest.main(["-q", "-p", "no:cacheprovider", str(TESTS / "hostile/test_faults.py")], plugins=[meter])
        finally:
            sys.stdout = out
            os.chdir(place)
    yield from meter.rows


def _cpu() -> float:
    return time.process_time() + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])


if __name__ == "__main__":
    sys.exit(main())
