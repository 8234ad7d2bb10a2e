"""Evidence for and against a pair being one story: what a reader can check, with its spans in both texts.

For: aligned sentences, shared rare phrases, numbers, names and quotations, credits and dates. Against: the heaviest
names and numbers of one text that the other does not have, which distinguish two fights of one boxer.

Evidence is computed for single pairs when it is read, with plain dictionaries: 2 ms a pair.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from dedup.alignment.passage import Evidence, EvidenceKind
from dedup.article import Article, Span
from dedup.attribution.credits import CreditReader, strongest_by_outlet, whole_text
from dedup.corpus.published_days import days_between
from dedup.kernels.flags import CAPITALISED, NUMERIC, QUOTED
from dedup.settings import Settings
from dedup.stories.terms import AnnotatedWords
from dedup.stories.wording.dependence import Dependence, measure_dependence
from dedup.stories.wording.wordings import OwnWording, own_wording

MAX_SENTENCES_SHOWN = 3
MAX_SHOWN_OF_A_KIND = 3
MIN_WEIGHT_SHOWN = 6.0  # of the words of one piece of evidence


def story_evidence(left: Article, right: Article, settings: Settings) -> tuple[Evidence, ...]:
    """All evidence for and against two articles reporting one event, the strongest of each kind first.

    >>> from dedup.settings import DEFAULT_SETTINGS
    >>> left = Article("a", "The ferry Aurora ran aground off Hiddensee in fog on Monday with 212 people on board.")
    >>> right = Article("b", "Fog and a sandbank: on Monday the Aurora ran aground with 212 passengers, off Hiddensee.")
    >>> evidence = story_evidence(left, right, DEFAULT_SETTINGS)
    >>> [(str(each.kind), each.text) for each in evidence if each.kind == "shared number"]
    [('shared number', '212')]
    """
    one, other = (own_wording(article, settings) for article in (left, right))
    return (
        *_wording_evidence(measure_dependence(one, other, settings), one, other),
        *_credit_evidence(left, right, settings),
        *_date_evidence(left, right),
        *_term_evidence(one, other),
    )


def _wording_evidence(dependence: Dependence, one: OwnWording, other: OwnWording) -> Iterator[Evidence]:
    yield Evidence(EvidenceKind.WORDING, f"{dependence.probability:.0%}", weight=round(dependence.probability, 4))
    for sentence, counterpart, cosine in dependence.aligned_sentences[:MAX_SENTENCES_SHOWN]:
        (text, span), (_, opposite) = one.sentence(sentence), other.sentence(counterpart)
        yield Evidence(EvidenceKind.ALIGNED_SENTENCES, text, span, opposite, round(cosine, 4))


def _credit_evidence(left: Article, right: Article, settings: Settings) -> Iterator[Evidence]:
    """The strongest credit of each source that either text credits."""
    read = CreditReader((left, right), whole_text, settings)  # both are counted texts already
    left_credits, right_credits = (strongest_by_outlet(read(article)) for article in (left, right))
    for name in sorted(left_credits.keys() | right_credits.keys()):
        one, other = left_credits.get(name), right_credits.get(name)
        strength = max(credit.strength for credit in (one, other) if credit)
        spans = one.span if one else None, other.span if other else None
        yield Evidence(EvidenceKind.CREDIT, name, *spans, strength)


def _date_evidence(left: Article, right: Article) -> Iterator[Evidence]:
    if left.published and right.published:
        days = days_between(left.published, right.published)
        yield Evidence(EvidenceKind.DATES, f"{days:.1f} days apart", weight=round(days, 2))


FirstWords = dict[tuple[int, ...], int]  # numbers of words, by the terms that begin there


@dataclass(frozen=True, slots=True, eq=False)
class _EvidenceIndex:
    """The first occurrence of everything in a text that can be evidence: numbers of words, by their terms."""

    wording: OwnWording
    terms: frozenset[int]
    numbers: FirstWords
    names: FirstWords
    phrases: FirstWords  # two terms in a row
    quotes: FirstWords  # three words in a row inside a quotation, two of them terms

    def heaviest(self, first_words: Iterable[int], words: int) -> list[int]:
        """The heaviest stretches of so many words, given and returned by their first words."""
        weights = self.wording.annotated.weights
        weighed = [(-float(weights[first : first + words].sum()), first) for first in first_words]
        return [first for weight, first in sorted(weighed) if -weight >= MIN_WEIGHT_SHOWN][:MAX_SHOWN_OF_A_KIND]


def _index_evidence(wording: OwnWording) -> _EvidenceIndex:
    words = wording.annotated
    index = _EvidenceIndex(wording, frozenset(words.terms.tolist()) - {0}, {}, {}, {}, {})
    terms, flags, sentences = words.terms.tolist(), words.term_flags.tolist(), words.sentences.tolist()
    for word, (term, flag) in enumerate(zip(terms, flags, strict=True)):
        two, three = tuple(terms[word : word + 2]), tuple(terms[word : word + 3])
        if term and flag & NUMERIC:
            index.numbers.setdefault((term,), word)
        elif term and flag & CAPITALISED:
            index.names.setdefault((term,), word)
        if len(two) == 2 and all(two) and sentences[word] == sentences[word + 1]:
            index.phrases.setdefault(two, word)
        if len(three) == 3 and all(each & QUOTED for each in flags[word : word + 3]) and three.count(0) < 2:
            index.quotes.setdefault(three, word)
    return index


def _term_evidence(left: OwnWording, right: OwnWording) -> Iterator[Evidence]:
    """Shared phrases, numbers, names and quotations; then names and numbers of one side only."""
    one, other = _index_evidence(left), _index_evidence(right)
    for kind, words, in_one, in_other in (
        (EvidenceKind.SHARED_PHRASE, 2, one.phrases, other.phrases),
        (EvidenceKind.SHARED_NUMBER, 1, one.numbers, other.numbers),
        (EvidenceKind.SHARED_NAME, 1, one.names, other.names),
    ):
        counterparts = {first: in_other[key] for key, first in in_one.items() if key in in_other}
        for first in one.heaviest(counterparts, words):
            yield _evidence(kind, words, (left, first), (right, counterparts[first]))
    yield from _quotation_evidence(one, other)
    for first in one.heaviest(_missing_in_other(one, other), 1):
        yield _evidence(EvidenceKind.ONLY_LEFT, 1, (left, first), None)
    for first in other.heaviest(_missing_in_other(other, one), 1):
        yield _evidence(EvidenceKind.ONLY_RIGHT, 1, None, (right, first))


def _quotation_evidence(one: _EvidenceIndex, other: _EvidenceIndex) -> Iterator[Evidence]:
    """The longest stretch of words that both texts quote."""
    starts = ((first, other.quotes[key]) for key, first in one.quotes.items() if key in other.quotes)
    runs = [_quoted_run(one.wording.annotated, other.wording.annotated, *start) for start in starts]
    if runs:
        first, counterpart, words = max(runs, key=lambda run: (run[2], -run[0]))
        sides = (one.wording, first), (other.wording, counterpart)
        yield _evidence(EvidenceKind.SHARED_QUOTATION, words, *sides)


def _quoted_run(one: AnnotatedWords, other: AnnotatedWords, first: int, counterpart: int) -> tuple[int, int, int]:
    """The stretch of equal words that both texts quote around a word: its first words, and how many it has."""

    def is_shared(offset: int) -> bool:
        at, opposite = first + offset, counterpart + offset
        if min(at, opposite) < 0 or at >= len(one.terms) or opposite >= len(other.terms):
            return False
        is_quoted = bool(one.term_flags[at] & other.term_flags[opposite] & QUOTED)
        return is_quoted and bool(one.words.hashes[at] == other.words.hashes[opposite])

    before = next(offset for offset in count() if not is_shared(-offset - 1))
    behind = next(offset for offset in count(1) if not is_shared(offset))
    return first - before, counterpart - before, before + behind


def _missing_in_other(one: _EvidenceIndex, other: _EvidenceIndex) -> list[int]:
    """The words of names and numbers that the other text does not have."""
    return [first for (term,), first in (one.names | one.numbers).items() if term not in other.terms]


WordPosition = tuple[OwnWording, int]  # a word of a text


def _evidence(kind: EvidenceKind, words: int, left: WordPosition | None, right: WordPosition | None) -> Evidence:
    """Evidence of some words from a position on; a number extends as far as it is written."""
    left_span, right_span = (_span(*position, words) if position else None for position in (left, right))
    wording, first = left or right or (None, 0)
    assert wording is not None
    weight = round(float(wording.annotated.weights[first : first + words].sum()), 4)
    return Evidence(
        kind, wording.surface_text(first, wording.annotated.term_end(first + words - 1)), left_span, right_span, weight
    )


def _span(wording: OwnWording, first: int, words: int) -> Span:
    return wording.span(first, wording.annotated.term_end(first + words - 1))
