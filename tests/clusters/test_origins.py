"""Origins: clues are ranked, chains are traced, weak and contradicting clues name none."""

from __future__ import annotations

from datetime import UTC, datetime

from dedup.article import Article
from dedup.attribution.credits import CreditReader, whole_text
from dedup.clusters import origins
from dedup.clusters.origin import Origin
from dedup.settings import DEFAULT_SETTINGS

MONDAY, TUESDAY = datetime(2026, 5, 4, 8, tzinfo=UTC), datetime(2026, 5, 5, 8, tzinfo=UTC)


def cluster_origin(articles: list[Article]) -> Origin | None:
    return origins.cluster_origin(articles, [], whole_text, DEFAULT_SETTINGS)


def story_origin(texts: list[list[Article]]) -> Origin | None:
    read = CreditReader([article for text in texts for article in text], whole_text, DEFAULT_SETTINGS)
    return origins.story_origin(texts, read, DEFAULT_SETTINGS)


def copy(name: str, text: str = "The bridge is closed.", **facts: object) -> Article:
    return Article(name, text, outlet=f"{name}.example", **facts)  # type: ignore[arg-type]


def test_a_dateline_outweighs_the_earliest_date() -> None:
    found = cluster_origin(
        [copy("a", published=MONDAY), copy("b", "OSLO (Reuters) - The bridge is closed.", published=TUESDAY)]
    )
    assert found is not None
    assert (found.name, found.article_id) == ("Reuters", None)
    assert [clue.kind for clue in found.clues] == ["dateline"]


def test_the_earliest_of_dated_copies() -> None:
    found = cluster_origin([copy("a", published=TUESDAY), copy("b", published=MONDAY)])
    assert found is not None
    assert (found.name, found.article_id, found.clues[0].kind) == ("b.example", "b", "earliest date")


def test_without_clues_there_is_no_origin() -> None:
    assert cluster_origin([copy("a"), copy("b")]) is None
    assert cluster_origin([copy("a", published=MONDAY), copy("b", published=MONDAY)]) is None
    assert cluster_origin([copy("a", published=MONDAY), copy("b")]) is None


def test_contradicting_clues_name_none() -> None:
    one, other = "OSLO (Reuters) - The bridge is closed.", "OSLO (AP) - The bridge is closed."
    assert cluster_origin([copy("a", one), copy("b", other)]) is None


def test_the_canonical_url_of_an_outlet_itself_names_nobody() -> None:
    articles = [
        Article("a", "The bridge is closed.", outlet="Orre Post", canonical="https://www.orrepost.example/1"),
        Article("b", "The bridge is closed.", url="https://m.orre.example/1", canonical="https://orre.example/1"),
    ]
    assert cluster_origin(articles) is None


def test_a_canonical_url_at_another_outlet_names_it() -> None:
    found = cluster_origin([copy("a", canonical="https://www.reuters.com/1"), copy("b")])
    assert found is not None
    assert (found.name, found.clues[0].kind) == ("Reuters", "canonical address")


def test_a_story_is_its_sources_source() -> None:
    """Two take it from Quantum Bits; a third, too, and says that Quantum Bits has it from TechCrunch."""
    texts = [
        [copy("a", "Talks have failed. Source: Quantum Bits")],
        [copy("b", "Talks have failed, we hear. Source: Quantum Bits")],
        [copy("c", "According to TechCrunch, talks have failed. Source: Quantum Bits")],
    ]
    found = story_origin(texts)
    assert found is not None
    assert found.name == "TechCrunch"
    assert ("chain", "Quantum Bits → TechCrunch") in {(clue.kind, clue.name) for clue in found.clues}


def test_copies_of_one_text_vote_once() -> None:
    report = "The firm is for sale, according to TechCrunch."
    assert story_origin([[copy("a", report), copy("b", report), copy("c", report)], [copy("d")], [copy("e")]]) is None


def test_texts_that_credit_different_sources_name_none() -> None:
    texts = [
        [copy(name, f"Talks failed, according to {source}.")]
        for name, source in zip("abcd", ["Axios", "CNBC"] * 2, strict=True)
    ]
    assert story_origin(texts) is None


ENGLISH = "The bridge over the river stays closed until autumn, and the district has no money for the repair."
GERMAN = "Die Brücke über den Fluss bleibt bis zum Herbst gesperrt, und dem Kreis fehlt das Geld für die Reparatur."
FRENCH = "Le pont sur la rivière reste fermé jusqu'à l'automne, et le district n'a pas d'argent pour la réparation."


def test_whose_text_a_translation_is_says_the_note() -> None:
    found = story_origin([[copy("a", ENGLISH)], [copy("b", f"{GERMAN}\n\nAus dem Englischen von Anna Berg")]])
    assert found is not None
    assert (found.name, found.article_id, [clue.kind for clue in found.clues]) == ("a.example", "a", ["translated"])


def test_a_translation_from_a_language_that_is_not_at_hand_names_none() -> None:
    assert story_origin([[copy("a", ENGLISH)], [copy("b", f"{GERMAN}\n\nAus dem Russischen von Anna Berg")]]) is None


def test_a_translation_that_appeared_before_names_none() -> None:
    note = f"{GERMAN}\n\nÜbersetzung: Anna Berg"
    assert story_origin([[copy("a", ENGLISH, published=TUESDAY)], [copy("b", note, published=MONDAY)]]) is None


def test_several_articles_that_may_be_the_original_name_none() -> None:
    note = f"{GERMAN}\n\nÜbersetzung: Anna Berg"
    assert story_origin([[copy("a", ENGLISH)], [copy("c", FRENCH)], [copy("b", note)]]) is None


def test_whoever_translated_is_no_origin() -> None:
    translated = copy("b", f"{GERMAN}\n\nÜbersetzung: Anna Berg", published=MONDAY)
    follower = copy("c", f"{FRENCH} Source : b.example", published=TUESDAY)
    assert story_origin([[translated], [follower]]) is None


def test_two_translations_without_their_original_name_none() -> None:
    one, other = f"{GERMAN}\n\nAus dem Englischen von Anna Berg", f"{FRENCH}\n\nTraduit de l’anglais par Marie Duval"
    assert story_origin([[copy("a", one)], [copy("b", other)]]) is None


def test_the_canonical_address_in_another_language_is_the_original() -> None:
    original = copy("a", ENGLISH, url="https://a.example/1")
    found = story_origin([[original], [copy("b", GERMAN, canonical="https://a.example/1")]])
    assert found is None  # the page does not say that its text is a translation: one vote of two texts
    noted = copy("b", f"{GERMAN}\n\nÜbersetzung: Anna Berg", canonical="https://a.example/1")
    found = story_origin([[original], [noted]])
    assert found is not None
    assert {clue.kind for clue in found.clues} == {"canonical address", "translated"}


def test_a_translation_credits_the_agency_that_its_original_names() -> None:
    wire = copy("a", f"OSLO (Reuters) - {ENGLISH}")
    found = story_origin([[wire], [copy("b", f"{GERMAN}\n\nAus dem Englischen von Anna Berg")]])
    assert found is not None
    assert found.name == "Reuters"
