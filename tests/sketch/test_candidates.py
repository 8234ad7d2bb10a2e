from __future__ import annotations

import random

import numpy as np
import pytest

from dedup.errors import InputError
from dedup.sketch.candidates import CandidatePairs, find_candidates, frequent_anchors
from dedup.sketch.fingerprints import sketch
from dedup.sketch.packed_texts import pack_texts


def made_up(words: int, seed: int) -> list[str]:
    """So many words in which no two in a row are likely to stand in another text."""
    pick = random.Random(seed)
    return [
        "".join(pick.choices("bdfgklmnprst", k=2)) + pick.choice("aeiou") + str(pick.randrange(99))
        for _ in range(words)
    ]


def edited(words: list[str], share: float, seed: int) -> list[str]:
    pick = random.Random(seed)
    return [word if pick.random() >= share else f"edit{pick.randrange(10**6)}" for word in words]


def paired(texts: list[str], **settings: float) -> CandidatePairs:
    return find_candidates(sketch(pack_texts(texts)), **settings)  # type: ignore[arg-type]


def pairs(found: CandidatePairs) -> set[tuple[int, int]]:
    return set(zip(found.left.tolist(), found.right.tolist(), strict=True))


def test_copies_and_excerpts_are_paired_and_strangers_are_not() -> None:
    story = made_up(400, 1)
    page = made_up(300, 2) + story[100:160] + made_up(300, 3)
    texts = [" ".join(words) for words in (story, edited(story, 0.03, 4), page, made_up(400, 5))]
    found = paired(texts)
    assert pairs(found) == {(0, 1), (0, 2), (1, 2)}
    assert found.representatives[0] == found.representatives[1] in (0, 1)
    assert found.representatives[2:].tolist() == [2, 3]
    assert found.shared_anchors[1] >= 10


def test_what_is_consumed_finds_the_same_pairs() -> None:
    story = made_up(400, 1)
    texts = [" ".join(words) for words in (story, edited(story, 0.03, 4), made_up(300, 2) + story[100:160])]
    kept, consumed = sketch(pack_texts(texts)), sketch(pack_texts(texts))
    assert pairs(find_candidates(consumed, release_inputs=True)) == pairs(find_candidates(kept))
    assert consumed.signatures.size == consumed.anchors.size == 0
    assert len(consumed) == len(kept) == 3


@pytest.mark.parametrize("twin", ["Goal", "Goal!", "Late goal", "雪", "a b c"])
def test_the_shortest_twins_are_found(twin: str) -> None:
    assert pairs(paired([twin, " ".join(made_up(50, 1)), twin.upper()])) == {(0, 2)}


def test_texts_without_words_are_never_paired() -> None:
    assert not pairs(paired(["", "", " ...", "\u00ad"]))
    assert not pairs(paired([]))


def test_a_quotation_of_a_story_with_a_thousand_copies_is_found() -> None:
    story = made_up(300, 1)
    copies = [" ".join(edited(story, 0.03 * n / 1000, n)) for n in range(1000)]
    quoting = [" ".join(made_up(300, 2 * n) + story[120:180] + made_up(200, 2 * n + 1)) for n in range(2000, 2040)]
    found = paired(copies + quoting)
    beside_a_copy = {right for left, right in pairs(found) if left < 1000 <= right}
    assert beside_a_copy == set(range(1000, 1040))
    assert len(set(found.representatives[:1000].tolist())) < 10


def test_members_of_small_groups_are_all_paired_and_of_large_ones_with_the_representative() -> None:
    story = made_up(300, 1)
    page = made_up(300, 2) + story[120:200] + made_up(300, 3)
    texts = [" ".join(edited(story, 0.01, n)) for n in range(6)] + [" ".join(edited(page, 0.01, n)) for n in range(6)]
    across = {(left, right) for left in range(6) for right in range(6, 12)}
    assert pairs(paired(texts)) >= across
    few = paired(texts, expanded_pairs=35)
    assert len(pairs(few) & across) == 11
    assert few.capped_by_group == 25
    assert {few.representatives[left] for left in range(6)} & {left for left, _ in pairs(few) & across}


def test_an_anchor_of_many_groups_pairs_nobody_and_has_carriers() -> None:
    notice = made_up(40, 1)
    texts = [" ".join(made_up(100, n) + notice + made_up(100, n + 100)) for n in range(2, 32)]
    sketches = sketch(pack_texts(texts))
    assert len(pairs(find_candidates(sketches))) == 30 * 29 // 2
    strict = find_candidates(sketches, max_anchor_groups=1)
    assert not pairs(strict)
    assert strict.frequent_anchors == len(strict.postings.key_runs.starts)
    carriers = frequent_anchors(strict.postings)
    held_by_all = carriers.sample_articles[carriers.group_counts == 30]
    lowest = np.argsort(sketches.content_hashes)[:16]
    assert len(held_by_all) >= 8
    assert (np.sort(held_by_all, axis=1) == np.sort(lowest)).all()
    rows = carriers.rows_of(sketches.anchors[: sketches.anchor_ends[0]])
    assert 8 <= (rows >= 0).sum() < len(rows)
    assert (frequent_anchors(strict.postings, min_groups=31).rows_of(sketches.anchors) == -1).all()


def test_the_sample_of_carriers_is_filled_up_with_none() -> None:
    texts = [" ".join(made_up(50, n) + made_up(20, 1)) for n in range(2, 12)]
    carriers = frequent_anchors(find_candidates(sketch(pack_texts(texts))).postings)
    assert carriers.sample_articles.shape[1] == 16
    assert (carriers.sample_articles[:, 10:] == -1).all()
    assert (np.sort(carriers.sample_articles[:, :10]) == np.arange(10)).all()


def test_many_twins_stay_one_piece() -> None:
    found = paired(["the same few words of a notice"] * 200)
    assert len(found.left) == 200 * 50 - 50 * 51 // 2 + 149  # the next fifty of each, and all with the first
    assert found.capped_by_band == 32 * (200 * 199 // 2 - (200 * 50 - 50 * 51 // 2))
    assert (found.representatives == 0).all()


def test_the_order_of_articles_changes_nothing() -> None:
    story = made_up(300, 1)
    texts = [" ".join(edited(story, 0.01 * n, n)) for n in range(30)]
    texts += [" ".join(made_up(200, n) + story[n : n + 60]) for n in range(100, 160)]
    found = paired(texts, reach=5, expanded_pairs=20)
    order = random.Random(7).sample(range(len(texts)), len(texts))
    shuffled = paired([texts[place] for place in order], reach=5, expanded_pairs=20)
    renumbered = {tuple(sorted((order[left], order[right]))) for left, right in pairs(shuffled)}
    assert renumbered == pairs(found)
    assert {order[a]: order[group] for a, group in enumerate(shuffled.representatives)} == dict(
        enumerate(found.representatives)
    )
    assert (shuffled.capped_by_band, shuffled.capped_by_group) == (found.capped_by_band, found.capped_by_group)


def test_more_articles_than_fit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dedup.sketch.candidates.MAX_ARTICLES", 2)
    with pytest.raises(InputError, match="2 articles at once; the limit is 1"):
        paired(["one text", "another text"])
