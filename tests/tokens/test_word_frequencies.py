"""The weights of words by their frequency in a language."""

from __future__ import annotations

from dedup.tokens.word_frequencies import WordWeights, word_weights
from dedup.tokens.words import tokenize


def weights_of(text: str, weights: WordWeights) -> list[float]:
    listed = dict(zip(weights.keys.tolist(), weights.weights.tolist(), strict=True))
    return [listed.get(key, weights.unlisted_weight) for key in weights.keys_of(tokenize(text)).tolist()]


def test_frequent_words_weigh_less_than_rare_ones_and_the_most_frequent_nothing() -> None:
    english = word_weights("en")
    the, river, superintelligence, unlisted = weights_of("the river superintelligence qqzzxy", english)
    assert the == 0
    assert 0 < river < superintelligence <= unlisted == english.unlisted_weight


def test_inflected_languages_are_looked_up_by_stem() -> None:
    german = word_weights("de")
    assert german.by_stem
    one, other = weights_of("Überschwemmung Überschwemmungen", german)
    assert one == other < german.unlisted_weight


def test_a_language_without_a_list_gives_all_words_one_weight() -> None:
    unknown = word_weights("tlh")
    assert not unknown.keys.any()
    assert set(weights_of("nuqneH Qapla", unknown)) == {unknown.unlisted_weight}
