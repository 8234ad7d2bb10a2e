"""A statement, a letter or a law that two articles set as a block, without quotation marks, makes neither a copy."""

from __future__ import annotations

import numpy as np
import pytest
from made_news import FERRY, LIBRARY

from dedup.article import Article
from dedup.comparison.match import Match, Relation
from dedup.comparison.prepared import prepare
from dedup.comparison.verification import verify_pairs
from dedup.corpus.statistics import CorpusStatistics
from dedup.settings import DEFAULT_SETTINGS

STATEMENT = (
    "We regret what happened on board and thank everybody who came out that night with boats, blankets and tea. The "
    "line will pay for every journey that was missed, and it will answer all letters that passengers send to its "
    "office before the end of the month."
)
LAW = (
    "Section 12. A vessel that carries more than twelve passengers shall keep to the marked channel at all times. (2) "
    "The master may leave the channel where a person is in danger, and shall enter why in the log within an hour."
)
HARBOUR = [
    "Harbour pilots in Torvik want the channel marked anew before the winter, their union wrote to the county.",
    "Two of the buoys have lain on the beach since a storm in October, and nobody has money for new ones.",
    "The county answered that it would ask the state, which owns the sea bed but not the buoys.",
]
CHINESE = (
    "我们对船上发生的事情深表遗憾，并感谢当晚带着小船、毛毯和热茶赶来的每一个人。公司将赔偿每一次延误的行程，并在月底之前答复乘客寄来的所有信件，"
    "同时邀请岛上的居民参加下月举行的说明会。"
)


def quoting(name: str, report: list[str], introduction: str, block: str, rest: str = "") -> Article:
    """A report that introduces a block, and goes on behind it."""
    text = "\n".join([" ".join(report[:2]), f"{introduction}\n{block}", f"{' '.join(report[2:])}{rest}"])
    return Article(name, text, outlet=f"{name}.example")


def verified(one: Article, other: Article) -> Match:
    """What the rules say of a pair, before it is asked whether both are of one story."""
    prepared, _ = prepare([one, other], DEFAULT_SETTINGS)
    sides = np.array([0]), np.array([1])
    (match,) = verify_pairs(prepared, CorpusStatistics(), *sides, DEFAULT_SETTINGS).all_matches()
    return match


@pytest.mark.parametrize(
    ("left", "right", "block"),
    [
        pytest.param("Torvik Lines sent a statement:", "The operator wrote to islanders:", STATEMENT, id="a statement"),
        pytest.param("What the act says:", "The passage which the board relies on:", LAW, id="a law"),
        pytest.param("Its letter reads as follows:", "声明全文：", CHINESE, id="in a script without spaces"),
    ],
)
def test_a_block_that_both_introduce_is_a_quotation(left: str, right: str, block: str) -> None:
    match = verified(quoting("post", FERRY, left, block), quoting("gazette", HARBOUR, right, block))
    assert (match.relation.is_copy, match.reason) == (False, "both quote the same block")


def test_a_block_that_one_of_them_cuts_is_one_quotation() -> None:
    whole, cut = f"{STATEMENT}\n{LAW}", f"{STATEMENT}\n{LAW.partition('(2) ')[2]}"
    pair = quoting("post", FERRY, "In full:", whole), quoting("gazette", HARBOUR, "They wrote:", cut)
    assert verified(*pair).reason == "both quote the same block"


def test_a_block_whose_opening_mark_is_lost_is_a_quotation() -> None:
    pair = (
        quoting("post", FERRY, "The line regrets it.", f"{STATEMENT[:-1]}”, it wrote."),
        quoting("gazette", HARBOUR, "Passengers had waited for a word.", STATEMENT),
    )
    assert verified(*pair).reason == "both quote the same block"


SHARED = " ".join(LIBRARY[:3])


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param(
            quoting("post", FERRY, "Torvik Lines sent a statement:", STATEMENT),
            quoting("gazette", HARBOUR, "Passengers had waited for a word.", STATEMENT),
            id="one prints it as its own",
        ),
        pytest.param(
            quoting("post", FERRY, f"{LIBRARY[0]} It says:", STATEMENT),
            quoting("gazette", HARBOUR, f"{LIBRARY[0]} It says:", STATEMENT),
            id="what introduces it is shared",
        ),
        pytest.param(
            quoting("post", FERRY, "They were hurt.", f"TORVIK: {STATEMENT}"),
            quoting("gazette", HARBOUR, "It wrote a letter.", f"TORVIK: {STATEMENT}"),
            id="a dateline before a colon is shared",
        ),
        pytest.param(
            quoting("post", FERRY, "What is new.", f"Boats:\n{STATEMENT}"),
            quoting("gazette", HARBOUR, "In this week's letter.", f"Boats:\n{STATEMENT}"),
            id="a heading is shared: of release notes, of a summary",
        ),
        pytest.param(
            quoting("post", FERRY, "It says:", STATEMENT, f" {SHARED}"),
            quoting("gazette", HARBOUR, "They wrote:", STATEMENT, f" {SHARED}"),
            id="a passage is shared beside it",
        ),
        pytest.param(
            Article("post", f"In full:\n{STATEMENT}"),
            quoting("gazette", HARBOUR, "They wrote:", STATEMENT),
            id="one is the document itself",
        ),
    ],
)
def test_a_passage_that_is_no_quotation_stays_an_excerpt(left: Article, right: Article) -> None:
    assert verified(left, right).relation is Relation.EXCERPT


PROVISIONS = (
    "{heading} Duties of a master\n(1) A vessel that carries more than twelve passengers keeps to the marked channel.\n"
    "(2) The master may leave the channel\n1. where a person is in danger,\n2. where a buoy has drifted, or"
    "\n3. where a pilot asks for it in writing, and enters the reason in the log within an hour."
)


@pytest.mark.parametrize(
    "heading", ["§ 12a", "Article 12", "Sec. 12", "Artículo 12", "Madde 12", "Статья 12", "第十二条"]
)
def test_provisions_that_both_print_without_a_colon_are_a_quotation(heading: str) -> None:
    law = PROVISIONS.format(heading=heading)
    pair = quoting("post", FERRY, "The act is clear.", law), quoting("gazette", HARBOUR, "It is an old act.", law)
    assert verified(*pair).reason == "both quote the same block"


def test_a_numbered_list_of_an_article_is_no_law() -> None:
    advice = "\n".join(f"{number}. {sentence}" for number, sentence in enumerate(LIBRARY[:4], 1))
    pair = quoting("post", FERRY, "Read on.", advice), quoting("gazette", HARBOUR, "So we heard.", advice)
    assert verified(*pair).relation is Relation.EXCERPT


@pytest.mark.parametrize(
    ("line", "is_quotation"),
    [
        pytest.param("{}” {}.", True, id="it closes what the line begins with"),
        pytest.param("{}” {}, “and soon”.", False, id="the line holds other marks"),
        pytest.param("{} ” {}.", False, id="a space stands before the mark"),
        pytest.param("{}”{}.", False, id="a word begins behind the mark"),
        pytest.param("”{} {}.", False, id="nothing stands before the mark"),
    ],
)
def test_a_mark_that_closes_and_was_not_opened_shows_a_quotation(line: str, is_quotation: bool) -> None:
    blocks = [line.format(STATEMENT, source) for source in ("said its owner", "wrote a spokesman")]
    post = quoting("post", FERRY, "The line was asked.", blocks[0])
    pair = post, quoting("gazette", HARBOUR, "It spoke at last.", blocks[1])
    assert (verified(*pair).reason == "both quote the same block") is is_quotation
