"""What kernels write by column: names for the columns of their rows, in order.

`MEASURE.left_words` is the column of that name. The typed side of a kernel gives the columns their meaning, in a value
with the same names in the same order; a test compares the two. Nothing here loads numba.
"""

from __future__ import annotations

from typing import Annotated, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

Item = TypeVar("Item", bound=np.generic)
Matrix = Annotated[NDArray[Item], 2]  # an array of two dimensions: what a kernel is compiled for


class FoldingTable(NamedTuple):
    """The folding of every code point: what `prepare.fold_text` reads.

    The row of code point c is `rows[blocks[c // 256] * 256 + c % 256]`: bytes 0-14 hold the text, byte 15 its length.
    `short_rows` repeats the code points of one or two bytes in eight bytes: 0-6 the text, 7 its length. In it, a
    separator that may end a line or a sentence by itself (a newline, or any of two bytes) is a newline. `ideographs`
    repeats the unified ideographs: the code point that each becomes, a word by itself, always one of three bytes.
    """

    blocks: NDArray[np.uint16]  # (8192,)
    rows: Matrix[np.uint64]  # (256 * distinct blocks, 2)
    short_rows: NDArray[np.uint64]  # (2048,)
    ideographs: NDArray[np.uint16]  # (20992,) from U+4E00 on


class TranslationColumns(NamedTuple):
    """A row a pair: what `translate.measure_translations` writes, and
    `dedup.translations.translation_measures.TranslationMeasures` explains.
    """

    evidence: int
    share: int
    share_longer: int
    ratio: int
    scatter: int
    span: int
    drift: int
    span_shorter: int
    telling: int
    names: int
    figures: int
    words: int
    agreement: int
    left_coverage: int
    right_coverage: int
    left_start: int
    left_end: int
    right_start: int
    right_end: int
    links: int


class MeasureColumns(NamedTuple):
    """A row a pair: what `verify.measure_pairs` writes, and `dedup.comparison.pair_measures.Measures` explains."""

    left_words: int
    right_words: int
    left_shingles: int
    right_shingles: int
    both_shingles: int
    longest_run: int
    left_shared: int
    right_shared: int
    left_prose: int
    right_prose: int
    left_prose_shared: int
    right_prose_shared: int
    longest_passage: int
    shared_prose_in_body: int
    equal_numbers: int
    differing_numbers: int
    left_unshared_lead: int
    left_unshared_tail: int
    right_unshared_lead: int
    right_unshared_tail: int
    left_shared_at_edges: int
    left_shared_at_edges_non_prose: int
    right_shared_at_edges: int
    right_shared_at_edges_non_prose: int
    left_informative: int
    right_informative: int
    both_informative: int
    informative_in_stretches: int
    shared_anchors: int
    stock_phrase_anchors: int
    left_boilerplate_words: int
    right_boilerplate_words: int
    is_identical: int
    shared_layout_lines: int
    left_shared_body_prose: int
    right_shared_body_prose: int
    left_unquoted: int
    right_unquoted: int
    left_unquoted_shared: int
    right_unquoted_shared: int
    unquoted_run: int
    left_rest_informative: int
    right_rest_informative: int
    left_rest_agreeing: int
    right_rest_agreeing: int
    left_title_words: int
    right_title_words: int
    both_title_words: int
    left_title_in_text: int
    right_title_in_text: int
    own_title_in_text: int
    left_title_replaced: int
    right_title_replaced: int
    replaced_title_numbers: int
    changed_numbers: int
    other_names: int


class SumColumns(NamedTuple):
    """A row an article: what `relate.weigh_terms.rank_terms` adds up over its terms."""

    squares: int  # of the full weights
    lead_squares: int
    title: int
    top: int  # full weight
    bigram_squares: int
    lead_numbers: int  # how many
    lead_names: int  # how many
    plain_squares: int  # of what is neither name nor number


class LinkColumns(NamedTuple):
    """A row a pair: what `relate.compare_terms` writes, and `dedup.stories.linking.story_model` weighs."""

    lead: int
    heaviest: int
    bigrams: int
    titles: int
    mass: int
    rarity: int
    shared_numbers: int
    other_numbers: int
    other_names: int
    quotations: int
    same_outlet: int
    length: int
    plain_cosine: int  # of what is neither name nor number: for a rule, no feature


class DependenceColumns(NamedTuple):
    """A row a pair: what `relate.compare_wordings` writes, and `dedup.stories.wording.dependence` weighs."""

    aligned_more: int
    aligned_less: int
    order: int
    plain_pairs: int
    plain_words: int
    asymmetry: int


class ReplacementColumns(NamedTuple):
    """A row a pair: what `relate.compare_sentences` counts of the numbers of aligned sentences."""

    replaced: int
    kept: int


class SegmentColumns(NamedTuple):
    """A row a pair of stretches: the places that `verify.align_pair.find_segments` writes."""

    left_first: int
    left_end: int
    right_first: int
    right_end: int


class SegmentScoreColumns(NamedTuple):
    """A row a pair of stretches: scores in nats, shares of words re-used."""

    left_score: int
    right_score: int
    left_share: int
    right_share: int


class SummaryColumns(NamedTuple):
    """What `verify.find_summary` measures of a stretch that may sum up another text."""

    score: int  # nats
    reuse_share: int  # of its words, beyond chance
    best_window_share: int  # the most that one window of the other text holds of its words, by weight,
    best_window_split_share: int  # and with the weight of a word split over its occurrences
    source_share: int  # share of the other text's words that are its rarer ones
    evenness: int  # of those over the other text


class RepeatColumns(NamedTuple):
    """A row a link: what `prepare.find_repeats` finds; runs end, for the next link, at `runs_end`."""

    start: int
    end: int
    copy_start: int
    copy_end: int
    runs_end: int


class RunColumns(NamedTuple):
    """A row a run of equal words within a link."""

    earlier: int
    later: int
    length: int


TRANSLATION = TranslationColumns(*range(20))
MEASURE = MeasureColumns(*range(56))
SUM = SumColumns(*range(8))
LINK = LinkColumns(*range(13))
DEPENDENCE = DependenceColumns(*range(6))
REPLACEMENT = ReplacementColumns(*range(2))
SEGMENT = SegmentColumns(*range(4))
SEGMENT_SCORE = SegmentScoreColumns(*range(4))
SUMMARY = SummaryColumns(*range(6))
REPEAT = RepeatColumns(*range(5))
RUN = RunColumns(*range(3))
