"""Errors as answers: a status, and `{"error": KIND, "message": WORDS}`. Words of ours are for the client to read."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Self

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from dedup.errors import DamagedDataError, DedupError, StorageError
from dedup.reports.sanitize import one_line
from dedup.serialization import dumps

JSON = "application/json"
RETRY_SECONDS = 1  # a full queue is empty again after some seconds


class Problem(HTTPException):
    """Ends a request with an error; `kind` names the class of the error that a client raises."""

    def __init__(
        self, status: int, message: str, kind: str = "InputError", headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(status, message, headers)
        self.kind = kind

    @classmethod
    def busy(cls, reason: str) -> Self:
        """The server has too much to do just now."""
        return cls(429, f"{reason}: try again", "StorageError", {"Retry-After": str(RETRY_SECONDS)})

    @classmethod
    def late(cls) -> Self:
        """The answer took too long; the work may go on."""
        return cls(503, "the answer takes too long: try again", "StorageError", {"Retry-After": str(RETRY_SECONDS)})

    @classmethod
    def not_stored(cls, name: object) -> Self:
        """Nothing of this name is stored."""
        return cls(404, f"{name!r} is not stored", "KeyError")


class JsonAnswer(Response):
    """Plain data as the body of an answer."""

    media_type = JSON

    def render(self, content: object) -> bytes:
        """The bytes of the body."""
        return dumps(content)


class DuplexAnswer(Response):
    """Pieces that are sent while the body of the request still comes, which Starlette's own kind would read itself."""

    def __init__(self, pieces: AsyncIterator[bytes], media_type: str) -> None:
        super().__init__(media_type=media_type)
        del self.headers["content-length"]
        self._pieces = pieces

    async def __call__(self, _: Scope, __: Receive, send: Send) -> None:
        """Send all pieces."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        async for piece in self._pieces:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


def problem_answer(_: Request, error: Exception) -> Response:
    """The answer to a request that failed."""
    if isinstance(error, HTTPException):
        kind = error.kind if isinstance(error, Problem) else "InputError"
        return JsonAnswer({"error": kind, "message": one_line(error.detail)}, error.status_code, error.headers)
    if not isinstance(error, DedupError):
        return JsonAnswer({"error": "StorageError", "message": "an unexpected error; the server's log has it"}, 500)
    if isinstance(error, StorageError):
        status, headers = 503, {"Retry-After": str(RETRY_SECONDS)}
    else:
        status, headers = (500, {}) if isinstance(error, DamagedDataError) else (400, {})
    kind = next(each.__name__ for each in type(error).__mro__ if each.__module__ == DedupError.__module__)
    return JsonAnswer({"error": kind, "message": one_line(str(error))}, status, headers)
