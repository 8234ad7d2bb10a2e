"""Sign-offs that no other credit of the text can take the place of: a tenth of the time of reading all credits.

Of two credits whose names overlap the stronger one counts (`dedup.attribution.credits`). A sign-off is as strong as a
label ("Source: Reuters") and a dateline, and weaker than "first appeared on": where the text has such a label, a phrase
of such a cue, or a dateline over the same name, nothing is sure, and all credits have to be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from dedup.attribution.agency_phrases import AgencyPhrases
from dedup.attribution.credit import Credit, CreditKind, LocatedCredit, strength_of
from dedup.attribution.cue_matcher import lower_same_length
from dedup.attribution.cues import cue_languages, language_code, shipped_cues
from dedup.attribution.datelines import head_credits
from dedup.attribution.names.agencies import agency_names
from dedup.attribution.names.outlets import Outlets
from dedup.attribution.sign_offs import sign_off_credits
from dedup.runtime.patterns import lazy_pattern
from dedup.settings import AttributionSettings

_COLON = lazy_pattern(r"\s?[:：]")
_KINDS_WITH_COLON = frozenset({CreditKind.SOURCE_LINE, CreditKind.ORIGINAL_TITLE})
_KINDS_LOOKED_FOR = _KINDS_WITH_COLON | {CreditKind.FIRST_APPEARED, CreditKind.DATELINE, CreditKind.SIGN_OFF}


def sure_sign_offs(
    text: str, edges: str, language: str | None, outlets: Outlets, settings: AttributionSettings
) -> Sequence[Credit]:
    r"""The sign-offs that are surely among the credits of a text; none where that is in doubt.

    Sign-offs and datelines are read from `edges`, of the same length; `language` is that of the text, if it is known.

    >>> from dedup.attribution.names.outlets import shipped_outlets
    >>> from dedup.settings import DEFAULT_SETTINGS
    >>> text = "The bridge is closed.\nNobody knows for how long. (Reuters)"
    >>> [credit.name for credit in sure_sign_offs(text, text, "en", shipped_outlets(), DEFAULT_SETTINGS)]
    ['Reuters']
    """
    kinds = _kinds_as_strong(settings)
    if not kinds <= _KINDS_LOOKED_FOR:
        return ()
    phrases = AgencyPhrases(agency_names(outlets), language)
    found = list(sign_off_credits(edges, phrases, settings))
    if not found or _may_have_rival_cue(lower_same_length(text), language, kinds):
        return ()
    if min(name.start for _, name in found) < settings.dateline_characters:
        rivals = list(head_credits(edges, phrases, outlets, settings))
        found = [each for each in found if not any(_overlap(each, rival) for rival in rivals)]
    return [credit for credit, _ in found]


def _kinds_as_strong(settings: AttributionSettings) -> frozenset[CreditKind]:
    """The kinds of credits that may take the place of a sign-off."""
    strength = strength_of(CreditKind.SIGN_OFF, settings)
    return frozenset(kind for kind in CreditKind if strength_of(kind, settings) >= strength)


def _may_have_rival_cue(lower_text: str, language: str | None, kinds: frozenset[CreditKind]) -> bool:
    """Whether a label or the phrase of a cue of some kinds may stand anywhere in a text."""
    labels, phrases = _rival_cues(language, kinds)
    ends = (found.start() for found in _COLON.finditer(lower_text))
    return any(lower_text.endswith(labels, 0, end) for end in ends) or any(map(lower_text.__contains__, phrases))


@lru_cache(64)
def _rival_cues(language: str | None, kinds: frozenset[CreditKind]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The labels, and the phrases of cues of some kinds, that may be looked for in texts of a language; of phrases that
    hold another, that one.
    """
    languages = cue_languages(language, "")
    if language_code(language) not in shipped_cues().languages:
        languages = list(shipped_cues().languages.values())
    labels = {label for each in languages for label in (*each.source_labels, *each.title_labels)}
    phrases = {cue.phrase for each in languages for cue in each.cues if cue.kind in kinds}
    return tuple(labels), tuple(p for p in phrases if not any(other in p for other in phrases - {p}))


def _overlap(one: LocatedCredit, other: LocatedCredit) -> bool:
    return one.name.start < other.name.end and other.name.start < one.name.end
