"""Made-up news in bulk: a million articles in minutes, copies planted, every byte decided by the seed.

Words follow Zipf's law over a vocabulary of 60,000: real function words at the top, then made-up words of syllables,
some with accents, some capitalised as names, some numbers. Articles have sentences, paragraphs, and curly quotation
marks; their lengths are log-normal with a median of 430 words, about 3 kB. Three in ten articles are copies of one of
the others, in equal shares of the kinds in `KINDS`.

Articles come in blocks of 10,000, each with stories and outlets of its own: a larger corpus begins with the smaller,
and its pages have no more neighbours. An article is an array of tokens; a token is a word in one of a few forms
("rain ", "Rain ", "rain.”"), so that texts are put together by one look-up a token.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

KINDS = (
    "original",
    "exact",
    "restyled",
    "edited 5 %",
    "edited 10 %",
    "edited 20 %",
    "wrapped",
    "wrapped, edited 5 %",
    "first half",
    "doubled",
    "shuffled",
    "60 words quoted",
)
TEXTS, ARRAYS = "texts.utf8", "news.npz"
SHARES = {"edited 5 %": 0.05, "edited 10 %": 0.1, "edited 20 %": 0.2, "wrapped, edited 5 %": 0.05}
BLOCK = 10_000
COPIES = 0.3  # of the articles
COPIED = 2_000  # originals of a block that copies are made of
OUTLETS = 100  # of a block: some five pages each
MEDIAN_WORDS, LENGTH_SPREAD, MIN_WORDS, MAX_WORDS = 430, 0.4, 120, 3000
QUOTE_WORDS, PARAGRAPH_WORDS = 60, 40

VOCABULARY = 60_000
FUNCTION_WORDS = (
    "the", "of", "and", "to", "in", "a", "is", "that", "for", "it", "as", "was", "with", "be", "by", "on",
    "not", "he", "his", "but", "at", "are", "this", "have", "from", "or", "had", "an", "they", "which", "one",
    "you", "were", "all", "her", "she", "there", "would", "their", "we", "him", "been", "has", "when", "who",
    "will", "no", "more", "if", "out", "so", "said", "what", "up", "its", "about", "than", "into", "them",
    "can", "only", "other",
)  # fmt: skip
ACCENTED = str.maketrans({"a": "á", "e": "é", "o": "ö"})
DRAWS = 1 << 20  # places of the table that words are drawn from

# Forms of a word, as a token shows it.
PLAIN, COMMA, STOP, STOP_PARAGRAPH, FIRST, QUOTED_FIRST, QUOTED_STOP, QUOTED_PARAGRAPH, LINE = range(9)
UPPER, UPPER_COMMA, UPPER_STOP = 9, 10, 11
FORMS = 12
TO_UPPER = np.array(
    [UPPER, UPPER_COMMA, UPPER_STOP, UPPER_STOP, UPPER, UPPER, UPPER_STOP, UPPER_STOP, UPPER, 9, 10, 11]
)

Tokens = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class News:
    """Texts end to end in UTF-8, and which are copies: `base` is what each was made of, itself if of nothing."""

    buffer: NDArray[np.uint8]
    offsets: NDArray[np.int64]  # (articles + 1,)
    base: NDArray[np.int64]  # (articles,)
    kind: NDArray[np.uint8]  # (articles,) place in KINDS

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def texts(self) -> list[str]:
        """Every article as a string."""
        data, places = self.buffer.tobytes(), self.offsets.tolist()
        return [data[start:end].decode() for start, end in pairwise(places)]

    @classmethod
    def load(cls, folder: Path) -> News:
        """Read what `write_news` wrote; the texts are mapped, not read."""
        with np.load(folder / ARRAYS) as arrays:
            return cls(np.memmap(folder / TEXTS, np.uint8, "r"), arrays["offsets"], arrays["base"], arrays["kind"])


def write_news(folder: Path, articles: int, seed: int) -> News:
    """Put so many articles into a folder, a block at a time, so that they need not all be held."""
    parts = []
    with (folder / TEXTS).open("wb") as texts:
        for block in blocks(articles, seed):
            texts.write(block.buffer.tobytes())
            parts.append(block)
    lengths = np.concatenate([np.diff(block.offsets) for block in parts])
    firsts = np.cumsum([0, *map(len, parts)])
    base = np.concatenate([block.base + first for block, first in zip(parts, firsts, strict=False)])
    kind = np.concatenate([block.kind for block in parts])
    np.savez(folder / ARRAYS, offsets=np.cumsum([0, *lengths]), base=base, kind=kind)
    return News.load(folder)


def blocks(articles: int, seed: int) -> Iterator[News]:
    """So many articles, up to 10,000 at a time."""
    words = Words(np.random.default_rng([seed, 0]))
    for start in range(0, articles, BLOCK):
        random = np.random.default_rng([seed, 1, start])
        yield _block(words, min(BLOCK, articles - start), random)


def news_record(number: int, text: str) -> dict[str, str]:
    """A made-up article as a record of a feed: with an id, headline, address, outlet and date."""
    outlet = f"outlet{number % 97}.example.org"
    return {
        "id": f"a{number:07d}",
        "text": text,
        "title": " ".join(text[:100].split()[:8]),
        "url": f"https://www.{outlet}/2024/05/{number}-story.html",
        "outlet": outlet,
        "published": f"2024-{1 + number % 12:02d}-{1 + number % 28:02d}T{number % 24:02d}:30:00Z",
    }


def write_texts(folder: Path, contents: Iterable[str]) -> None:
    """Write text files into folders of fifty outlets."""
    for number, content in enumerate(contents):
        outlet = folder / f"outlet{number % 50}.example.org"
        outlet.mkdir(parents=True, exist_ok=True)
        (outlet / f"{number:06d}.txt").write_text(content, encoding="utf-8")


def _block(words: Words, count: int, random: Generator) -> News:
    tokens, base, kind = _tokens(words, count, random)
    order = random.permutation(count)
    texts = [words.text(tokens[article]) for article in order]
    offsets = np.cumsum([0, *map(len, texts)])
    return News(np.frombuffer(b"".join(texts), np.uint8), offsets, np.argsort(order)[base[order]], kind[order])


def _tokens(words: Words, count: int, random: Generator) -> tuple[list[Tokens], NDArray[np.int64], NDArray[np.uint8]]:
    copies = round(count * COPIES)
    originals = count - copies
    tokens = words.articles(originals, random)
    hosts = iter(words.articles(copies // (len(KINDS) - 1) + 1, random))
    outlets = [Outlet(words, random) for _ in range(OUTLETS)]
    base, kind = np.arange(count), np.zeros(count, np.uint8)
    for article in range(originals, count):
        base[article] = random.integers(min(COPIED, originals))
        kind[article] = 1 + article % (len(KINDS) - 1)
        tokens.append(_copy(KINDS[kind[article]], tokens[base[article]], words, hosts, outlets, random))
    return tokens, base, kind


def _copy(
    kind: str, base: Tokens, words: Words, hosts: Iterator[Tokens], outlets: list[Outlet], random: Generator
) -> Tokens:
    copy = edited(base, SHARES[kind], words, random) if kind in SHARES else base
    if kind.startswith("wrapped"):
        return outlets[random.integers(len(outlets))].page(copy, words, random)
    if kind == "restyled":
        restyled: Tokens = (base // FORMS * FORMS + TO_UPPER[base % FORMS]).astype(np.int32)
        return restyled
    if kind == "first half":
        return base[: len(base) // 2]
    if kind == "doubled":
        return np.concatenate([base, base])
    if kind == "shuffled":
        parts = np.split(base, range(PARAGRAPH_WORDS, len(base), PARAGRAPH_WORDS))
        return np.concatenate([parts[place] for place in random.permutation(len(parts))])
    if kind == "60 words quoted":
        host = next(hosts)
        at, start = random.integers(len(host)), random.integers(len(base) - QUOTE_WORDS + 1)
        return np.concatenate([host[:at], base[start : start + QUOTE_WORDS], host[at:]])
    return copy


def edited(base: Tokens, share: float, words: Words, random: Generator) -> Tokens:
    """Of ten words edited six are replaced, two dropped, and two get another behind them."""
    places = random.permutation(len(base))[: round(share * len(base))]
    replaced, dropped, extended = np.split(places, [len(places) * 6 // 10, len(places) * 8 // 10])
    copy = base.copy()
    copy[replaced] = words.draw(len(replaced), random) * FORMS + copy[replaced] % FORMS
    counts = np.ones(len(base), np.int64)
    counts[dropped], counts[extended] = 0, 2
    copy = np.repeat(copy, counts)
    added = np.cumsum(counts)[extended] - 1
    copy[added] = words.draw(len(added), random) * FORMS
    return copy


class Outlet:
    """Constant lines above and below an article, and teasers of its own for every page."""

    def __init__(self, words: Words, random: Generator) -> None:
        self._above = words.lines(int(random.integers(3, 11)), 2, 12, random)
        self._below = words.lines(int(random.integers(3, 15)), 2, 25, random)

    def page(self, body: Tokens, words: Words, random: Generator) -> Tokens:
        """The body between the outlet's lines and this page's teasers."""
        teasers = words.lines(int(random.integers(2, 6)), 6, 14, random)
        return np.concatenate([self._above, body, teasers, self._below])


class Words:
    """The vocabulary in all forms, and a table to draw words from by Zipf's law."""

    def __init__(self, random: Generator) -> None:
        self._forms = [form for word in _vocabulary(random) for form in _forms(word)]
        weights = 1 / (np.arange(VOCABULARY) + 2.7)
        middles = (np.arange(DRAWS) + 0.5) / DRAWS
        self._table = np.searchsorted(np.cumsum(weights) / weights.sum(), middles).astype(np.int32)

    def draw(self, count: int, random: Generator) -> Tokens:
        """So many words."""
        drawn: Tokens = self._table[random.integers(0, DRAWS, count)]
        return drawn

    def articles(self, count: int, random: Generator) -> list[Tokens]:
        """So many articles, in sentences and paragraphs."""
        lengths = MEDIAN_WORDS * np.exp(random.normal(0, LENGTH_SPREAD, count))
        ends = np.cumsum(np.clip(lengths, MIN_WORDS, MAX_WORDS).astype(np.int64))
        total = int(ends[-1])
        is_last = _sentence_ends(ends, random)
        is_first = np.concatenate([[True], is_last[:-1]])
        sentence = np.cumsum(is_first) - 1
        is_quoted = (random.random(int(sentence[-1]) + 1) < 0.12)[sentence]
        closes_paragraph = random.random(total) < 0.35
        forms = np.where(random.random(total) < 0.06, COMMA, PLAIN)
        forms[is_first] = np.where(is_quoted, QUOTED_FIRST, FIRST)[is_first]
        stop = np.where(is_quoted, QUOTED_STOP, STOP) + closes_paragraph  # the form behind each is its paragraph form
        forms[is_last] = stop[is_last]
        return np.split((self.draw(total, random) * FORMS + forms).astype(np.int32), ends[:-1])

    def lines(self, count: int, least: int, most: int, random: Generator) -> Tokens:
        """So many lines of `least` to `most` words."""
        ends = np.cumsum(random.integers(least, most + 1, count))
        tokens = self.draw(int(ends[-1]), random) * FORMS
        tokens[0], tokens[ends - 1] = tokens[0] + FIRST, tokens[ends - 1] + LINE
        tokens[ends[:-1]] = tokens[ends[:-1]] // FORMS * FORMS + FIRST
        return tokens.astype(np.int32)

    def text(self, article: Tokens) -> bytes:
        """The article in UTF-8."""
        return b"".join([self._forms[token] for token in article.tolist()])


def _sentence_ends(article_ends: NDArray[np.int64], random: Generator) -> NDArray[np.bool_]:
    """Where sentences of 8 to 30 words end; the last of an article ends with it."""
    total = int(article_ends[-1])
    places = np.cumsum(random.integers(8, 31, total // 8 + 1))
    is_last = np.zeros(total, bool)
    is_last[places[places < total]] = True
    for near in range(-3, 4):
        is_last[np.clip(article_ends - 1 + near, 0, total - 1)] = False
    is_last[article_ends - 1] = True
    return is_last


def _forms(word: str) -> list[bytes]:
    """The word as each form shows it, in the order of the forms."""
    first = word[:1].upper() + word[1:]
    shown = [
        f"{word} ",
        f"{word}, ",
        f"{word}. ",
        f"{word}.\n\n",
        f"{first} ",
        f"“{first} ",
        f"{word}.” ",
        f"{word}.”\n\n",
    ]
    shown += [f"{word}\n", f"{word.upper()} ", f"{word.upper()}, ", f"{word.upper()}. "]
    return [form.encode() for form in shown]


def _vocabulary(random: Generator) -> list[str]:
    """Words by rank: function words first, then made-up ones, longer as they get rarer."""
    starts = ["b", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "t", "v", "st", "tr", "pl", "br"]
    middles = ["a", "e", "i", "o", "u", "a", "e", "i", "o", "ea", "ou"]
    finals = ["", "", "", "", "n", "r", "s", "l", "t", "nd"]
    known = set(FUNCTION_WORDS)
    words = list(FUNCTION_WORDS)
    while len(words) < VOCABULARY:
        syllables = 1 + int(random.integers(2)) + (len(words) > 4_000) + (len(words) > 30_000)
        picks = random.random((syllables, 3))
        parts = [
            starts[int(start * len(starts))] + middles[int(middle * len(middles))] + finals[int(final * len(finals))]
            for start, middle, final in picks
        ]
        word = "".join(parts)
        look = random.random()
        if look < 0.06:
            word = word[:2] + word[2:].translate(ACCENTED)
        elif look < 0.2:
            word = word.capitalize()
        elif look < 0.23:
            word = str(int(10 ** (random.random() * 4)))
        if word not in known:
            known.add(word)
            words.append(word)
    return words
