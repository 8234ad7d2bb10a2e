"""What makes two articles translations of one another."""

from __future__ import annotations

from dedup.settings.number import Group, number, settings_group, switch


@settings_group
class TranslationSettings(Group):
    """Translations: whether they are looked for, and how likely they have to be."""

    translations: bool = switch(default=True, effect="articles in other languages are compared by names and figures")
    min_translation_odds: float = number(  # chosen after seeing results, pairs of languages left out
        0.25, unit="log-odds", effect="fewer articles are called whole translations"
    )
    min_part_odds: float = number(  # chosen likewise
        3.0, unit="log-odds", effect="fewer articles are called translations of a part of another"
    )
