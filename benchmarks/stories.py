"""Score stories: labelled sets by themselves and among strangers, and five pages that retell one report.

    python benchmarks/stories.py --corpus DIR                       the whole program on each labelled set
    python benchmarks/stories.py --corpus DIR --seeds DIR           and five real pages that retell one report
    python benchmarks/stories.py --corpus DIR --crowd               and the English sets among 24,000 strangers

DIR holds the files of `LABELLED`, and, for --crowd, those of `CROWD`, as `story_sets` reads them. The model was fitted
on the labelled sets; `fit_stories.py` scores it by cross-validation.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from recording import record
from story_sets import ENGLISH, LABELLED, TextSet, agreement, read_set, read_strangers

from dedup.article import Article
from dedup.attribution.credits import whole_text
from dedup.clusters.origins import cluster_origin
from dedup.settings import DEFAULT_SETTINGS
from dedup.stories.linking.linkage import linked_groups
from dedup.stories.linking.story_links import MISSING_ODDS, link_articles, with_copies
from dedup.stories.story import find_stories, min_mean_odds

MAX_LOSS = 0.02  # of pair F1 in a crowd


def stories_of(texts: Sequence[Article], copies: np.ndarray) -> list[list[int]]:
    """The stories among texts, by number."""
    links = with_copies(link_articles(texts, DEFAULT_SETTINGS).links, copies)
    threshold = min_mean_odds(DEFAULT_SETTINGS)
    return linked_groups(len(texts), links.left, links.right, links.log_odds, threshold, MISSING_ODDS)


def score_sets(sets: Sequence[TextSet]) -> dict[str, dict[str, float]]:
    """Each labelled set by itself, with the shipped model."""
    rows = {each.name: agreement(each, stories_of(each.texts, each.copies)) for each in sets}
    for name, row in rows.items():
        print(f"{name:24}", in_words(row))
    return rows


def score_crowd(sets: Sequence[TextSet], corpus: Path) -> dict[str, dict[str, float]]:
    """The English sets among strangers, all at once."""
    known = [each for each in sets if each.name in ENGLISH]
    strangers = read_strangers(corpus)
    texts = [*(text for each in known for text in each.texts), *strangers]
    firsts = np.cumsum([0, *(len(each.texts) for each in known)]).tolist()
    copies = [each.copies + np.uint64(first << 32 | first) for each, first in zip(known, firsts, strict=False)]
    groups = stories_of(texts, np.concatenate(copies))
    rows = {}
    for each, first in zip(known, firsts, strict=False):
        inner = [[text - first for text in group if first <= text < first + len(each.texts)] for group in groups]
        alone, crowded = agreement(each, stories_of(each.texts, each.copies)), agreement(each, inner)
        rows[each.name] = {"F1 alone": alone["F1"], "F1 in the crowd": crowded["F1"]}
        print(f"{each.name:24} {in_words(rows[each.name])}; {verdict_of(crowded['F1'] - alone['F1'])}")
    mixed = [group for group in groups if group[0] < firsts[-1] <= group[-1]]
    print(f"{len(strangers):,} strangers; stories that mix them with labelled articles: {len(mixed)}")
    return rows


def verdict_of(gain: float) -> str:
    """What a crowd does to a set: a gain is no loss, whatever its size."""
    if gain >= 0:
        return f"gains {gain:.3f}"
    return f"loses {-gain:.3f}: {'kept' if -gain <= MAX_LOSS else 'NOT KEPT'}"


def in_words(scores: dict[str, float]) -> str:
    """Scores in a line."""
    return ", ".join(f"{name} {score:.3f}" for name, score in scores.items())


def read_pages(folder: Path) -> list[Article]:
    """Pages as they were scraped, a file each."""
    return [Article(path.name, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.txt"))]


def show_seeds(folder: Path) -> dict[str, object]:
    """Acceptance 1: five pages that retell one report."""
    articles = read_pages(folder)
    stories, matches, *_ = find_stories(articles, DEFAULT_SETTINGS)
    for story in stories:
        print(f"story of {len(story.article_ids)}: {', '.join(story.terms)}")
        if story.origin is not None:
            print(f"  origin {story.origin.name}, confidence {story.origin.confidence:.2f}")
            for clue in story.origin.clues:
                print(f"    {clue.strength:.2f} {clue.kind}: {clue.name} ({clue.article_id})")
    for article in articles:
        first = cluster_origin([article], [], whole_text, DEFAULT_SETTINGS)
        print(f"{article.id}: text first at {first.name if first else None}")
    for match in matches:
        print(f"{match.left_id[:3]} {match.right_id[:3]} {match.relation}: {match.reason}")
    return {
        "stories": [len(story.article_ids) for story in stories],
        "origins": [story.origin.name if story.origin else None for story in stories],
        "relations": {f"{match.left_id[:3]} {match.right_id[:3]}": str(match.relation) for match in matches},
    }


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--seeds", type=Path, help="a folder of pages that retell one report")
    parser.add_argument("--crowd", action="store_true", help="the English sets among strangers")
    given = parser.parse_args()
    sets = [read_set(given.corpus / f"{name}.jsonl.gz") for name in LABELLED]
    figures: dict[str, object] = {"sets": score_sets(sets)}
    if given.seeds:
        figures["seeds"] = show_seeds(given.seeds)
    if given.crowd:
        figures["crowd"] = score_crowd(sets, given.corpus)
    record("stories", vars(given), figures)


if __name__ == "__main__":
    main()
