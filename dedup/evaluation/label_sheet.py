"""A sheet of pairs for a person to label: CSV with an empty column `label`, which any spreadsheet opens.

Of each relation, as many pairs are drawn among those that share much as among those that share little, for precision
differs by both. Pairs that the report does not name are drawn too, from the nearest by TF-IDF: without them no sheet
tells what was missed. The draw depends on ids alone, so that a sheet can be made again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from dedup.article import Article
from dedup.clean.decision import beginning_of
from dedup.comparison.match import Match, Relation
from dedup.report import Report
from dedup.reports.formats.csv import csv_line
from dedup.runtime.files.atomic_file import atomic_write

SHEET_COLUMNS = (
    *("left", "right", "label", "left_title", "right_title", "left_text", "right_text", "shared"),
    *("found", "score", "reason"),
)
_MAX_NEIGHBOURS = 3  # of an article, by TF-IDF
_MAX_ARTICLES = 5_000  # that are held against each other by TF-IDF
_MAX_SHARED_CHARACTERS = 500
_STRATA_OF_SCORE = 2


@dataclass(frozen=True, slots=True)
class SampledPair:
    """A pair that was drawn: its match; or, of a pair that the report does not name, its cosine by TF-IDF."""

    left_id: str
    right_id: str
    found: Relation
    score: float
    match: Match | None = None


def sample_pairs(report: Report, count: int, seed: int = 0) -> list[SampledPair]:
    """About so many pairs, of each relation and each half of its scores alike, in order of their ids."""
    strata: dict[tuple[int, int], list[SampledPair]] = defaultdict(list)
    for relation, pairs in _by_relation(report).items():
        pairs.sort(key=lambda pair: (pair.score, pair.left_id, pair.right_id))
        for place, pair in enumerate(pairs):
            strata[place * _STRATA_OF_SCORE // len(pairs), relation.rank].append(pair)
    for pairs in strata.values():
        pairs.sort(key=lambda pair: _draw(pair, seed))
    drawn: list[SampledPair] = []
    while len(drawn) < count and any(strata.values()):
        for key in sorted(strata):
            if strata[key] and len(drawn) < count:
                drawn.append(strata[key].pop(0))
    return sorted(drawn, key=lambda pair: (pair.left_id, pair.right_id))


def write_label_sheet(report: Report, path: Path, count: int, seed: int = 0) -> int:
    """Write a sheet of about so many pairs; how many there are."""
    articles = {article.id: article for article in report.articles}
    pairs = sample_pairs(report, count, seed)
    with atomic_write(path) as out:
        out.write(b"\xef\xbb\xbf" + csv_line(SHEET_COLUMNS))  # the mark by which spreadsheets know UTF-8
        for pair in pairs:
            out.write(csv_line(_row(pair, articles[pair.left_id], articles[pair.right_id])))
    return len(pairs)


def _by_relation(report: Report) -> dict[Relation, list[SampledPair]]:
    found: dict[Relation, list[SampledPair]] = defaultdict(list)
    reported: set[tuple[str, str]] = set()
    for match in report.matches:
        reported.add((match.left_id, match.right_id))
        score = max(match.left_coverage, match.right_coverage)
        found[match.relation].append(SampledPair(match.left_id, match.right_id, match.relation, score, match))
    for left_id, right_id, cosine in _nearest(report.articles):
        if (left_id, right_id) not in reported:
            found[Relation.DISTINCT].append(SampledPair(left_id, right_id, Relation.DISTINCT, cosine))
    return found


def _nearest(articles: Sequence[Article]) -> Iterator[tuple[str, str, float]]:
    """The nearest pairs by TF-IDF, each once, with their cosine."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.neighbors import NearestNeighbors

    chosen = sorted(articles, key=lambda article: _hash(article.id))[:_MAX_ARTICLES]
    if len(chosen) < 2:
        return
    terms = TfidfVectorizer(sublinear_tf=True).fit_transform(article.text for article in chosen)
    near = NearestNeighbors(n_neighbors=min(_MAX_NEIGHBOURS + 1, len(chosen)), metric="cosine").fit(terms)
    distances, places = near.kneighbors(terms)
    pairs = {
        (*sorted((chosen[row].id, chosen[place].id)), round(1 - distance, 3))
        for row, (others, apart) in enumerate(zip(places.tolist(), distances.tolist(), strict=True))
        for place, distance in zip(others, apart, strict=True)
        if place != row
    }
    for left_id, right_id, cosine in sorted(pairs):
        yield str(left_id), str(right_id), float(cosine)


def _draw(pair: SampledPair, seed: int) -> bytes:
    return _hash(f"{seed}\0{pair.left_id}\0{pair.right_id}")


def _hash(name: str) -> bytes:
    return blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def _row(pair: SampledPair, left: Article, right: Article) -> tuple[str | float | None, ...]:
    passages = pair.match.passages if pair.match is not None else ()
    longest = max(passages, key=lambda passage: passage.words, default=None)
    shared = " ".join(longest.left.of(left.text).split())[:_MAX_SHARED_CHARACTERS] if longest else ""
    return (
        *(left.id, right.id, "", left.title, right.title, beginning_of(left.text), beginning_of(right.text), shared),
        *(pair.found.value, round(pair.score, 3), pair.match.reason if pair.match else ""),
    )
