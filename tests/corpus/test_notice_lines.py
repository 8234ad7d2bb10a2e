"""Notices behind teasers are boilerplate, however few the words before them."""

from __future__ import annotations

from dedup import Article, compare, scan
from dedup.comparison.prepared import prepare
from dedup.corpus.notice_lines import find_notice_lines
from dedup.settings import DEFAULT_SETTINGS
from dedup.tokens.words import tokenize

PAYWALL = "To read this article you need a subscription. Subscribers have access to all reports and our archive."
LOGIN = "Already a subscriber? Log in here to continue reading."
TEASERS = (
    "The council of Ostry will decide next week whether owners of holiday homes should pay twice the rate. Every third",
    "They rise at one and go to bed at six: a study has looked at how those who bake our bread live. The answer is",
    "Nine hundred geese have come to the marsh behind the gasworks this winter, and nobody in the town can say why",
)


def lines_of(*texts: str) -> list[int]:
    prepared, _ = prepare([Article(f"a{n}", text) for n, text in enumerate(texts)], DEFAULT_SETTINGS)
    return [int(key) for key in find_notice_lines(prepared.texts)]


def keys_of(text: str) -> list[int]:
    return sorted(tokenize(text).lines.keys.tolist())


def test_a_notice_that_two_teasers_share_is_found() -> None:
    assert lines_of(f"{TEASERS[0]}\n\n{PAYWALL}\n{LOGIN}", f"{TEASERS[1]}\n\n{PAYWALL}\n{LOGIN}") == sorted(
        keys_of(f"{PAYWALL}\n{LOGIN}")
    )


def test_a_notice_of_one_article_and_a_line_that_is_none_are_not() -> None:
    assert lines_of(f"{TEASERS[0]}\n\n{PAYWALL}", TEASERS[1]) == []
    assert lines_of(f"{TEASERS[0]}\n{TEASERS[2]}", f"{TEASERS[1]}\n{TEASERS[2]}") == []


def test_teasers_before_one_notice_are_no_copies_alone_or_among_others() -> None:
    teasers = [Article(f"a{n}", f"{teaser}\n\n{PAYWALL} {LOGIN}") for n, teaser in enumerate(TEASERS)]
    found = scan(teasers)
    assert (len(found.clusters), len(found.stories)) == (0, 0)
    assert not any(match.relation.is_copy for match in found.matches)
    assert not compare(teasers[0], teasers[1]).relation.is_copy


def test_one_teaser_twice_is_a_copy() -> None:
    assert compare(f"{TEASERS[0]}\n\n{PAYWALL}", f"{TEASERS[0]}\n\n{PAYWALL}").relation.is_copy


def test_a_notice_is_no_excerpt_of_the_page_that_holds_it() -> None:
    page = "\n\n".join((*TEASERS, PAYWALL, LOGIN))
    assert not compare(f"{PAYWALL}\n\n{LOGIN}", page).relation.is_copy
