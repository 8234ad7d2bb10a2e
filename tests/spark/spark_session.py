"""One session of Spark for all tests, with two threads, in a Java of this process."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest


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
