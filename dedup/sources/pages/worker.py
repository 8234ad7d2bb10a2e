"""Extracts HTML pages in a separate process, which can be killed.

A page can hang an HTML parser (300,000 attributes in one tag take more than 25 s) or crash it, and a thread cannot be
stopped from outside. So pages are sent over pipes to one long-lived process, which is started with the first page, and
again after a page that ended it. The pipes cost little beside the extraction. The process limits the time itself: the
watchdog of `faulthandler` ends it if a page takes too long, whatever library hangs.

A message is one byte for its kind, its length in eight bytes, and its content. To the worker: a page, as a JSON object
of what is known about it (`url`, `charset`), a line feed, and its bytes. From the worker: the article as JSON, or
the reason why there is none.
"""

from __future__ import annotations

import faulthandler
import logging
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import IO, Self

import orjson

from dedup.errors import InputError
from dedup.sources.article_parts import ArticleParts

_READY, _PAGE, _REASON = b"!", b"P", b"R"
_LENGTH_BYTES = 8
_MAX_MEMORY_BYTES = 4 << 30  # extraction takes about 30 times the size of a page: 2 GiB for the largest one


class PageExtractor:
    """Extracts the article of an HTML page; its process starts with the first page and ends with the `with` block."""

    def __init__(self, max_page_seconds: float) -> None:
        self._page_seconds = max_page_seconds
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.terminate()

    def extract(self, source: bytes, url: str | None = None, charset: str | None = None) -> ArticleParts:
        """Extract the article; InputError with the reason if that fails, takes too long or crashes.

        `url` and `charset` are what the container of the page says about it, if anything.
        """
        process = self._process = self._process or _start(self._page_seconds)
        asked = monotonic()
        known = orjson.dumps({"url": url, "charset": charset})
        answer = _request(process, known + b"\n" + source)
        if answer is None:
            self.terminate()
            raise InputError(self._termination_reason(monotonic() - asked))
        kind, content = answer
        if kind == _REASON:
            raise InputError(content.decode())
        return ArticleParts.from_json(content)

    def _termination_reason(self, seconds: float) -> str:
        if seconds >= self._page_seconds:
            return f"extracting the main text took more than {self._page_seconds:g} s"
        return "extracting the main text crashed, or needed too much memory"

    def terminate(self) -> None:
        """End the process, if there is one; a thread that waits for its answer gets none."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            with suppress(OSError, ValueError):  # another thread may be at its pipes
                process.communicate()


def _request(process: subprocess.Popen[bytes], page: bytes) -> tuple[bytes, bytes] | None:
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        _send(process.stdin, _PAGE, page)
        return _receive(process.stdout)
    except OSError:  # the pipe is closed on the other side
        return None


def _start(max_page_seconds: float) -> subprocess.Popen[bytes]:
    """Start a worker, and wait until it has imported its modules, so that no page is blamed for a failed import.

    It searches the module path of this process and nothing else (`-P`: not the current folder). InputError if it does
    not start: then the installation is broken, and no page is at fault.
    """
    search_path = os.pathsep.join(folder or str(Path.cwd()) for folder in sys.path)
    process = subprocess.Popen(  # noqa: S603  # this program itself
        [sys.executable, "-P", "-m", "dedup.sources.pages.worker", str(max_page_seconds)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": search_path, "OPENBLAS_NUM_THREADS": "1"},
    )
    assert process.stdout is not None
    if _receive(process.stdout) is None:
        process.communicate()
        raise InputError("extraction of main texts does not start; `python -m dedup.sources.pages.worker` says why")
    return process


def _send(pipe: IO[bytes], kind: bytes, content: bytes) -> None:
    pipe.write(kind + len(content).to_bytes(_LENGTH_BYTES) + content)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> tuple[bytes, bytes] | None:
    """The kind and content of the next message; None if the other side has ended."""
    head = pipe.read(1 + _LENGTH_BYTES)
    size = int.from_bytes(head[1:])
    content = pipe.read(size)
    return (head[:1], content) if len(head) > _LENGTH_BYTES and len(content) == size else None


def _bound_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (_MAX_MEMORY_BYTES, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _serve(max_page_seconds: float = 60.0) -> None:
    """Extract pages until the other side closes its pipe."""
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # output of a library must not get between the answers
    _bound_memory()
    logging.disable()
    from dedup.sources.pages.extraction import extract_page

    def answer(page: bytes) -> tuple[bytes, bytes]:
        known, _, source = page.partition(b"\n")
        try:
            return _PAGE, extract_page(source, **orjson.loads(known)).to_json()
        except InputError as error:
            return _REASON, str(error).encode()
        except Exception as error:  # one page must not end the worker
            return _REASON, f"the main text cannot be extracted: {type(error).__name__}".encode()

    _send(answers, _READY, b"")
    with Path(os.devnull).open("w") as nowhere:
        while request := _receive(requests):
            faulthandler.dump_traceback_later(max_page_seconds, exit=True, file=nowhere)
            kind, content = answer(request[1])
            faulthandler.cancel_dump_traceback_later()
            _send(answers, kind, content)


if __name__ == "__main__":
    _serve(*map(float, sys.argv[1:]))
