"""The process that extracts HTML pages: reads requests, one after the other, and writes an answer to each.

It bounds its own memory and time. Where a process can fork, it imports what it needs and has a child answer, which a
timer of the system ends if a page takes too long, whatever library hangs: the next child is there at once, as the
imports take as long as a dozen pages. Counted is CPU time, so that a loaded machine loses no page. Elsewhere the
watchdog of `faulthandler` ends the process. `extractor.py` starts it.
"""

from __future__ import annotations

import faulthandler
import gc
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from dedup.errors import InputError
from dedup.sources.decoding.bounded_reading import read_one_article, reading_error
from dedup.sources.decoding.compression import open_decompressed
from dedup.sources.pages.messages import LATE, PAGE, READY, REASON, PageRequest, receive, send

if TYPE_CHECKING:
    from dedup.settings.limit_settings import LimitSettings

_FAILED = 2  # how a child ends that did not answer
_MAX_WAITING = 10  # times the CPU time that a page may take: it may wait for a disk, or for its turn


class WorkerLimits(NamedTuple):
    """What a page may cost; a `LimitSettings` would take as long to import as three pages to extract."""

    max_page_seconds: float = 10.0
    max_page_memory: int = 4 << 30
    max_source_bytes: int = 1 << 26
    max_unpacked_ratio: int = 200
    max_unpacked_bytes: int = 1 << 40
    max_page_tags: int = 1_000_000
    max_tag_attributes: int = 10_000

    @classmethod
    def of_arguments(cls, given: Sequence[str]) -> WorkerLimits:
        """The limits as `arguments` gives them; without any, the defaults."""
        numbers: list[Any] = [int(each) if each.isdecimal() else float(each) for each in given]
        return cls(*numbers)

    @classmethod
    def arguments(cls, limits: LimitSettings) -> list[str]:
        """Limits of a run as arguments of the worker."""
        return [str(getattr(limits, name)) for name in cls._fields]


def _bound_memory(max_bytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (max_bytes, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _serve(limits: WorkerLimits) -> None:
    """Extract pages until the other side closes its pipe."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # output of a library must not get between the answers
    _bound_memory(limits.max_page_memory)
    import dedup.sources.pages.extraction  # noqa: F401 - here, so that each child has it

    send(answers, READY, b"")
    if hasattr(os, "fork"):
        _serve_by_children(answers, limits)
    else:
        _answer_all(answers, limits, _end_by_watchdog)


def _serve_by_children(answers: IO[bytes], limits: WorkerLimits) -> None:
    """Have a child answer, and another one after each page that takes too long; only then no answer is half written.

    A signal that ends the group ends the child, and this process when it has waited for it: so that what the child took
    is counted.
    """
    gc.freeze()  # so that children share the memory of what is imported
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    is_late = True
    while is_late:
        child = os.fork()
        if not child:
            _answer_and_exit(answers, limits)
        _, status = os.waitpid(child, 0)
        is_late = os.waitstatus_to_exitcode(status) in (-signal.SIGPROF, -signal.SIGALRM)
        if is_late:
            send(answers, LATE, b"")


def _answer_and_exit(answers: IO[bytes], limits: WorkerLimits) -> None:
    code = _FAILED
    for each in (signal.SIGTERM, signal.SIGPROF, signal.SIGALRM):
        signal.signal(each, signal.SIG_DFL)
    try:
        _answer_all(answers, limits, _end_by_timers)
        code = 0
    finally:
        os._exit(code)


def _answer_all(answers: IO[bytes], limits: WorkerLimits, end_after: Callable[[float], None]) -> None:
    while request := receive(sys.stdin.buffer):
        end_after(limits.max_page_seconds)
        kind, content = _answer(PageRequest.from_bytes(request[1]), limits)
        end_after(0)
        send(answers, kind, content)


def _end_by_timers(seconds: float) -> None:
    """End this process after so many seconds of CPU, or when it has waited too long; 0 stops both timers."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, _MAX_WAITING * seconds)


def _end_by_watchdog(seconds: float) -> None:
    """End this process after so many seconds, 0 for never; its standard error goes nowhere."""
    if seconds:
        faulthandler.dump_traceback_later(seconds, exit=True)
    else:
        faulthandler.cancel_dump_traceback_later()


def _answer(page: PageRequest, limits: WorkerLimits) -> tuple[bytes, bytes]:
    from dedup.sources.pages.extraction import extract_page
    from dedup.sources.pages.page_tree import TreeLimits

    of_tree = TreeLimits(limits.max_page_tags, limits.max_tag_attributes)
    try:
        return PAGE, extract_page(_html_of(page, limits), page.url, page.charset, of_tree).to_json()
    except InputError as error:
        return REASON, str(error).encode()
    except MemoryError:
        return REASON, f"extracting the main text takes more than {limits.max_page_memory:,} bytes of memory".encode()
    except Exception as error:  # one page must not end the worker
        return REASON, f"the main text cannot be extracted: {type(error).__name__}".encode()


def _html_of(page: PageRequest, limits: WorkerLimits) -> bytes:
    """The bytes of a page; InputError if its file cannot be read."""
    if page.path is None:
        return page.html
    try:
        with open_decompressed(Path(page.path), limits) as stream:
            return read_one_article(stream, limits)
    except OSError as error:
        raise InputError(reading_error(error)) from error


if __name__ == "__main__":
    _serve(WorkerLimits.of_arguments(sys.argv[1:]))
