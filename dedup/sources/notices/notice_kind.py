"""What a text is if it is no article but a notice: a cookie wall, an error page, a captcha, a paywall's notice...

Crawlers and services hand such texts on in the place of articles, and the same notice stands in the place of many: it
must not make copies of them. What a notice is shows in all of it, not in one word. It is short; some of its
sentences say what only such a notice says of itself ("we use cookies", "the page you are looking for"); and nearly all
the others go with it: they offer a choice, a link or an excuse, or address the reader. An article about cookies has
sentences that do none of this, and so has an article with one such line at its end.

The phrases are data (`phrases.toml`), in 27 languages. A sentence that only addresses the reader counts in the language
of a phrase that was found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from dedup.runtime.patterns import lazy_pattern
from dedup.sources.notices.phrases import UNSPACED, Found, notice_phrases, words_of

MAX_NOTICE_CHARACTERS = 2_400  # the longest cookie walls have some 350 words
MAX_OPENING_CHARACTERS = 600  # in which a notice says what it is, whatever else it says behind
MAX_ADDRESS_WORDS = 40  # a longer sentence that addresses the reader is one of an article
MAX_LABEL_WORDS = 3  # a line so short is a label: "OK", "Skip", "Ray ID: 8f2"
MAX_HEADLINE_WORDS = 15  # a first line so short is the headline of what the notice hides
MAX_PLACEHOLDER_EXTRA_WORDS = 3  # "[Removed]", "This article has been removed by its author"
MAX_SINGLE_WORD_SENTENCE = 10  # words of a sentence in which a single word ("captcha") is a phrase
MIN_SAYING_SHARE = 0.2  # of the words, those in sentences that say what only such a notice says
MIN_NOTICE_SHARE = 0.8  # of the words, those in sentences that go with the notice
MIN_HIDING_SHARE = 0.5  # the same where an article is hidden behind the notice
MIN_TEASER_WORDS = 20  # with so many words of its own, what stands before a notice is compared
MIN_FIRM_SHARE = 0.15  # of the words, those in sentences that no report would hold: `_Sentence.is_firm`
MIN_FILLED_SHARE = 0.45  # of a sentence that is firm without an address: the share of its words in phrases
UNSPACED_WORD_CHARACTERS = 2  # characters that make a word in scripts without spaces
MAX_UNSIFTED_CHARACTERS = 100  # in so short a text, a word in brackets ("[Removed]") can be all there is

_SENTENCE_END = lazy_pattern(
    "[.!?\u2026:;](?=[\\s\"'\u201d\u00bb)\\]]|$)|[\u3002\uff01\uff1f\u0964\u061f\uff1a\n|\u2022\u00b7\u203a\u00bb]"
)
_QUOTED = lazy_pattern(
    r"[\"\u201c\u201e\u00ab](?:[^\"\u201c\u201d\u00bb\s]+\s+){3,}[^\"\u201c\u201d\u00bb]*[\"\u201c\u201d\u00bb]"
)
# All bytes but those that begin a character of `UNSPACED` in UTF-8: a text with no others is not searched for one.
_NOT_UNSPACED = bytes({*range(256)} - {0xE0, *range(0xE3, 0xEE)})
_STRAIGHT = str.maketrans("\u2018\u2019", "''")
_PLACEHOLDER = "a placeholder"


def notice_kind(text: str, title: str | None = None) -> str | None:
    """The kind of notice that a text is: "a cookie wall", "an error page"...; None for an article.

    `title` can say what the notice is, but does not count as a part of it.

    >>> notice_kind("We use cookies to improve your experience. By clicking Accept, you agree. Accept. Decline.")
    'a cookie wall'
    >>> notice_kind("404. Sorry, the page you are looking for could not be found. Go back to the home page.")
    'an error page'
    >>> notice_kind("The court ruled that websites must ask before they set cookies. Two publishers had appealed.")
    """
    return _notice_of(_read(text, title or ""))


def _notice_of(reading: _Reading | None) -> str | None:
    return reading.kind if reading and reading.noticed >= MIN_NOTICE_SHARE * reading.total else None


def is_hidden_article(text: str, title: str | None = None) -> bool:
    """Whether a text is more of a notice than of an article: a headline, a dozen words, and how to subscribe.

    >>> teaser = "The ferry will run on Sundays from May, the council said."
    >>> is_hidden_article(f"{teaser} To continue reading, subscribe now. Already a subscriber? Log in to your account.")
    True
    >>> is_hidden_article(teaser)
    False
    """
    return _hides(_read(text, title or ""))


def read_notice(text: str, title: str | None) -> tuple[bool, bool]:
    """Whether a text under a title is a notice, and whether it alone hides an article."""
    is_sifted = len(text) > MAX_UNSIFTED_CHARACTERS and not _unspaced_in(title or "")
    if is_sifted and not _may_be_notice(text, title or ""):
        return False, False  # what is not said under the title is not said without it
    reading = _read(text, title or "")
    return _notice_of(reading) is not None, is_hidden_article(text) if title else _hides(reading)


def _hides(reading: _Reading | None) -> bool:
    if reading is None or reading.noticed < MIN_HIDING_SHARE * reading.total:
        return False
    return reading.total - reading.noticed < MIN_TEASER_WORDS


class _Reading(NamedTuple):
    """What a text may be a notice of: the words that go with it, and all of them but a headline."""

    kind: str
    noticed: int
    total: int


def _read(text: str, title: str) -> _Reading | None:
    """The kind of notice of which a text holds something, and how much; None where it says none."""
    if len(text) > MAX_NOTICE_CHARACTERS or not _may_be_notice(text, title):
        return None
    sentences, titles = _sentences(text), _sentences(title)
    total = _size(sentences)
    said = Counter[str]()
    for sentence in (*sentences, *titles):
        for kind in sentence.kinds:
            said[kind] += sentence.size
    kinds = sorted(said, key=lambda kind: (-said[kind], notice_phrases().kinds.index(kind)))
    readings = [_read_as(kind, sentences, titles) for kind in kinds if said[kind] >= MIN_SAYING_SHARE * total]
    likely = [reading for reading in readings if reading]
    return max(likely, key=lambda reading: reading.noticed / reading.total, default=None)


def notice_warnings(text: str, title: str | None = None) -> tuple[str, ...]:
    """A line that says what a text is if it is no article, and what is done; else none.

    >>> notice_warnings("[Removed]")
    ('the text is no article but a placeholder: it is a copy of no other',)
    """
    kind = notice_kind(text, title)
    return (f"the text is no article but {kind}: it is a copy of no other",) if kind else ()


@dataclass(frozen=True)
class _Sentence:
    """A sentence, its words in lower case, and how many words it counts as."""

    text: str
    words: list[str]
    is_unspaced: bool
    size: int
    ends_line: bool

    @classmethod
    def of(cls, text: str, ends_line: bool) -> _Sentence:
        unspaced = _unspaced_in(text)
        words = words_of(text.lower().translate(_STRAIGHT))
        size = unspaced // UNSPACED_WORD_CHARACTERS if unspaced > len(text) / 2 else len(words)
        return cls(text, words, unspaced > 0, size, ends_line)

    @property
    def is_headline(self) -> bool:
        """Whether the sentence, if it is the first of a text, is its headline."""
        return self.ends_line and self.size <= MAX_HEADLINE_WORDS

    @cached_property
    def says(self) -> list[Found]:
        """The phrases that only a notice says."""
        found = notice_phrases().saying.find(self.words, is_unspaced=self.is_unspaced)
        return [one for one in found if self._is_said(one)]

    def _is_said(self, found: Found) -> bool:
        """Whether the sentence is short enough to be what the phrase says: one of one word says little."""
        if self.is_unspaced:
            return True
        if found.phrase.kind == _PLACEHOLDER:
            return len(self.words) <= found.end - found.start + MAX_PLACEHOLDER_EXTRA_WORDS
        return len(found.phrase.parts) > 1 or len(self.words) <= MAX_SINGLE_WORD_SENTENCE

    @cached_property
    def kinds(self) -> set[str]:
        return {found.phrase.kind for found in self.says if found.phrase.kind}

    @cached_property
    def adds(self) -> list[Found]:
        """The phrases that may stand beside."""
        return list(notice_phrases().adding.find(self.words, is_unspaced=self.is_unspaced))

    def goes_with(self, kind: str, address: AbstractSet[str]) -> bool:
        """Whether a sentence can stand in a notice of a kind: not if it quotes what a person has said."""
        if _QUOTED.search(self.text):
            return False
        if self.size <= MAX_LABEL_WORDS or self.says or any(found.phrase.kind in (kind, None) for found in self.adds):
            return True
        return self.size <= MAX_ADDRESS_WORDS and self._addresses(address)

    def is_firm(self, address: AbstractSet[str]) -> bool:
        """Whether no report would hold the sentence: it addresses the reader, or is hardly more than phrases."""
        return self._addresses(address) or self._filled_share() >= MIN_FILLED_SHARE

    def _filled_share(self) -> float:
        filled = {place for found in (*self.says, *self.adds) for place in range(found.start, found.end)}
        return len(filled) / max(1, len(" ".join(self.words)) if self.is_unspaced else len(self.words))

    def _addresses(self, address: AbstractSet[str]) -> bool:
        if self.is_unspaced:
            return any(word in self.text for word in address)
        return not address.isdisjoint((*self.words, *words_of(self.text)))


def _may_be_notice(text: str, title: str) -> bool:
    """Whether the opening of a text says anything that only a notice says: nearly no article gets by.

    A longer one is first looked through for rare words, which takes a fifth of the time.
    """
    lower = f"{title}\n{text[:MAX_OPENING_CHARACTERS]}".lower()
    is_unspaced = False
    if not lower.isascii():
        lower = lower.replace("\u2018", "'").replace("\u2019", "'")
        is_unspaced = _unspaced_in(lower) > 0
    phrases = notice_phrases()
    is_long = len(lower) > MAX_UNSIFTED_CHARACTERS and not is_unspaced
    if is_long and phrases.rare_words.isdisjoint(lower.split()):
        return False
    return next(phrases.saying.find(words_of(lower), is_unspaced=is_unspaced), None) is not None


def _unspaced_in(text: str) -> int:
    """How many characters of a text are of scripts without spaces."""
    if text.isascii() or not text.encode(errors="replace").translate(None, _NOT_UNSPACED):
        return 0
    return len(UNSPACED.findall(text))


def _sentences(text: str) -> list[_Sentence]:
    parts = _SENTENCE_END.split(text)
    marks = [*_SENTENCE_END.findall(text), ""]
    return [_Sentence.of(part, mark == "\n") for part, mark in zip(parts, marks, strict=True) if part.strip()]


def _read_as(kind: str, sentences: Sequence[_Sentence], titles: Sequence[_Sentence]) -> _Reading | None:
    """How much of a text goes with a notice of a kind, in the languages of the phrases that were found."""
    found = [found.phrase for sentence in (*sentences, *titles) for found in sentence.says]
    phrases = [phrase for phrase in found if phrase.kind == kind]
    languages = notice_phrases().address
    address = frozenset[str]().union(*(languages.get(phrase.language, ()) for phrase in phrases))
    if sentences and sentences[0].is_headline and not sentences[0].goes_with(kind, address):
        sentences = sentences[1:]
    noticed = [sentence for sentence in sentences if sentence.goes_with(kind, address)]
    firm = [sentence for sentence in noticed if sentence.is_firm(address)]
    total = max(1, _size(sentences))
    return _Reading(kind, _size(noticed), total) if _size(firm) >= MIN_FIRM_SHARE * total else None


def _size(sentences: Iterable[_Sentence]) -> int:
    return sum(sentence.size for sentence in sentences)
