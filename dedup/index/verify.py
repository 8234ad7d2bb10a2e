"""Verifies the candidates of new articles: what `scan` would say of each pair, with what the index has learned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from dedup.comparison.match import Match
from dedup.comparison.verification import verify_pairs
from dedup.corpus.statistics import CorpusStatistics, with_notice_lines
from dedup.index.candidate_lookup import IndexCandidates
from dedup.index.codecs.match_codec import match_row
from dedup.index.grouping.group_ids import CopyStrength, copy_strength
from dedup.index.prepared_pool import PreparedPool
from dedup.index.storage.protocols import MatchRow


class NewMatch(NamedTuple):
    """A new article and one before it, by number, whose match is listed; it is in the order of ids."""

    newer: int
    older: int
    match: Match


def copy_strengths(matches: Sequence[Sequence[NewMatch]]) -> list[CopyStrength]:
    """How much each match says that the newer article copies the older one."""
    return [CopyStrength(each.newer, each.older, copy_strength(each.match)) for of_one in matches for each in of_one]


def match_rows(matches: Iterable[NewMatch]) -> list[MatchRow]:
    """Matches as they are stored."""
    return [match_row(each.match, each.newer, each.older) for each in matches]


def verify_candidates(
    pool: PreparedPool, candidates: IndexCandidates, corpus: CorpusStatistics
) -> list[list[NewMatch]]:
    """The matches of each new article with its candidates, in order of the candidates' numbers."""
    found: list[list[NewMatch]] = [[] for _ in range(len(pool.new))]
    if not len(candidates.numbers):
        return found
    numbers = candidates.numbers.tolist()
    row_of = pool.rows(numbers)
    articles = pool.prepared.articles
    pairs = [
        (position, number)
        for position, number in zip(candidates.positions.tolist(), numbers, strict=True)
        if number in row_of and articles[row_of[number]].id != articles[position].id
    ]
    if not pairs:
        return found
    sides = np.array([(position, row_of[number]) for position, number in pairs], np.int64)
    is_swapped = np.array([articles[new].id > articles[stored].id for new, stored in sides.tolist()])
    sides[is_swapped] = sides[is_swapped][:, ::-1]
    corpus = with_notice_lines(corpus, pool.prepared.texts)
    verified = verify_pairs(pool.prepared, corpus, sides[:, 0].copy(), sides[:, 1].copy(), pool.settings)
    for row, match in zip(verified.listed_rows().tolist(), verified.matches(), strict=True):
        position, number = pairs[row]
        found[position].append(NewMatch(pool.first + position, number, match))
    return found
