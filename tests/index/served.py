"""An index that a server in a thread of this process holds, as a client sees it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

from dedup import Index, Settings
from dedup.index.remote.remote_index import RemoteIndex
from dedup.server.requests.limits import DEFAULT_LIMITS, ServerLimits
from dedup.server.serving import address_of, bind_socket, make_server
from dedup.settings import DEFAULT_SETTINGS


@contextmanager
def serving(
    path: Path,
    *,
    tokens: tuple[str, ...] = (),
    limits: ServerLimits = DEFAULT_LIMITS,
    stories: bool = False,
    settings: Settings = DEFAULT_SETTINGS,
) -> Iterator[str]:
    """Serve the index in a file; the address."""
    ready = Event()
    with bind_socket("127.0.0.1:0") as bound:
        index = Index(path, stories=stories, settings=settings)
        views = Index(path, settings=settings)
        questions = None if stories else Index(path, settings=settings)
        server = make_server(index, views, questions, tokens=tokens, stories=stories, limits=limits, ready=ready.set)
        thread = Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        assert ready.wait(20)
        try:
            yield address_of(bound)
        finally:
            server.should_exit = True
            thread.join()


class ServedIndex(RemoteIndex):
    """A client whose server stops when it is closed."""

    def __init__(self, path: Path, **options: Any) -> None:
        self._running = ExitStack()
        with ExitStack() as starting:
            url = starting.enter_context(serving(path, **options))
            super().__init__(url, **options)
            self._running = starting.pop_all()

    def close(self) -> None:
        """Close the client, then the server."""
        super().close()
        self._running.close()
