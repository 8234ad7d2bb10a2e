"""Labelled news as texts: each cluster of copies once, boilerplate and doubled blocks blanked out.

A set is a file of gzipped JSON lines (id, text; title, url, outlet, published and event where known). Articles of one
`event` are of one story. Sets whose names begin with "ecbplus" are tokenised, and joined as in print.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article
from dedup.comparison.match import Match, Relation
from dedup.pipeline import run
from dedup.settings import DEFAULT_SETTINGS, Settings
from dedup.stories.linking.story_links import LinkedCorpus, link_articles
from dedup.stories.story_matches import MIN_SUBSTANTIAL_COVERAGE

LABELLED = ("news-cluster-half", "fnc-train", "vietnamese-mds-half", "ecbplus-odd-topics")
ENGLISH = ("news-cluster-half", "fnc-train", "ecbplus-odd-topics")
CROWD = ("reuters21578", "pan13-train-documents")
SHORTEST_STRANGER = 300  # characters
SUBSTANTIAL = frozenset({Relation.EXACT, Relation.NEAR, Relation.SYNDICATED})


@dataclass(frozen=True, slots=True)
class TextSet:
    """Texts with the ids of their copies, the event of each article, and packed pairs of texts that are copies."""

    name: str
    texts: list[Article]
    members: list[tuple[str, ...]]
    events: dict[str, str]
    copies: NDArray[np.uint64]

    def text_events(self) -> NDArray[np.str_]:
        """The event of each text."""
        return np.array([self.events[ids[0]] for ids in self.members])

    def selected(self, keep: NDArray[np.bool_], name: str) -> TextSet:
        """Some of the texts."""
        rows = np.flatnonzero(keep)
        row_of = np.cumsum(keep) - 1
        left, right = self.copies >> np.uint64(32), self.copies & np.uint64(0xFFFFFFFF)
        inner = keep[left] & keep[right]
        copies = row_of[left[inner]].astype(np.uint64) << np.uint64(32) | row_of[right[inner]].astype(np.uint64)
        texts, members = [self.texts[r] for r in rows], [self.members[r] for r in rows]
        return TextSet(name, texts, members, self.events, copies)


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """The records of a gzipped file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def read_articles_of(path: Path) -> list[Article]:
    """The articles of a set."""
    rows = list(read_rows(path))
    is_tokenised = path.name.startswith("ecbplus")
    return [
        Article(
            row["id"],
            detokenised(row["text"]) if is_tokenised else row["text"],
            title=row.get("title") or None,
            url=row.get("url") or None,
            outlet=row.get("outlet") or None,
            published=date_of(row.get("published")),
        )
        for row in rows
    ]


def date_of(text: str | None) -> datetime | None:
    """The date that a record gives, in UTC unless it names a zone; None where it gives none."""
    try:
        date = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def read_set(path: Path, settings: Settings = DEFAULT_SETTINGS) -> TextSet:
    """The texts of a set, as the whole program hands them to stories."""
    texts: list[Article] = []

    def keep_texts(counted: Collection[Article], given: Settings) -> LinkedCorpus:
        texts.extend(counted)
        return link_articles([], given)

    found = run(sorted(read_articles_of(path), key=lambda article: article.id), settings, link=keep_texts)
    copies_of = {article_id: cluster.article_ids for cluster in found.clusters for article_id in cluster.article_ids}
    members = [tuple(copies_of.get(text.id, (text.id,))) for text in texts]
    text_of = {article_id: number for number, ids in enumerate(members) for article_id in ids}
    events = {row["id"]: str(row.get("event")) for row in read_rows(path)}
    name = path.name.removesuffix(".jsonl.gz")
    return TextSet(name, texts, members, events, _substantial_copies(found.matches, text_of))


def read_strangers(corpus: Path) -> list[Article]:
    """Some 20,000 English articles that have nothing to do with the labelled ones; copies among them stay."""
    articles = [article for name in CROWD for article in read_articles_of(corpus / f"{name}.jsonl.gz")]
    return [each for each in articles if len(each.text) >= SHORTEST_STRANGER]


def _substantial_copies(matches: Iterable[Match], text_of: dict[str, int]) -> NDArray[np.uint64]:
    pairs = set()
    for match in matches:
        is_excerpt = match.relation is Relation.EXCERPT
        covered = max(match.left_coverage, match.right_coverage) >= MIN_SUBSTANTIAL_COVERAGE
        low, high = sorted((text_of[match.left_id], text_of[match.right_id]))
        if low != high and (match.relation in SUBSTANTIAL or (is_excerpt and covered)):
            pairs.add(low << 32 | high)
    return np.array(sorted(pairs), np.uint64)


def detokenised(text: str) -> str:
    """Tokens joined as in print; lines that hold only an address are left out."""
    text = "\n".join(line for line in text.split("\n") if not line.startswith("http : / /"))
    for pattern, printed in (
        ("``|''", '"'),
        (r" ([.,;:!?%)\]’”])", r"\1"),
        (r"([(\[$“‘#]) ", r"\1"),
        (r" (n't|'s|'re|'ve|'ll|'d|'m)\b", r"\1"),
        (r"(\w)[’'] (s|t|re|ve|ll|d|m)\b", r"\1’\2"),
        (r"(\w) ([-/]) (\w)", r"\1\2\3"),
        (r'" ([^"\n]*?) "', r'"\1"'),
        (r"(\d)\. (\d)", r"\1.\2"),
    ):
        text = re.sub(pattern, printed, text)
    return text


def agreement(whole: TextSet, groups: Sequence[Sequence[int]]) -> dict[str, float]:
    """Precision, recall and F1 of pairs, and B-cubed F1 (Bagga and Baldwin, 1998), over all articles, copies too."""
    label = {text: -1 - number for number, group in enumerate(groups) for text in group}
    found = [label.get(text, text) for text, ids in enumerate(whole.members) for _ in ids]
    true = [whole.events[article_id] for ids in whole.members for article_id in ids]
    both = Counter(zip(found, true, strict=True))
    found_sizes, true_sizes = Counter(found), Counter(true)
    right = _pairs_within(both.values())
    found_pairs, true_pairs = _pairs_within(found_sizes.values()), _pairs_within(true_sizes.values())
    b_precision = sum(count * count / found_sizes[one] for (one, _), count in both.items())
    b_recall = sum(count * count / true_sizes[other] for (_, other), count in both.items())
    return {
        "precision": right / max(1, found_pairs),
        "recall": right / max(1, true_pairs),
        "F1": 2 * right / max(1, found_pairs + true_pairs),
        "B-cubed F1": 2 * b_precision * b_recall / (b_precision + b_recall) / len(found),
    }


def _pairs_within(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)
