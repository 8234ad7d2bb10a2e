"""An evaluation as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dedup.evaluation.evaluate import Evaluation, PairFault
from dedup.evaluation.group_scores import Interval
from dedup.evaluation.scores import Confusion, Share
from dedup.evaluation.tuning import Tuning
from dedup.reports.formatting import count_of
from dedup.reports.sanitize import escape_controls, one_line

RELATION_HEADINGS = ("relation", "precision", "95 %", "pairs", "recall", "95 %", "pairs", "F1")
GROUP_HEADINGS = ("groups", "articles", "pairwise P", "R", "F1", "B-cubed P", "R", "F1", "95 %", "adjusted Rand")


def evaluation_lines(evaluation: Evaluation, limit: int) -> Iterator[str]:
    """Draw all figures, and `limit` pairs of each kind of fault, 0 for all."""
    known = f", {count_of(len(evaluation.unknown_ids), 'labelled id')} not read" if evaluation.unknown_ids else ""
    labelled = max((each.articles for each in evaluation.groups), default=0)
    counts = [count_of(evaluation.pairs, "labelled pair")] if evaluation.pairs else []
    yield ", ".join([*counts, *([count_of(labelled, "labelled article")] if labelled else [])]) + known
    yield ""
    if evaluation.relations:
        rows = [
            (each.relation, *_share(each.precision), *_share(each.recall), _figure(each.f1))
            for each in evaluation.relations
        ]
        yield from _table(RELATION_HEADINGS, rows)
    if evaluation.groups:
        yield from _table(
            GROUP_HEADINGS,
            [
                (
                    each.kind,
                    f"{each.articles:,}",
                    *map(_figure, (each.pairwise_precision, each.pairwise_recall, each.pairwise_f1)),
                    *map(_figure, (each.bcubed_precision, each.bcubed_recall, each.bcubed_f1)),
                    _interval(each.f1_interval),
                    _figure(each.adjusted_rand),
                )
                for each in evaluation.groups
            ],
        )
    if evaluation.confusion is not None:
        yield from _confusion_lines(evaluation.confusion)
    yield from _faults("COPIES IN THE REPORT ALONE", evaluation.errors, limit)
    yield from _faults("COPIES IN THE LABELS ALONE", evaluation.misses, limit)
    yield from _faults("ANOTHER RELATION", evaluation.others, limit)


def curve_lines(evaluation: Evaluation) -> Iterator[str]:
    """Draw precision and recall of copies by threshold of the share of words."""
    if evaluation.curve:
        rows = [(f"{each.threshold:.2f}", _figure(each.precision), _figure(each.recall)) for each in evaluation.curve]
        yield from _table(("shared words", "precision", "recall"), rows)


def tuning_lines(tuning: Tuning) -> Iterator[str]:
    """Draw what was tried, what was chosen, and what it scores on the half that took no part in the choice."""
    yield from _table(
        ("setting", "value", tuning.figure),
        [(each.name, f"{each.value:g}", _figure(each.figure)) for each in tuning.trials],
    )
    chosen = ", ".join(f"{name} {value:g}" for name, value in tuning.changes.items()) or "nothing scores better"
    yield f"chosen on one half of the labels: {chosen}"
    before, after = (_with_interval(each, tuning.figure) for each in (tuning.before, tuning.after))
    yield f"{tuning.figure} on the other half: {before} before, {after} after"
    yield ""


def _share(share: Share) -> tuple[str, str, str]:
    if not share.pairs:
        return "-", "", "0"
    return _figure(share.value), _interval(Interval(share.low, share.high)), f"{share.pairs:,}"


def _interval(interval: Interval) -> str:
    return f"{interval.low:.2f}-{interval.high:.2f}"


def _with_interval(evaluation: Evaluation, name: str) -> str:
    interval = evaluation.interval(name)
    shown = _figure(evaluation.figure(name))
    return shown if interval is None else f"{shown} ({_interval(interval)})"


def _figure(value: float) -> str:
    return "-" if value != value else f"{value:.3f}"  # nan


def _confusion_lines(confusion: Confusion) -> Iterator[str]:
    rows = [(name, *map(str, counts)) for name, counts in zip(confusion.relations, confusion.counts, strict=True)]
    yield from _table(("labelled \\ found", *confusion.relations), rows)


def _faults(heading: str, faults: Sequence[PairFault], limit: int) -> Iterator[str]:
    if not faults:
        return
    yield f"{heading}  {len(faults):,}"
    for each in faults[:limit] if limit else faults:
        left, right = escape_controls(each.left_id), escape_controls(each.right_id)
        yield f"  {each.labelled}, found {each.found}, {each.score:.0%} shared: {left}  {right}"
        yield f"    {one_line(each.reason)}"
    yield "  `dedup explain A B` shows every measure and rule"
    yield ""


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    for row in (headings, *rows):
        first, *others = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join([row[0].ljust(widths[0]) if first else first, *others]).rstrip()
    yield ""
