"""How much of what brute force finds in Reuters-21578 `dedup.scan` finds, and whether its measures are exact.

All 19,043 bodies are scanned from the file. Printed and recorded:

* recall against every pair of texts (`brute_force.py`) with 3-gram Jaccard >= .5, or containment >= .8 and 30 words in
  common: called a copy; listed as boilerplate (the news wire has forms and notices that recur with other figures); not
  listed. Of those listed as boilerplate, the pairs whose own words are still so alike once furniture is left out: there
  no furniture explains the verdict, but the rules for forms do, and a reader should look (`--show`);
* clusters: the members that are not listed as copies of their core, the member that has most copies among the others (a
  notice that is filled in again is no copy of the last one); and of all pairs inside clusters, the share that is
  boilerplate;
* measures: Jaccard and both containments of every match, computed again in plain Python over the words that count (the
  text without later occurrences of its repeats and without page furniture, which counts if under 20 words remain), and
  the greatest difference.

Exit code 1 when a threshold is missed.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from brute_force import MIN_COMMON_SHINGLES, MIN_CONTAINMENT, MIN_JACCARD, alike
from recording import record, show, verdict
from wire import FILE_NAME, Shingle, plain_words, shingles

import dedup
from dedup import Article, Match, Relation, Report, Span

MIN_RECALL = 0.995
MAX_DIFFERENCE = 1e-9
LEAST_OWN_WORDS = 20  # fewer own words than this say nothing, and furniture counts too

Shares = tuple[float, float, float]  # Jaccard, left containment, right containment


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair that brute force found alike, and the match that the scan lists for it."""

    left_id: str
    right_id: str
    jaccard: float
    containment: float
    match: Match | None

    @property
    def called(self) -> str:
        """What the scan says of the pair."""
        return self.match.relation.value if self.match else "not listed"


def main() -> int:
    """Scan, compare with brute force, print, record."""
    options = _options()
    began = time.process_time()
    report = dedup.scan([options.corpus / FILE_NAME], stories=False, boilerplate=True)
    scanned = time.process_time() - began
    pairs = truth(report)
    own = OwnWords(report)
    explained = {pair: _is_alike_still(pair, own) for pair in pairs if pair.called == Relation.BOILERPLATE}
    differences = [(max(_difference(match, own)), match) for match in report.matches]
    figures = _figures(report, pairs, explained, differences, scanned)
    _print(figures)
    _show(report, pairs, explained, differences, options.show)
    record("reuters", vars(options), figures)
    return verdict(_missed(figures))


def truth(report: Report) -> list[Pair]:
    """Every pair of the articles that brute force finds alike."""
    articles = sorted(report.articles, key=lambda article: article.id)
    found = alike([article.text for article in articles])
    matches = {(match.left_id, match.right_id): match for match in report.matches}
    pairs = []
    for left, right, jaccard, share in zip(found.left, found.right, found.jaccard, found.containment, strict=True):
        ids = articles[left].id, articles[right].id
        pairs.append(Pair(*ids, float(jaccard), float(share), matches.get(ids)))
    return pairs


class OwnWords:
    """The words of each article that count, read from the report's own repeats and furniture."""

    def __init__(self, report: Report) -> None:
        self._articles = {article.id: article for article in report.articles}
        self._furniture = report.boilerplate
        self._again: dict[str, list[Span]] = {}
        for repeat in report.repeats:
            self._again.setdefault(repeat.article_id, []).extend(repeat.spans[1:])
        self._shingles: dict[str, frozenset[Shingle]] = {}

    def shingles(self, article_id: str) -> frozenset[Shingle]:
        """The distinct 3-grams of the words that count."""
        if article_id not in self._shingles:
            self._shingles[article_id] = shingles(self.words(article_id))
        return self._shingles[article_id]

    def words(self, article_id: str) -> list[str]:
        """The words that count, in order; those on either side of what is left out become neighbours."""
        article = self._articles[article_id]
        again, furniture = self._again.get(article_id, []), self._furniture.get(article_id, [])
        own = plain_words(_without(article, [*again, *furniture]))
        return own if len(own) >= LEAST_OWN_WORDS else plain_words(_without(article, again))


def _without(article: Article, spans: Sequence[Span]) -> str:
    """The text with each of these stretches turned into a space."""
    kept, at = [], 0
    for span in sorted(spans):
        kept.append(article.text[at : span.start])
        at = max(at, span.end)
    return " ".join([*kept, article.text[at:]])


def _shares(match: Match, own: OwnWords) -> Shares:
    left, right = own.shingles(match.left_id), own.shingles(match.right_id)
    both = len(left & right)
    either = len(left) + len(right) - both
    return both / max(either, 1), both / max(len(left), 1), both / max(len(right), 1)


def _difference(match: Match, own: OwnWords) -> Shares:
    told = (match.jaccard, match.left_containment, match.right_containment)
    jaccard, left, right = (abs(a - b) for a, b in zip(told, _shares(match, own), strict=True))
    return jaccard, left, right


def _is_alike_still(pair: Pair, own: OwnWords) -> bool:
    """Whether the pair is as alike as brute force asks, over the words that count."""
    left, right = own.shingles(pair.left_id), own.shingles(pair.right_id)
    both, fewer = len(left & right), max(min(len(left), len(right)), 1)
    jaccard = both / max(len(left | right), 1)
    return jaccard >= MIN_JACCARD or (both / fewer >= MIN_CONTAINMENT and both >= MIN_COMMON_SHINGLES)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help=f"folder that holds {FILE_NAME}")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print up to N pairs of each doubtful sort")
    return parser.parse_args()


def strays(report: Report) -> list[tuple[str, str]]:
    """The members of clusters that are not listed as copies of their core, each with the core."""
    found = []
    for cluster in report.clusters:
        copies: dict[str, set[str]] = {one: set() for one in cluster.article_ids}
        for match in cluster.matches:
            if match.relation.is_copy:
                copies[match.left_id].add(match.right_id)
                copies[match.right_id].add(match.left_id)
        core = max(cluster.article_ids, key=lambda one: len(copies[one]))
        found += [(one, core) for one in cluster.article_ids if one != core and one not in copies[core]]
    return found


def _inner_boilerplate(report: Report) -> float:
    inner = [match.relation is Relation.BOILERPLATE for cluster in report.clusters for match in cluster.matches]
    return sum(inner) / max(len(inner), 1)


def _figures(
    report: Report,
    pairs: Sequence[Pair],
    explained: dict[Pair, bool],
    differences: Sequence[tuple[float, Match]],
    scanned: float,
) -> dict[str, object]:
    called = Counter(pair.called for pair in pairs)
    copies = sum(count for name, count in called.items() if name in {one.value for one in Relation if one.is_copy})
    listed = called[Relation.BOILERPLATE]
    return {
        "articles": len(report.articles),
        "skipped": len(report.skipped),
        "scan_cpu_seconds": round(scanned, 2),
        "matches": dict(sorted(Counter(match.relation.value for match in report.matches).items())),
        "clusters": len(report.clusters),
        "members_that_copy_no_core": len(strays(report)),
        "boilerplate_inside_clusters": round(_inner_boilerplate(report), 5),
        "repeats": len(report.repeats),
        "true_pairs": len(pairs),
        "called": dict(sorted(called.items())),
        "found_as_copy": round(copies / max(len(pairs), 1), 5),
        "found_or_boilerplate": round((copies + listed) / max(len(pairs), 1), 5),
        "boilerplate_alike_without_furniture": sum(explained.values()),
        "matches_measured_again": len(differences),
        "greatest_difference": max((difference for difference, _ in differences), default=0.0),
        "matches_that_differ": sum(difference > MAX_DIFFERENCE for difference, _ in differences),
    }


def _print(figures: dict[str, object]) -> None:
    show("Reuters-21578, all bodies", ["figure", "value"], [(name, _plain(value)) for name, value in figures.items()])


def _plain(value: object) -> object:
    return ", ".join(f"{name} {count:,}" for name, count in value.items()) if isinstance(value, dict) else value


def _missed(figures: dict[str, object]) -> list[str]:
    faults = []
    if float(str(figures["found_or_boilerplate"])) < MIN_RECALL:
        faults.append(f"recall {figures['found_or_boilerplate']} < {MIN_RECALL}")
    if figures["members_that_copy_no_core"]:
        faults.append(f"{figures['members_that_copy_no_core']} members of clusters are no copies of their core")
    if figures["matches_that_differ"]:
        faults.append(
            f"{figures['matches_that_differ']} matches differ from the recomputation by over {MAX_DIFFERENCE}"
        )
    return faults


def _show(
    report: Report,
    pairs: Sequence[Pair],
    explained: dict[Pair, bool],
    differences: Sequence[tuple[float, Match]],
    limit: int,
) -> None:
    heads = {article.id: " ".join(article.text.split())[:400] for article in report.articles}
    lost = [pair for pair in pairs if pair.called in ("not listed", Relation.DISTINCT)]
    forms = [pair for pair, alike_still in explained.items() if alike_still]
    for what, doubtful in (("not found", lost), ("boilerplate, alike without furniture", forms)):
        for pair in doubtful[:limit]:
            reason = pair.match.reason if pair.match else ""
            print(f"== {what}: Jaccard {pair.jaccard:.3f}, containment {pair.containment:.3f} {reason}")
            print(f"   {pair.left_id} {heads[pair.left_id]}\n   {pair.right_id} {heads[pair.right_id]}")
    for one, core in strays(report)[:limit]:
        print(f"== no copy of its core\n   {one} {heads[one]}\n   {core} {heads[core]}")
    for difference, match in sorted(differences, key=lambda one: -one[0])[:limit]:
        if difference > MAX_DIFFERENCE:
            print(f"== measures differ by {difference:.3g}: {match}")


if __name__ == "__main__":
    sys.exit(main())
