"""What the server counts, and its text for Prometheus.

The form is that of the exposition format 0.0.4: https://prometheus.io/docs/instrumenting/exposition_formats/
"""

from __future__ import annotations

import logging
import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from dedup.index.result import IndexResult

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0)
logger = logging.getLogger(__name__)

Labels = tuple[tuple[str, str], ...]


class Histogram:
    """Counts of seconds, up to each of SECONDS."""

    def __init__(self) -> None:
        self._counts = [0] * (len(SECONDS) + 1)
        self._sum = 0.0

    def add(self, seconds: float) -> None:
        """Count one."""
        self._counts[bisect_left(SECONDS, seconds)] += 1
        self._sum += seconds

    def lines(self, name: str, labels: Labels) -> Iterator[str]:
        """The lines of the text."""
        total = 0
        for limit, count in zip((*map(str, SECONDS), "+Inf"), self._counts, strict=True):
            total += count
            yield _line(f"{name}_bucket", (*labels, ("le", limit)), total)
        yield _line(f"{name}_sum", labels, self._sum)
        yield _line(f"{name}_count", labels, total)


class Measurements:
    """Counters of one server, from all its threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: Counter[Labels] = Counter()
        self._seconds: dict[str, Histogram] = {}
        self._results: Counter[Labels] = Counter()
        self._batches = Histogram()
        self._articles = 0
        self._faults = 0

    def count_request(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a request that was answered."""
        with self._lock:
            self._requests[("route", route), ("method", method), ("status", str(status))] += 1
            self._seconds.setdefault(route, Histogram()).add(seconds)

    def count_result(self, result: IndexResult) -> None:
        """Count an article by what it came as, and by its closest match."""
        nearest = result.matches[0].relation if result.matches else "none"
        with self._lock:
            self._results[("status", str(result.status)), ("relation", str(nearest))] += 1

    def count_batch(self, articles: int, seconds: float) -> None:
        """Count articles that were added together."""
        with self._lock:
            self._articles += articles
            self._batches.add(seconds)

    def count_fault(self, error: Exception) -> None:
        """Count and log an error that nobody expected."""
        with self._lock:
            self._faults += 1
        logger.error("Unexpected: %s", type(error).__name__, exc_info=error)

    def text(self, gauges: Mapping[str, tuple[str, float]]) -> str:
        """All counters, and what `gauges` say of now: by name, what they are and their value."""
        with self._lock:
            lines = [
                *_counter("dedup_requests_total", "Requests that were answered.", self._requests),
                *_head("dedup_request_seconds", "How long requests took.", "histogram"),
                *(
                    line
                    for route, each in sorted(self._seconds.items())
                    for line in each.lines("dedup_request_seconds", (("route", route),))
                ),
                *_counter("dedup_articles_total", "Articles by status and closest relation.", self._results),
                *_head("dedup_batch_seconds", "How long articles took that were added together.", "histogram"),
                *self._batches.lines("dedup_batch_seconds", ()),
                *_counter("dedup_batched_articles_total", "Articles in batches.", {(): self._articles}),
                *_counter("dedup_faults_total", "Errors that nobody expected.", {(): self._faults}),
            ]
        for name, (description, value) in gauges.items():
            lines += [*_head(name, description, "gauge"), _line(name, (), value)]
        return "\n".join(lines) + "\n"


def _head(name: str, description: str, kind: str) -> Sequence[str]:
    return f"# HELP {name} {description}", f"# TYPE {name} {kind}"


def _counter(name: str, description: str, counts: Mapping[Labels, int]) -> Sequence[str]:
    return *_head(name, description, "counter"), *(_line(name, labels, counts[labels]) for labels in sorted(counts))


def _line(name: str, labels: Labels, value: float) -> str:
    r"""One line of the text.

    >>> _line("seen", (("page", 'a"b'),), 2)
    'seen{page="a\\"b"} 2'
    """
    stated = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels)
    return f"{name}{{{stated}}} {value:.15g}" if stated else f"{name} {value:.15g}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
