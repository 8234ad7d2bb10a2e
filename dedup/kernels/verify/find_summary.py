"""The stretch of one text that the whole of another explains best: the loops behind `dedup.alignment.summaries`.

Kadane's maximum sum with restarts, and what distinguishes a summary from a copied passage: its words come from all over
the other text, not from one place. Words and what they are worth are those of `align_pair`; the numbers are those of
`SummaryNumbers`.
"""

from __future__ import annotations

import math

import numpy as np

from dedup.kernels.decorators import kernel, stage
from dedup.kernels.layouts import SUMMARY
from dedup.kernels.parameters import SummaryNumbers
from dedup.kernels.verify.align_pair import Nats, Words, reused_share, word_nats


@stage
def _summing_up(words: Words, bonus: Nats, worth: Nats, numbers: SummaryNumbers) -> tuple[int, int, float]:
    """The stretch that the whole other text explains best: first, end, score with the boundaries' bonus."""
    miss = math.log(1.0 - numbers.reuse_share)
    seen = np.full(len(worth), -numbers.again_words - 1, np.int64)
    best = total = top = 0.0
    best_first = best_end = 0
    first = -1
    for place in range(len(words)):
        if first < 0 or total < bonus[place]:
            first, total, top = place, bonus[place], 0.0
        word = words[place]
        if word < 0:
            total += miss
        else:
            total += worth[word] if place - seen[word] >= numbers.again_words else 0.0
            seen[word] = place
        closed = total + bonus[place + 1]
        if closed > best:
            best, best_first, best_end = closed, first, place + 1
        top = max(top, closed)
        if closed < top - numbers.x_drop:
            first = -1
    return best_first, best_end, best


@stage
def _evenness(
    whole: Words,
    weight: Nats,
    length: int,
    rates: Nats,
    numbers: SummaryNumbers,
) -> tuple[float, float]:
    """How evenly the stretch's rarer words lie over the other text (entropy, 0-1), and their share of its words."""
    slices = np.zeros(numbers.slices)
    for place in range(len(whole)):
        word = whole[place]
        if word >= 0 and weight[word] > 0.0 and -math.expm1(-rates[word] * length) < numbers.max_rare_chance:
            slices[place * numbers.slices // len(whole)] += 1.0
    covered = slices.sum()
    entropy = 0.0
    for count in slices:
        if count > 0.0:
            entropy -= count / covered * math.log(count / covered)
    return entropy / math.log(numbers.slices), covered / len(whole)


@stage
def _window_shares(whole: Words, weight: Nats, window: int) -> tuple[float, float]:
    """The most that one window of the other text holds of the stretch's distinct words, by weight (0-1): each word
    whole wherever it stands, and each word's weight split over its occurrences.
    """
    occurrences = np.zeros(len(weight))
    for word in whole:
        if word >= 0:
            occurrences[word] += 1.0
    inside = np.zeros(len(weight), np.int64)
    whole_words = split_words = most_whole = most_split = 0.0
    for place in range(len(whole)):
        word = whole[place]
        if word >= 0 and weight[word] > 0.0:
            split_words += weight[word] / occurrences[word]
            if inside[word] == 0:
                whole_words += weight[word]
            inside[word] += 1
        gone = whole[place - window] if place >= window else -1
        if gone >= 0 and weight[gone] > 0.0:
            split_words -= weight[gone] / occurrences[gone]
            inside[gone] -= 1
            if inside[gone] == 0:
                whole_words -= weight[gone]
        most_whole = max(most_whole, whole_words)
        most_split = max(most_split, split_words)
    everything = max(weight.sum(), 1e-9)
    return most_whole / everything, most_split / everything


@kernel
def find_summary(
    words: Words,
    bonus: Nats,
    whole: Words,
    rates: Nats,
    numbers: SummaryNumbers,
) -> tuple[int, int, Nats]:
    """The stretch of one text that best sums up the whole of another: first, end, and what is measured of it:
    `SummaryColumns`.
    """
    worth = np.empty(len(rates))
    for word in range(len(rates)):
        worth[word] = word_nats(rates[word], len(whole), numbers.reuse_share, numbers.max_word)
    first, end, score = _summing_up(words, bonus, worth, numbers)
    measures = np.zeros(len(SUMMARY))
    if end == first:
        return first, end, measures
    held = np.ones(len(rates), np.bool_)  # every numbered word is in common, so the other text holds it
    weight = np.zeros(len(rates))
    for place in range(first, end):
        if words[place] >= 0:
            weight[words[place]] = worth[words[place]]
    measures[SUMMARY.score] = score
    measures[SUMMARY.reuse_share] = reused_share(words, first, end, held, len(whole), rates)
    measures[SUMMARY.best_window_share], measures[SUMMARY.best_window_split_share] = _window_shares(
        whole, weight, int((end - first) * numbers.window_ratio)
    )
    measures[SUMMARY.evenness], measures[SUMMARY.source_share] = _evenness(whole, weight, end - first, rates, numbers)
    return first, end, measures
