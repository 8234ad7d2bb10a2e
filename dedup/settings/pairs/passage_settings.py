"""What counts as a passage: a stretch of one text that the other re-uses."""

from __future__ import annotations

from dedup.settings.number import Group, number, settings_group


@settings_group
class PassageSettings(Group):
    """Alignment of two texts: passages, verbatim cores and summaries."""

    # Evidence of a word
    min_word_rate: float = number(
        1e-4, unit="share", low=1e-12, high=1, effect="rare shared words are weaker evidence of re-use"
    )
    function_word_rate: float = number(
        2e-3, unit="share", low=1e-12, high=1, effect="function words of languages without a table are weaker evidence"
    )
    min_listed_share: float = number(
        0.25, unit="share", low=0, high=1, effect="more texts count as written in a language without a table"
    )
    max_word_nats: float = number(4.0, unit="nats", low=0, effect="one very rare word is stronger evidence of re-use")
    sentence_bonus: float = number(4.0, unit="nats", low=0, effect="passages begin and end with sentences more often")
    line_bonus: float = number(3.0, unit="nats", low=0, effect="passages begin and end with lines more often")

    # Seeds
    cell_words: int = number(16, unit="words", low=1, effect="seeds are looked for in longer stretches")
    seed_nats: float = number(10.0, unit="nats", low=0.01, effect="passages with few rare words in common are missed")
    seed_reuse_share: float = number(
        0.5, unit="share", low=0.01, high=0.99, effect="a shared word counts more while seeds are looked for"
    )
    neighbour_weight: float = number(
        0.6, unit="ratio", low=0.01, high=1, effect="words in common near each other make a seed more often"
    )
    max_word_votes: int = number(
        100, unit="places", low=0, effect="more frequent shared words help to find passages, in more time"
    )
    min_vote_nats: float = number(0.3, unit="nats", low=0.01, effect="weak evidence no longer helps to find passages")
    max_segments_kept: int = number(64, unit="segments", low=1, effect="more passages can be found in one pair")

    # Growing and trimming
    extension_drop: float = number(12.0, unit="nats", low=0, effect="passages go on over more foreign words")
    min_segment_nats: float = number(9.0, unit="nats", low=0, effect="only stronger segments are judged at all")
    growth_margin: int = number(24, unit="words", low=0, effect="passages grow further at each round")
    growth_rounds: int = number(10, unit="rounds", low=1, effect="longer passages are found in one piece")
    trim_rounds: int = number(3, unit="rounds", low=1, effect="the ends of passages are trimmed more often")
    growth_share: float = number(
        0.4, unit="share", low=0.01, high=0.99, effect="passages grow over fewer foreign words"
    )
    min_trim_share: float = number(
        0.3, unit="share", low=0.01, high=0.99, effect="passages with little re-use are trimmed more"
    )
    max_trim_share: float = number(
        0.9, unit="share", low=0.01, high=0.99, effect="passages with much re-use are trimmed more"
    )
    trim_caution: float = number(0.8, unit="ratio", low=0, high=1, effect="passages are trimmed more")

    # Segments that are passages
    max_merge_gap: int = number(40, unit="words", low=0, effect="passages with more words between them are one passage")
    max_segment_overlap: float = number(
        0.5, unit="share", low=0, high=1, effect="passages may overlap stronger ones more"
    )
    min_passage_words: int = number(10, unit="words", low=0, effect="only longer passages are reported")
    min_longer_side_words: int = number(
        20, unit="words", low=0, effect="only passages whose longer side is longer are reported"
    )
    min_reuse_share: float = number(
        0.35, unit="share", low=0, high=1, effect="only passages with more re-use on both sides are reported"
    )
    certain_nats: float = number(
        150.0, unit="nats", low=0, effect="only stronger passages are reported against the model"
    )
    min_edited_similarity: float = number(
        0.7, unit="share", low=0, high=1, effect="fewer passages are called edited, more reordered or reworded"
    )
    min_reordered_reuse: float = number(
        0.85, unit="share", low=0, high=1, effect="fewer passages are called reordered, more reworded"
    )

    # Verbatim cores
    core_margin: int = number(24, unit="words", low=0, effect="the exact ends of a copy are looked for further away")
    min_core_agreement: float = number(
        0.92, unit="share", low=0, high=1, effect="only copies with fewer edits have exact ends"
    )
    min_core_share: float = number(
        0.6, unit="share", low=0, high=1, effect="a passage takes the ends of a copy only if more of it is copied"
    )
    core_words_per_log: float = number(
        1.75, unit="words", low=0, effect="only longer copies are reported against the model, in longer texts"
    )
    min_core_words: float = number(
        10.0, unit="words", low=0, effect="only longer copies are reported against the model, in short texts"
    )

    # Summaries
    min_summarised_words: int = number(
        300, unit="words", low=0, effect="only longer texts can be summed up by the other"
    )
    min_summary_words: int = number(50, unit="words", low=0, effect="only longer stretches can be summaries")
    min_summary_ratio: float = number(
        3.5, unit="ratio", low=0, effect="a summary is shorter than the text that it sums up by more"
    )
    min_summary_nats: float = number(35.0, unit="nats", low=0, effect="only stronger summaries are reported")
    min_summary_nats_per_word: float = number(0.3, unit="nats", low=0, effect="only denser summaries are reported")
    min_summary_reuse: float = number(
        0.62, unit="share", low=0, high=1, effect="only summaries with more re-use are reported"
    )
    summary_reuse_share: float = number(
        0.6, unit="share", low=0.01, high=0.99, effect="summaries are expected to re-use more words"
    )
    summary_recurrence: int = number(
        150, unit="words", low=0, effect="a word must stand further away to be evidence of a summary again"
    )
    summary_window: float = number(
        1.5, unit="ratio", low=0.01, effect="summaries of one place of the text are looked for in a longer window of it"
    )
    summary_slices: int = number(10, unit="slices", low=2, effect="summaries must draw more evenly on the text")
    summary_rare_chance: float = number(
        0.1, unit="probability", low=0, high=1, effect="more frequent words show which places a summary draws on"
    )
    min_summary_overlap: float = number(
        0.5, unit="share", low=0, high=1, effect="a summary replaces only passages that lie further inside it"
    )
