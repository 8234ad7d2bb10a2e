"""How fast texts of every kind of script become signatures, tokenising included, on one core.

    python benchmarks/scripts.py

Texts of some 3 kB are made up: words of each script's letters, of usual lengths, drawn by Zipf's law, in sentences and
paragraphs with the script's own punctuation; English is the made-up news of `news.py` besides. Two paths are timed in
turns, five times: `signatures` (what datasketch computes, bit for bit) and `sketch` (with anchors, units, identities
and recurring words). Told are medians, in megabytes of UTF-8 a CPU second. Exit code 1 where signatures of English news
take more than a second for 500 MB, or those of any other script for 200. Written to `results/scripts.json`.

What the numbers do not say: letters are drawn alike, so no text is in a language. Real German has a third of these
umlauts, and is that much faster; real texts hold more signs, and other scripts in between.
"""

from __future__ import annotations

import argparse
import sys
import time
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import Literal

from news import write_news
from recording import record, show, verdict

from dedup.sketch.fingerprints import minhash_signatures, sketch
from dedup.sketch.packed_texts import PackedTexts, pack_texts

NEWS, LEAST_NEWS, LEAST_OTHER = "English, news", 500, 200  # megabytes a second
VOCABULARY, PARAGRAPH, SENTENCES = 3000, 3, 24  # words; sentences of a paragraph and of an article


@dataclass(frozen=True, slots=True)
class Script:
    """Letters, how many of them make a word, and what stands between words, parts of sentences and sentences."""

    letters: str
    word_letters: tuple[int, int]
    space: str = " "
    comma: str = ", "
    stop: str = ". "
    form: Literal["NFC", "NFD"] = "NFC"


def _letters(*ranges: tuple[int, int]) -> str:
    assigned = (chr(point) for first, last in ranges for point in range(first, last + 1))
    return "".join(letter for letter in assigned if unicodedata.category(letter)[0] in "LM")


LATIN = "eeeetttaaaooiinnsshhrrdlcumwfgypbvk"
SCRIPTS = {
    "English": Script(LATIN, (2, 10)),
    "German": Script(f"{LATIN}äöüß", (2, 14)),
    "French, NFD": Script(f"{LATIN}éèêàçô", (2, 11), form="NFD"),
    "Vietnamese": Script(f"{LATIN}ăâđêôơưạảấầậ", (1, 6)),
    "Russian": Script(_letters((0x430, 0x44F)), (2, 11)),
    "Greek": Script(_letters((0x3B1, 0x3CE)), (2, 10)),
    "Hebrew": Script(_letters((0x5D0, 0x5EA)), (2, 7)),
    "Arabic": Script(_letters((0x627, 0x63A), (0x641, 0x64A)), (2, 8), comma="، "),
    "Hindi": Script(_letters((0x915, 0x939), (0x93E, 0x94C)), (2, 8), stop="। "),
    "Thai": Script(_letters((0xE01, 0xE2E), (0xE30, 0xE39), (0xE40, 0xE44)), (2, 9), space="", stop=" "),
    "Korean": Script(_letters((0xAC00, 0xD7A3)), (1, 4)),
    "Japanese": Script(_letters(*[(0x3041, 0x3093)] * 20, (0x4E00, 0x53FF)), (1, 6), "", "、", "。"),
    "Chinese": Script(_letters((0x4E00, 0x5FFF)), (1, 3), "", "，", "。"),
}


def made_texts(script: Script, articles: int, random: Random) -> list[str]:
    """Articles of made-up words of one script."""
    words = ["".join(random.choices(script.letters, k=random.randint(*script.word_letters))) for _ in range(VOCABULARY)]
    weights = [1 / (rank + 3) for rank in range(VOCABULARY)]
    return [unicodedata.normalize(script.form, _article(script, words, weights, random)) for _ in range(articles)]


def _article(script: Script, words: Sequence[str], weights: Sequence[float], random: Random) -> str:
    sentences = []
    for number in range(1, SENTENCES + 1):
        drawn = random.choices(words, weights, k=random.randint(8, 30))
        cut = random.randint(1, len(drawn) - 1)
        sentences += [script.space.join(drawn[:cut]), script.comma, script.space.join(drawn[cut:])]
        sentences.append(script.stop if number % PARAGRAPH else f"{script.stop.rstrip()}\n\n")
    return "".join(sentences)


@dataclass(frozen=True, slots=True)
class Speed:
    """Megabytes a CPU second."""

    script: str
    bytes_a_letter: float
    signatures: float
    sketch: float


def measured(name: str, texts: PackedTexts, letters: int, rounds: int) -> Speed:
    """Time both paths in turns."""
    paths: tuple[Callable[[PackedTexts], object], ...] = (minhash_signatures, sketch)
    seconds: dict[str, list[float]] = {path.__name__: [] for path in paths}
    for _ in range(rounds):
        for path in paths:
            began = time.process_time()
            path(texts)
            seconds[path.__name__].append(time.process_time() - began)
    size = len(texts.buffer)
    rates = {path: round(size / 1e6 / median(times), 1) for path, times in seconds.items()}
    return Speed(name, round(size / letters, 2), **rates)


def main() -> int:
    """Make, measure, print, record; 1 when a script is too slow."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=3000, help="of each script (%(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="(%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the made-up texts (%(default)s)")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        corpora = {NEWS: write_news(Path(folder), options.articles, options.seed).texts()}
    speeds = []
    for name in (NEWS, *SCRIPTS):
        random = Random(options.seed)
        texts = corpora[name] if name in corpora else made_texts(SCRIPTS[name], options.articles, random)
        packed = pack_texts(texts)
        measured(name, packed, 1, 1)
        speeds.append(measured(name, packed, sum(map(len, texts)), options.rounds))
    show(
        "megabytes a CPU second",
        ["script", "bytes a letter", "signatures", "with anchors, units..."],
        [(one.script, one.bytes_a_letter, one.signatures, one.sketch) for one in speeds],
    )
    record("scripts", vars(options), {"megabytes_per_cpu_second": [asdict(one) for one in speeds]})
    return verdict(
        [
            f"{one.script}: {one.signatures:.0f} MB/s, least {least}"
            for one in speeds
            if one.signatures < (least := LEAST_NEWS if one.script == NEWS else LEAST_OTHER)
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
