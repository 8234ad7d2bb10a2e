"""Short phrases that only credit agencies: what stands in brackets behind a text, or on a line of its own.

    (AFP/dpa)   (epd/mq)   -- BERNAMA   PTI XYZ QRS   Con información de AFP   (पीटीआई से इनपुट के साथ)   Fonte: ANSA

Such a phrase holds one agency or more, separators, numbers, initials of editors, and words of crediting. Of these
words only nouns are listed (`credit_phrases.json`); others need not be known, in any language: they are in lower case,
or begin the line, and are few. A picture's credit has a word for picture, and credits no text. A sentence that ends
like one is a credit only if it speaks of a translation, a reprint or a contribution.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dedup.attribution.names.agencies import AgencyNames
from dedup.attribution.names.outlet_matcher import OutletMention
from dedup.attribution.names.outlet_patterns import (
    SENTENCE_ENDS,
    UNSPACED,
    holds_unspaced,
    is_run_together,
    is_unspaced,
)
from dedup.runtime.patterns import lazy_pattern

_SEPARATORS = r"\s/,;:：՝፦៖.·•|+&*_=＝、，。()\[\]（）【】［］«»“”„\"'‘’–—-"
_SEPARATOR = lazy_pattern(rf"[{_SEPARATORS}]+")
_WORD = lazy_pattern(rf"[^{_SEPARATORS}]+")
_WORD_OR_UNSPACED = lazy_pattern(rf"[^{_SEPARATORS}{UNSPACED}]+|[{UNSPACED}]")  # takes milliseconds to compile
_OPENING_BRACKETS = "([（［【"
_JOINT_BEFORE = lazy_pattern(r"\s?[=＝/／–-]\s?$")
_NUMBER = lazy_pattern(r"\d")
_INITIALS = lazy_pattern(r"[^\W\d_]{1,4}")
_SENTENCE_END = lazy_pattern(rf"[{SENTENCE_ENDS}]\s*$|[^\W\d_]{{5}}[.!?]\s")  # an abbreviation is shorter
_LABEL_END = lazy_pattern(r"[:：՝፦៖]")
_MAX_OTHER_WORDS = 5  # besides names, numbers, initials and listed words
_MAX_OTHERS_BEHIND = 1  # of these, behind the first name, in scripts with case: more are a headline's
_MAX_SENTENCE_WORDS = 25
# Letters that say "droits réservés" of a picture or a text, and the languages in which they are an outlet all the same.
_RIGHTS_NOTICES = {"DR": ("da", "fo", "kl")}
_MAX_PHRASE_CHARACTERS = 160
_MAX_INITIALS = 3  # words of initials behind or before the name of an agency


@dataclass(frozen=True, slots=True)
class PhraseWords:
    """Words of credit phrases, in lower case: nouns of crediting, and the beginnings of words for a picture, of words
    by which a sentence speaks of a translation or a reprint, and of words by which a phrase is no credit.
    """

    nouns: frozenset[str]
    pictures: re.Pattern[str]
    reuse: re.Pattern[str]
    refusals: re.Pattern[str]


@cache
def phrase_words() -> PhraseWords:
    """The words that ship with dedup."""
    rows = json.loads(Path(__file__).with_name("credit_phrases.json").read_text(encoding="utf-8"))
    return PhraseWords(
        frozenset(" ".join(rows["nouns"]).split()),
        *(_any_beginning(rows[name][0].split("|")) for name in ("pictures", "reuse", "refusals")),
    )


def _any_beginning(words: list[str]) -> re.Pattern[str]:
    """A pattern of words, or of their beginnings if `-` follows; in scripts without spaces they may stand anywhere."""
    spaced = [re.escape(word.rstrip("-")) + ("" if word.endswith("-") else r"(?![^\W_])") for word in words]
    unspaced = [re.escape(word) for word in words if is_run_together(word[:1])]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(spaced)})|{'|'.join(unspaced) or '(?!)'}")


class AgencyPhrases:
    """Reads phrases that credit agencies, in the language of one text."""

    def __init__(self, names: AgencyNames, language: str | None) -> None:
        self._names = names
        self._language = (language or "").partition("-")[0] or None

    def mentions(self, text: str, start: int, end: int, *, in_brackets: bool = False) -> list[OutletMention]:
        """The agencies that a phrase credits; none if it holds anything else. In brackets, letters may be small."""
        if end - start > _MAX_PHRASE_CHARACTERS:
            return []
        phrase, words = text[start:end], phrase_words()
        if not self.may_name(phrase.upper() if in_brackets else phrase):
            return []
        phrase = phrase.lower()
        if words.pictures.search(phrase) or words.refusals.search(phrase):
            return []
        found, others = self._split(text, start, end, in_brackets)
        if not found:
            return []
        if words.reuse.search(phrase):
            return found if len(others) <= _MAX_SENTENCE_WORDS else []
        unknown = [each for each in others if each.group().lower() not in words.nouns]
        if _are_initials(unknown, found[0].span.start):
            return found
        if len(unknown) > _MAX_OTHER_WORDS or _ends_sentence(text[start:end], others):
            return []
        is_label = _LABEL_END.search(text, start, found[0].span.start) is not None
        if not _are_small(unknown, others) or (is_label and len(unknown) == len(others)):
            return []
        if unknown and all(_is_ambiguous(mention, text) for mention in found):
            return []
        behind = [each for each in unknown if each.start() > found[0].span.start and each[0].upper() != each[0].lower()]
        is_enclosed = in_brackets or text[start] in _OPENING_BRACKETS
        return found if is_enclosed or len(behind) <= _MAX_OTHERS_BEHIND else []

    def may_name(self, text: str) -> bool:
        """Whether a text may name an agency with its own capitals. False proves that it does not."""
        return self._names.may_be_in(text)

    def name_at(self, text: str, start: int, *, small_letters: bool = False) -> OutletMention | None:
        """The agency whose name begins at `start`."""
        return self._names.match_at(text, start, self._language, small_letters=small_letters)

    def is_rights_notice(self, letters: str) -> bool:
        """Whether letters that name an outlet in some languages only say in this one that rights are reserved."""
        languages = _RIGHTS_NOTICES.get(letters.upper())
        return languages is not None and self._language not in languages

    def is_picture(self, phrase: str) -> bool:
        """Whether a phrase has a word for picture."""
        return phrase_words().pictures.search(phrase.lower()) is not None

    def last_mentions(self, text: str, start: int, end: int) -> list[OutletMention]:
        """The agency that ends a phrase, behind a place, and those joined to it (AFP=연합뉴스); no picture's."""
        if phrase_words().pictures.search(text[start:end].lower()):
            return []
        found: list[OutletMention] = []
        while mention := self._names.match_end(text, start, end, self._language):
            found.insert(0, mention)
            joint = _JOINT_BEFORE.search(text, start, mention.span.start)
            if joint is None:
                break
            end = joint.start()
        return found

    def _split(
        self, text: str, start: int, end: int, small_letters: bool
    ) -> tuple[list[OutletMention], list[re.Match[str]]]:
        """The agencies of a phrase, and its other words; numbers are left out."""
        found: list[OutletMention] = []
        others: list[re.Match[str]] = []
        any_word = _WORD_OR_UNSPACED if holds_unspaced(text[start:end]) else _WORD
        place = start
        while place < end:
            if (mention := self.name_at(text, place, small_letters=small_letters)) and mention.span.end <= end:
                found.append(mention)
                place = mention.span.end
            elif joined := self._joined_by_and(text, place, end):
                found.append(joined)
                place = joined.span.end
            elif gap := _SEPARATOR.match(text, place, end):
                place = gap.end()
            elif word := any_word.match(text, place, self._next_name(text, place, end)):
                others += [word] if not _NUMBER.search(word[0]) else []
                place = word.end()
            else:
                place += 1
        return found, others

    def _joined_by_and(self, text: str, place: int, end: int) -> OutletMention | None:
        """The agency behind an "and" that is written together with its name, in Hebrew and Arabic."""
        mention = self.name_at(text, place + 1) if text[place] in "וو" else None
        return mention if mention and mention.span.end <= end else None

    def _next_name(self, text: str, place: int, end: int) -> int:
        """Where a word must end since a name begins, in scripts that write words together; else the end."""
        if not is_run_together(text[place]) or is_unspaced(text[place]):
            return end
        return next((each for each in range(place + 1, end) if self.name_at(text, each)), end)


def _is_ambiguous(mention: OutletMention, text: str) -> bool:
    """Whether a name is also a word, in a script without capitals that would tell it from one."""
    name = mention.span.of(text)
    return name in mention.outlet.ambiguous and name.lower() == name.upper()


def _ends_sentence(phrase: str, others: list[re.Match[str]]) -> bool:
    """Whether a phrase ends as a sentence does, or holds the end of one; a listed word may be abbreviated (inf.)."""
    found = _SENTENCE_END.search(phrase)
    is_abbreviated = others and phrase.rstrip(" .").endswith(others[-1].group())
    return found is not None and not (is_abbreviated and others[-1].group().lower() in phrase_words().nouns)


def _are_initials(words: list[re.Match[str]], first_name: int) -> bool:
    """Whether words are initials of editors: a few short ones of one case; without case, only behind the name."""
    if len(words) > _MAX_INITIALS:
        return False
    letters = "".join(word[0] for word in words)
    if letters.lower() == letters.upper():
        return len(words) < _MAX_INITIALS and all(word.start() > first_name for word in words)
    return letters in (letters.lower(), letters.upper()) and all(_INITIALS.fullmatch(word[0]) for word in words)


def _are_small(words: list[re.Match[str]], all_words: list[re.Match[str]]) -> bool:
    """Whether all words are in lower case, but for the first of the phrase; those written together are none."""
    capitals = [word for word in words if word[0] != word[0].lower() and word is not all_words[0]]
    return not capitals and not any(is_run_together(word[0][0]) for word in words)
