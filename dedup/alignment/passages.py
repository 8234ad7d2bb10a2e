"""Every stretch that two texts share, from verbatim to retold.

Two stretches of text are a passage when each is best explained by the other: by the log-odds of its words being re-used
against their coming up by chance (`dedup.kernels.verify.align_pair`). No word order is asked for, no synonyms are
known. A copy, an edited copy, a shuffled one and one translated there and back are the same thing at different
strengths; what kind of change it was is read off afterwards.

The steps, each a function of its own: number the words in common and give each its rate by chance; find pairs of
stretches (compiled); join neighbours; judge them by a small model; of those that lie on each other, keep the
strongest; give copies their exact borders; look for digests, which replace what lies inside them.

On the PAN 2013 text alignment corpus (Potthast et al., Overview of the 5th International Competition on Plagiarism
Detection, CLEF 2013) this reaches a plagdet of .96, where the best published system has .88: see
`benchmarks/passages.py`.

Not done here: doubled blocks inside one text (mask them out: `make_alignable(words, counts)`), and what passages mean
for the relation of two articles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from dedup.alignment.alignment_text import AlignmentText, SharedTerms, prepare_text, shared_terms
from dedup.alignment.lcs import indel_similarity, matching_blocks
from dedup.alignment.passage import Alignment, Passage, PassageKind, in_text_order
from dedup.alignment.passage_model import PassageModels, measure_segment_pair, shipped_models
from dedup.alignment.segment_pair import SegmentPair, merge_neighbours, without_overlaps
from dedup.alignment.summaries import Summary, candidate_summary
from dedup.alignment.verbatim import dominates, exceeds_chance, verbatim_core
from dedup.article import Span
from dedup.tokens.words import Words

MIN_SHORTER_WORDS, MIN_LONGER_WORDS = 10, 20  # words of a passage's sides; an ideograph is half a word
MIN_REUSE_SHARE = 0.35  # of either side's words, beyond chance: two reports of like events reach this one time in fifty
CERTAIN_NATS = 150.0  # nats on the weaker side: no model is asked, for it has seen no passage of thousands of words
MIN_EDITED_SIMILARITY = (
    0.7  # similarity in order from which a passage is an edited copy; three of four shuffled ones are below
)
MIN_REORDERED_SHARE = (
    0.85  # share re-used from which other order is what changed most; three of four translations are below
)


def align(left: Words | AlignmentText, right: Words | AlignmentText) -> Alignment:
    """All passages that two texts share, in the order of the left one, and all digests.

    The answer for (right, left) is the mirror of that for (left, right). Prepare a text that is compared more than
    once: `make_alignable(words)`.

    >>> from dedup.tokens.words import read_words
    >>> text = "The council voted on Tuesday to close the old swimming hall at the harbour by autumn."
    >>> align(read_words(text), read_words(text)).passages[0].similarity
    1.0
    """
    left, right = _prepared_text(left), _prepared_text(right)
    if left.content_hash == right.content_hash:
        return _identical_texts(left, right)
    if left.content_hash < right.content_hash:
        return _align(left, right, shipped_models())
    return _align(right, left, shipped_models()).mirrored()


def candidate_segments(left: AlignmentText, right: AlignmentText, shared: SharedTerms) -> list[SegmentPair]:
    """Pairs of stretches that may be passages, strongest first: joined, not yet judged."""
    from dedup.kernels.parameters import AlignmentNumbers
    from dedup.kernels.verify.align_pair import find_seeds, find_segments

    numbers = AlignmentNumbers()
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
    return merge_neighbours(
        SegmentPair(*place, *score) for place, score in zip(places.tolist(), scores.tolist(), strict=True)
    )


def candidate_summaries(
    left: AlignmentText, right: AlignmentText, shared: SharedTerms
) -> tuple[Summary | None, Summary | None]:
    """What might sum up the whole right text in the left one, and the other way round; not yet judged."""
    return (
        candidate_summary(left, right, shared.left_ids, shared.right_ids, shared.background_rates),
        candidate_summary(right, left, shared.right_ids, shared.left_ids, shared.background_rates),
    )


def select_passages(
    segments: list[SegmentPair],
    summaries: tuple[Summary | None, Summary | None],
    left: AlignmentText,
    right: AlignmentText,
    models: PassageModels,
) -> tuple[list[SegmentPair], tuple[Summary | None, Summary | None]]:
    """The candidates that are passages, with exact borders, and those that are digests."""
    segments = without_overlaps(_accepted(segments, left, right, models))
    left_summary, right_summary = summaries
    if left_summary:
        ranges = [(stretch.left_first, stretch.left_end) for stretch in segments]
        left_summary, kept = _accepted_summary(left_summary, ranges, models)
        segments = [stretch for stretch, keep in zip(segments, kept, strict=True) if keep]
    if right_summary:
        ranges = [(stretch.right_first, stretch.right_end) for stretch in segments]
        right_summary, kept = _accepted_summary(right_summary, ranges, models)
        segments = [stretch for stretch, keep in zip(segments, kept, strict=True) if keep]
    return segments, (left_summary, right_summary)


def _prepared_text(side: Words | AlignmentText) -> AlignmentText:
    return side if isinstance(side, AlignmentText) else prepare_text(side)


def _identical_texts(left: AlignmentText, right: AlignmentText) -> Alignment:
    if not len(left):
        return Alignment()
    words = _whole_words(left.length(0, len(left)))
    whole = Passage(left.span(0, len(left)), right.span(0, len(right)), words, 1.0, 1.0, PassageKind.VERBATIM)
    return Alignment((whole,))


def _align(left: AlignmentText, right: AlignmentText, models: PassageModels) -> Alignment:
    if not len(left) or not len(right):
        return Alignment()
    shared = shared_terms(left, right)
    segments, (left_summary, right_summary) = select_passages(
        candidate_segments(left, right, shared), candidate_summaries(left, right, shared), left, right, models
    )
    summaries = []
    if left_summary:
        summaries.append(_summary_passage(left_summary, left, right))
    if right_summary:
        summaries.append(_summary_passage(right_summary, right, left).mirrored())
    return Alignment(in_text_order(_passage(stretch, left, right) for stretch in segments), in_text_order(summaries))


def _accepted(
    segments: list[SegmentPair], left: AlignmentText, right: AlignmentText, models: PassageModels
) -> Iterator[SegmentPair]:
    """What is re-use by the models, and what is a copy beyond doubt; copies with exact borders."""
    if not segments:
        return
    likely = models.passage.accepted([measure_segment_pair(stretch, left, right) for stretch in segments])
    for segment, is_likely in zip(segments, likely, strict=True):
        core = verbatim_core(segment, left, right)
        if _is_passage(segment, bool(is_likely), left, right):
            yield core if core and dominates(core, segment) else segment
        elif core and exceeds_chance(core, left, right):
            yield core


def _is_passage(segment: SegmentPair, is_likely: bool, left: AlignmentText, right: AlignmentText) -> bool:
    lengths = left.length(segment.left_first, segment.left_end), right.length(segment.right_first, segment.right_end)
    return (
        (is_likely or min(segment.left_score, segment.right_score) >= CERTAIN_NATS)
        and min(lengths) >= MIN_SHORTER_WORDS
        and max(lengths) >= MIN_LONGER_WORDS
        and min(segment.left_share, segment.right_share) >= MIN_REUSE_SHARE
    )


def _accepted_summary(
    summary: Summary, ranges: list[tuple[int, int]], models: PassageModels
) -> tuple[Summary | None, list[bool]]:
    if not models.summary.accepted([summary.measures(ranges)])[0]:
        return None, [True] * len(ranges)
    return summary, [not summary.covers_half_of(first, end) for first, end in ranges]


def _passage(segment: SegmentPair, left: AlignmentText, right: AlignmentText) -> Passage:
    left_side, right_side = slice(segment.left_first, segment.left_end), slice(segment.right_first, segment.right_end)
    blocks = matching_blocks(left.hashes[left_side], right.hashes[right_side])
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
        _kind(similarity, reuse_share),
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


def _kind(similarity: float, reuse_share: float) -> PassageKind:
    if similarity == 1:
        return PassageKind.VERBATIM
    if similarity >= MIN_EDITED_SIMILARITY:
        return PassageKind.EDITED
    return PassageKind.REORDERED if reuse_share >= MIN_REORDERED_SHARE else PassageKind.REWORDED


def _reuse_share(segment: SegmentPair, left: AlignmentText, right: AlignmentText) -> float:
    """The share of the shorter side's words, by their stems, that the other side holds, in any order."""
    shared = Counter(_stems(left, segment.left_first, segment.left_end))
    shared &= Counter(_stems(right, segment.right_first, segment.right_end))
    return shared.total() / min(segment.left_words, segment.right_words)


def _stems(side: AlignmentText, first: int, end: int) -> list[int]:
    stems: list[int] = side.words.stems[side.places[first:end]].tolist()
    return stems


def _whole_words(length: float) -> int:
    return int(length + 0.5)
