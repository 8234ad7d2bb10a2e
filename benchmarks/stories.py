"""Fit and score what groups articles into stories, and who had them first.

    python benchmarks/stories.py --corpus DIR                       fit and score on ECB+, cross-validated by topic
    python benchmarks/stories.py --corpus DIR --write               the same, then fit on everything and write the model
                                                                    file
    python benchmarks/stories.py --corpus DIR --seeds DIR           and five real pages that retell one report
    python benchmarks/stories.py --corpus DIR --crowd               and ECB+ (and the pages) among 20,000 strangers

DIR holds `ecbplus-odd-topics.jsonl.gz` (id, topic, event, text; made from the ECB+ corpus of Cybulska and Vossen, 2014:
same event = same story; same topic, other event = another event of the same kind), and, for --crowd,
`reuters21578.jsonl.gz` and `pan13-train-documents.jsonl.gz` (id, text).

The link model is a logistic regression of scikit-learn over `dedup.stories.link_model.FEATURES`, refitted without the
feature that has the most wrong sign until every sign is what a reader expects. A pair is scored by the model that saw
none of its left article's topic.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from recording import record
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import adjusted_rand_score, average_precision_score
from sklearn.model_selection import GroupKFold

from dedup.article import Article
from dedup.attribution.credits import whole_text
from dedup.clusters.origins import cluster_origin
from dedup.settings import DEFAULT_SETTINGS
from dedup.sketch.sorted_keys import pack_pairs, unpack_pairs
from dedup.stories.link_model import (
    LINK_FEATURES,
    NEGATIVE_FEATURES,
    LinkFeatures,
    measure_links,
)
from dedup.stories.linkage import linked_groups
from dedup.stories.story import Story, find_stories
from dedup.stories.term_candidates import term_candidate_pairs
from dedup.stories.terms import Terms, read_terms

FOLDS = 7
FREEDOM = 0.003  # inverse strength of regularisation, on standardised features
LEAST_TRAINED = (
    0.06  # cosine of a pair that the model learns from: fainter ones would only teach it that strangers are strangers
)
SHORTEST_STRANGER = 300  # characters
MODEL = Path(__file__).parent.parent / "dedup" / "stories" / "link_model.json"


@dataclass(frozen=True, slots=True)
class Labelled:
    """Articles with the event and the topic of each."""

    articles: list[Article]
    events: NDArray[np.str_]
    topics: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Weights:
    """A fitted link model."""

    intercept: float
    weights: NDArray[np.float64]

    def score(self, measured: LinkFeatures) -> NDArray[np.float64]:
        """How likely each pair tells one story."""
        chance = 1 / (1 + np.exp(-self.intercept - measured.features @ self.weights))
        return np.where(measured.is_capped, np.minimum(chance, DEFAULT_SETTINGS.capped_probability), chance)


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """The records of a gzipped file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def read_ecb(corpus: Path) -> Labelled:
    """ECB+ as text that a reader would see: its tokens joined, the lines that hold only an address left out."""
    rows = list(read_rows(corpus / "ecbplus-odd-topics.jsonl.gz"))
    articles = [Article(row["id"], detokenised(row["text"])) for row in rows]
    return Labelled(articles, np.array([row["event"] for row in rows]), np.array([int(row["topic"]) for row in rows]))


def detokenised(text: str) -> str:
    """Tokens joined as in print."""
    text = "\n".join(line for line in text.split("\n") if not line.startswith("http : / /"))
    for pattern, printed in (
        ("``|''", '"'),
        (r" ([.,;:!?%)\]’”])", r"\1"),
        (r"([(\[$“‘#]) ", r"\1"),
        (r" (n't|'s|'re|'ve|'ll|'d|'m)\b", r"\1"),
        (r"(\w) ([-/]) (\w)", r"\1\2\3"),
        (r"(\w)[’'] (s|t|re|ve|ll|d|m)\b", r"\1’\2"),
        (r'" ([^"\n]*?) "', r'"\1"'),
        (r"(\d)\. (\d)", r"\1.\2"),
    ):
        text = re.sub(pattern, printed, text)
    return text


# Fitting


def fit(features: NDArray[np.float64], is_same: NDArray[np.bool_]) -> Weights:
    """A logistic regression whose weights all have the expected sign."""
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    scaled = (features - mean) / spread
    used = list(range(len(LINK_FEATURES)))
    while True:
        model = LogisticRegression(C=FREEDOM, max_iter=2000).fit(scaled[:, used], is_same)
        wrong = [
            (abs(weight), place)
            for place, weight in zip(used, model.coef_[0], strict=True)
            if (weight < 0) != (LINK_FEATURES[place] in NEGATIVE_FEATURES)
        ]
        if not wrong:
            break
        used.remove(max(wrong)[1])
    weights = np.zeros(len(LINK_FEATURES))
    weights[used] = model.coef_[0] / spread[used]
    return Weights(float(model.intercept_[0] - weights @ mean), weights)


def measure_all(terms: Terms) -> LinkFeatures:
    """Every pair of articles, measured."""
    left, right = np.triu_indices(len(terms), 1)
    blocks = list(measure_links(terms, pack_pairs(left, right), DEFAULT_SETTINGS))
    return LinkFeatures(
        *(np.concatenate([getattr(block, name) for block in blocks]) for name in LinkFeatures.__slots__)
    )


def cross_validated(data: Labelled, measured: LinkFeatures) -> NDArray[np.float64]:
    """The score of every pair by a model that has seen none of its left article's topic."""
    left, right = unpack_pairs(measured.pairs)
    is_same = data.events[left] == data.events[right]
    learnable = measured.features[:, 0] >= LEAST_TRAINED
    scores = np.zeros(len(left))
    for _, tested in GroupKFold(FOLDS).split(data.topics, groups=data.topics):
        is_tested = np.zeros(len(data.topics), np.bool_)
        is_tested[tested] = True
        trained = learnable & ~is_tested[left] & ~is_tested[right]
        model = fit(measured.features[trained], is_same[trained])
        scores = np.where(is_tested[left], model.score(measured), scores)
    return scores


def model_file(model: Weights, figures: str) -> str:
    """The model as it ships: readable, with what it was fitted on."""
    weights = {name: round(float(weight), 4) for name, weight in zip(LINK_FEATURES, model.weights, strict=True)}
    about = (
        "Logistic model: the probability that two articles tell one story, from dedup.stories.link_model's features."
    )
    fitted = "All pairs of 496 web news articles on 42 events (ECB+, odd topics) with a cosine of .06 or more."
    rows = {
        "about": about,
        "fitted on": fitted,
        "figures": figures,
        "intercept": round(model.intercept, 4),
        "weights": weights,
    }
    return json.dumps(rows, indent=2, ensure_ascii=False) + "\n"


# Scoring


def grouped(count: int, pairs: NDArray[np.uint64], scores: NDArray[np.float64], threshold: float) -> NDArray[np.int64]:
    """The group of every article; articles in none are groups of their own."""
    kept = scores >= DEFAULT_SETTINGS.min_link_probability
    left, right = unpack_pairs(pairs[kept])
    return labels(count, linked_groups(count, left, right, scores[kept], threshold))


def labels(count: int, groups: Sequence[Sequence[int]]) -> NDArray[np.int64]:
    """A group number for every article."""
    found = np.arange(count)
    for group in groups:
        found[list(group)] = group[0]
    return found


def pair_f1(found: Sequence[object], true: Sequence[object]) -> float:
    """F1 of the pairs that stand in one group."""
    both = _pairs_within(Counter(zip(found, true, strict=True)).values())
    return 2 * both / max(1, _pairs_within(Counter(found).values()) + _pairs_within(Counter(true).values()))


def _pairs_within(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def b_cubed_f1(found: Sequence[object], true: Sequence[object]) -> float:
    """B-cubed F1 (Bagga and Baldwin, 1998)."""
    both, found_sizes, true_sizes = Counter(zip(found, true, strict=True)), Counter(found), Counter(true)
    precision = sum(count * count / found_sizes[one] for (one, _), count in both.items())
    recall = sum(count * count / true_sizes[other] for (_, other), count in both.items())
    return 2 * precision * recall / (precision + recall) / len(found)


def agreement(found: NDArray[np.int64], true: NDArray[np.str_]) -> dict[str, float]:
    """Agreement of two groupings."""
    one, other = found.tolist(), true.tolist()
    rand = adjusted_rand_score(other, one)
    scores = {"pair F1": pair_f1(one, other), "B-cubed F1": b_cubed_f1(one, other), "adjusted Rand": rand}
    return {name: round(score, 4) for name, score in scores.items()}


def in_words(scores: dict[str, float]) -> str:
    """Scores in a line."""
    return ", ".join(f"{name} {score:.3f}" for name, score in scores.items())


def score_ecb(corpus: Path, write: bool) -> dict[str, object]:
    """Acceptance 2: pairs, stories and candidates on ECB+."""
    data = read_ecb(corpus)
    terms = read_terms(data.articles, DEFAULT_SETTINGS)
    measured = measure_all(terms)
    left, right = unpack_pairs(measured.pairs)
    is_same = data.events[left] == data.events[right]
    scores = cross_validated(data, measured)
    precision = average_precision_score(is_same, scores)
    stories = agreement(
        grouped(len(terms), measured.pairs, scores, DEFAULT_SETTINGS.min_story_probability), data.events
    )
    print(f"cosine alone: average precision {average_precision_score(is_same, measured.cosine):.3f}")
    figures = (
        f"ECB+ odd topics, {FOLDS}-fold by topic: average precision {precision:.3f}; "
        f"stories at {DEFAULT_SETTINGS.min_story_probability}: {in_words(stories)}"
    )
    print(figures)
    for threshold in (0.3, 0.4, 0.45, 0.55, 0.6):
        found_here = agreement(grouped(len(terms), measured.pairs, scores, threshold), data.events)
        print(f"  at {threshold}: {in_words(found_here)}")
    found = term_candidate_pairs(terms, DEFAULT_SETTINGS)
    recall = is_same[np.isin(measured.pairs, found)].sum() / is_same.sum()
    print(f"candidates: {2 * len(found) / len(terms):.0f} an article, recall {recall:.4f}")
    learnable = measured.features[:, 0] >= LEAST_TRAINED
    model = fit(measured.features[learnable], is_same[learnable])
    for name, weight in zip(LINK_FEATURES, model.weights, strict=True):
        print(f"  {name:12} {weight:7.3f}")
    print(f"  intercept    {model.intercept:7.3f}")
    if write:
        MODEL.write_text(model_file(model, figures), encoding="utf-8")
    return {"average precision": round(precision, 4), **stories, "candidate recall": round(float(recall), 4)}


def score_crowd(corpus: Path, seeds: Path | None) -> dict[str, object]:
    """Acceptance 3: what is left of the ECB+ stories, and of that of the pages, among strangers, without dates."""
    data = read_ecb(corpus)
    strangers = [
        Article(f"{name}/{row['id']}", row["text"])
        for name in ("reuters21578", "pan13-train-documents")
        for row in read_rows(corpus / f"{name}.jsonl.gz")
        if len(row["text"]) > SHORTEST_STRANGER
    ]
    alone = story_f1(data, find_stories(data.articles, DEFAULT_SETTINGS)[0])
    pages = read_pages(seeds) if seeds else []
    stories, _ = find_stories([*data.articles, *pages, *strangers], DEFAULT_SETTINGS)
    crowded = story_f1(data, stories)
    print(f"ECB+ alone: story pair F1 {alone:.3f}; among {len(strangers):,} strangers {crowded:.3f}")
    known, own = ({article.id for article in articles} for articles in (data.articles, pages))
    mixed = sum(not known.isdisjoint(story.article_ids) and not known >= set(story.article_ids) for story in stories)
    print(f"stories that mix ECB+ with strangers: {mixed} of {len(stories)}; kept {crowded / alone:.3f}")
    of_pages = [len(story.article_ids) for story in stories if not own.isdisjoint(story.article_ids)]
    is_whole = any(set(story.article_ids) == own for story in stories)
    if pages:
        whole = ", one of them all" if is_whole else ""
        print(f"the {len(pages)} pages among them: stories of {of_pages}{whole}")
    return {
        "strangers": len(strangers),
        "story pair F1 alone": round(alone, 4),
        "among strangers": round(crowded, 4),
        "kept": round(crowded / alone, 4),
        "mixed stories": mixed,
        "pages are one story": is_whole if pages else None,
    }


def story_f1(data: Labelled, stories: Sequence[Story]) -> float:
    """Pair F1 of stories over labelled articles; others are left out."""
    place = {article.id: number for number, article in enumerate(data.articles)}
    groups = [[place[each] for each in story.article_ids if each in place] for story in stories]
    return pair_f1(labels(len(place), [group for group in groups if group]).tolist(), data.events.tolist())


def read_pages(folder: Path) -> list[Article]:
    """Pages as they were scraped, a file each."""
    return [Article(path.name, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.txt"))]


def show_seeds(folder: Path) -> dict[str, object]:
    """Acceptance 1: five pages that retell one report."""
    articles = read_pages(folder)
    stories, matches = find_stories(articles, DEFAULT_SETTINGS)
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
    parser.add_argument("--write", action="store_true", help="write the model file")
    parser.add_argument("--seeds", type=Path, help="a folder of pages that retell one report")
    parser.add_argument("--crowd", action="store_true", help="ECB+ among strangers")
    given = parser.parse_args()
    figures: dict[str, object] = {"ecb": score_ecb(given.corpus, given.write)}
    if given.seeds:
        figures["seeds"] = show_seeds(given.seeds)
    if given.crowd:
        figures["crowd"] = score_crowd(given.corpus, given.seeds)
    record("stories", vars(given), figures)


if __name__ == "__main__":
    main()
