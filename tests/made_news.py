"""News that nobody ever printed: a few stories written by hand, and any number made of a word list.

Made stories are about nothing, but in the shape of news: sentences of ten to twenty-five words, function words as in
English, names and figures. Two of them share hardly any content word.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

FERRY = [
    "The island ferry Marit ran onto a sandbank outside Torvik harbour on Monday evening with 212 people on board.",
    "Nobody was hurt, and all passengers were brought ashore in three lifeboats before midnight.",
    "The coast guard said the vessel had left the marked channel to make way for a fishing boat.",
    "Captain Elna Brandvold told reporters that the engines had stopped twice earlier in the day.",
    "Divers found a dent of four metres in the hull but no leak, and fuel is not expected to escape.",
    "The operator, Torvik Lines, took the ship out of service and put a smaller one on the route.",
    "Islanders complained that the replacement carries only nine cars and leaves before school ends.",
    "An inquiry led by the maritime board will publish its first findings in about six weeks.",
]
LIBRARY = [
    "The town library of Ostermark will open on Sundays from next spring after a petition gathered 8,400 signatures.",
    "Mayor Rolf Tamsin said the money comes from a fund that had been set aside for a car park.",
    "Two new librarians are to be hired, one of them for the children's floor under the roof.",
    "Critics in the finance committee called the plan popular but careless in a year of falling revenue.",
    "Readers borrowed more books last year than in any since the branch on Mill Street closed.",
    "The reading room, with its green lamps and iron gallery, dates back to a gift by a cotton merchant.",
    "A café run by volunteers will sell soup at noon and close with the last visitors at six.",
]
ORCHARD = [
    "Late frost has destroyed up to two thirds of the apple blossom in the Lenne valley, growers reported.",
    "Farmers lit thousands of paraffin candles between the rows during four nights in a row.",
    "Hanneke Drost, who tends eleven hectares near the weir, expects to harvest barely enough for cider.",
    "Insurance rarely covers frost, and premiums have doubled since the hailstorms of two summers ago.",
    "The agriculture ministry offered loans without interest, which the growers' union called a bad joke.",
    "Beekeepers worry as well, because their colonies find little pollen and must be fed with sugar.",
    "Supermarkets said shoppers will hardly notice, since most of their fruit is shipped from overseas.",
]
TELESCOPE = [
    "Astronomers at the Karsk observatory have photographed a comet that has not been seen for nine centuries.",
    "Its faint green tail appeared on plates taken with a mirror polished by students of the polytechnic.",
    "Chronicles from a monastery mention a hairy star that frightened pilgrims in the autumn of that year.",
    "Doctor Ilse Norrby compared the orbit with those old notes and found them to agree within a week.",
    "The comet will be visible to the naked eye in June, low above the western horizon after dusk.",
    "Amateurs are asked to send in drawings, which help to measure how quickly the dust spreads.",
]

NOUNS = """
    anchor barley basin beacon blanket bottle bracket brewery bucket burrow cabbage cabin cactus candle canyon carpet
    castle cattle cellar chapel cherry chimney cinema circus clover cobalt coffin collar copper cotton cradle crater
    crystal curtain custard dagger dragon engine fabric falcon feather fiddle fossil fountain funnel garlic garment
    geyser ginger glacier goblet granite guitar hammer hamster harvest helmet heron honey hostel iceberg insect island
    jacket jasmine jungle kennel kettle kitchen ladder lagoon lantern laundry leather lemon lobster locket magnet
    mansion maple marble meadow melon mirror mosaic muffin mustard napkin needle nursery oatmeal office onion orchid
    oyster paddle palace panther parade pebble pencil pepper pigeon pillow pirate planet plaster pocket poplar potato
    powder puppet puzzle quarry rabbit radish raft ranch ravine ribbon rocket saddle salmon sandal satchel scarf school
    shadow shelter shovel silver spider spinach stable statue summit sunset swamp tablet tavern temple ticket timber
    tobacco tomato torch tractor tunnel turtle valley velvet vessel village violin voyage walnut weaver willow window
"""
VERBS = """
    adopted banned blamed bought carved chased cleaned counted crossed defended delayed denied doubled examined expected
    fixed flooded guarded guessed hunted improved invented joined kicked lifted loaded marked mended moved named noticed
    offered ordered owned painted planted praised pulled pushed raised repaired rescued restored scared searched shipped
    sketched sorted stopped stored tested towed traced traded trimmed trusted visited wanted washed watched welcomed
"""
SYLLABLES = "bar del fen gor hul jin kar lom mur nev osk pel rin sul tam urd vel wex yor zan".split()  # noqa: SIM905
SHAPES = [
    "The {noun} of {name} {verb} the {noun} and the {noun}, and {name} {verb} it with a {noun} from the {noun}.",
    "In {name} a {noun} was {verb} by the {noun}, and {number} of the {noun} were {verb} at the {noun}.",
    "{name} {name} {verb} the {noun} for {number} days, but the {noun} in the {noun} of {name} was not {verb}.",
    "It was {name} who {verb} that {noun} to the {noun}, and they {verb} it on the {noun} with {name}.",
    "For the {noun} and the {noun} there is no {noun}, so {name} {verb} a {noun} that had {verb} {number} of them.",
]


def story(seed: int, sentences: int = 8) -> list[str]:
    """Made sentences; two seeds give two stories that have nothing to do with each other."""
    random = Random(seed)
    nouns, verbs = random.sample(NOUNS.split(), 24), random.sample(VERBS.split(), 12)
    names = ["".join(random.choices(SYLLABLES, k=3)).capitalize() for _ in range(16)]
    return [_sentence(random, nouns, verbs, names) for _ in range(sentences)]


def _sentence(random: Random, nouns: Sequence[str], verbs: Sequence[str], names: Sequence[str]) -> str:
    words = []
    for word in random.choice(SHAPES).split():
        word = word.replace("{noun}", random.choice(nouns)).replace("{verb}", random.choice(verbs))
        words.append(word.replace("{name}", random.choice(names)).replace("{number}", str(random.randint(3, 999))))
    return " ".join(words)


def text(*parts: Sequence[str] | str) -> str:
    """Sentences and lines as a text, a line each."""
    return "\n".join(line for part in parts for line in ([part] if isinstance(part, str) else part))


def paragraphs(sentences: Sequence[str], of: int = 3) -> str:
    """Sentences as a text of paragraphs."""
    return "\n\n".join(" ".join(sentences[at : at + of]) for at in range(0, len(sentences), of))


def edited(given: str, share: float, seed: int = 0) -> str:
    """A text with a share of its words replaced by others."""
    random, nouns = Random(seed), NOUNS.split()
    return " ".join(
        "\n".join(random.choice(nouns) if random.random() < share else word for word in piece.split("\n"))
        for piece in given.split(" ")
    )


def page(body: str, seed: int) -> str:
    """A story inside the page of a site of its own: menus, teasers, boxes, a footer."""
    random = Random(f"page {seed}")
    names = ["".join(random.choices(SYLLABLES, k=3)).capitalize() for _ in range(16)]
    menu = [" ".join(random.sample(names, 2)) for _ in range(5)]
    teasers = [f"{random.choice(names)}: {' '.join(random.sample(NOUNS.split(), 5))}" for _ in range(10)]
    footer = [f"Contact {names[0]}", f"{names[1]} {names[2]} Media", f"© 2026 {names[3]} Verlag, {names[4]}"]
    return text(menu, "", body, "", "More from " + names[5], teasers, footer)
