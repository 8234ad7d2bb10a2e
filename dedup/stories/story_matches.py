"""What stories add to measured pairs: a pair that is no copy may be a rewrite, or two reports of one event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from operator import eq
from typing import NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article, Span
from dedup.comparison.match import COPIES, Alignment, Evidence, Match, Relation
from dedup.comparison.verification import Compared, FurnitureSpans, Matches, compare_pairs
from dedup.comparison.relation_rules import code
from dedup.comparison.titles import title_similarity
from dedup.runtime.lazy import Once
from dedup.stories.values import Cluster, Story
from dedup.stories.link_model import Links
from dedup.stories.evidence import explain
from dedup.stories.story import ReadTerms, Retellings, tell, tell_pairs
from dedup.stories.terms import read_terms

FORM_COVERAGE = 0.1  # of either text, by a form or page furniture: two forms filled in are no rewrites of each other
PAIRS_AT_ONCE = 1 << 15  # that are measured: bounds memory


def retell(compared: Compared, clusters: Sequence[Cluster], read: ReadTerms = read_terms) -> tuple[list[Story], Retold]:
    """The stories among all articles, and all matches in order: copies as they are, boilerplate unless it is retold.

    `read` may know terms from before.
    """
    bare = Bare(compared)
    is_copy = np.isin(compared.verdicts.relations, [code(relation) for relation in COPIES])
    copies = _pairs(compared.left[is_copy], compared.right[is_copy])
    stories, told = tell(compared.prepared.articles, clusters, copies, bare, read)
    measured = _measured(compared, told)
    rows = np.flatnonzero(~measured.is_form)
    left, right = told.left[rows], told.right[rows]
    others = compared.matching()
    others = others[~np.isin(_pairs(compared.left[others], compared.right[others]), _pairs(left, right))]
    left = np.append(compared.left[others], left)
    right = np.append(compared.right[others], right)
    order = np.lexsort((right, left))
    return stories, Retold(compared, told, measured, bare, np.append(others, ~rows)[order])


def retell_links(compared: Compared, links: Links) -> Retold:
    """Matches of linked pairs, rewrites and reports of one event, in order; articles are in order of their ids, and
    links number them so. Two forms filled in are none.
    """
    bare = Bare(compared)
    told = tell_pairs(compared.prepared.articles, links, bare)
    measured = _measured(compared, told)
    return Retold(compared, told, measured, bare, ~np.flatnonzero(~measured.is_form))


def retell_pair(compared: Compared) -> Match:
    """The same for the one pair that was compared, told in the order of the two texts, whoever is left."""
    (match,) = compared.all_matches()
    if match.relation.is_copy or _is_form(match):
        return match
    left, right = compared.prepared.articles
    names = ("second", "first") if _is_swapped(left, right) else ("first", "second")
    bare = Bare(compared)
    named = (replace(bare(article), id=name) for article, name in zip((left, right), names, strict=True))
    _, told = tell(list(named))
    if not told:
        return match
    close = Once(partial(_look, compared, 0, 1, bare))
    return replace(match, relation=told[0].relation, reason=told[0].reason, align=close)


class Bare:
    """Articles with page furniture and later occurrences of doubled blocks blanked out: every place stays the same.

    Else three reports of one outlet would be one story, told by its menu. Made anew whenever one is asked for.
    """

    def __init__(self, compared: Compared) -> None:
        prepared = compared.prepared
        self._furniture = FurnitureSpans(compared)
        self._repeated = {
            article.id: [span for repeat in repeats for span in repeat.spans[1:]]
            for article, repeats in zip(prepared.articles, prepared.repeats, strict=True)
            if repeats
        }

    def __call__(self, article: Article) -> Article:
        """The article with what is not its own blanked out."""
        spans = [*self._furniture.get(article.id, ()), *self._repeated.get(article.id, ())]
        return replace(article, text=_blanked(article.text, spans)) if spans else article


def _blanked(text: str, spans: list[Span]) -> str:
    for span in spans:
        text = text[: span.start] + "\n" * (span.end - span.start) + text[span.end :]
    return text


class Measured(NamedTuple):
    """What of the measures of told pairs is shown, a row a pair; and which are forms, and not told after all."""

    jaccard: NDArray[np.float64]
    left_containment: NDArray[np.float64]
    right_containment: NDArray[np.float64]
    left_coverage: NDArray[np.float64]
    right_coverage: NDArray[np.float64]
    is_form: NDArray[np.bool_]


def _measured(compared: Compared, told: Retellings) -> Measured:
    columns: list[tuple[NDArray[np.generic], ...]] = []
    for first in range(0, max(1, len(told)), PAIRS_AT_ONCE):
        block = slice(first, first + PAIRS_AT_ONCE)
        sides = told.left[block].astype(np.int64), told.right[block].astype(np.int64)
        found = compare_pairs(compared.prepared, compared.corpus, *sides)
        m = found.measures
        covered = np.maximum(m.left_coverage, m.right_coverage)
        is_form = (found.verdicts.relations == code(Relation.BOILERPLATE)) & (covered >= FORM_COVERAGE)
        columns.append((m.jaccard, m.left_containment, m.right_containment, m.left_coverage, m.right_coverage, is_form))
    return Measured(*(np.concatenate(column) for column in zip(*columns, strict=True)))


def _is_form(match: Match) -> bool:
    """Whether so much of one text is formula that the wording says nothing about who leaned on whom."""
    return match.relation is Relation.BOILERPLATE and max(match.left_coverage, match.right_coverage) >= FORM_COVERAGE


def _pairs(left: NDArray[np.integer], right: NDArray[np.integer]) -> NDArray[np.uint64]:
    """Pairs of places as single numbers; left < right."""
    return left.astype(np.uint64) << np.uint64(32) | right.astype(np.uint64)


@dataclass(frozen=True, slots=True, eq=False)
class Retold(Sequence[Match]):
    """All matches, those that are told twice among them; columns of numbers until they are looked at."""

    compared: Compared
    told: Retellings
    measured: Measured
    bare: Bare
    rows: NDArray[np.int64]  # of compared pairs, or ~row of told ones

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, place: int) -> Match: ...
    @overload
    def __getitem__(self, place: slice) -> Retold: ...
    def __getitem__(self, place: int | slice) -> Match | Retold:
        if isinstance(place, slice):
            return replace(self, rows=self.rows[place])
        (match,) = replace(self, rows=self.rows[[place]])
        return match

    def __iter__(self) -> Iterator[Match]:
        others = iter(Matches(self.compared, self.rows[self.rows >= 0]))
        told = self._told(self.rows[self.rows < 0])
        for is_told in (self.rows < 0).tolist():
            yield next(told if is_told else others)

    def _told(self, rows: NDArray[np.int64]) -> Iterator[Match]:
        articles, told = self.compared.prepared.articles, self.told
        columns = zip(*(column[~rows].tolist() for column in self.measured[:5]), strict=True)
        for row, measures in zip((~rows).tolist(), columns, strict=True):
            left, right = int(told.left[row]), int(told.right[row])
            jaccard, left_in, right_in, left_over, right_over = measures
            titles = title_similarity(articles[left].title, articles[right].title)
            yield Match(
                articles[left].id, articles[right].id, told[row].relation, jaccard, left_in, right_in, left_over,
                right_over, titles, told[row].reason, Once(partial(_look, self.compared, left, right, self.bare)),
            )  # fmt: skip

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(eq, self, other))

    def __hash__(self) -> int:
        return hash(tuple(self))


def _look(compared: Compared, left: int, right: int, bare: Bare) -> Alignment:
    """The passages and the evidence of two articles that tell one story, given by their places; the evidence is found
    in the order of the two texts, whoever is left.
    """
    one, other = compared.prepared.articles[left], compared.prepared.articles[right]
    if _is_swapped(one, other):
        shown = tuple(_mirrored(each) for each in explain(bare(other), bare(one)))
    else:
        shown = explain(bare(one), bare(other))
    return replace(compared.aligner(left, right), evidence=shown)


def _is_swapped(left: Article, right: Article) -> bool:
    return right.text < left.text


KINDS = {"only left": "only right", "only right": "only left"}


def _mirrored(evidence: Evidence) -> Evidence:
    kind = KINDS.get(evidence.kind, evidence.kind)
    return replace(evidence, kind=kind, left=evidence.right, right=evidence.left)
