"""URLs: their hosts, and one canonical form for all forms of a URL.

An article is fetched by http and https, with and without "www.", from its mobile, AMP and print pages, and with
tracking parameters. `canonical_url` maps all of these to one URL, which identifies the article and need not be
reachable. Percent-encoding, dot segments and the order of parameters are those of w3lib. The host is lower-case
Unicode, each label decoded by itself, for w3lib's IDNA of 2003 would map faß.example and fass.example to one host.

Whatever may distinguish two articles is kept: every parameter that is no known tracker, the page number, the fragment
of a site that routes by it. A parameter dropped wrongly merges two articles; one kept wrongly only leaves a copy to be
found by its text. Hence lists of names, and not courlan's patterns, by which `?reference=17` and `?cid=17` are
trackers. Shorteners, redirects and archives are not followed: nothing is fetched.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from dedup.errors import check_type
from dedup.runtime.patterns import lazy_pattern

if TYPE_CHECKING:
    from dedup.article import Article

_URL = lazy_pattern(r"\s*(?:https?:)?//|\s*www\.", re.IGNORECASE)
_ESCAPED_AMPERSAND = lazy_pattern("&(?:amp;)+")
_DOTS = lazy_pattern("[\u3002\uff0e\uff61]")  # typed for a dot among ideographs
_SITE = lazy_pattern(r"https?://[^/?#]{1,255}[/?#]", re.IGNORECASE)  # the part of a URL that holds its host
_LABEL = lazy_pattern("[a-z0-9\\-\x80-\U0010ffff]+")

# Labels that only select a rendering, before at least two other labels: www2.example.org, de.m.wikipedia.org.
_RENDERING_LABEL = lazy_pattern(r"(?:^(?:www\d?|edition)|(?:^|(?<=\.))(?:m|mobile|amp|touch|wap))\.(?=[^.]+\.[^.])")

# What is canonical already: a path without escapes, dot segments and parameters.
_PLAIN_REST = lazy_pattern(r"https://host(?:/(?!\.{1,2}(?:/|\Z))[\w.~-]*)+", re.ASCII)

# Google's viewer of AMP pages, and the caches of Google and Bing: their path holds the URL of the article.
_AMP_VIEWER = lazy_pattern(
    r"(?:google(?:\.[a-z]{2,3}){1,2}/+amp|(?:.+\.)?(?:cdn\.ampproject\.org|bing-amp\.com)/+[cv])/+(?:s/+)?"
)

_MAX_RENDERINGS = 8  # of one page, one in the other

# Removed from a path: AMP and print pages, session numbers, doubled and trailing slashes.
_RENDERING_PATH = lazy_pattern(
    r"/(?:(?:platform/)?amp(?:html)?|print)(?=/|$)"
    r"|(?<=[^/])\.(?:amp|print)(?=(?:\.html?)?/?$)"
    r"|;jsessionid=[^/]*"
    r"|/(?=/|$)",
    re.IGNORECASE,
)

# Parameters that follow a reader or let one in, in lower case: those of the public lists (AdGuard, ClearURLs, courlan)
# that mean the same on all sites, and those that publishers hand round.
_BEGINNINGS = """
    utm_ mtm_ piwik_ pk_ hsa_ _hs __hs vero_ oly_ at_ ns_ itm_ mc_ fb_ wt_ wt. guce_ guccounter trk amp_ gad_ gaa_ li_
    lmd_ sara_ gnt- gca- bsft_ cm_mmc elqtrack nr_email sms_ stm_ _branch_ _bta_ hmb_ pinned_post_ vgo_ee action_ref_
    action_type_ action_object_
"""
_TRACKER_BEGINNINGS = tuple(_BEGINNINGS.split())
_CLICKS = """
    fbclid gclid dclid twclid ttclid yclid ysclid irclid irclickid rb_clickid tbclickid msclkid obclickid wickedid epik
    gbraid wbraid gclsrc srsltid igshid igsh rdt_cid sccid scid tblci dicbo irgwc mibextid fbc_id zanpid usqp mkt_tok
    _ga _gl _ke _kx __s _openstat __source __twitter_impression asgtbndr s_kwcid ef_id hsctatracking ck_subscriber_id
    ml_subscriber ml_subscriber_hash phpsessid jsessionid spm soc_src soc_trk share_id shareid
"""
_OF_PUBLISHERS = """
    cmp cmpid cmp_id s_cid sc_cid icid ncid ocid intcid int_cid intcmp ito smid smtyp ftag mbid bxid cndid esrc wpisrc
    wpmm wpmk wprss wpsrc nlid nrid emc sh sref srnd rss eref taid xtor echobox traffic_source leadsource lead_source
    ref_src refsrc ref_url tsrc .tsrc itid hpid hpt pgtype rref contentcollection wtmc wtrid zrefer gepc referringsource
    replytocom searchresultposition link_location intlink_from_url triedredirect showwelcomeonshare isfreemail
"""
_LETS_IN = """
    unlocked_article_code accesstoken access_token pwapi_token sharetoken share_token sharetype share_type reflink gift
    giftcopy gift_copy giftlink gift_link giftcode gift_code giftarticle unlock_code
"""
_TRACKERS = frozenset((_CLICKS + _OF_PUBLISHERS + _LETS_IN).split())
# Trackers if their value is a word (?ref=feed); any other value may identify the article (?ref=1734).
_MAYBE = "campaign cid clicksource feature from medium mod module origin partner ref referer referrer share source src"
_MAYBE_TRACKERS = frozenset((*_MAYBE.split(), "tid", "via"))
# A segment in the path of a section has one or two words, and a date may follow: an article's has more.
_SECTION_SEGMENT = lazy_pattern(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_DATE_AT_END = lazy_pattern(r"/(?:19|20)\d\d(?:/\d\d?){0,2}\Z")
_WORD = lazy_pattern("[a-z_.]*")
_RENDERING_PARAMETER = lazy_pattern("_?amp|isamp|amphtml|print|printable")
_SWITCHED_ON = ("", "1", "true", "yes")


def canonical_url(url: str) -> str:
    """The one form of all forms of a URL; what is no URL is returned without white space around it.

    >>> canonical_url("http://www.Example.org:80/rain/?utm_source=feed&id=17#comments")
    'https://example.org/rain?id=17'
    >>> canonical_url("https://www.google.com/amp/s/amp.example.org/rain.amp.html")
    'https://example.org/rain.html'
    """
    if not _URL.match(url):
        return url.strip()
    try:
        return _normalized(url.strip())
    except ValueError:  # no host, a port that is none, half a surrogate pair
        return url.strip()


def article_url(article: Article) -> str | None:
    """The canonical form of an article's URL: of the one that its page states as canonical, else of the fetched one.

    The stated URL counts only on the same site: a page that states an article of another site as its original is a
    copy of that article, at a URL of its own. A stated front page does not count, nor does a section that the fetched
    page lies in.

    >>> from dedup.article import Article
    >>> article_url(Article("a", "Rain.", url="https://example.org/rain", canonical="https://wire.example/1"))
    'https://example.org/rain'
    """
    from dedup.article import Article  # the process that extracts pages, which loads this file, makes none

    check_type(article, Article, "article_url: an Article(id, text)")
    fetched = canonical_url(article.url) if article.url else None
    stated = canonical_url(article.canonical) if article.canonical else None
    return stated if stated and (fetched is None or _is_article_of_same_site(stated, fetched)) else fetched


def _is_article_of_same_site(stated: str, fetched: str) -> bool:
    """Whether the hosts are equal, or one is a subdomain of the other; and the stated page is no front or section."""
    shorter, longer = sorted((host_of(stated) or "", host_of(fetched) or ""), key=len)
    return f".{longer}".endswith(f".{shorter}") and stated.count("/") > 2 and not _is_section(stated, fetched)


def _is_section(stated: str, fetched: str) -> bool:
    """Whether a stated URL is that of a section, a year or a month in which the fetched page lies.

    >>> _is_section("https://example.org/news/2024", "https://example.org/news/2024/03/rain-expected")
    True
    >>> _is_section("https://example.org/rain-expected-today", "https://example.org/rain-expected-today/photos")
    False
    """
    parts, inside = urlsplit(stated), urlsplit(fetched).path
    segments = _DATE_AT_END.sub("", parts.path).split("/")[1:]
    return inside.startswith(f"{parts.path}/") and not parts.query and all(map(_SECTION_SEGMENT.fullmatch, segments))


def host_of(url: str) -> str | None:
    """The host of a URL, without "www." and the like; None if there is no host with a dot.

    >>> host_of("https://www.example.org/2026/rain.html"), host_of("example.org"), host_of("The Example")
    ('example.org', 'example.org', None)
    """
    site = _SITE.match(url)
    return _host_of_site(site[0]) if site else _parsed_host(url)


def _parsed_host(url: str) -> str | None:
    try:
        host = _normalized_host(urlsplit(url.strip() if "//" in url else f"//{url.strip()}").hostname or "")
    except ValueError:
        return None
    return host if "." in host and not any(map(str.isspace, host)) else None


_host_of_site = lru_cache(maxsize=4096)(_parsed_host)  # many articles, few sites


def _normalized(url: str, viewers: int = 0) -> str:
    """The form of a URL, inside so many viewers."""
    url = _ESCAPED_AMPERSAND.sub("&", url)
    parts = urlsplit(url if "//" in url[:8] else f"//{url}")
    port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
    is_route = parts.fragment.startswith(("!", "/")) and parts.fragment.strip("!/") != ""
    rest = urlunsplit(("https", "host", parts.path, parts.query, parts.fragment if is_route else ""))
    plain = urlsplit(rest if _PLAIN_REST.fullmatch(rest) else _canonicalized(rest))
    name = _normalized_host(parts.hostname or "")
    behind = _url_behind_viewer(name + plain.path)
    if behind and viewers < _MAX_RENDERINGS:
        return _normalized(f"//{behind}{'?' if plain.query else ''}{plain.query}", viewers + 1)
    return urlunsplit(
        ("https", name + port, _normalized_path(plain.path), _without_trackers(plain.query), plain.fragment)
    )


def _canonicalized(rest: str) -> str:
    from w3lib.url import canonicalize_url  # loads half of the standard library's network

    return canonicalize_url(rest, keep_fragments=True)


def _url_behind_viewer(host_and_path: str) -> str | None:
    """The host and path of the article that a viewer or a cache of AMP pages shows; None if there is none.

    >>> _url_behind_viewer("google.com/amp/s/example.org/rain")
    'example.org/rain'
    """
    viewer = _AMP_VIEWER.match(host_and_path)
    return host_and_path[viewer.end() :] if viewer and host_of(host_and_path[viewer.end() :]) else None


@lru_cache(maxsize=4096)
def _normalized_host(name: str) -> str:
    """A host in lower-case Unicode, without labels that select a rendering; ValueError if a label is empty."""
    name = _DOTS.sub(".", unicodedata.normalize("NFKC", name).lower()).removesuffix(".")
    labels = name.split(".")
    if "" in labels:
        raise ValueError(f"no host: {name!r}")
    name = ".".join(map(_decoded_label, labels))
    return _taken_out(_RENDERING_LABEL, name)


def _decoded_label(label: str) -> str:
    """A label in letters: xn--mnchen-3ya is münchen. A label that encodes no letters is kept."""
    if not label.startswith("xn--"):
        return label
    try:
        letters = label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, OverflowError):
        return label
    is_plain = letters == unicodedata.normalize("NFKC", letters).lower() and letters.isprintable()
    return letters if is_plain and _LABEL.fullmatch(letters) and not _DOTS.search(letters) else label


def _normalized_path(path: str) -> str:
    return _taken_out(_RENDERING_PATH, path)


def _taken_out(pattern: re.Pattern[str], name: str) -> str:
    """A name without what a pattern finds, also where what is left shows it again; only so often, for a URL may repeat
    it without end.
    """
    for _ in range(_MAX_RENDERINGS):
        shorter = pattern.sub("", name)
        if shorter == name:
            break
        name = shorter
    return name


def _without_trackers(query: str) -> str:
    return "&".join(part for part in query.split("&") if part and _identifies_article(*part.lower().partition("=")))


def _identifies_article(name: str, _: str, value: str) -> bool:
    if (
        name in _TRACKERS
        or name.startswith(_TRACKER_BEGINNINGS)
        or (name in _MAYBE_TRACKERS and _WORD.fullmatch(value))
    ):
        return False
    return not (
        _RENDERING_PARAMETER.fullmatch(value) or (_RENDERING_PARAMETER.fullmatch(name) and value in _SWITCHED_ON)
    )
