"""The pipeline on Apache Spark: the answer of `dedup.scan` for articles that lie in the storage of a cluster."""

from dedup.spark.job import scan_table
from dedup.spark.session import open_session

__all__ = ["open_session", "scan_table"]
