"""A real cluster on loopback makes the same report, though a worker is killed in each of its stages."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from standalone_cluster import standalone_cluster
from stored_news import many

from dedup import Report, scan
from dedup.serialization import dumps, to_builtins

STAGES = ["read", "articles", "banded", "alike", "posted", "joined", "counted", "measured", "terms"]

pytestmark = pytest.mark.skipif("NIGHTLY" not in os.environ, reason="takes minutes: set NIGHTLY=1")


def test_workers_that_are_killed_in_each_stage_change_nothing(tmp_path: Path) -> None:
    articles = many(600, seed=9)
    news = tmp_path / "news.jsonl"
    news.write_bytes(b"\n".join(dumps(to_builtins(each, texts=True)) for each in articles))
    with standalone_cluster(tmp_path) as cluster:
        command = [sys.executable, "-m", "dedup", "spark", str(news), str(tmp_path / "result"), "--parts", "4"]
        job = subprocess.Popen(
            [*command, "--master", cluster.address], env={**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"}
        )
        killed = []
        while job.poll() is None:
            begun = [name for name in STAGES if (tmp_path / "result" / "stages" / name).exists()]
            if begun and begun[-1] not in killed and not (tmp_path / "result/stages" / begun[-1] / "_SUCCESS").exists():
                cluster.kill_worker()
                killed.append(begun[-1])
            time.sleep(0.02)
        assert job.returncode == 0
    assert len(killed) >= len(STAGES) - 2  # a stage may be over before it is seen
    found, expected = Report.from_parquet(tmp_path / "result"), scan(articles)
    assert json.loads(found.to_json()) == json.loads(expected.to_json())
