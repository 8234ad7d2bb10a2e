"""Which language a text is in."""

from __future__ import annotations

import pytest

from dedup.article import Article
from dedup.tokens.language import language_of
from dedup.tokens.word_frequencies import word_weights
from dedup.tokens.words import tokenize

TEXTS = {
    "en": "The river rose over its banks in the night, and the water stood in the cellars of the old town.",
    "de": "Der Fluss ist in der Nacht über die Ufer getreten, und das Wasser stand in den Kellern der Altstadt.",
    "fr": "La rivière est sortie de son lit dans la nuit, et l'eau a envahi les caves de la vieille ville.",
    "es": "El río se desbordó por la noche y el agua entró en los sótanos de la parte vieja de la ciudad.",
    "ru": "Ночью река вышла из берегов, и вода стояла в подвалах старого города, но никто не пострадал.",
    "tr": "Nehir gece taştı ve su eski şehrin bodrumlarına kadar geldi, ama kimse bu olayda yaralanmadı.",
    "zh": "夜里河水漫过堤岸，老城的地下室都进了水，所幸没有人受伤。",
    "ja": "夜のうちに川があふれ、古い町の地下室に水が入ったが、けが人はいなかった。",
    "ko": "밤사이 강물이 넘쳐 구시가지 지하실에 물이 찼지만 다친 사람은 없었다.",
    "": "12 34 56",
}


@pytest.mark.parametrize(("language", "text"), TEXTS.items())
def test_texts_tell_their_language(language: str, text: str) -> None:
    assert language_of(Article("a", text), tokenize(text)) == language


def test_what_an_article_says_itself_counts() -> None:
    text = TEXTS["de"]
    assert language_of(Article("a", text, language="EN-gb"), tokenize(text)) == "en"


def test_common_words_weigh_less_than_rare_ones_and_the_commonest_nothing() -> None:
    english = word_weights("en")
    weights = dict(zip(english.keys.tolist(), english.weights.tolist(), strict=True))
    the, river, superintelligence = (weights[key] for key in tokenize("the river superintelligence").hashes.tolist())
    assert the == 0
    assert 0 < river < superintelligence <= english.unlisted_weight


def test_a_language_without_a_list_weighs_all_words_alike() -> None:
    unknown = word_weights("tlh")
    assert not unknown.keys.any()
    assert unknown.unlisted_weight > 0
