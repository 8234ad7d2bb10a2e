"""What lies in the shared stretches of an article, and what is left of it: words, prose, edges, names, quotations.

What is counted of each article for itself has a column for either side; LEFT and RIGHT name them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.kernels.decorators import inlined
from dedup.kernels.hash_table import find_place
from dedup.kernels.layouts import MEASURE
from dedup.kernels.parameters import MeasureNumbers
from dedup.kernels.scalars import ONE, ZERO, U
from dedup.kernels.verify.counted_article import CountedArticle, all_prose, line_of, prose_before
from dedup.kernels.verify.shared_stretches import Shared

IN_STRETCH, IN_REST = np.uint8(1), np.uint8(2)  # where a word stands: inside shared stretches, outside


class SideColumns(NamedTuple):
    """The columns of what is counted of one article for itself."""

    words: int
    prose: int
    informative: int
    unquoted: int
    shared: int
    prose_shared: int
    unshared_lead: int
    unshared_tail: int
    shared_at_edges: int
    shared_at_edges_non_prose: int
    rest_informative: int
    shared_body_prose: int
    unquoted_shared: int


LEFT = SideColumns(*[getattr(MEASURE, f"left_{name}") for name in SideColumns._fields])
RIGHT = SideColumns(*[getattr(MEASURE, f"right_{name}") for name in SideColumns._fields])


@inlined
def count_side(
    article: CountedArticle,
    found: Shared,
    stretches: int,
    numbers: MeasureNumbers,
    side: SideColumns,
    row: NDArray[np.int32],
) -> tuple[int, int]:
    """Write what is counted of one article for itself; return the prose words of its longest passage, and those in
    stretches that touch at most one layout line.
    """
    row[side.words], row[side.prose], row[side.informative] = len(article.words), all_prose(article), len(article.names)
    row[side.unquoted] = article.unquoted[len(article.words)]
    shared, prose, passage, in_body, row[side.unshared_lead], row[side.unshared_tail] = _shared_counts(
        article, found, stretches, numbers
    )
    row[side.shared], row[side.prose_shared] = shared, prose
    row[side.shared_at_edges], row[side.shared_at_edges_non_prose] = _edge_counts(
        article, found, stretches, prose, numbers
    )
    _note_informative(article, found, stretches)
    row[side.rest_informative] = _rest_informative(article, found)
    row[side.shared_body_prose] = _shared_body_prose(article, found, stretches)
    row[side.unquoted_shared] = _unquoted_shared(article, found, stretches)
    return passage, in_body


@inlined
def _shared_counts(
    article: CountedArticle, found: Shared, stretches: int, numbers: MeasureNumbers
) -> tuple[int, int, int, int, int, int]:
    """Return what lies in shared stretches: the words, the prose words, the prose words of the longest passage (three
    in five of its words matched), and the prose words in stretches that touch at most one layout line; how many words
    lie before the first stretch and behind the last.
    """
    count = len(article.words)
    shared = prose = passage = in_body = 0
    for s in range(stretches):
        first, end = found.starts[s], found.ends[s]
        found.prose[s] = inside = prose_before(article, end) - prose_before(article, first)
        shared += end - first
        prose += inside
        if found.matched[s] >= numbers.min_passage_share * (end - first):
            passage = max(passage, inside)
        if article.layout[line_of(article, end - 1) + 1] - article.layout[line_of(article, first)] < 2:
            in_body += inside
    before = found.starts[0] if stretches else count
    after = count - found.ends[stretches - 1] if stretches else 0
    return shared, prose, passage, in_body, before, after


@inlined
def _edge_counts(
    article: CountedArticle, found: Shared, stretches: int, prose: int, numbers: MeasureNumbers
) -> tuple[int, int]:
    """Return how many shared words stand at the edges of the article, before and behind its unshared prose, and how
    many of those are no prose; ten stray words do not end an edge.
    """
    unshared = all_prose(article) - prose
    if unshared < numbers.min_framed_prose:
        return 0, 0
    edge = non_prose = inside = 0
    for s in range(stretches):
        first, end = found.starts[s], found.ends[s]
        seen, stretch_prose = prose_before(article, first) - inside, found.prose[s]
        inside += stretch_prose
        if seen <= numbers.max_stray_words or seen >= unshared - numbers.max_stray_words:
            edge += end - first
            non_prose += end - first - stretch_prose
    return edge, non_prose


@inlined
def _unquoted_shared(article: CountedArticle, found: Shared, stretches: int) -> int:
    """Return how many words in shared stretches stand outside quotation marks."""
    shared = 0
    for s in range(stretches):
        shared += article.unquoted[found.ends[s]] - article.unquoted[found.starts[s]]
    return shared


@inlined
def count_unquoted_run(
    left: CountedArticle, right: CountedArticle, left_found: Shared, right_found: Shared, tiles: U
) -> int:
    """Return how many words of the longest tile stand outside quotation marks, on the side that has fewer; of tiles as
    long, the most.
    """
    longest = most = 0
    for t in range(tiles):
        first, end = left_found.tile_starts[t], left_found.tile_ends[t]
        if end - first < longest:
            continue
        ours = left.unquoted[end] - left.unquoted[first]
        theirs = right.unquoted[right_found.tile_ends[t]] - right.unquoted[right_found.tile_starts[t]]
        most = max(min(ours, theirs), most if end - first == longest else 0)
        longest = end - first
    return most


@inlined
def _shared_body_prose(article: CountedArticle, found: Shared, stretches: int) -> int:
    """Return the shared prose words of the article's body: of the stretches between layout lines and boilerplate, the
    one with the most unshared prose.
    """
    most = best = s = 0
    for body in range(len(article.bodies) + 1):
        first = article.bodies[body - 1] if body else 0
        end = article.bodies[body] if body < len(article.bodies) else len(article.words)
        while s < stretches and found.ends[s] <= first:
            s += 1
        shared, t = 0, s
        while t < stretches and found.starts[t] < end:
            last, begin = min(end, found.ends[t]), max(first, found.starts[t])
            shared += prose_before(article, last) - prose_before(article, begin)
            t += 1
        unshared = prose_before(article, end) - prose_before(article, first) - shared
        if unshared > most:
            most, best = unshared, shared
        elif unshared == most:
            best = max(best, shared)
    return best


@inlined
def _note_informative(article: CountedArticle, found: Shared, stretches: int) -> None:
    """Note which informative words stand in shared stretches, and which outside."""
    found.seen[: len(article.names)] = 0
    r = ZERO
    for s in range(stretches):
        while r < U(len(article.informative)) and article.informative[r] < found.starts[s]:
            found.seen[U(article.named[r])] |= IN_REST
            r += ONE
        while r < U(len(article.informative)) and article.informative[r] < found.ends[s]:
            found.seen[U(article.named[r])] |= IN_STRETCH
            r += ONE
    while r < U(len(article.informative)):
        found.seen[U(article.named[r])] |= IN_REST
        r += ONE


@inlined
def count_shared_informative(
    left: CountedArticle, right: CountedArticle, left_found: Shared, right_found: Shared
) -> tuple[int, int, int, int]:
    """Return the distinct informative words of both; those of them inside shared stretches of both; those that the left
    article has outside its stretches, and the right one outside its own.
    """
    both = inside = left_rest = right_rest = 0
    for n in range(U(len(left.names))):
        place = right.name_slots[find_place(left.names[n], right.names, right.name_slots)]
        if place >= 0:
            both += 1
            inside += left_found.seen[n] & right_found.seen[place] & IN_STRETCH
            left_rest += left_found.seen[n] >> 1
            right_rest += right_found.seen[place] >> 1
    return both, inside, left_rest, right_rest


@inlined
def _rest_informative(article: CountedArticle, found: Shared) -> int:
    """Return how many distinct informative words an article has outside its shared stretches."""
    rest = 0
    for n in range(U(len(article.names))):
        rest += found.seen[n] >> 1
    return rest
