"""Stories by hand: what belongs together, what leans on what, and what only looks like it. Known limits are tests
too."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

import numpy as np
import pytest
from made_news import story as made_report
from made_news import text as joined
from made_stories import FALL, LIVE, MONDAY, OPINION, PATCH_WEEKS, RELEASE, RETOLD, TRANSLATED, VETO

from dedup.alignment.passage import EvidenceKind
from dedup.article import Article
from dedup.attribution.credits import whole_text
from dedup.clusters.values import Cluster
from dedup.comparison.match import Relation
from dedup.settings import DEFAULT_SETTINGS, Settings
from dedup.stories.distinct_texts import DistinctTexts
from dedup.stories.evidence import story_evidence
from dedup.stories.story import find_stories, make_story
from dedup.stories.story_pairs import read_stories
from dedup.stories.wording.shared_terms import terms_of_stories


def article(name: str, text: str, **facts: object) -> Article:
    return Article(name, text, outlet=f"{name}.example", published=MONDAY, **facts)  # type: ignore[arg-type]


def grouped(*articles: Article, clusters: tuple[Cluster, ...] = ()) -> list[tuple[str, ...]]:
    return [story.article_ids for story in find_stories(articles, DEFAULT_SETTINGS, clusters)[0]]


def test_two_stories_about_the_same_people_on_the_same_day() -> None:
    assert grouped(article("veto", VETO), article("fall", FALL)) == []


def test_a_live_blog_and_a_comment_belong_to_the_story() -> None:
    assert grouped(article("veto", VETO), article("live", LIVE), article("view", OPINION)) == [("live", "veto", "view")]


@pytest.mark.xfail(strict=True, reason="a live blog and a comment name the same people and places as the mayor's fall")
def test_short_pieces_do_not_draw_another_story_in() -> None:
    articles = [article("veto", VETO), article("live", LIVE), article("view", OPINION), article("fall", FALL)]
    assert grouped(*articles) == [("live", "veto", "view")]


@pytest.mark.xfail(strict=True, reason="a comment repeats the facts in its own words, as a rewrite does")
def test_a_comment_is_no_rewrite_of_what_it_comments_on() -> None:
    _, (match,), *_ = find_stories([article("veto", VETO), article("view", OPINION)], DEFAULT_SETTINGS)
    assert match.relation is Relation.SAME_STORY


@pytest.mark.xfail(
    strict=True, reason="patch notes from one template share nearly every word, and a week is no long time"
)
def test_weekly_events_are_separate_stories() -> None:
    assert grouped(*PATCH_WEEKS) == []


def test_the_differences_of_weekly_events_are_evidence() -> None:
    evidence = {(each.kind, each.text) for each in story_evidence(PATCH_WEEKS[0], PATCH_WEEKS[1], DEFAULT_SETTINGS)}
    assert (EvidenceKind.DATES, "7.0 days apart") in evidence
    assert {kind for kind, _ in evidence} >= {EvidenceKind.ONLY_LEFT, EvidenceKind.ONLY_RIGHT}


def press_story() -> tuple[list[Article], Cluster]:
    carried = [article(f"c{number}", RELEASE) for number in range(10)]
    retold = [article(f"r{number}", text) for number, text in enumerate(RETOLD)]
    return [*carried, *retold, article("t0", TRANSLATED)], Cluster(tuple(each.id for each in carried), ())


def test_the_terms_of_a_story_are_those_that_it_has_by_itself() -> None:
    articles = [article("veto", VETO), article("live", LIVE), article("release", RELEASE), article("retold", RETOLD[0])]
    both = read_stories(
        [DistinctTexts(some, (), whole_text).texts([0, 1]) for some in (articles[:2], articles[2:])],
        whole_text,
        DEFAULT_SETTINGS,
    )
    together = [*terms_of_stories(both.wordings, np.array(both.ends), DEFAULT_SETTINGS)]
    assert together == [make_story(some, DEFAULT_SETTINGS).terms for some in (articles[:2], articles[2:])]
    assert all(together)


def test_clusters_stand_in_order_of_their_first_ids_whichever_article_is_the_oldest() -> None:
    oldest = replace(article("z", RELEASE), published=MONDAY - timedelta(hours=3))
    articles = [article("a", RELEASE), article("m0", RETOLD[0]), article("m1", RETOLD[0]), oldest]
    given = [Cluster(("m0", "m1"), ()), Cluster(("a", "z"), ())]
    (story,), *_ = find_stories(articles, DEFAULT_SETTINGS, given)
    assert [cluster.article_ids for cluster in story.clusters] == [("a", "z"), ("m0", "m1")]


def test_a_press_release_carried_by_ten_and_rewritten_by_three() -> None:
    articles, copies = press_story()
    (story,), matches, *_ = find_stories(articles, DEFAULT_SETTINGS, [copies])
    assert {"c0", "c9", "r0", "r1", "r2"} <= set(story.article_ids)
    assert story.clusters == (copies,)
    assert story.origin is not None
    assert story.origin.name == "Business Wire"
    relations = {(match.left_id, match.right_id): match.relation for match in matches}
    assert {relations[pair] for pair in (("r0", "r1"), ("r0", "r2"), ("r1", "r2"))} == {Relation.REWRITE}


def test_copies_are_matched_through_one_of_them() -> None:
    articles, copies = press_story()
    _, matches, *_ = find_stories(articles, DEFAULT_SETTINGS, [copies])
    assert {name for match in matches for name in (match.left_id, match.right_id) if name.startswith("c")} == {"c0"}


def test_a_translation_makes_a_story_and_is_no_rewrite_besides() -> None:
    found = find_stories([article("r0", RETOLD[0]), article("t0", TRANSLATED)], DEFAULT_SETTINGS)
    assert [story.article_ids for story in found.stories] == [("r0", "t0")]
    assert [(pair.left, pair.right) for pair in found.translations] == [(0, 1)]
    assert len(found.pairs) == 0


def test_without_dates_names_and_numbers_link_no_articles_in_two_languages() -> None:
    settings = Settings(translations=False)
    sides = article("r0", RETOLD[0]), article("t0", TRANSLATED)
    (match,) = find_stories(sides, settings).pairs
    assert match.reason.endswith("both name Business Wire as a source")
    assert not find_stories([replace(side, published=None) for side in sides], settings).pairs


def test_one_names_the_other() -> None:
    own = Article("a", VETO, outlet="oakdalegazette.com")
    taken = article("b", LIVE + "\nFirst reported by oakdalegazette.com.")
    _, (match,), *_ = find_stories([own, taken], DEFAULT_SETTINGS)
    assert match.reason.endswith("one names the other as its source: oakdalegazette.com")


def test_an_outlet_is_known_by_its_address() -> None:
    own = Article("a", VETO, outlet="harbourbits.example", published=MONDAY.replace(hour=1))
    taken = article("b", LIVE + "\nFirst reported by Harbour Bits.")
    stories, (match,), *_ = find_stories([own, taken], DEFAULT_SETTINGS)
    assert match.reason.endswith("one names the other as its source: Harbour Bits")
    assert stories[0].origin is not None
    assert (stories[0].origin.name, stories[0].origin.article_id) == ("Harbour Bits", "a")


def test_two_that_name_a_third_at_hand_are_judged_as_without_it() -> None:
    told = [article(name, f"{text}\nFirst reported by Harbour Bits.") for name, text in (("b", LIVE), ("c", OPINION))]
    (alone,) = find_stories(told, DEFAULT_SETTINGS)[1]
    among = find_stories([Article("a", VETO, outlet="harbourbits.example"), *told], DEFAULT_SETTINGS)[1]
    assert alone in among


def test_the_earliest_copy_speaks_for_all() -> None:
    articles, copies = press_story()
    early = Article("c5", RELEASE, outlet="c5.example", published=MONDAY.replace(hour=1))
    _, matches, *_ = find_stories([early if each.id == "c5" else each for each in articles], DEFAULT_SETTINGS, [copies])
    assert {name for match in matches for name in (match.left_id, match.right_id) if name.startswith("c")} == {"c5"}


def test_the_order_of_articles_does_not_matter() -> None:
    articles, copies = press_story()
    articles += [article("veto", VETO), article("live", LIVE), *PATCH_WEEKS]
    shuffled = list(articles)
    Random(5).shuffle(shuffled)
    one, other = (find_stories(order, DEFAULT_SETTINGS, [copies]) for order in (articles, shuffled))
    assert one[:3] == other[:3]
    pairs = [
        {frozenset((order[pair.left].id, order[pair.right].id)) for pair in found.translations}
        for order, found in ((articles, one), (shuffled, other))
    ]
    assert pairs[0] == pairs[1] != set()


def test_scores_do_not_depend_on_the_company() -> None:
    pair = [article("veto", VETO), article("live", LIVE)]
    company = [article(f"r{number}", text) for number, text in enumerate(RETOLD)]
    (alone,), crowd = find_stories(pair, DEFAULT_SETTINGS)[1], find_stories([*pair, *company], DEFAULT_SETTINGS)[1]
    assert alone in crowd


def test_stories_do_not_depend_on_the_crowd() -> None:
    """What terms weigh depends on the corpus; which reports are of one event does not. Dates are no help here."""
    reports = {"veto": VETO, "fall": FALL, "release": RELEASE}
    reports |= {f"retold{number}": text for number, text in enumerate(RETOLD)}
    known = [Article(name, text) for name, text in reports.items()]
    strangers = [Article(f"stranger{seed}", joined(made_report(seed))) for seed in range(1500)]
    alone, among = grouped(*known), grouped(*known, *strangers)
    assert alone == [("release", "retold0", "retold1", "retold2")]
    assert [story for story in among if not story[-1].startswith("stranger")] == alone


def test_months_between_two_articles_part_them() -> None:
    """What has most of its facts in common joins whatever its date, for dates may be wrong; a follow-up has fewer."""
    later = Article("fall", FALL, published=MONDAY.replace(month=9))
    assert grouped(article("veto", VETO), later) == []


@pytest.mark.parametrize("text", ["", "...", "Rain.", "雨", "\ud800"])
def test_texts_of_nothing_are_no_stories(text: str) -> None:
    assert not any(find_stories([Article("a", text), Article("b", text)], DEFAULT_SETTINGS))


def test_no_articles() -> None:
    assert not any(find_stories([], DEFAULT_SETTINGS))


def test_evidence_says_where() -> None:
    left, right = article("veto", VETO), article("live", LIVE)
    shown = {each.kind: each for each in reversed(story_evidence(left, right, DEFAULT_SETTINGS))}
    number, quotation = shown[EvidenceKind.SHARED_NUMBER], shown[EvidenceKind.SHARED_QUOTATION]
    assert number.left is not None
    assert number.left.of(left.text) == number.text
    assert quotation.right is not None
    assert "umbrella" in right.text[: quotation.right.end + 40]
    assert shown[EvidenceKind.WORDING].weight < 1


FERRY = (
    "The ferry Aurora ran aground off Hiddensee on Monday with 212 people on board. Captain Ines Moll blamed fog. {}",
    "Fog sent the ferry Aurora aground off Hiddensee on Monday. All 212 passengers were taken off by fishermen. {}",
)
IN_PASSING = "The line was sold in March, the Harbour Bits reported at the time, for 14 million crowns."


def test_a_source_of_another_fact_is_no_source_of_both() -> None:
    """An outlet that one text names for a fact that the other lacks is no source of what they share."""
    own = Article("a", FERRY[0].format("Nobody was hurt."), outlet="harbourbits.example", published=MONDAY)
    named = article("b", FERRY[1].format(IN_PASSING))
    _, (match,), *_ = find_stories([own, named], DEFAULT_SETTINGS)
    assert match.shared_source is None


def test_a_source_of_a_shared_fact_is_a_source_of_both() -> None:
    fact = "Captain Ines Moll blamed fog for it, the Harbour Bits reported."
    own = Article("a", FERRY[0].format("Nobody was hurt."), outlet="harbourbits.example", published=MONDAY)
    _, (match,), *_ = find_stories([own, article("b", FERRY[1].format(fact))], DEFAULT_SETTINGS)
    assert match.shared_source == "one names the other as its source: Harbour Bits"
