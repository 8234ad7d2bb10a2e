"""Writers come in the order in which they asked; locks end with their process; what is noted is read again."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from threading import Thread

import pytest

from dedup.index.storage.sqlite.companion import Companion, Witness

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="locks of open files are Linux's")


@linux
def test_nobody_is_passed_by(tmp_path: Path) -> None:
    path, order = tmp_path / "witness", list[int]()

    def write(number: int) -> None:
        companion = Companion(path)
        with companion.turn(60):
            order.append(number)
        companion.close()

    first = Companion(path)
    with first.turn(60):
        threads = []
        for number in range(12):
            threads.append(Thread(target=write, args=(number,)))
            threads[-1].start()
            drawn = 2 + number
            while int.from_bytes(path.read_bytes()[:8], "little") < drawn:
                time.sleep(0.001)
        assert order == []
    for thread in threads:
        thread.join()
    first.close()
    assert order == [*range(12)]


@linux
def test_nobody_waits_for_the_dead(tmp_path: Path) -> None:
    path = tmp_path / "witness"
    pid = os.fork()
    if not pid:
        with Companion(path).turn(60):
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(pid, 0)
    companion = Companion(path)
    began = time.monotonic()
    with companion.turn(60):
        assert time.monotonic() - began < 30
    companion.close()


@linux
def test_after_so_many_seconds_the_database_decides(tmp_path: Path) -> None:
    one, other = Companion(tmp_path / "witness"), Companion(tmp_path / "witness")
    with one.turn(60), other.turn(0.01):
        pass
    one.close()
    other.close()


def test_a_witness_is_read_as_it_was_noted_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "witness"
    companion = Companion(path)
    assert companion.witness() is None
    assert not path.exists()
    noted = Witness(b"identity", 7, 2)
    companion.note(noted)
    assert companion.witness() == noted
    data = path.read_bytes()
    for place in range(64, len(data)):
        path.write_bytes(data[:place] + bytes([data[place] ^ 4]) + data[place + 1 :])
        assert companion.witness() is None
    path.write_bytes(data[:70])
    assert companion.witness() is None
    companion.close()


def test_without_a_file_nobody_is_hindered(tmp_path: Path) -> None:
    companion = Companion(tmp_path / "no folder" / "witness")
    companion.note(Witness(b"identity", 7, 2))
    assert companion.witness() is None
    with companion.turn(60):
        pass
    companion.close()
