"""A report against labels: every figure, the worst errors and the nearest misses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dedup.comparison.match import Match, Relation
from dedup.detector import compare
from dedup.errors import InputError
from dedup.evaluation.group_scores import GroupScore, Interval, score_groups
from dedup.evaluation.labels import LabelledPair, Labels
from dedup.evaluation.scores import (
    COPY,
    Confusion,
    CurvePoint,
    RelationScore,
    Share,
    SimilarityRecall,
    confusion_of,
    curve_of,
    recall_by_similarity,
    score_relation,
)
from dedup.report import Report
from dedup.settings import DEFAULT_SETTINGS


@dataclass(frozen=True, slots=True)
class PairFault:
    """A pair whose relation is not the labelled one: what was found, by which reason; and how much of the text of
    which more is shared the other one has.
    """

    left_id: str
    right_id: str
    labelled: str
    found: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How good a report is by labels.

    `relations` begin with that of all copies together; `confusion` is None where labels only say yes and no. `errors`
    are pairs that are copies in the report alone, the surest first; `misses` those that are in the labels alone, the
    nearest first; `others` are copies, or none, of another relation. `unknown_ids` are labelled and not in the report.
    `similarity_recall` is that of labelled copies by their Jaccard similarity.
    """

    pairs: int
    relations: tuple[RelationScore, ...]
    confusion: Confusion | None
    curve: tuple[CurvePoint, ...]
    similarity_recall: tuple[SimilarityRecall, ...]
    groups: tuple[GroupScore, ...]
    errors: tuple[PairFault, ...]
    misses: tuple[PairFault, ...]
    others: tuple[PairFault, ...]
    unknown_ids: tuple[str, ...]

    def figure(self, name: str) -> float:
        """A figure by its name: copy.f1, near.precision, clusters.bcubed_f1; InputError if there is none."""
        group, _, figure = name.partition(".")
        scores = self._scores()
        value = getattr(scores.get(group), figure, None)
        value = getattr(value, "value", value)
        if not isinstance(value, float):
            shown = ", ".join(
                f"{each}.f1" if each not in ("clusters", "stories") else f"{each}.bcubed_f1" for each in scores
            )
            raise InputError(f"{name!r} is no figure of these labels, as {shown} are")
        return value

    def interval(self, name: str) -> Interval | None:
        """The interval of a figure at 95 %; None if it has none: pairwise figures, and the F1 of a relation."""
        group, _, figure = name.partition(".")
        score = self._scores().get(group)
        value = getattr(score, figure, None)
        if isinstance(value, Share):
            return Interval(value.low, value.high)
        interval = getattr(score, f"{figure.removeprefix('bcubed_')}_interval", None)
        return interval if figure.startswith("bcubed_") else None

    def save_picture(self, path: str | Path) -> None:
        """Draw precision and recall by threshold, and recall by similarity beside that of bands, as SVG, PNG or PDF.

        InputError for another ending or without labelled pairs, MissingExtraError without Matplotlib (`plots`).
        """
        from dedup.evaluation.picture import save_picture

        save_picture(self, Path(path))

    def save_page(self, report: Report, path: str | Path) -> None:
        """Write the page of the report that was evaluated, with a view of these figures, their curves and the faults.

        InputError if the file cannot be written.
        """
        from dedup.evaluation.evaluation_page import save_page

        save_page(self, report, Path(path))

    def _scores(self) -> dict[str, RelationScore | GroupScore]:
        scores: dict[str, RelationScore | GroupScore] = {each.relation: each for each in self.relations}
        return scores | {each.kind: each for each in self.groups}


def evaluate(report: Report, labels: Labels | str | Path) -> Evaluation:
    """Measure a report by labels, or by those in a file: pairs with their relation, or articles with their groups.

    A pair that is not among the matches counts as distinct. InputError if no labelled article is in the report.

    >>> from dedup.detector import scan
    >>> report = scan(texts={"a": "The ferry is late again.", "b": "THE FERRY IS LATE AGAIN", "c": "It rained."})
    >>> labels = Labels((LabelledPair("a", "b", Relation.EXACT), LabelledPair("a", "c", Relation.DISTINCT)))
    >>> evaluate(report, labels).figure("copy.f1")
    1.0
    """
    labels = labels if isinstance(labels, Labels) else Labels.read(labels)
    known = {article.id for article in report.articles}
    unknown = sorted(labels.article_ids() - known)
    pairs = [each for each in labels.pairs if each.left_id in known and each.right_id in known]
    groups = tuple(
        score_groups(kind, inside, [group.article_ids for group in found])
        for kind, labelled, found in (
            ("clusters", labels.clusters, report.clusters),
            ("stories", labels.stories, report.stories),
        )
        if (inside := {article_id: name for article_id, name in labelled.items() if article_id in known})
    )
    if not pairs and not groups:
        raise InputError(f"no labelled article is in the report; the labels name {', '.join(unknown[:3])}")
    matches = _matches_of(report, pairs)
    found = [matches[_key(pair)] for pair in pairs]
    relations = [match.relation for match in found]
    is_copy, is_found = [pair.is_copy for pair in pairs], [relation.is_copy for relation in relations]
    faults = _faults(pairs, found)
    return Evaluation(
        pairs=len(pairs),
        relations=(score_relation(COPY, is_copy, is_found), *_relation_scores(pairs, relations)) if pairs else (),
        confusion=_confusion(pairs, relations),
        curve=curve_of(is_copy, [_score(match) for match in found]),
        similarity_recall=recall_by_similarity(
            [match.jaccard for match, copied in zip(found, is_copy, strict=True) if copied],
            [relation is not Relation.DISTINCT for relation, copied in zip(relations, is_copy, strict=True) if copied],
        ),
        groups=groups,
        errors=tuple(each for each in faults if not _is_copy(each.labelled) and _is_copy(each.found)),
        misses=tuple(each for each in faults if _is_copy(each.labelled) and not _is_copy(each.found)),
        others=tuple(each for each in faults if _is_copy(each.labelled) == _is_copy(each.found)),
        unknown_ids=tuple(unknown),
    )


def _matches_of(report: Report, pairs: list[LabelledPair]) -> Mapping[tuple[str, str], Match]:
    """The match of each pair; of one that the report has none of, the measures, and distinct."""
    wanted = {_key(pair) for pair in pairs}
    found = {(each.left_id, each.right_id): each for each in report.matches if (each.left_id, each.right_id) in wanted}
    articles = {article.id: article for article in report.articles}
    settings = report.settings or DEFAULT_SETTINGS
    for left_id, right_id in sorted(wanted - found.keys()):
        measured = compare(articles[left_id], articles[right_id], settings=settings)
        found[left_id, right_id] = _not_reported(measured)
    return found


def _not_reported(measured: Match) -> Match:
    from dataclasses import replace

    reason = f"not in the report; alone, the two are {measured.relation}: {measured.reason}"
    return replace(measured, relation=Relation.DISTINCT, reason=reason)


def _key(pair: LabelledPair) -> tuple[str, str]:
    return min(pair.left_id, pair.right_id), max(pair.left_id, pair.right_id)


def _score(match: Match) -> float:
    return max(match.left_coverage, match.right_coverage)


def _relation_scores(pairs: list[LabelledPair], found: list[Relation]) -> list[RelationScore]:
    """The score of each relation that a label names; of pairs that only say yes and no, none."""
    if any(isinstance(pair.label, bool) for pair in pairs):
        return []
    occurring = {*(pair.label for pair in pairs), *found}
    return [
        score_relation(relation, [pair.label == relation for pair in pairs], [each == relation for each in found])
        for relation in Relation
        if relation in occurring
    ]


def _confusion(pairs: list[LabelledPair], found: list[Relation]) -> Confusion | None:
    labelled = [pair.label for pair in pairs if isinstance(pair.label, Relation)]
    return confusion_of(labelled, found) if pairs and len(labelled) == len(pairs) else None


def _faults(pairs: list[LabelledPair], found: list[Match]) -> list[PairFault]:
    """The pairs that were judged otherwise, those of which most is shared first."""
    faults = [
        PairFault(pair.left_id, pair.right_id, _name(pair.label), match.relation, round(_score(match), 3), match.reason)
        for pair, match in zip(pairs, found, strict=True)
        if (pair.label != match.relation if isinstance(pair.label, Relation) else pair.label != match.relation.is_copy)
    ]
    return sorted(faults, key=lambda each: (-each.score, each.left_id, each.right_id))


def _name(label: Relation | bool) -> str:
    return label.value if isinstance(label, Relation) else (COPY if label else Relation.DISTINCT.value)


def _is_copy(name: str) -> bool:
    return name == COPY or Relation(name).is_copy
