"""The source that credits show for two texts of a story: one credits the other, or both credit a third.

A credit counts where it is given for what the two share: where it speaks of the text (a dateline, a sign-off, "first
appeared on", a line that says nothing else), names the outlet of the other text in the first sentence, or stands in a
sentence that has a close sentence in the other text. An outlet that is named in passing, for another fact, is no source
of either.

A third that both credit sends many reports of one affair in a day. It is the source of both where their leads have a
close sentence, or their wording leans on one another a little, or cannot, because they are in two languages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.article import Article, Span
from dedup.attribution.credit import TEXT_LEVEL_KINDS, Credit, CreditKind
from dedup.attribution.credits import CountText, CreditReader, strongest_by_outlet
from dedup.attribution.names.outlets import name_key, publisher_key, shipped_outlets
from dedup.clusters.values import Cluster
from dedup.settings import Settings
from dedup.stories.wording.dependence import ComparedPairs, have_close_leads, measure_dependence
from dedup.stories.wording.wordings import OwnWording, Wordings, own_wording

WordingOf = Callable[[int], OwnWording]

# Of these the outlet has a part in the whole text, whatever else went into it.
KINDS_OF_TEXT = TEXT_LEVEL_KINDS | {CreditKind.CONTRIBUTED}
MAX_OTHER_CHARACTERS = 20  # of a sentence that says nothing but the credit: "First reported by ..."
MIN_SHARED_LEANING = 0.3  # chosen after reading pairs that credit one agency
CACHED_PAIRS = 2  # both directions of a credit are looked at in a row
_NOT_ASKED = -1
_STORIES_AT_HAND = 64  # pairs stand by id: those of a few stories alternate


class DistinctText(NamedTuple):
    """One text: its copies, in order of id, their cluster, and the article that represents them, with its position."""

    representative: Article
    position: int
    copies: tuple[Article, ...]
    cluster: Cluster | None


def may_be_one_report(
    wordings: Wordings, left: NDArray[np.int32], right: NDArray[np.int32], compared: ComparedPairs, settings: Settings
) -> NDArray[np.bool_]:
    """Which pairs of texts that credit a third may have the same report of it."""
    languages = np.array([wordings.language(number) for number in range(len(wordings))])
    is_translated = languages[left] != languages[right]
    leans = compared.probabilities >= MIN_SHARED_LEANING
    return np.asarray(is_translated | leans | have_close_leads(wordings, left, right, compared, settings))


class _TextCredits(NamedTuple):
    """What one text credits, by the key of a name: the text itself in any of its copies, and facts in the first
    sentence and in all sentences of the article that represents it.
    """

    of_text: dict[str, Credit]
    of_lead: dict[str, Credit]
    of_facts: dict[str, list[Credit]]


class CreditedTexts(NamedTuple):
    """The texts of one story, the languages of the articles that represent them, and what reads their credits."""

    texts: Sequence[DistinctText]
    languages: Sequence[str]
    read: CreditReader


class CreditedSources:
    """The credits of the texts of one story, and the outlets that publish each; texts are known by their numbers.

    `wording_of` gives the wording of a text; without it, a text is read again when a credit asks for its wording. The
    credits of a text are read when a pair asks for them: most texts of a large story are in no pair that does.
    """

    def __init__(
        self, story: CreditedTexts, counted: CountText, settings: Settings, wording_of: WordingOf | None = None
    ) -> None:
        self._texts, self._languages, self._read = story
        self._counted, self._settings = counted, settings
        self._wording_of = wording_of or lru_cache(CACHED_PAIRS)(self._read_wording)
        self._credits = cache(self._read_credits)
        self._publishers = cache(self._find_publishers)
        self._sure_agencies = cache(self._find_sure_agencies)
        self._aligned_spans = lru_cache(CACHED_PAIRS)(self._align)

    def have_one(self, left: int, right: int, *, may_be_one_report: bool) -> bool:
        """Whether two texts have a source. Nearly all texts of a wire sign off: of these, nothing else is read."""
        if may_be_one_report and self._sure_agencies(left) & self._sure_agencies(right):
            return True
        return self.shared_source(left, right, may_be_one_report=may_be_one_report) is not None

    def shared_source(self, left: int, right: int, *, may_be_one_report: bool) -> str | None:
        """The source of two texts in words, or None; a third that both credit is one if they may be one report."""
        for crediting, credited in ((left, right), (right, left)):
            for key in sorted(self._publishers(credited)):
                lead = self._credits(crediting).of_lead.get(key)  # what the text reports is what that outlet had
                if credit := self._counted_credit(key, crediting, credited) or lead:
                    return f"one names the other as its source: {credit.name}"
        if not may_be_one_report:
            return None
        names = sorted(
            credit.name
            for key in self._names_of_both(left, right)
            if (credit := self._counted_credit(key, left, right)) is not None
            and self._counted_credit(key, right, left) is not None
            and _is_registered(credit)
        )
        return f"both name {names[0]} as a source" if names else None

    def _names_of_both(self, left: int, right: int) -> set[str]:
        names = _names(self._credits(left))
        return names & _names(self._credits(right)) if names else names

    def _counted_credit(self, key: str, text: int, other: int) -> Credit | None:
        """The credit of a name in one text that is given for what the other text has too."""
        found = self._credits(text)
        if key in found.of_text:
            return found.of_text[key]
        facts = found.of_facts.get(key, ())
        spans = self._aligned_spans(text, other) if facts else ()
        return next((each for each in facts if _stands_in(each.span, spans)), None)

    def _read_credits(self, text: int) -> _TextCredits:
        return _credits(self._texts[text], self._languages[text], self._read)

    def _find_publishers(self, text: int) -> set[str]:
        return {key for article in self._texts[text].copies if (key := publisher_key(article))}

    def _find_sure_agencies(self, text: int) -> frozenset[str]:
        return self._read.sure_agencies(self._texts[text].representative, self._languages[text])

    def _read_wording(self, text: int) -> OwnWording:
        return own_wording(self._counted(self._texts[text].representative), self._settings)

    def _align(self, text: int, other: int) -> tuple[Span, ...]:
        """The sentences of one text that have a close sentence in the other."""
        wording = self._wording_of(text)
        aligned = measure_dependence(wording, self._wording_of(other), self._settings).aligned_sentences
        return tuple(span for number, _, _ in aligned if (span := wording.sentence(number)[1]) is not None)


class PairSources:
    """The source of each pair in words, or None: looked for when it is first asked for, and then kept.

    `stories` are the texts of all stories. Of each pair, `story` is the number of its story, `texts` are those of its
    texts there, (pairs, 2), and `may_be_one_report` is as in `CreditedSources.shared_source`.
    """

    def __init__(
        self,
        stories: Sequence[CreditedTexts],
        pairs: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.bool_]],
        counted: CountText,
        settings: Settings,
    ) -> None:
        self._made_of = stories, pairs, counted, settings
        self._numbers = np.full(len(pairs[0]), _NOT_ASKED, np.int32)
        self._known: list[str | None] = []
        self._number_of: dict[str | None, int] = {}

    def __reduce__(self) -> tuple[type[PairSources], tuple[object, ...]]:
        return PairSources, self._made_of

    def of_rows(self, rows: NDArray[np.int64]) -> Iterator[str | None]:
        """The sources of some pairs, one after the other."""
        stories, pairs, counted, settings = self._made_of

        @lru_cache(_STORIES_AT_HAND)
        def sources_of(story: int) -> CreditedSources:
            return CreditedSources(stories[story], counted, settings)

        for row in rows.tolist():
            if self._numbers[row] == _NOT_ASKED:
                story, texts, is_one = (column[row].tolist() for column in pairs)
                source = sources_of(story).shared_source(*texts, may_be_one_report=is_one)
                self._numbers[row] = self._number(source)
            yield self._known[self._numbers[row]]

    def _number(self, source: str | None) -> int:
        if source not in self._number_of:
            self._number_of[source] = len(self._known)
            self._known.append(source)
        return self._number_of[source]


def _credits(text: DistinctText, language: str, read: CreditReader) -> _TextCredits:
    of_text: list[Credit] = []
    of_lead: dict[str, Credit] = {}
    of_facts: dict[str, list[Credit]] = {}
    for article in text.copies:
        is_representative = article is text.representative
        for credit in read(article, language if is_representative else None):
            if _speaks_of_text(credit, article.text):
                of_text.append(credit)
            elif is_representative and credit.names_outlet:
                of_facts.setdefault(name_key(credit.name), []).append(credit)
                if not article.text[: credit.credited_span(article.text).start].strip():
                    of_lead.setdefault(name_key(credit.name), credit)
    strongest = {name_key(name): credit for name, credit in strongest_by_outlet(of_text).items()}
    return _TextCredits(strongest, of_lead, of_facts)


def _speaks_of_text(credit: Credit, text: str) -> bool:
    if credit.kind in KINDS_OF_TEXT or credit.span is None:
        return True
    sentence = credit.credited_span(text)
    return (sentence.end - sentence.start) - (credit.span.end - credit.span.start) < MAX_OTHER_CHARACTERS


def _names(found: _TextCredits) -> set[str]:
    return found.of_text.keys() | found.of_facts.keys()


def _stands_in(span: Span | None, sentences: Iterable[Span]) -> bool:
    return span is not None and any(each.start <= span.start < each.end for each in sentences)


def _is_registered(credit: Credit) -> bool:
    """Whether the credit does not depend on the domains of other articles, so that a pair has one relation among any
    others.
    """
    return credit.outlet is None or shipped_outlets().by_name(credit.outlet.name) is not None
