"""What the settings of corpus statistics change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from effect_case import Case
from made_news import NOUNS, story, text
from pairing import learn

import dedup
from dedup import Article
from dedup.settings import Settings
from dedup.tokens.words import tokenize

MENU = ["Home | News | Sport | Weather", "Sign in or register", "Most read this week"]  # three lines that are no prose
BOX = "Our newspaper is printed in the morning on the quay before you leave the house and have your breakfast."
BOX_BEFORE_BLOCK = "Tell us your stories and have it in the morning before you leave the house for your breakfast."
QUOTE = "who spoke on condition of anonymity because he was not authorised to discuss the confidential negotiations"


def lines_learned(articles: Sequence[Article]) -> Callable[[Settings], int]:
    """How many lines of articles are boilerplate."""
    return lambda settings: len(learn(articles, settings)[2].boilerplate_lines)


def pages(bodies: Sequence[Sequence[str]], outlet: str | None = None, box: Sequence[str] = (BOX,)) -> list[Article]:
    """An article for each body, between the menu and the box."""
    return [
        Article(f"{n:02}", text(MENU, body, box, story(n + 500, 2)), outlet=outlet) for n, body in enumerate(bodies)
    ]


STORIES = [story(n, 10) for n in range(8)]
OUTLET = "courier.example"
SHORT_NOTICES = [Article(f"{n:02}", text([BOX], story(n, 2)), outlet=OUTLET) for n in range(16)]
SAME_STORY = [STORIES[0]] * 9 + STORIES[1:4]


def with_common_words(number: int) -> list[str]:
    """Sentences of which most content words are those of every number."""
    nouns = NOUNS.split()
    return [
        f"The {nouns[n]} of the {nouns[n + 1]} and the {nouns[n + 2]} was seen by {number}kar{n}"
        f" with {number}lom{n} there."
        for n in range(0, 60, 3)
    ]


def with_many_common_nouns(number: int) -> list[str]:
    """Eight in ten of some nouns, in another order for every number."""
    nouns = [*dict.fromkeys(NOUNS.split())]
    return [" ".join(Random(number).sample(nouns, len(nouns) * 8 // 10)) + "."]


def frequent_words(settings: Settings) -> int:
    """How many of two words are frequent that 21 articles contain."""
    articles = [Article(str(n), text(story(n), f"Ferries to {n} islands stopped.")) for n in range(21)]
    frequent = set(learn(articles, settings)[2].frequent_words.tolist())
    return len(frequent & set(tokenize("ferries islands").hashes.tolist()))


def has_stock_phrase(stories: Sequence[Sequence[str]]) -> Callable[[Settings], bool]:
    """Whether a phrase that all stories contain is a stock phrase."""
    articles = [Article(str(n), text(body, f"That was said by one {QUOTE}.")) for n, body in enumerate(stories)]
    return lambda settings: len(learn(articles, settings)[2].stock_phrases) > 0


def with_a_block_in(*numbers: int) -> list[Article]:
    """Six articles with the box, in some of which it is the beginning of the same long block."""
    block = story(900, 4)
    return [
        Article(f"{n:02}", text(body, BOX_BEFORE_BLOCK, block if n in numbers else [], story(n + 500, 2)))
        for n, body in enumerate(STORIES[:6])
    ]


def is_stub(words: int, titles: list[str]) -> Callable[[Settings], bool]:
    """Whether a text under some titles of one outlet is no article."""
    body = " ".join(story(1, 9)).split()[:words]
    articles = [Article(f"{n}", " ".join(body), title=title, outlet="post.example") for n, title in enumerate(titles)]
    return lambda settings: bool(dedup.scan(articles, stories=False, settings=settings).warnings)


NINE = has_stock_phrase([story(100 + n) for n in range(9)])

CASES = {
    "max_carriers": Case(value=2, outcome=lines_learned(pages(STORIES[:3], OUTLET)), before=4, after=3),
    "min_dissimilar_share": Case(value=0.2, outcome=lines_learned(pages(SAME_STORY, OUTLET)), before=0, after=4),
    "min_outlet_prose_carriers": Case(value=4, outcome=lines_learned(pages(STORIES[:3], OUTLET)), before=4, after=3),
    "min_outlet_other_carriers": Case(
        value=3, outcome=lines_learned(pages(STORIES[:2], OUTLET, ())), before=3, after=0
    ),
    "min_prose_carriers": Case(value=5, outcome=lines_learned(pages(STORIES[:4])), before=4, after=3),
    "min_other_carriers": Case(value=4, outcome=lines_learned(pages(STORIES[:3], box=())), before=3, after=0),
    "min_content_words": Case(value=500, outcome=lines_learned(pages(STORIES[:3], OUTLET)), before=4, after=0),
    "min_frequent_content_words": Case(value=500, outcome=lines_learned(SHORT_NOTICES), before=1, after=0),
    "max_content_overlap": Case(
        value=0.9,
        outcome=lines_learned(pages([with_common_words(n) for n in range(3)], OUTLET)),
        before=0,
        after=4,
    ),
    "max_block_carriers": Case(value=2, outcome=lines_learned(with_a_block_in(1, 3, 5)), before=1, after=0),
    "min_article_block_words": Case(value=10, outcome=lines_learned(pages(STORIES[:4])), before=4, after=3),
    "max_block_lines": Case(value=1, outcome=lines_learned(pages(STORIES[:4], box=story(900, 4))), before=0, after=7),
    "max_informative_df": Case(value=21, outcome=frequent_words, before=2, after=0),
    "df_sample_articles": Case(value=10, outcome=frequent_words, before=2, after=0),
    "min_stock_phrase_groups": Case(value=10, outcome=NINE, before=True, after=False),
    "min_stock_phrase_carriers": Case(value=10, outcome=NINE, before=True, after=False),
    "min_informative_words": Case(value=500, outcome=NINE, before=True, after=False),
    "max_informative_overlap": Case(
        value=0.95,
        outcome=has_stock_phrase([with_many_common_nouns(n) for n in range(9)]),
        before=False,
        after=True,
    ),
    "min_stub_titles": Case(value=4, outcome=is_stub(40, ["Ferry late", "Frost", "Comet"]), before=True, after=False),
    "max_short_stub_words": Case(value=50, outcome=is_stub(40, ["Ferry late", "Frost"]), before=False, after=True),
    "max_stub_title_overlap": Case(
        value=0.9, outcome=is_stub(20, ["Ferry is late", "Ferry is early"]), before=False, after=True
    ),
}
