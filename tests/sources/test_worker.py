"""The process that extracts pages: what ends it ends one page only."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.errors import InputError
from dedup.settings import LimitSettings
from dedup.settings.limit_settings import DEFAULT_LIMITS
from dedup.sources.pages import messages
from dedup.sources.pages.extractor import PageExtractor
from dedup.sources.pages.messages import PageRequest
from dedup.sources.pages.page_tree import TreeLimits
from dedup.sources.pages.worker import WorkerLimits

PAGE = b"<html><body><p>The river rose by a metre during the night, and the bridge was closed.</p></body></html>"
TEXT = "The river rose by a metre during the night, and the bridge was closed."
STUCK = b"<html><body>" + (b"<p " + b" ".join(b"a%d=1" % n for n in range(9_900)) + b">") * 300


def process_of(extractor: PageExtractor) -> subprocess.Popen[bytes]:
    process = extractor._process
    assert process is not None
    return process


def test_one_process_serves_all_pages_and_ends_with_the_block() -> None:
    with PageExtractor() as extractor:
        assert extractor._process is None
        assert extractor.extract(PAGE).text == TEXT
        process = process_of(extractor)
        with pytest.raises(InputError, match="no main text"):
            extractor.extract(b"<html></html>")
        assert extractor.extract(PAGE).text == TEXT
        assert process_of(extractor) is process
    assert process.poll() is not None


def test_a_worker_has_the_limits_of_the_settings() -> None:
    assert WorkerLimits.of_arguments(WorkerLimits.arguments(DEFAULT_LIMITS)) == WorkerLimits()
    assert TreeLimits(DEFAULT_LIMITS.max_page_tags, DEFAULT_LIMITS.max_tag_attributes) == TreeLimits()


def test_a_page_that_takes_too_long_ends_alone() -> None:
    with PageExtractor(LimitSettings(max_page_seconds=1)) as extractor:
        with pytest.raises(InputError, match="extracting the main text took more than 1 s"):
            extractor.extract(STUCK)
        assert (extractor._process is not None) == hasattr(os, "fork")  # the next page waits for no imports
        assert extractor.extract(PAGE).text == TEXT


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no FIFOs")
def test_a_page_may_wait_but_not_for_ever(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    os.mkfifo(path)
    with PageExtractor(LimitSettings(max_page_seconds=1)) as extractor, ThreadPoolExecutor() as threads:
        extractor.extract(PAGE)
        asked = threads.submit(extractor.extract, path)
        time.sleep(1.5)  # as on a loaded machine: the process does not run
        path.write_bytes(PAGE)
        assert asked.result().text == TEXT
        with pytest.raises(InputError, match=r"took more than 1(\.0)? s"):
            extractor.extract(path)
        assert extractor.extract(PAGE).text == TEXT


def child_of(process: subprocess.Popen[bytes]) -> int:
    return int(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii"))


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="this system has no /proc")
@pytest.mark.parametrize("number", ["SIGSEGV", "SIGKILL"])
def test_a_crash_ends_one_page(number: str) -> None:
    with PageExtractor() as extractor:
        extractor.extract(PAGE)
        os.kill(child_of(process_of(extractor)), getattr(signal, number))
        with pytest.raises(InputError, match="crashed"):
            extractor.extract(PAGE)
        assert extractor.extract(PAGE).text == TEXT


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="this system has no /proc")
def test_a_page_that_is_stuck_ends_with_the_block() -> None:
    with PageExtractor() as extractor, ThreadPoolExecutor() as threads:
        extractor.extract(PAGE)
        child = child_of(process_of(extractor))
        asked = threads.submit(extractor.extract, STUCK)
        time.sleep(0.2)
        start = time.monotonic()
        extractor.terminate()
        with pytest.raises(InputError, match="crashed"):
            asked.result()
        assert time.monotonic() - start < DEFAULT_LIMITS.max_page_seconds / 2
        assert not Path(f"/proc/{child}/exe").exists()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="this system has no /proc")
def test_the_processes_end_with_the_program_however_it_ends() -> None:
    program = (
        "import os, signal\n"
        "from dedup.sources.pages.extractor import PageExtractor\n"
        "extractor = PageExtractor()\n"
        f"extractor.extract({PAGE!r})\n"
        "pid = extractor._process.pid\n"
        "print(pid, open(f'/proc/{pid}/task/{pid}/children').read(), flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    left = [int(number) for number in done.stdout.split()]
    assert len(left) == 2
    for _ in range(100):
        if not any(Path(f"/proc/{each}/exe").exists() for each in left):
            break
        time.sleep(0.1)
    assert not any(Path(f"/proc/{each}/exe").exists() for each in left)


def test_a_worker_that_does_not_start_blames_no_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lxml.py").write_text("import what_is_not_installed")
    monkeypatch.syspath_prepend(tmp_path)
    with PageExtractor() as extractor, pytest.raises(InputError, match="does not start"):
        extractor.extract(PAGE)


def test_modules_in_the_current_folder_are_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lxml.py").write_text("raise SystemExit")
    monkeypatch.chdir(tmp_path)
    with PageExtractor() as extractor:
        assert extractor.extract(PAGE).text == TEXT


def test_the_library_loads_no_parser_of_pages_itself() -> None:
    program = (
        "import sys, dedup.sources.reader\n"
        "from dedup.sources.pages.extractor import PageExtractor\n"
        f"with PageExtractor() as extractor: extractor.extract({PAGE!r})\n"
        "print({'trafilatura', 'bs4', 'lxml', 'chardet', 'zstandard'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_messages_are_whole_or_none(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    with path.open("wb") as pipe:
        messages.send(pipe, b"P", b"content")
    whole = path.read_bytes()
    for size in range(len(whole) + 1):
        path.write_bytes(whole[:size])
        with path.open("rb") as pipe:
            assert messages.receive(pipe) == ((b"P", b"content") if size == len(whole) else None)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_page_in_a_file_is_read_by_the_process(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "rain \N{LATIN SMALL LETTER E WITH ACUTE}.html"
    path.write_bytes(pack(PAGE))
    with PageExtractor() as extractor:
        assert extractor.extract(path) == extractor.extract(PAGE)
        path.unlink()
        with pytest.raises(InputError, match="cannot be read: no such file"):
            extractor.extract(path)
        path.write_bytes(b"")
        with pytest.raises(InputError, match="empty"):
            extractor.extract(path)
        assert extractor.extract(PAGE).text == TEXT


def test_a_page_in_a_file_may_cost_no_more_than_any_other(tmp_path: Path) -> None:
    large, bomb, cut_off = (tmp_path / name for name in ("large.html", "bomb.html", "cut-off.html"))
    large.write_bytes(PAGE + b" " * 5000)
    bomb.write_bytes(gzip.compress(b" " * 1_000_000))
    cut_off.write_bytes(gzip.compress(PAGE)[:-4])
    with PageExtractor(LimitSettings(max_source_bytes=4000, max_unpacked_ratio=10)) as extractor:
        for path, reason in ((large, "larger than 4,000 bytes"), (bomb, "bomb"), (cut_off, "ends too early")):
            with pytest.raises(InputError, match=reason):
                extractor.extract(path)


@given(st.builds(PageRequest, st.binary(), *[st.none() | st.text()] * 3))
def test_a_request_comes_as_it_was_sent(page: PageRequest) -> None:
    assert PageRequest.from_bytes(page.to_bytes()) == page
