"""How well `dedup.scan` finds planted copies and names what they are (Reuters articles, copies of twelve kinds).

Each draw plants copies of every kind (`planting.py`) among mutually unrelated reports of the Reuters-21578 news wire,
1,500 articles in all, and scans them. Printed and recorded:

* recall of each kind: the pair of base and copy is called exact, near, syndicated or excerpt;
* relation: of the found pairs, the share that is called what it is; a table of what was called what;
* false pairs: called a copy, not planted, and the raw texts' 3-gram containment is under .1;
* furniture: of two pages of one outlet with unrelated articles, the share called anything but boilerplate or distinct;
* with `--passages`: the share of planted characters, and of all others, that passages cover (letters and digits);
* order: the report's JSON is the same, byte for byte, for shuffled input.

"update" (a later version of an article, half new) is shown, and judged by no threshold. Outlets are not told unless
`--labels` is given: furniture must then be known without them. Exit code 1 when a threshold is missed.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random

from planting import MAKERS, Corpus, Kind, Pair, Place, Planted, is_base_length, needed, plant
from recording import record, show, verdict
from wire import Wire, containment, mutually_unrelated, plain_words, read_wires, shingles

import dedup
from dedup import Article, Match, Relation, Report
from dedup.serialization import to_json

RIGHT: Mapping[Kind, Relation] = {
    "exact": Relation.EXACT,
    "restyled": Relation.EXACT,
    "doubled": Relation.EXACT,
    "edited 5 %": Relation.NEAR,
    "edited 10 %": Relation.NEAR,
    "edited 20 %": Relation.NEAR,
    "shuffled": Relation.NEAR,
    "wrapped": Relation.SYNDICATED,
    "wrapped, edited 5 %": Relation.SYNDICATED,
    "first half": Relation.EXCERPT,
    "60 words quoted": Relation.EXCERPT,
}
MIN_RECALL = dict.fromkeys(RIGHT, 0.99) | {"edited 20 %": 0.95}
MIN_RELATION_RIGHT, MIN_RELATION_RIGHT_OF_KIND = 0.95, 0.92
MAX_FALSE_PAIRS, FALSE_BELOW_CONTAINMENT = 0, 0.1
MAX_FURNITURE_CALLED_COPIES = 0.03
MIN_PLANTED_COVERED, MAX_OTHERS_COVERED = 0.98, 0.01
UNRELATED = (Relation.BOILERPLATE, Relation.DISTINCT)


@dataclass(slots=True)
class Tally:
    """What was counted over all draws."""

    called: dict[Kind, Counter[str]] = field(default_factory=lambda: {kind: Counter() for kind in MAKERS})
    furniture: Counter[str] = field(default_factory=Counter)
    false_pairs: int = 0
    unplanted: int = 0
    characters: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    orders: int = 0
    orders_that_differ: int = 0
    faults: list[str] = field(default_factory=list)

    def found(self, kind: Kind) -> int:
        """How many pairs of a kind were called a copy of any sort."""
        return sum(count for called, count in self.called[kind].items() if called in _COPIES)

    def recall(self, kind: Kind) -> float:
        """The share of the planted pairs that was found."""
        return self.found(kind) / max(1, self.called[kind].total())

    def relation_right(self, kinds: Iterable[Kind]) -> float:
        """The share of the found pairs that was called what it is."""
        kinds = list(kinds)
        return sum(self.called[kind][RIGHT[kind]] for kind in kinds) / max(1, sum(map(self.found, kinds)))

    def furniture_called_copies(self) -> float:
        """The share of pairs with nothing but furniture in common that was called anything else."""
        return 1 - sum(self.furniture[relation] for relation in UNRELATED) / max(1, self.furniture.total())

    def covered(self, which: str) -> float:
        """The share of "planted" or "other" characters that stands inside passages."""
        return self.characters[f"{which} covered"] / max(1, self.characters[which])


_COPIES = {relation.value for relation in Relation if relation.is_copy}


def main() -> int:
    """Run the draws, print the tables, record the figures."""
    options = _options()
    wires = read_wires(options.corpus)
    tally = Tally()
    for seed in range(options.seed, options.seed + options.draws):
        corpus = _draw(wires, options.articles, options.per_kind, seed)
        articles = _articles(corpus, options.labels)
        report = _scan(articles, tally)
        _judge(corpus, report, tally, options.passages)
        if seed == options.seed:
            _reorder(articles, report, options.orders, tally)
    faults = _print(tally, options)
    record("planted" + ("-labels" if options.labels else ""), vars(options), _figures(tally, faults))
    return verdict(faults)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="folder that holds reuters21578.jsonl.gz")
    parser.add_argument("--articles", type=int, default=1500, help="articles a draw (%(default)s)")
    parser.add_argument("--per-kind", type=int, default=50, help="copies of each kind in a draw (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the first draw (%(default)s)")
    parser.add_argument("--draws", type=int, default=1, help="draws, each with the next seed (%(default)s)")
    parser.add_argument("--orders", type=int, default=3, help="shuffled orders of the first draw (%(default)s)")
    parser.add_argument("--labels", action="store_true", help="tell the outlet of every page")
    parser.add_argument("--passages", action="store_true", help="find passages too, and measure what they cover")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print up to N wrong pairs, with their heads")
    return parser.parse_args()


def _draw(wires: Iterable[Wire], articles: int, per_kind: int, seed: int) -> Corpus:
    pool = [wire for wire in wires if is_base_length(wire.text)]
    Random(seed).shuffle(pool)
    bases = [wire.text for wire in islice(mutually_unrelated(pool), needed(articles, per_kind))]
    return plant(bases, articles, per_kind, seed)


def _articles(corpus: Corpus, labels: bool) -> list[Article]:
    outlets = corpus.outlets if labels else {}
    return [Article(name, text, outlet=outlets.get(name)) for name, text in corpus.texts.items()]


def _scan(articles: Sequence[Article], tally: Tally) -> Report:
    began = time.process_time()
    report = dedup.scan(articles, stories=False, boilerplate=True)
    tally.seconds += time.process_time() - began
    return report


def _judge(corpus: Corpus, report: Report, tally: Tally, passages: bool) -> None:
    matches = {(match.left_id, match.right_id): match for match in report.matches}
    for planted in corpus.planted:
        match = matches.get(planted.pair)
        called = match.relation if match else Relation.DISTINCT
        tally.called[planted.kind][called] += 1
        if called != RIGHT.get(planted.kind, called):
            _fault(tally, f"{planted.kind}, called {called}", planted.pair, match, corpus)
        if passages and match is not None and planted.kind in RIGHT:
            _cover(planted, match, corpus, tally)
    furniture = corpus.furniture_pairs()
    for pair in sorted(furniture):
        match = matches.get(pair)
        called = match.relation if match else Relation.DISTINCT
        tally.furniture[called] += 1
        if called not in UNRELATED:
            _fault(tally, f"only furniture in common, called {called}", pair, match, corpus)
    _judge_unplanted(corpus, report.matches, tally)


def _judge_unplanted(corpus: Corpus, matches: Iterable[Match], tally: Tally) -> None:
    planted = {one.pair for one in corpus.planted}
    for match in matches:
        pair = (match.left_id, match.right_id)
        if pair in planted or not match.relation.is_copy:
            continue
        left, right = (shingles(plain_words(corpus.texts[name])) for name in pair)
        raw = containment(left, right)
        tally.unplanted += 1
        tally.false_pairs += raw < FALSE_BELOW_CONTAINMENT
        _fault(tally, f"not planted, called {match.relation}, raw containment {raw:.3f}", pair, match, corpus)


def _fault(tally: Tally, what: str, pair: Pair, match: Match | None, corpus: Corpus) -> None:
    lines = [f"== {what}: {pair[0]} {pair[1]}"]
    shares = "Jaccard {0.jaccard:.3f}, contained {0.left_containment:.3f} {0.right_containment:.3f}, covered "
    shares += "{0.left_coverage:.3f} {0.right_coverage:.3f}"
    if match is not None:
        lines.append(f"   {match.reason}; {shares.format(match)}")
    for name in pair:
        text = corpus.texts[name]
        lines.append(f"   {name} ({len(plain_words(text))} words): {' '.join(text.split())[:300]}")
    tally.faults.append("\n".join(lines))


def _cover(planted: Planted, match: Match, corpus: Corpus, tally: Tally) -> None:
    piece, base_is_left = planted.piece, planted.base_id == match.left_id
    lefts = [(passage.left.start, passage.left.end) for passage in match.passages]
    rights = [(passage.right.start, passage.right.end) for passage in match.passages]
    sides = (
        (planted.base_id, piece.in_base, (), lefts if base_is_left else rights),
        (planted.copy_id, piece.in_copy, piece.in_copy_again, rights if base_is_left else lefts),
    )
    for name, wanted, ignored, covered in sides:
        text = corpus.texts[name]
        told = {place for place, char in enumerate(text) if char.isalnum()} - _places(ignored)
        right, inside = _places(wanted) & told, _places(covered) & told
        tally.characters.update(
            {
                "planted": len(right),
                "planted covered": len(right & inside),
                "other": len(told - right),
                "other covered": len(inside - right),
            }
        )


def _places(spans: Iterable[Place]) -> set[int]:
    return {place for start, end in spans for place in range(start, end)}


def _reorder(articles: Sequence[Article], report: Report, orders: int, tally: Tally) -> None:
    expected = to_json(report)
    for seed in range(orders):
        shuffled = list(articles)
        Random(seed).shuffle(shuffled)
        tally.orders += 1
        tally.orders_that_differ += to_json(dedup.scan(shuffled, stories=False, boilerplate=True)) != expected


def _missed(tally: Tally, passages: bool) -> list[str]:
    """What misses its threshold, in words."""
    faults = [
        f"recall of {kind}: {tally.recall(kind):.4f} < {least}"
        for kind, least in MIN_RECALL.items()
        if tally.recall(kind) < least
    ]
    faults += [
        f"relation of {kind}: {tally.relation_right([kind]):.4f} < {MIN_RELATION_RIGHT_OF_KIND}"
        for kind in RIGHT
        if tally.relation_right([kind]) < MIN_RELATION_RIGHT_OF_KIND
    ]
    limits = [
        ("relation right overall", tally.relation_right(RIGHT), ">=", MIN_RELATION_RIGHT),
        ("false pairs", tally.false_pairs, "<=", MAX_FALSE_PAIRS),
        ("furniture called copies", tally.furniture_called_copies(), "<=", MAX_FURNITURE_CALLED_COPIES),
        ("orders of input that change the report", tally.orders_that_differ, "<=", 0),
    ]
    if passages:
        limits.append(("planted characters covered", tally.covered("planted"), ">=", MIN_PLANTED_COVERED))
        limits.append(("other characters covered", tally.covered("other"), "<=", MAX_OTHERS_COVERED))
    for what, value, sign, limit in limits:
        if (value < limit) if sign == ">=" else (value > limit):
            faults.append(f"{what}: {value:.4g}, not {sign} {limit}")
    return faults


def _print(tally: Tally, options: argparse.Namespace) -> list[str]:
    for fault in tally.faults[: options.show]:
        print(fault)
    columns = [relation.value for relation in Relation]
    show(
        f"{options.draws} x {options.articles:,} articles, seeds from {options.seed}, {tally.seconds:.2f} CPU s",
        ["planted", "recall", "relation right", *columns],
        [
            (
                kind,
                tally.recall(kind),
                tally.relation_right([kind]) if kind in RIGHT else None,
                *(called[name] or None for name in columns),
            )
            for kind, called in [*tally.called.items()]
        ]
        + [("only furniture shared", None, None, *(tally.furniture[name] or None for name in columns))],
    )
    print(f"relation right overall      {tally.relation_right(RIGHT):.4f}")
    print(f"false pairs                 {tally.false_pairs} (of {tally.unplanted} not planted but called copies)")
    print(f"furniture called copies     {tally.furniture_called_copies():.4f} of {tally.furniture.total()} pairs")
    print(f"orders of input that differ {tally.orders_that_differ} of {tally.orders}")
    if options.passages:
        print(
            f"characters in passages      planted {tally.covered('planted'):.4f}, others {tally.covered('other'):.4f}"
        )
    return _missed(tally, options.passages)


def _figures(tally: Tally, faults: Sequence[str]) -> dict[str, object]:
    figures: dict[str, object] = {
        "recall": {kind: round(tally.recall(kind), 5) for kind in MAKERS},
        "relation_right": {kind: round(tally.relation_right([kind]), 5) for kind in RIGHT},
        "relation_right_overall": round(tally.relation_right(RIGHT), 5),
        "called": {kind: dict(sorted(called.items())) for kind, called in tally.called.items()},
        "furniture_only": dict(sorted(tally.furniture.items())),
        "furniture_called_copies": round(tally.furniture_called_copies(), 5),
        "false_pairs": tally.false_pairs,
        "copies_not_planted": tally.unplanted,
        "orders": tally.orders,
        "orders_that_differ": tally.orders_that_differ,
        "scan_cpu_seconds": round(tally.seconds, 3),
        "missed": list(faults),
    }
    if tally.characters:
        figures["planted_characters_covered"] = round(tally.covered("planted"), 5)
        figures["other_characters_covered"] = round(tally.covered("other"), 5)
    return figures


if __name__ == "__main__":
    sys.exit(main())
