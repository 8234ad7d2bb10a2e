"""Matches told twice: what a scan of two says is what comparing the two says, evidence and all. Among others a pair may
be more or less likely, but what is shared stays the same.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from made_stories import FALL, LIVE, MONDAY, OPINION, RELEASE, RETOLD, VETO

import dedup
from dedup.article import Article
from dedup.comparison.explanation import explain_pair
from dedup.comparison.match import Match, Relation
from dedup.corpus.statistics import CorpusStatistics
from dedup.settings import Settings

TEXTS = {
    "fall": FALL,
    "live": LIVE,
    "release": RELEASE,
    "veto": VETO,
    "view": OPINION,
    "r0": RETOLD[0],
    "r2": RETOLD[2],
}


def article(name: str, text: str) -> Article:
    return Article(name, text, outlet=f"{name}.example", published=MONDAY)


ARTICLES = {name: article(name, text) for name, text in sorted(TEXTS.items())}


@pytest.mark.parametrize(("left", "right"), list(combinations(ARTICLES, 2)))
def test_a_scan_of_two_says_what_comparing_them_says(left: str, right: str) -> None:
    compared = dedup.compare(ARTICLES[left], ARTICLES[right])
    scanned = list(dedup.scan([ARTICLES[left], ARTICLES[right]]).matches)
    if compared.relation is Relation.DISTINCT:
        assert scanned == []
    else:
        assert [(each, each.evidence, each.passages) for each in scanned] == [
            (compared, compared.evidence, compared.passages)
        ]


def test_a_scan_of_many_shows_the_same_evidence_of_each_pair() -> None:
    for match in dedup.scan(ARTICLES.values()).matches:
        compared = dedup.compare(ARTICLES[match.left_id], ARTICLES[match.right_id])
        assert (match.relation, match.evidence) == (compared.relation, compared.evidence)


def test_doubled_blocks_are_set_aside_in_both() -> None:
    doubled = replace(ARTICLES["veto"], text=f"{VETO}\n\n{VETO}")
    (scanned,) = dedup.scan([doubled, ARTICLES["live"]]).matches
    compared = dedup.compare(ARTICLES["live"], doubled)
    assert (scanned, scanned.evidence) == (compared, compared.evidence)


def shown(match: Match, kind: str) -> list[str]:
    return [each.text for each in match.evidence if each.kind == kind]


def test_evidence_says_what_is_shared_and_what_differs() -> None:
    match = dedup.compare(ARTICLES["veto"], ARTICLES["view"])
    assert shown(match, "shared number") == ["412 million", "1,300"]
    assert shown(match, "shared phrase") == ["Millrace flood", "Dario Venn", "Ruth Abernathy"]


def test_matches_are_looked_up_by_place_and_slice() -> None:
    matches = dedup.scan(ARTICLES.values()).matches
    every = list(matches)
    assert [matches[place] for place in range(len(matches))] == every
    assert list(matches[1:]) == every[1:]
    assert [(each.left_id, each.right_id) for each in every] == sorted((each.left_id, each.right_id) for each in every)


SUNG = (
    "A fisherman from Skarrow was pulled from the sea on Tuesday after a night on the keel of his boat, the coast "
    "guard said. Anders Holm, 54, had gone out to lift his lobster pots when a wave turned the boat over. He told "
    "reporters at the quay that he had sung all the old songs that he could think of to keep himself awake. The crew "
    "of the ferry Aurora heard him shortly after six, and at first nobody on board knew what it was that they had "
    "heard. He was allowed to go home in the afternoon with his wife and his two daughters.",
    "Singing saved the life of a lobster fisherman whose boat capsized off Skarrow, rescuers believe. Anders Holm "
    "spent eleven hours on its keel. It was the ferry Aurora that lifted him aboard with a net on Tuesday; at first "
    "nobody on board knew what it was that they had heard. He had sung all the old songs that he could think of, he "
    "said, because he was sure that he would not be found asleep. The hospital in Marrick kept the 54-year-old until "
    "he was allowed to go home in the afternoon with his wife and his two daughters.",
)


def test_phrases_that_say_little_do_not_stand_against_a_story() -> None:
    """What two accounts of one event share may be too little for a copy; only a form shows that they are of two."""
    left, right = (article(name, text) for name, text in zip(("left", "right"), SUNG, strict=True))
    settings = Settings(min_informative_in_stretches=99)  # in a corpus, few of these words are informative
    alone = explain_pair(left, right, CorpusStatistics(), settings).match
    assert (alone.relation, alone.reason) == (Relation.BOILERPLATE, "a short template, other names or figures")
    (match,) = dedup.scan([left, right], settings=settings).matches
    assert match.relation in (Relation.REWRITE, Relation.SAME_STORY)


def test_a_shared_quotation_is_shown_whole() -> None:
    said = "“nobody on this coast has ever seen the water stand as high as on that Sunday”"
    one = article("a", f"The harbour of Tamsin was flooded on Sunday. Mayor Ines Moll said {said}. Forty boats sank.")
    other = article("b", f"Forty boats are lost in Tamsin after the flood of Sunday; {said}, said mayor Ines Moll.")
    assert shown(dedup.compare(one, other), "shared quotation") == [said.strip("“”")]
