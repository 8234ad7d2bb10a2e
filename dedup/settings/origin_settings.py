"""When an outlet is named as the origin of a cluster or a story."""

from __future__ import annotations

from dedup.settings.number import Group, number, settings_group


@settings_group
class OriginSettings(Group):
    """Origins: how much each clue says, and how sure the best outlet must be."""

    canonical_url_strength: float = number(
        0.8, unit="0-1", low=0, high=1, effect="a canonical URL at another outlet says more"
    )
    earliest_date_strength: float = number(
        0.5, unit="0-1", low=0, high=1, effect="the earliest date says more; dates of pages are often wrong"
    )
    min_head_start_days: float = number(
        3.0, unit="days", low=0, effect="copies must follow later for the date alone to name the earliest outlet"
    )
    min_held_share: float = number(
        0.95, unit="0-1", low=0, high=1, effect="the earliest copy must hold more of the later ones to be their origin"
    )
    link_strength: float = number(0.4, unit="0-1", low=0, high=1, effect="a link to another article says more")
    contained_strength: float = number(
        0.15, unit="0-1", low=0, high=1, effect="being contained in a longer article says more; it mostly means shorter"
    )
    translation_note_strength: float = number(
        0.8, unit="0-1", low=0, high=1, effect="an article that says it is a translation says more of its original"
    )
    fact_credit_factor: float = number(
        0.4, unit="factor", low=0, high=1, effect="credits for one fact count more as credits for the whole text"
    )
    max_clue_strength: float = number(
        0.97, unit="0-1", low=0, high=0.9999, effect="clues and origins may be surer; 1 would be beyond doubt"
    )

    min_origin_confidence: float = number(
        0.5, unit="0-1", low=0, high=1, effect="fewer clusters have an origin: weak clues name none"
    )
    min_origin_ratio: float = number(
        2.0, unit="ratio of odds or votes", low=1, effect="fewer groups have an origin: contradicting clues name none"
    )
    rival_discount: float = number(
        0.5, unit="factor", low=0, high=1, effect="the second best outlet of a cluster lowers the confidence more"
    )

    min_story_votes: float = number(
        1.5, unit="votes", low=0, effect="fewer large stories have an origin; one text has up to one vote an outlet"
    )
    min_votes_per_text: float = number(
        0.5, unit="votes", low=0, effect="fewer stories of two texts have an origin; min_story_votes limits it"
    )
    earliest_article_votes: float = number(
        0.5, unit="votes", low=0, effect="the outlet of the earliest article is preferred, if anyone credits it"
    )
    upstream_factor: float = number(
        0.8, unit="factor", low=0, high=1, effect="the source of a source receives more of its votes"
    )
    min_upstream_ratio: float = number(
        0.5, unit="ratio of votes", low=0, effect="fewer sources are traced to their own source"
    )
    unknown_rival_votes: float = number(
        0.5, unit="votes", low=0, effect="the confidence in the origin of a story is lower, most with few votes"
    )
