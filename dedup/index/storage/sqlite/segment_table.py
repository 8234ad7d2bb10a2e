"""Segments of postings in SQLite: the rows that `dedup.index.postings.segments` reads and writes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple
from typing import Any

from dedup.errors import DamagedDataError
from dedup.index.codecs.checksums import checksum_of
from dedup.index.postings.segments import Segment
from dedup.index.storage.sqlite.database import Database

FILTER_PLACE = 1 << 31  # of a filter's first row, behind any bucket


class SegmentTable:
    """A `SegmentStore` in the tables `runs` and `buckets`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def segments(self) -> list[Segment]:
        """All segments, the one of the oldest articles first."""
        rows = self._database.query("SELECT id, first, number_bits, bucket_bits, entries, checksum FROM runs")
        if any(checksum_of(row[:-1]) != row[-1] for row in rows):
            raise DamagedDataError(f"{self._database.path}: a segment of postings is damaged; `rebuild` makes it anew")
        return sorted((Segment(*row[:-1]) for row in rows), key=lambda segment: (segment.first, segment.id))

    def write_segment(self, segment: Segment, buckets: Iterable[bytes]) -> None:
        """Store a new segment, given bucket by bucket."""
        values = astuple(segment)
        self._database.query("INSERT INTO runs VALUES(?, ?, ?, ?, ?, ?)", (*values, checksum_of(values)))
        self._database.execute_many("INSERT INTO buckets VALUES(?, ?)", enumerate(buckets, segment.id << 32))

    def write_filter(self, segment: Segment, rows: Iterable[bytes]) -> None:
        """Store the filter of a segment's keys, in place of what there is."""
        first = segment.id << 32 | FILTER_PLACE
        self._database.query("DELETE FROM buckets WHERE place >= ? AND place < ?", (first, segment.id + 1 << 32))
        self._database.execute_many("INSERT INTO buckets VALUES(?, ?)", enumerate(rows, first))

    def filter_rows(self, segment: Segment) -> list[bytes]:
        """The filter of a segment's keys; nothing where none is stored."""
        query = "SELECT entries FROM buckets WHERE place >= ? AND place < ? ORDER BY place"
        return self._blobs(self._database.query(query, (segment.id << 32 | FILTER_PLACE, segment.id + 1 << 32)))

    def drop_segments(self, segments: Sequence[Segment]) -> None:
        """Delete segments, with their filters."""
        self._database.execute_many("DELETE FROM runs WHERE id = ?", [(segment.id,) for segment in segments])
        ranges = [(segment.id << 32, segment.id + 1 << 32) for segment in segments]
        self._database.execute_many("DELETE FROM buckets WHERE place >= ? AND place < ?", ranges)

    def buckets(self, segment: Segment, numbers: Sequence[int]) -> list[bytes]:
        """Some buckets of a segment, in order; their numbers ascend."""
        keys = [segment.id << 32 | number for number in numbers]
        query = "SELECT entries FROM buckets WHERE place IN ({}) ORDER BY place"
        return self._blobs(self._database.query_in(query, keys))

    def bucket_range(self, segment: Segment, start: int, end: int) -> list[bytes]:
        """The buckets of a segment from number `start` up to `end`."""
        first = segment.id << 32
        query = "SELECT entries FROM buckets WHERE place >= ? AND place < ? ORDER BY place"
        return self._blobs(self._database.query(query, (first + start, first + end)))

    def _blobs(self, rows: list[tuple[Any, ...]]) -> list[bytes]:
        found = [entries for (entries,) in rows]
        if not set(map(type, found)) <= {bytes}:
            raise DamagedDataError(f"{self._database.path}: postings are damaged; `rebuild` computes them again")
        return found
