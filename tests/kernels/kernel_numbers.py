"""Numbers that kernels and their twins are handed in tests: those of the default settings."""

from __future__ import annotations

from dedup.kernels.parameters import (
    AlignmentNumbers,
    CorpusNumbers,
    MeasureNumbers,
    RankNumbers,
    RepeatNumbers,
    SelectionNumbers,
    SummaryNumbers,
    WordingNumbers,
)

REPEAT_NUMBERS = RepeatNumbers(
    seed_words=5,
    max_gap=14,
    gap_cost=2,
    x_drop=20,
    near_gap=4,
    near_agreement=3,
    far_agreement=4,
    short_gap=3,
    max_chance_words=3,
    sentence_strength=3,
    same_start_words=8,
    min_run=16,
    min_edited=24,
    min_edited_run=10,
    min_edited_share=0.75,
    template_numbers=3,
    template_share=0.9,
    min_certain_run=32,
    work_per_word=60,
    min_work=200_000,
)
MEASURE_NUMBERS = MeasureNumbers(
    min_counted_words=20,
    max_layout_words=12,
    min_tile=4,
    max_tile_tries=32,
    max_bridge=3,
    min_stretch=8,
    min_passage_share=0.6,
    min_framed_prose=25,
    max_stray_words=10,
    max_changed_words=12,
)
ALIGNMENT_NUMBERS = AlignmentNumbers(
    cell_words=16,
    min_seed=10.0,
    neighbour_weight=0.6,
    max_votes=100,
    min_vote=0.3,
    seed_share=0.5,
    max_word=4.0,
    x_drop=12.0,
    min_score=9.0,
    margin=24,
    max_rounds=10,
    trim_rounds=3,
    growing_share=0.4,
    min_trimming_share=0.3,
    max_trimming_share=0.9,
    caution=0.8,
    min_tries=200,
    min_kept=64,
)
SUMMARY_NUMBERS = SummaryNumbers(
    reuse_share=0.6,
    max_word=4.0,
    x_drop=12.0,
    again_words=150,
    slices=10,
    max_rare_chance=0.1,
    window_ratio=1.5,
)
SELECTION_NUMBERS = SelectionNumbers(
    max_terms=128,
    max_pairs=48,
    max_quotes=24,
    name_boost=1.5,
    number_boost=1.25,
    lead_words=90,
    early_share=0.6,
    early_words=150,
    late_rank=0.5,
    min_quoted_words=4,
)
CORPUS_NUMBERS = CorpusNumbers(texts=30, prior=200.0, scale=6.5)
RANK_NUMBERS = RankNumbers(max_heavy=32, max_top=20, name_boost=1.5, number_boost=1.25)
WORDING_NUMBERS = WordingNumbers(
    min_sentence_terms=4,
    max_sentences=80,
    min_aligned=0.3,
    min_surely_aligned=0.45,
    min_bigrams=5,
    min_rare_weight=2.5,
    min_order_sentences=4,
)
