"""Which articles may tell one story: those that share most of their heaviest terms, by an inverted index.

An article is looked for with its 32 heaviest terms, and lists the 30 others that share most of them (cosine, of these
terms alone, against the length of all). A term that too many hold finds nobody. On ECB+ .998 of all pairs of one story
are listed by one side or the other; hashing for likeness (MinHash, which finds copies) lists a tenth of that.

Eight bytes a posting, in buckets by the first bits of the term: made in two passes without sorting but for what shares
a bucket.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import load
from dedup.sketch.sorted_keys import first_of_equals
from dedup.stories.terms import Terms

CANDIDATES = 30  # of an article
LEAST_COSINE = 0.04  # of a candidate: less says nothing
MOST_HOLDERS, MOST_HOLDERS_SHARE = 500, 0.005  # a term that more articles hold finds nobody
TERM_BITS, REST_BITS = 32, 16  # of a term; of what tells the terms of one bucket apart


@dataclass(frozen=True, slots=True)
class Postings:
    """Who holds each heavy term: `post` in the kernels. `norms` are the lengths of all articles' vectors."""

    shift: int
    starts: NDArray[np.int32]
    entries: NDArray[np.uint64]
    norms: NDArray[np.float32]


def post(terms: Terms) -> Postings:
    """The postings of all articles."""
    kernels = load("linking")
    heavy = int(np.count_nonzero(terms.flags & kernels.HEAVY))
    bits = min(TERM_BITS, max(REST_BITS, heavy.bit_length() - 1))
    starts, entries = np.zeros((1 << bits) + 1, np.int32), np.empty(heavy, np.uint64)
    kernels.post(terms.ends, terms.ids, terms.weights, terms.flags, 0, TERM_BITS - bits, starts, entries)
    return Postings(TERM_BITS - bits, starts, entries, norms(terms))


def describe(terms: Terms) -> NDArray[np.float64]:
    """Sums over each article's terms, (articles, 8): `describe` in the kernels."""
    kernels = load("linking")
    sums = np.zeros((len(terms), kernels.SUMS))
    kernels.describe(terms.ends, terms.weights, terms.early, terms.flags, sums)
    return sums


def norms(terms: Terms) -> NDArray[np.float32]:
    """The length of each article's vector, in the unit of its weights."""
    squares = np.maximum(describe(terms)[:, 0], 1e-9)
    return np.asarray(np.sqrt(squares) * load("linking").WEIGHT_UNIT, np.float32)


def candidate_pairs(terms: Terms, most: int = CANDIDATES) -> NDArray[np.uint64]:
    """For every article the others that share most of its heavy terms, as sorted left << 32 | right, each once."""
    found = np.empty(len(terms) * most, np.uint64)
    count = list_candidates(terms, 0, post(terms), most, found)
    return distinct(found[:count])


def list_candidates(terms: Terms, first_article: int, postings: Postings, most: int, found: NDArray[np.uint64]) -> int:
    """Write the candidates of every article, which are numbered from `first_article` in the postings, as
    left << 32 | right; return how many.
    """
    count: int = load("linking").candidates(
        terms.ends, terms.ids, terms.weights, terms.flags, first_article, postings.shift, postings.starts,
        postings.entries, postings.norms, most_holders(len(postings.norms)), most, LEAST_COSINE, found,
    )  # fmt: skip
    return count


def most_holders(articles: int) -> int:
    """How many of so many articles may hold a term that finds anybody."""
    return max(MOST_HOLDERS, int(MOST_HOLDERS_SHARE * articles))


def distinct(pairs: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Each pair once, in order; sorted in place, for there may be many.

    >>> distinct(np.array([7, 3, 7], np.uint64)).tolist()
    [3, 7]
    """
    pairs.sort()
    return pairs[first_of_equals(pairs)]
