"""A PostgreSQL server of the tests' own: made in a temporary folder, on a free port of loopback, by an ordinary user.

Debian keeps its programs out of the path; POSTGRES_BIN names their folder where they are elsewhere. Without them tests
are skipped, but for continuous integration, where they fail. As root the server is started as `postgres`, or nobody.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

START_SECONDS = 60
OPTIONS = (
    "fsync=off",
    "full_page_writes=off",
    "max_connections=30",
    "shared_buffers=32MB",
    "listen_addresses=127.0.0.1",
)
# No test cuts the power: what the server wrote survives its death without waiting for the disk.


def programs() -> Path | None:
    """The folder of the server's programs."""
    given = [Path(os.environ["POSTGRES_BIN"])] if "POSTGRES_BIN" in os.environ else []
    found = shutil.which("initdb")
    folders = [*given, *([Path(found).parent] if found else []), *sorted(Path("/usr/lib/postgresql").glob("*/bin"))]
    return next((folder for folder in reversed(folders) if (folder / "initdb").exists()), None)


def schema_of(path: Path) -> str:
    """A schema for what other tests keep in a file."""
    return f"at_{sha256(str(path).encode()).hexdigest()[:16]}"


class PostgresServer:
    """A server that can be stopped in any way and started again."""

    def __init__(self, folder: Path, programs: Path, options: Sequence[str] = OPTIONS) -> None:
        self.folder = folder
        self._programs = programs
        self._options = [part for option in options for part in ("-c", option)]
        self._user = _ordinary_user()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        if "user" in self._user:
            shutil.chown(folder, self._user["user"])
        made = [
            "initdb",
            "--pgdata",
            str(folder / "data"),
            "--username",
            "dedup",
            "--auth",
            "trust",
            "--no-sync",
            "-E",
            "UTF8",
        ]
        self._run(*made, "--locale", "C")
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def url(self) -> str:
        """The address of its one database."""
        return f"postgresql://dedup@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start, and wait until it answers."""
        command = [str(self._programs / "postgres"), "-D", str(self.folder / "data"), "-p", str(self.port)]
        command += ["-k", str(self.folder), *self._options]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd="/", **self._user)
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            ready = [str(self._programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
            if subprocess.run(ready, check=False).returncode == 0:
                return
            time.sleep(0.05)
        raise TimeoutError((self.folder / "log").read_text(errors="replace"))

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it: SIGINT is fast, SIGQUIT immediate."""
        assert self._process is not None
        self._process.send_signal(how)
        self._process.wait(30)

    def own(self, folder: Path, *, make: bool = False) -> None:
        """Give a folder to the user of the server, and make it before."""
        if make:
            folder.mkdir()
        if "user" in self._user:
            shutil.chown(folder, self._user["user"])

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), *arguments]
        subprocess.run(command, check=True, capture_output=True, cwd="/", **self._user)


def _ordinary_user() -> dict[str, Any]:
    """Whom root starts the server as: it refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
    raise RuntimeError("root needs a user postgres or nobody to start PostgreSQL as")


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A server for all tests of a process."""
    found = programs()
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("there is no PostgreSQL: `.ci/run` installs it")
        pytest.skip("needs PostgreSQL: apt-get install postgresql, or the variable POSTGRES_BIN")
    with TemporaryDirectory(prefix="dedup-postgres-") as folder:
        server = PostgresServer(Path(folder), found)
        yield server
        server.stop()
