"""What stories cost: CPU time and memory over synthetic articles, and how both grow.

    python benchmarks/story_speed.py --corpus DIR --articles 100000

DIR holds `ecbplus-odd-topics.jsonl.gz` and `reuters21578.jsonl.gz`, as for `stories.py`. Articles are in memory;
kernels are compiled and word lists read before. Telling is measured alone; then what it adds to `dedup.scan`, which
measures the pairs of each story as well. Memory is the highest that the process reaches while stories are told, less
what it held before, as Linux counts it; a scan holds more for finding copies, but not at the same time. Last, how fast
articles find their stories when they come in batches, or one by one (`dedup.stories.incremental`).
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from time import process_time

from recording import record, show
from story_sets import read_rows

import dedup
from dedup.article import Article
from dedup.settings import DEFAULT_SETTINGS
from dedup.stories.incremental import StoryTermIndex
from dedup.stories.story import find_stories
from dedup.stories.terms import annotate_words

AT_ONCE = 500  # articles that are added together
WARM = 2000  # articles, told before anything is measured


def synthetic(corpus: Path, count: int) -> Iterator[Article]:
    """Articles in planted stories, made of those of two sets."""
    rows = (
        row["text"] for name in ("ecbplus-odd-topics", "reuters21578") for row in read_rows(corpus / f"{name}.jsonl.gz")
    )
    return made_stories(rows, count)


def made_stories(texts: Iterable[str], count: int) -> Iterator[Article]:
    """Articles in planted stories: sentences of a real text, names and numbers replaced, long words exchanged.

    Sizes of stories follow a power law up to 60; the texts that they are made of are used again and again, which makes
    near misses. What is left in common are the plots.
    """
    bases = [text[:1800] for text in texts if len(text) > 600]
    draw = random.Random(1)
    words = sorted({word for base in draw.sample(bases, 1000) for word in re.findall(r"\b[a-z]{6,}\b", base)})
    syllables = [a + b + c for a in "bdfgklmnprstvz" for b in "aeiou" for c in "lnrstk"]
    made = 0
    while made < count:
        base = draw.choice(bases)
        sentences = re.split(r"(?<=[.!?])\s+", base)
        renamed: dict[str, str] = {}

        def exchange(found: re.Match[str], renamed: dict[str, str] = renamed) -> str:
            word = found.group()
            if word[0].islower():
                return draw.choice(words) if draw.random() < 0.35 else word
            if word not in renamed:
                name = "".join(draw.choices(syllables, k=2)).capitalize()
                renamed[word] = str(draw.randrange(10 ** len(word))) if word[0].isdigit() else name
            return renamed[word]

        for _ in range(min(60, int(draw.paretovariate(1.2)), count - made)):
            kept = " ".join(sentence for sentence in sentences if draw.random() < 0.8) or base
            yield Article(f"{made:06}", re.sub(r"\b(?:[A-Z][a-z]{2,}|\d+|[a-z]{6,})\b", exchange, kept))
            made += 1


def resident(field: str) -> int:
    """Memory of this process in kB: VmRSS now, VmHWM at its highest."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.findall(rf"{field}:\s+(\d+)", status)[0])


def measure(articles: list[Article]) -> dict[str, float]:
    """Seconds and memory of telling, and what a scan takes with and without it."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the highest begins anew
    before, started = resident("VmRSS"), process_time()
    stories, pairs, *_ = find_stories(articles, DEFAULT_SETTINGS)
    told = process_time() - started
    figures: dict[str, float] = {
        "articles": len(articles),
        "stories": len(stories),
        "retellings": len(pairs),
        "tell_cpu_seconds": round(told, 2),
        "tell_kb_an_article": round((resident("VmHWM") - before) / len(articles), 3),
    }
    del stories, pairs
    for name, is_told in (("scan_without", False), ("scan_with", True)):
        started = process_time()
        dedup.scan(articles, stories=is_told)
        figures[f"{name}_cpu_seconds"] = round(process_time() - started, 2)
    figures["added_cpu_seconds"] = round(figures["scan_with_cpu_seconds"] - figures["scan_without_cpu_seconds"], 2)
    return figures


def measure_growing(articles: list[Article]) -> dict[str, float]:
    """Articles a CPU second that find their stories among those before, when all but the last tenth are there."""
    growing, there = StoryTermIndex(DEFAULT_SETTINGS), len(articles) * 9 // 10
    for first in range(0, there, AT_ONCE):
        growing.add(articles[first : min(there, first + AT_ONCE)])
    figures: dict[str, float] = {"stored": there}
    for size, batches in ((AT_ONCE, 10), (1, 200)):
        started, first = process_time(), len(growing)
        for batch in range(batches):
            growing.add(articles[first + batch * size : first + (batch + 1) * size])
        figures[f"added_{size}_at_once_a_cpu_second"] = round(size * batches / (process_time() - started))
    return figures


def main() -> None:
    """Measure a tenth of the articles, then all of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=100_000)
    options = parser.parse_args()
    articles = list(synthetic(options.corpus, options.articles))
    dedup.scan(articles[:WARM])
    for article in articles:
        annotate_words(article, DEFAULT_SETTINGS)  # reads the word list of its language, which stays
    rows = [measure(articles[: options.articles // 10]), measure(articles)]
    growth = rows[1]["tell_cpu_seconds"] / rows[0]["tell_cpu_seconds"] / 10
    show("Stories", ["", "a tenth", "all"], [(name, *(row[name] for row in rows)) for name in rows[0]])
    print(f"an article costs {growth:.2f} times as much among ten times as many")
    added = measure_growing(articles)
    print(", ".join(f"{name} {value:,}" for name, value in added.items()))
    record("story_speed", vars(options), {"sizes": rows, "growth": round(growth, 3), "growing": added})


if __name__ == "__main__":
    main()
