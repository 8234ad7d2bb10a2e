"""How the language of a text is recognised."""

from __future__ import annotations

from dedup.settings.number import Group, number, settings_group


@settings_group
class LanguageSettings(Group):
    """Language identification by script and function words."""

    max_language_words: int = number(
        2000, unit="words", low=1, effect="more of a text is read to identify its language"
    )
    min_function_word_share: float = number(
        0.05, unit="share of words", low=0, high=1, effect="more texts have no language: few words are function words"
    )
    min_script_share: float = number(
        0.25, unit="share", low=0, high=1, effect="fewer texts are Chinese, Japanese, Korean or Thai by their script"
    )
    min_kana_share: float = number(
        0.02, unit="share of letters", low=0, high=1, effect="more texts in ideographs are Chinese, fewer Japanese"
    )
    min_contradicting_words: int = number(
        5,
        unit="words",
        low=1,
        effect="more labels are believed: the text has few more function words of another language",
    )
    min_contradiction_ratio: float = number(
        2.0, unit="ratio", low=1, effect="more labels are believed: the text has not so many times more of these words"
    )
