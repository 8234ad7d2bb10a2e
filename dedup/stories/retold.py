"""What stories add to measured pairs: a pair that is no copy may be a rewrite, or two reports of one event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from dedup.article import Article, Span
from dedup.matching.match import Evidence, Match, Relation
from dedup.matching.pairs import Compared, FurnitureSpans, compare_pairs
from dedup.stories.groups import Cluster, Story
from dedup.stories.showing import explain
from dedup.stories.telling import tell

FORM_COVERAGE = 0.1  # of either text, by a form or page furniture: two forms filled in are no rewrites of each other


def retell(compared: Compared, clusters: Sequence[Cluster]) -> tuple[list[Story], tuple[Match, ...]]:
    """The stories among all articles, and all matches in order: copies as they are, boilerplate unless it is retold."""
    prepared, matches = compared.prepared, tuple(compared.matches())
    stories, told = tell(_bare(compared), clusters, [match for match in matches if match.relation.is_copy])
    places = {article.id: place for place, article in enumerate(prepared.articles)}
    sides = [[places[match.left_id] for match in told], [places[match.right_id] for match in told]]
    measured = compare_pairs(prepared, compared.corpus, *np.array(sides, np.int64)).all_matches()
    by_pair = {(match.left_id, match.right_id): match for match in matches}
    by_pair |= {
        (base.left_id, base.right_id): _as_told(base, story.evidence, story)
        for base, story in zip(measured, told, strict=True)
        if not _is_form(base)
    }
    return stories, tuple(by_pair[pair] for pair in sorted(by_pair))


def retell_pair(match: Match, left: Article, right: Article) -> Match:
    """The same for two articles alone, with all evidence; told in the order of their texts, whoever is left."""
    if _is_form(match):
        return match
    is_swapped = right.text < left.text
    first, second = (right, left) if is_swapped else (left, right)
    _, told = tell([replace(first, id="first"), replace(second, id="second")])
    if not told:
        return match
    (story,) = told
    return _as_told(match, _sides([*story.evidence, *explain(first, second)], is_swapped), story)


def _bare(compared: Compared) -> list[Article]:
    """The articles with page furniture and later occurrences of doubled blocks blanked out: every place stays the same.

    Else three reports of one outlet would be one story, told by its menu.
    """
    prepared = compared.prepared
    furniture = FurnitureSpans(compared)
    bare = []
    for article, repeats in zip(prepared.articles, prepared.repeats, strict=True):
        later = [span for repeat in repeats for span in repeat.spans[1:]]
        spans = [*furniture.get(article.id, ()), *later]
        bare.append(replace(article, text=_blanked(article.text, spans)) if spans else article)
    return bare


def _blanked(text: str, spans: Iterable[Span]) -> str:
    for span in spans:
        text = text[: span.start] + "\n" * (span.end - span.start) + text[span.end :]
    return text


def _is_form(match: Match) -> bool:
    """Whether so much of one text is formula that the wording says nothing about who leaned on whom."""
    return match.relation is Relation.BOILERPLATE and max(match.left_coverage, match.right_coverage) >= FORM_COVERAGE


def _as_told(match: Match, evidence: Iterable[Evidence], story: Match) -> Match:
    """Measures and passages of a measured pair, with what its story says of it."""
    return replace(match, relation=story.relation, reason=story.reason, evidence=tuple(evidence))


def _sides(evidence: Iterable[Evidence], is_swapped: bool) -> Iterable[Evidence]:
    return [replace(each, left=each.right, right=each.left) if is_swapped else each for each in evidence]
