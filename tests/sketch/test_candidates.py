from __future__ import annotations

import random

import numpy as np
import pytest
from pairing import pair_texts

from dedup.errors import InputError
from dedup.settings import Settings
from dedup.sketch.anchors import frequent_anchors


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


def test_copies_and_excerpts_are_candidates_and_unrelated_texts_are_not() -> None:
    story = made_up(400, 1)
    page = made_up(300, 2) + story[100:160] + made_up(300, 3)
    texts = [" ".join(words) for words in (story, edited(story, 0.03, 4), page, made_up(400, 5))]
    paired = pair_texts(texts)
    found = paired.candidates
    assert paired.pairs() == {(0, 1), (0, 2), (1, 2)}
    assert found.representatives[0] == found.representatives[1] in (0, 1)
    assert found.representatives[2:].tolist() == [2, 3]
    assert found.shared_anchors[1] >= 10


@pytest.mark.parametrize("twin", ["Goal", "Goal!", "Late goal", "雪", "a b c"])
def test_the_shortest_twins_are_found(twin: str) -> None:
    assert pair_texts([twin, " ".join(made_up(50, 1)), twin.upper()]).pairs() == {(0, 2)}


def test_texts_without_words_are_never_paired() -> None:
    assert not pair_texts(["", "", " ...", "\u00ad"]).pairs()
    assert not pair_texts([]).pairs()


def test_a_quotation_of_a_story_with_a_thousand_copies_is_found() -> None:
    story = made_up(300, 1)
    copies = [" ".join(edited(story, 0.03 * n / 1000, n)) for n in range(1000)]
    quoting = [" ".join(made_up(300, 2 * n) + story[120:180] + made_up(200, 2 * n + 1)) for n in range(2000, 2040)]
    paired = pair_texts(copies + quoting)
    beside_a_copy = {right for left, right in paired.pairs() if left < 1000 <= right}
    assert beside_a_copy == set(range(1000, 1040))
    assert len(set(paired.candidates.representatives[:1000].tolist())) < 10


def test_members_of_small_groups_are_all_paired_and_of_large_ones_with_the_representative() -> None:
    story = made_up(300, 1)
    page = made_up(300, 2) + story[120:200] + made_up(300, 3)
    texts = [" ".join(edited(story, 0.01, n)) for n in range(6)] + [" ".join(edited(page, 0.01, n)) for n in range(6)]
    across = {(left, right) for left in range(6) for right in range(6, 12)}
    assert pair_texts(texts).pairs() >= across
    few = pair_texts(texts, Settings(max_pairs_per_group_pair=35))
    assert len(few.pairs() & across) == 11
    assert few.candidates.capped_by_group == 25
    assert {few.candidates.representatives[left] for left in range(6)} & {left for left, _ in few.pairs() & across}


def test_a_frequent_anchor_generates_no_candidates_and_has_a_sample_of_articles() -> None:
    notice = made_up(40, 1)
    texts = [" ".join(made_up(100, n) + notice + made_up(100, n + 100)) for n in range(2, 32)]
    assert len(pair_texts(texts).pairs()) == 30 * 29 // 2
    strict = pair_texts(texts, Settings(max_anchor_groups=2))
    assert not strict.pairs()
    assert strict.candidates.frequent_anchors == len(strict.postings.key_runs.starts)
    carriers = frequent_anchors(strict.postings, 9, 16)
    held_by_all = carriers.sample_articles[carriers.group_counts == 30]
    lowest = np.argsort(strict.texts.content_hashes)[:16]
    assert len(held_by_all) >= 8
    assert (np.sort(held_by_all, axis=1) == np.sort(lowest)).all()
    anchors = strict.fingerprints.anchors
    rows = carriers.rows_of(anchors.values[: anchors.ends[0]])
    assert 8 <= (rows >= 0).sum() < len(rows)
    assert (frequent_anchors(strict.postings, 31, 16).rows_of(anchors.values) == -1).all()


def test_the_sample_of_carriers_is_filled_up_with_none() -> None:
    texts = [" ".join(made_up(50, n) + made_up(20, 1)) for n in range(2, 12)]
    carriers = frequent_anchors(pair_texts(texts).postings, 9, 16)
    assert carriers.sample_articles.shape[1] == 16
    assert (carriers.sample_articles[:, 10:] == -1).all()
    assert (np.sort(carriers.sample_articles[:, :10]) == np.arange(10)).all()


def test_many_twins_stay_one_piece() -> None:
    found = pair_texts(["the same few words of a notice"] * 200).candidates
    assert len(found.left) == 200 * 8 - 8 * 9 // 2 + 191  # the next eight of each, and all with the first
    assert found.capped_by_band == 32 * (200 * 199 // 2 - (200 * 50 - 50 * 51 // 2))
    assert (found.representatives == 0).all()


@pytest.mark.parametrize(("max_neighbours", "least", "most"), [(20, 9, 8 + 8 + 1), (60, 30, 60)])
def test_an_article_is_paired_with_few_of_a_large_group_and_its_leader(
    max_neighbours: int, least: int, most: int
) -> None:
    story = made_up(400, 1)
    texts = [" ".join(edited(story, 0.005, n)) for n in range(60)] + [" ".join(edited(story, 0.13, 98))]
    by_bands = Settings(max_band_neighbours=max_neighbours, min_shared_anchors=1000)
    paired = pair_texts(texts, by_bands)
    leader, own = paired.candidates.representatives[[0, 60]].tolist()
    assert leader != own == 60
    partners = {left for left, right in paired.pairs() if right == 60}
    assert least <= len(partners) <= most
    assert max_neighbours == 60 or leader in partners


def test_the_order_of_articles_changes_nothing() -> None:
    story = made_up(300, 1)
    texts = [" ".join(edited(story, 0.01 * n, n)) for n in range(30)]
    texts += [" ".join(made_up(200, n) + story[n : n + 60]) for n in range(100, 160)]
    settings = Settings(max_band_neighbours=5, max_pairs_per_group_pair=20)
    paired = pair_texts(texts, settings)
    order = random.Random(7).sample(range(len(texts)), len(texts))
    paired_again = pair_texts([texts[place] for place in order], settings)
    renumbered = {tuple(sorted((order[left], order[right]))) for left, right in paired_again.pairs()}
    assert renumbered == paired.pairs()
    found, shuffled = paired.candidates, paired_again.candidates
    assert {order[a]: order[group] for a, group in enumerate(shuffled.representatives)} == dict(
        enumerate(found.representatives)
    )
    assert (shuffled.capped_by_band, shuffled.capped_by_group) == (found.capped_by_band, found.capped_by_group)


def test_more_articles_than_fit_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dedup.sketch.candidates.MAX_ARTICLES", 2)
    with pytest.raises(InputError, match="2 articles at once; the limit is 1"):
        pair_texts(["one text", "another text"])
