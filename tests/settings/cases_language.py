"""What each number of language identification changes: the language of a text."""

from __future__ import annotations

from collections.abc import Callable

from effect_case import Case

from dedup.article import Article
from dedup.settings import Settings
from dedup.tokens.language import language_of
from dedup.tokens.words import tokenize

ENGLISH = "The river rose over its banks in the night, and the water stood in the cellars of the old town. "
GERMAN = "Der Fluss ist in der Nacht über die Ufer getreten, und das Wasser stand in den Kellern der Altstadt. "
JAPANESE = "夜のうちに川があふれ、古い町の地下室に水が入ったが、けが人はいなかった。"
KOREAN = "밤사이 강물이 넘쳐 구시가지 지하실에 물이 찼지만 다친 사람은 없었다."


def language(text: str) -> Callable[[Settings], str]:
    return lambda settings: language_of(Article("a", text), tokenize(text), settings)


def labelled(text: str) -> Callable[[Settings], str]:
    """The language of a text that is labelled English."""
    return lambda settings: language_of(Article("a", text, language="en"), tokenize(text), settings)


CASES = {
    "max_language_words": Case(value=20, outcome=language(ENGLISH + GERMAN * 3), before="de", after="en"),
    "min_function_word_share": Case(value=0.9, outcome=language(ENGLISH), before="en", after=""),
    "min_script_share": Case(value=0.9, outcome=language(KOREAN), before="ko", after=""),
    "min_contradicting_words": Case(value=50, outcome=labelled(GERMAN * 2), before="de", after="en"),
    "min_contradiction_ratio": Case(value=9, outcome=labelled(GERMAN * 3 + ENGLISH), before="de", after="en"),
    "min_kana_share": Case(value=0.9, outcome=language(JAPANESE), before="ja", after="zh"),
}
