"""An index keeps the folding that it was made with: whether "Mueller" is "Müller" in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dedup import Article, Index, Settings, SettingsError

EXPANDED = Settings(expand_umlauts=True)
MARKED = (
    "Der Bürgermeister von Grünhain hat am Dienstag den Bau der neuen Brücke über die Mühle verteidigt. Für die "
    "Fußgänger wird es künftig größere Wege geben, sagte Jörg Müller vor fünfzehn Zuhörern. Überdies müssen Bäume "
    "gefällt werden, und während der Arbeiten fährt zwölf Wochen lang keine Fähre nach Süden."
)
PLAIN = MARKED
for letter, spelled in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("Ü", "Ue"), ("ß", "ss")):
    PLAIN = PLAIN.replace(letter, spelled)


def relations(index: Index, article: Article) -> list[tuple[str, str]]:
    return [(match.right_id, str(match.relation)) for match in index.query(article).matches]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "news.dedup"
    with Index(path, settings=EXPANDED) as index:
        index.add(Article("marked", MARKED))
    return path


def test_an_index_made_with_it_has_it_whoever_opens_it(path: Path) -> None:
    for settings in (Settings(), Settings(near_coverage=0.7), EXPANDED):
        with Index(path, settings=settings) as index:
            assert index.settings == Settings(near_coverage=settings.near_coverage, expand_umlauts=True)
            assert relations(index, Article("plain", PLAIN)) == [("marked", "exact")]
            (match,) = index.query(Article("q", PLAIN), settings=Settings()).matches
            assert str(match.relation) == "exact"
            assert index.check() == []
            assert index["marked"].text == MARKED


def test_it_stays_when_the_index_is_made_anew_and_regrouped(path: Path) -> None:
    assert Index.rebuild_file(path) == []
    with Index(path) as index:
        index.add(Article("plain", PLAIN))
        assert index.rebuild() == []
        index.regroup()
        assert [cluster.article_ids for cluster in index.clusters().values()] == [("marked", "plain")]
        assert index.check() == []


def test_an_index_made_without_it_is_refused_until_it_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "plain.dedup"
    with Index(path, stories=True) as index:
        index.add(Article("marked", MARKED))
        assert relations(index, Article("plain", PLAIN)) != [("marked", "exact")]
        index.regroup()
    with pytest.raises(SettingsError, match=r"built without expand_umlauts; `dedup index rebuild .* --set expand"):
        Index(path, settings=EXPANDED)
    assert Index.rebuild_file(path, settings=EXPANDED) == []
    with Index(path, stories=True) as index:
        assert relations(index, Article("plain", PLAIN)) == [("marked", "exact")]
        index.add(Article("plain", PLAIN))
        index.regroup()
        assert [cluster.article_ids for cluster in index.clusters().values()] == [("marked", "plain")]


@pytest.mark.parametrize("settings", [Settings(), EXPANDED], ids=["plain", "expanded"])
def test_a_loaded_text_is_stored_as_it_is(tmp_path: Path, settings: Settings) -> None:
    """Letters that are exchanged before folding are exchanged in no stored text."""
    text = "Mu\u0308ller sold the p\u0430nel for twelve thousand crowns, and nobody in the harbour knows why."
    with Index(tmp_path / "news.dedup", settings=settings) as index:
        index.add_unverified([Article("a", text)])
        assert index["a"].text == text
        assert index.check() == []
