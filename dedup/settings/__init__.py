"""Every number that changes a result, in one frozen value.

What a fingerprint is made of (three-word shingles, 128 values, 32 bands of 4, five-word anchors) is no setting: stored
fingerprints would not fit. The numbers here may change from run to run.

One file a group, those of pairs in `pairs/`; `number.py` says how a number is declared, `assignments.py` how values are
read. A stage takes its group as a parameter and reads no constant: `def cluster(pairs, settings: ClusterSettings)`.
"""

from __future__ import annotations

from dedup.settings.attribution_settings import AttributionSettings
from dedup.settings.cluster_settings import ClusterSettings
from dedup.settings.index_settings import IndexSettings
from dedup.settings.language_settings import LanguageSettings
from dedup.settings.limit_settings import LimitSettings
from dedup.settings.number import Number, check, numbers_of, settings_group
from dedup.settings.origin_settings import OriginSettings
from dedup.settings.pairs.boilerplate_settings import BoilerplateSettings
from dedup.settings.pairs.folding_settings import FoldingSettings
from dedup.settings.pairs.passage_settings import PassageSettings
from dedup.settings.pairs.repeat_settings import RepeatSettings
from dedup.settings.pairs.search_settings import SearchSettings
from dedup.settings.pairs.verification_settings import VerificationSettings
from dedup.settings.story_settings import StorySettings
from dedup.settings.translation_settings import TranslationSettings

__all__ = [
    "DEFAULT_SETTINGS",
    "AttributionSettings",
    "BoilerplateSettings",
    "ClusterSettings",
    "FoldingSettings",
    "IndexSettings",
    "LanguageSettings",
    "LimitSettings",
    "Number",
    "OriginSettings",
    "PassageSettings",
    "RepeatSettings",
    "SearchSettings",
    "Settings",
    "StorySettings",
    "TranslationSettings",
    "VerificationSettings",
    "numbers_of",
]


@settings_group
class Settings(
    AttributionSettings,
    BoilerplateSettings,
    ClusterSettings,
    FoldingSettings,
    IndexSettings,
    LanguageSettings,
    LimitSettings,
    OriginSettings,
    PassageSettings,
    RepeatSettings,
    SearchSettings,
    StorySettings,
    TranslationSettings,
    VerificationSettings,
):
    """All numbers of all groups. SettingsError names all faults at once.

    >>> Settings(near_coverage=0.7)
    Settings(near_coverage=0.7)

    >>> Settings(min_core_coverage=2)
    Traceback (most recent call last):
        ...
    dedup.errors.SettingsError: min_core_coverage must lie between 0 and 1, not at 2
    """

    def __post_init__(self) -> None:
        check(self)


DEFAULT_SETTINGS = Settings()
