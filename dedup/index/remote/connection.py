"""Requests to a server, over connections that are kept; what may be repeated is repeated until patience is at its end.

A request whose answer got lost is sent again under the same key: the server gives the answer that it gave. A server
that is busy says when to come again.
"""

from __future__ import annotations

import base64
import http.client
import json
import os
import time
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import SplitResult, unquote, urlencode, urlsplit, urlunsplit

from dedup.errors import DamagedDataError, DedupError, InputError, SettingsError, StorageError
from dedup.index.remote.wire_format import JSON, KEY_HEADER
from dedup.serialization import dumps, loads

TOKEN_VARIABLE = "DEDUP_TOKEN"  # noqa: S105 - the name of the variable, not what it holds
ANSWER_SECONDS = 120.0  # a server is waited for, once it has the request
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 2.0  # seconds between attempts, doubled each time
ERRORS: dict[str, type[DedupError]] = {
    each.__name__: each for each in (InputError, SettingsError, StorageError, DamagedDataError)
}


class NotStoredError(Exception):
    """The server holds nothing of the name that was asked for."""


class TooLargeError(InputError):
    """The server takes no body of this size."""


class Reply(NamedTuple):
    """Status and body of an answer, and the seconds after which a busy server wants to be asked again."""

    status: int
    body: bytes
    retry_seconds: float | None = None


class _Request(NamedTuple):
    method: str
    target: str
    body: bytes | None
    headers: Mapping[str, str]
    seconds: float | None  # to wait for the answer


class ServerConnection:
    """Speaks to one server; its address may hold a token: `http://TOKEN@host:8080`, else DEDUP_TOKEN does.

    Several threads may use it at once. StorageError when the server cannot be reached for `patience` seconds.
    """

    def __init__(self, url: str, patience: float) -> None:
        parts = _address_parts(url)
        self._secure = parts.scheme == "https"
        self._host, self._port = str(parts.hostname), parts.port
        self._root = parts.path.rstrip("/")
        self.name = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], self._root, "", ""))
        token = parts.password or parts.username
        token = unquote(token) if token else os.environ.get(TOKEN_VARIABLE)
        credentials = base64.b64encode(f":{token}".encode()).decode() if token else ""
        self._headers = {"Authorization": f"Basic {credentials}"} if token else {}
        self._patience = patience
        self._idle: list[http.client.HTTPConnection] = []
        self._is_closed = False

    def get(self, path: str, **query: str) -> Any:
        """What the server has at a path."""
        return self.ask("GET", path, query)

    def post(self, path: str, body: object, *, key: str | None = None, seconds: float | None = ANSWER_SECONDS) -> Any:
        """The answer to a body; `key` names an addition, so that it can be repeated."""
        return self.ask("POST", path, body=body, key=key, seconds=seconds)

    def change(self, method: str, path: str, query: Mapping[str, str] | None = None, *, body: object = None) -> Any:
        """The answer to a request that must not be repeated; StorageError if it gets lost."""
        return self.ask(method, path, query, body=body, seconds=None, may_repeat=False)

    def ask(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        *,
        body: object = None,
        key: str | None = None,
        seconds: float | None = ANSWER_SECONDS,
        may_repeat: bool = True,
    ) -> Any:
        """The plain data of an answer; the server's own error otherwise."""
        self._check_open()
        target = f"{self._root}{path}" + (f"?{encode_query(query)}" if query else "")
        data = None if body is None else dumps(body)
        described = {KEY_HEADER: key, "Content-Type": data and JSON}
        headers = self._headers | {name: value for name, value in described.items() if value}
        end, pause = time.monotonic() + self._patience, FIRST_PAUSE
        while True:
            try:
                reply = self._send(_Request(method, target, data, headers, seconds), may_repeat)
            except (OSError, http.client.HTTPException) as error:
                reason = str(error) or type(error).__name__
                if not may_repeat:
                    raise StorageError(f"{self.name}: the answer got lost, the work may be done: {reason}") from error
                if time.monotonic() > end:
                    raise StorageError(f"{self.name}: no answer for {self._patience:.0f} seconds: {reason}") from error
            else:
                if reply.retry_seconds is None or time.monotonic() > end:
                    return self._read(reply)
                pause = max(pause, reply.retry_seconds)
            time.sleep(min(pause, LONGEST_PAUSE))
            pause *= 2

    def lines(self, path: str) -> Iterator[bytes]:
        """The lines of an answer as they come."""
        self._check_open()
        connection = self._connect(ANSWER_SECONDS)
        try:
            connection.request("GET", f"{self._root}{path}", headers=self._headers)
            response = connection.getresponse()
            if response.status != http.client.OK:
                self._read(Reply(response.status, response.read()))
            yield from response
        except (OSError, http.client.HTTPException) as error:
            raise StorageError(f"{self.name}: the answer broke off: {error}") from error
        finally:
            connection.close()

    def close(self) -> None:
        """Close all connections; whatever is asked afterwards is a StorageError."""
        self._is_closed = True
        while self._idle:
            self._idle.pop().close()

    def _check_open(self) -> None:
        if self._is_closed:
            raise StorageError(f"{self.name}: the index is closed")

    def _connect(self, seconds: float | None) -> http.client.HTTPConnection:
        kind = http.client.HTTPSConnection if self._secure else http.client.HTTPConnection
        return kind(self._host, self._port, timeout=seconds)

    def _send(self, request: _Request, may_repeat: bool) -> Reply:
        """Send one request; on a connection that was kept, which the server may have closed, once more."""
        connection = self._idle.pop() if self._idle and may_repeat else None
        if connection is not None:
            try:
                return self._exchange(connection, request)
            except (ConnectionError, http.client.BadStatusLine):
                pass
        return self._exchange(self._connect(request.seconds), request)

    def _exchange(self, connection: http.client.HTTPConnection, request: _Request) -> Reply:
        try:
            if connection.sock is not None:
                connection.sock.settimeout(request.seconds)
            connection.request(request.method, request.target, request.body, request.headers)
            response = connection.getresponse()
            body = response.read()
        except BaseException:
            connection.close()
            raise
        if response.will_close:
            connection.close()
        else:
            self._idle.append(connection)
        return Reply(response.status, body, _retry_seconds(response))

    def _read(self, reply: Reply) -> Any:
        if reply.status in (http.client.OK, http.client.CREATED):
            return loads(reply.body)
        if reply.status == http.client.NO_CONTENT:
            return None
        try:
            problem = json.loads(reply.body)
            message, kind = str(problem.get("message")), problem.get("error")
        except (ValueError, AttributeError):
            problem, kind, message = {}, None, reply.body[:200].decode(errors="replace")
        if reply.status == http.client.CONFLICT and isinstance(problem, dict) and "status" in problem:
            return problem  # a verdict
        if reply.status == http.client.NOT_FOUND and kind == "KeyError":
            raise NotStoredError(message)
        if reply.status == http.client.REQUEST_ENTITY_TOO_LARGE:
            raise TooLargeError(f"{self.name}: {message}")
        raise ERRORS.get(str(kind), StorageError)(f"{self.name}: {message}")


def encode_query(query: Mapping[str, str]) -> str:
    r"""Parameters of an address; lone surrogates as the bytes that they stand for.

    >>> encode_query({"id": "a b\udc80"})
    'id=a+b%ED%B2%80'
    """
    return urlencode({name: value.encode("utf-8", "surrogatepass") for name, value in query.items()})


def _retry_seconds(response: http.client.HTTPResponse) -> float | None:
    """When a busy server wants to be asked again."""
    if response.status not in (http.client.TOO_MANY_REQUESTS, http.client.SERVICE_UNAVAILABLE):
        return None
    stated = response.getheader("Retry-After", "")
    return float(stated) if stated.isdecimal() else FIRST_PAUSE


def _address_parts(url: str) -> SplitResult:
    """The parts of a server's address; InputError if there can be no such host or port."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  # which raises what is wrong with it
        (parts.hostname or "").encode("idna")
    except ValueError as error:  # UnicodeError is one
        raise InputError(f"{url}: no address: {error}") from error
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InputError(f"{url}: the address of a server is http://HOST:PORT")
    return parts
