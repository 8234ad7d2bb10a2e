"""The same articles in one scan and in jobs on Spark, of a session and of a cluster, in any order: one report."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import made_news as news
import pytest
from made_translations import ENGLISH, GERMAN, RUSSIAN
from spark_session import spark as spark
from spark_session import table
from standalone_cluster import standalone_cluster
from stored_news import START, many, small_corpus

from dedup import Article, Relation, Report, read_articles, scan
from dedup.adapters.spark import scan as scan_on_spark
from dedup.serialization import dumps, to_builtins

SAMPLES = Path(__file__).parents[2] / "samples"
CORPORA = Path(os.environ.get("DEDUP_CORPORA", "."))
REUTERS, NEWS = 16_000, "news.jsonl"
LANGUAGES = [
    Article("en", ENGLISH),
    Article("de", GERMAN, published=START),
    Article("ru", RUSSIAN, outlet="vestnik.example"),
    Article("ru-again", RUSSIAN),
    Article("de-part", GERMAN[: len(GERMAN) // 2]),
    *(article for article in small_corpus() if article.text and "\udc80" not in article.id),
]

nightly = pytest.mark.skipif("NIGHTLY" not in os.environ, reason="takes many minutes: set NIGHTLY=1")


def document(report: Report) -> dict[str, Any]:
    """The report but for what says where articles were read."""
    found: dict[str, Any] = json.loads(report.to_json())
    return {name: value for name, value in found.items() if name not in ("warnings", "skipped")}


def test_articles_in_three_languages_have_one_report(spark: Any, tmp_path: Path) -> None:
    expected = scan(LANGUAGES)
    assert sum(match.relation is Relation.TRANSLATION for match in expected.matches) > 3
    assert expected.stories
    mixed = Random(5).sample(LANGUAGES, len(LANGUAGES))
    assert document(scan_on_spark(table(spark, mixed, parts=4), str(tmp_path), parts=3)) == document(expected)


def samples() -> Sequence[Article]:
    return [item for item in read_articles(SAMPLES) if isinstance(item, Article)]


def seeds() -> Sequence[Article]:
    return [item for item in read_articles(CORPORA / "seeds") if isinstance(item, Article)]


def planted() -> Sequence[Article]:
    return [*LANGUAGES, *many(3000, seed=11)]


def reuters() -> Sequence[Article]:
    """Reports of Reuters as they are, and a copy of every fourth: whole, edited, in a page, or the first half."""
    wires = [*islice(_reuters(), REUTERS)]
    copies = [_copy(number, article) for number, article in enumerate(wires[::4])]
    return [*wires, *copies]


def _reuters() -> Iterator[Article]:
    with gzip.open(CORPORA / "reuters21578.jsonl.gz", "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            record = json.loads(line)
            outlet = f"outlet{number % 7}.example" if number % 2 else None
            yield Article(f"r{number:05}", record["text"], title=record["title"], outlet=outlet)


def _copy(number: int, article: Article) -> Article:
    half = article.text[: len(article.text) // 2]
    text = (article.text, news.edited(article.text, 0.08, number), news.page(article.text, number), half)[number % 4]
    return Article(f"c{article.id}", text, outlet="copies.example")


@nightly
@pytest.mark.parametrize("master", ["local[2]", "cluster"])
@pytest.mark.parametrize("corpus", [samples, seeds, planted, reuters])
def test_every_master_makes_the_report_of_a_scan(master: str, corpus: Any, tmp_path: Path) -> None:
    if corpus in (seeds, reuters) and not (CORPORA / "seeds").is_dir():
        pytest.skip("DEDUP_CORPORA names no folder with seeds and Reuters-21578")
    articles = corpus()
    if master == "cluster":
        with standalone_cluster(tmp_path) as cluster:
            found = job(articles, cluster.address, tmp_path, parts=5)
    else:
        found = job(articles, master, tmp_path, parts=3)
    read = [item for item in read_articles(tmp_path / NEWS) if isinstance(item, Article)]  # titles are read as text
    assert document(found) == document(scan(read))


def job(articles: Sequence[Article], master: str, folder: Path, parts: int) -> Report:
    """The report of `dedup spark` over articles in another order."""
    mixed = Random(parts).sample(articles, len(articles))
    source, result = folder / NEWS, folder / "result"
    source.write_bytes(b"\n".join(dumps(to_builtins(each, texts=True)) for each in mixed))
    command = [sys.executable, "-m", "dedup", "spark", str(source), str(result), "--parts", str(parts)]
    environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"}
    subprocess.run([*command, "--master", master], env=environment, check=True)
    return Report.from_parquet(result)
