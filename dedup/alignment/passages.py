"""Passages: every stretch that two texts share, from verbatim to reworded.

Two stretches of text are a passage when each is best explained by the other: by the log-odds of its words being re-used
against their coming up by chance (`dedup.kernels.verify.align_pair`). No word order is asked for, no synonyms are
known. A copy, an edited copy, a shuffled one and one translated there and back are the same thing at different
strengths; the kind of change is read off afterwards.

The steps, a function each: number the shared words and give each its rate by chance; find segment pairs (compiled);
merge neighbours; accept them by a small model; keep the strongest of those that overlap; give copies their exact
borders; find summaries, which replace the passages inside them.

On the PAN 2013 text alignment corpus (Potthast et al., Overview of the 5th International Competition on Plagiarism
Detection, CLEF 2013) this reaches a plagdet of .96, where the best published system has .88: see
`benchmarks/passages.py`. There, two reports of like events reach the minimum share of re-use one time in fifty; three
of four shuffled copies lie below the similarity of an edited one, and three of four translations below the re-use of a
reordered one; the model has seen no passage of thousands of words, and is not asked about them.

Not done here: repeated blocks inside one text (mask them out: `prepare_text(words, settings, counted)`), and what
passages mean for the relation of two articles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from dedup.alignment.alignment_text import AlignmentText, SharedTerms, shared_terms
from dedup.alignment.lcs import indel_similarity, matching_blocks, shared_blocks
from dedup.alignment.passage import Alignment, Passage, PassageKind, in_text_order
from dedup.alignment.passage_model import PassageModels, measure_segment_pair, shipped_models
from dedup.alignment.segment_pair import SegmentPair, merge_neighbours, without_overlaps
from dedup.alignment.summaries import Summary, candidate_summary
from dedup.alignment.verbatim.shared_runs import shared_runs
from dedup.alignment.verbatim.verbatim_core import dominates, exceeds_chance, verbatim_core
from dedup.article import Span
from dedup.kernels.parameters import AlignmentNumbers
from dedup.settings import PassageSettings, Settings

MAX_SEARCHES = 4  # of one pair of texts: the gaps that one seed after the other is trimmed at
MIN_SEEDS_TRIED = 200  # bounds the work on texts with hundreds of seeds that come to nothing; more in longer texts


def align(left: AlignmentText, right: AlignmentText, settings: PassageSettings) -> Alignment:
    """All passages and summaries of two texts, in the order of the left one.

    The answer for (right, left) is the mirror of that for (left, right).

    >>> from dedup.alignment.alignment_text import prepare_text
    >>> from dedup.settings import DEFAULT_SETTINGS
    >>> from dedup.tokens.words import tokenize
    >>> words = tokenize("The council voted on Tuesday to close the old swimming hall at the harbour by autumn.")
    >>> text = prepare_text(words, DEFAULT_SETTINGS)
    >>> align(text, text, DEFAULT_SETTINGS).passages[0].similarity
    1.0
    """
    if left.content_hash == right.content_hash:
        return _identical_texts(left, right)
    if left.content_hash < right.content_hash:
        return _align(left, right, settings)
    return _align(right, left, settings).mirrored()


def run_passages(left: AlignmentText, right: AlignmentText, settings: Settings) -> tuple[Passage, ...]:
    """The runs that two texts share, as passages: those of `min_excerpt_words` equal words or more, or else the
    longest one; for copies of which `align` accepts no passage.

    What stands twice in the longer text is shown twice, whichever text is the left one.
    """
    if (len(left.hashes), left.content_hash) < (len(right.hashes), right.content_hash):
        return in_text_order(passage.mirrored() for passage in run_passages(right, left, settings))
    runs = shared_runs(left.hashes.tolist(), right.hashes.tolist(), settings)
    longest = max((run.equal for run in runs), default=0)
    shown = (run for run in runs if run.equal >= min(longest, settings.min_excerpt_words))
    segments = (SegmentPair(*run[:4], 0.0, 0.0, 0.0, 0.0) for run in shown)
    return in_text_order(_passage(segment, left, right, settings) for segment in segments)


def candidate_segments(
    left: AlignmentText, right: AlignmentText, shared: SharedTerms, settings: PassageSettings
) -> list[SegmentPair]:
    """Segment pairs that may be passages, strongest first; neighbours are merged.

    A seed beside a long gap may grow over it and be trimmed to what lies behind: several seeds then end in one stretch,
    and the one that they began in is looked for again, among the words that no segment holds.
    """
    segments: list[SegmentPair] = []
    for _ in range(MAX_SEARCHES):
        found = _search_segments(left, right, shared, settings)
        segments += dict.fromkeys(found)
        if len(set(found)) == len(found):
            break
        shared = _without_segments(shared, found)
    return merge_neighbours(segments, settings.max_merge_gap)


def _search_segments(
    left: AlignmentText, right: AlignmentText, shared: SharedTerms, settings: PassageSettings
) -> list[SegmentPair]:
    """The segment pair of each seed that comes to one."""
    from dedup.kernels.verify.align_pair import find_seeds, find_segments

    numbers = alignment_numbers(settings)
    row_begins, columns, nats = find_seeds(shared.left_ids, shared.right_ids, shared.chance_rates, numbers)
    rows = np.repeat(np.arange(len(row_begins) - 1), np.diff(row_begins))
    order = np.lexsort((columns, rows, -nats))
    places, scores = find_segments(
        shared.left_ids,
        shared.right_ids,
        left.boundary_bonus,
        right.boundary_bonus,
        shared.chance_rates,
        row_begins,
        columns,
        rows,
        order,
        numbers,
    )
    return [SegmentPair(*place, *score) for place, score in zip(places.tolist(), scores.tolist(), strict=True)]


def _without_segments(shared: SharedTerms, segments: Iterable[SegmentPair]) -> SharedTerms:
    """The shared words that stand in none of some segment pairs."""
    left_ids, right_ids = shared.left_ids.copy(), shared.right_ids.copy()
    for segment in segments:
        left_ids[segment.left_first : segment.left_end] = -1
        right_ids[segment.right_first : segment.right_end] = -1
    return replace(shared, left_ids=left_ids, right_ids=right_ids)


def alignment_numbers(settings: PassageSettings) -> AlignmentNumbers:
    """The numbers of the kernel that finds segment pairs."""
    return AlignmentNumbers(
        cell_words=settings.cell_words,
        min_seed=float(settings.seed_nats),
        neighbour_weight=float(settings.neighbour_weight),
        max_votes=settings.max_word_votes,
        min_vote=float(settings.min_vote_nats),
        seed_share=float(settings.seed_reuse_share),
        max_word=float(settings.max_word_nats),
        x_drop=float(settings.extension_drop),
        min_score=float(settings.min_segment_nats),
        margin=settings.growth_margin,
        max_rounds=settings.growth_rounds,
        trim_rounds=settings.trim_rounds,
        growing_share=float(settings.growth_share),
        min_trimming_share=float(settings.min_trim_share),
        max_trimming_share=float(settings.max_trim_share),
        caution=float(settings.trim_caution),
        min_tries=MIN_SEEDS_TRIED,
        min_kept=settings.max_segments_kept,
    )


def candidate_summaries(
    left: AlignmentText, right: AlignmentText, shared: SharedTerms, settings: PassageSettings
) -> tuple[Summary | None, Summary | None]:
    """What may sum up the whole right text in the left one, and the whole left text in the right one."""
    return (
        candidate_summary(left, right, shared.left_ids, shared.right_ids, shared.background_rates, settings),
        candidate_summary(right, left, shared.right_ids, shared.left_ids, shared.background_rates, settings),
    )


def select_passages(
    segments: list[SegmentPair],
    summaries: tuple[Summary | None, Summary | None],
    left: AlignmentText,
    right: AlignmentText,
    models: PassageModels,
    settings: PassageSettings,
) -> tuple[list[SegmentPair], tuple[Summary | None, Summary | None]]:
    """The candidates that are passages, with exact borders, and those that are summaries."""
    accepted = _accepted(segments, left, right, models, settings)
    segments = without_overlaps(accepted, settings.max_segment_overlap)
    left_summary, right_summary = summaries
    if left_summary:
        ranges = [(segment.left_first, segment.left_end) for segment in segments]
        left_summary, kept = _accepted_summary(left_summary, ranges, models, settings)
        segments = [segment for segment, keep in zip(segments, kept, strict=True) if keep]
    if right_summary:
        ranges = [(segment.right_first, segment.right_end) for segment in segments]
        right_summary, kept = _accepted_summary(right_summary, ranges, models, settings)
        segments = [segment for segment, keep in zip(segments, kept, strict=True) if keep]
    return segments, (left_summary, right_summary)


def _identical_texts(left: AlignmentText, right: AlignmentText) -> Alignment:
    if not len(left):
        return Alignment()
    words = _whole_words(left.length(0, len(left)))
    whole = Passage(left.span(0, len(left)), right.span(0, len(right)), words, 1.0, 1.0, PassageKind.VERBATIM)
    return Alignment((whole,))


def _align(left: AlignmentText, right: AlignmentText, settings: PassageSettings) -> Alignment:
    if not len(left) or not len(right):
        return Alignment()
    shared = shared_terms(left, right)
    segments, (left_summary, right_summary) = select_passages(
        candidate_segments(left, right, shared, settings),
        candidate_summaries(left, right, shared, settings),
        left,
        right,
        shipped_models(),
        settings,
    )
    summaries = []
    if left_summary:
        summaries.append(_summary_passage(left_summary, left, right))
    if right_summary:
        summaries.append(_summary_passage(right_summary, right, left).mirrored())
    passages = (_passage(segment, left, right, settings) for segment in segments)
    return Alignment(in_text_order(passages), in_text_order(summaries))


def _accepted(
    segments: list[SegmentPair],
    left: AlignmentText,
    right: AlignmentText,
    models: PassageModels,
    settings: PassageSettings,
) -> Iterator[SegmentPair]:
    """What is re-use by the model, and what is too long a copy to be chance; copies with exact borders."""
    if not segments:
        return
    likely = models.passage.accepted([measure_segment_pair(segment, left, right) for segment in segments])
    for segment, is_likely in zip(segments, likely, strict=True):
        core = verbatim_core(segment, left, right, settings)
        if _is_passage(segment, bool(is_likely), left, right, settings):
            yield core if core and dominates(core, segment, settings) else segment
        elif core and exceeds_chance(core, left, right, settings):
            yield core


def _is_passage(
    segment: SegmentPair, is_likely: bool, left: AlignmentText, right: AlignmentText, settings: PassageSettings
) -> bool:
    lengths = left.length(segment.left_first, segment.left_end), right.length(segment.right_first, segment.right_end)
    return (
        (is_likely or min(segment.left_score, segment.right_score) >= settings.certain_nats)
        and min(lengths) >= settings.min_passage_words
        and max(lengths) >= settings.min_longer_side_words
        and min(segment.left_share, segment.right_share) >= settings.min_reuse_share
    )


def _accepted_summary(
    summary: Summary, ranges: list[tuple[int, int]], models: PassageModels, settings: PassageSettings
) -> tuple[Summary | None, list[bool]]:
    """The summary, if the model accepts it, and which passages over these ranges stay beside it."""
    if not models.summary.accepted([summary.measures(ranges)])[0]:
        return None, [True] * len(ranges)
    return summary, [not summary.covers_mostly(first, end, settings.min_summary_overlap) for first, end in ranges]


def _passage(segment: SegmentPair, left: AlignmentText, right: AlignmentText, settings: PassageSettings) -> Passage:
    left_side, right_side = slice(segment.left_first, segment.left_end), slice(segment.right_first, segment.right_end)
    blocks = shared_blocks(left.hashes[left_side], right.hashes[right_side])
    similarity = indel_similarity(blocks, segment.left_words, segment.right_words)
    reuse_share = _reuse_share(segment, left, right)
    length = min(
        left.length(segment.left_first, segment.left_end), right.length(segment.right_first, segment.right_end)
    )
    return Passage(
        left.span(segment.left_first, segment.left_end),
        right.span(segment.right_first, segment.right_end),
        _whole_words(length),
        similarity,
        reuse_share,
        _kind(similarity, reuse_share, settings),
    )


def _summary_passage(summary: Summary, side: AlignmentText, other: AlignmentText) -> Passage:
    words = _whole_words(side.length(summary.first, summary.end))
    whole = Span(0, len(other.words.text))
    similarity = indel_similarity(
        matching_blocks(side.hashes[summary.first : summary.end], other.hashes), summary.end - summary.first, len(other)
    )
    return Passage(
        side.span(summary.first, summary.end), whole, words, similarity, summary.reuse_share, PassageKind.REWORDED
    )


def _kind(similarity: float, reuse_share: float, settings: PassageSettings) -> PassageKind:
    if similarity == 1:
        return PassageKind.VERBATIM
    if similarity >= settings.min_edited_similarity:
        return PassageKind.EDITED
    is_reordered = reuse_share >= settings.min_reordered_reuse
    return PassageKind.REORDERED if is_reordered else PassageKind.REWORDED


def _reuse_share(segment: SegmentPair, left: AlignmentText, right: AlignmentText) -> float:
    """The share of the shorter side's words, by their stems, that the other side holds, in any order."""
    from dedup.kernels.sets import common_places

    left_stems, left_counts = _stems(left, segment.left_first, segment.left_end)
    right_stems, right_counts = _stems(right, segment.right_first, segment.right_end)
    left_rows, right_rows = common_places(left_stems, right_stems)
    shared = int(np.minimum(left_counts[left_rows], right_counts[right_rows]).sum())
    return shared / min(segment.left_words, segment.right_words)


def _stems(side: AlignmentText, first: int, end: int) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The distinct stems of a stretch, sorted, and how often each stands there."""
    stems, counts = np.unique(side.words.stems[side.places[first:end]], return_counts=True)
    return stems, counts


def _whole_words(length: float) -> int:
    return int(length + 0.5)
