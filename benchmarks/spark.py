"""What a job on Spark costs beside a scan, stage by stage, how it grows, and whether both find the same.

    python benchmarks/spark.py --temporary /big                    10,000, 100,000, 300,000 and 1,000,000 articles
    python benchmarks/spark.py --articles 10000 100000
    python benchmarks/spark.py --articles 10000 40000 --hot       and the largest once more, hot

Made-up news (`news.py`) as Parquet, copies only: a job with a local master of two threads and 2 GiB of Java, and a
scan with texts on disk, both until their matches and clusters are known: writing them, with origins, costs both the
same. CPU seconds are those of Java, its Python workers and the driver, read from /proc ten times a second (Linux) and
told by the stage that was under way; shuffled and spilled bytes are those of Spark's event log. Matches and clusters of
both must be equal. What a run of the first size costs is taken for the fixed cost of all. In hot news three quarters
hold one paragraph, and an eighth is one report: as it is, edited, in pages; they may cost three times as much as plain
news. Written to `results/spark.json`; inputs and results are made and removed.
"""

from __future__ import annotations

import argparse
import itertools
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson
import pyarrow as pa
from many_copies import Maker, report
from news import blocks, news_record
from process_tree import KINDS, Usage, watched
from pyarrow import parquet
from recording import PACKAGES, record, show, verdict

ARTICLES_A_FILE, ARTICLES_A_PART, MIN_PARTS = 50_000, 12_500, 8
MAX_MICROSECONDS, MAX_GROWTH, MAX_HOT_RATIO = 540, 1.1, 3.0
HOT_CROWD, HOT_COPIES, HOT_WORDS = 3 / 4, 1 / 8, 90  # shares of hot news, and the words of the paragraph in it
_COMPARED = """
from hashlib import blake2b
from pathlib import Path
(folder / "found").mkdir(parents=True)
digest = blake2b()
for match in report.matches:
    shares = match.jaccard, match.left_containment, match.right_containment, match.left_coverage, match.right_coverage
    digest.update(repr((match.left_id, match.right_id, str(match.relation), match.reason, *shares)).encode())
for cluster in report.clusters:
    digest.update(repr(cluster.article_ids).encode())
(folder / "digest").write_text(f"{len(report.matches)} {len(report.clusters)} {digest.hexdigest()}")
"""
SCAN = """
import sys, dedup, pathlib
source, folder, memory = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3])
report = dedup.scan([source], stories=False, settings=dedup.Settings(max_text_memory=memory))
"""
JOB = """
import json, sys, pathlib
from dedup.spark import open_session
from dedup.spark.job import Job, scan_source
source, folder, parts = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3])
spark = open_session("local[2]", json.loads(sys.argv[4]))
report = scan_source(spark, source, str(folder), Job(stories=False, parts=parts))
"""
SPARK_OPTIONS = {
    "spark.driver.memory": "2g",
    "spark.eventLog.enabled": "true",
    "spark.eventLog.rolling.enabled": "false",
    "spark.eventLog.compress": "false",
}
STAGE_HEADER = ("stage", *(f"{kind}, us an article" for kind in KINDS), "shuffled, bytes an article", "spilled MB")


def main() -> int:
    """Make the news, run both, compare, print, record."""
    options = _options()
    runs, stages, faults = [], {}, []
    inputs = [(f"{articles}", articles, _texts) for articles in options.articles]
    inputs += [("hot", options.articles[-1], _hot_texts)] * options.hot
    for name, articles, texts in inputs:
        with TemporaryDirectory(dir=options.temporary) as folder:
            run, stages[name] = _run(Path(folder), articles, texts(articles, options.seed), options)
        runs.append(run)
        faults += [] if run["equal"] else [f"{name}: matches or clusters differ from those of a scan"]
        show(f"{name} articles, by stage", STAGE_HEADER, stages[name])
        show("Jobs on Spark, CPU s", tuple(runs[0]), [tuple(run.values()) for run in runs])
        growth = _growth(runs[: len(options.articles)])
        figures = {"runs": runs, "stages": stages, "stage_columns": STAGE_HEADER, "growth": growth}
        record("spark", vars(options), figures, [*PACKAGES, "pyspark", "pyarrow"])
    hot = runs[-1]["all"] / runs[-2]["all"] if options.hot else 0.0
    faults += [f"hot news: {hot:.2f} times plain news"] * (hot > MAX_HOT_RATIO)
    show("Beyond the fixed cost", ("articles", "us an article", "of a scan", "of the second"), growth)
    faults += [f"{row[0]:,} articles: {row[1]:.0f} us an article" for row in growth if row[1] > MAX_MICROSECONDS]
    faults += [f"{row[0]:,} articles: grows by {row[3]:.2f}" for row in growth if row[3] > MAX_GROWTH]
    return verdict(faults)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=[10_000, 100_000, 300_000, 1_000_000])
    parser.add_argument("--hot", action="store_true", help="hot news of the last size, too")
    parser.add_argument("--memory", type=int, default=1 << 30, help="bytes of texts that the scan holds (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the made-up news (%(default)s)")
    parser.add_argument("--temporary", type=Path, help="where inputs are put for the run (the system's place)")
    return parser.parse_args()


def _run(
    folder: Path, articles: int, texts: Iterator[str], options: argparse.Namespace
) -> tuple[dict[str, float], list[tuple[object, ...]]]:
    """Figures of both, with whether both found the same, and those of each stage."""
    news, log, result, other = (folder / name for name in ("news.parquet", "log", "result", "scan"))
    _write_news(news, texts)
    log.mkdir()
    parts = max(MIN_PARTS, articles // ARTICLES_A_PART)
    given = {**SPARK_OPTIONS, "spark.eventLog.dir": log.as_uri(), "spark.local.dir": str(folder / "scratch")}
    given["spark.sql.shuffle.partitions"] = str(parts)
    arguments = [str(news), str(result), str(parts), orjson.dumps(given).decode()]
    job = watched([sys.executable, "-c", JOB + _COMPARED, *arguments], result / "stages", result / "found")
    moved = _moved(log)
    shutil.rmtree(result / "stages")
    arguments = [str(news), str(other), str(options.memory)]
    scan = watched([sys.executable, "-c", SCAN + _COMPARED, *arguments], other / "stages", other / "found")
    run = {"articles": articles, **{kind: job.cpu(kind) for kind in KINDS}, "all": job.cpu(), "scan": scan.cpu()}
    run |= {f"{kind}, peak MB": job.peak[kind] for kind in KINDS} | {"scan, peak MB": scan.peak["driver"]}
    run["equal"] = (result / "digest").read_text() == (other / "digest").read_text()
    return run, _stage_rows(job, moved, articles)


def _texts(articles: int, seed: int) -> Iterator[str]:
    """Made-up news."""
    return (text for block in blocks(articles, seed) for text in block.texts())


def _hot_texts(articles: int, seed: int) -> Iterator[str]:
    """Made-up news that is hot."""
    maker = Maker.of(seed)
    paragraph = maker.text(maker.story()[:HOT_WORDS])
    copies, crowd = int(articles * HOT_COPIES), int(articles * HOT_CROWD)
    yield from (text for _, text in report(maker, copies))
    for number, text in enumerate(_texts(articles - copies, seed + 1)):
        yield f"{text}\n{paragraph}" if number < crowd else text


def _write_news(folder: Path, texts: Iterator[str]) -> None:
    """Write texts as articles in Parquet files of one folder."""
    folder.mkdir()
    records = itertools.starmap(news_record, enumerate(texts))
    for number in itertools.count():
        some = [*itertools.islice(records, ARTICLES_A_FILE)]
        if not some:
            return
        parquet.write_table(pa.Table.from_pylist(some), folder / f"{number:04d}.parquet", row_group_size=5_000)


def _moved(log: Path) -> dict[str, Counter[str]]:
    """Bytes that each stage of a job shuffled and spilled."""
    names, moved = dict[int, str](), dict[str, Counter[str]]()
    for line in next(log.iterdir()).open("rb"):
        event = orjson.loads(line)
        if event["Event"] == "SparkListenerJobStart":
            name = (event.get("Properties") or {}).get("spark.job.description", "dedup: read")
            names |= dict.fromkeys(event["Stage IDs"], name.removeprefix("dedup: "))
        elif event["Event"] == "SparkListenerTaskEnd" and "Task Metrics" in event:
            metrics = event["Task Metrics"]
            own = moved.setdefault(names[event["Stage ID"]], Counter())
            own["shuffled"] += metrics["Shuffle Write Metrics"]["Shuffle Bytes Written"]
            own["spilled"] += metrics["Disk Bytes Spilled"]
    return moved


def _stage_rows(job: Usage, moved: dict[str, Counter[str]], articles: int) -> list[tuple[object, ...]]:
    """A row for each stage, in the order of their beginnings."""
    rows: list[tuple[object, ...]] = []
    for name, seconds in job.by_stage.items():
        own = moved.get(name, Counter())
        cpu = (1e6 * seconds[kind] / articles for kind in KINDS)
        rows.append((name, *cpu, own["shuffled"] / articles, own["spilled"] // 1_000_000))
    return rows


def _growth(runs: list[dict[str, float]]) -> list[tuple[float, ...]]:
    """For each run but the first: CPU us an article beyond it, times that of the scan, times that of the second."""
    first, rows = runs[0], list[tuple[float, ...]]()
    for run in runs[1:]:
        more = run["articles"] - first["articles"]
        each = 1e6 * (run["all"] - first["all"]) / more
        rows.append((run["articles"], each, each * more / 1e6 / (run["scan"] - first["scan"]), 1.0))
    return [(*row[:3], row[1] / rows[0][1]) for row in rows]


if __name__ == "__main__":
    sys.exit(main())
