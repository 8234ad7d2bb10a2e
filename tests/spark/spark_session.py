"""One session of Spark for all tests, with two threads, in a Java of this process; and its tables of articles."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

import pyarrow as pa
import pytest

from dedup import Article


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    if shutil.which("java") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("there is no Java: `.ci/run` installs it")
        pytest.skip("needs Java: apt-get install default-jre-headless")
    from dedup.spark import open_session

    options = {"spark.sql.shuffle.partitions": "2", "spark.driver.memory": "1g"}
    session = open_session("local[2]", options)
    yield session
    session.stop()


def table(spark: Any, articles: Sequence[Article], parts: int = 1) -> Any:
    """Articles as a table of Spark."""
    rows = [
        {**asdict(each), "published": each.published and each.published.isoformat(), "links": list(each.links)}
        for each in articles
    ]
    return spark.createDataFrame(pa.Table.from_pylist(rows).drop(["place"])).repartition(parts)
