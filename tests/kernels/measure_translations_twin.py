"""What `dedup.kernels.translate.measure_translations` measures, with counters and lists."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from dedup.kernels.translate.key_parts import DAY, FIRST_NAME, PLACE, PREFIX_SHIFT, SHAPE_SHIFT
from dedup.translations.keys.key_shapes import key_weights, telling_shapes
from dedup.translations.translation_measures import TranslationMeasures

FIGURES, NAME = range(DAY + 1), range(FIRST_NAME, FIRST_NAME + 4)

MAX_PLACES = 4  # of a key in either text that are paired: more are a word of the subject


class KeyLink(NamedTuple):
    """A place of a key in the left text, one of it in the right one, and the weight of the key."""

    left: int
    right: int
    weight: float


def common_links(
    left: Sequence[tuple[int, int]], right: Sequence[tuple[int, int]], weights: Sequence[float]
) -> list[KeyLink]:
    """The places of common keys, each with each; a text is its keys with their places."""
    common = {key for key, _ in left} & {key for key, _ in right}
    places = defaultdict[int, list[int]](list)
    for key, place in right:
        if key in common:
            places[key].append(place)
    used, links = Counter[int](), list[KeyLink]()
    for key, place in left:
        if key in common and used[key] < MAX_PLACES:
            used[key] += 1
            weight = weights[key >> SHAPE_SHIFT]
            links += [KeyLink(place, other, weight) for other in places[key][:MAX_PLACES]]
    return links


def heaviest_chain(links: Sequence[KeyLink]) -> list[KeyLink]:
    """The links of greatest weight in all that grow in both texts, in order."""
    links = sorted(links, key=lambda link: (link.left, -link.right))
    rights = sorted({link.right for link in links})
    sums, ends = [0.0] * (len(rights) + 1), [-1] * (len(rights) + 1)
    before, best, last = list[int](), 0.0, -1
    for number, (_, right, weight) in enumerate(links):
        rank = bisect_left(rights, right)
        most, end = 0.0, -1
        node = rank
        while node:
            if sums[node] > most:
                most, end = sums[node], ends[node]
            node &= node - 1
        before.append(end)
        total = most + weight
        if total > best:
            best, last = total, number
        node = rank + 1
        while node <= len(rights):
            if total > sums[node]:
                sums[node], ends[node] = total, number
            node += node & -node
    chain = list[KeyLink]()
    while last >= 0:
        chain.append(links[last])
        last = before[last]
    return chain[::-1]


NO_CHAIN = 0.5  # scatter and drift of texts without a common key
FEW_FIGURES = 2.0  # figures that are taken to agree before any is counted: two that differ show less than ten


class KeyedText(NamedTuple):
    """The keys of one text with their places, the text's length in code points, and its letters for an English one."""

    keys: Sequence[tuple[int, int]]
    size: int
    letters: float

    @property
    def length(self) -> float:
        """The length in letters of English."""
        return max(1, self.size) / self.letters


def measure_translation(left: KeyedText, right: KeyedText) -> TranslationMeasures:
    """Measure two texts; the order of the two does not matter, but for the coverages."""
    weights = _weights()
    chain = heaviest_chain(common_links(left.keys, right.keys, weights))
    evidence = sum(link.weight for link in chain)
    less, more = sorted(sum(weights[key >> SHAPE_SHIFT] for key, _ in text.keys) for text in (left, right))
    scatter, span, drift, span_shorter, offset = _line(chain, left, right)
    left_counts, right_counts = (Counter(key for key, _ in text.keys) for text in (left, right))
    telling, names, figures, words = _telling(left_counts, right_counts)
    return TranslationMeasures(
        evidence=evidence,
        share=evidence / max(less, 1e-9),
        share_longer=evidence / max(more, 1e-9),
        ratio=abs(math.log(left.length / right.length)),
        scatter=scatter,
        span=span,
        drift=drift,
        span_shorter=span_shorter,
        telling=telling,
        names=names,
        figures=figures,
        words=words,
        agreement=_agreement(left_counts, right_counts),
        left_coverage=_coverage(left.length, right.length, -offset) if chain else 0.0,
        right_coverage=_coverage(right.length, left.length, offset) if chain else 0.0,
        left_start=chain[0].left if chain else 0,
        left_end=chain[-1].left if chain else 0,
        right_start=chain[0].right if chain else 0,
        right_end=chain[-1].right if chain else 0,
        links=len(chain),
    )


def _line(chain: Sequence[KeyLink], left: KeyedText, right: KeyedText) -> tuple[float, float, float, float, float]:
    """The scatter, span, drift and span of the shorter text of a chain; and how much further in the right text a link
    stands than in the left one, in letters of English: the median.
    """
    if not chain:
        return NO_CHAIN, 0.0, NO_CHAIN, 0.0, 0.0
    total = sum(link.weight for link in chain)
    apart = [(link.right / right.size - link.left / left.size, link.weight) for link in chain]
    mean = sum(distance * weight for distance, weight in apart) / total
    scatter = sum(abs(distance - mean) * weight for distance, weight in apart) / total
    apart = sorted((link.right / right.letters - link.left / left.letters, link.weight) for link in chain)
    middle = _median(apart, total)
    shorter = min(left.length, right.length)
    drift = sum(min(1.0, abs(distance - middle) / shorter) * weight for distance, weight in apart) / total
    spans = (chain[-1].left - chain[0].left) / left.size, (chain[-1].right - chain[0].right) / right.size
    return scatter, min(spans), drift, spans[left.length > right.length], middle


def _median(apart: Sequence[tuple[float, float]], total: float) -> float:
    """The distance that half of the weight lies below."""
    rest = total / 2
    for distance, weight in apart:
        rest -= weight
        if rest <= 0:
            return distance
    return apart[-1][0]


def _coverage(own: float, other: float, start: float) -> float:
    """The share of a text that lies beside another, which begins at `start` of it and is so long."""
    return max(0.0, min(own, start + other) - max(0.0, start)) / own


def _telling(left: Counter[int], right: Counter[int]) -> tuple[float, int, int, int]:
    """The cosine over the keys that tell, how many names and figures of them are common, and how many keys of words."""
    weights, tells = _weights(), _tells()
    squares, product = [0.0, 0.0], 0.0
    for side, counts in enumerate((left, right)):
        for key, count in counts.items():
            if tells[key >> SHAPE_SHIFT]:
                squares[side] += ((1 + math.log(count)) * weights[key >> SHAPE_SHIFT]) ** 2
    common = [key for key in left.keys() & right.keys() if tells[key >> SHAPE_SHIFT]]
    for key in common:
        product += (1 + math.log(left[key])) * (1 + math.log(right[key])) * weights[key >> SHAPE_SHIFT] ** 2
    names = {key >> PREFIX_SHIFT & 0x1FF for key in common if key >> SHAPE_SHIFT in NAME or key >> SHAPE_SHIFT == PLACE}
    figures = sum(key >> SHAPE_SHIFT in FIGURES for key in common)
    cosine = product / math.sqrt(squares[0] * squares[1]) if product else 0.0
    words = sum(key >> SHAPE_SHIFT not in FIGURES for key in left.keys() & right.keys())
    return cosine, len(names), figures, words


def _agreement(left: Counter[int], right: Counter[int]) -> float:
    """The share of figures above twelve that agree, of those of the text that has fewer."""
    figures = [{key for key in side if key >> SHAPE_SHIFT in FIGURES and key >> SHAPE_SHIFT} for side in (left, right)]
    fewer = min(map(len, figures))
    return (len(figures[0] & figures[1]) + FEW_FIGURES) / (fewer + FEW_FIGURES)


@cache
def _weights() -> list[float]:
    weights: list[float] = key_weights().tolist()
    return weights


@cache
def _tells() -> list[bool]:
    tells: list[bool] = telling_shapes().tolist()
    return tells
