"""The names under which the parts of an article usually stand, in feeds, crawlers' outputs and services' answers.

A name counts without regard to case and to what separates its words: `pub_date`, `pubDate` and `dc:date` are found.
Words that only say what kind of thing it is (`post_content`, `body_html`) may be added. The most usual name counts
first; names of a summary count where nothing else holds a text.
"""

from __future__ import annotations

from functools import lru_cache

from dedup.runtime.patterns import lazy_pattern
from dedup.sources.fields.foreign_names import FOREIGN_NAMES

_USUAL_NAMES = {
    "text": "text body textcontent contenttext cleanedtext contentencoded content maintext articlebody articletext"
    " fulltext bodytext plaintext rawcontent article story selftext storytext contenthtml bodyhtml articlehtml"
    " contentelements paragraphs document markdown html",
    "title": "title headline webtitle dctitle ogtitle name heading subject headlines",
    "url": "url link address permalink href weburl sourceurl pageurl articleurl uri originalurl requestedurl loc"
    " alternate mainentityofpage",
    "outlet": "outlet publisher source sourcename sitename sourcehostname site domain sourcedomain hostname host"
    " newspaper publication publishername outletname newspapername provider website feed origin channel cleanurl",
    "published": "published publishedat publisheddate publishedtime publicationdate publishdate pubdate datepublished"
    " datepublish webpublicationdate isodate firstpublished firstpublishdate displaydate dategmt postdategmt"
    " date datetime datetimepub dcdate timestamp time created createdat createdutc datecreated dateunixtime seendate"
    " issued versioncreated estimateddate publishedon publishtime updated",
    "id": "id articleid docid documentid uid uuid guid key objectid identifier dcidentifier",
    "language": "language lang locale inlanguage dclanguage languagecode langcode",
    "author": "author authors byline dccreator creator writer authorname reporter journalist",
    "canonical": "canonical canonicalurl canonicallink",
    "links": "links",
}
_SUMMARY_NAMES = (
    "leadparagraph description summary abstract excerpt contentsnippet snippet standfirst lead lede teaser"
    " dcdescription ogdescription extract"
)


def _split(names: str) -> list[str]:
    return names.split()


SUMMARY_RANK = 200  # of the most usual name of a summary; names of whole texts come before it
QUALIFIED_RANK = 100  # added to the rank of a usual name that has words added
FOREIGN_RANK = 50  # of the first name in a language beside English
_NO_RANK = 1000  # behind every name

# The part that a folded name stands for, and its rank among the names of that part, 0 for the most usual.
_PART_AND_RANK = {
    **{name: (part, FOREIGN_RANK + rank) for part, names in FOREIGN_NAMES.items() for rank, name in enumerate(names)},
    **{name: ("text", SUMMARY_RANK + rank) for rank, name in enumerate(_SUMMARY_NAMES.split())},
    **{name: (part, rank) for part, names in _USUAL_NAMES.items() for rank, name in enumerate(names.split())},
}
_LEADING = frozenset(
    _split(
        "article post news story page doc document item entry web main full raw clean cleaned plain "
        "original extracted node wp rss atom dc dcterms schema"
    )
)
_TRAILING = frozenset(
    _split("html text plain raw clean cleaned value rendered full gmt utc iso parsed str string processed")
)
_WORD = lazy_pattern(r"[A-Z]+(?![a-z])|[^\W\d_]?[^\W\d_A-Z]+|\d+")
_DOT_ABOVE = "\u0307"  # of a Turkish capital in lower case
_SEPARATORS = str.maketrans("", "", "_-: .@")

# Objects that hold the article, beside what a database or service says about it.
ENVELOPES = frozenset(
    _split(
        "_source fields attributes node doc document article post item entry story record page news data "
        "properties payload result value"
    )
)
_HIT = "_source"  # Elasticsearch's, which is no source
# Objects that hold more about the article, but not its text.
_METADATA = frozenset(_split("meta metadata metatags thread"))
# Objects whose texts are not the article's, if they have no name of another part.
OTHER_THINGS = (
    frozenset(
        _split(
            "media image images video audio thumbnail enclosure opengraph og twitter comments comment "
            "related _links _embedded location geo category categories tags stats seo rights parent"
        )
    )
    | _METADATA
)


def is_metadata(name: str) -> bool:
    """Whether the object in a field of this name says more of the article.

    >>> is_metadata("meta_data"), is_metadata("media")
    (True, False)
    """
    return name.lower().translate(_SEPARATORS) in _METADATA


@lru_cache(maxsize=1024)
def part_and_rank(name: str) -> tuple[str, int]:
    """The part that a field usually holds, by its name, and the rank of the name; an empty part for an unknown name.

    >>> part_and_rank("pubDate")[0], part_and_rank("post_content")[0], part_and_rank("image_url")[0]
    ('published', 'text', '')
    """
    while (dot := name.find(".")) > 0 and name[:dot] in ENVELOPES:  # a nested name, written flat
        name = name[dot + 1 :]
    if name == _HIT:
        return "", _NO_RANK
    folded = name.lower().replace(_DOT_ABOVE, "").translate(_SEPARATORS).strip()
    return _PART_AND_RANK.get(folded) or _qualified(_WORD.findall(name))


def _qualified(words: list[str]) -> tuple[str, int]:
    """The same for a usual name with words added: before it, behind it, or both."""
    words = [word.lower() for word in words]
    first = next((place for place, word in enumerate(words) if word not in _LEADING), len(words))
    last = next((place for place in range(len(words), 0, -1) if words[place - 1] not in _TRAILING), 0)
    for start in range(min(first, len(words)) + 1):
        for end in range(len(words), max(last, start + 1) - 1, -1):
            part, rank = _PART_AND_RANK.get("".join(words[start:end]), ("", _NO_RANK))
            if part:
                return part, rank + (0 if rank >= SUMMARY_RANK else QUALIFIED_RANK)
    return "", _NO_RANK
