"""Every stretch that two texts share, from verbatim to retold.

Two stretches of text are a passage when each is best explained by the other: by the log-odds of its words being re-used
against their coming up by chance (`dedup.kernels.aligning`). No word order is asked for, no synonyms are known. A copy,
an edited copy, a shuffled one and one translated there and back are the same thing at different strengths; what kind
of change it was is read off afterwards.

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
from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from dedup.article import Span
from dedup.kernels import load
from dedup.alignment.passage_model import Models, measure_stretch, shipped_models
from dedup.alignment.alignment_text import Alignable, Common, find_common, make_alignable
from dedup.alignment.verbatim import find_copy, is_certain, is_most_of
from dedup.alignment.summaries import Digest, find_digest
from dedup.comparison.match import Alignment, Passage, PassageKind
from dedup.alignment.lcs import common_runs, similarity
from dedup.alignment.segment_pair import Stretch, drop_shadowed, merge
from dedup.tokens.words import Words

LEAST_SHORTER, LEAST_LONGER = 10, 20  # words of a passage's sides; an ideograph is half a word
LEAST_REUSED = 0.35  # of either side's words, beyond chance: two reports of like events reach this one time in fifty
CERTAIN = 150.0  # nats on the weaker side: no model is asked, for it has seen no passage of thousands of words
EDITED = 0.7  # similarity in order from which a passage is an edited copy; three of four shuffled ones are below
REORDERED = 0.85  # share re-used from which other order is what changed most; three of four translations are below


def align(left: Words | Alignable, right: Words | Alignable) -> Alignment:
    """All passages that two texts share, in the order of the left one, and all digests.

    The answer for (right, left) is the mirror of that for (left, right). Prepare a text that is compared more than
    once: `make_alignable(words)`.

    >>> from dedup.tokens.words import read_words
    >>> text = "The council voted on Tuesday to close the old swimming hall at the harbour by autumn."
    >>> align(read_words(text), read_words(text)).passages[0].similarity
    1.0
    """
    left, right = _prepared(left), _prepared(right)
    if left.identity == right.identity:
        return _same(left, right)
    if left.identity < right.identity:
        return _align(left, right, shipped_models())
    return mirrored(_align(right, left, shipped_models()))


def mirrored(alignment: Alignment) -> Alignment:
    """The same seen from the other side."""
    return Alignment(*(_in_order(map(_mirrored, found)) for found in (alignment.passages, alignment.digests)))


def find_candidates(left: Alignable, right: Alignable, common: Common) -> list[Stretch]:
    """Pairs of stretches that may be passages, strongest first: joined, not yet judged."""
    kernels = load("aligning")
    row_begins, columns, nats = kernels.find_seeds(common.left, common.right, common.rates)
    rows = np.repeat(np.arange(len(row_begins) - 1), np.diff(row_begins))
    order = np.lexsort((columns, rows, -nats))
    places, scores = kernels.find_stretches(
        common.left, common.right, left.bonus, right.bonus, common.rates, row_begins, columns, rows, order
    )
    return merge(Stretch(*place, *score) for place, score in zip(places.tolist(), scores.tolist(), strict=True))


def find_digests(left: Alignable, right: Alignable, common: Common) -> tuple[Digest | None, Digest | None]:
    """What might sum up the whole right text in the left one, and the other way round; not yet judged."""
    return (
        find_digest(left, right, common.left, common.right, common.background),
        find_digest(right, left, common.right, common.left, common.background),
    )


def choose(
    stretches: list[Stretch],
    digests: tuple[Digest | None, Digest | None],
    left: Alignable,
    right: Alignable,
    models: Models,
) -> tuple[list[Stretch], tuple[Digest | None, Digest | None]]:
    """The candidates that are passages, with exact borders, and those that are digests."""
    stretches = drop_shadowed(_accepted(stretches, left, right, models))
    left_digest, right_digest = digests
    if left_digest:
        ranges = [(stretch.left_first, stretch.left_end) for stretch in stretches]
        left_digest, kept = _judge(left_digest, ranges, models)
        stretches = [stretch for stretch, keep in zip(stretches, kept, strict=True) if keep]
    if right_digest:
        ranges = [(stretch.right_first, stretch.right_end) for stretch in stretches]
        right_digest, kept = _judge(right_digest, ranges, models)
        stretches = [stretch for stretch, keep in zip(stretches, kept, strict=True) if keep]
    return stretches, (left_digest, right_digest)


def _prepared(side: Words | Alignable) -> Alignable:
    return side if isinstance(side, Alignable) else make_alignable(side)


def _same(left: Alignable, right: Alignable) -> Alignment:
    if not len(left):
        return Alignment()
    words = _whole_words(left.length(0, len(left)))
    whole = Passage(left.span(0, len(left)), right.span(0, len(right)), words, 1.0, 1.0, PassageKind.VERBATIM)
    return Alignment((whole,))


def _align(left: Alignable, right: Alignable, models: Models) -> Alignment:
    if not len(left) or not len(right):
        return Alignment()
    common = find_common(left, right)
    stretches, (left_digest, right_digest) = choose(
        find_candidates(left, right, common), find_digests(left, right, common), left, right, models
    )
    digests = []
    if left_digest:
        digests.append(_report_digest(left_digest, left, right))
    if right_digest:
        digests.append(_mirrored(_report_digest(right_digest, right, left)))
    return Alignment(_in_order(_report(stretch, left, right) for stretch in stretches), _in_order(digests))


def _accepted(stretches: list[Stretch], left: Alignable, right: Alignable, models: Models) -> Iterator[Stretch]:
    """What is re-use by the models, and what is a copy beyond doubt; copies with exact borders."""
    if not stretches:
        return
    likely = models.passage.accepts([measure_stretch(stretch, left, right) for stretch in stretches])
    for stretch, is_likely in zip(stretches, likely, strict=True):
        copy = find_copy(stretch, left, right)
        if _is_passage(stretch, bool(is_likely), left, right):
            yield copy if copy and is_most_of(copy, stretch) else stretch
        elif copy and is_certain(copy, left, right):
            yield copy


def _is_passage(stretch: Stretch, is_likely: bool, left: Alignable, right: Alignable) -> bool:
    lengths = left.length(stretch.left_first, stretch.left_end), right.length(stretch.right_first, stretch.right_end)
    return (
        (is_likely or min(stretch.left_score, stretch.right_score) >= CERTAIN)
        and min(lengths) >= LEAST_SHORTER
        and max(lengths) >= LEAST_LONGER
        and min(stretch.left_share, stretch.right_share) >= LEAST_REUSED
    )


def _judge(digest: Digest, ranges: list[tuple[int, int]], models: Models) -> tuple[Digest | None, list[bool]]:
    if not models.digest.accepts([digest.measures(ranges)])[0]:
        return None, [True] * len(ranges)
    return digest, [not digest.replaces(first, end) for first, end in ranges]


def _report(stretch: Stretch, left: Alignable, right: Alignable) -> Passage:
    left_side, right_side = slice(stretch.left_first, stretch.left_end), slice(stretch.right_first, stretch.right_end)
    runs = common_runs(left.hashes[left_side], right.hashes[right_side])
    alike = similarity(runs, stretch.left_words, stretch.right_words)
    reused = _reused(stretch, left, right)
    length = min(
        left.length(stretch.left_first, stretch.left_end), right.length(stretch.right_first, stretch.right_end)
    )
    return Passage(
        left.span(stretch.left_first, stretch.left_end),
        right.span(stretch.right_first, stretch.right_end),
        _whole_words(length),
        alike,
        reused,
        _kind(alike, reused),
    )


def _report_digest(digest: Digest, side: Alignable, other: Alignable) -> Passage:
    words = _whole_words(side.length(digest.first, digest.end))
    whole = Span(0, len(other.words.text))
    alike = similarity(
        common_runs(side.hashes[digest.first : digest.end], other.hashes), digest.end - digest.first, len(other)
    )
    return Passage(side.span(digest.first, digest.end), whole, words, alike, digest.share, PassageKind.REWORDED)


def _kind(alike: float, reused: float) -> PassageKind:
    if alike == 1:
        return PassageKind.VERBATIM
    if alike >= EDITED:
        return PassageKind.EDITED
    return PassageKind.REORDERED if reused >= REORDERED else PassageKind.REWORDED


def _reused(stretch: Stretch, left: Alignable, right: Alignable) -> float:
    """The share of the shorter side's words, by their stems, that the other side holds, in any order."""
    shared = Counter(_stems(left, stretch.left_first, stretch.left_end))
    shared &= Counter(_stems(right, stretch.right_first, stretch.right_end))
    return shared.total() / min(stretch.left_words, stretch.right_words)


def _stems(side: Alignable, first: int, end: int) -> list[int]:
    stems: list[int] = side.words.stems[side.places[first:end]].tolist()
    return stems


def _whole_words(length: float) -> int:
    return int(length + 0.5)


def _mirrored(passage: Passage) -> Passage:
    return replace(passage, left=passage.right, right=passage.left)


def _in_order(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    return tuple(sorted(passages, key=lambda passage: (passage.left, passage.right)))
