"""Made-up news outlets, and pages of theirs around any text.

Each outlet has a layout of its own: which lines stand above and below an article, and their constant wording (menu,
newsletter box, cookie notice, legal note...), chosen once. From page to page the teasers, bylines, dates and tags
change. So a page shares with other pages of its outlet what real pages share, and with other outlets little but habits
of phrase. Everything follows from the random generator that is handed in.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

MIN_LINES, MAX_LINES = 6, 30
MENU_IN_ONE_LINE = 0.4  # of menus; the others stand one name a line
# Chance that an outlet has a newsletter box, that it has an appeal...: four in ten of the furniture's words then stand
# in prose; three in ten or somewhat fewer do on real news pages.
PROSE_BOX = 0.2
CHOICE = re.compile(r"\[([^][]*)\]")
FACT = re.compile(r"\{(\w+)\}")

Facts = Mapping[str, str]

PHRASES = tomllib.loads(Path(__file__).with_name("furniture.toml").read_text(encoding="utf-8"))
WORDS: Mapping[str, list[str]] = PHRASES["words"]
LINES: Mapping[str, list[str]] = PHRASES["lines"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a layout: the same on every page (`changes` false), or made anew for each from a template."""

    text: str
    changes: bool = False


@dataclass(frozen=True, slots=True)
class Outlet:
    """A news outlet and the lines around its articles."""

    name: str
    facts: Facts
    above: tuple[Line, ...]
    below: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A text inside an outlet's page: `text[body_start:body_end]` is what was put in."""

    text: str
    body_start: int
    body_end: int


def make_outlets(count: int, random: Random) -> list[Outlet]:
    """So many outlets, no two of one name."""
    names = random.sample([(town, paper) for town in WORDS["town"] for paper in WORDS["paper"]], count)
    return [_outlet(town, paper, random) for town, paper in names]


def page(outlet: Outlet, body: str, random: Random) -> Page:
    """The text as this outlet would show it."""
    above = "".join(_filled(line, outlet.facts, random) + "\n" for line in outlet.above)
    below = "".join("\n" + _filled(line, outlet.facts, random) for line in outlet.below)
    return Page(above + body + below, len(above), len(above) + len(body))


def expand(template: str, facts: Facts, random: Random) -> str:
    """Choose among the alternatives of a template and fill in facts; a name that is no fact is drawn from the stock.

    >>> expand("[Sign|Log] in to {name}", {"name": "The Courier"}, Random(1))
    'Sign in to The Courier'
    """

    def fact(found: re.Match[str]) -> str:
        name = found[1]
        if name in facts:
            return facts[name]
        if name == "headline":
            return headline(random)
        if name == "summary":
            return expand(random.choice(LINES["summaries"]), {}, random)
        return random.choice(WORDS[name])

    return FACT.sub(fact, CHOICE.sub(lambda found: random.choice(found[1].split("|")), template))


def headline(random: Random) -> str:
    """The heading of some other article."""
    text = expand(random.choice(LINES["headlines"]), {}, random)
    return text[0].upper() + text[1:]


def _filled(line: Line, facts: Facts, random: Random) -> str:
    if not line.changes:
        return line.text
    moment = {
        "day": str(random.randint(1, 28)),
        "hour": str(random.randint(5, 23)),
        "minute": f"{random.randint(0, 59):02}",
        "minutes": str(random.randint(2, 12)),
        "comments": str(random.randint(2, 480)),
    }
    # A town or section in a changing line is the article's, not the outlet's.
    return expand(line.text, moment | {"name": facts["name"]}, random)


def _outlet(town: str, paper: str, random: Random) -> Outlet:
    name = random.choice((f"{town} {paper}", f"The {town} {paper}", f"{paper} of {town}", f"{town} Daily {paper}"))
    facts = _facts(name, town, paper, random)
    above, below = _above(facts, random), _below(facts, random)
    lines = random.randint(MIN_LINES, MAX_LINES)
    top = min(len(above), random.randint(lines // 4, lines // 2))
    return Outlet(name, facts, _some(above, top, random), _some(below, max(lines - top, MIN_LINES - top), random))


def _facts(name: str, town: str, paper: str, random: Random) -> dict[str, str]:
    handle = f"{town}_{paper}".lower().replace("-", "_")
    return {
        "name": name,
        "town": town,
        "domain": handle.replace("_", "") + random.choice((".example", ".co.example", ".news.example")),
        "handle": handle,
        "publisher": expand(random.choice(LINES["publishers"]), {}, random),
        "founded": str(random.randint(1790, 2015)),
        "region": expand("[North|South|East|West|Mid] {town}shire", {}, random),
        "members": f"{random.randint(1, 90)},{random.randint(100, 999)}",
        "partners": str(random.randint(12, 900)),
        "hours": str(random.choice((12, 24, 48, 72))),
        "phone": f"01{random.randint(100, 999)} {random.randint(100000, 999999)}",
        "number": str(random.randint(1000000, 9999999)),
        "street_number": str(random.randint(1, 180)),
        "editor": expand("{first_name} {surname}", {}, random),
    }


def _above(facts: Facts, random: Random) -> list[Line]:
    """Every line that may stand above this outlet's articles, in order."""
    sections = random.sample(WORDS["section"], random.randint(6, 18))
    top = [expand(template, facts, random) for template in random.sample(LINES["top_lines"], 4)]
    crumbs = random.choice((" > ", " » ", " / ")).join(("Home", sections[0], random.choice(sections[1:])))
    return [
        *(Line(text) for text in [facts["name"], *_listed(sections, random), *top, crumbs]),
        Line(random.choice(LINES["tickers"]), changes=True),
        Line(random.choice(LINES["bylines"]), changes=True),
        Line(random.choice(LINES["stamps"]), changes=True),
        Line(expand(random.choice(LINES["shares"]), facts, random)),
        Line(random.choice(LINES["captions"]), changes=True),
    ]


def _below(facts: Facts, random: Random) -> list[Line]:
    """Every line that may stand below this outlet's articles, in order."""

    def fixed(kind: str, count: int = 1) -> list[Line]:
        return [Line(expand(template, facts, random)) for template in random.sample(LINES[kind], count)]

    def perhaps(kind: str) -> list[Line]:
        return fixed(kind) if random.random() < PROSE_BOX else []

    def teasers() -> list[Line]:
        template = random.choice(LINES["teasers"])
        return [*fixed("teaser_headings"), *[Line(template, changes=True)] * random.randint(2, 4)]

    boxes = [
        [Line(random.choice(LINES["tags"]), changes=True)],
        [Line(random.choice(LINES["stamps"]), changes=True)],
        fixed("shares"),
        fixed("promos", random.randint(1, 5)),
        teasers(),
        teasers(),
        *map(perhaps, ("newsletters", "appeals", "comment_rules")),
    ]
    random.shuffle(boxes)
    links = [Line(text) for text in _listed(random.sample(LINES["links"], random.randint(4, 14)), random)]
    return [line for box in boxes for line in box] + perhaps("cookies") + perhaps("legal") + links + fixed("footers", 2)


def _listed(names: list[str], random: Random) -> list[str]:
    """A menu: all in one line, or some lines of its own each."""
    mark = random.choice((" | ", " · ", "  ", " / ", " "))
    return [mark.join(names)] if random.random() < MENU_IN_ONE_LINE else names[:8]


def _some(lines: list[Line], count: int, random: Random) -> tuple[Line, ...]:
    """So many of the lines, in their order."""
    kept = sorted(random.sample(range(len(lines)), min(count, len(lines))))
    return tuple(lines[place] for place in kept)
