"""A line-up or a list of winners that two articles print is no excerpt; with a passage of prose beside it, it is."""

from __future__ import annotations

import numpy as np
import pytest
from made_news import FERRY, LIBRARY, ORCHARD

from dedup.article import Article
from dedup.comparison.match import Match, Relation
from dedup.comparison.prepared import prepare
from dedup.comparison.verification import verify_pairs
from dedup.corpus.statistics import CorpusStatistics
from dedup.settings import DEFAULT_SETTINGS

LINE_UP = (
    "Torvik: A Almgren; B Brandvold, C Drost, E Norrby, F Tamsin; G Lund, H Aas; I Berg, J Dahl (capt), K Eide; "
    "L Foss, M Gran; N Haug, O Ness, P Rud."
)
RELAY = "上岛：林海生、陈月明、王大江、李小春、张国栋、刘文静、赵建平、孙玉兰、周志强、吴美玲、郑家豪、冯秀英。"
PROSE = " ".join(ORCHARD[:3])
TOWNS = (
    "The line calls at Torvik, where it began, then at Ostermark, Brunnby and Ane, whose piers were mended in March, "
    "and it ends in Karsk, where coaches wait for those who go on to the lakes."
)


def report(name: str, sentences: list[str], shared: str) -> Article:
    text = "\n\n".join([" ".join(sentences[:4]), shared, " ".join(sentences[4:])])
    return Article(name, text, outlet=f"{name}.example")


def verified(shared: str) -> Match:
    """What the rules say of two reports that share this amid their own text."""
    articles = [report("post", FERRY, shared), report("gazette", LIBRARY, shared)]
    prepared, _ = prepare(articles, DEFAULT_SETTINGS)
    sides = np.array([0]), np.array([1])
    (match,) = verify_pairs(prepared, CorpusStatistics(), *sides, DEFAULT_SETTINGS).all_matches()
    return match


@pytest.mark.parametrize("shared", [LINE_UP, RELAY])
def test_a_list_alone_is_no_excerpt(shared: str) -> None:
    assert verified(shared).reason == "a list that whoever reports the event prints"


@pytest.mark.parametrize(
    "shared",
    [
        pytest.param(f"{PROSE}\n{LINE_UP}", id="a list with its prose"),
        pytest.param(TOWNS, id="prose that names some towns"),
    ],
)
def test_prose_beside_a_list_is_an_excerpt(shared: str) -> None:
    assert verified(shared).relation is Relation.EXCERPT
