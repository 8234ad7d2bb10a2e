"""What is reported of pairs that share much, against labels by reading.

    python benchmarks/story_labels.py --corpus DIR            all three sets
    python benchmarks/story_labels.py --corpus DIR --failed   and each pair that is missed, or reported wrongly

DIR holds the sets that `story_labels.jsonl` names, `NAME.jsonl.gz` each (id, text; outlet, title, published where they
are known). Labelled are 52 pairs of each set, by their ids: none is a copy, both articles are dated within three days
where they have dates, and a quarter each was drawn at random from four ranges of the cosine of tf-idf (.2, .3, .4, .55
and more), an article twice at most. One reader read title and first 75 words of both: `event` (one event, or what is
said of it at once), `affair` (a running affair, another step of it), `no`.

A pair counts as reported if it, or copies of the two, have any relation but boilerplate (of each cluster of copies one
stands for all), and as grouped if it stands in one story. Recall is the share of `event` pairs that are reported,
precision the share of `event` and `affair` among labelled pairs that are.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, product
from pathlib import Path

from recording import record, show

import dedup
from dedup.comparison.match import Relation

LABELS = Path(__file__).with_suffix(".jsonl")


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """Two articles, by their ids, and what a reader said of them."""

    left_id: str
    right_id: str
    label: str


@dataclass(frozen=True, slots=True)
class Told:
    """A labelled pair, and what a scan says of it."""

    pair: LabelledPair
    relation: Relation
    is_grouped: bool

    @property
    def is_reported(self) -> bool:
        """Whether the scan reports the pair by itself."""
        return self.relation.is_related


def labels() -> dict[str, list[LabelledPair]]:
    """The labelled pairs of each set."""
    rows = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    return {
        name: [LabelledPair(min(ids := (row["left"], row["right"])), max(ids), row["label"]) for row in of_one]
        for name, of_one in groupby(rows, key=lambda row: row["set"])
    }


def judge(path: Path, pairs: Iterable[LabelledPair]) -> list[Told]:
    """What a scan of a set says of its labelled pairs."""
    report = dedup.scan(path)
    copies = {each: cluster.article_ids for cluster in report.clusters for each in cluster.article_ids}
    relations = {frozenset((match.left_id, match.right_id)): match.relation for match in report.matches}
    story_of = {each: number for number, story in enumerate(report.stories) for each in story.article_ids}
    return [
        Told(
            pair,
            _relation(pair, copies, relations),
            story_of.get(pair.left_id, -1) == story_of.get(pair.right_id, -2),
        )
        for pair in pairs
    ]


def _relation(
    pair: LabelledPair, copies: Mapping[str, Sequence[str]], relations: Mapping[frozenset[str], Relation]
) -> Relation:
    """The closest relation that the two, or copies of them, have."""
    left, right = (copies.get(each, (each,)) for each in (pair.left_id, pair.right_id))
    found = (relations.get(frozenset(sides), Relation.DISTINCT) for sides in product(left, right))
    return min(found, key=lambda relation: relation.rank)


def figures_of(told: Sequence[Told]) -> dict[str, float]:
    """Recall, precision and shares of the judged pairs."""
    reported = [each for each in told if each.is_reported]
    grouped = [each for each in told if each.is_grouped]
    events = [each for each in told if each.pair.label == "event"]
    return {
        "events": len(events),
        "reported": len(reported),
        "recall": round(sum(each.is_reported for each in events) / max(1, len(events)), 3),
        "precision": round(sum(each.pair.label != "no" for each in reported) / max(1, len(reported)), 3),
        "recall_grouped": round(sum(each.is_grouped for each in events) / max(1, len(events)), 3),
        "precision_grouped": round(sum(each.pair.label != "no" for each in grouped) / max(1, len(grouped)), 3),
    }


def main() -> int:
    """Scan every set, compare with its labels, print, record."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="folder that holds the sets")
    parser.add_argument("--failed", action="store_true", help="print each pair that is missed or reported wrongly")
    options = parser.parse_args()
    told = {name: judge(options.corpus / f"{name}.jsonl.gz", pairs) for name, pairs in labels().items()}
    figures = {name: figures_of(of_one) for name, of_one in told.items()}
    figures["together"] = figures_of([each for of_one in told.values() for each in of_one])
    columns = list(figures["together"])
    show("Pairs that share much", ["set", *columns], [(name, *row.values()) for name, row in figures.items()])
    if options.failed:
        for each in (each for of_one in told.values() for each in of_one):
            if each.is_reported != (each.pair.label != "no"):
                print(each.pair.label, each.relation, each.is_grouped, each.pair.left_id, each.pair.right_id, sep="\t")
    record("story_labels", {}, figures)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
