"""The process that Spark forks its Python workers from, with everything loaded.

A fork takes milliseconds, the imports seconds. A worker collects garbage after every task, which takes 70 ms over all
that is loaded: what is there when workers are forked is left out of that.

Spark starts it by name: `spark.python.daemon.module=dedup.spark.warm_daemon`.
"""

from __future__ import annotations

import gc

from pyspark.daemon import manager

from dedup.article import Article
from dedup.detector import scan

WARM_UP = ["The ferry is late again, and nobody knows why it is late again.", "The ferry is late again, it is late."]


def load_everything() -> None:
    """Import and set up all that tasks need."""
    from dedup.spark import job  # noqa: F401  # for its imports

    scan([Article(f"warm-up {number}", text) for number, text in enumerate(WARM_UP)])
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    load_everything()
    manager()
