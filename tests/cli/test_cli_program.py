"""The program itself, in a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

RUN = "from dedup.cli import main; main()"
TEXT = "The harbour of Northport is closed until Friday, the harbour office said after a fire on the northern quay."
SLOW_DETECTOR = """
import sys, time, dedup.detector
def scan(*_, **__):
    print("ready", file=sys.stderr, flush=True)
    while True:  # a signal that comes just before pause() would wait for the next
        time.sleep(0.05)
dedup.detector.scan = scan
"""
LONG_REPORT = """
import dedup.detector
from dedup.article import Article, Skipped
from dedup.report import Report
skipped = [Skipped(f"{number}.txt", None, "empty") for number in range(100_000)]
dedup.detector.scan = lambda *_, **__: Report([Article("a", "text")], [], [], [], [], skipped)
"""


def start(*arguments: str, program: str = RUN, cwd: Path | None = None) -> subprocess.Popen[str]:
    environment = {**os.environ, "COLUMNS": "80", "PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        cwd=cwd,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def test_a_real_scan_of_a_folder(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    program = start("scan", ".", "--fail-on-match", cwd=tmp_path)
    out, err = program.communicate()
    assert (program.returncode, err) == (1, "")
    assert "1  2 articles: 1 exact\n" in out


def test_a_real_scan_against_a_folder(tmp_path: Path) -> None:
    for name in ("new/a.txt", "new/b.txt", "old/a.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    program = start("scan", "new", "--against", "old", "--format", "csv", "--fail-on-match", cwd=tmp_path)
    out, err = program.communicate()
    assert (program.returncode, err) == (1, "")
    assert [line.split(",")[:3] for line in out.splitlines()[1:]] == [
        ['"new/a.txt"', '"old/a.txt"', '"exact"'],
        ['"new/b.txt"', '"old/a.txt"', '"exact"'],
    ]


def test_a_real_comparison_with_standard_input(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    program = start("compare", "a.txt", "-", cwd=tmp_path)
    out, err = program.communicate("Snow fell on the hills above the old mill road last night.")
    assert (program.returncode, err) == (0, "")
    left, right, _, verdict, *_ = out.splitlines()
    assert left.startswith(f"left   a.txt · {TEXT[:30]}")
    assert right == "right  - · Snow fell on the hills above the old mill road last night."
    assert verdict.startswith("distinct: ")


def test_a_real_comparison_tells_the_edits_of_every_passage_as_json(tmp_path: Path) -> None:
    left, right = f"{TEXT} It burnt for 14 hours, he said.", f"{TEXT} It burnt for 41 hours, he said."
    (tmp_path / "a.txt").write_text(left, encoding="utf-8")
    program = start("compare", "a.txt", "-", "--format", "json", cwd=tmp_path)
    out, err = program.communicate(right)
    assert (program.returncode, err) == (0, "")
    (passage,) = json.loads(out)["passages"]
    span = [left.index("14"), left.index("14") + 2]
    assert passage["edits"] == [{"kind": "replaced", "left": span, "right": span, "sensitive": ["number"]}]


@pytest.mark.parametrize("format_", ["table", "jsonl"])
def test_a_reader_that_has_seen_enough_is_no_error(format_: str) -> None:
    program = start("scan", "/", "--limit", "0", "--format", format_, program=LONG_REPORT + RUN)
    assert program.stdout is not None
    assert program.stderr is not None
    assert program.stdout.readline()
    program.stdout.close()
    assert (program.stderr.read(), program.wait()) == ("", 0)


def test_an_interrupt_ends_it_with_one_line() -> None:
    program = start("scan", "/", program=SLOW_DETECTOR + RUN)
    assert program.stderr is not None
    assert program.stderr.readline() == "ready\n"
    program.send_signal(signal.SIGINT)
    assert program.communicate() == ("", "dedup: interrupted\n")
    assert program.returncode == 130


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_disk_is_told() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", LONG_REPORT + RUN, "scan", "/"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr) == (2, "dedup: standard output cannot be written: no space left on device\n")


def test_the_command_line_itself_loads_nothing_heavy() -> None:
    program = "import dedup, sys; known = set(sys.modules); import dedup.cli; print(*set(sys.modules) - known)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert loaded & {"rich", "numpy", "numba", "sklearn", "trafilatura", "orjson", "lxml"} == set()


def test_a_comparison_loads_no_reader_and_no_checker_of_options_that_it_does_not_need(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    program = "from dedup.cli import main; import sys, atexit; atexit.register(lambda: print(*sys.modules)); main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "compare", "a.txt", "a.txt"],
        capture_output=True,
        cwd=tmp_path,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.splitlines()[-1].split())
    assert loaded.isdisjoint({"pydantic", "numpy.ma", "numpy.random", "trafilatura", "sqlite3", "email.header"})
    assert not any(name.startswith("dedup.translations") for name in loaded), "both texts are in one language"


def test_a_scan_loads_no_checker_of_options_and_no_arrays_that_it_does_not_need(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text(TEXT.replace("Friday", "Monday"))
    program = "from dedup.cli import main; import sys, atexit; atexit.register(lambda: print(*sys.modules)); main()"
    command = [sys.executable, "-c", program, "scan", ".", "--format", "table", "--memory", "2GB"]
    done = subprocess.run(command, capture_output=True, cwd=tmp_path, text=True, check=True)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert loaded.isdisjoint({"pydantic", "numpy.ma", "numpy.random", "trafilatura", "email.header"})


def test_help_works_where_only_ascii_does() -> None:
    done = subprocess.run(
        [sys.executable, "-c", RUN, "--help"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "COLUMNS": "80"},
    )
    assert "scan" in done.stdout
