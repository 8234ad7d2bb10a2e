"""What counts as a block that stands again in the same article."""

from __future__ import annotations

from dedup.settings.number import Group, number, settings_group


@settings_group
class RepeatSettings(Group):
    """Repeated blocks inside one article."""

    # How long a block is
    min_repeat_words: int = number(8, unit="words", low=1, effect="only longer blocks are repeats")
    min_inline_repeat_words: int = number(
        20, unit="words", low=0, effect="only longer blocks may begin or end inside a sentence"
    )
    min_edited_repeat_words: int = number(
        12, unit="words", low=1, effect="blocks without a verbatim run of the least length need more equal words"
    )
    min_edited_repeat_run: int = number(5, unit="words", low=0, effect="an edited block has a longer verbatim run")
    min_edited_repeat_share: float = number(
        0.75, unit="share", low=0, high=1, effect="an edited block has more equal words"
    )

    # How far a block reaches
    repeat_seed_words: int = number(
        5, unit="words", low=5, high=64, effect="only longer equal runs begin a block: edited copies are missed"
    )
    max_repeat_gap: int = number(14, unit="words", low=0, effect="a block goes on over longer edits")
    repeat_gap_cost: int = number(2, unit="words", low=0, effect="a block ends at smaller edits")
    repeat_drop: int = number(20, unit="words", low=0, effect="a block goes on over more edits in a row")
    max_near_repeat_gap: int = number(
        4, unit="words", low=0, effect="fewer words must agree behind edits of up to this length"
    )
    min_run_after_near_gap: int = number(
        3, unit="words", low=1, effect="a block goes on behind a short edit only if more words agree"
    )
    min_run_after_far_gap: int = number(
        4, unit="words", low=1, effect="a block goes on behind a long edit only if more words agree"
    )
    max_gap_before_boundary: int = number(
        3, unit="words", low=0, effect="one equal word before a sentence end is enough behind longer edits"
    )
    max_chance_words: int = number(
        3, unit="words", low=0, effect="more equal words of the sentence before are left out of a block"
    )
    repeat_boundary_words: int = number(
        3, unit="words", low=1, high=255, effect="blocks end at sentence ends rather than that many words later"
    )
    repeat_glue_words: int = number(
        2, unit="words", low=0, high=255, effect="blocks end where words are glued rather than that many words later"
    )
    max_start_distance: int = number(
        8, unit="words", low=0, effect="blocks whose starts lie further apart are copies of one block"
    )
    repeat_work_per_word: int = number(
        60,
        unit="comparisons",
        low=0,
        effect="edited copies are found in longer texts that nearly repeat, in more time",
    )
    min_repeat_work: int = number(
        200_000,
        unit="comparisons",
        low=0,
        effect="edited copies are found in short texts that nearly repeat, in more time",
    )

    # Templates inside one text
    repeat_template_numbers: int = number(
        3, unit="numbers", low=1, effect="a block with more differing numbers can be a repeat"
    )
    repeat_template_share: float = number(
        0.9, unit="share", low=0, high=1, effect="a block with differing numbers needs more equal words to be a repeat"
    )
    min_template_free_run: int = number(
        16, unit="words", low=0, effect="only a longer verbatim run makes a repeat whatever its numbers"
    )

    # Which copies are of one block
    min_block_overlap: float = number(
        0.8, unit="share", low=0, high=1, effect="copies of stretches that differ in length are blocks of their own"
    )
    max_border_distance: int = number(
        2, unit="words", low=0, effect="a copy of a copy may stick out further and is still traced to the first block"
    )
    max_groups_back: int = number(
        8, unit="blocks", low=1, effect="a copy is compared with more of the blocks that begin before it"
    )
