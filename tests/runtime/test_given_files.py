"""Files named by hand are read whatever they are, and nothing waits for what never comes."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dedup.cli.application import command_line
from dedup.runtime.files import given_files
from dedup.runtime.files.given_files import open_given_file

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")

READERS = {
    "settings": "settings --settings {}",
    "labels": "eval {} .",
    "plan": "clean --apply {} --output out",
    "token": "serve news.dedup --token-file {}",
}


def test_a_stored_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"rain" * 30_000)
    with open_given_file(tmp_path / "a") as file:
        assert file.read() == b"rain" * 30_000
    (tmp_path / "a").write_bytes(b"")
    assert open_given_file(tmp_path / "a").read() == b""


def test_a_pipe_is_read_to_its_end() -> None:
    reader, writer = os.pipe()

    def write() -> None:
        for _ in range(3):
            os.write(writer, b"rain" * 10_000)
        os.close(writer)

    thread = threading.Thread(target=write)
    thread.start()
    assert open_given_file(Path(f"/dev/fd/{reader}")).read() == b"rain" * 30_000
    thread.join()
    os.close(reader)


def test_what_never_ends_stops_at_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(given_files, "MAX_BYTES", 1 << 20)
    with pytest.raises(OSError, match="no stored file, and longer than 1,048,576 bytes"):
        open_given_file(Path("/dev/zero"))


@pytest.mark.parametrize("kind", READERS)
def test_a_pipe_that_nobody_writes_to_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    done = CliRunner().invoke(command_line(), READERS[kind].format("pipe").split())
    assert (done.exit_code, type(done.exception)) == (2, SystemExit)
    assert "pipe: cannot be read: a pipe that nobody writes to" in done.output
