"""New articles against those that came before: what `scan` would say of each pair, with what the index has learned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from dedup.article import Article
from dedup.comparison.match import Match
from dedup.comparison.prepared import prepare
from dedup.comparison.verification import verify_pairs
from dedup.corpus.statistics import CorpusStatistics
from dedup.index.lookup import IndexCandidates
from dedup.index.match_codec import encode_match
from dedup.index.storage.protocols import MatchRow


class NewMatch(NamedTuple):
    """A new article, by its place, and another by its number: more than distinct."""

    position: int
    number: int
    match: Match


def match_rows(new_matches: Sequence[Sequence[NewMatch]], first: int) -> list[MatchRow]:
    """The matches of articles that are numbered from `first` on, as they are kept."""
    return [
        MatchRow(first + each.position, each.number, encode_match(each.match)) for own in new_matches for each in own
    ]


def verify_candidates(
    new: Sequence[Article], pairs: IndexCandidates, others: Mapping[int, Article], corpus: CorpusStatistics
) -> list[list[NewMatch]]:
    """What each new article has to do with its candidates, those of lower number first."""
    matches_of: list[list[NewMatch]] = [[] for _ in new]
    rows = [
        (place, number)
        for place, number in zip(pairs.positions.tolist(), pairs.numbers.tolist(), strict=True)
        if number in others and others[number].id != new[place].id
    ]
    if not rows:
        return matches_of
    involved = [*(new[place] for place in sorted({place for place, _ in rows}))]
    new_rows = {place: at for at, place in enumerate(sorted({place for place, _ in rows}))}
    stored_rows = {number: len(new_rows) + at for at, number in enumerate(sorted({number for _, number in rows}))}
    involved += [others[number] for number in sorted(stored_rows)]
    sides = np.array([(new_rows[place], stored_rows[number]) for place, number in rows], np.int64)
    ids = [(new[place].id, others[number].id) for place, number in rows]
    is_swapped = np.array([left > right for left, right in ids])
    left, right = np.where(is_swapped, sides[:, 1], sides[:, 0]), np.where(is_swapped, sides[:, 0], sides[:, 1])
    matches = verify_pairs(prepare(involved), corpus, left, right).matches()
    match_of = {(match.left_id, match.right_id): match for match in matches}
    for (place, number), pair in zip(rows, ids, strict=True):
        match = match_of.get((min(pair), max(pair)))
        if match is not None:
            matches_of[place].append(NewMatch(place, number, match))
    return matches_of
