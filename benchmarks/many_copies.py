"""A story with thousands of copies: is it one cluster, is nothing else in it, and what does it cost?

    python benchmarks/many_copies.py                     5,000 copies among 20,000 others, then other shapes
    python benchmarks/many_copies.py --copies 1000 --others 4000 --shapes report notices

Every shape is a collection of its own, made from the seed: copies as its name says, among made-up news (`news.py`).
Size is that of the largest cluster of copies, of those that belong to one text; purity the share of its members that
do. Notices (earthquakes, weather, prices) have their figures at the head and a standing text behind: no two are copies,
so they have no cluster. CPU time of a scan is told as a ratio to that of as many articles of plain news in the same
run.
Written to `results/many_copies.json`; exits with 1 if the report's cluster holds under 99 in a hundred copies, or
another article, or takes three times the time of plain news.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from random import Random
from time import process_time

import numpy as np
from news import Outlet, Tokens, Words, blocks, edited
from numpy.random import Generator
from recording import record, show, verdict

import dedup
from dedup import Article

OUTLETS = 200
LEAST_SHARE, MOST_TIME = 0.99, 3.0  # of the copies, in the cluster of the report; beside plain news

Copies = Iterator[tuple[str, str]]  # the text that each is a copy of, and its words
PLACES = ("Tavarn", "Ostry", "Lemmel", "Quarn", "Bresk", "Ilmo", "Vadel", "Sorrin", "Hask", "Dunmere")
NOTICES = {
    "quake": (
        "M {a}.{b} - {c} km from {place}. Depth {d} km, {e}:{f} UTC. ",
        "This notice was made by a machine from the readings of all stations that felt the event, and nobody has seen "
        "it yet. Strength and depth can change as more readings come in. People who felt the shaking can tell the "
        "institute about it on its page; reports help to draw the map of the event. After a strong event more are to "
        "be expected, and damaged houses should not be entered.",
    ),
    "weather": (
        "{place}: {c} to {d} degrees, wind {e} km/h, rain {a}.{b} mm, {f} % cloud. ",
        "The outlook is drawn up twice a day by the weather service for all towns with a station of their own. Roads "
        "in the hills may be slippery in the morning, and drivers are asked to leave more room. Values are those of "
        "the model run before midnight; showers can bring more rain in single places than the value for the town says. "
        "Warnings are sent out apart from this outlook.",
    ),
    "price": (
        "{place} diesel {c}.{d} a litre, up {a}.{b} %, heating oil {e}.{f} a litre. ",
        "Prices are the mean of what all stations of the district asked at noon, taxes included. They are gathered by "
        "the chamber of commerce, which takes no responsibility for single values. Before the holidays prices tend to "
        "rise for some days and to fall behind them. Buyers who compare stations before they fill up can save a good "
        "part of the bill over the year, as the chamber says.",
    ),
}


@dataclass(frozen=True, slots=True)
class Maker:
    """What copies are made of: words, outlets with page frames, and chance."""

    words: Words
    outlets: list[Outlet]
    random: Generator

    @classmethod
    def of(cls, seed: int) -> Maker:
        """A maker whose copies the seed decides."""
        random = np.random.default_rng([seed, 9])
        words = Words(np.random.default_rng([seed, 0]))
        return cls(words, [Outlet(words, random) for _ in range(OUTLETS)], random)

    def story(self) -> Tokens:
        """Another report."""
        return self.words.articles(1, self.random)[0]

    def edited(self, story: Tokens, share: float) -> Tokens:
        """The report with some of its words edited."""
        return edited(story, share, self.words, self.random)

    def page(self, story: Tokens, outlet: int | None = None) -> Tokens:
        """The report in a page of one outlet, or of any."""
        chosen = int(self.random.integers(OUTLETS)) if outlet is None else outlet
        return self.outlets[chosen].page(story, self.words, self.random)

    def variant(self, story: Tokens, number: int) -> Tokens:
        """One of three: the report as it is, with one word in twenty edited, or in a page."""
        return (lambda: story, lambda: self.edited(story, 0.05), lambda: self.page(story))[number % 3]()

    def text(self, tokens: Tokens) -> str:
        """Tokens as text."""
        return self.words.text(tokens).decode()


def report(maker: Maker, copies: int) -> Copies:
    """One report: as it is, edited, in pages."""
    story = maker.story()
    yield from (("a", maker.text(maker.variant(story, number))) for number in range(copies))


def all_edited(maker: Maker, copies: int) -> Copies:
    """One report, every copy with one word in twenty edited."""
    story = maker.story()
    yield from (("a", maker.text(maker.edited(story, 0.05))) for _ in range(copies))


def many_rates(maker: Maker, copies: int) -> Copies:
    """One report with none, three, six, nine or twelve words in a hundred edited."""
    story = maker.story()
    yield from (("a", maker.text(maker.edited(story, 0.03 * (number % 5)))) for number in range(copies))


def two_reports(maker: Maker, copies: int) -> Copies:
    """Two reports that share a paragraph of sixty words, as they are, edited, in pages."""
    one, other = maker.story(), maker.story()
    other = np.concatenate([other[:80], one[100:160], other[80:]])
    for number in range(copies):
        yield "ab"[number % 2], maker.text(maker.variant((one, other)[number % 2], number // 2))


def one_frame(maker: Maker, copies: int) -> Copies:
    """One report in pages of one outlet, every other copy edited."""
    story = maker.story()
    for number in range(copies):
        yield "a", maker.text(maker.page(maker.edited(story, 0.05 * (number % 2)), outlet=0))


def updates(maker: Maker, copies: int) -> Copies:
    """A chain in which each copy is the one before with a word in two hundred edited; its first and its last are told.

    Where such a chain is cut is of no account; but its two ends have nothing in common.
    """
    story = maker.story()
    for number in range(copies):
        yield "a" if number == 0 else "b" if number == copies - 1 else "between", maker.text(story)
        story = maker.edited(story, 0.005)


def notices(maker: Maker, copies: int) -> Copies:
    """Notices of three kinds with their figures at the head: each is a text of its own."""
    chance = Random(int(maker.random.integers(1 << 30)))
    for number in range(copies):
        head, standing = NOTICES[("quake", "weather", "price")[number % 3]]
        figures = {name: chance.randrange(10, 60) for name in "abcdef"}
        yield f"{number}", head.format(place=chance.choice(PLACES), **figures) + standing


SHAPES: Mapping[str, Callable[[Maker, int], Copies]] = {
    "report": report,
    "all-edited": all_edited,
    "many-rates": many_rates,
    "two-reports": two_reports,
    "one-frame": one_frame,
    "updates": updates,
    "notices": notices,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a scan made of one shape."""

    shape: str
    copies: int  # of the text with the smallest cluster
    size: int  # members of that cluster that are copies of the text
    purity: float
    clusters: int  # with copies, or notices, in them
    seconds: float
    ratio: float  # to plain news


def plain_news(articles: int, seed: int) -> list[Article]:
    """Made-up news without the report."""
    texts = (text for block in blocks(articles, seed + 1) for text in block.texts())
    return [Article(f"other-{number:06}", text) for number, text in enumerate(texts)]


def collection(shape: str, copies: int, others: int, seed: int) -> list[Article]:
    """Copies among other articles, in an order that tells nothing; ids begin with the text that each is a copy of."""
    made = SHAPES[shape](Maker.of(seed), copies)
    articles = [Article(f"{text}-{number:06}", words) for number, (text, words) in enumerate(made)]
    articles += plain_news(others, seed)
    Random(seed).shuffle(articles)
    return articles


def judged(
    shape: str, articles: list[Article], clusters: list[tuple[str, ...]], seconds: float, plain: float
) -> Outcome:
    """The text whose cluster is smallest beside its copies."""
    wanted: dict[str, int] = {}
    for article in articles:
        text = article.id.split("-")[0]
        wanted[text] = wanted.get(text, 0) + (text not in ("other", "between"))
    found = [[member.split("-")[0] for member in members] for members in clusters]
    touched = [members for members in found if any(wanted[member] for member in members)]
    outcomes = []
    for text in (text for text, copies in wanted.items() if copies):
        largest = max(touched, key=lambda members: members.count(text), default=[])
        size = largest.count(text)
        own = sum(member in (text, "between") for member in largest)
        outcomes.append((size / wanted[text], wanted[text], size, own / max(1, len(largest))))
    _, copies, size, purity = min(outcomes)
    return Outcome(shape, copies, size, round(purity, 5), len(touched), round(seconds, 2), round(seconds / plain, 2))


def scanned(articles: list[Article], *, stories: bool) -> tuple[list[tuple[str, ...]], float]:
    """The clusters, and CPU seconds."""
    start = process_time()
    found = dedup.scan(articles, stories=stories)
    return [cluster.article_ids for cluster in found.clusters], process_time() - start


def main() -> int:
    """Scan all shapes, print, record."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--copies", type=int, default=5000, help="of the report (%(default)s)")
    parser.add_argument("--others", type=int, default=20_000, help="articles beside them (%(default)s)")
    parser.add_argument("--shapes", nargs="+", choices=list(SHAPES), default=list(SHAPES), help="these alone")
    parser.add_argument("--stories", action="store_true", help="look for stories, too")
    parser.add_argument("--seed", type=int, default=1, help="of all that is made (%(default)s)")
    options = parser.parse_args()
    scanned(collection("report", 60, 140, options.seed), stories=options.stories)  # loads kernels and word lists
    _, plain = scanned(plain_news(options.copies + options.others, options.seed), stories=options.stories)
    outcomes = []
    for shape in options.shapes:
        articles = collection(shape, options.copies, options.others, options.seed)
        outcomes.append(judged(shape, articles, *scanned(articles, stories=options.stories), plain))
        print(outcomes[-1], file=sys.stderr, flush=True)
    show(
        f"{options.copies:,} copies among {options.others:,} others; plain news of that size: {plain:.1f} CPU s",
        ["shape", "copies", "in the cluster", "purity", "clusters", "CPU s", "beside plain news"],
        [(one.shape, one.copies, one.size, one.purity, one.clusters, one.seconds, one.ratio) for one in outcomes],
    )
    record(
        "many_copies", vars(options), {"plain_seconds": round(plain, 2), "shapes": [asdict(one) for one in outcomes]}
    )
    return verdict([fault for one in outcomes if one.shape == "report" for fault in faults(one)])


def faults(one: Outcome) -> list[str]:
    """What misses its threshold."""
    found = []
    if one.size < LEAST_SHARE * one.copies:
        found.append(f"{one.shape}: {one.size} of {one.copies} copies in one cluster")
    if one.purity < 1:
        found.append(f"{one.shape}: other articles in the cluster")
    if one.ratio > MOST_TIME:
        found.append(f"{one.shape}: {one.ratio} times the time of plain news")
    return found


if __name__ == "__main__":
    sys.exit(main())
