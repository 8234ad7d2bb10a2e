"""Doubled blocks in real pages: what `dedup.repeats` and `dedup.scan` find against a gold file.

A folder holds pages (`*.txt`) and `gold.json`: for each page the "redundant" spans, which repeat text that stands
earlier in the same page, and "optional" ones, which may be reported or not. Printed and recorded: precision and recall
of redundant characters, over letters and digits, optional spans ignored (every occurrence of a Repeat but its first is
redundant), page by page and in all; the blocks whose spans are right to the character; and the relation of every two
pages: they report one event in their own words, so none may be called exact, near, syndicated or excerpt.

Exit code 1 when a threshold is missed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recording import record, show, verdict

import dedup
from dedup import Match, Repeat

MIN_PRECISION = MIN_RECALL = 0.995

Place = tuple[int, int]  # code points, half-open


@dataclass(frozen=True, slots=True)
class Gold:
    """What a reader found in one page; `blocks` are those whose every occurrence is known."""

    redundant: frozenset[Place]
    optional: frozenset[Place]
    blocks: frozenset[tuple[Place, ...]]

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> Gold:
        """One entry of `gold.json`."""
        blocks = frozenset(tuple((start, end) for start, end in block["spans"]) for block in row["repeats"])
        redundant, optional = (frozenset((start, end) for start, end in row[key]) for key in ("redundant", "optional"))
        return cls(redundant, optional, blocks)


@dataclass(frozen=True, slots=True)
class Score:
    """Letters and digits: redundant by the gold file, reported, and both."""

    page: str
    gold: int
    told: int
    both: int
    repeats: int
    blocks: int
    exact_blocks: int

    @property
    def precision(self) -> float:
        """The share of what was reported that is redundant."""
        return self.both / self.told if self.told else 1.0

    @property
    def recall(self) -> float:
        """The share of what is redundant that was reported."""
        return self.both / self.gold if self.gold else 1.0


def main() -> int:
    """Judge every page and every pair of pages."""
    options = _options()
    rows = json.loads((options.seeds / "gold.json").read_text(encoding="utf-8"))["articles"]
    gold = {page: Gold.read(row) for page, row in rows.items()}
    texts = {page: (options.seeds / page).read_bytes().decode() for page in gold}
    scores = [_score(page, texts[page], gold[page], dedup.repeats(texts[page])) for page in sorted(gold)]
    total = _total(scores)
    matches = _matches(options.seeds, texts)
    _print([*scores, total], matches)
    copies = [match for match in matches if match.relation.is_copy]
    record("seeds", vars(options), _figures(total, matches))
    return verdict(_missed(total, copies))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=Path, required=True, help="folder that holds the pages and gold.json")
    return parser.parse_args()


def _score(page: str, text: str, gold: Gold, repeats: Sequence[Repeat]) -> Score:
    judged = {place for place, char in enumerate(text) if char.isalnum()} - _inside(gold.optional)
    wanted = _inside(gold.redundant) & judged
    told = _inside((span.start, span.end) for repeat in repeats for span in repeat.spans[1:]) & judged
    found = {tuple((span.start, span.end) for span in repeat.spans) for repeat in repeats}
    exact = len(gold.blocks & found)
    return Score(page, len(wanted), len(told), len(wanted & told), len(repeats), len(gold.blocks), exact)


def _inside(places: Iterable[Place]) -> set[int]:
    return {place for start, end in places for place in range(start, end)}


def _total(scores: Iterable[Score]) -> Score:
    columns = [(one.gold, one.told, one.both, one.repeats, one.blocks, one.exact_blocks) for one in scores]
    return Score("all", *map(sum, zip(*columns, strict=True)))


def _matches(folder: Path, texts: Mapping[str, str]) -> list[Match]:
    """What the scan lists of the pages, and what comparing says of every two."""
    report = dedup.scan([folder / page for page in sorted(texts)], stories=False)
    pages = sorted(report.articles, key=lambda article: article.id)
    compared = [dedup.compare(left, right) for at, left in enumerate(pages) for right in pages[at + 1 :]]
    return [*report.matches, *compared]


def _print(scores: Sequence[Score], matches: Sequence[Match]) -> None:
    show(
        "redundant letters and digits",
        ["page", "gold", "reported", "precision", "recall", "repeats", "gold blocks", "to the character"],
        [(s.page, s.gold, s.told, s.precision, s.recall, s.repeats, s.blocks, s.exact_blocks) for s in scores],
    )
    for match in matches:
        print(f"{match.left_id} | {match.right_id}: {match.relation} ({match.reason})")


def _figures(total: Score, matches: Sequence[Match]) -> dict[str, object]:
    called = [match.relation.value for match in matches]
    return {
        "precision": round(total.precision, 6),
        "recall": round(total.recall, 6),
        "gold_blocks": total.blocks,
        "gold_blocks_to_the_character": total.exact_blocks,
        "relations": {name: called.count(name) for name in sorted(set(called))},
    }


def _missed(total: Score, copies: Sequence[Match]) -> list[str]:
    faults = [f"{match.left_id} and {match.right_id} called {match.relation}" for match in copies]
    if total.precision < MIN_PRECISION:
        faults.append(f"precision {total.precision:.4f} < {MIN_PRECISION}")
    if total.recall < MIN_RECALL:
        faults.append(f"recall {total.recall:.4f} < {MIN_RECALL}")
    return faults


if __name__ == "__main__":
    sys.exit(main())
