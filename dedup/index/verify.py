"""New articles against those that came before: what `scan` would say of each pair, with what the index has learned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from dedup.article import Article
from dedup.index.lookup import Candidates
from dedup.index.storage.protocols import Found
from dedup.index.match_codec import pack_match
from dedup.corpus.statistics import Corpus
from dedup.comparison.match import Match
from dedup.comparison.verification import compare_pairs
from dedup.comparison.prepared import prepare


class Verdict(NamedTuple):
    """A new article, by its place, and another by its number: more than distinct."""

    place: int
    number: int
    match: Match


def found_of(verdicts: Sequence[Sequence[Verdict]], first: int) -> list[Found]:
    """The matches of articles that are numbered from `first` on, as they are kept."""
    return [Found(first + each.place, each.number, pack_match(each.match)) for own in verdicts for each in own]


def judge(
    new: Sequence[Article], pairs: Candidates, others: Mapping[int, Article], corpus: Corpus
) -> list[list[Verdict]]:
    """What each new article has to do with its candidates, those of lower number first."""
    found: list[list[Verdict]] = [[] for _ in new]
    rows = [
        (place, number)
        for place, number in zip(pairs.places.tolist(), pairs.numbers.tolist(), strict=True)
        if number in others and others[number].id != new[place].id
    ]
    if not rows:
        return found
    involved = [*(new[place] for place in sorted({place for place, _ in rows}))]
    stand = {place: at for at, place in enumerate(sorted({place for place, _ in rows}))}
    behind = {number: len(stand) + at for at, number in enumerate(sorted({number for _, number in rows}))}
    involved += [others[number] for number in sorted(behind)]
    sides = np.array([(stand[place], behind[number]) for place, number in rows], np.int64)
    ids = [(new[place].id, others[number].id) for place, number in rows]
    is_turned = np.array([left > right for left, right in ids])
    left, right = np.where(is_turned, sides[:, 1], sides[:, 0]), np.where(is_turned, sides[:, 0], sides[:, 1])
    matches = compare_pairs(prepare(involved), corpus, left, right).matches()
    told = {(match.left_id, match.right_id): match for match in matches}
    for (place, number), pair in zip(rows, ids, strict=True):
        match = told.get((min(pair), max(pair)))
        if match is not None:
            found[place].append(Verdict(place, number, match))
    return found
