"""Reads bodies within limits: of bytes each, of bytes of all, and of time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.requests import Request

from dedup.server.requests.limits import ServerLimits
from dedup.server.requests.problems import Problem

LINE_END = b"\n"


class BodyReader:
    """Reads the bodies of one server's requests, and knows how many bytes of them there are now."""

    def __init__(self, limits: ServerLimits) -> None:
        self._limits = limits
        self.bytes_held = 0

    @asynccontextmanager
    async def read(self, request: Request) -> AsyncIterator[bytes]:
        """The body of a request, counted until the block ends; Problem where it is too large, slow, or one too many."""
        declared = request.headers.get("content-length", "")
        expected = int(declared) if declared.isdecimal() else 0
        if expected > self._limits.max_body_bytes:
            raise self._too_large()
        if self.bytes_held + expected > self._limits.max_waiting_bytes:
            raise Problem.busy("too many bytes wait")
        held = 0
        try:
            chunks: list[bytes] = []
            async with asyncio.timeout(self._limits.body_seconds):
                async for chunk in request.stream():
                    self.bytes_held += len(chunk)
                    held += len(chunk)
                    if held > self._limits.max_body_bytes:
                        raise self._too_large()
                    chunks.append(chunk)
            yield b"".join(chunks)
        except TimeoutError:
            raise Problem(408, f"the body did not come within {self._limits.body_seconds:g} seconds") from None
        finally:
            self.bytes_held -= held

    async def lines(self, request: Request) -> AsyncIterator[bytes | Problem]:
        """The lines of a body as they come, without blank ones; a Problem in the place of one that is too large.

        A pause between two pieces is limited.
        """
        line = _GrowingLine(self._limits.max_body_bytes)
        chunks = request.stream()
        while True:
            try:
                async with asyncio.timeout(self._limits.body_seconds):
                    chunk = await anext(chunks)
            except StopAsyncIteration:
                break
            except TimeoutError:
                raise Problem(408, f"nothing came for {self._limits.body_seconds:g} seconds") from None
            *ends, rest = chunk.split(LINE_END)
            for end in ends:
                line.add(end)
                if (whole := line.taken()) is None or whole.strip():
                    yield self._too_large() if whole is None else whole
            line.add(rest)
        if (whole := line.taken()) is None or whole.strip():
            yield self._too_large() if whole is None else whole

    def _too_large(self) -> Problem:
        return Problem(413, f"a body may have {self._limits.max_body_bytes:,} bytes")


class _GrowingLine:
    """A line that comes in pieces, which are joined once; of one that is too large nothing is kept."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._pieces: list[bytes] = []
        self._bytes = 0

    def add(self, piece: bytes) -> None:
        """Add what came."""
        self._bytes += len(piece)
        if self._bytes <= self._max_bytes:
            self._pieces.append(piece)
        else:
            self._pieces.clear()

    def taken(self) -> bytes | None:
        """The line, None if it is too large; the next one begins."""
        whole = b"".join(self._pieces) if self._bytes <= self._max_bytes else None
        self._pieces.clear()
        self._bytes = 0
        return whole
