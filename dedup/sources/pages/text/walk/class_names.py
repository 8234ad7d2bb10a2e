"""What the names of classes and ids say about a block: that it is comments, a menu, an advertisement, or the article.

The words stand in `class_words.json`, in the languages in which developers name things. A name is cut into its words
("most-read", "mostRead"), and a word of the list is one of these or two in a row ("mostread").
"""

from __future__ import annotations

import json
import re
from enum import IntEnum
from functools import cache, lru_cache
from itertools import repeat
from pathlib import Path
from typing import NamedTuple

from dedup.runtime.patterns import lazy_pattern

_MAX_REMEMBERED = 1 << 14  # names; a site has some hundreds
# Parts of names that say how a block looks or what it holds, not what it is: "md:hidden", "mt-[1px]", "has-sidebar";
# that a voice may read it: "speakable-summary"; and names that are drawn at random: "c7bade55".
_STATES = lazy_pattern(
    r"\S*[:\[]\S*|\bspeakable\S*|\b(?:has|no|with|without|hide|show)[-_]\S*|\b(?:has|with)(?-i:[A-Z])\S*|[^\W_]*\d[a-z][^\W_]*",
    re.IGNORECASE,
)
_WORD = lazy_pattern(r"[A-Z]?[a-z]+|[A-Z]+|[^\W\d_]+|\s")


class Verdict(IntEnum):
    """How surely a block is no part of the article, by its names and its tag."""

    NONE = 0
    WEAK = 1  # a box, which may hold the article, or be one of its parts
    STRONG = 2  # seldom text
    FIRM = 3  # text of the site
    SHOW = 4  # pictures and their captions
    TALK = 5  # text of readers
    OTHER = 6  # another article
    HIDDEN = 7
    NEVER = 8


class _Words(NamedTuple):
    verdicts: dict[str, Verdict]
    body: re.Pattern[str]
    label: re.Pattern[str]
    about: re.Pattern[str]


@lru_cache(_MAX_REMEMBERED)
def verdict_of(names: str) -> Verdict:
    """The verdict of the surest word in the names of a block.

    >>> verdict_of("c-box mostRead")
    <Verdict.FIRM: 3>
    """
    words = list(map(str.lower, _WORD.findall(_STATES.sub(" ", names))))
    pairs = map(str.__add__, words, words[1:])
    return max(map(_words().verdicts.get, [*words, *pairs], repeat(Verdict.NONE)), default=Verdict.NONE)


@lru_cache(_MAX_REMEMBERED)
def is_body_name(names: str) -> bool:
    """Whether the names of a block are those of the body of an article ("story-body")."""
    return _words().body.search(names) is not None


def is_label(text: str) -> bool:
    """Whether a short text is the label of something beside the article: "Advertisement", "Share"."""
    return _words().label.fullmatch(text) is not None


def is_about_authors(text: str) -> bool:
    """Whether a heading is that of a box about the authors: "About the author", "Sobre la firma"."""
    return _words().about.fullmatch(text) is not None


@cache
def _words() -> _Words:
    lists = json.loads(Path(__file__).with_name("class_words.json").read_text(encoding="utf-8"))
    ranks = (
        Verdict.WEAK,
        Verdict.STRONG,
        Verdict.FIRM,
        Verdict.SHOW,
        Verdict.TALK,
    )  # a word of two lists has the later verdict
    verdicts = {word: rank for rank in ranks for word in lists[rank.name.lower()].split()}
    label, about = (re.compile(rf"\W*(?:{lists[name]})\W*", re.IGNORECASE) for name in ("label", "about"))
    return _Words(verdicts, re.compile(lists["body"], re.IGNORECASE), label, about)
