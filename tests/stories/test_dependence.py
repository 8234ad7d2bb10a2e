"""How far wording leans on wording: paraphrase high, independent reports low, quotations aside."""

from __future__ import annotations

import numpy as np
from made_stories import FALL, RELEASE, VETO

from dedup.article import Article
from dedup.settings import DEFAULT_SETTINGS
from dedup.stories.dependence import Dependence, OwnWording, dependence_probabilities, measure_dependence, own_wording

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
    wordings = [wording(text) for text in (RELEASE, "", PARAPHRASE, VETO, FALL)]
    left, right = np.array([0, 0, 2, 3, 1], np.int32), np.array([2, 1, 0, 4, 1], np.int32)
    alone = [
        measure_dependence(wordings[i], wordings[j], DEFAULT_SETTINGS).probability
        for i, j in zip(left, right, strict=True)
    ]
    assert dependence_probabilities(wordings, left, right, DEFAULT_SETTINGS).tolist() == alone


def test_texts_of_nothing() -> None:
    assert measured("", "").aligned_sentences == ()
