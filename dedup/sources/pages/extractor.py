"""Has HTML pages extracted in a separate process, which can be killed.

A page can hang an HTML parser (300,000 attributes in one tag take more than 25 s) or crash it, and a thread cannot be
stopped from outside. So pages are sent over pipes (`messages.py`) to one long-lived process (`worker.py`), which is
started with the first page, and again after a page that crashed it; of a page that takes too long it says so, if it can
fork. A page that lies in a file of its own is not sent: the process reads and unpacks it, so that this is done on as
many cores as extraction.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Self

from dedup.errors import InputError
from dedup.settings.limit_settings import DEFAULT_LIMITS, LimitSettings
from dedup.sources.article_parts import ArticleParts
from dedup.sources.pages.messages import LATE, PAGE, REASON, PageRequest, receive, send
from dedup.sources.pages.worker import WorkerLimits


class PageExtractor:
    """Extracts the article of an HTML page; its process starts with the first page and ends with the `with` block."""

    def __init__(self, limits: LimitSettings = DEFAULT_LIMITS) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.terminate()

    def extract(self, page: bytes | Path, url: str | None = None, charset: str | None = None) -> ArticleParts:
        """Extract the article of a page, or of the page in a file; InputError with the reason if that fails, takes too
        long or crashes.
        """
        html, path = (b"", str(page.absolute())) if isinstance(page, Path) else (page, None)
        process = self._process = self._process or _start(self._limits)
        asked = monotonic()
        answer = _request(process, PageRequest(html, path, url, charset))
        if answer is None:
            self.terminate()
            raise InputError(self._termination_reason(monotonic() - asked))
        kind, content = answer
        if kind == LATE:
            raise InputError(self._late())
        if kind == REASON:
            raise InputError(content.decode())
        return ArticleParts.from_json(content)

    def _termination_reason(self, seconds: float) -> str:
        if seconds >= self._limits.max_page_seconds:
            return self._late()
        return "extracting the main text crashed, or needed too much memory"

    def _late(self) -> str:
        return f"extracting the main text took more than {self._limits.max_page_seconds:g} s"

    def terminate(self) -> None:
        """End the process, if there is one; a thread that waits for its answer gets none."""
        process, self._process = self._process, None
        if process is not None:
            _kill(process)
            with suppress(OSError, ValueError):  # another thread may be at its pipes
                process.communicate()


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process and its child, which are a group of their own."""
    if process.returncode is None and hasattr(os, "killpg"):
        with suppress(OSError):  # it has ended
            os.killpg(process.pid, signal.SIGTERM)
    else:
        process.kill()


def _request(process: subprocess.Popen[bytes], page: PageRequest) -> tuple[bytes, bytes] | None:
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        send(process.stdin, PAGE, page.to_bytes())
        return receive(process.stdout)
    except OSError:  # the pipe is closed on the other side
        return None


def _start(limits: LimitSettings) -> subprocess.Popen[bytes]:
    """Start a worker, and wait until it has imported its modules, so that no page is blamed for a failed import.

    It searches the module path of this process and nothing else (`-P`: not the current folder). InputError if it does
    not start: then the installation is broken, and no page is at fault.
    """
    search_path = os.pathsep.join(folder or str(Path.cwd()) for folder in sys.path)
    process = subprocess.Popen(  # noqa: S603  # this program itself
        [sys.executable, "-P", "-m", "dedup.sources.pages.worker", *WorkerLimits.arguments(limits)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": search_path, "OPENBLAS_NUM_THREADS": "1"},
        process_group=0 if os.name == "posix" else None,
    )
    assert process.stdout is not None
    if receive(process.stdout) is None:
        process.communicate()
        raise InputError("extraction of main texts does not start; `python -m dedup.sources.pages.worker` says why")
    return process
