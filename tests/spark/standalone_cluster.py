"""A master of Spark and its workers on loopback, as processes of this machine that can be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

import pyspark

LAUNCHER = Path(pyspark.__file__).parent / "bin" / "spark-class"
MASTER = "org.apache.spark.deploy.master.Master"
WORKER = "org.apache.spark.deploy.worker.Worker"
PORT, PAGE_PORT = 17077, 18080
STARTED_WITHIN = 120  # seconds, on a machine that is busy with other tests


class Cluster:
    """A running master with workers of one core each."""

    def __init__(self, folder: Path) -> None:
        self.address = f"spark://127.0.0.1:{PORT}"
        self._folder = folder
        self._processes = [_start(folder, MASTER, "--host", "127.0.0.1", "--port", PORT, "--webui-port", PAGE_PORT)]
        self._workers: list[subprocess.Popen[bytes]] = []

    def add_worker(self) -> None:
        """Start a worker."""
        number = len(self._workers)
        place = ("--work-dir", self._folder / f"worker-{number}", "--host", "127.0.0.1", "--webui-port", 0)
        self._workers.append(_start(self._folder, WORKER, "--cores", 1, "--memory", "2g", *place, self.address))

    def kill_worker(self) -> None:
        """Kill the oldest worker with its executors and their Python, at once; another one is started."""
        worker = next(each for each in self._workers if each.poll() is None)
        _kill(worker)
        self.add_worker()

    def wait_for_workers(self, count: int) -> None:
        """Wait until the master knows so many workers."""
        ends = time.monotonic() + STARTED_WITHIN
        while time.monotonic() < ends:
            try:
                with urlopen(f"http://127.0.0.1:{PAGE_PORT}/json/") as page:  # our own address
                    if page.read().count(b'"ALIVE"') >= count + 1:  # the master is one of them
                        return
            except OSError:
                pass
            time.sleep(0.3)
        raise TimeoutError("the workers of Spark did not start")

    def stop(self) -> None:
        """End all processes."""
        for process in [*self._workers, *self._processes]:
            if process.poll() is None:
                _kill(process)


@contextmanager
def standalone_cluster(folder: Path) -> Iterator[Cluster]:
    """A cluster of two workers."""
    cluster = Cluster(folder)
    try:
        cluster.add_worker()
        cluster.add_worker()
        cluster.wait_for_workers(2)
        yield cluster
    finally:
        cluster.stop()


def _start(folder: Path, *command: object) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_DAEMON_MEMORY": "256m"}
    with (folder / "cluster.log").open("ab") as log:
        return subprocess.Popen([str(LAUNCHER), *map(str, command)], stdout=log, stderr=log, env=environment)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process with all below it, some of which may have ended since they were listed."""
    for each in [*_descendants(process.pid), process.pid]:
        with suppress(ProcessLookupError):
            os.kill(each, signal.SIGKILL)
    process.wait()


def _descendants(process: int) -> list[int]:
    """The processes below one, lowest first."""
    parents = {}
    for each in Path("/proc").iterdir():
        if each.name.isdigit():
            try:
                parents[int(each.name)] = int((each / "stat").read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
    found, level = list[int](), [process]
    while level:
        level = [child for child, parent in parents.items() if parent in level]
        found = [*level, *found]
    return found
