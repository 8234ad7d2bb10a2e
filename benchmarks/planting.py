"""Copies of known kinds planted among unrelated articles.

Base articles are reports of the news wire that have nothing to do with each other. Each copy is made from a base by one
of the ways in which articles are really re-used, and remembers where its re-used stretches stand on both sides.
Everything follows from the seed; ids are drawn, so they tell neither kind nor partner, and either may come first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from random import Random

from furniture import Outlet, make_outlets, page
from wire import plain_words

MIN_WORDS, MAX_WORDS = 120, 900
QUOTE_WORDS, PARAGRAPH_WORDS, LINE_WORDS, MIN_PARAGRAPHS = 60, 40, 9, 3
OUTLETS = 200

Place = tuple[int, int]  # code points, half-open
Pair = tuple[str, str]  # of article ids, the lower first
Kind = str


@dataclass(frozen=True, slots=True)
class Piece:
    """A text made from a base: `in_base[i]` and `in_copy[i]` are what one has from the other.

    `in_copy_again` are further occurrences of the same text in the copy: a tool may report them or not.
    """

    text: str
    in_base: tuple[Place, ...]
    in_copy: tuple[Place, ...]
    in_copy_again: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Planted:
    """A base and its copy among the articles, by id."""

    kind: Kind
    base_id: str
    copy_id: str
    piece: Piece

    @property
    def pair(self) -> Pair:
        """Both ids, the lower first."""
        return min(self.base_id, self.copy_id), max(self.base_id, self.copy_id)


@dataclass(frozen=True, slots=True)
class Corpus:
    """Texts by id, the copies among them, and the outlets of those articles that stand in a page."""

    texts: dict[str, str]
    outlets: dict[str, str]
    planted: tuple[Planted, ...]

    def furniture_pairs(self) -> set[Pair]:
        """Every two pages of one outlet: their articles are unrelated, so all they share is furniture."""
        holders: dict[str, list[str]] = {}
        for article_id in sorted(self.outlets):
            holders.setdefault(self.outlets[article_id], []).append(article_id)
        return {pair for pages in holders.values() for pair in combinations(pages, 2)}


Maker = Callable[[str, "Material"], Piece]


@dataclass(slots=True)
class Material:
    """What copies are made with: a random generator, words to edit with, outlets, and stories nobody else uses."""

    random: Random
    vocabulary: list[str]
    outlets: list[Outlet]
    spare: list[str]
    outlet_name: str | None = None  # of the page made last

    def wrap(self, body: str, outlet: Outlet | None = None) -> tuple[str, int]:
        """The body in some outlet's page, and where it begins there."""
        outlet = outlet or self.random.choice(self.outlets)
        self.outlet_name = outlet.name
        made = page(outlet, body, self.random)
        return made.text, made.body_start


def whole(base: str, copy: str, copy_start: int = 0, copy_end: int | None = None) -> Piece:
    """A copy that holds all of its base."""
    return Piece(copy, ((0, len(base)),), ((copy_start, len(copy) if copy_end is None else copy_end),))


def exact(base: str, _: Material) -> Piece:
    """The same characters."""
    return whole(base, base)


def restyled(base: str, material: Material) -> Piece:
    """Upper-cased, wrapped anew at so many words a line, typographic quotes and dashes, soft spaces."""
    tokens = base.upper().split()
    lines = [" ".join(tokens[place : place + LINE_WORDS]) for place in range(0, len(tokens), LINE_WORDS)]
    opened = False
    styled = []
    for char in "\n".join(lines):
        if char == '"':
            opened = not opened
            styled.append("“" if opened else "”")
        else:
            styled.append({"'": "’", " ": "\u00a0" if material.random.random() < 0.02 else " "}.get(char, char))
    return whole(base, "".join(styled))


def edited(share: float) -> Maker:
    """A maker that edits this share of the words: of ten, six replaced, two dropped, two put in."""

    def make(base: str, material: Material) -> Piece:
        return whole(base, edit_words(base, share, material))

    return make


def edit_words(base: str, share: float, material: Material) -> str:
    """The text with this share of its words edited; white space stays."""
    random = material.random
    tokens = re.split(r"(\s+)", base)  # words at even places, white space between them
    words = [place for place in range(0, len(tokens), 2) if tokens[place]]
    for place in random.sample(words, round(share * len(words))):
        other, way = random.choice(material.vocabulary), random.random()
        tokens[place] = other if way < 0.6 else "" if way < 0.8 else f"{tokens[place]} {other}"
    return "".join(tokens)


def wrapped(base: str, material: Material) -> Piece:
    """Whole, inside the page furniture of some outlet."""
    text, start = material.wrap(base)
    return whole(base, text, start, start + len(base))


def wrapped_edited(base: str, material: Material) -> Piece:
    """One word in twenty edited, inside page furniture."""
    body = edit_words(base, 0.05, material)
    text, start = material.wrap(body)
    return whole(base, text, start, start + len(body))


def first_half(base: str, _: Material) -> Piece:
    """The first half of the words."""
    ends = _token_places(base)
    end = ends[len(ends) // 2 - 1][1]
    return Piece(base[:end], ((0, end),), ((0, end),))


def doubled(base: str, _: Material) -> Piece:
    """The article twice in a row."""
    text = base + "\n" + base
    return Piece(text, ((0, len(base)),), ((0, len(base)),), ((len(base) + 1, len(text)),))


def shuffled(base: str, material: Material) -> Piece:
    """Cut into paragraphs of so many words, in another order."""
    in_order = _cuts(base)
    moved = list(in_order)
    while moved == in_order:
        material.random.shuffle(moved)
    text, in_copy = "", []
    for start, end in moved:
        text += "\n\n" if text else ""
        in_copy.append((len(text), len(text) + end - start))
        text += base[start:end]
    return Piece(text, tuple(moved), tuple(in_copy))


def quoted(base: str, material: Material) -> Piece:
    """Sixty words of it quoted between two paragraphs of another story."""
    host = material.spare.pop()
    places = _token_places(base)
    first = material.random.randrange(len(places) - QUOTE_WORDS + 1)
    start, end = places[first][0], places[first + QUOTE_WORDS - 1][1]
    at = material.random.choice([paragraph_end for _, paragraph_end in _paragraphs(host)])
    before = host[:at] + '\n    "'
    text = f'{before}{base[start:end]}"{host[at:]}'
    return Piece(text, ((start, end),), ((len(before), len(before) + end - start),))


def updated(base: str, material: Material) -> Piece:
    """A later version: the lead in other words, one paragraph out, two of another report in."""
    random = material.random
    (lead_start, lead_end), *others = _paragraphs(base)
    dropped = random.choice(others)
    kept = [place for place in others if place != dropped]
    other = material.spare.pop()
    added = [other[start:end] for start, end in _paragraphs(other)[:2]]
    parts: list[str | Place] = [*kept]
    for paragraph in added:
        parts.insert(random.randint(0, len(parts)), paragraph)
    text, in_copy = edit_words(base[lead_start:lead_end], 0.6, material), []
    for part in parts:
        text += "\n    "
        if isinstance(part, tuple):
            in_copy.append((len(text), len(text) + part[1] - part[0]))
        text += part if isinstance(part, str) else base[part[0] : part[1]]
    return Piece(text, tuple(kept), tuple(in_copy))


MAKERS: dict[Kind, Maker] = {
    "exact": exact,
    "restyled": restyled,
    "edited 5 %": edited(0.05),
    "edited 10 %": edited(0.10),
    "edited 20 %": edited(0.20),
    "wrapped": wrapped,
    "wrapped, edited 5 %": wrapped_edited,
    "first half": first_half,
    "doubled": doubled,
    "shuffled": shuffled,
    "60 words quoted": quoted,
    "update": updated,
}
NEEDS_SPARE = ("60 words quoted", "update")


def plant(bases: Sequence[str], articles: int, per_kind: int, seed: int) -> Corpus:
    """So many articles: copies of each kind, as many pairs of unrelated articles in one outlet's pages, others.

    `bases` are mutually unrelated; `needed` says how many it takes.
    """
    random = Random(seed)
    pool = list(bases)
    random.shuffle(pool)
    vocabulary = [token for base in pool[:300] for token in base.split() if token.isalpha()]
    spare = [pool.pop() for _ in NEEDS_SPARE for _ in range(per_kind)]
    material = Material(random, vocabulary, make_outlets(OUTLETS, random), spare)
    draft = _Draft(articles, random)
    for kind, make in MAKERS.items():
        for _ in range(per_kind):
            base = pool.pop()
            material.outlet_name = None
            piece = make(base, material)
            draft.planted.append(Planted(kind, draft.add(base), draft.add(piece.text, material.outlet_name), piece))
    for _ in range(per_kind):
        outlet = random.choice(material.outlets)
        for _ in range(2):
            draft.add(material.wrap(pool.pop(), outlet)[0], outlet.name)
    while len(draft.texts) < articles:
        draft.add(pool.pop())
    return draft.corpus()


def needed(articles: int, per_kind: int) -> int:
    """How many base articles `plant` takes."""
    return articles - len(MAKERS) * per_kind + len(NEEDS_SPARE) * per_kind


def is_base_length(text: str) -> bool:
    """Whether a report is long enough, and short enough, to be a base."""
    return MIN_WORDS <= len(plain_words(text)) <= MAX_WORDS


class _Draft:
    """A corpus in the making; gives out ids in drawn order."""

    def __init__(self, articles: int, random: Random) -> None:
        self._ids = iter(random.sample([f"a{number:05}" for number in range(articles)], articles))
        self.texts: dict[str, str] = {}
        self.outlets: dict[str, str] = {}
        self.planted: list[Planted] = []

    def add(self, text: str, outlet: str | None = None) -> str:
        name = next(self._ids)
        self.texts[name] = text
        if outlet is not None:
            self.outlets[name] = outlet
        return name

    def corpus(self) -> Corpus:
        return Corpus(self.texts, self.outlets, tuple(self.planted))


def _token_places(text: str) -> list[Place]:
    """Where the tokens between white space stand."""
    return [found.span() for found in re.finditer(r"\S+", text)]


def _paragraphs(text: str) -> list[Place]:
    """Where the paragraphs stand, indented as on the wire; of a text with few, cuts of so many words."""
    marked = [found.span() for found in re.finditer(r"\S.*?(?=\n\s{2,}\S|\s*\Z)", text, re.DOTALL)]
    return marked if len(marked) > MIN_PARAGRAPHS else _cuts(text)


def _cuts(text: str) -> list[Place]:
    """Where stretches of so many words stand."""
    places = _token_places(text)
    cuts = [places[at : at + PARAGRAPH_WORDS] for at in range(0, len(places), PARAGRAPH_WORDS)]
    return [(cut[0][0], cut[-1][1]) for cut in cuts]
