"""What one client, and all together, may ask of the server: bytes, seconds, articles that wait."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerLimits:
    """Bounds of a server.

    `max_body_bytes` of one request, or of one line of a stream; `max_waiting_bytes` of all bodies that are read or
    wait, `max_waiting_articles` of all that wait: beyond, a request is refused with 429. `head_seconds` and
    `body_seconds` are how long a client may take to send them, `answer_seconds` how long an answer may take to make,
    but for work on the whole index; `reader_seconds` how long a client may take to receive 64 kB of it, or what is
    left; `stop_seconds` how long requests under way may take when the server stops.
    """

    max_body_bytes: int = 16_000_000
    max_waiting_bytes: int = 128_000_000
    max_waiting_articles: int = 20_000
    max_connections: int = 500
    head_seconds: float = 10.0
    body_seconds: float = 30.0
    answer_seconds: float = 60.0
    reader_seconds: float = 30.0
    stop_seconds: float = 30.0


DEFAULT_LIMITS = ServerLimits()
