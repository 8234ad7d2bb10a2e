"""What the settings of stories change."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
from effect_case import Case
from made_stories import FALL, LIVE, MONDAY, OPINION, RELEASE, RETOLD, VETO

from dedup.article import Article
from dedup.comparison.prepared import prepare
from dedup.comparison.verification import verify_pairs
from dedup.corpus.statistics import CorpusStatistics
from dedup.kernels.flags import HEAVY, LEAD, NAME
from dedup.settings import Settings
from dedup.stories.linking.story_links import link_articles
from dedup.stories.linking.term_weights import corpus_figures, weigh_terms
from dedup.stories.story import find_stories
from dedup.stories.story_matches import known_pairs
from dedup.stories.terms import read_terms
from dedup.stories.wording.dependence import DEPENDENCE_FEATURES, measure_dependence
from dedup.stories.wording.wordings import own_wording

Outcome = Callable[[Settings], Any]

PARAPHRASE = """Halden Robotics wants to build a factory for warehouse robots in Torvik, the company announced
today. It will create 450 jobs by the end of 2028 and invest 95 million euros in the former shipyard
on the Nordkai. In the spring of 2027, production of the Carrier 7 model is to start. Torvik has the
skills and the harbour, said chief executive Linnea Straum."""
LONG = "\n\n".join([VETO, FALL, RELEASE])
NO_FACTS = [re.sub(r"[0-9]+|[“”\"]", "", text) for text in (VETO, OPINION)]  # neither numbers nor quotations
NOTES = [
    "A ferry ran aground on a sandbank in thick fog, with no one on board.",
    "The empty ferry that ran aground in fog on a sandbank floats again.",
]
EARNINGS = """Halden Robotics reported its results for the first quarter today. Net income was {} million dollars
compared with {} million a year earlier. Revenue came to {} million against {} million. Earnings per share were {} cents
versus {} cents. The average number of shares was {} thousand against {} thousand last year."""


def article(text: str, name: str = "a", days: float = 0) -> Article:
    return Article(name, text, language="en", published=MONDAY + timedelta(days=days))


@dataclass(frozen=True)
class TermsOf:
    """One figure of the terms of a text."""

    text: str
    figure: str

    def __call__(self, settings: Settings) -> int:
        terms = read_terms([article(self.text)], settings)
        weighed = weigh_terms(terms, corpus_figures(terms), settings)
        figures = {
            "terms": len(terms.ids),
            "weight": terms.weights.sum(),
            "full weight": weighed.full_weights.sum(),
            "bigrams": len(terms.bigram_ids),
            "quoted trigrams": len(terms.quoted_trigrams),
            "late terms": np.isin(terms.ids, read_terms([article(RELEASE)], settings).ids).sum(),
        } | {
            name: np.count_nonzero(weighed.flags & flag)
            for name, flag in (("query terms", HEAVY), ("names", NAME), ("lead", LEAD))
        }
        return int(figures[self.figure])


def links(*texts: str, days: float = 0) -> Outcome:
    """The log-odds of the links between texts; they are `days` apart, each from the next."""
    articles = [article(text, str(number), days * number) for number, text in enumerate(texts)]

    def outcome(settings: Settings) -> list[float]:
        found = link_articles(articles, settings).links
        return [round(each, 2) for each in found.log_odds.tolist()]

    return outcome


def feature(name: str, left: str = RELEASE, right: str = PARAPHRASE) -> Outcome:
    """One feature of the dependence of two wordings."""

    def outcome(settings: Settings) -> float:
        one, other = (own_wording(article(text), settings) for text in (left, right))
        return round(measure_dependence(one, other, settings).features[DEPENDENCE_FEATURES.index(name)], 3)

    return outcome


def story_pairs(settings: Settings) -> list[str]:
    _, pairs, *_ = find_stories([article(VETO, "veto"), article(OPINION, "view")], settings)
    return [str(pair.relation) for pair in pairs]


def story_terms(settings: Settings) -> list[str]:
    stories, _, *_ = find_stories([article(VETO, "veto"), article(OPINION, "view")], settings)
    return list(stories[0].terms[:3])


def number_of_links(settings: Settings) -> int:
    return len(links(RELEASE, *RETOLD)(settings))


def known_forms(settings: Settings) -> int:
    """How many pairs stand against a story: one form with other numbers."""
    figures = (31, 27, 412, 380, 55, 49, 713, 702), (36, 29, 433, 417, 61, 53, 733, 719)
    articles = [article(EARNINGS.format(*row), str(number), number) for number, row in enumerate(figures)]
    prepared, _ = prepare(articles, settings)
    verified = verify_pairs(prepared, CorpusStatistics(), np.array([0]), np.array([1]), settings)
    return len(known_pairs(verified).forms)


CASES = {
    "min_story_probability": Case(value=0.9999, outcome=story_pairs, before=["rewrite"], after=[]),
    "min_reported_odds": Case(value=99.0, outcome=story_pairs, before=["rewrite"], after=[]),
    "min_dependence": Case(value=0.9, outcome=story_pairs, before=["rewrite"], after=["same_story"]),
    "min_leaning_words": Case(value=500, outcome=story_pairs, before=["rewrite"], after=["same_story"]),
    "min_template_coverage": Case(value=1.0, outcome=known_forms, before=1, after=0),
    "max_story_terms": Case(
        value=2, outcome=story_terms, before=["Millrace", "Oakdale", "412 million"], after=["Millrace", "Oakdale"]
    ),
    "story_name_boost": Case(
        value=0.1,
        outcome=story_terms,
        before=["Millrace", "Oakdale", "412 million"],
        after=["Millrace", "Oakdale", "vetoed"],
    ),
    "max_story_candidates": Case(value=1, outcome=number_of_links, before=6, after=3),
    "min_candidate_cosine": Case(value=0.9, outcome=number_of_links, before=6, after=0),
    "max_term_articles": Case(value=1, outcome=number_of_links, before=6, after=0),
    "max_terms": Case(value=5, outcome=TermsOf(VETO, "terms"), before=53, after=5),
    "max_query_terms": Case(value=5, outcome=TermsOf(VETO, "query terms"), before=32, after=5),
    "max_bigrams": Case(value=3, outcome=TermsOf(VETO, "bigrams"), before=27, after=3),
    "max_quoted_trigrams": Case(value=1, outcome=TermsOf(VETO, "quoted trigrams"), before=3, after=1),
    "max_story_characters": Case(value=100, outcome=TermsOf(VETO, "terms"), before=53, after=10),
    "max_title_words": Case(value=1, outcome=TermsOf(VETO, "lead"), before=47, after=45),
    "common_number_weight": Case(
        value=9, outcome=TermsOf("In 2011 there were 55 of them.", "weight"), before=5324, after=9216
    ),
    "round_number_weight": Case(
        value=9, outcome=TermsOf("It rose by 300 and 12 percent.", "weight"), before=9436, after=11484
    ),
    "rare_number_weight": Case(value=5, outcome=TermsOf("It cost 1,317 crowns.", "weight"), before=10673, after=8215),
    "unlisted_bigram_weight": Case(value=9, outcome=TermsOf("東京曇鑫", "weight"), before=9279, after=11327),
    "min_repeated_sentence": Case(
        value=9, outcome=TermsOf("The ferry sank. The ferry sank.", "full weight"), before=12703, after=21508
    ),
    "name_boost": Case(value=3, outcome=TermsOf(VETO, "full weight"), before=367669, after=491424),
    "number_boost": Case(value=3, outcome=TermsOf(VETO, "full weight"), before=367669, after=410943),
    "lead_words": Case(value=1, outcome=TermsOf(VETO, "lead"), before=47, after=4),
    "early_share": Case(value=1, outcome=TermsOf(LONG, "late terms"), before=40, after=45),
    "min_early_words": Case(value=500, outcome=TermsOf(LONG, "late terms"), before=40, after=45),
    "late_rank": Case(value=0, outcome=TermsOf(LONG * 2, "terms"), before=128, after=86),
    "min_quoted_words": Case(value=20, outcome=TermsOf(VETO, "quoted trigrams"), before=3, after=0),
    "max_date_penalty": Case(value=1.0, outcome=links(VETO, LIVE, days=30), before=[4.0], after=[5.0]),
    "date_grace_days": Case(value=20, outcome=links(VETO, LIVE, days=30), before=[4.0], after=[4.12]),
    "min_sentence_terms": Case(value=30, outcome=feature("aligned_more"), before=1.0, after=0.0),
    "max_compared_sentences": Case(value=1, outcome=feature("order"), before=1.0, after=0.0),
    "min_aligned_cosine": Case(value=0.99, outcome=feature("aligned_more"), before=1.0, after=0.219),
    "min_sure_cosine": Case(value=0.99, outcome=feature("order", RELEASE, RETOLD[0]), before=0.714, after=0.6),
    "min_compared_bigrams": Case(value=500, outcome=feature("plain_pairs"), before=0.6, after=0.006),
    "min_rare_word_weight": Case(value=6, outcome=feature("plain_words"), before=0.834, after=0.857),
    "min_order_sentences": Case(value=50, outcome=feature("order"), before=1.0, after=0.1),
}
