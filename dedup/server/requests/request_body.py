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

    async def lines(self, request: Request) -> AsyncIterator[bytes]:
        """The lines of a body as they come, without blank ones; a line, and a pause between two pieces, are limited."""
        rest = b""
        chunks = request.stream()
        while True:
            try:
                async with asyncio.timeout(self._limits.body_seconds):
                    chunk = await anext(chunks)
            except StopAsyncIteration:
                break
            except TimeoutError:
                raise Problem(408, f"nothing came for {self._limits.body_seconds:g} seconds") from None
            *whole, rest = (rest + chunk).split(LINE_END)
            if len(rest) > self._limits.max_body_bytes:
                raise self._too_large()
            for line in whole:
                if line.strip():
                    yield line
        if rest.strip():
            yield rest

    def _too_large(self) -> Problem:
        return Problem(413, f"a body may have {self._limits.max_body_bytes:,} bytes")
