"""Translations found in translated news among strangers, by direction, with the shipped models; and their cost.

Usage: python benchmarks/languages.py TRANSLATED GERMAN ENGLISH [--sentences | --cost N]

The sets are those of `fit_translations.py`, whose models have seen them: what holds for other languages is what that
script prints, with each pair of languages left out. `--sentences` prints by direction how many of the segments that a
translator was given are found beside theirs, in articles with borders of their own: once where the segments are the
sentences, once where the text is cut into sentences as usual. `--cost` prints what translations add to the stories of N
made articles, half of them German: CPU time and the memory that keys take; and to N articles of one language.
"""

from __future__ import annotations

import argparse
import dataclasses
import itertools
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from story_speed import made_stories
from translated_sets import (
    MeasuredPair,
    Row,
    directions,
    measured_pairs,
    read_lines,
    read_translated,
    with_cut_translations,
)

from dedup.article import Span
from dedup.settings import DEFAULT_SETTINGS
from dedup.stories.story import find_stories
from dedup.translations.keys.text_keys import read_text_keys
from dedup.translations.rival_translations import without_rivals
from dedup.translations.sentence_pairs import WrittenText, passages_between, sentence_spans
from dedup.translations.translation_candidates import heavy_keys
from dedup.translations.translation_measures import explained
from dedup.translations.translation_model import translation_odds
from dedup.translations.translation_pair import TranslationPair

COST_ROUNDS = 3


def main() -> None:
    """Print precision and recall of whole and cut translations, and the cost of keys."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("translated", "german", "english"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--sentences", action="store_true", help="measure sentences of translations, and nothing else")
    parser.add_argument("--cost", type=int, help="measure cost among so many articles, and nothing else")
    given = parser.parse_args()
    if given.cost:
        show_cost(given.german, given.english, given.cost)
        return
    if given.sentences:
        show_sentences(read_lines(given.translated))
        return
    rows = read_translated(given.translated, [(given.german, "de"), (given.english, "en")])
    for name, some in (("whole", rows), ("cut to 30-60 %", with_cut_translations(rows))):
        show(name, some)
    begin = time.process_time()
    keys = read_text_keys([row["text"] for row in rows], [row["language"] for row in rows])
    seconds, letters = time.process_time() - begin, sum(len(row["text"]) for row in rows)
    print(f"keys: {1e6 * seconds / letters:.3f} ms per 1,000 letters, {len(keys.ids) / len(rows):.0f} an article")


def show(name: str, rows: Sequence[Row]) -> None:
    """Print precision and recall of each direction, and of all: by the models alone, and where rivals are none."""
    pairs = list(measured_pairs(rows))
    odds = translation_odds(np.array([pair.measures for pair in pairs]), DEFAULT_SETTINGS)
    found = list(itertools.compress(zip(pairs, odds.tolist(), strict=True), np.isfinite(odds)))
    judged = [pair for pair, _ in found]
    counts = directions(rows)
    for rule, some in ((name, judged), (f"{name}, without rivals", list(best_of_rivals(found)))):
        right = Counter(pair.direction for pair in some if pair.is_true)
        wrong = Counter(pair.direction for pair in some if not pair.is_true)
        for direction, count in sorted(counts.items()):
            print(f"{rule} {direction} {count:5d} {scores(right[direction], wrong[direction], count)}")
        print(f"{rule} all   {counts.total():5d} {scores(right.total(), wrong.total(), counts.total())}")


def best_of_rivals(found: Sequence[tuple[MeasuredPair, float]]) -> Iterator[MeasuredPair]:
    """The pairs that have no better rival among those of their direction, as in a scan."""
    for _, some in itertools.groupby(found, key=lambda each: each[0].direction):
        listed = list(some)
        known = {(pair.left, pair.right): pair for pair, _ in listed}
        pairs = [TranslationPair(*each[1:4], odds, explained(each.measures)) for each, odds in listed]
        count = 1 + max(pair.right for pair in pairs)
        none = np.empty(0, np.uint64)
        for each in without_rivals(pairs, none, none, [""] * count, np.full(count, np.nan)):
            yield known[each.left, each.right]


def show_sentences(rows: Sequence[Row]) -> None:
    """Print precision and recall of segments, by direction and of all, of given and of own sentences."""
    sides = {(row["group"], row["side"]): row for row in rows if row.get("real") and row["side"] in ("src", "ref")}
    counts = {name: defaultdict[str, Counter[bool]](Counter) for name in ("given", "own")}
    segments = Counter[str]()
    for (group, side), left in sides.items():
        if side == "src":
            right = sides[group, "ref"]
            segments[left["pair"]] += len(left["segments"])
            for name, by_direction in counts.items():
                by_direction[left["pair"]] += segments_beside(left, right, name == "given")
    for name, by_direction in counts.items():
        for direction, count in sorted(segments.items()):
            found = by_direction[direction]
            print(f"{name:5s} {direction} {count:5d} segments {scores(found[True], found[False], count)}")
        total = sum(by_direction.values(), Counter[bool]())
        print(f"{name:5s} all   {segments.total():5d} segments {scores(total[True], total[False], segments.total())}")


def segments_beside(left: Row, right: Row, are_given: bool) -> Counter[bool]:
    """How many segments a passage covers on both sides (True), and on one side only (False)."""
    spans = [[Span(*segment) for segment in row["segments"]] for row in (left, right)]
    texts = [WrittenText(row["text"], row["language"]) for row in (left, right)]
    cut = spans if are_given else [sentence_spans(text.text) for text in texts]
    found = Counter[bool]()
    for passage in passages_between(texts[0], cut[0], texts[1], cut[1]):
        one, other = (
            {number for number, span in enumerate(some) if covers(side, span)}
            for side, some in zip((passage.left, passage.right), spans, strict=True)
        )
        found[True] += len(one & other)
        found[False] += len(one ^ other)
    return found


def covers(passage: Span, segment: Span) -> bool:
    """Whether most of a segment lies in a passage."""
    common = min(passage.end, segment.end) - max(passage.start, segment.start)
    return 2 * common > segment.end - segment.start


def show_cost(german: Path, english: Path, count: int) -> None:
    """Print the CPU time of stories with translations and without, of two languages and of one, and what keys take."""
    both = [
        dataclasses.replace(article, id=f"{language}-{article.id}")
        for path, language in ((german, "de"), (english, "en"))
        for article in made_stories((row["text"] for row in read_lines(path)), count // 2)
    ]
    for name, articles in (("two languages", both), ("one language", both[count // 2 :])):
        seconds = defaultdict[bool, list[float]](list)
        for with_translations in (False, True) * COST_ROUNDS:
            begin = time.process_time()
            find_stories(articles, dataclasses.replace(DEFAULT_SETTINGS, translations=with_translations))
            seconds[with_translations].append(time.process_time() - begin)
        without, added = (statistics.median(seconds[each]) for each in (False, True))
        print(f"{name}: {len(articles)} articles, {without:.2f} CPU s without, {added / without:.3f} times with")
    keys = read_text_keys((article.text for article in both), ["de"] * (count // 2) + ["en"] * (count // 2))
    held = (keys.ends, keys.ids, keys.places, keys.sizes, keys.order, *heavy_keys(keys))
    print(f"keys: {sum(column.nbytes for column in held) / len(both):.0f} bytes an article")


def scores(right: int, wrong: int, count: int) -> str:
    """Precision and recall in words."""
    return f"P {right / max(1, right + wrong):.3f} R {right / count:.3f}"


if __name__ == "__main__":
    main()
