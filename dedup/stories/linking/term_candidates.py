"""Candidate pairs for stories: articles that share most of their heaviest terms, by an inverted index.

An article is a query of its 32 heaviest terms; its candidates are the 40 articles with the highest cosine (of these
terms, against the length of all terms). Terms that more than 500 articles hold are not used for retrieval: a fixed
number, so that an article costs as much among many as among few. On ECB+, .997 of all pairs of one story are listed
from one side or the other; MinHash, which finds copies, lists a tenth of these.

A posting takes eight bytes. Postings stand in buckets by the first bits of their terms; two passes build them, and only
the postings of one bucket are sorted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.flags import HEAVY
from dedup.kernels.parameters import CandidateNumbers
from dedup.runtime.arrays import distinct
from dedup.settings import StorySettings
from dedup.sketch.sorted_keys import sorted_unique
from dedup.stories.linking.term_weights import WeighedTerms

if TYPE_CHECKING:
    from dedup.kernels.relate.search_terms import HeldTerms, TermIndex

TERM_HASH_BITS = 32
MIN_BUCKET_BITS = 16  # a posting holds the other bits of its term, up to 16


@dataclass(frozen=True, slots=True, eq=False)
class TermPostings:
    """Postings of the query terms of all articles, in buckets; `kernels.relate.search_terms` explains their layout.

    `norms` are the lengths of the articles' term vectors, in units of their weights.
    """

    bucket_shift: int
    starts: NDArray[np.int32]
    entries: NDArray[np.uint64]
    norms: NDArray[np.float32]


def build_postings(terms: WeighedTerms) -> TermPostings:
    """The postings of all articles."""
    from dedup.kernels.relate.search_terms import HeldTerms, enter_postings

    heavy = int(np.count_nonzero(terms.flags & HEAVY))
    bits = min(TERM_HASH_BITS, max(MIN_BUCKET_BITS, heavy.bit_length() - 1))
    starts, entries = np.zeros((1 << bits) + 1, np.int32), np.empty(heavy, np.uint64)
    held = HeldTerms(terms.ends, terms.ids, terms.full_weights, terms.flags)
    enter_postings(held, 0, TERM_HASH_BITS - bits, starts, entries)
    return TermPostings(TERM_HASH_BITS - bits, starts, entries, terms.norms)


def term_candidate_pairs(terms: WeighedTerms, settings: StorySettings) -> NDArray[np.uint64]:
    """Each candidate pair of some articles once, in order, packed by `pack_pairs`."""
    return sorted_unique(list_candidates(terms, 0, build_postings(terms), settings))


def list_candidates(
    terms: WeighedTerms, first_article: int, postings: TermPostings, settings: StorySettings
) -> NDArray[np.uint64]:
    """The candidates of every article of `terms`, whose numbers in the postings begin at `first_article`.

    Pairs are packed by `pack_pairs`; a pair that both sides list stands twice.
    """
    from dedup.kernels.relate.search_terms import HeldTerms, TermIndex

    held = HeldTerms(terms.ends, terms.ids, terms.full_weights, terms.flags)
    index = TermIndex(postings.bucket_shift, postings.starts, postings.entries, postings.norms)
    return _listed(held, first_article, index, settings)


def list_candidates_of_last(terms: WeighedTerms, first_article: int, settings: StorySettings) -> NDArray[np.uint64]:
    """The same of the last articles of `terms`, from `first_article` on, among all of them.

    Only the terms of the last articles get postings, each in a bucket of its own: to go through 65,536 buckets costs
    more than all else where articles are few.
    """
    from dedup.kernels.relate.search_terms import HeldTerms, TermIndex, enter_postings

    rows = np.flatnonzero(terms.flags & HEAVY)
    ids = terms.ids[rows]
    asked = distinct(ids[np.searchsorted(rows, terms.ends[first_article]) :])
    if not len(asked):
        return np.empty(0, np.uint64)
    buckets = np.searchsorted(asked, ids)
    is_asked = asked.take(buckets, mode="clip") == ids
    rows, buckets = rows[is_asked], buckets[is_asked]
    ends = np.searchsorted(rows, terms.ends)
    held = HeldTerms(ends, buckets.astype(np.uint32), terms.full_weights[rows], terms.flags[rows])
    starts, entries = np.zeros(len(asked) + 1, np.int32), np.empty(len(rows), np.uint64)
    enter_postings(held, 0, 0, starts, entries)
    last = held._replace(ends=ends[first_article:])
    return _listed(last, first_article, TermIndex(0, starts, entries, terms.norms), settings)


def _listed(held: HeldTerms, first_article: int, index: TermIndex, settings: StorySettings) -> NDArray[np.uint64]:
    from dedup.kernels.relate.search_terms import list_term_candidates

    pairs = np.empty((len(held.ends) - 1) * settings.max_story_candidates, np.uint64)
    numbers = CandidateNumbers(settings.max_term_articles, settings.max_story_candidates, settings.min_candidate_cosine)
    count: int = list_term_candidates(held, first_article, index, numbers, pairs)
    return pairs[:count]
