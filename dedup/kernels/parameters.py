"""The numbers that kernels are handed: what changes a result, by kernel. Their values come from `dedup.settings`.

A NamedTuple a kernel, for numba takes those apart without cost; nothing here loads numba. Words are counted in words,
weights of repeats in half words, scores of alignment in nats.
"""

from __future__ import annotations

from typing import NamedTuple


class RepeatNumbers(NamedTuple):
    """What makes a stretch of a text a repeat of an earlier one: `prepare.find_repeats`."""

    seed_words: int  # equal words in a row that two places are compared from
    max_gap: int  # words on either side
    gap_cost: int  # words that agree, and one more for each word of the gap's longer side
    x_drop: int  # words below the best so far: a run of foreign text that no edit explains
    near_gap: int  # words: behind a gap of up to so many, `near_agreement` words in a row must agree, else
    near_agreement: int
    far_agreement: int
    short_gap: int  # words: behind a gap this short, one word that agrees is enough if a boundary follows it
    max_chance_words: int  # words from a sentence before that agree by chance
    sentence_strength: int  # of a boundary that writers cut at
    same_start_words: int  # between two starts of what is one block
    min_run: int  # half words in a row that make a repeat
    min_edited: int  # half words of an edited repeat,
    min_edited_run: int  # those of its longest run,
    min_edited_share: float  # and the share of its words that agree
    template_numbers: int  # so many other numbers,
    template_share: float  # where less than this share of the words agrees, make a template
    min_certain_run: int  # half words in a row that no template has
    work_per_word: int  # comparisons behind gaps: beyond so many, extension is verbatim
    min_work: int


class MeasureNumbers(NamedTuple):
    """What counts as shared between two articles: `verify.measure_pairs`."""

    min_counted_words: int  # an article with fewer besides boilerplate counts with it
    max_layout_words: int  # a line that is no prose and no longer is layout
    min_tile: int  # equal words in a row
    max_tile_tries: int  # places of the same three words that one tile looks at
    max_bridge: int  # words between two tiles that belong to the stretch: an edit
    min_stretch: int  # words; a shorter stretch is chance
    min_passage_share: float  # of the words of a passage that are equal
    min_framed_prose: int  # unshared prose words that shared edges can frame
    max_stray_words: int  # prose words that do not end an edge
    max_changed_words: int  # between two tiles, or at an end of the text: what was put in the place of something else


class DissimilarNumbers(NamedTuple):
    """When two articles are alike, in what counts of them: `learn.find_boilerplate`."""

    min_overlap: float  # share of the words of the lesser
    short_is_similar: bool  # an article of too few words is like any other, or else it is passed over


class LongBlockNumbers(NamedTuple):
    """When a line belongs to a shared article rather than to a page: `learn.find_boilerplate`."""

    min_words: int  # of the block round the line
    max_lines: int  # looked at on either side


class AlignmentNumbers(NamedTuple):
    """What makes two stretches a passage: `verify.align_pair`."""

    cell_words: int  # about a sentence, the finest place that a vote can name
    min_seed: float  # nats in a cell and its neighbours: about three rare words in common
    neighbour_weight: float  # a vote's weight in the eight cells around its own
    max_votes: int  # occurrences left x right: a word above says nothing about places
    min_vote: float  # nats
    seed_share: float  # of the words re-used, assumed while seeds are looked for
    max_word: float  # nats: one word, however rare, is not evidence enough
    x_drop: float  # nats below the best so far: about 24 foreign words in a row end a stretch
    min_score: float  # nats on either side: the least that is handed on to be judged
    margin: int  # words beyond the other side's stretch that count while growing
    max_rounds: int  # of growing: to some 500 words; more is joined later
    trim_rounds: int
    growing_share: float  # of the words re-used, assumed while growing
    min_trimming_share: float  # and while trimming
    max_trimming_share: float
    caution: float  # of the share measured: an estimate from the stretch that it chose is too high
    min_tries: int  # seeds tried, and
    min_kept: int  # stretches kept in texts of up to a few thousand words; more as cells are more


class SummaryNumbers(NamedTuple):
    """What makes a stretch a summary of another text: `verify.find_summary`."""

    reuse_share: float  # of a summary's words that come from the other text
    max_word: float  # nats
    x_drop: float  # nats
    again_words: int  # a word that came up this shortly before is no new evidence
    slices: int  # of the text summed up: a summary draws on all of them
    max_rare_chance: float  # below it, a word in common names a place
    window_ratio: float  # a window of the other text, in lengths of the summary


class TermNumbers(NamedTuple):
    """What words weigh before they are counted: `relate.weigh_words`."""

    common_number: float  # weights of numbers: under 100, a year
    round_number: float  # a percentage, or hundreds
    rare_number: float
    unlisted_pair: float  # weight of two ideographs that no listed word has in a row: most just meet
    min_repeated_sentence: int  # words of a sentence that is looked for again


class SelectionNumbers(NamedTuple):
    """Which terms an article keeps: `relate.select_terms`."""

    max_terms: int
    max_pairs: int  # rare words in a row
    max_quotes: int  # triples of quoted words
    name_boost: float
    number_boost: float
    lead_words: int
    early_share: float  # what counts as the article proper when a page has a foot,
    early_words: int  # and how much of a short one
    late_rank: float  # of the weight of a term that stands in the last part alone
    min_quoted_words: int  # a shorter quotation is a turn of phrase


class CandidateNumbers(NamedTuple):
    """Which articles share enough heavy terms to be compared: `relate.search_terms`."""

    max_articles: int  # that hold a term; a term of more is skipped
    max_candidates: int  # of an article
    min_cosine: float  # over the heavy terms


class CorpusNumbers(NamedTuple):
    """What a term weighs among so many texts: `relate.weigh_terms`."""

    texts: int
    prior: float  # texts that the language's frequencies count as
    scale: float  # of the greatest weight that so many texts allow


class RankNumbers(NamedTuple):
    """Which terms of an article are its heaviest: `relate.weigh_terms`."""

    max_heavy: int  # terms that candidates are looked for with
    max_top: int  # that a report of the same event should share
    name_boost: float
    number_boost: float


class WordingNumbers(NamedTuple):
    """How two wordings are compared: `relate.compare_wordings`."""

    min_sentence_terms: int  # a sentence with fewer distinct terms is not aligned
    max_sentences: int
    min_aligned: float  # cosine of two sentences that are each other's best
    min_surely_aligned: float  # of any
    min_bigrams: int  # of fewer, sharing one says nothing
    min_rare_weight: float  # of words whose sharing says anything
    min_order_sentences: int  # fewer aligned ones say less about order
