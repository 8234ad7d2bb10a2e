"""What the settings of candidate generation change."""

from __future__ import annotations

from random import Random

from effect_case import Case
from made_news import story
from pairing import pair_texts

from dedup.settings import Settings

NOTICE = " ".join(story(1, 2))
UNRELATED = [" ".join([*story(100 + n, 6), NOTICE, *story(200 + n, 6)]) for n in range(30)]


def edited(text: str, share: float, seed: int) -> str:
    pick = Random(seed)
    return " ".join(word if pick.random() >= share else f"edit{pick.randrange(10**6)}" for word in text.split())


def pairs_of_one_bucket(settings: Settings) -> int:
    """Pairs among twenty equal notices."""
    return len(pair_texts([NOTICE] * 20, settings).candidates.left)


def pairs_of_a_frequent_anchor(settings: Settings) -> int:
    """Pairs among thirty articles that have a notice in common."""
    return len(pair_texts(UNRELATED, settings).candidates.left)


def pairs_of_an_excerpt(settings: Settings) -> int:
    """Pairs of two articles that have a notice in common."""
    return len(pair_texts(UNRELATED[:2], settings).candidates.left)


def pairs_of_a_sentence(settings: Settings) -> int:
    """Pairs of two articles of some sixty words that have ten words in common."""
    shared = "the green lamps of this reading room go out early"
    articles = [" ".join([*story(seed, 2), f"{shared}.", *story(seed + 50, 2)]) for seed in (1, 2)]
    return len(pair_texts(articles, settings).candidates.left)


def texts_counted(settings: Settings) -> int:
    """Groups of near-duplicates among an article and an edited copy."""
    article = " ".join(story(3, 20))
    return len(set(pair_texts([article, edited(article, 0.03, 1)], settings).candidates.representatives.tolist()))


def pairs_not_formed(settings: Settings) -> int:
    """Pairs of members that are not formed between six copies of a story and six articles that quote it."""
    quoted = story(5, 20)
    article, quoting = " ".join(quoted), " ".join([*story(6, 20), *quoted[8:13], *story(7, 20)])
    texts = [edited(text, 0.01, seed) for text in (article, quoting) for seed in range(6)]
    return pair_texts(texts, settings).candidates.capped_by_group


CASES = {
    "max_band_neighbours": Case(value=3, outcome=pairs_of_one_bucket, before=190, after=70),
    "max_anchor_groups": Case(value=5, outcome=pairs_of_a_frequent_anchor, before=435, after=0),
    "min_shared_anchors": Case(value=30, outcome=pairs_of_an_excerpt, before=1, after=0),
    "max_short_words": Case(value=200, outcome=pairs_of_a_sentence, before=0, after=1),
    "min_duplicate_containment": Case(value=0.95, outcome=texts_counted, before=1, after=2),
    "max_pairs_per_group_pair": Case(value=35, outcome=pairs_not_formed, before=0, after=25),
}
