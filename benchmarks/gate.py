"""Has any stage become slower? Made-up news, and ratios only: a stage against a library that does not change.

    python benchmarks/gate.py            compares with `gate.json` beside this file; exit code 1 when a stage got slower
    python benchmarks/gate.py --write    notes the ratios of today

CPU seconds of a machine say little of another's, or of a busy minute. So every stage is timed in turns with a yardstick
in the same process: datasketch's signatures of the same texts, or orjson over the same lines. A stage has become slower
where the median of its ratios, over several rounds, is `MOST` times the noted one, in two measurements. Imports and
compiling are not timed.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time

import orjson
from datasketch import MinHash
from news import blocks, news_record
from recording import show, verdict

import dedup
from dedup.sources.reader import read_articles

NOTED = Path(__file__).with_name("gate.json")
MOST = 1.3  # times the noted ratio
ROUNDS = 5
ARTICLES, MEASURED, ADDED = 800, 60, 25  # scanned, signed by datasketch, and added to an index one by one
GRAM_WORDS = 5


@dataclass(frozen=True, slots=True)
class Work:
    """The same articles in memory and as a file of JSON lines; and indexes that hold the first half of them."""

    articles: Sequence[dedup.Article]
    path: Path
    copies: dedup.Index
    stories: dedup.Index
    numbers: count[int]  # of articles that were added

    def next_articles(self) -> list[dedup.Article]:
        """Articles that no index holds yet, with texts of the second half."""
        half = len(self.articles) // 2
        drawn = [(number, self.articles[half + number % half]) for number in islice(self.numbers, ADDED)]
        return [dedup.Article(f"new-{number}", f"{number} {each.text}", each.title) for number, each in drawn]


def sign(work: Work) -> None:
    """Datasketch over word 5-grams: plain Python and numpy."""
    for article in work.articles[:MEASURED]:
        words = re.findall(r"\w+", article.text.lower())
        minhash = MinHash(num_perm=128)
        grams = zip(*(words[first:] for first in range(GRAM_WORDS)), strict=False)
        minhash.update_batch([" ".join(gram).encode() for gram in grams])


def parse(work: Work) -> None:
    """Orjson over the lines of the file."""
    for _ in range(6):
        for line in work.path.read_bytes().splitlines():
            orjson.loads(line)


def scan_copies(work: Work) -> None:
    """Copies and repeats of articles in memory."""
    dedup.scan(work.articles, stories=False)


def scan_default(work: Work) -> None:
    """The default job."""
    dedup.scan(work.articles)


def write_report(work: Work) -> None:
    """The default job, with its report as JSON."""
    dedup.scan(work.articles[: ARTICLES // 2]).to_json(passages=True)


def read_lines(work: Work) -> None:
    """Articles from a file of JSON lines."""
    for _ in read_articles(work.path):
        pass


def add_copies(work: Work) -> None:
    """Additions one by one, copies alone."""
    for article in work.next_articles():
        work.copies.add(article)


def add_stories(work: Work) -> None:
    """Additions one by one, with stories."""
    for article in work.next_articles():
        work.stories.add(article)


STAGES: dict[str, tuple[Callable[[Work], None], Callable[[Work], None]]] = {
    "scan, copies": (scan_copies, sign),
    "scan, default job": (scan_default, sign),
    "report as JSON": (write_report, sign),
    "JSON lines": (read_lines, parse),
    "index, copies": (add_copies, sign),
    "index, stories": (add_stories, sign),
}


def main() -> int:
    """Measure, print, and note or compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="note the ratios of today")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="of which the medians are taken (%(default)s)")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        work = _work(Path(folder))
        ratios = measured(work, options.rounds)
        if not options.write and slower(ratios, _noted()):
            again = measured(work, options.rounds)
            ratios = {name: min(ratio, again[name]) for name, ratio in ratios.items()}
    if options.write:
        NOTED.write_text(json.dumps({name: round(ratio, 3) for name, ratio in ratios.items()}, indent=1) + "\n")
    noted = _noted()
    rows = [(name, ratio, noted[name], f"{ratio / noted[name]:.2f} x") for name, ratio in ratios.items()]
    show("CPU time against a library's", ["stage", "today", "noted", "today / noted"], rows)
    return verdict(slower(ratios, noted))


def measured(work: Work, rounds: int) -> dict[str, float]:
    """The median of the ratios of each stage; stages and yardsticks take turns, and the first round is to warm up."""
    ratios: dict[str, list[float]] = {name: [] for name in STAGES}
    for round_ in range(rounds + 1):
        for name, (stage, yardstick) in STAGES.items():
            before = _seconds(yardstick, work)
            ratio = _seconds(stage, work) / ((before + _seconds(yardstick, work)) / 2)
            if round_:
                ratios[name].append(ratio)
    return {name: median(found) for name, found in ratios.items()}


def slower(ratios: dict[str, float], noted: dict[str, float]) -> list[str]:
    """The stages that cost `MOST` times what is noted.

    >>> slower({"scan": 1.4, "index": 2.5}, {"scan": 1.0, "index": 2.0})
    ['scan: 1.40 times what is noted']
    """
    return [
        f"{name}: {ratio / noted[name]:.2f} times what is noted"
        for name, ratio in ratios.items()
        if ratio > MOST * noted[name]
    ]


def _noted() -> dict[str, float]:
    noted: dict[str, float] = json.loads(NOTED.read_text(encoding="utf-8"))
    return noted


def _seconds(run: Callable[[Work], None], work: Work) -> float:
    began = process_time()
    run(work)
    return process_time() - began


def _work(folder: Path) -> Work:
    texts = [text for block in blocks(ARTICLES, seed=1) for text in block.texts()]
    path = folder / "news.jsonl"
    path.write_bytes(b"".join(orjson.dumps(news_record(number, text)) + b"\n" for number, text in enumerate(texts)))
    articles = [item for item in read_articles(path) if isinstance(item, dedup.Article)]
    copies, stories = (dedup.Index(folder / f"{stories}.dedup", stories=stories) for stories in (False, True))
    for index in (copies, stories):
        for _ in index.add_many(articles[: ARTICLES // 2]):
            pass
    return Work(articles, path, copies, stories, count())


if __name__ == "__main__":
    sys.exit(main())
