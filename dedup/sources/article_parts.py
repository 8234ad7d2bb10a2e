"""The parts of an article that a document names itself: the header of a text file, the metadata of an HTML page."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from dedup.sources.languages import language_problem, language_tag
from dedup.sources.urls.site_outlet import outlet_of

if TYPE_CHECKING:
    from dedup.article import Article, Place


class ArticleParts(NamedTuple):
    """The text of a document and what the document says about itself; what it does not say is None. URLs are absolute.

    `warnings` say what of it was read with a doubt, each in one line.

    >>> ArticleParts.from_json(ArticleParts("It rained.", links=("https://example.org/a",)).to_json()).links
    ('https://example.org/a',)
    """

    text: str
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    published: datetime | None = None
    language: str | None = None
    author: str | None = None
    canonical: str | None = None
    links: tuple[str, ...] = ()
    id: str | None = None
    warnings: tuple[str, ...] = ()

    def article(self, place: Place, outlet_folder: str | None) -> Article:
        """The article, whose id is its place if it has none; one without outlet and URL has the outlet of its folder.

        >>> from dedup.article import Place
        >>> ArticleParts("It rained.").article(Place("in/example.org/a.txt"), "example.org")
        Article('in/example.org/a.txt', 'It rained.', outlet='example.org')
        """
        from dedup.article import Article  # the process that extracts pages, which loads this file, makes none

        return Article(
            id=self.id or str(place),
            text=self.text,
            title=self.title,
            url=self.url,
            outlet=outlet_of(self.outlet, self.url, outlet_folder, self.canonical),
            published=self.published,
            language=language_tag(self.language),
            author=self.author,
            canonical=self.canonical,
            links=self.links,
            place=place,
        )

    def doubts(self) -> tuple[str, ...]:
        """The warnings, and one if the language that the document states is none.

        >>> ArticleParts("It rained.", language="Elvish").doubts()
        ("the language 'Elvish' is not known: no language",)
        """
        problem = language_problem(self.language)
        return (*self.warnings, problem) if problem else self.warnings

    def with_stated(self, stated: Self) -> Self:
        """The same text with what `stated` says of it, where it says anything; its own text and links stay.

        >>> ArticleParts("It rained.", title="Weather").with_stated(ArticleParts("", title="Rain")).title
        'Rain'
        """
        known: dict[str, Any] = {
            name: value
            for name, value in zip(stated._fields, stated, strict=True)
            if name not in ("text", "links", "warnings") and value is not None
        }
        return self._replace(**known, warnings=(*self.warnings, *stated.warnings))

    def to_json(self) -> bytes:
        """The parts as a JSON object, for another process."""
        return json.dumps(self._asdict(), default=datetime.isoformat).encode()

    @classmethod
    def from_json(cls, source: bytes) -> Self:
        """The parts that `to_json` wrote."""
        values = json.loads(source)
        published = values["published"] and datetime.fromisoformat(values["published"])
        sequences = {name: tuple(values[name]) for name in ("links", "warnings")}
        return cls(**values | sequences | {"published": published})
