"""A report with hundreds of copies is one cluster, in whatever shape they come; thousands are `many_copies.py`'s."""

from __future__ import annotations

import pytest
from many_copies import SHAPES, collection, judged, plain_news, scanned

COPIES, OTHERS = 800, 800
MIN_SHARE = 0.99  # of the copies: where all are edited, the least alike may share no key with any other
TEXTS = {"two-reports": 2, "updates": 2}  # clusters of a shape; of updates, the first and the last have one each


@pytest.mark.parametrize("shape", [shape for shape in SHAPES if shape != "notices"])
def test_all_copies_are_one_cluster_and_nothing_else_is_in_it(shape: str) -> None:
    copies = 2 * COPIES if shape == "updates" else COPIES
    articles = collection(shape, copies, OTHERS, seed=3)
    clusters, _ = scanned(articles, stories=False)
    outcome = judged(shape, articles, clusters, 1.0, 1.0)
    assert outcome.purity == 1.0
    assert outcome.size >= MIN_SHARE * outcome.copies
    assert outcome.clusters == TEXTS.get(shape, 1)


def test_the_same_seed_makes_the_same_collection() -> None:
    one, other = (collection("report", 30, 50, seed=5) for _ in range(2))
    assert one == other
    assert {article.id for article in one} > {article.id for article in plain_news(50, seed=5)}
