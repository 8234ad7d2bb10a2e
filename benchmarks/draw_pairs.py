"""Draws pairs that a scan reports, for a reader to judge.

    python benchmarks/draw_pairs.py --corpus DIR --relation excerpt --seed 7 --count 40 --show

DIR holds the sets, `NAME.jsonl.gz` each. The pairs of all sets stand in an order that only the seed and their ids
make, so a pair keeps its place when rules change; the first are drawn, of two clusters of copies at most one.
Prints a line of JSON for each, with an empty verdict, and how many of each set are told; with `--show` the passages.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import dedup
from dedup.article import Article
from dedup.comparison.match import Match, Relation

SETS = ("fang-november", "gilets-jaunes-half", "turkish-half")
SHOWN_PASSAGES = 3


@dataclass(frozen=True, slots=True)
class DrawnPair:
    """A pair of a set, and the two clusters of copies that it stands for."""

    set_name: str
    match: Match
    articles: tuple[Article, Article]
    clusters: frozenset[str]

    def key(self, seed: int) -> str:
        """The place of the pair in the order of a seed."""
        ids = "\0".join((str(seed), self.set_name, self.match.left_id, self.match.right_id))
        return hashlib.sha256(ids.encode()).hexdigest()

    def verdict_line(self) -> str:
        """The pair as JSON, for the reader's verdict."""
        ids = {"set": self.set_name, "left": self.match.left_id, "right": self.match.right_id}
        return json.dumps({**ids, "verdict": ""}, ensure_ascii=False)


def pairs_of(path: Path, relation: Relation) -> Iterator[DrawnPair]:
    """All pairs of a set that a scan calls by this relation."""
    report = dedup.scan(path)
    cluster_of = {each: cluster.article_ids[0] for cluster in report.clusters for each in cluster.article_ids}
    articles = {article.id: article for article in report.articles}
    name = path.name.removesuffix(".jsonl.gz")
    for match in report.matches:
        if match.relation is relation:
            sides = (match.left_id, match.right_id)
            texts = articles[match.left_id], articles[match.right_id]
            yield DrawnPair(name, match, texts, frozenset(cluster_of.get(side, side) for side in sides))


def draw(pairs: list[DrawnPair], seed: int, count: int) -> list[DrawnPair]:
    """The first pairs in the order of a seed, of two clusters at most one."""
    drawn: dict[tuple[str, frozenset[str]], DrawnPair] = {}
    for pair in sorted(pairs, key=lambda each: each.key(seed)):
        drawn.setdefault((pair.set_name, pair.clusters), pair)
    return list(drawn.values())[:count]


def show(pair: DrawnPair) -> None:
    """Print the titles and the passages of a pair."""
    match, (left, _) = pair.match, pair.articles
    print(f"  {match.reason}; {match.left_coverage:.0%}, {match.right_coverage:.0%}")
    for article in pair.articles:
        print(" ", article.outlet, article.published, len(article.text), article.title, sep=" | ")
    for passage in match.passages[:SHOWN_PASSAGES]:
        print(f"  {passage.words} {passage.kind} {left.text[passage.left.start : passage.left.end]!r}")


def main() -> int:
    """Scan every set, draw, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="folder that holds the sets")
    parser.add_argument("--relation", type=Relation, required=True, help="the relation of the pairs: excerpt, near...")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--show", action="store_true", help="print titles and passages below each pair")
    options = parser.parse_args()
    pairs = [pair for name in SETS for pair in pairs_of(options.corpus / f"{name}.jsonl.gz", options.relation)]
    told = {name: sum(pair.set_name == name for pair in pairs) for name in SETS}
    print(json.dumps({"seed": options.seed, "relation": options.relation.value, "told": told}))
    for pair in draw(pairs, options.seed, options.count):
        print(pair.verdict_line())
        if options.show:
            show(pair)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
