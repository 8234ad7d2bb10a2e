"""What two texts of two languages have in common: measures of their keys and of the heaviest chain of these."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import inlined, kernel, stage
from dedup.kernels.layouts import TRANSLATION, Matrix
from dedup.kernels.scalars import signed
from dedup.kernels.translate.chain_keys import MAX_PLACES, Links, Partners, PrefixMaxima, find_chain
from dedup.kernels.translate.key_parts import DAY, FIRST_NAME, PLACE, PREFIX_SHIFT, SHAPE_SHIFT, SMALL_FIGURE

NO_CHAIN = 0.5  # scatter and drift of texts without a common key
FEW_FIGURES = 2.0  # figures that are taken to agree before any is counted: two that differ show less than ten
NAME_BEGINNINGS = 1 << (SHAPE_SHIFT - PREFIX_SHIFT)
LEAST = 1e-9

Row = NDArray[np.float64]


class KeyedTexts(NamedTuple):
    """The keys of texts, end to end by place, and in each text the order of its keys by number, those of one key by
    place; code points of each text, and how many letters of it say what one English letter does.
    """

    ends: NDArray[np.int64]
    ids: NDArray[np.uint32]
    places: NDArray[np.uint16]
    order: NDArray[np.uint16]
    sizes: NDArray[np.int32]
    letters: NDArray[np.float64]


class KeyShapes(NamedTuple):
    """The weight of a key by its shape, and whether such keys tell one event from another."""

    weights: NDArray[np.float64]
    tells: NDArray[np.bool_]


class _Side(NamedTuple):
    """One text: its keys, their order, the weight of each, their sum, size in code points, and letters for one."""

    ids: NDArray[np.uint32]
    places: NDArray[np.uint16]
    order: NDArray[np.uint16]
    weights: NDArray[np.float64]
    total: float
    size: int
    letters: float


@kernel
def measure_translations(
    texts: KeyedTexts,
    shapes: KeyShapes,
    left: NDArray[np.int64],
    right: NDArray[np.int64],
    rows: Matrix[np.float64],
) -> None:
    """Write the measures of each pair of texts."""
    most = 0
    for a in range(len(texts.sizes)):
        most = max(most, texts.ends[a + 1] - texts.ends[a])
    room = most * MAX_PLACES + 1
    links = Links(
        np.empty(room, np.int32), np.empty(room, np.int32), np.empty(room), np.empty(room, np.int32),
        np.empty(room, np.int32),
    )  # fmt: skip
    maxima = PrefixMaxima(np.empty(most + 1), np.empty(most + 1, np.int32), np.empty(most + 1, np.int32))
    partners = Partners(np.empty(most + 1, np.int32), np.empty(most + 1, np.int32))
    one_weights, other_weights = np.empty(most + 1), np.empty(most + 1)
    names = np.zeros(NAME_BEGINNINGS, np.int32)
    apart = np.empty(room)
    for p in range(len(left)):
        one = _side(texts, shapes, left[p], one_weights)
        other = _side(texts, shapes, right[p], other_weights)
        row = rows[p]
        _compare_keys(one, other, shapes, partners, names, p + 1, row)
        count = find_chain(one.places, one.weights, other.places, other.order, partners, links, maxima)
        _measure_chain(one, other, links, count, apart, row)


@stage
def _side(texts: KeyedTexts, shapes: KeyShapes, text: int, weights: NDArray[np.float64]) -> _Side:
    first, end = texts.ends[text], texts.ends[text + 1]
    ids, total = texts.ids[first:end], 0.0
    for k in range(len(ids)):
        weights[k] = shapes.weights[ids[k] >> SHAPE_SHIFT]
        total += weights[k]
    size, letters = signed(texts.sizes[text]), texts.letters[text]
    places, order = texts.places[first:end], texts.order[first:end]
    return _Side(ids, places, order, weights[: end - first], total, size, letters)


@inlined
def _run_end(side: _Side, first: int) -> int:
    """Return where, in the order by key, the places end of the key that begins there."""
    key, end = side.ids[side.order[first]], first + 1
    while end < len(side.order) and side.ids[side.order[end]] == key:
        end += 1
    return end


@stage
def _compare_keys(
    one: _Side,
    other: _Side,
    shapes: KeyShapes,
    partners: Partners,
    names: NDArray[np.int32],
    pair: int,
    row: Row,
) -> None:
    """Write what is common, and for each key of the one text where those of the other stand.

    `names` has, by the beginning of a name, the last pair that had a common one.
    """
    for k in range(len(one.ids)):
        partners.counts[k] = 0
    one_figures = other_figures = common_figures = common_names = common_words = agreeing = 0
    one_square = other_square = product = 0.0
    i = j = 0
    while i < len(one.order) or j < len(other.order):
        key = _lesser_key(one, other, i, j)
        shape = key >> SHAPE_SHIFT
        i_end = _run_end(one, i) if i < len(one.order) and one.ids[one.order[i]] == key else i
        j_end = _run_end(other, j) if j < len(other.order) and other.ids[other.order[j]] == key else j
        is_common = i_end > i and j_end > j
        tells, is_figure = shapes.tells[shape], shape <= DAY
        one_weight, other_weight = _weight(shapes, shape, i_end - i), _weight(shapes, shape, j_end - j)
        if tells:
            one_square += one_weight * one_weight
            other_square += other_weight * other_weight
            product += one_weight * other_weight
        if is_figure and shape != SMALL_FIGURE:
            one_figures += i_end > i
            other_figures += j_end > j
            agreeing += is_common
        if is_common:
            common_figures += tells and is_figure
            common_words += not is_figure
            beginning = key >> PREFIX_SHIFT & (NAME_BEGINNINGS - 1)
            if tells and (shape >= FIRST_NAME or shape == PLACE) and names[beginning] != pair:
                names[beginning] = pair
                common_names += 1
            for k in range(i, min(i_end, i + MAX_PLACES)):
                partners.firsts[one.order[k]], partners.counts[one.order[k]] = j, min(j_end - j, MAX_PLACES)
        i, j = i_end, j_end
    figures = min(one_figures, other_figures)
    row[TRANSLATION.telling] = product / math.sqrt(one_square * other_square) if product else 0.0
    row[TRANSLATION.names], row[TRANSLATION.figures], row[TRANSLATION.words] = (
        common_names,
        common_figures,
        common_words,
    )
    row[TRANSLATION.agreement] = (agreeing + FEW_FIGURES) / (figures + FEW_FIGURES)


@inlined
def _lesser_key(one: _Side, other: _Side, i: int, j: int) -> int:
    """Return the lesser of the next keys of two texts, in the order by key."""
    if i == len(one.order):
        return signed(other.ids[other.order[j]])
    if j == len(other.order):
        return signed(one.ids[one.order[i]])
    return min(signed(one.ids[one.order[i]]), signed(other.ids[other.order[j]]))


@inlined
def _weight(shapes: KeyShapes, shape: int, count: int) -> float:
    """Return what a key weighs that occurs so often."""
    return (1.0 + math.log(count)) * shapes.weights[shape] if count else 0.0


@stage
def _measure_chain(one: _Side, other: _Side, links: Links, count: int, apart: Row, row: Row) -> None:
    """Write the measures of the heaviest chain of links."""
    evidence = 0.0
    for k in range(count):
        evidence += links.weights[links.chain[k]]
    less, more = min(one.total, other.total), max(one.total, other.total)
    length, other_length = max(1, one.size) / one.letters, max(1, other.size) / other.letters
    row[TRANSLATION.evidence], row[TRANSLATION.links] = evidence, count
    row[TRANSLATION.share], row[TRANSLATION.share_longer] = evidence / max(less, LEAST), evidence / max(more, LEAST)
    row[TRANSLATION.ratio] = abs(math.log(length / other_length))
    row[TRANSLATION.scatter], row[TRANSLATION.drift] = NO_CHAIN, NO_CHAIN
    if count:
        left_start, left_end = links.left[links.chain[0]], links.left[links.chain[count - 1]]
        right_start, right_end = (
            signed(other.places[links.right[links.chain[0]]]),
            signed(other.places[links.right[links.chain[count - 1]]]),
        )
        left_span, right_span = (left_end - left_start) / one.size, (right_end - right_start) / other.size
        row[TRANSLATION.left_start], row[TRANSLATION.left_end] = left_start, left_end
        row[TRANSLATION.right_start], row[TRANSLATION.right_end] = right_start, right_end
        row[TRANSLATION.span] = min(left_span, right_span)
        row[TRANSLATION.span_shorter] = right_span if length > other_length else left_span
        row[TRANSLATION.scatter] = _scatter(one, other, links, count, evidence)
        offset = _offset(one, other, links, count, evidence, apart)
        row[TRANSLATION.drift] = _drift(one, other, links, count, offset, min(length, other_length)) / evidence
        row[TRANSLATION.left_coverage] = _coverage(length, other_length, -offset)
        row[TRANSLATION.right_coverage] = _coverage(other_length, length, offset)


@inlined
def _scatter(one: _Side, other: _Side, links: Links, count: int, total: float) -> float:
    """Return the mean distance of a chain from a line, in shares of the texts."""
    mean = scatter = 0.0
    for k in range(count):
        link = links.chain[k]
        mean += (other.places[links.right[link]] / other.size - links.left[link] / one.size) * links.weights[link]
    mean /= total
    for k in range(count):
        link = links.chain[k]
        distance = other.places[links.right[link]] / other.size - links.left[link] / one.size
        scatter += abs(distance - mean) * links.weights[link]
    return scatter / total


@inlined
def _letters_apart(one: _Side, other: _Side, links: Links, link: int) -> float:
    """Return how much further a link stands in the other text, in letters of English."""
    distance: float = other.places[links.right[link]] / other.letters - links.left[link] / one.letters
    return distance


@stage
def _offset(one: _Side, other: _Side, links: Links, count: int, total: float, apart: Row) -> float:
    """Return how much further the links of a chain stand in the other text: half of their weight less far."""
    for k in range(count):  # `before` is used no more: the links of the chain by how far they are apart
        distance, at = _letters_apart(one, other, links, links.chain[k]), k
        while at > 0 and apart[at - 1] > distance:
            apart[at], links.before[at] = apart[at - 1], links.before[at - 1]
            at -= 1
        apart[at], links.before[at] = distance, links.chain[k]
    rest = total / 2
    for k in range(count):
        rest -= links.weights[links.before[k]]
        if rest <= 0:
            count = k + 1
            break
    offset: float = apart[count - 1]
    return offset


@inlined
def _drift(one: _Side, other: _Side, links: Links, count: int, offset: float, shorter: float) -> float:
    drift = 0.0
    for k in range(count):
        distance = abs(_letters_apart(one, other, links, links.chain[k]) - offset)
        drift += min(1.0, distance / shorter) * links.weights[links.chain[k]]
    return drift


@inlined
def _coverage(own: float, other: float, start: float) -> float:
    """Return the share of a text that lies beside another, which begins at `start` of it and is so long."""
    return max(0.0, min(own, start + other) - max(0.0, start)) / own
