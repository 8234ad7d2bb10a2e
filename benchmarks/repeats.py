"""Blocks planted in news reports: what `dedup.repeats` finds of every kind of doubling.

Each report of the wire (100-700 words, four paragraphs or more, nothing in it twice) is doubled in one of the ways in
which pages really are, by a generator whose seed is given. Printed and recorded for each kind: precision and recall of
redundant letters and digits (every occurrence of a Repeat but its first is redundant), and the share of pages whose
planted blocks are right to the character, every occurrence.

Exit code 1 when a threshold is missed.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from recording import record, show, verdict
from wire import plain_words, read_wires

import dedup

MIN_WORDS, MAX_WORDS, MIN_PARAGRAPHS, MIN_PARAGRAPH_WORDS = 100, 700, 4, 12
RECURRING_WORDS = 5  # a report in which so many words in a row stand twice is left out
LINE_WORDS, MIN_SENTENCE_WORDS, MAX_SENTENCE_WORDS = 8, 8, 15
MIN_PRECISION, MIN_RECALL = 0.995, 0.99

HEADING = "What the markets will be watching next"
CURLY = str.maketrans({'"': "“", "'": "’", "-": "–"})

Place = tuple[int, int]  # code points, half-open


@dataclass(slots=True)
class Page:
    """A text in the making. `blocks` are the planted ones, every occurrence; `scraps` are redundant, but none."""

    separator: str
    text: str = ""
    blocks: list[list[Place]] = field(default_factory=list)
    scraps: list[Place] = field(default_factory=list)

    def add(self, piece: str) -> Place:
        """Write a piece and tell where it stands."""
        self.text += self.separator if self.text else ""
        self.text += piece
        return len(self.text) - len(piece), len(self.text)

    def redundant(self) -> set[int]:
        """The letters and digits that stand earlier in the page."""
        places = [place for block in self.blocks for place in block[1:]] + self.scraps
        return _characters(self.text, places)


Planter = Callable[[Sequence[str], Random], Page]


def in_order(*order: int, separator: str = "\n\n") -> Planter:
    """Paragraphs by number, in this order; each that comes twice is a block; the others follow."""

    def plant(paragraphs: Sequence[str], _: Random) -> Page:
        page, places = Page(separator), {number: [] for number in order}  # type: Page, dict[int, list[Place]]
        for number in order:
            places[number].append(page.add(paragraphs[number]))
        for paragraph in paragraphs[max(order) + 1 :]:
            page.add(paragraph)
        page.blocks = [block for block in places.values() if len(block) > 1]
        return page

    return plant


def whole(times: int, separator: str = "\n\n", joint: str = "\n\n") -> Planter:
    """The whole report several times; `joint` stands between paragraphs, `separator` between copies."""

    def plant(paragraphs: Sequence[str], _: Random) -> Page:
        page = Page(separator)
        page.blocks = [[page.add(joint.join(paragraphs)) for _ in range(times)]]
        return page

    return plant


def changed(change: Callable[[str, Random], str]) -> Planter:
    """The report and a copy of it in which something was changed."""

    def plant(paragraphs: Sequence[str], random: Random) -> Page:
        page, report = Page("\n\n"), "\n\n".join(paragraphs)
        page.blocks = [[page.add(report), page.add(change(report, random))]]
        return page

    return plant


def one_line_glued(paragraphs: Sequence[str], _: Random) -> Page:
    """Three times in one line, with not even a space between."""
    return whole(3, separator="", joint=" ")([re.sub(r"\W+$", "", " ".join(paragraphs))], _)


def later(paragraphs: Sequence[str], _: Random) -> Page:
    """Two paragraphs again at the end."""
    page = Page("\n\n")
    page.add(paragraphs[0])
    block = "\n\n".join(paragraphs[1:3])
    page.blocks = [[page.add(block)]]
    for paragraph in paragraphs[3:]:
        page.add(paragraph)
    page.blocks[0].append(page.add(block))
    return page


def pair_twice(paragraphs: Sequence[str], _: Random) -> Page:
    """Two paragraphs, the same two, then the rest."""
    page, pair = Page("\n\n"), "\n\n".join(paragraphs[:2])
    page.blocks = [[page.add(pair), page.add(pair)]]
    for paragraph in paragraphs[2:]:
        page.add(paragraph)
    return page


def heading_missing(paragraphs: Sequence[str], random: Random) -> Page:
    """Three times, the third without its heading."""
    page, at = Page("\n\n"), random.randrange(1, len(paragraphs))
    headed = "\n\n".join([*paragraphs[:at], HEADING, *paragraphs[at:]])
    page.blocks = [[page.add(headed), page.add(headed), page.add("\n\n".join(paragraphs))]]
    return page


def teaser(paragraphs: Sequence[str], _: Random) -> Page:
    """The lead alone, then everything twice: the lead stands three times."""
    page, report = Page("\n\n"), "\n\n".join(paragraphs)
    page.add(paragraphs[0])
    page.blocks = [[page.add(report), page.add(report)]]
    start = page.blocks[0][0][0]
    page.scraps = [(start, start + len(paragraphs[0]))]
    return page


def sentence_again(paragraphs: Sequence[str], random: Random) -> Page:
    """One short sentence again as a paragraph at the end."""
    page, report = Page("\n\n"), "\n\n".join(paragraphs)
    start, end = random.choice(list(_short_sentences(report)))
    page.add(report)
    page.blocks = [[(start, end), page.add(report[start:end])]]
    return page


def reflowed(report: str, _: Random) -> str:
    """So many words a line."""
    words = report.split()
    return "\n".join(" ".join(words[start : start + LINE_WORDS]) for start in range(0, len(words), LINE_WORDS))


def restyled(report: str, random: Random) -> str:
    """Typographic signs, and one paragraph in capitals."""
    paragraphs = report.translate(CURLY).split("\n\n")
    at = random.randrange(len(paragraphs))
    return "\n\n".join([*paragraphs[:at], paragraphs[at].upper(), *paragraphs[at + 1 :]])


def edited(share: float) -> Callable[[str, Random], str]:
    """Of ten words edited, six replaced, two left out, two put in."""

    def edit(report: str, random: Random) -> str:
        tokens = re.split(r"(\w+)", report)  # words at odd places
        for place in range(1, len(tokens), 2):
            if random.random() < share:
                other, way = random.choice(("harbour", "Thursday", "quietly", "of", "another")), random.random()
                tokens[place] = other if way < 0.6 else "" if way < 0.8 else f"{tokens[place]} {other}"
        return "".join(tokens).strip()

    return edit


KINDS: dict[str, Planter] = {
    "paragraph adjacent": in_order(0, 1, 1),
    "block again later": later,
    "whole doubled": whole(2),
    "whole four times": whole(4),
    "one line": whole(2, separator=" ", joint=" "),
    "one line three times, glued": one_line_glued,
    "p1 p2 p1 p2": pair_twice,
    "p1 p1 p2 p2 p3 p3": in_order(0, 0, 1, 1, 2, 2),
    "p1 p2 p3 p2 p1 p3": in_order(0, 1, 2, 1, 0, 2),
    "heading missing": heading_missing,
    "reflowed": changed(reflowed),
    "typographic, capitals": changed(restyled),
    "3 % edited": changed(edited(0.03)),
    "8 % edited": changed(edited(0.08)),
    "teaser, then all twice": teaser,
    "sentence of 8-15 words": sentence_again,
}


@dataclass(slots=True)
class Score:
    """Letters and digits that are redundant, were reported, or both; pages, and those with every block exact."""

    planted: int = 0
    told: int = 0
    both: int = 0
    pages: int = 0
    exact: int = 0

    def judge(self, page: Page) -> None:
        """Count one page."""
        found = [[(span.start, span.end) for span in repeat.spans] for repeat in dedup.repeats(page.text)]
        planted, told = page.redundant(), _characters(page.text, [place for block in found for place in block[1:]])
        self.planted += len(planted)
        self.told += len(told)
        self.both += len(planted & told)
        self.pages += 1
        self.exact += all(block in found for block in page.blocks)

    def figures(self) -> dict[str, float]:
        """Precision, recall, and the share of pages that are exact."""
        return {
            "precision": self.both / max(self.told, 1),
            "recall": self.both / max(self.planted, 1),
            "exact": self.exact / max(self.pages, 1),
        }


def main() -> int:
    """Plant every kind in as many reports as are asked for, and judge."""
    options = _options()
    random = Random(options.seed)
    reports = [paragraphs for wire in read_wires(options.corpus) if (paragraphs := _paragraphs(wire.text))]
    figures = {}
    for kind, planter in KINDS.items():
        score = Score()
        for paragraphs in random.sample(reports, options.pages):
            score.judge(planter(paragraphs, random))
        figures[kind] = score.figures()
    show(
        f"Planted repeats, {options.pages} pages a kind",
        ["kind", "P", "R", "exact"],
        ([k, *f.values()] for k, f in figures.items()),
    )
    record("repeats", vars(options), figures)
    return verdict(
        [
            f"{kind}: {name} {row[name]:.4f} is under {least}"
            for kind, row in figures.items()
            for name, least in (("precision", MIN_PRECISION), ("recall", MIN_RECALL))
            if row[name] < least
        ]
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="folder that holds reuters21578.jsonl.gz")
    parser.add_argument("--pages", type=int, default=120, help="pages a kind")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _paragraphs(text: str) -> list[str]:
    """The paragraphs of a report that can be planted; none of one that cannot."""
    words = plain_words(text)
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n {4}", text)]
    paragraphs = [part for part in paragraphs if len(plain_words(part)) >= MIN_PARAGRAPH_WORDS and part.endswith(".")]
    runs = [tuple(words[start : start + RECURRING_WORDS]) for start in range(len(words) - RECURRING_WORDS + 1)]
    fits = MIN_WORDS <= len(words) <= MAX_WORDS and len(paragraphs) >= MIN_PARAGRAPHS and len(runs) == len(set(runs))
    return paragraphs if fits and any(_short_sentences("\n\n".join(paragraphs))) else []


def _short_sentences(report: str) -> Iterator[Place]:
    for match in re.finditer(r"(?:^|(?<=\.\s))[A-Z][^.\n\d]+\.(?=\s|$)", report):
        if MIN_SENTENCE_WORDS <= len(plain_words(match[0])) <= MAX_SENTENCE_WORDS:
            yield match.span()


def _characters(text: str, places: Sequence[Place]) -> set[int]:
    return {at for start, end in places for at in range(start, end) if text[at].isalnum()}


if __name__ == "__main__":
    sys.exit(main())
