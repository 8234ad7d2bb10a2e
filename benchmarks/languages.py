"""Translations found in translated news among strangers, by direction, with the shipped models; and their cost.

Usage: python benchmarks/languages.py TRANSLATED GERMAN ENGLISH

The sets are those of `fit_translations.py`, whose models have seen them: what holds for other languages is what that
script prints, with each pair of languages left out.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from translated_sets import Row, directions, measured_pairs, read_translated, with_cut_translations

from dedup.settings import DEFAULT_SETTINGS
from dedup.translations.keys.text_keys import read_text_keys
from dedup.translations.translation_model import translation_odds


def main() -> None:
    """Print precision and recall of whole and cut translations, and the cost of keys."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("translated", "german", "english"):
        parser.add_argument(name, type=Path)
    given = parser.parse_args()
    rows = read_translated(given.translated, [(given.german, "de"), (given.english, "en")])
    for name, some in (("whole", rows), ("cut to 30-60 %", with_cut_translations(rows))):
        show(name, some)
    begin = time.process_time()
    keys = read_text_keys([row["text"] for row in rows], [row["language"] for row in rows])
    seconds, letters = time.process_time() - begin, sum(len(row["text"]) for row in rows)
    print(f"keys: {1e6 * seconds / letters:.3f} ms per 1,000 letters, {len(keys.ids) / len(rows):.0f} an article")


def show(name: str, rows: Sequence[Row]) -> None:
    """Print precision and recall of each direction, and of all."""
    right, wrong = Counter[str](), Counter[str]()
    for pair in measured_pairs(rows):
        if translation_odds(pair.measures, DEFAULT_SETTINGS) is not None:
            (right if pair.is_true else wrong)[pair.direction] += 1
    counts = directions(rows)
    for direction, count in sorted(counts.items()):
        print(f"{name} {direction} {count:5d} {scores(right[direction], wrong[direction], count)}")
    print(f"{name} all   {counts.total():5d} {scores(right.total(), wrong.total(), counts.total())}")


def scores(right: int, wrong: int, count: int) -> str:
    """Precision and recall in words."""
    return f"P {right / max(1, right + wrong):.3f} R {right / count:.3f}"


if __name__ == "__main__":
    main()
