"""HTTP/1.1 by uvicorn, for clients in good time: whoever is too slow to ask, or to receive the answer, is cut off.

An answer that is not received holds its memory and one of the connections. While a part of it waits to be sent, some of
it has to be received in every period; uvicorn sends nothing more meanwhile, so what waits does not grow.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from dedup.server.requests.limits import DEFAULT_LIMITS

MIN_RECEIVED_BYTES = 1 << 16  # in a period; as much as uvicorn lets wait of a stream


class PunctualProtocol(H11Protocol):
    """Ends a connection whose next request has not come whole, but for its body, in time, or whose client does not
    receive; and limits no other.
    """

    limits = DEFAULT_LIMITS

    def connection_made(self, transport: Any) -> None:
        """Wait for the first request."""
        super().connection_made(transport)
        self._receiving: asyncio.TimerHandle | None = None
        self._late = self.loop.call_later(self.limits.head_seconds, self._end)

    def data_received(self, data: bytes) -> None:
        """Read, and wait for the rest of a request's head, from its first byte on."""
        super().data_received(data)
        is_answering = self.cycle is not None and not self.cycle.response_complete
        if is_answering:
            self._late.cancel()
        elif self._late.cancelled() and self.timeout_keep_alive_task is None:
            self._late = self.loop.call_later(self.limits.head_seconds, self._end)

    def pause_writing(self) -> None:
        """Send nothing more until what waits is received."""
        super().pause_writing()
        self._await_receiver()

    def resume_writing(self) -> None:
        """Go on: enough was received."""
        super().resume_writing()
        self._stop_awaiting()

    def on_response_complete(self) -> None:
        """Wait for the end of an answer to be received."""
        super().on_response_complete()
        self._await_receiver()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._late.cancel()
        super().connection_lost(exc)
        self._stop_awaiting()

    def _end(self) -> None:
        if self.cycle is None or self.cycle.response_complete:
            self.transport.abort()

    def _await_receiver(self) -> None:
        self._stop_awaiting()
        waiting = self.transport.get_write_buffer_size()
        if waiting:
            self._receiving = self.loop.call_later(self.limits.reader_seconds, self._check_received, waiting)

    def _check_received(self, waited: int) -> None:
        if self.transport.get_write_buffer_size() > max(0, waited - MIN_RECEIVED_BYTES):
            self.transport.abort()
        else:
            self._await_receiver()

    def _stop_awaiting(self) -> None:
        if self._receiving is not None:
            self._receiving.cancel()
            self._receiving = None
