"""What a match says is true of the words that count, recomputed in plain Python."""

from __future__ import annotations

import made_news as news
import numpy as np
from made_news import FERRY, LIBRARY, ORCHARD, TELESCOPE, text
from numpy.typing import NDArray
from pairing import learn

from dedup.article import Article
from dedup.comparison.counted_text import counted_words
from dedup.comparison.verification import verify_pairs
from dedup.comparison.verified.verified_pairs import VerifiedPairs
from dedup.settings import DEFAULT_SETTINGS

MENU = ["Home | News | Sport | Weather", "Sign in or register", "Most read this week"]


def compared() -> VerifiedPairs:
    site = [Article(f"site-{n}", text(MENU, news.story(n, 9)), outlet="site.example") for n in range(4)]
    prepared, candidates, corpus = learn(
        [
            *site,
            Article("ferry", text(FERRY)),
            Article("site-ferry", text(MENU, FERRY), outlet="site.example"),
            Article("doubled", text(FERRY, FERRY)),
            Article("edited", news.edited(text(FERRY), 0.1)),
            Article("quoting", text(LIBRARY[:3], FERRY[2:6], ORCHARD[:3])),
            Article("other", text(TELESCOPE)),
        ],
        DEFAULT_SETTINGS,
    )
    return verify_pairs(prepared, corpus, candidates.left, candidates.right, DEFAULT_SETTINGS)


def counted_shingles(found: VerifiedPairs, article: int) -> set[tuple[int, ...]]:
    words = found.prepared.words_of(article)
    own = words.hashes[
        counted_words(words, found.prepared.repeats[article], found.corpus.boilerplate_lines, 20)
    ].tolist()
    return {*zip(own, own[1:], own[2:], strict=False)}


def test_shares_are_those_of_plain_sets() -> None:
    found = compared()
    places = {article.id: place for place, article in enumerate(found.prepared.articles)}
    reported = [*found.matches()]
    assert len(reported) >= 10
    for match in reported:
        lefts, rights = (counted_shingles(found, places[side]) for side in (match.left_id, match.right_id))
        assert match.jaccard == len(lefts & rights) / len(lefts | rights)
        assert match.left_containment == len(lefts & rights) / len(lefts)
        assert match.right_containment == len(lefts & rights) / len(rights)


def asked_from_the_other_side(found: VerifiedPairs) -> tuple[VerifiedPairs, NDArray[np.int64]]:
    """The same pairs, left and right exchanged, in another order."""
    order = np.random.default_rng(3).permutation(len(found.left))
    return verify_pairs(found.prepared, found.corpus, found.right[order], found.left[order], DEFAULT_SETTINGS), order


def test_pairs_may_be_measured_in_any_order_and_from_either_side() -> None:
    found = compared()
    again, order = asked_from_the_other_side(found)
    for column, mirrored in zip(found.measures, again.measures.mirrored(np.full(len(order), True)), strict=True):
        assert (column[order] == mirrored).all()


def test_pairs_may_be_judged_from_either_side() -> None:
    found = compared()
    again, order = asked_from_the_other_side(found)
    assert (found.verdicts.relation_indexes[order] == again.verdicts.relation_indexes).all()
    assert (found.verdicts.rule_indexes[order] == again.verdicts.rule_indexes).all()


def test_pairs_that_are_not_distinct_are_reported() -> None:
    found = compared()
    reported = [(match.left_id, match.right_id) for match in found.matches()]
    assert ("ferry", "site-ferry") in reported
    assert not any("other" in pair for pair in reported)
    assert len(reported) == len(set(reported))
