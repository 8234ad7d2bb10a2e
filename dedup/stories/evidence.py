"""Evidence for a pair of one story: what a person can check, in both texts, with places.

Aligned sentences, shared rare phrases, numbers and names, quotations, credits and dates; then what differs: the
heaviest names or numbers of one that the other lacks, which is how two fights of one boxer are told apart.

Made of plain dictionaries, for it is made for the few pairs that somebody looks at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dedup.alignment.passage import Evidence
from dedup.article import Article, Span
from dedup.attribution.credits import CreditReader, strongest_by_outlet, whole_text
from dedup.kernels.flags import CAPITALISED, NUMERIC, QUOTED
from dedup.settings import Settings
from dedup.stories.dependence import OwnWording, measure_dependence, own_wording
from dedup.stories.terms import annotate_words

MAX_SENTENCES_SHOWN, MAX_SHOWN_OF_A_KIND = 3, 3
MIN_WEIGHT_SHOWN = 6.0  # background weight of a name or number worth showing


def story_evidence(left: Article, right: Article, settings: Settings) -> tuple[Evidence, ...]:
    """All evidence for and against two articles being one story, retold; each kind's strongest first.

    About two milliseconds a pair: made when someone asks.

    >>> from dedup.settings import DEFAULT_SETTINGS
    >>> left = Article("a", "The ferry Aurora ran aground off Hiddensee in fog on Monday with 212 people on board.")
    >>> right = Article("b", "Fog and a sandbank: on Monday the Aurora ran aground with 212 passengers, off Hiddensee.")
    >>> [(each.kind, each.text) for each in story_evidence(left, right, DEFAULT_SETTINGS) if each.kind == "shared number"]
    [('shared number', '212')]
    """
    pair = own_wording(annotate_words(left)), own_wording(annotate_words(right))
    return (
        *_wording_evidence(*pair),
        *_credit_evidence(left, right, settings),
        *_date_evidence(left, right),
        *_term_evidence(*pair),
    )


def _wording_evidence(one: OwnWording, other: OwnWording) -> Iterator[Evidence]:
    dependence = measure_dependence(one, other)
    yield Evidence("wording", f"{dependence.probability:.0%}", weight=round(dependence.probability, 4))
    for place, counterpart, cosine in dependence.aligned_sentences[:MAX_SENTENCES_SHOWN]:
        (text, span), (_, opposite) = one.sentence(place), other.sentence(counterpart)
        yield Evidence("aligned sentences", text, span, opposite, round(cosine, 4))


def _credit_evidence(left: Article, right: Article, settings: Settings) -> Iterator[Evidence]:
    """The strongest credit of each source that either names."""
    read = CreditReader((left, right), whole_text, settings)  # their texts are counted texts
    named = tuple(strongest_by_outlet(read(article)) for article in (left, right))
    for name in sorted(named[0].keys() | named[1].keys()):
        one, other = named[0].get(name), named[1].get(name)
        strength = max(credit.strength for credit in (one, other) if credit)
        places = one.span if one else None, other.span if other else None
        yield Evidence("credit", name, *places, strength)


def _date_evidence(left: Article, right: Article) -> Iterator[Evidence]:
    if left.published and right.published:
        days = abs((left.published - right.published).total_seconds()) / 86400
        yield Evidence("dates", f"{days:.1f} days apart", weight=round(days, 2))


FirstWords = dict[tuple[int, ...], int]  # numbers of words, by the terms that begin there


@dataclass(frozen=True, slots=True)
class _EvidenceIndex:
    """Where a text first has what may be shown of it: numbers of words, by their keys."""

    wording: OwnWording
    terms: frozenset[int]
    numbers: FirstWords
    names: FirstWords
    phrases: FirstWords  # two terms in a row
    quotes: FirstWords  # three words in a row inside a quotation, two of them terms

    def heaviest(self, first_words: Iterable[int], words: int) -> list[int]:
        """Of stretches of so many words those that weigh most, by their first words."""
        weights = self.wording.annotated.weights
        weighed = [(-float(weights[first : first + words].sum()), first) for first in first_words]
        return [first for weight, first in sorted(weighed) if -weight >= MIN_WEIGHT_SHOWN][:MAX_SHOWN_OF_A_KIND]


def _index_evidence(wording: OwnWording) -> _EvidenceIndex:
    marked = wording.annotated
    index = _EvidenceIndex(wording, frozenset(marked.terms.tolist()) - {0}, {}, {}, {}, {})
    terms, marks, sentences = marked.terms.tolist(), marked.term_flags.tolist(), marked.sentences.tolist()
    for word, (term, mark) in enumerate(zip(terms, marks, strict=True)):
        two, three = tuple(terms[word : word + 2]), tuple(terms[word : word + 3])
        if term and mark & NUMERIC:
            index.numbers.setdefault((term,), word)
        elif term and mark & CAPITALISED:
            index.names.setdefault((term,), word)
        if len(two) == 2 and all(two) and sentences[word] == sentences[word + 1]:
            index.phrases.setdefault(two, word)
        if len(three) == 3 and all(each & QUOTED for each in marks[word : word + 3]) and three.count(0) < 2:
            index.quotes.setdefault(three, word)
    return index


def _term_evidence(left: OwnWording, right: OwnWording) -> Iterator[Evidence]:
    """Shared phrases, numbers, names and quotations; then what each side has alone."""
    one, other = _index_evidence(left), _index_evidence(right)
    for kind, words, own, others in (
        ("shared phrase", 2, one.phrases, other.phrases),
        ("shared number", 1, one.numbers, other.numbers),
        ("shared name", 1, one.names, other.names),
    ):
        counterparts = {first: others[key] for key, first in own.items() if key in others}
        for first in one.heaviest(counterparts, words):
            yield _evidence(kind, words, (left, first), (right, counterparts[first]))
    quotations = sorted((first, other.quotes[key]) for key, first in one.quotes.items() if key in other.quotes)
    for first, counterpart in quotations[:1]:
        yield _evidence("shared quotation", 3, (left, first), (right, counterpart))
    for first in one.heaviest(_missing_in_other(one, other), 1):
        yield _evidence("only left", 1, (left, first), None)
    for first in other.heaviest(_missing_in_other(other, one), 1):
        yield _evidence("only right", 1, None, (right, first))


def _missing_in_other(one: _EvidenceIndex, other: _EvidenceIndex) -> list[int]:
    """Where names and numbers stand that the other text has not at all."""
    return [first for (term,), first in (one.names | one.numbers).items() if term not in other.terms]


WordPosition = tuple[OwnWording, int]  # a word of a text


def _evidence(kind: str, words: int, left: WordPosition | None, right: WordPosition | None) -> Evidence:
    """Words from a place on; a number is as long as it is written."""
    left_span, right_span = (_span(*place, words) if place else None for place in (left, right))
    wording, first = left or right or (None, 0)
    assert wording is not None
    weight = round(float(wording.annotated.weights[first : first + words].sum()), 4)
    return Evidence(
        kind, wording.surface_text(first, wording.term_end(first + words - 1)), left_span, right_span, weight
    )


def _span(wording: OwnWording, first: int, words: int) -> Span:
    return wording.span(first, wording.term_end(first + words - 1))
