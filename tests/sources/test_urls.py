"""One address in all its forms, and two articles at two addresses."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from w3lib.url import canonicalize_url

from dedup.article import Article
from dedup.sources.urls.canonical_url import _PLAIN_REST, article_url, canonical_url, host_of

RAIN = "https://example.org/news/rain-expected"


@pytest.mark.parametrize(
    "form",
    [
        "http://example.org/news/rain-expected",
        "//example.org/news/rain-expected",
        "www.example.org/news/rain-expected",
        " https://WWW.Example.org:443/news/rain-expected/ \n",
        "http://example.org.:80/news//rain-expected/",
        "https://reader@example.org/news/./today/../rain-expected",
        "https://m.example.org/news/rain%2Dexpected?",
        "https://amp.example.org/news/rain-expected",
        "https://www.m.example.org/news/rain-expected#comments",
        "https://example.org/amp/news/rain-expected",
        "https://example.org/news/amp/rain-expected",
        "https://example.org/news/rain-expected/amp/",
        "https://example.org/platform/amp/news/rain-expected",
        "https://example.org/news/rain-expected.amp",
        "https://example.org/news/rain-expected?amp",
        "https://example.org/news/rain-expected?amp=1",
        "https://example.org/news/rain-expected?outputType=amp",
        "https://www.google.com/amp/s/www.example.org/news/rain-expected",
        "https://www.google.co.uk/amp/example.org/news/rain-expected/amp",
        "https://example-org.cdn.ampproject.org/c/s/example.org/news/rain-expected?amp_js_v=0.1&usqp=mq331",
        "https://cdn.ampproject.org/v/s/amp.example.org/news/rain-expected",
        "https://www.bing-amp.com/c/s/example.org/news/rain-expected",
        "https://example.org/print/news/rain-expected",
        "https://example.org/news/rain-expected?print=true",
        "https://example.org/news/rain-expected?view=print",
        "https://example.org/news/rain-expected;jsessionid=1A2B",
        "https://example.org/news/rain-expected?utm_source=feed&amp;utm_medium=rss&fbclid=x_1",
        "https://example.org/news/rain-expected?CMP=share_btn&ref=home&from=timeline",
        "https://example.org/news/rain-expected#:~:text=rain",
        "https://example.org/news/rain-expected#xtor=RSS-3208",
        "https://touch.example.org/news/rain-expected",
        "https://example.org/news/rain-expected?gad_source=1&gbraid=0A&wbraid=1&dclid=2&gclsrc=aw.ds",
        "https://example.org/news/rain-expected?msclkid=1&twclid=2&ttclid=3&igshid=4&li_fat_id=5&mibextid=6&yclid=7",
        "https://example.org/news/rain-expected?mc_cid=1&mc_eid=2&_hsenc=3&mkt_tok=4&ck_subscriber_id=5&s_kwcid=6",
        "https://example.org/news/rain-expected?smid=nytcore-ios-share&unlocked_article_code=1.aB&giftCopy=2_Explore",
        "https://example.org/news/rain-expected?accessToken=eyJ&leadSource=uverify&sref=X&srnd=premium&sh=5f1b2c",
        "https://example.org/news/rain-expected?gaa_at=eafs&gaa_sig=x%3D&itid=hp_top&wprss=rss_1&ref_src=twsrc%5Etfw",
        "https://example.org/news/rain-expected?shareToken=1&shareType=gift&traffic_source=rss&emc=edit_th_2025",
        "https://example.org/news/rain-expected?xtor=RSS-3208&at_medium=RSS&ns_mchannel=rss&ito=1490&ocid=msedg",
        "https://example.org/news/rain-expected?cid=social&mod=rss_markets&tid=ss_tw&replytocom=334",
    ],
)
def test_every_form_is_the_one_address(form: str) -> None:
    assert canonical_url(form) == RAIN


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("https://example.org/?id=17&page=2", "http://www.example.org?page=2&amp;id=17"),
        ("https://münchen.example/straße", "http://xn--mnchen-3ya.example/stra%c3%9fe"),
        ("https://日本.example/雨", "https://www.日本。example/%E9%9B%A8/"),
        ("https://ｅxample.org/a", "https://EXAMPLE.ORG/%61"),
        ("https://example.org/rain.amp.html", "https://example.org/rain.html"),
        ("https://example.org/a?q=two+words", "https://example.org/a?q=two%20words"),
        ("https://en.m.example.org/rain", "https://en.example.org/rain"),
        ("http://localhost/rain", "https://localhost:443/rain#top"),
        ("https://example.org:8080/rain", "http://www.example.org:8080/rain/"),
        ("https://example.org/#!/rain/17", "http://www.example.org/#!/rain/17"),
    ],
)
def test_two_forms_are_one_address(left: str, right: str) -> None:
    assert canonical_url(left) == canonical_url(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("https://example.org/news?id=17", "https://example.org/news?id=18"),
        ("https://example.org/news?ref=17", "https://example.org/news"),
        ("https://example.org/news?ref=harbour-fire", "https://example.org/news?ref=ferry-late"),
        ("https://example.org/news?tid=17", "https://example.org/news?tid=18"),
        ("https://example.org/news?mod=17", "https://example.org/news?mod=18"),
        ("https://example.org/news?token=a1", "https://example.org/news?token=a2"),
        ("https://example.org/news?nid=17", "https://example.org/news?nid=18"),
        ("https://example.org/news?s=20", "https://example.org/news"),
        ("https://example.org/news?shape=1", "https://example.org/news?shape=2"),
        ("https://example.org/news?cid=17", "https://example.org/news?cid=18"),
        ("https://example.org/news?reference=a", "https://example.org/news?reference=b"),
        ("https://example.org/fa/?print=17", "https://example.org/fa/?print=18"),
        ("https://example.org/live?page=2", "https://example.org/live?page=3"),
        ("https://example.org/Rain", "https://example.org/rain"),
        ("https://news.example.org/1", "https://sport.example.org/1"),
        ("https://example.org:8080/1", "https://example.org:8081/1"),
        ("https://m.com/1", "https://www.com/1"),
        ("https://faß.example/1", "https://fass.example/1"),
        ("https://example.org/#!/rain/17", "https://example.org/#!/rain/18"),
        ("https://example.org/amplifier", "https://example.org/lifier"),
        ("https://example.org/a%2Fb", "https://example.org/a/b"),
        ("https://google.com/amp/s/example.org/a", "https://google.com/amp/s/example.com/a"),
    ],
)
def test_two_articles_have_two_addresses(left: str, right: str) -> None:
    assert canonical_url(left) != canonical_url(right)


NO_WEB_ADDRESSES = ["", "no address", "folder/a.txt", "text-0", "mailto:a@example.org", "ftp://example.org/a"]
BROKEN = ["https://", "//", "http:///a", "http://[::1", "https://a..org/b", "https://a.org:b/", "https://a.org/\udc80"]


@pytest.mark.parametrize("text", [*NO_WEB_ADDRESSES, *BROKEN])
def test_what_is_no_address_comes_back_stripped(text: str) -> None:
    assert canonical_url(f" {text}\n") == text


Place = tuple[str, tuple[str, ...], tuple[tuple[str, str], ...]]  # host, path, parameters
LABELS = st.text("abcdefghijklmnopqrstuvwxyzüßéжя雨0123456789", min_size=3, max_size=8).map(lambda name: f"x{name}")
HOSTS = st.builds(lambda labels: ".".join([*labels, "example"]), st.lists(LABELS, min_size=1, max_size=3))
SEGMENTS = st.text("abcXYZ019-_~ üß雨%&+;=,", min_size=1, max_size=12).map(lambda name: f"s{name}")
PARAMETERS = st.dictionaries(
    st.sampled_from(["id", "page", "article", "q"]), st.text("abc019-", min_size=1, max_size=6), max_size=3
)


@st.composite
def places(draw: st.DrawFn) -> Place:
    """An article's host, path and parameters."""
    segments = draw(st.lists(SEGMENTS, min_size=1, max_size=3))
    return draw(HOSTS), tuple(segments), tuple(sorted(draw(PARAMETERS).items()))


@st.composite
def forms(draw: st.DrawFn, place: Place) -> str:
    """One of the many addresses at which an article is found."""
    name, segments, parameters = place
    if draw(st.booleans()):
        labels = [label if label.isascii() else "xn--" + label.encode("punycode").decode() for label in name.split(".")]
        name = ".".join(labels)
    if draw(st.booleans()):
        name = name.upper() if name.isascii() else name
    name = draw(st.sampled_from(["", "www.", "m.", "amp.", "www2."])) + name
    safe = draw(st.sampled_from(["", "-_~", "+=,&~-_"]))
    path = "/".join(quote(segment, safe=safe) for segment in segments)
    path = draw(st.sampled_from([path, f"{path}/", f"amp/{path}", f"{path}/amp/", f"print/{path}", f"/{path}"]))
    trackers = draw(
        st.lists(st.sampled_from(["utm_source=x", "fbclid=1-A", "ref=feed", "amp=1", "_ga=2"]), unique=True)
    )
    query = draw(st.permutations([*(f"{key}={value}" for key, value in parameters), *trackers]))
    fragment = draw(st.sampled_from(["", "#", "#top", "#:~:text=a"]))
    scheme = draw(st.sampled_from(["http://", "https://", "HTTPS://", "//"]))
    port = draw(st.sampled_from(["", ":80", ":443"]))
    return f"{scheme}{name}{port}/{path}{'?' if query else ''}{'&'.join(query)}{fragment}"


@given(st.data(), places())
def test_all_forms_of_an_article_are_one_address(data: st.DataObject, place: Place) -> None:
    left, right = data.draw(forms(place)), data.draw(forms(place))
    assert canonical_url(left) == canonical_url(right)
    assert canonical_url(canonical_url(left)) == canonical_url(left)


@given(st.data(), places(), places())
def test_different_articles_stay_different(
    data: st.DataObject,
    left: Place,
    right: Place,
) -> None:
    assert (canonical_url(data.draw(forms(left))) == canonical_url(data.draw(forms(right)))) == (left == right)


PIECES = [
    "https://",
    "http://",
    "//",
    "www.",
    "google.com/amp/s/",
    "cdn.ampproject.org/c/",
    "example.org",
    "/",
    "amp",
    ".amp",
]
PIECES += [
    "print",
    ".html",
    "?",
    "&",
    "&amp;",
    "=",
    "#",
    "!",
    "%",
    "%2f",
    "%3F",
    ":",
    "@",
    "[",
    "]",
    "xn--",
    "m.",
    ";",
    " ",
]


@given(st.lists(st.sampled_from(["/", "..", ".", "a", "Z", "0", "_", "-", "~", "%41", "é", " ", "\n"]), max_size=9))
def test_a_plain_path_stays_as_w3lib_leaves_it(pieces: list[str]) -> None:
    rest = "https://host" + "".join(pieces)
    if _PLAIN_REST.fullmatch(rest):
        assert canonicalize_url(rest, keep_fragments=True) == rest


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=12).map("".join))
@example("https://example.org/a.amp/amp.amp")
@example("https://google.com/amp/s/google.com/amp/s/example.org/a")
@example("https://xn--xn---epa.example/")
def test_anything_is_brought_to_one_form_at_once(text: str) -> None:
    assert canonical_url(canonical_url(text)) == canonical_url(text)
    host_of(text)


@pytest.mark.parametrize(
    ("url", "named", "address"),
    [
        ("https://example.org/rain?s=2", "https://www.example.org/rain", "https://example.org/rain"),
        ("https://news.example.org/rain?s=2", "https://example.org/rain/", "https://example.org/rain"),
        ("https://example.org/rain", "https://wire.example/1", "https://example.org/rain"),
        ("https://bexample.org/rain", "https://example.org/rain", "https://bexample.org/rain"),
        ("https://example.org/rain", "https://www.example.org/", "https://example.org/rain"),
        (None, "https://wire.example/1", "https://wire.example/1"),
        ("http://example.org/rain", None, "https://example.org/rain"),
        (None, None, None),
    ],
)
def test_the_address_of_an_article_is_of_its_own_site(url: str | None, named: str | None, address: str | None) -> None:
    assert article_url(Article("a", "Rain.", url=url, canonical=named)) == address


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://m.example.org/a?b", "example.org"),
        (" www.Example.org ", "example.org"),
        ("xn--mnchen-3ya.example:8080/a", "münchen.example"),
        ("http://127.0.0.1:8000/a", "127.0.0.1"),
        ("m.com", "m.com"),
        ("The Example", None),
        ("see example.org", None),
        ("localhost", None),
        ("http://[::1", None),
        ("", None),
    ],
)
def test_a_host_is_lower_case_and_without_its_rendering(address: str, name: str | None) -> None:
    assert host_of(address) == name


@given(st.text(max_size=12), st.text(max_size=8))
@example("example.org ", "rain")
@example("exam\tple.org", "rain")
@example("[::1", "")
def test_the_scheme_and_the_path_do_not_matter_to_a_host(authority: str, path: str) -> None:
    assert (
        host_of(f"https://{authority}/{path}")
        == host_of(f"//{authority}/{path}")
        == host_of(f"HTTP://{authority}?{path}")
    )


@pytest.mark.parametrize(
    ("fetched", "stated"),
    [
        ("https://example.org/news/bus-771.html", "https://example.org/news/"),
        ("https://example.org/news/local/bus-stays-771", "https://example.org/news/local"),
        ("https://example.org/2025/03/04/bus", "https://example.org/2025/03/"),
        ("https://example.org/top-stories/bus-stays", "https://example.org/top-stories"),
        ("https://example.org/bus", "https://example.org/"),
        ("https://example.org/bus", "https://other.example/bus"),
    ],
)
def test_a_stated_section_or_front_page_is_not_the_url_of_an_article(fetched: str, stated: str) -> None:
    assert article_url(Article("a", "Rain.", url=fetched, canonical=stated)) == canonical_url(fetched)


@pytest.mark.parametrize(
    ("fetched", "stated"),
    [
        ("https://example.org/rain-expected-at-coast/photos", "https://example.org/rain-expected-at-coast"),
        ("https://example.org/news/17/comments", "https://example.org/news/17"),
        ("https://example.org/a/17", "https://example.org/story/rain"),
        ("https://example.org/?p=17", "https://example.org/rain"),
        ("https://m.example.org/news/rain/gallery-2", "https://example.org/news/item-17-rain"),
    ],
)
def test_a_stated_article_is_the_url(fetched: str, stated: str) -> None:
    assert article_url(Article("a", "Rain.", url=fetched, canonical=stated)) == stated
