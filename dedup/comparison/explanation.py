"""Why a pair has its relation: every measure by name, every rule with true or false, and the settings.

The first rule that applies decides. Rewrites and reports of one event are no matter of these rules: `dedup.stories`
finds them among pairs that are no copies.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dedup.article import Article
from dedup.comparison.match import Match, Relation
from dedup.comparison.pair_measures import Measures
from dedup.comparison.prepared import learn_stubs, prepare
from dedup.comparison.relation_rules import RULES
from dedup.comparison.rules.pair_features import PairFeatures, features_of
from dedup.comparison.verification import verify_pairs
from dedup.corpus.statistics import CorpusStatistics, with_notice_lines
from dedup.settings import Settings

SHARES = ("jaccard", "left_containment", "right_containment", "left_coverage", "right_coverage")


@dataclass(frozen=True, slots=True)
class NamedMeasure:
    """One measure of a pair; counts are whole numbers, shares and days are not."""

    name: str
    value: int | float


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """One rule in the order of the table; `relation` is None where it says boilerplate or distinct."""

    reason: str
    relation: Relation | None
    applies: bool
    decides: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that led to the relation of two articles.

    `measures` are counts and shares over the counted words, `features` what the rules make of them: the same whichever
    article is left.
    """

    match: Match
    measures: tuple[NamedMeasure, ...]
    features: tuple[NamedMeasure, ...]
    rules: tuple[RuleOutcome, ...]
    settings: Settings


def explain_pair(left: Article, right: Article, corpus: CorpusStatistics, settings: Settings) -> Explanation:
    """Explain the relation of two articles, with what is known of the corpus that they stand in.

    >>> from dedup.settings import DEFAULT_SETTINGS
    >>> one, other = Article("a", "The ferry is late again."), Article("b", "the ferry is late AGAIN")
    >>> explanation = explain_pair(one, other, CorpusStatistics(), DEFAULT_SETTINGS)
    >>> [rule.reason for rule in explanation.rules if rule.decides]
    ['the same words']
    """
    prepared, _ = prepare([left, right], settings)
    sides = np.array([0]), np.array([1])
    corpus = learn_stubs(with_notice_lines(corpus, prepared.texts), prepared, settings)
    verified = verify_pairs(prepared, corpus, *sides, settings)
    (match,) = verified.all_matches()
    features = features_of(verified.measures, verified.context, settings)
    decided = int(verified.verdicts.rule_indexes[0])
    rules = tuple(
        RuleOutcome(rule.reason, rule.relation, bool(rule.applies(features, settings)[0]), place == decided)
        for place, rule in enumerate(RULES)
    )
    return Explanation(match, _named_measures(verified.measures), _named_features(features), rules, settings)


def _named_measures(measures: Measures) -> tuple[NamedMeasure, ...]:
    names = (*Measures._fields, *SHARES)
    return tuple(NamedMeasure(name, getattr(measures, name)[0].item()) for name in names)


def _named_features(features: PairFeatures) -> tuple[NamedMeasure, ...]:
    columns = {**features.context._asdict(), **features._asdict()}
    named = {name: column for name, column in columns.items() if name not in ("measures", "context", "signs")}
    return tuple(NamedMeasure(name, column[0].item()) for name, column in named.items())
