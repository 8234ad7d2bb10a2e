"""What an article credits as its source: how credits are found, and how much each kind of them says."""

from __future__ import annotations

from dedup.settings.number import Group, number, settings_group


def _strength(default: float, credit: str) -> float:
    strength: float = number(default, unit="0-1", low=0, high=1, effect=f"{credit} weighs more in origins")
    return strength


@settings_group
class AttributionSettings(Group):
    """Credits, datelines, sign-offs and teasers."""

    # How far a credit of each kind can be trusted as the source of the whole text. The order is that of evidence: a
    # phrase about the text itself, then marks that come with a text when it is passed on, then sources of one fact.
    first_appeared_strength: float = _strength(1.0, '"first appeared on X"')
    dateline_strength: float = _strength(0.9, "a dateline")
    source_line_strength: float = _strength(0.9, '"Source: X"')
    sign_off_strength: float = _strength(0.9, "the closing formula of an agency")
    original_title_strength: float = _strength(0.9, '"Original title:" before another credit of the same words')
    copyright_strength: float = _strength(0.8, "a copyright line")
    byline_strength: float = _strength(0.8, "a byline with an outlet")
    via_strength: float = _strength(0.7, '"via X"')
    contributed_strength: float = _strength(0.6, '"X contributed to this report"')
    according_to_strength: float = _strength(0.6, '"according to X"')
    reported_strength: float = _strength(0.6, '"X reported"')
    statement_strength: float = _strength(0.6, "a statement made to X")
    unlisted_outlet_factor: float = number(
        0.7, unit="factor", low=0, high=1, effect="credits to outlets outside the registry weigh more"
    )

    max_outlet_name_words: int = number(6, unit="words", low=1, effect="longer names of outlets are recognised")
    max_outlet_name_characters: int = number(
        70, unit="characters", low=1, effect="longer names before a cue are recognised"
    )
    max_name_ending_letters: int = number(
        4, unit="letters", low=0, effect="longer grammatical endings of names are recognised (Reuters-ille)"
    )
    min_inflected_name_letters: int = number(
        4, unit="letters", low=1, effect="fewer short names are recognised with a grammatical ending"
    )
    min_domain_label_letters: int = number(
        6, unit="letters", low=1, effect="fewer outlets are recognised by the domain of another article of the group"
    )
    min_publisher_label_letters: int = number(
        4, unit="letters", low=1, effect="fewer labels of an article's own domain count as its publisher's name"
    )

    dateline_characters: int = number(
        400, unit="characters", low=0, effect="datelines and bylines are recognised further down"
    )
    max_subject_distance: int = number(
        300, unit="characters", low=0, effect="the outlet may stand further before the verb that ends its sentence"
    )
    max_closing_distance: int = number(
        60, unit="characters", low=0, effect="the verb may stand further behind the outlet (wie X berichtet)"
    )
    max_results_distance: int = number(
        45, unit="characters", low=0, effect="more reports are business results of the outlet itself, and no credits"
    )

    max_teaser_title_distance: int = number(
        300, unit="characters", low=0, effect='longer titles are recognised in "The post T first appeared on X"'
    )
    min_teaser_title_characters: int = number(
        6, unit="characters", low=1, effect="more short titles are not recognised as titles of a teaser"
    )
    teaser_head_characters: int = number(
        400, unit="characters", low=0, effect="titles of teasers are compared with more of the article's beginning"
    )
    min_teaser_title_share: float = number(
        0.6, unit="share of words", low=0, high=1, effect="more credits belong to a teaser instead of the article"
    )
    max_related_heading_characters: int = number(
        60, unit="characters", low=1, effect="longer lines are recognised as headings of related articles"
    )
    max_related_heading_extra: int = number(
        12, unit="characters", low=0, effect="headings of related articles may hold more besides the known words"
    )
