"""A server in a process of its own, which may be killed; and raw sockets, for what no client would send."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class ServeProcess:
    """A running `dedup serve`, and its address."""

    process: subprocess.Popen[str]
    url: str

    def kill(self) -> None:
        """End it without a word."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        """Ask it to end; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


@contextmanager
def serve_process(path: Path, *options: str, bind: str = "127.0.0.1:0") -> Iterator[ServeProcess]:
    """Serve the index in a file."""
    command = [sys.executable, "-m", "dedup", "serve", str(path), "--bind", bind, *options]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        said = process.stderr.readline()
        found = re.search(r"http://\S+", said)
        assert found, said + process.stderr.read()
        yield ServeProcess(process, found[0])
    finally:
        process.kill()
        process.wait()
        if process.stderr is not None:
            process.stderr.close()


@contextmanager
def connected(url: str) -> Iterator[socket.socket]:
    """A socket to a server."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port), timeout=20) as made:
        yield made


def exchange(url: str, request: bytes) -> bytes:
    """All that a server says to some bytes until it closes the connection."""
    with connected(url) as made:
        made.sendall(request)
        return received(made)


def received(made: socket.socket) -> bytes:
    """All that comes until the other side closes."""
    found = bytearray()
    try:
        while piece := made.recv(1 << 16):
            found += piece
    except ConnectionResetError:
        pass
    except TimeoutError:
        pytest.fail("the server keeps the connection")
    return bytes(found)
