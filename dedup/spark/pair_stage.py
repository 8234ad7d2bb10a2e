"""Candidate pairs: articles meet in buckets of equal keys. What a bucket does is that of `dedup.sketch.candidates`.

    banded       band keys by bucket  -> pairs with a band in common
    alike        signatures of pairs  -> which near-duplicates are connected
    anchored     anchors by bucket    -> pairs of groups, and anchors that may be stock phrases
    counted      anchors of pairs     -> which pairs of members have enough in common themselves

Pairs of articles and the groups of near-duplicates are on the driver, 8 bytes a pair and 24 an article.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyspark.sql import DataFrame
from pyspark.sql import functions as columns_of

from dedup.comparison.verified.measuring_order import locality_order
from dedup.corpus.dissimilarity import SAMPLE_COLUMNS
from dedup.corpus.stock_phrases import possible_phrases
from dedup.runtime.arrays import connected_components
from dedup.settings import Settings
from dedup.sketch.anchors import (
    AnchorPairs,
    FrequentAnchors,
    anchor_keys,
    choose_anchor_pairs,
    count_shared_anchors,
    has_enough_anchors,
    holders_by_anchor,
    post_entries,
)
from dedup.sketch.candidates import (
    BandedPairs,
    all_candidate_pairs,
    band_entries,
    expand_anchor_pairs,
    pairs_of_entries,
    thinned_by_group,
)
from dedup.sketch.fingerprints import NUM_BANDS, NUM_PERMUTATIONS, Anchors, band_keys
from dedup.sketch.near_duplicates import (
    DuplicateGroups,
    count_member_pairs,
    leaders_by_signature,
    order_groups,
    unite_near_duplicates,
)
from dedup.sketch.sorted_keys import (
    first_of_equals,
    pack_pairs,
    rank_bits,
    rank_mask,
    sort_in_place,
    sorted_unique,
    stable_order,
    unpack_pairs,
)
from dedup.spark.prepare_stage import PreparedStage
from dedup.spark.rows.packed_rows import (
    COUNTS,
    buckets_of,
    count_batch,
    lists_of,
    packed_batches,
    packed_table,
    unpacked,
)
from dedup.spark.stages import Stages, pair_order, rows_in_order

MAX_BUCKET_KEYS = 4_000_000
ANCHORS_AN_ARTICLE = 120
SIGNATURE_BYTES = 4 * NUM_PERMUTATIONS
PHRASES = -2  # the bucket of rows that hold anchors which may be stock phrases
PAIRS, HOLDERS = 0, 1  # buckets of the stage `joined`
GROUP_PAIR = np.dtype([("pair", "u8"), ("holders", "u8"), ("anchors", "i8")])
PHRASE = np.dtype([("key", "u8"), ("groups", "i8"), ("articles", "i8", SAMPLE_COLUMNS)])

Ids = NDArray[np.int64]
Packed = NDArray[np.uint64]


class SparkCandidates(NamedTuple):
    """Candidate pairs, (pairs,), left < right, in order; and what was learned on the way to them."""

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    representatives: NDArray[np.int64]
    phrases: FrequentAnchors
    capped_by_band: int
    capped_by_group: int
    frequent_anchors: int


@dataclass(frozen=True, slots=True)
class PairStage:
    """Pairs articles of a job."""

    stages: Stages
    articles: PreparedStage
    settings: Settings
    parts: int

    def candidates(self) -> SparkCandidates:
        """All pairs to measure."""
        banded = self._banded()
        groups = banded.groups
        found, phrases, frequent = self._anchored(groups)
        pairs, capped = expand_anchor_pairs(found, groups, self.settings)
        pairs = all_candidate_pairs(banded, pairs[self._has_enough(pairs, groups)], self.settings)
        counters = banded.capped_pairs, capped, frequent
        return SparkCandidates(*unpack_pairs(pairs), groups.representatives(), phrases, *counters)

    def _banded(self) -> BandedPairs:
        by_rank = stable_order(self.articles.prepared.texts.content_hashes)
        ranks = np.empty_like(by_rank)
        ranks[by_rank] = np.arange(len(by_rank))
        pairs, capped = self._pairs_by_band(ranks)
        low, high = (by_rank[each] for each in unpack_pairs(pairs))
        places = pack_pairs(np.minimum(low, high), np.maximum(low, high))
        places = places[locality_order(*unpack_pairs(places), len(by_rank))]
        near = self.stages.kept("alike", lambda: self._near_duplicates(places)).select("part").toArrow()
        one, other = (ranks[each] for each in unpack_pairs(unpacked(near, np.uint64)))
        roots = connected_components(one, other, len(by_rank))
        groups = order_groups(roots, by_rank, partial(self._leaders, by_rank), self.settings)
        return thinned_by_group(pairs, groups, by_rank, capped, self.settings)

    def _pairs_by_band(self, ranks: Ids) -> tuple[Packed, int]:
        """Packed pairs of ranks with a band in common, in order; and how many were not formed."""
        most, words = self.settings.max_band_neighbours, self.articles.prepared.texts.word_counts
        bits = rank_bits(int(ranks[words > 0].max(initial=0)))
        splits = 1 + len(ranks) // MAX_BUCKET_KEYS
        known = self.stages.spark.sparkContext.broadcast(ranks)

        def keyed(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            for batch in batches:
                table = pa.Table.from_batches([batch])
                chosen = np.flatnonzero(table.column("words").to_numpy() > 0)
                own, signatures = known.value[table.column("place").to_numpy()[chosen]], _signatures(table)
                for band in range(NUM_BANDS):
                    entries = band_entries(band_keys(signatures, band)[chosen], own, bits)
                    yield from packed_batches(band * splits + buckets_of(entries & ~rank_mask(bits), splits), entries)

        def paired(table: pa.Table) -> pa.Table:
            entries = unpacked(table, np.uint64)
            sort_in_place(entries)
            formed, capped = pairs_of_entries(entries, bits, most)
            own = np.full(len(formed), table.column("bucket")[0].as_py())
            return packed_table([*packed_batches(own, formed), count_batch(capped)])

        def make() -> DataFrame:
            rows = self.articles.rows.select("place", "words", "signature")
            return self.stages.map_buckets(self.stages.map_rows(rows, keyed), paired)

        found = self.stages.kept("banded", make)
        counts = found.where(columns_of.col("bucket") == COUNTS).toArrow()
        pairs = found.where(columns_of.col("bucket") != COUNTS).toArrow()
        return sorted_unique(unpacked(pairs, np.uint64)), int(unpacked(counts, np.uint64).sum())

    def _near_duplicates(self, pairs: Packed) -> DataFrame:
        """Packed places: each with the lowest of those that near-duplicates among some pairs connect it with."""
        settings = self.settings

        def united(pairs: Packed, sent: pa.Table) -> pa.Table:
            places, words = sent.column("place").to_numpy(), sent.column("words").to_numpy()
            rows = np.arange(len(places))
            roots = unite_near_duplicates(local_pairs(pairs, places), _signatures(sent), words, rows, settings)
            joined = np.flatnonzero(roots != rows)
            found = pack_pairs(places[roots[joined]], places[joined])
            return pa.table({"part": pa.array([found.tobytes()], pa.binary())})

        records = self.articles.rows.select("place", "words", "signature")
        return self.stages.map_pairs(records, pairs, self._sizes(SIGNATURE_BYTES), united, "part binary")

    def _leaders(self, by_rank: Ids, ranks: Ids, starts: Ids, sizes: Ids) -> Ids:
        """The places in `ranks` of the leaders of large groups, whose signatures are fetched."""
        if not len(starts):
            return starts
        members = np.concatenate(
            [ranks[start : start + size] for start, size in zip(starts.tolist(), sizes.tolist(), strict=True)]
        )
        places = np.unique(by_rank[members])
        records = self.articles.rows.select("place", "signature")
        sent = rows_in_order(self.stages.joined(records, np.zeros_like(places), places).toArrow(), "place")
        rows = np.zeros_like(by_rank)
        rows[members] = np.searchsorted(places, by_rank[members])
        return leaders_by_signature(_signatures(sent), rows, ranks, starts, sizes)

    def _anchored(self, groups: DuplicateGroups) -> tuple[AnchorPairs, FrequentAnchors, int]:
        """Pairs of groups, anchors that may be stock phrases, and how many anchors generate no candidates."""
        settings = self.settings
        is_short = self.articles.prepared.texts.word_counts[groups.members] <= settings.max_short_words
        known = self.stages.spark.sparkContext.broadcast((groups, is_short))

        def joined(table: pa.Table) -> pa.Table:
            groups, is_short = known.value
            counted = unpacked(table, GROUP_PAIR)
            pairs, holders = (np.repeat(counted[name], counted["anchors"]) for name in ("pair", "holders"))
            found = choose_anchor_pairs(pairs, holders, groups, is_short, settings)
            own = np.repeat([PAIRS, HOLDERS], [len(found.groups), len(found.holders)])
            return packed_table(packed_batches(own, np.concatenate(found)))

        posted = self.stages.kept("posted", lambda: self._posted(known))
        bucket = columns_of.col("bucket")
        together = posted.where(bucket >= 0)
        chosen = self.stages.kept("joined", lambda: self.stages.map_buckets(together, joined))
        found = AnchorPairs(
            *(sorted_unique(unpacked(chosen.where(bucket == kind).toArrow(), np.uint64)) for kind in (PAIRS, HOLDERS))
        )
        phrases = unpacked(posted.where(bucket == PHRASES).toArrow(), PHRASE)
        phrases = phrases[stable_order(np.ascontiguousarray(phrases["key"]))]
        frequent = int(unpacked(posted.where(bucket == COUNTS).toArrow(), np.uint64).sum())
        return (
            found,
            FrequentAnchors(*(np.ascontiguousarray(phrases[name]) for name in ("key", "groups", "articles"))),
            frequent,
        )

    def _posted(self, known: Any) -> DataFrame:
        """Pairs of groups with the number of their common anchors in one bucket, and frequent anchors."""
        settings, count = self.settings, len(self.articles.prepared)
        buckets = self.parts + count * ANCHORS_AN_ARTICLE // MAX_BUCKET_KEYS

        def keyed(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            groups, _ = known.value
            place_of = np.empty_like(groups.members)
            place_of[groups.members] = np.arange(len(groups.members))
            for batch in batches:
                table = pa.Table.from_batches([batch])
                anchors, ends = lists_of(table.column("anchors"), np.uint32)
                own = np.repeat(place_of[table.column("place").to_numpy()], np.diff(ends, prepend=0))
                keys = anchor_keys(anchors)
                yield from packed_batches(buckets_of(keys, buckets), keys | own.astype(np.uint64))

        def posted(table: pa.Table) -> pa.Table:
            groups, _ = known.value
            entries = unpacked(table, np.uint64)
            sort_in_place(entries)
            postings = post_entries(entries, groups)
            counted = _counted_pairs(*holders_by_anchor(postings, settings), groups, settings)
            found = possible_phrases(postings, settings)
            phrases = np.empty(len(found.keys), PHRASE)
            phrases["key"], phrases["groups"] = found.keys, found.group_counts
            phrases["articles"] = found.sample_articles
            frequent = int((postings.key_runs.lengths > settings.max_anchor_groups).sum())
            return packed_table(
                [
                    *packed_batches(buckets_of(np.ascontiguousarray(counted["pair"]), buckets), counted),
                    *packed_batches(np.full(len(phrases), PHRASES), phrases),
                    count_batch(frequent),
                ]
            )

        rows = self.articles.rows.select("place", "anchors")
        return self.stages.map_buckets(self.stages.map_rows(rows, keyed), posted)

    def _has_enough(self, pairs: Packed, groups: DuplicateGroups) -> NDArray[np.bool_]:
        """Which pairs of articles have enough anchors in common themselves.

        Two articles that are alone in their groups are a pair because they have.
        """
        settings, representatives = self.settings, groups.representatives()
        is_grouped = np.bincount(representatives, minlength=len(representatives))[representatives] > 1
        left, right = unpack_pairs(pairs)
        doubtful = np.flatnonzero(is_grouped[left] | is_grouped[right])
        asked = pairs[doubtful][locality_order(left[doubtful], right[doubtful], len(representatives))]

        def counted(pairs: Packed, sent: pa.Table) -> pa.Table:
            values, ends = lists_of(sent.column("anchors"), np.uint32)
            local = local_pairs(pairs, sent.column("place").to_numpy())
            counts = count_shared_anchors(Anchors(ends, values), *unpack_pairs(local))
            is_short = sent.column("words").to_numpy() <= settings.max_short_words
            is_enough = has_enough_anchors(local, counts, is_short, settings)
            return pa.table({"part": pa.array([is_enough.tobytes()], pa.binary())})

        records = self.articles.rows.select("place", "words", "anchors")
        found = self.stages.kept(
            "counted",
            lambda: self.stages.map_pairs(records, asked, self._sizes(ANCHORS_AN_ARTICLE * 4), counted, "part binary"),
        )
        table = found.toArrow()
        is_enough = np.ones(len(pairs), np.bool_)
        is_enough[doubtful] = unpacked(table.select(["part"]), np.bool_)[pair_order(table)]
        return is_enough

    def _sizes(self, size: int) -> Ids:
        return np.full(len(self.articles.prepared), size)


def local_pairs(pairs: Packed, places: Ids) -> Packed:
    """Packed pairs of places as pairs of rows, where rows have these places, in order."""
    return pack_pairs(*(np.searchsorted(places, side) for side in unpack_pairs(pairs)))


def _signatures(table: pa.Table) -> NDArray[np.uint32]:
    return lists_of(table.column("signature"), np.uint32)[0].reshape(-1, NUM_PERMUTATIONS)


def _counted_pairs(pairs: Packed, holders: Packed, groups: DuplicateGroups, settings: Settings) -> NDArray[np.void]:
    """Each pair of groups with the number of its anchors; of pairs with many members, by the members that hold them."""
    is_large = count_member_pairs(pairs, groups) > settings.max_pairs_per_group_pair
    holders = np.where(is_large, holders, np.uint64(0))
    order = np.lexsort((holders, pairs))
    first = np.flatnonzero(first_of_equals(pairs[order]) | first_of_equals(holders[order]))
    counted = np.empty(len(first), GROUP_PAIR)
    counted["pair"], counted["holders"] = pairs[order][first], holders[order][first]
    counted["anchors"] = np.diff(first, append=len(order))
    return counted
