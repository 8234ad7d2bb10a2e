"""Serves an index until it is asked to stop, by uvicorn.

A signal to end stops the server gracefully: nobody new is let in, requests under way are answered, what waits is
added, and the index is closed. A second one ends it at once.
"""

from __future__ import annotations

import gc
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from typing import Any

from dedup.errors import InputError, MissingExtraError
from dedup.index.index import Index
from dedup.server.requests.limits import DEFAULT_LIMITS, ServerLimits

try:
    import uvicorn

    from dedup.server.http_application import make_application
    from dedup.server.requests.access import OWN_NAMES
    from dedup.server.requests.punctual_protocol import PunctualProtocol
    from dedup.server.service import Service
except ImportError as missing:
    raise MissingExtraError("the server needs Starlette and uvicorn: pip install 'newsdedup[server]'") from missing

SWITCH_SECONDS = 0.0005  # threads take turns so often: a question should not wait for Python code of an addition
KEEP_ALIVE_SECONDS = 60
BACKLOG = 512
MIN_TOKEN_CHARACTERS = 16


def bind_socket(address: str) -> socket.socket:
    """A socket at HOST:PORT; port 0 is any free one. InputError where that cannot be."""
    host, _, port = address.rpartition(":")
    if not host or not port.isascii() or not port.isdecimal() or int(port) >= 1 << 16:
        raise InputError(f"--bind {address}: an address is HOST:PORT, such as 127.0.0.1:8080")
    host = host.removeprefix("[").removesuffix("]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # else asyncio leaves Nagle's algorithm on
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, int(port)))
        made.listen(BACKLOG)
    except OSError as error:
        made.close()
        raise InputError(f"--bind {address}: {(error.strerror or str(error)).lower()}") from error
    except (TypeError, ValueError) as error:
        made.close()
        raise InputError(f"--bind {address}: no host can have this name") from error
    return made


def address_of(bound: socket.socket) -> str:
    """The address of a socket as a URL.

    >>> with bind_socket("127.0.0.1:0") as bound:
    ...     address_of(bound).startswith("http://127.0.0.1:")
    True
    """
    host, port = bound.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def check_tokens(bound: socket.socket, tokens: Sequence[str]) -> None:
    """InputError where other machines could reach a server without tokens, or where a token is no token."""
    if any(len(token) < MIN_TOKEN_CHARACTERS or not token.isascii() or not token.isprintable() for token in tokens):
        raise InputError(f"a token has {MIN_TOKEN_CHARACTERS} characters or more, of ASCII")
    host = bound.getsockname()[0]
    if not tokens and not host.startswith("127.") and host not in ("::1", *OWN_NAMES):
        raise InputError(f"--bind {host}: other machines reach this address: --token-file FILE is needed")


class IndexServer(uvicorn.Server):
    """Says when it is ready; its service is closed when it ends, in whatever way."""

    def __init__(self, config: uvicorn.Config, service: Service, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self.service = service
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets=sockets)
        if self.started:
            self._ready()


def make_server(
    index: Index,
    views: Index,
    questions: Index | None = None,
    *,
    tokens: Sequence[str] = (),
    stories: bool = False,
    limits: ServerLimits = DEFAULT_LIMITS,
    ready: Callable[[], None] = lambda: None,
) -> IndexServer:
    """A server of an index, which is closed when it ends; `server.run(sockets=[...])` serves.

    `views` and `questions` are the same index, opened again (`dedup.server.service.Service`).
    """
    protocol = type("Protocol", (PunctualProtocol,), {"limits": limits})
    service = Service(index, views, questions, stories=stories, limits=limits)
    config = uvicorn.Config(
        make_application(service, tokens),
        http=protocol,
        ws="none",
        lifespan="on",
        access_log=False,
        log_level="warning",
        server_header=False,
        backlog=BACKLOG,
        limit_concurrency=limits.max_connections,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=int(limits.stop_seconds),
    )
    return IndexServer(config, service, ready)


def serve(bound: socket.socket, index: Index, views: Index, questions: Index | None = None, **options: Any) -> None:
    """Serve at a socket until a signal comes."""
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.collect()
    gc.freeze()  # what is loaded stays: looking through it for garbage stops all threads for 70 ms, once a second
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, signal.SIG_IGN)  # uvicorn, which takes them first, sends them again when all is done
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))
    server = make_server(index, views, questions, **options)
    try:
        server.run(sockets=[bound])
    finally:
        server.service.close()
