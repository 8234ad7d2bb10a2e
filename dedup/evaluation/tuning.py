"""Settings that score best on one half of the labels, and what they score on the other.

One setting is tried after the other, each value with the best of those before. A figure of the half by which settings
were chosen flatters them; that of the other half does not. Related articles and those of one group stay in one half; a
pair of unrelated ones belongs to the half of its left article.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from dedup.errors import InputError
from dedup.evaluation.evaluate import Evaluation, evaluate
from dedup.evaluation.labels import Labels
from dedup.report import Report
from dedup.settings import DEFAULT_SETTINGS, Settings
from dedup.settings.assignments import with_values

Scan = Callable[[Settings], Report]


@dataclass(frozen=True, slots=True)
class Trial:
    """A value that was tried of a setting, with the best of the settings before, and its figure on the chosen half."""

    name: str
    value: float
    figure: float


@dataclass(frozen=True, slots=True)
class Tuning:
    """The settings that scored best: `changes` are those that differ from what was given.

    `before` and `after` are the evaluations on the half that took no part in the choice.
    """

    figure: str
    changes: Mapping[str, float]
    trials: tuple[Trial, ...]
    before: Evaluation
    after: Evaluation


def tune(
    scan_with: Scan,
    labels: Labels,
    figure: str,
    values: Mapping[str, Sequence[float]],
    settings: Settings = DEFAULT_SETTINGS,
) -> Tuning:
    """Choose settings by a figure (copy.f1, near.precision, stories.bcubed_f1) on one half of the labels.

    `scan_with` makes the report of some settings; it is called once for each value. Of equal values, the one that was
    given stays. InputError for a figure that the labels do not have, SettingsError for a setting that is none.
    """
    chosen_half, other_half = halves(labels)
    given = scan_with(settings)
    best, before = evaluate(given, chosen_half).figure(figure), evaluate(given, other_half)
    changes: dict[str, float] = {}
    trials: list[Trial] = []
    for name, candidates in values.items():
        for value in candidates:
            tried = with_values(settings, {**changes, name: value})
            scored = evaluate(scan_with(tried), chosen_half).figure(figure)
            trials.append(Trial(name, value, scored))
            if scored > best:
                best, changes = scored, {**changes, name: value}
    after = evaluate(scan_with(with_values(settings, changes)), other_half) if changes else before
    return Tuning(figure, changes, tuple(trials), before, after)


def halves(labels: Labels) -> tuple[Labels, Labels]:
    """The labels in two parts, as equal in articles as they can be; InputError if all articles are related.

    >>> labels = Labels(clusters={"a": "1", "b": "1", "c": "2", "d": "2"})
    >>> [sorted(half.clusters) for half in halves(labels)]
    [['a', 'b'], ['c', 'd']]
    """
    parts = _connected(labels)
    if len(parts) < 2:
        raise InputError("the labels cannot be halved: all articles that they name are related")
    parts.sort(key=lambda ids: (-len(ids), blake2b(ids[0].encode("utf-8", "surrogatepass")).digest()))
    sides: tuple[set[str], set[str]] = set(), set()
    for ids in parts:
        min(sides, key=len).update(ids)
    one, other = (_only(labels, ids) for ids in sides)
    return one, other


def _connected(labels: Labels) -> list[list[str]]:
    """The ids of articles that are related or of one group, each part sorted."""
    links: dict[str, set[str]] = {article_id: set() for article_id in labels.article_ids()}
    for pair in labels.pairs:
        if pair.is_related:
            links[pair.left_id].add(pair.right_id)
            links[pair.right_id].add(pair.left_id)
    for kind, groups in (("cluster", labels.clusters), ("story", labels.stories)):
        for article_id, name in groups.items():
            links[article_id].add(f"{kind}\0{name}")
            links.setdefault(f"{kind}\0{name}", set()).add(article_id)
    parts, reached = [], set[str]()
    for first in sorted(links):
        if first not in reached:
            part = [first]
            reached.add(first)
            for each in part:
                new = links[each] - reached
                reached |= new
                part += sorted(new)
            parts.append(sorted(each for each in part if "\0" not in each))
    return parts


def _only(labels: Labels, ids: set[str]) -> Labels:
    return Labels(
        tuple(pair for pair in labels.pairs if pair.left_id in ids),
        {article_id: name for article_id, name in labels.clusters.items() if article_id in ids},
        {article_id: name for article_id, name in labels.stories.items() if article_id in ids},
    )
