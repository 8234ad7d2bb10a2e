"""How fast dedup is, beside its peers: CPU time, memory, recall and precision on made-up news (`news.py`).

    python benchmarks/throughput.py                                  10,000 and 100,000 articles, with peers
    python benchmarks/throughput.py --sizes 10000 100000 1000000     how time grows; peers up to 100,000
    python benchmarks/throughput.py --corpus reuters --data DIR      a real corpus: what users have; no recall then

`--data` is a folder with `reuters21578.jsonl.gz`, or a file of JSON lines with "text", gzipped or not. Of peers, those
are run that are installed.

Each contender (`contenders.py`) runs in a process of its own, one after the other, three times; told are medians.
CPU seconds are those of all threads of the process, and every thread pool is held to one thread, unless the contender's
name says otherwise. Making the corpus, importing, loading kernels and turning bytes into strings are not timed.

Recall is the share of planted copies whose pair with what they were made of is reported; precision the share of
reported pairs whose two articles are of one planted group. Written to `results/throughput.json` and `.svg`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np
from contenders import CONTENDERS, PAIRS, PEERS
from news import ARRAYS, KINDS, TEXTS, News, write_news
from numpy.typing import NDArray
from plotting import plot
from recording import PACKAGES, RESULTS, record, show
from wire import FILE_NAME

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"), "1")
MADE = "made"
# Words are hashed by Python for some peers: the same hashes in every run.
ENVIRONMENT = {**os.environ, **ONE_THREAD, "PYTHONHASHSEED": "0"}


@dataclass(frozen=True, slots=True)
class Run:
    """One contender, once: `seconds` are CPU time."""

    seconds: float
    stages: Mapping[str, float]
    wall: float
    peak_bytes: int
    recall: Mapping[str, float]  # by kind of copy, and "all"
    precision: float | None
    pairs: int


@dataclass(frozen=True, slots=True)
class Result:
    """What a contender's runs come to."""

    contender: str
    articles: int
    megabytes: float
    seconds: float
    wall: float
    peak_megabytes: float
    stages: Mapping[str, float]
    recall: Mapping[str, float]
    precision: float | None
    pairs: int

    @property
    def articles_per_second(self) -> float:
        """Of CPU time."""
        return self.articles / self.seconds

    def as_figures(self) -> dict[str, object]:
        """What is recorded."""
        rates = {
            "articles_per_cpu_second": round(self.articles_per_second),
            "megabytes_per_cpu_second": round(self.megabytes / self.seconds, 1),
        }
        return {name: getattr(self, name) for name in self.__slots__} | rates


def main() -> int:
    """Run all contenders over all sizes, print, plot, record."""
    options = _options()
    is_made = options.corpus == MADE
    results: list[Result] = []
    for size in options.sizes if is_made else [0]:
        with TemporaryDirectory(dir=options.temporary) as folder:
            news = write_news(Path(folder), size, options.seed) if is_made else _real(options.data, Path(folder))
            results += _measure(news, Path(folder), _contenders(options, len(news)), options.rounds)
        _print(results, len(news))
    _print_growth(results)
    figures = {"results": [result.as_figures() for result in results]}
    record("throughput" if is_made else f"throughput_{options.corpus}", vars(options), figures, [*PACKAGES, *PEERS])
    if is_made:
        plot([(result.contender, result.articles, result.seconds) for result in results], RESULTS / "throughput.svg")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000], help="articles (%(default)s)")
    parser.add_argument("--corpus", choices=(MADE, "reuters"), default=MADE, help="which articles (%(default)s)")
    parser.add_argument("--data", type=Path, help="the folder or file of a real corpus")
    parser.add_argument("--seed", type=int, default=1, help="of the made-up news (%(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="times that each contender runs (%(default)s)")
    parser.add_argument("--peers-up-to", type=int, default=100_000, help="articles (%(default)s)")
    parser.add_argument("--only", nargs="+", choices=list(CONTENDERS), help="these contenders alone")
    parser.add_argument("--temporary", type=Path, help="where corpora are put for the run (the system's place)")
    options = parser.parse_args()
    if options.corpus != MADE and options.data is None:
        parser.error(f"--corpus {options.corpus} needs --data")
    return options


def _contenders(options: argparse.Namespace, articles: int) -> list[str]:
    """Those that were asked for, are installed, and can be expected to finish."""
    chosen = options.only or list(CONTENDERS)
    for name in set(chosen) & {name for name in PEERS if not find_spec(name)}:
        print(f"{name} is not installed, and not run", file=sys.stderr)
    peers = [name for name in PEERS if articles <= options.peers_up_to and find_spec(name)]
    return [name for name in chosen if name not in PEERS or name in peers]


def _real(data: Path, folder: Path) -> News:
    """Articles of a file, in the form of `news.py`: nothing is known of copies."""
    path = data / FILE_NAME if data.is_dir() else data
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as lines:
        texts = [json.loads(line)["text"].encode(errors="replace") for line in lines]
    (folder / TEXTS).write_bytes(b"".join(texts))
    offsets = np.cumsum([0, *map(len, texts)])
    np.savez(folder / ARRAYS, offsets=offsets, base=np.arange(len(texts)), kind=np.zeros(len(texts), np.uint8))
    return News.load(folder)


def _measure(news: News, folder: Path, contenders: Sequence[str], rounds: int) -> list[Result]:
    runs: dict[str, list[Run]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name in contenders:
            runs[name].append(_run(name, news, folder))
            print(f"{name}: {runs[name][-1].seconds:.2f} CPU s", file=sys.stderr, flush=True)
    megabytes = float(news.offsets[-1]) / 1e6
    return [_median(name, len(news), megabytes, runs[name]) for name in contenders]


def _run(name: str, news: News, folder: Path) -> Run:
    script = Path(__file__).with_name("contenders.py")
    done = subprocess.run(
        [sys.executable, script, name, folder], env=ENVIRONMENT, stdout=subprocess.PIPE, text=True, check=True
    )
    told = json.loads(done.stdout.splitlines()[-1])
    with np.load(folder / PAIRS) as pairs:
        left, right = pairs["left"], pairs["right"]
    recall, precision = _quality(news, left, right)
    stages = told["stages"]
    return Run(sum(stages.values()), stages, told["wall"], told["peak_bytes"], recall, precision, len(left))


def _quality(news: News, left: NDArray[np.int64], right: NDArray[np.int64]) -> tuple[dict[str, float], float | None]:
    """Recall by kind and in all, and precision; nothing where nothing is planted or reported."""
    copies = np.flatnonzero(news.kind)
    if len(copies) == 0 or len(left) == 0:
        return {}, None
    planted = _numbers(copies, news.base[copies], len(news))
    is_found = np.isin(planted, _numbers(left, right, len(news)))
    recall = {KINDS[kind]: float(is_found[news.kind[copies] == kind].mean()) for kind in range(1, len(KINDS))}
    return recall | {"all": float(is_found.mean())}, float((news.base[left] == news.base[right]).mean())


def _numbers(one: NDArray[np.int64], other: NDArray[np.int64], articles: int) -> NDArray[np.int64]:
    """Each pair as one number, whichever comes first."""
    return np.minimum(one, other) * np.int64(articles) + np.maximum(one, other)


def _median(name: str, articles: int, megabytes: float, runs: Sequence[Run]) -> Result:
    last = runs[-1]
    return Result(
        contender=name,
        articles=articles,
        megabytes=round(megabytes, 1),
        seconds=median(run.seconds for run in runs),
        wall=median(run.wall for run in runs),
        peak_megabytes=round(median(run.peak_bytes for run in runs) / 1e6, 1),
        stages={stage: median(run.stages[stage] for run in runs) for stage in last.stages},
        recall=last.recall,
        precision=last.precision,
        pairs=last.pairs,
    )


def _print(results: Sequence[Result], articles: int) -> None:
    chosen = [result for result in results if result.articles == articles]
    slowest = {result.contender: result.seconds for result in chosen}.get("gaoya")
    show(
        f"{articles:,} articles, {chosen[0].megabytes:,.0f} MB",
        ["contender", "CPU s", "wall s", "articles/s", "MB/s", "peak MB", "recall", "precision", "faster than gaoya"],
        [
            (
                result.contender,
                f"{result.seconds:.2f}",
                f"{result.wall:.2f}",
                round(result.articles_per_second),
                round(result.megabytes / result.seconds, 1),
                round(result.peak_megabytes),
                result.recall.get("all"),
                result.precision,
                f"{slowest / result.seconds:.1f} x" if slowest else None,
            )
            for result in chosen
        ],
    )
    staged = [result for result in chosen if len(result.stages) > 1]
    if staged:
        show(
            "CPU s by stage",
            ["contender", *staged[0].stages],
            [(one.contender, *one.stages.values()) for one in staged],
        )
    judged = [result for result in chosen if result.recall]
    if judged:
        rows = [(kind, *(result.recall[kind] for result in judged)) for kind in judged[0].recall]
        show("recall by kind of copy", ["kind", *(result.contender for result in judged)], rows)


def _print_growth(results: Sequence[Result]) -> None:
    sizes = sorted({result.articles for result in results})
    if len(sizes) < 2:
        return
    micros = {(one.contender, one.articles): 1e6 * one.seconds / one.articles for one in results}
    names = list(dict.fromkeys(result.contender for result in results))
    show(
        "CPU microseconds an article",
        ["contender", *(f"{size:,}" for size in sizes)],
        [(name, *(micros.get((name, size)) for size in sizes)) for name in names],
    )


if __name__ == "__main__":
    sys.exit(main())
