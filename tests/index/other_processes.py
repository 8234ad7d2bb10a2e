"""Work done in processes of its own, which may be killed; how thorough to be."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass

import pytest

NIGHTLY = "NIGHTLY" in os.environ  # ten to seventy times as many examples

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


@dataclass(frozen=True, slots=True)
class Child:
    """A process and what it tells: lines, one by one."""

    pid: int
    told: int  # a pipe's end

    def lines(self) -> list[str]:
        """Wait for its end, and give the lines that it told until then."""
        with os.fdopen(self.told, "rb") as pipe:
            lines = pipe.read().decode().splitlines()
        os.waitpid(self.pid, 0)
        return lines

    def kill(self) -> None:
        """End it, as the system would: without a word."""
        os.kill(self.pid, signal.SIGKILL)


def start(work: Callable[[Callable[[str], None]], None]) -> Child:
    """Do work in another process; it is given a function that tells a line."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writer)
        return Child(pid, reader)
    try:
        os.close(reader)
        work(lambda line: _write(writer, line))
    except BaseException as error:
        _write(writer, f"failed: {type(error).__name__}: {error}")
    finally:
        os._exit(0)


def _write(pipe: int, line: str) -> None:
    os.write(pipe, f"{line}\n".encode())


def die() -> None:
    """Kill this process."""
    os.kill(os.getpid(), signal.SIGKILL)
