"""The registry of outlets and agencies: names and domains to publishers.

`outlets.json` lists some hundred newspapers, broadcasters, sites, agencies and syndicates, one a line: the name used in
reports, aliases in any script, domains, whether it is an agency (named in datelines, without readers of its own), and
whether its name is also a common word (Time, People, Metro). Of an agency it lists the languages that it writes in, its
services ("SID" is AFP's), and names that are ambiguous: also a word, a party, a firm (AA, Beta, PTI). These count only
where the form of a text proves them (`dedup.attribution.names.agencies`). Users add their own with `Outlets.extended`.

`OutletMatcher` (`dedup.attribution.names.outlet_matcher`) finds these names in a text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from dedup.article import Article
from dedup.attribution.names.outlet_patterns import holds_unspaced, looks_like_agency
from dedup.errors import DamagedDataError, InputError
from dedup.runtime.patterns import lazy_pattern
from dedup.sources.urls.canonical_url import host_of

# Der Deutschen Presse-Agentur, dem Norddeutschen Rundfunk.
_GERMAN_ADJECTIVE = lazy_pattern(r"^(\w+(?:isch|tsch|lich|ig)|Neu)(?:e|er|es)(?= [A-Z])")
_APOSTROPHE = lazy_pattern("['’ʼ]")
KEPT_PUBLISHERS = 1 << 13  # one article of a cluster is asked for its publisher once for each of its copies
_BEGINNING_CHARACTERS = 6
_MAX_LABELS = 8  # of a domain that is looked up: none of the registry has so many
_BEGINNING_LENGTHS = range(1, _BEGINNING_CHARACTERS + 1)


@dataclass(frozen=True, slots=True)
class Outlet:
    """One publisher: the name used in reports, its aliases, its domains.

    `agency`: whether it is a news agency. `common_word`: whether its name is also a common word. `ambiguous`: names
    that count only where the form of a text proves them; so do `services`, names under which it signs. `languages`: the
    codes of those in which an agency or syndicate writes.
    """

    name: str
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    agency: bool = False
    common_word: bool = False
    ambiguous: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    @property
    def is_generic(self) -> bool:
        """Whether longer names begin with this name: Time Warner, the Independent Police Commission."""
        return self.common_word or (self.name.startswith("The ") and self.name.count(" ") == 1)


class Outlets:
    """A registry of outlets, looked up by name or by host.

    `exact_names` and `folded_names` map names to outlets, `folded_names` in lower case without short abbreviations.
    `unspaced_names` are the names in scripts without spaces, longest first.

    >>> outlets = shipped_outlets()
    >>> outlets.by_name("the financial times").name, outlets.by_host("uk.reuters.com").name
    ('Financial Times', 'Reuters')
    """

    def __init__(self, entries: Iterable[Outlet]) -> None:
        self.entries = tuple(entries)
        self.exact_names = {
            normalised_name(name): entry
            for entry in self.entries
            for listed in (entry.name, *entry.aliases)
            if listed not in entry.ambiguous
            for name in dict.fromkeys((listed, _GERMAN_ADJECTIVE.sub(r"\1en", listed)))
        }
        self.folded_names = {
            name.casefold(): entry
            for name, entry in self.exact_names.items()
            if len(name) >= 5 or not name.isupper()  # AP is not "ap"
        }
        self._domains = {domain: entry for entry in self.entries for domain in entry.domains}
        unspaced = filter(holds_unspaced, self.exact_names)
        self.unspaced_names = tuple(sorted(unspaced, key=lambda name: (-len(name), name)))
        self._beginnings = frozenset({*map(_beginning_of, self.exact_names), "the "})

    def extended(self, entries: Iterable[Outlet]) -> Outlets:
        """A larger registry. The later entry wins where two have a name or a domain in common."""
        return Outlets((*self.entries, *entries))

    def by_name(self, name: str) -> Outlet | None:
        """The outlet of that name, in any case; or an agency that only the form of its name shows to be one."""
        plain = normalised_name(name)
        entry = self.exact_names.get(plain) or self.folded_names.get(plain.casefold())
        return entry or (Outlet(plain, agency=True) if looks_like_agency(plain) else None)

    def may_begin(self, text: str, start: int = 0) -> bool:
        """Whether a name may begin at a place of a text. False proves that none does; so it is at most words."""
        beginning = _beginning_of(text[start : start + _BEGINNING_CHARACTERS])
        return not self._beginnings.isdisjoint([beginning[:count] for count in _BEGINNING_LENGTHS])

    def by_host(self, url: str) -> Outlet | None:
        """The outlet of a URL or domain, subdomains included."""
        labels = (host_of(url) or "").split(".")[-_MAX_LABELS:]
        domains = (".".join(labels[first:]) for first in range(len(labels) - 1))
        return next((self._domains[domain] for domain in domains if domain in self._domains), None)


def publisher_key(article: Article) -> str | None:
    """A key of the outlet that published an article, the same for all its names; None where it is not known."""
    name = publisher_of(article)
    return None if name is None else name_key(name)


def publisher_numbers(articles: Iterable[Article]) -> list[int]:
    """A number for the outlet that published each article, the same for all its names; -1 where it is not known."""
    numbers: dict[str, int] = {}
    known: dict[tuple[str | None, str | None], int] = {(None, None): -1}
    found = []
    for article in articles:
        stated = article.outlet, article.url
        if stated not in known:
            key = publisher_key(article)
            known[stated] = -1 if key is None else numbers.setdefault(key, len(numbers))
        found.append(known[stated])
    return found


def name_key(name: str) -> str:
    """What the spellings of one outlet have in common: its name in lower case without spaces and marks; of a domain,
    its longest label.

    >>> name_key("Meridian News Agency"), name_key("www.meridiannewsagency.example")
    ('meridiannewsagency', 'meridiannewsagency')
    """
    if "." in name.strip(".") and " " not in name:
        name = max((host_of(name) or "").split(".")[:-1], key=len, default=name)
    return re.sub(r"[\W_]+", "", name).casefold()


def normalised_name(name: str) -> str:
    """A name without quotation marks, the English article, and what follows an apostrophe in its last word.

    >>> normalised_name("the Financial Times\u2019s"), normalised_name("«Коммерсантъ»")
    ('Financial Times', 'Коммерсантъ')
    """
    name = " ".join(name.split()).strip(' ."«»“”„《》「」『』')
    head, apostrophe, tail = name.rpartition("'" if "'" in name else "’")
    if (apostrophe and len(head) > 2 and " " not in tail and tail[:1].islower()) or name.endswith(("'", "’")):
        name = head
    name = _APOSTROPHE.sub("'", name)
    return name[4:] if name[:4] in ("The ", "the ") and len(name) > 6 else name


def _beginning_of(name: str) -> str:
    """The first characters in lower case, as the registry writes apostrophes and spaces."""
    return _APOSTROPHE.sub("'", name).replace("\n", " ").replace("\xa0", " ").casefold()[:_BEGINNING_CHARACTERS]


def publisher_of(article: Article, outlets: Outlets | None = None) -> str | None:
    """The name of the outlet that published an article: by its outlet, else by its URL; None if neither is known.

    An outlet outside the registry (`outlets`, by default the shipped one) is named as the article names it.

    >>> publisher_of(Article("a", "", url="https://www.bbc.co.uk/news/1")), publisher_of(Article("a", ""))
    ('BBC', None)
    """
    return _publisher_named(article.outlet, article.url, outlets or shipped_outlets())


@lru_cache(KEPT_PUBLISHERS)
def _publisher_named(outlet: str | None, url: str | None, outlets: Outlets) -> str | None:
    for name_or_url in (outlet, url):
        if name_or_url:
            entry = outlets.by_host(name_or_url) or outlets.by_name(name_or_url)
            if entry is not None:
                return entry.name
    if outlet:
        return outlet
    return host_of(url) if url else None


def read_outlets(path: Path) -> list[Outlet]:
    """Read a list of outlets in the form of `outlets.json`: objects with `name` and optionally the other fields.

    Raises InputError with the path and the reason for any other content.
    """
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))
        return [
            Outlet(
                row["name"],
                tuple(row.get("aliases", ())),
                tuple(row.get("domains", ())),
                bool(row.get("agency", False)),
                bool(row.get("common_word", False)),
                tuple(row.get("ambiguous", ())),
                tuple(row.get("services", ())),
                tuple(row.get("languages", ())),
            )
            for row in rows
        ]
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise InputError(f"{path} is no list of outlets: {error!r}") from error


@cache
def shipped_outlets() -> Outlets:
    """The outlets that ship with dedup."""
    try:
        return Outlets(read_outlets(Path(__file__).with_name("outlets.json")))
    except InputError as error:
        raise DamagedDataError(f"a file of dedup itself is damaged, install it again: {error}") from error
