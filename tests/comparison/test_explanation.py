"""An explanation holds every measure and every rule, and the rule that decides is that of the match."""

from __future__ import annotations

import pytest
from test_relation_rules import CASES

from dedup.article import Article
from dedup.comparison.explanation import explain_pair
from dedup.comparison.pair_measures import Measures
from dedup.comparison.relation_rules import RULES
from dedup.corpus.statistics import CorpusStatistics
from dedup.settings import DEFAULT_SETTINGS, Settings

ALONE = [name for name, case in CASES.items() if not case.others]


@pytest.mark.parametrize("name", ALONE)
def test_the_first_rule_that_applies_decides(name: str) -> None:
    left, right = (
        side if isinstance(side, Article) else Article(side_name, side)
        for side_name, side in zip("ab", (CASES[name].left, CASES[name].right), strict=True)
    )
    explanation = explain_pair(left, right, CorpusStatistics(), DEFAULT_SETTINGS)
    assert [rule.reason for rule in explanation.rules] == [rule.reason for rule in RULES]
    first = next(rule for rule in explanation.rules if rule.applies)
    assert [rule for rule in explanation.rules if rule.decides] == [first]
    reason, _, _ = explanation.match.reason.partition("; versions of one page")
    assert (explanation.match.relation, reason) == (CASES[name].relation, first.reason)


def test_measures_have_their_names() -> None:
    explanation = explain_pair(
        Article("a", "The ferry is late."), Article("b", "The ferry is late today."), CorpusStatistics(), Settings()
    )
    measures = {measure.name: measure.value for measure in explanation.measures}
    assert {*Measures._fields} < measures.keys()
    assert (measures["left_words"], measures["right_words"], measures["both_shingles"]) == (4, 5, 2)
    assert measures["jaccard"] == explanation.match.jaccard
    features = {feature.name: feature.value for feature in explanation.features}
    assert (features["shorter_words"], features["same_words"]) == (4, False)
