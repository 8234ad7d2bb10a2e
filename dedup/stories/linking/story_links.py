"""Links: candidate pairs of articles with the log-odds that they report one event.

A link also says what its log-odds have to reach for the pair to be reported by itself (`required`). Two articles may
stand in one story through others, and still be no pair that a reader would accept: look-alikes are many, and where
dates do not confirm a pair more is required, the more so the more look-alikes the collection has.

    dates within half a day          min_reported_odds - s / 2         s: the crowd shift, `date_odds`
    dates within the grace period    min_reported_odds - s / 2 + c     c: N / (N + 200), N texts
    dates further apart              min_reported_odds + 1
    unknown dates                    min_reported_odds + s + 3 c, and 3 c more where the leads name other weekdays;
                                     without s + 3 c where s was found from weekdays: it is in their odds

and 1.5 c more where both are of one outlet, which reports an event once, and its next step on the next day. Of 161
pairs that were reported before and had been read, 46 of 49 within half a day were right, 48 of 63 others with dates; 15
of 30 of one outlet; without dates 4 of 12 whose leads name other weekdays, 9 of 12 that name one. The numbers were
chosen on half of these pairs.

Articles in two languages are linked only where their dates confirm it: names and figures are most of what they can
share, and in a running affair those are the same for weeks. Without dates, 4 of 22 links that were read were of one
event. What is a translation joins stories by itself (`dedup.translations`).

Pairs without dates have no witness: the dates of others say how far a story may reach, not what a pair must have. They
need what a pair of a collection without any dates needs. So it was chosen after looking at labelled pairs of a set that
is half dated, where s was asked for twice, and two of three pairs of one event were not reported.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article
from dedup.kernels.layouts import LINK
from dedup.settings import Settings, StorySettings
from dedup.sketch.sorted_keys import pack_pairs, unpack_pairs
from dedup.stories.linking.date_odds import NO_SHIFT, CrowdShift, Witness, crowd_shift, date_odds
from dedup.stories.linking.link_features import measure_links
from dedup.stories.linking.story_model import closest_contents, company_of, no_contents, story_model
from dedup.stories.linking.term_candidates import term_candidate_pairs
from dedup.stories.linking.term_weights import (
    LANGUAGE_TEXTS,
    CorpusFigures,
    WeighedTerms,
    corpus_figures,
    no_figures,
    weigh_terms,
)
from dedup.stories.terms import Terms, read_terms
from dedup.tokens.named_days import compared_days

PAIRS_AT_ONCE = 1 << 16
MAX_ODDS = 5.0
MAX_PLAIN_ODDS = 7.0  # without dates, which may then take off 3; chosen after seeing results, as LIMITED_ODDS
LIMITED_ODDS = -1.4
MISSING_ODDS = -2.0  # of a pair that is no candidate
REQUIRED_APART = 1.0
REQUIRED_BLIND = 3.0
REQUIRED_OTHER_DAY = 3.0
REQUIRED_OWN = 1.5
ONE_DAY = 0.5  # days apart: further apart are reports of two days
MAX_DAYS_ACROSS = 3.0  # languages
COPY_ODDS = float(np.log(0.9 / 0.1))
LINK_TYPES = (np.int32, np.int32, np.float32, np.float32, np.uint8, np.uint8, np.bool_)


@dataclass(frozen=True, slots=True, eq=False)
class StoryLinks:
    """Pairs of articles, by number (left < right), with the log-odds that they report one event.

    `required` are the log-odds from which a pair is reported. `shared_numbers` and `other_numbers` count the numbers in
    the leads of both that the other text has and lacks. `is_blind` says which pairs lack a date in a collection of so
    many texts that look-alikes are to be expected.
    """

    left: NDArray[np.int32]
    right: NDArray[np.int32]
    log_odds: NDArray[np.float32]
    required: NDArray[np.float32]
    shared_numbers: NDArray[np.uint8]
    other_numbers: NDArray[np.uint8]
    is_blind: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.left)

    @property
    def packed(self) -> NDArray[np.uint64]:
        """The pairs, packed by `pack_pairs`."""
        return pack_pairs(self.left.astype(np.int64), self.right.astype(np.int64))

    @property
    def probability(self) -> NDArray[np.float32]:
        """The probability that each pair reports one event."""
        return np.asarray(1 / (1 + np.exp(-self.log_odds)), np.float32)

    @property
    def is_reported(self) -> NDArray[np.bool_]:
        """Which pairs are likely enough to be reported by themselves."""
        return np.asarray(self.log_odds >= self.required)

    def select(self, rows: NDArray[np.int64] | NDArray[np.bool_]) -> StoryLinks:
        """The links of some rows."""
        return StoryLinks(*(getattr(self, name)[rows] for name in StoryLinks.__slots__))

    def renumbered(self, left: NDArray[np.int32], right: NDArray[np.int32]) -> StoryLinks:
        """The same links between articles of other numbers."""
        return StoryLinks(left, right, *(getattr(self, name) for name in StoryLinks.__slots__[2:]))


@dataclass(frozen=True, slots=True, eq=False)
class StoryCorpus:
    """What the log-odds of a pair depend on beside the pair: the figures of its corpus, and the crowd shift."""

    figures: CorpusFigures
    shift: CrowdShift


def no_corpus() -> StoryCorpus:
    """The corpus of an index that has not been regrouped yet."""
    return StoryCorpus(no_figures(), NO_SHIFT)


@dataclass(frozen=True, slots=True, eq=False)
class LinkedCorpus:
    """The links among articles, the corpus that they make, and of each article the highest content and the language, by
    its packed code, (articles,).
    """

    links: StoryLinks
    corpus: StoryCorpus
    closest: NDArray[np.float32]
    languages: NDArray[np.uint32]


@dataclass(frozen=True, slots=True, eq=False)
class PairContents:
    """Pairs with the log-odds of their content, whether they are limited (`link_features`) and in two languages, and
    how many numbers of the leads are shared and are not; whether both are of one outlet, and whether their leads name
    the same weekdays (`compared_days`).
    """

    left: NDArray[np.int32]
    right: NDArray[np.int32]
    content: NDArray[np.float64]
    is_limited: NDArray[np.bool_]
    is_across: NDArray[np.bool_]
    is_own: NDArray[np.bool_]
    leads: NDArray[np.int8]
    shared_numbers: NDArray[np.uint8]
    other_numbers: NDArray[np.uint8]

    def blocks(self) -> Iterator[PairContents]:
        """The same pairs, some at a time: what is computed of them takes several times their memory."""
        for start in range(0, max(1, len(self.left)), PAIRS_AT_ONCE):
            rows = slice(start, start + PAIRS_AT_ONCE)
            yield PairContents(*(getattr(self, name)[rows] for name in PairContents.__slots__))


def link_articles(articles: Collection[Article], settings: Settings) -> LinkedCorpus:
    """The links among articles, which are numbered in the order in which they are given."""
    return link_terms(read_terms(articles, settings), settings)


def link_terms(terms: Terms, settings: StorySettings) -> LinkedCorpus:
    """The links among articles, given by their terms."""
    figures, days, languages = corpus_figures(terms), terms.days, terms.languages
    weighed = weigh_terms(terms, figures, settings)
    del terms  # of pairs there are thirty times as many as of articles: nothing else is held beside them
    measured = pair_contents(weighed, term_candidate_pairs(weighed, settings))
    del weighed
    closest = closest_contents(measured.content, measured.left, measured.right, no_contents(len(days)))
    y = np.concatenate([_without_dates(block, closest) for block in measured.blocks()])
    days_apart = np.abs(days[measured.left] - days[measured.right])
    corpus = StoryCorpus(figures, crowd_shift(y, days_apart, measured.leads, days))
    del y, days_apart
    return LinkedCorpus(score_pairs(measured, closest, days, corpus, settings), corpus, closest, languages)


def pair_contents(terms: WeighedTerms, pairs: NDArray[np.uint64]) -> PairContents:
    """Measure the content of packed pairs."""
    model, rows = story_model(), []
    for block in measure_links(terms, pairs):
        numbers = np.minimum(np.rint(np.expm1(block.features[:, [LINK.shared_numbers, LINK.other_numbers]])), 255)
        is_own = block.features[:, LINK.same_outlet] > 0
        rows.append((model.content(block.features), block.is_limited, is_own, *numbers.astype(np.uint8).T))
    none = (np.empty(0), *(np.empty(0, kind) for kind in (np.bool_, np.bool_, np.uint8, np.uint8)))
    content, is_limited, is_own, *numbers_of = map(np.concatenate, zip(none, *rows, strict=True))
    left, right = (side.astype(np.int32) for side in unpack_pairs(pairs))
    one, other = terms.languages[left], terms.languages[right]
    is_across = (one != other) & (one > 0) & (other > 0)
    leads = compared_days(terms.weekdays[left], terms.weekdays[right])
    return PairContents(left, right, content, is_limited, is_across, is_own, leads, *numbers_of)


def score_pairs(
    measured: PairContents,
    closest: NDArray[np.float32],
    days: NDArray[np.float64],
    corpus: StoryCorpus,
    settings: StorySettings,
) -> StoryLinks:
    """The links of measured pairs in a corpus; `closest` and `days` are those of all articles."""
    blocks = [_scored(block, closest, days, corpus, settings) for block in measured.blocks()]
    return StoryLinks(*(np.concatenate([getattr(each, name) for each in blocks]) for name in StoryLinks.__slots__))


def _scored(
    measured: PairContents,
    closest: NDArray[np.float32],
    days: NDArray[np.float64],
    corpus: StoryCorpus,
    settings: StorySettings,
) -> StoryLinks:
    """The links of some measured pairs."""
    apart = np.abs(days[measured.left] - days[measured.right])
    y = date_odds(_without_dates(measured, closest), apart, measured.leads, corpus.shift.shift, settings)
    y = np.where(measured.is_across & ~(apart <= MAX_DAYS_ACROSS), np.minimum(y, MISSING_ODDS), y)
    return StoryLinks(
        measured.left,
        measured.right,
        np.clip(y, -MAX_ODDS, MAX_ODDS).astype(np.float32),
        _required(measured, apart, corpus, settings).astype(np.float32),
        measured.shared_numbers,
        measured.other_numbers,
        np.isnan(apart) & (corpus.figures.texts > LANGUAGE_TEXTS),
    )


def _without_dates(measured: PairContents, closest: NDArray[np.float32]) -> NDArray[np.float64]:
    company = company_of(measured.content, measured.left, measured.right, closest)
    y = np.clip(story_model().log_odds(measured.content, company), -MAX_PLAIN_ODDS, MAX_PLAIN_ODDS)
    return np.where(measured.is_limited, np.minimum(y, LIMITED_ODDS), y)


def _required(
    measured: PairContents, days_apart: NDArray[np.float64], corpus: StoryCorpus, settings: StorySettings
) -> NDArray[np.float64]:
    """The log-odds from which each pair is reported."""
    texts, shift = corpus.figures.texts, corpus.shift.shift
    crowd = texts / (texts + LANGUAGE_TEXTS)
    near = np.where(days_apart <= ONE_DAY, 0.0, REQUIRED_APART * crowd) - shift / 2
    far = REQUIRED_APART if corpus.shift.witness is Witness.DATES else REQUIRED_BLIND * crowd
    blind = 0.0 if corpus.shift.witness is Witness.WEEKDAYS else shift + REQUIRED_BLIND * crowd
    unknown = blind + REQUIRED_OTHER_DAY * crowd * (measured.leads < 0)  # the shift is in their odds
    dated = np.where(days_apart <= settings.date_grace_days, near, far)
    own = REQUIRED_OWN * crowd * measured.is_own
    return np.asarray(settings.min_reported_odds + np.where(np.isnan(days_apart), unknown, dated) + own)


def with_copies(links: StoryLinks, copies: NDArray[np.uint64]) -> StoryLinks:
    """The links, and those of packed pairs of which one is largely a copy of the other: they are of one event, whatever
    their dates say.

    >>> none = StoryLinks(*(np.empty(0, kind) for kind in LINK_TYPES))
    >>> round(float(with_copies(none, np.array([1], np.uint64)).probability[0]), 2)
    0.9
    """
    is_copy = np.isin(links.packed, copies)
    left, right = unpack_pairs(copies)
    sides = left.astype(np.int32), right.astype(np.int32)
    odds, required = np.full((2, len(copies)), COPY_ODDS, np.float32)
    shared, other = np.zeros((2, len(copies)), np.uint8)
    is_blind = np.zeros(len(copies), np.bool_)
    added, kept = StoryLinks(*sides, odds, required, shared, other, is_blind), links.select(~is_copy)
    return StoryLinks(*(np.append(getattr(kept, name), getattr(added, name)) for name in StoryLinks.__slots__))
