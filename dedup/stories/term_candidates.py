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

from dedup.kernels.flags import HEAVY
from dedup.kernels.layouts import SUM
from dedup.sketch.sorted_keys import first_of_equals
from dedup.stories.terms import Terms

MAX_CANDIDATES = 30  # of an article
MIN_CANDIDATE_COSINE = 0.04  # of a candidate: less says nothing
MAX_TERM_ARTICLES, MAX_TERM_SHARE = 500, 0.005  # a term that more articles hold finds nobody
TERM_HASH_BITS, MIN_BUCKET_BITS = 32, 16  # of a term; of what tells the terms of one bucket apart


@dataclass(frozen=True, slots=True)
class TermPostings:
    """Postings of heavy terms, as `TermIndex` explains them; `norms` are the lengths of all articles' vectors."""

    bucket_shift: int
    starts: NDArray[np.int32]
    entries: NDArray[np.uint64]
    norms: NDArray[np.float32]


def build_postings(terms: Terms) -> TermPostings:
    """The postings of all articles."""
    from dedup.kernels.relate.search_terms import HeldTerms, enter_postings

    heavy = int(np.count_nonzero(terms.flags & HEAVY))
    bits = min(TERM_HASH_BITS, max(MIN_BUCKET_BITS, heavy.bit_length() - 1))
    starts, entries = np.zeros((1 << bits) + 1, np.int32), np.empty(heavy, np.uint64)
    held = HeldTerms(terms.ends, terms.ids, terms.weights, terms.flags)
    enter_postings(held, 0, TERM_HASH_BITS - bits, starts, entries)
    return TermPostings(TERM_HASH_BITS - bits, starts, entries, vector_norms(terms))


def term_sums(terms: Terms) -> NDArray[np.float64]:
    """Sums over each article's terms, (articles, 8): `SumColumns`."""
    from dedup.kernels.relate.compare_terms import ComparedTerms, sum_terms

    sums = np.zeros((len(terms), len(SUM)))
    sum_terms(ComparedTerms(*(getattr(terms, name) for name in ComparedTerms._fields)), sums)
    return sums


def vector_norms(terms: Terms) -> NDArray[np.float32]:
    """The length of each article's vector, in the unit of its weights."""
    from dedup.kernels.relate.select_terms import WEIGHT_UNIT

    squares = np.maximum(term_sums(terms)[:, SUM.squares], 1e-9)
    return np.asarray(np.sqrt(squares) * WEIGHT_UNIT, np.float32)


def term_candidate_pairs(terms: Terms, max_candidates: int = MAX_CANDIDATES) -> NDArray[np.uint64]:
    """For every article the others that share most of its heavy terms, as sorted left << 32 | right, each once."""
    found = np.empty(len(terms) * max_candidates, np.uint64)
    count = write_candidates(terms, 0, build_postings(terms), max_candidates, found)
    return distinct_pairs(found[:count])


def write_candidates(
    terms: Terms, first_article: int, postings: TermPostings, max_candidates: int, output: NDArray[np.uint64]
) -> int:
    """Write the candidates of every article, which are numbered from `first_article` in the postings, as
    left << 32 | right; return how many.
    """
    from dedup.kernels.parameters import CandidateNumbers
    from dedup.kernels.relate.search_terms import HeldTerms, TermIndex, list_term_candidates

    held = HeldTerms(terms.ends, terms.ids, terms.weights, terms.flags)
    index = TermIndex(postings.bucket_shift, postings.starts, postings.entries, postings.norms)
    numbers = CandidateNumbers(max_document_frequency(len(postings.norms)), max_candidates, MIN_CANDIDATE_COSINE)
    return list_term_candidates(held, first_article, index, numbers, output)


def max_document_frequency(articles: int) -> int:
    """How many of so many articles may hold a term that finds anybody."""
    return max(MAX_TERM_ARTICLES, int(MAX_TERM_SHARE * articles))


def distinct_pairs(pairs: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Each pair once, in order; sorted in place, for there may be many.

    >>> distinct(np.array([7, 3, 7], np.uint64)).tolist()
    [3, 7]
    """
    pairs.sort()
    return pairs[first_of_equals(pairs)]
