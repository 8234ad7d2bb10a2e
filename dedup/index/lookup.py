"""From keys that were found to articles worth measuring: the rules of `dedup.sketch.candidates`, from one side.

A new article is worth measuring against a stored one that shares a band key with it, or two anchors. A band key held by
many pairs the new article with the first of them. An anchor held by many pairs it with nobody, if these are not copies
of a few: copies that are known to be in one cluster count once. Of a hundred candidates and more, those that share most
keys are measured: what is alike is among them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.index.postings.sorted_postings import Hits, Numbers
from dedup.settings import Settings
from dedup.sketch.anchors import posted
from dedup.sketch.fingerprints import BANDS, VALUES, Sketches, band_keys

MOST_CANDIDATES = 100  # of one new article: they cost 30 us each
GroupsOf = Callable[[Sequence[int]], dict[int, int]]


class Asked(NamedTuple):
    """The keys of new articles, in any order, and the place of the article that each belongs to.

    An anchor that an article holds twice stands twice.
    """

    keys: NDArray[np.uint64]
    owners: Numbers
    is_band: NDArray[np.bool_]

    def rising(self) -> Asked:
        """The same in order of key, as look-ups want them."""
        order = np.argsort(self.keys)
        return Asked(self.keys[order], self.owners[order], self.is_band[order])


class Candidates(NamedTuple):
    """Pairs of a new article, by its place, and another by its number; and the places of the pairs left out."""

    places: Numbers
    numbers: Numbers
    left_out: Numbers


def keys_of(sketches: Sketches) -> Asked:
    """All band keys and anchors of some articles; those without words have none that count."""
    has_words = np.flatnonzero(sketches.words > 0)
    of_anchors = np.repeat(np.arange(len(sketches)), np.diff(sketches.anchor_ends, prepend=0))
    # All bands in one go, as if each were the first: their minima are of different permutations, and not equal anyway.
    bands = band_keys(sketches.signatures[has_words].reshape(-1, VALUES // BANDS), 0)
    keys = np.concatenate([bands, posted(sketches.anchors)])
    owners = np.concatenate([np.repeat(has_words, BANDS), of_anchors])
    return Asked(keys, owners, np.arange(len(keys)) < len(has_words) * BANDS)


def candidates(asked: Asked, hits: Hits, settings: Settings, groups_of: GroupsOf) -> Candidates:
    """The articles that each new one is worth measuring against."""
    hits = _once(asked, hits)
    is_band = asked.is_band[hits.places]
    bands = _first_holders(Hits(*(column[is_band] for column in hits)), settings.reach)
    anchors = _uncommon(Hits(*(column[~is_band] for column in hits)), settings.common, groups_of)
    pairs, counts = _counted(asked.owners, [bands, anchors])
    by_bands, _ = _counted(asked.owners, [bands])
    by_anchors, shared = _counted(asked.owners, [anchors])
    is_enough = np.isin(pairs, by_bands) | np.isin(pairs, by_anchors[shared >= settings.shared_anchors])
    return _strongest(pairs[is_enough], counts[is_enough])


def _once(asked: Asked, hits: Hits) -> Hits:
    """Each key of an article with each of its holders once, under the first place of the key."""
    keys, owners = asked.keys[hits.places], asked.owners[hits.places]
    order = np.lexsort((hits.places, hits.numbers, owners, keys))
    is_again = np.ones(max(0, len(order) - 1), np.bool_)
    for column in (keys, owners, hits.numbers):
        is_again &= np.diff(column[order]) == 0
    kept = order[np.append(True, ~is_again)[: len(order)]]
    return Hits(hits.places[kept], hits.numbers[kept])


def _first_holders(hits: Hits, most: int) -> Hits:
    """Up to so many holders of each key, those that came first."""
    order = np.lexsort((hits.numbers, hits.places))
    places, numbers = hits.places[order], hits.numbers[order]
    is_beyond = np.zeros(len(places), np.bool_)
    is_beyond[most:] = places[most:] == places[:-most]
    return Hits(places[~is_beyond], numbers[~is_beyond])


def _uncommon(hits: Hits, common: int, groups_of: GroupsOf) -> Hits:
    """Holders of the anchors that few groups of copies hold."""
    held, counts = np.unique(hits.places, return_counts=True)
    crowded = np.isin(hits.places, held[counts > common])
    if not crowded.any():
        return hits
    numbers = np.unique(hits.numbers[crowded])
    groups = groups_of(numbers.tolist())
    group = np.array([-groups.get(number, -number) for number in numbers.tolist()])  # of copies negative, else its own
    of_hits = group[np.searchsorted(numbers, hits.numbers[crowded])]
    pairs = np.unique(np.stack([hits.places[crowded], of_hits]), axis=1)
    held, counts = np.unique(pairs[0], return_counts=True)
    is_kept = ~np.isin(hits.places, held[counts > common])
    return Hits(hits.places[is_kept], hits.numbers[is_kept])


def _counted(owners: Numbers, hits: Sequence[Hits]) -> tuple[NDArray[np.uint64], Numbers]:
    """Pairs as numbers, place << 40 | number, each once, and how many keys each shares."""
    found = [owners[each.places].astype(np.uint64) << np.uint64(40) | each.numbers.astype(np.uint64) for each in hits]
    return np.unique(np.concatenate(found), return_counts=True)


def _strongest(pairs: NDArray[np.uint64], counts: Numbers) -> Candidates:
    """Up to a hundred a place: those that share most keys, then those that came first."""
    places, numbers = (pairs >> np.uint64(40)).astype(np.int64), (pairs & np.uint64((1 << 40) - 1)).astype(np.int64)
    order = np.lexsort((numbers, -counts, places))
    is_beyond = np.zeros(len(order), np.bool_)
    is_beyond[MOST_CANDIDATES:] = places[order][MOST_CANDIDATES:] == places[order][:-MOST_CANDIDATES]
    kept = order[~is_beyond]
    return Candidates(places[kept], numbers[kept], places[order[is_beyond]])
