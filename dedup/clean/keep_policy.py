"""Which article of a group of copies is kept: criteria, the first of which counts most.

    earliest        published first; an article without a date comes last
    longest         the longest text
    canonical       the page that most others state as their canonical address
    origin          the likely first publisher, where the report names one
    outlets=a,b     outlets in order of preference, by name or domain
    languages=a,b   languages in order of preference, by code or name: what an article states, or its text shows
    FIELD=VALUE     articles with this value: language=en, author=Reuters

Where criteria leave several, the earliest counts, then the lowest id. What stands in a reference collection is kept
before all others. Of versions of one page, the latest takes the place of the one that was chosen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime

from dedup.article import Article
from dedup.attribution.names.outlets import name_key, publisher_key
from dedup.errors import InputError, check_type
from dedup.settings import DEFAULT_SETTINGS
from dedup.sources.urls.canonical_url import canonical_url
from dedup.tokens.language import code_of_label, language_of
from dedup.tokens.words import tokenize

Rank = Callable[[Article], object]
DEFAULT_KEEP = "earliest"
_BY_GROUP = ("canonical", "origin")
_IN_ORDER = ("outlets", "languages")
_LATEST = datetime.max.replace(tzinfo=UTC)
_FIELDS = tuple(field.name for field in fields(Article) if field.name not in ("text", "links", "place"))


@dataclass(frozen=True, slots=True)
class KeepPolicy:
    """Criteria that choose the article to keep, checked; InputError for one that is none.

    >>> KeepPolicy.of("outlets=bbc.co.uk,Reuters; longest").criteria
    ('outlets=bbc.co.uk,Reuters', 'longest')
    """

    criteria: tuple[str, ...]

    def __post_init__(self) -> None:
        for criterion in self.criteria:
            name, sign, value = criterion.partition("=")
            known = name in ("earliest", "longest", *_BY_GROUP) if not sign else name in (*_IN_ORDER, *_FIELDS)
            if not known or (sign and not value):
                raise InputError(
                    f"{criterion!r} does not say which copy is kept: earliest, longest, canonical, origin, "
                    f"outlets=A,B, languages=A,B or FIELD=VALUE with one of {', '.join(_FIELDS)}"
                )
            if name == "languages":
                _places_of_languages(value)

    @classmethod
    def of(cls, keep: str | Iterable[str]) -> KeepPolicy:
        """The policy of criteria that are given one by one, or in one string with `;` between them."""
        given = [keep] if isinstance(keep, str) else [*keep]
        for each in given:
            check_type(each, str, "keep: criteria, such as 'earliest'")
        return cls(tuple(part.strip() for each in given for part in each.split(";") if part.strip()))

    def ordered(
        self, group: Sequence[Article], origin_ids: Collection[str] = (), reference_ids: Collection[str] = ()
    ) -> list[Article]:
        """The articles of a group, the one to keep first.

        >>> copies = [Article("a", "It rained.", outlet="a.example"), Article("b", "It rained.", outlet="b.example")]
        >>> [article.id for article in KeepPolicy.of("outlets=b.example").ordered(copies)]
        ['b', 'a']
        """
        ranks = [_rank_of(criterion, group, origin_ids) for criterion in self.criteria]
        return sorted(
            group,
            key=lambda article: (
                article.id not in reference_ids,
                *(rank(article) for rank in ranks),
                article.published or _LATEST,
                article.id,
            ),
        )


def latest_first(article: Article) -> tuple[bool, float, str]:
    """A key that sorts versions of one page, the latest first; those without a date come last."""
    when = article.published
    return when is None, -when.timestamp() if when else 0.0, article.id


def _rank_of(criterion: str, group: Sequence[Article], origin_ids: Collection[str]) -> Rank:
    """A key that sorts a group by one criterion."""
    name, sign, value = criterion.partition("=")
    if name == "outlets":
        places = {name_key(each.strip()): place for place, each in enumerate(value.split(","))}
        return lambda article: min(places.get(key, len(places)) for key in _outlet_keys(article))
    if name == "languages":
        wanted = _places_of_languages(value)
        return lambda article: wanted.get(_language_of(article), len(wanted))
    if sign:
        return lambda article: str(getattr(article, name)) != value
    if name == "canonical":
        stated = Counter(canonical_url(article.canonical) for article in group if article.canonical)
        return lambda article: -stated[canonical_url(article.url)] if article.url else 0
    if name == "origin":
        return lambda article: article.id not in origin_ids
    if name == "longest":
        return lambda article: -len(article.text)
    return lambda article: article.published or _LATEST


def _places_of_languages(value: str) -> dict[str, int]:
    """The place of each language in order of preference; InputError for one that is not known."""
    places: dict[str, int] = {}
    for name in value.split(","):
        code = code_of_label(name.strip())
        if not code:
            raise InputError(f"{name.strip()!r} is no language that is known: a code (de) or a name (German) is needed")
        places.setdefault(code, len(places))
    return places


def _language_of(article: Article) -> str:
    return language_of(article, tokenize(article.text), DEFAULT_SETTINGS)


def _outlet_keys(article: Article) -> tuple[str, ...]:
    """What an article's outlet is known by: as it is named, and in the registry."""
    return name_key(article.outlet or ""), publisher_key(article) or ""
