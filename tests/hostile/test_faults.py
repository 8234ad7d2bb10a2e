"""What an operator and a system do wrong: one line says it, the exit code is right, and nothing half-written stays.

A table of faults, most of them in a process of its own, as the streams of a process are what is broken.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dedup.cli.application import command_line
from dedup.kernels.ahead_of_time.library import fresh_library
from dedup.runtime.files.atomic_file import PARTS

pytestmark = pytest.mark.skipif(os.name != "posix", reason="streams are closed and signals sent as POSIX does")

TEXT = "The harbour of Northport is closed until Friday, the harbour office said after a fire on the northern quay."
ENVIRONMENT = {**os.environ, "COLUMNS": "80", "PYTHONPATH": str(Path(__file__).parents[2])}
MANY = "9" * 309
MAX_SECONDS = 60.0  # of a fault on a busy machine: none takes longer than a scan of two files
CLOSED_OUT = "dedup: standard output cannot be written: bad file descriptor\n"
FULL_OUT = "dedup: standard output cannot be written: no space left on device\n"
LINES = {"version": "--version", "help": "--help", "help of a verb": "scan --help", "settings": "settings"}
VERBS = LINES | {
    "scan": "scan in",
    "workbook": "scan in --format xlsx",
    "compare": "compare in/a.txt in/b.txt",
    "stats": "index stats news.dedup --format json",
    "remove": "index remove news.dedup in/a.txt",
    "expire": "index expire news.dedup --before 2001-01-01",
    "query": "index query news.dedup in --format jsonl",
}


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("faults")
    (folder / "in").mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / "in" / name).write_text(TEXT, encoding="utf-8")
    (folder / "circle").symlink_to("circle")
    (folder / "deep.toml").write_text(f"a = {'[' * 5_000}", encoding="utf-8")
    assert run("index add news.dedup in --quiet", folder).code == 0
    return folder


def run(command: str, folder: Path, redirected: str = "") -> Ran:
    done = subprocess.run(
        ["sh", "-c", f'"$0" -m dedup {command} {redirected}', sys.executable],
        cwd=folder,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=MAX_SECONDS,
        encoding="utf-8",
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("verb", VERBS)
def test_a_closed_output_is_told(folder: Path, verb: str) -> None:
    assert run(VERBS[verb], folder, ">&-") == Ran(2, "", CLOSED_OUT)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_device_is_told(folder: Path, verb: str) -> None:
    assert run(VERBS[verb], folder, ">/dev/full") == Ran(2, "", FULL_OUT)


@pytest.mark.parametrize("verb", ["help", "help of a verb", "version", "scan"])
def test_a_reader_that_ends_is_no_error(folder: Path, verb: str) -> None:
    found = run(VERBS[verb], folder, "| true")
    assert (found.out, found.err) == ("", "")


@pytest.mark.parametrize("verb", ["scan", "compare", "stats", "query"])
@pytest.mark.parametrize("redirected", ["2>&-", "2>/dev/full", "<&- 2>&-"])
def test_results_need_nobody_to_hear_messages(folder: Path, verb: str, redirected: str) -> None:
    found = run(VERBS[verb], folder, redirected)
    assert (found.code, found.err) == (0, "")
    assert found.out


def test_a_command_without_any_stream_writes_its_file(folder: Path) -> None:
    assert run("scan in --output all.json", folder, "<&- >&- 2>&-") == Ran(0, "", "")
    assert (folder / "all.json").read_bytes().startswith(b'{"dedup":"report"')
    assert "pair of articles" not in (folder / "news.dedup").read_bytes().decode(errors="replace")


def test_a_closed_input_is_skipped_with_its_reason(folder: Path) -> None:
    found = run("scan -", folder, "<&-")
    assert (found.code, found.err) == (2, "dedup: nothing could be read in -\n")
    assert "cannot be read: bad file descriptor" in found.out


@pytest.mark.parametrize("columns", ["0", "1", "2", "3", "-4", "99999999999999999999"])
def test_a_table_is_drawn_whatever_the_width(folder: Path, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    for arguments in (["scan", "in/a.txt", "in/b.txt"], ["compare", "in/a.txt", "in/b.txt"]):
        monkeypatch.chdir(folder)
        done = CliRunner().invoke(command_line(), arguments)
        assert done.exit_code == 0
        assert "in/b.txt" in done.output.replace("\n", "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (f"scan in --memory {MANY}GB", "is no size such as 800MB or 2GB"),
        ("scan in --jobs 99999999999999999999", "1024"),
        ("scan in --jobs 0", "1"),
        (f"settings --set max_text_memory={MANY}", "max_text_memory must be a number of a sensible size"),
        (f"settings --set near_coverage={MANY}", "near_coverage must lie between 0 and 1, not at"),
        ("settings --set max_date_penalty=inf", "max_date_penalty must be a number of a sensible size"),
        ("settings --set max_page_seconds=inf", "max_page_seconds must lie between 0.01 and 1e+06, not at"),
        ("settings --set near_coverage=nan", "near_coverage must lie between 0 and 1, not at"),
        ("index expire news.dedup --before 0001-01-01T00:00:00+14:00", "is no date such as"),
        ("index expire news.dedup --before 9999-12-31T23:59:59-14:00", "is no date such as"),
        (f"index expire news.dedup --before {MANY}d", "is no date such as"),
        ("scan in --output nowhere/a.json", "there is no folder nowhere"),
        ("scan in --output in", "it is a folder"),
        ("scan in --output circle", "a link that leads back to itself"),
        ("scan in --settings deep.toml", "nested too deeply"),
        ("scan in --encoding idna", "no encoding of texts"),
        ("scan in --encoding undefined", "no encoding of texts"),
        (f"scan in --output {'x' * 300}", "no file can have this name"),
        ("scan in --settings circle", "too many levels of symbolic links"),
        ("index stats in", "a folder, not an index"),
        ("index stats in/a.txt", "not an index that dedup made"),
        ("index stats nowhere.dedup", "no such index"),
        ("index add http://127.0.0.1:1 in", "the address of a server"),
        ("index add /proc/self/maps in", "not an index"),
        ("scan \0", "embedded null byte"),
        ("scan nowhere", "nowhere: no such file or folder"),
    ],
    ids=lambda value: value[:60],
)
def test_a_wrong_value_is_one_line(folder: Path, monkeypatch: pytest.MonkeyPatch, arguments: str, said: str) -> None:
    monkeypatch.chdir(folder)
    done = CliRunner().invoke(command_line(), arguments.split())
    assert (done.exit_code, type(done.exception)) == (2, SystemExit)
    assert said in done.output
    (line,) = [line for line in done.output.splitlines() if "rror" in line or line.startswith("dedup: ")]
    assert said in line


def test_a_limit_beyond_all_sequences_lists_all(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    done = CliRunner().invoke(command_line(), ["scan", "in", "--limit", "99999999999999999999"])
    assert (done.exit_code, "in/b.txt" in done.output) == (0, True)


SLOW_WRITER = """
import signal, sys, time
import dedup.serialization
from dedup.cli import main
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # tests may be run by nohup, which has it ignored,
signal.signal(signal.SIGINT, signal.default_int_handler)  # or in the background of a shell, which has this one ignored
def write(*_, **__):
    print("writing", file=sys.stderr, flush=True)
    while True:  # a signal that comes just before pause() would wait for the next
        time.sleep(0.05)
dedup.serialization.dumps = write
main()
"""


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_a_signal_leaves_no_part_of_a_file(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    number = getattr(signal, name)
    with subprocess.Popen(
        [sys.executable, "-c", SLOW_WRITER, "scan", "a.txt", "--output", "all.json"],
        cwd=tmp_path,
        env=ENVIRONMENT,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as program:
        assert program.stderr is not None
        assert program.stderr.readline() == "writing\n"
        assert [*tmp_path.glob(PARTS)]
        program.send_signal(number)
        assert (program.stderr.read(), program.wait(MAX_SECONDS)) == ("dedup: interrupted\n", 128 + number)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.txt"]


OPTIMIZED = """
import sys
from dedup.cli import main
try:
    main()
finally:
    print("numba" in sys.modules, __debug__, file=sys.stderr)
"""


@pytest.mark.skipif(fresh_library() is None, reason="kernels are compiled here as they are called")
def test_an_optimized_python_finds_the_same_and_compiles_nothing(folder: Path) -> None:
    command = [sys.executable, "-OO", "-c", OPTIMIZED, "scan", "in"]
    done = subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, encoding="utf-8", check=True)
    assert (done.stdout, done.stderr) == (run("scan in", folder).out, "False False\n")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere a bound of memory is not kept")
def test_a_text_without_memory_for_it_is_skipped_and_the_others_are_not(folder: Path, tmp_path: Path) -> None:
    words = ["the", "harbour", "of", "Northport", "is", "closed", "until", "Friday", "said", "its", "office", "again"]
    chance = random.Random(1)
    line = " ".join(chance.choices(words, k=100_000))
    (tmp_path / "long.txt").write_text(f"{line}\n" * 23, encoding="utf-8")
    found = subprocess.run(
        ["sh", "-c", 'ulimit -v 1000000; "$0" -m dedup scan in "$1" --no-stories', sys.executable, str(tmp_path)],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (found.returncode, found.stderr) == (0, "")
    assert "2 articles read, 1 skipped" in found.stdout
    assert "MemoryError" in found.stdout
