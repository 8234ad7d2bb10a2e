"""Which of several copies is kept, by each criterion, and that a wrong criterion is refused."""

from __future__ import annotations

import pytest
from made_collection import day
from made_translations import ENGLISH, GERMAN

from dedup import Article, InputError
from dedup.clean.keep_policy import KeepPolicy

COPIES = [
    Article("a", "Rain.", outlet="BBC", published=day(3), language="en", url="https://bbc.co.uk/rain"),
    Article("b", "Rain is on its way.", outlet="b.example", published=day(1), canonical="https://www.bbc.co.uk/rain"),
    Article("c", "Rain.", outlet="c.example", published=day(2), language="nn"),
    Article("d", "Rain."),
]


@pytest.mark.parametrize(
    ("keep", "order"),
    [
        ("earliest", "bcad"),
        ("longest", "bcad"),
        ("canonical", "abcd"),
        ("origin", "cbad"),
        ("outlets=c.example,www.bbc.co.uk", "cabd"),
        ("language=nn", "cbad"),
        ("language=sv; outlets=bbc.co.uk", "abcd"),
        ("languages=nn,en", "cbad"),
        ("languages=Swedish, English; longest", "bacd"),
        ("published=2026-03-03 08:00:00+00:00", "abcd"),
    ],
)
def test_the_article_to_keep_comes_first(keep: str, order: str) -> None:
    for copies in (COPIES, COPIES[::-1]):
        assert "".join(article.id for article in KeepPolicy.of(keep).ordered(copies, origin_ids=["c"])) == order


def test_what_stands_in_a_reference_comes_before_all_others() -> None:
    policy = KeepPolicy.of(["longest", "earliest"])
    assert [article.id for article in policy.ordered(COPIES, reference_ids=["d"])] == ["d", "b", "c", "a"]


@pytest.mark.parametrize("keep", ["newest", "outlets=", "colour=red", "earliest=1", "text=Rain.", "languages="])
def test_a_criterion_that_is_none_is_refused(keep: str) -> None:
    with pytest.raises(InputError, match="does not say which copy is kept"):
        KeepPolicy.of(keep)


def test_a_language_that_no_article_states_is_read_from_its_text() -> None:
    copies = [Article("de", GERMAN), Article("en", ENGLISH)]
    assert [article.id for article in KeepPolicy.of("languages=en,de").ordered(copies)] == ["en", "de"]


def test_a_language_that_is_not_known_is_refused() -> None:
    with pytest.raises(InputError, match="'Elvish' is no language that is known"):
        KeepPolicy.of("languages=de,Elvish")
