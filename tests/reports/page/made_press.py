"""A report of a made-up press, as large as wanted, without a scan: clusters of seven copies with edits, and stories."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from itertools import combinations

from made_reports import make_match

from dedup.alignment.passage import Alignment, Edit, EditKind, Passage, PassageKind, SensitiveChange
from dedup.alignment.repeats.blocks import Repeat
from dedup.article import Article, Span
from dedup.clusters.values import Cluster
from dedup.comparison.match import Match, Relation
from dedup.report import Report, ScanStats
from dedup.stories.story import Story

START = datetime(2026, 3, 2, 6, tzinfo=UTC)
COPIES = 7
SYLLABLES = [
    "ha",
    "ven",
    "bri",
    "ost",
    "mar",
    "len",
    "tor",
    "wick",
    "sal",
    "dun",
    "fer",
    "ry",
    "gate",
    "moor",
    "lin",
    "den",
    "hal",
    "bor",
    "nex",
    "ul",
]
COPY_RELATIONS = [Relation.EXACT, Relation.NEAR, Relation.SYNDICATED, Relation.EXCERPT]


def made_press(articles: int = 3000, words: int = 420, seed: int = 7) -> Report:
    """A report of so many articles: seven copies and twenty-one matches a cluster, half of the clusters in stories."""
    chance = random.Random(seed)
    vocabulary = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(2000)]
    outlets = [f"{chance.choice(vocabulary)}{number}.example" for number in range(40)]
    made: list[Article] = []
    clusters: list[Cluster] = []
    while len(made) < articles:
        body = chance.choices(vocabulary, k=words)
        first = START + timedelta(minutes=chance.randrange(20_000))
        copies = [
            _copy(len(made) + n, body, first + timedelta(minutes=n * chance.randrange(1, 90)), outlets, chance)
            for n in range(min(COPIES, articles - len(made)))
        ]
        made += copies
        clusters.append(_cluster(copies, chance))
    matches = sorted((match for each in clusters for match in each.matches), key=lambda m: (m.left_id, m.right_id))
    stories = [_story(pair) for pair in zip(clusters[::4], clusters[1::4], strict=False)]
    return Report(
        made,
        [Repeat(each.id, (Span(0, 60), Span(80, 140)), 9, 1.0) for each in made[::50]],
        matches,
        clusters,
        sorted(stories, key=lambda story: (-len(story.article_ids), story.article_ids)),
        (),
        stats=ScanStats(articles=len(made)),
    )


def _copy(number: int, body: list[str], at: datetime, outlets: list[str], chance: random.Random) -> Article:
    outlet = chance.choice(outlets)
    words = [*body]
    for place in chance.sample(range(len(words)), 5):
        words[place] = str(chance.randrange(1000))
    text = "\n\n".join(" ".join(words[start : start + 60]) for start in range(0, len(words), 60))
    title = " ".join(body[:7]).capitalize()
    return Article(f"{outlet}/{number:05}", text, title, f"https://{outlet}/{number}", outlet, at)


def _cluster(copies: list[Article], chance: random.Random) -> Cluster:
    ordered = sorted(copies, key=lambda article: article.id)
    matches = [_match(left, right, chance) for left, right in combinations(ordered, 2)]
    return Cluster(tuple(article.id for article in ordered), tuple(matches))


def _match(left: Article, right: Article, chance: random.Random) -> Match:
    edits = tuple(
        Edit(EditKind.REPLACED, Span(at, at + 4), Span(at, at + 4), (SensitiveChange.NUMBER,) if at % 3 == 0 else ())
        for at in sorted(chance.sample(range(0, 400, 9), 5))
    )
    whole = Passage(Span(0, len(left.text)), Span(0, len(right.text)), 400, 0.97, 0.97, PassageKind.EDITED, edits)
    shares = {name: chance.uniform(0.3, 1) for name in ("jaccard", "left_coverage", "right_coverage")}
    return make_match(left.id, right.id, chance.choice(COPY_RELATIONS), alignment=Alignment((whole,)), **shares)


def _story(pair: tuple[Cluster, Cluster]) -> Story:
    ids = sorted(each for cluster in pair for each in cluster.article_ids)
    return Story(tuple(ids), pair, ("harbour", "ferry"))
