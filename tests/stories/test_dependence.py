"""How far wording leans on wording: paraphrase high, independent reports low, quotations aside."""

from __future__ import annotations

import numpy as np
import pytest
from made_stories import FALL, RELEASE, VETO

from dedup.article import Article
from dedup.settings import DEFAULT_SETTINGS
from dedup.stories.wording.dependence import (
    MAX_ALIGNED_SENTENCES,
    Dependence,
    compare_pairs,
    measure_dependence,
    replaced_numbers,
)
from dedup.stories.wording.wordings import OwnWording, own_wording, own_wordings

PARAPHRASE = """Halden Robotics wants to build a factory for warehouse robots in Torvik, the company announced
today. It will create 450 jobs by the end of 2028 and invest 95 million euros in the former shipyard
on the Nordkai. In the spring of 2027, production of the Carrier 7 model is to start. Torvik has the
skills and the harbour, said chief executive Linnea Straum. The plant is supported by the state of
Vestland with 12 million euros. Founded in 2011, Halden Robotics makes robots that carry and sort
parcels and employs 2,100 people."""
QUOTED = "“Nobody in this town will ever again have to sleep in a gymnasium because a pump was too small,” she said."


def wording(text: str, title: str | None = None) -> OwnWording:
    return own_wording(Article("a", text, title=title), DEFAULT_SETTINGS)


def measured(left: str, right: str) -> Dependence:
    return measure_dependence(wording(left), wording(right), DEFAULT_SETTINGS)


def test_a_paraphrase_leans_on_its_source() -> None:
    assert measured(RELEASE, PARAPHRASE).probability > 0.9


def test_other_matter_does_not() -> None:
    assert measured(VETO, FALL).probability < 0.1


def test_both_sides_see_the_same() -> None:
    one, other = measured(RELEASE, PARAPHRASE), measured(PARAPHRASE, RELEASE)
    assert abs(one.probability - other.probability) < 0.02


def test_shared_quotations_show_nothing() -> None:
    left, right = f"{VETO}\n\n{QUOTED}", f"{FALL}\n\n{QUOTED}"
    assert measured(left, right).features == measured(VETO, FALL).features


def test_aligned_sentences_stand_where_they_say() -> None:
    left, right = (wording(text) for text in (RELEASE, PARAPHRASE))
    first, second, cosine = measure_dependence(left, right, DEFAULT_SETTINGS).aligned_sentences[0]
    (one, span), (other, opposite) = left.sentence(first), right.sentence(second)
    assert one != other
    assert (span and span.of(RELEASE), opposite and opposite.of(PARAPHRASE)) == (one, other)
    assert cosine > 0.45


def test_the_sentence_of_a_title_is_shown_and_stands_nowhere() -> None:
    titled = wording(RELEASE, title="Ferry Aurora aground off Hiddensee")
    assert titled.sentence(0) == ("Ferry Aurora aground off Hiddensee", None)


def test_many_pairs_are_judged_as_each_alone() -> None:
    wordings = own_wordings([Article("a", text) for text in (RELEASE, "", PARAPHRASE, VETO, FALL)], DEFAULT_SETTINGS)
    left, right = np.array([0, 0, 2, 3, 1], np.int32), np.array([2, 1, 0, 4, 1], np.int32)
    pairs = compare_pairs(wordings, left, right, DEFAULT_SETTINGS, MAX_ALIGNED_SENTENCES)
    alone = [measure_dependence(wordings[i], wordings[j], DEFAULT_SETTINGS) for i, j in zip(left, right, strict=True)]
    aligned = [[(one, other) for one, other, _ in each.aligned_sentences] for each in alone]
    assert pairs.probabilities.tolist() == [each.probability for each in alone]
    rows = pairs.aligned.reshape(len(left), MAX_ALIGNED_SENTENCES, 2).tolist()
    assert [[*map(tuple, row[:shown])] for row, shown in zip(rows, pairs.shown, strict=True)] == aligned
    assert compare_pairs(wordings, left, right, DEFAULT_SETTINGS).features.tolist() == pairs.features.tolist()


def test_texts_read_apart_are_compared_as_if_read_together(monkeypatch: pytest.MonkeyPatch) -> None:
    articles = [Article("a", text) for text in (RELEASE, PARAPHRASE, "", VETO)]
    together = own_wordings(articles, DEFAULT_SETTINGS)
    monkeypatch.setattr("dedup.stories.terms.BATCH_CHARACTERS", 1)
    apart = own_wordings(articles, DEFAULT_SETTINGS)
    sides = np.array([0, 1], np.int32), np.array([1, 3], np.int32)
    one, other = (compare_pairs(wordings, *sides, DEFAULT_SETTINGS).features.tolist() for wordings in (together, apart))
    assert one == other
    assert [each.sentence(0) for each in (apart[1], apart[3])] == [
        each.sentence(0) for each in (together[1], together[3])
    ]
    assert len(own_wordings([], DEFAULT_SETTINGS)) == 0


def test_numbers_of_aligned_sentences_are_replaced_or_kept() -> None:
    report = "Silver closed at {} crowns an ounce in Torvik on {} March, after {} days of rising prices in the north."
    articles = [Article("a", report.format(*numbers)) for numbers in ((412, 3, 9), (398, 4, 9))]
    wordings, sides = own_wordings(articles, DEFAULT_SETTINGS), (np.array([0], np.int32), np.array([1], np.int32))
    pairs = compare_pairs(wordings, *sides, DEFAULT_SETTINGS, MAX_ALIGNED_SENTENCES)
    assert replaced_numbers(wordings, *sides, pairs).tolist() == [[2, 1]]


def test_texts_of_nothing() -> None:
    assert measured("", "").aligned_sentences == ()
