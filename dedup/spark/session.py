"""Sessions of Spark that are set up for jobs of dedup."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from os import environ
from pathlib import Path

from pyspark.sql import SparkSession

from dedup.errors import MissingExtraError

INSTALL_JAVA = "apt-get install default-jre-headless"
# Java only moves bytes in these jobs: the second compiler and parallel collection took half of the CPU of a short one.
JAVA_OPTIONS = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
OPTIONS = {
    "spark.sql.adaptive.enabled": "false",  # buckets are of one size already
    "spark.sql.execution.arrow.maxRecordsPerBatch": "2000",
    "spark.sql.parquet.columnarReaderBatchSize": "64",  # rows may hold megabytes
    "spark.python.daemon.module": "dedup.spark.warm_daemon",
    "spark.driver.extraJavaOptions": JAVA_OPTIONS,
    "spark.executor.extraJavaOptions": JAVA_OPTIONS,
    "spark.driver.maxResultSize": "0",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}
LOCAL_OPTIONS = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.ui.enabled": "false",
}


def open_session(master: str | None = None, options: Mapping[str, str] | None = None) -> SparkSession:
    """A session with the options that jobs of dedup run best with; those that are given count before them.

    `master` is that of Spark's own option (`local[4]`, `spark://host:7077`, `yarn`, `k8s://...`); without one, that of
    the environment, or all cores of this machine. MissingExtraError where there is no Java.
    """
    check_java()
    builder = SparkSession.builder.appName("dedup")
    if master is not None or "MASTER" not in environ:
        builder = builder.master(master or "local[*]")
    is_local = master is None or master.startswith("local") or "127.0.0.1" in master
    environ.setdefault("PYSPARK_PYTHON", sys.executable)
    for name, value in {**OPTIONS, **(LOCAL_OPTIONS if is_local else {}), **(options or {})}.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def check_java() -> None:
    """MissingExtraError with the command that installs Java, where there is none."""
    home = environ.get("JAVA_HOME")
    if not shutil.which("java") and not (home and (Path(home) / "bin" / "java").exists()):
        raise MissingExtraError(f"Spark needs Java 17 or later, which is not installed here: {INSTALL_JAVA}")
