"""What each number of passages changes: the passages and summaries of two made texts, or what alignment finds of them.

Words are made of letters, so that every word of a text is rare; `the` stands in for function words.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from effect_case import Case

from dedup.alignment.alignment_text import AlignmentText, prepare_text, shared_terms
from dedup.alignment.passages import align, alignment_numbers, candidate_segments, candidate_summaries
from dedup.alignment.segment_pair import SegmentPair
from dedup.alignment.summaries import Summary
from dedup.alignment.verbatim.verbatim_core import verbatim_core
from dedup.kernels.verify.align_pair import find_seeds
from dedup.settings import Settings
from dedup.tokens.words import tokenize


def words(length: int, seed: int, function: int = 0) -> list[str]:
    """So many rare words, `function` of ten of them function words."""
    random = Random(seed)
    common = ("the", "of", "and", "in", "to")
    return [
        random.choice(common) if random.random() < function / 10 else "".join(random.choices("bdgklmnprst", k=6))
        for _ in range(length)
    ]


def reworded(given: list[str], kept: int, seed: int, shuffle: int = 1) -> list[str]:
    """The same words, of which `kept` of ten stay, in pieces of so many shuffled."""
    random = Random(seed)
    changed = [word if random.random() < kept / 10 else "".join(random.choices("fhjvwxz", k=6)) for word in given]
    pieces = [changed[at : at + shuffle] for at in range(0, len(changed), shuffle)]
    for piece in pieces:
        random.shuffle(piece)
    return [word for piece in pieces for word in piece]


def sentences(given: list[str], length: int = 12, end: str = ". ") -> str:
    """The words in sentences of so many."""
    parts = [" ".join(given[at : at + length]).capitalize() for at in range(0, len(given), length)]
    return end.join(parts) + "."


def pair(
    length: int,
    kept: int = 10,
    *,
    before: int = 40,
    shuffle: int = 1,
    function: int = 3,
    times: int = 1,
    between: int = 60,
    end: str = ". ",
) -> tuple[str, str]:
    """Two texts that share stretches of so many words, `times` with other words between them."""
    left, right = words(before, 1, function), words(before, 2, function)
    for n in range(times):
        shared = words(length, 10 + n, function)
        left += [*shared, *words(between, 20 + n, function)]
        right += [*reworded(shared, kept, 3, shuffle), *words(between, 30 + n, function)]
    return sentences(left, end=end), sentences(right, end=end)


def summary(length: int, source: int, kept: int = 7, function: int = 3) -> tuple[str, str]:
    """A text with a stretch that draws on words from all over the other one."""
    whole = words(source, 5, function)
    random = Random(6)
    drawn = [whole[place] for place in sorted(random.sample(range(source), length))]
    return sentences([*words(40, 1, function), *reworded(drawn, kept, 7)]), sentences(whole)


def prepared(texts: tuple[str, str], settings: Settings) -> tuple[AlignmentText, AlignmentText]:
    left, right = (prepare_text(tokenize(text), settings) for text in texts)
    return left, right


def passages(texts: tuple[str, str]) -> Callable[[Settings], list[tuple[str, int, int, int, int]]]:
    """The kind of every passage, and its places in both texts."""

    def outcome(settings: Settings) -> list[tuple[str, int, int, int, int]]:
        found = align(*prepared(texts, settings), settings).passages
        return [(str(each.kind), each.left.start, each.left.end, each.right.start, each.right.end) for each in found]

    return outcome


def summaries(texts: tuple[str, str]) -> Callable[[Settings], list[tuple[int, int]]]:
    """The words and the number of passages beside every summary."""

    def outcome(settings: Settings) -> list[tuple[int, int]]:
        found = align(*prepared(texts, settings), settings)
        return [(each.words, len(found.passages)) for each in found.summaries]

    return outcome


def segments(texts: tuple[str, str]) -> Callable[[Settings], list[tuple[int, int, int, int, float]]]:
    """The words of both sides of what may be a passage, and their score."""

    def outcome(settings: Settings) -> list[tuple[int, int, int, int, float]]:
        left, right = prepared(texts, settings)
        found = candidate_segments(left, right, shared_terms(left, right), settings)
        return [
            (each.left_first, each.left_end, each.right_first, each.right_end, round(each.strength, 1))
            for each in found
        ]

    return outcome


def summary_measures(texts: tuple[str, str]) -> Callable[[Settings], list[float]]:
    """What tells a summary from a passage, of the stretch of the left text that may sum up the right one."""

    def outcome(settings: Settings) -> list[float]:
        left, right = prepared(texts, settings)
        found, _ = candidate_summaries(left, right, shared_terms(left, right), settings)
        return [] if found is None else [round(value, 3) for value in found.measures([])]

    return outcome


def highest_rate(text: str) -> Callable[[Settings], float]:
    """The rate of the word of a text that comes up most by chance."""
    return lambda settings: float(max(prepare_text(tokenize(text), settings).background_rates))


def seed_count(texts: tuple[str, str]) -> Callable[[Settings], int]:
    """How many pairs of cells segments are grown from."""

    def outcome(settings: Settings) -> int:
        shared = shared_terms(*prepared(texts, settings))
        numbers = alignment_numbers(settings)
        _, columns, _ = find_seeds(shared.left_ids, shared.right_ids, shared.chance_rates, numbers)
        return len(columns)

    return outcome


def segments_of(*blocks: str) -> Callable[[Settings], list[tuple[int, int, int, int, float]]]:
    """Segments of a text with these blocks of rare words, `-` for other words, and one with the blocks reversed."""
    left = [
        word for n, name in enumerate(blocks) for word in (words(45, 60 + n) if name == "-" else words(12, ord(name)))
    ]
    right = [word for name in reversed(blocks) if name != "-" for word in words(12, ord(name))]
    return segments((sentences(left), sentences(right)))


def core_end(settings: Settings) -> int:
    """Where the verbatim core ends of a segment that ends before an edit, five words before the end of the copy."""
    copy = words(60, 9)
    edited = [*copy[:50], "changed", *copy[51:]]
    left, right = prepared((sentences(copy), sentences(edited)), settings)
    core = verbatim_core(SegmentPair(5, 45, 5, 45, 90.0, 90.0, 0.9, 0.9), left, right, settings)
    return 0 if core is None else core.left_end


def is_replaced(settings: Settings) -> bool:
    """Whether a summary of words 20 to 100 replaces a passage of words 85 to 105, of which it covers three quarters."""
    found = Summary(20, 100, 4.0, 60.0, 0.8, 0.3, 0.3, 0.2, 0.9)
    return found.covers_mostly(85, 105, settings.min_summary_overlap)


CASES = {
    "min_word_rate": Case(
        value=0.002,
        outcome=passages(pair(60, 5)),
        before=[("reworded", 226, 653, 203, 679)],
        after=[("reworded", 353, 578, 360, 601)],
    ),
    "max_word_nats": Case(
        value=0.0, outcome=passages(pair(30, 10)), before=[("verbatim", 243, 408, 225, 390)], after=[]
    ),
    "sentence_bonus": Case(
        value=2.0,
        outcome=passages(pair(40, 6)),
        before=[("reworded", 226, 504, 203, 506)],
        after=[("reworded", 226, 476, 203, 506)],
    ),
    "line_bonus": Case(
        value=1.5,
        outcome=passages(pair(40, 6, end=chr(10))),
        before=[("reworded", 223, 498, 200, 500)],
        after=[("reworded", 223, 470, 200, 500)],
    ),
    "cell_words": Case(value=1, outcome=passages(pair(30, 10)), before=[("verbatim", 243, 408, 225, 390)], after=[]),
    "seed_nats": Case(value=200.0, outcome=passages(pair(30, 10)), before=[("verbatim", 243, 408, 225, 390)], after=[]),
    "seed_reuse_share": Case(
        value=0.01,
        outcome=passages(pair(30, 8, times=2, between=50)),
        before=[("reworded", 226, 422, 203, 419)],
        after=[],
    ),
    "max_word_votes": Case(
        value=0, outcome=passages(pair(30, 10)), before=[("verbatim", 243, 408, 225, 390)], after=[]
    ),
    "min_vote_nats": Case(
        value=6.0, outcome=passages(pair(30, 10)), before=[("verbatim", 243, 408, 225, 390)], after=[]
    ),
    "extension_drop": Case(
        value=0.0, outcome=passages(pair(40, 6)), before=[("reworded", 226, 504, 203, 506)], after=[]
    ),
    "min_segment_nats": Case(
        value=180.0, outcome=passages(pair(30, 10)), before=[("verbatim", 243, 408, 225, 390)], after=[]
    ),
    "growth_margin": Case(value=0, outcome=passages(pair(40, 6)), before=[("reworded", 226, 504, 203, 506)], after=[]),
    "growth_rounds": Case(
        value=5,
        outcome=passages(pair(600, 7)),
        before=[("edited", 226, 3793, 203, 3946)],
        after=[("edited", 226, 3816, 203, 3972)],
    ),
    "trim_rounds": Case(
        value=1, outcome=segments(pair(60, 5)), before=[(36, 108, 36, 108, 149.5)], after=[(36, 108, 36, 108, 151.8)]
    ),
    "growth_share": Case(value=0.2, outcome=passages(pair(24, 8)), before=[], after=[("reworded", 226, 426, 203, 419)]),
    "min_trim_share": Case(
        value=0.99, outcome=passages(pair(40, 6)), before=[("reworded", 226, 504, 203, 506)], after=[]
    ),
    "max_trim_share": Case(
        value=0.01, outcome=passages(pair(30, 10, end=chr(10))), before=[("verbatim", 240, 403, 222, 385)], after=[]
    ),
    "trim_caution": Case(
        value=1.0,
        outcome=passages(pair(60, 5)),
        before=[("reworded", 226, 653, 203, 679)],
        after=[("reworded", 226, 597, 203, 620)],
    ),
    "max_merge_gap": Case(
        value=80,
        outcome=passages(pair(30, 8, times=2, between=50)),
        before=[("reworded", 226, 422, 203, 419)],
        after=[("reworded", 226, 899, 203, 943)],
    ),
    "min_passage_words": Case(
        value=40,
        outcome=passages(pair(30, 8, times=2, between=50)),
        before=[("reworded", 226, 422, 203, 419)],
        after=[],
    ),
    "min_longer_side_words": Case(
        value=80, outcome=passages(pair(40, 6)), before=[("reworded", 226, 504, 203, 506)], after=[]
    ),
    "min_reuse_share": Case(
        value=0.7, outcome=passages(pair(40, 6)), before=[("reworded", 226, 504, 203, 506)], after=[]
    ),
    "certain_nats": Case(
        value=0.0, outcome=passages(pair(14, 10)), before=[], after=[("reworded", 226, 360, 203, 341)]
    ),
    "min_edited_similarity": Case(
        value=0.35,
        outcome=passages(pair(40, 6)),
        before=[("reworded", 226, 504, 203, 506)],
        after=[("edited", 226, 504, 203, 506)],
    ),
    "min_reordered_reuse": Case(
        value=0.425,
        outcome=passages(pair(40, 6)),
        before=[("reworded", 226, 504, 203, 506)],
        after=[("reordered", 226, 504, 203, 506)],
    ),
    "min_core_agreement": Case(
        value=0.46,
        outcome=passages(pair(200, 7)),
        before=[("edited", 226, 1432, 203, 1480)],
        after=[("edited", 243, 1316, 225, 1361)],
    ),
    "min_core_share": Case(
        value=1.0,
        outcome=passages(pair(30, 10)),
        before=[("verbatim", 243, 408, 225, 390)],
        after=[("edited", 226, 422, 203, 404)],
    ),
    "core_words_per_log": Case(
        value=0.875, outcome=passages(pair(14, 10)), before=[], after=[("verbatim", 243, 321, 225, 303)]
    ),
    "min_summarised_words": Case(value=600, outcome=summaries(summary(80, 400, 9)), before=[(84, 0)], after=[]),
    "min_summary_words": Case(value=100, outcome=summaries(summary(80, 400, 9)), before=[(84, 0)], after=[]),
    "min_summary_ratio": Case(value=7.0, outcome=summaries(summary(80, 400, 9)), before=[(84, 0)], after=[]),
    "min_summary_nats": Case(value=700.0, outcome=summaries(summary(80, 400, 9)), before=[(84, 0)], after=[]),
    "min_summary_nats_per_word": Case(value=6.0, outcome=summaries(summary(80, 400, 9)), before=[(84, 0)], after=[]),
    "min_summary_reuse": Case(value=1.0, outcome=summaries(summary(80, 400, 9)), before=[(84, 0)], after=[]),
    "summary_reuse_share": Case(value=0.99, outcome=summaries(summary(80, 400, 9)), before=[(84, 0)], after=[(83, 0)]),
    "summary_recurrence": Case(value=0, outcome=summaries(summary(100, 500, 7)), before=[(103, 0)], after=[(104, 0)]),
    "summary_window": Case(
        value=3.0,
        outcome=summary_measures(summary(80, 400, 9)),
        before=[4.936, 1.658, 0.922, 0.408, 0.408, -2.021, 0.0, 1.561, 0.97],
        after=[4.936, 1.658, 0.922, 0.694, 0.694, -2.021, 0.0, 1.561, 0.97],
    ),
    "summary_slices": Case(
        value=20,
        outcome=summary_measures(summary(80, 400, 9)),
        before=[4.936, 1.658, 0.922, 0.408, 0.408, -2.021, 0.0, 1.561, 0.97],
        after=[4.936, 1.658, 0.922, 0.408, 0.408, -2.021, 0.0, 1.561, 0.939],
    ),
    "summary_rare_chance": Case(value=0.0, outcome=summaries(summary(80, 400, 9)), before=[(84, 0)], after=[]),
    "function_word_rate": Case(
        value=0.01,
        outcome=highest_rate("Der Hund und die Katze und das Pferd standen bei dem Brunnen"),
        before=0.002,
        after=0.01,
    ),
    "min_listed_share": Case(
        value=0.0,
        outcome=highest_rate("Der Hund und die Katze und das Pferd standen bei dem Brunnen"),
        before=0.002,
        after=0.0001,
    ),
    "neighbour_weight": Case(value=0.1, outcome=seed_count(pair(30, 8)), before=12, after=2),
    "min_core_words": Case(
        value=30.0, outcome=passages(pair(10, 10, before=3, between=3)), before=[("verbatim", 14, 74, 21, 81)], after=[]
    ),
    "max_segment_overlap": Case(
        value=1.0,
        outcome=passages(
            (
                sentences([*words(30, 1), *words(30, 9), *words(60, 2), *words(30, 9), *words(30, 3)]),
                sentences([*words(30, 4), *words(30, 9), *words(30, 5)]),
            )
        ),
        before=[("verbatim", 850, 1061, 212, 423)],
        after=[("verbatim", 212, 423, 212, 423), ("verbatim", 850, 1061, 212, 423)],
    ),
    "max_segments_kept": Case(
        value=1,
        outcome=segments_of("A", "-", "B"),
        before=[(57, 69, 0, 12, 96.0), (0, 12, 12, 24, 96.0)],
        after=[(0, 12, 12, 24, 96.0)],
    ),
    "core_margin": Case(value=0, outcome=core_end, before=60, after=50),
    "min_summary_overlap": Case(value=0.9, outcome=is_replaced, before=True, after=False),
}
