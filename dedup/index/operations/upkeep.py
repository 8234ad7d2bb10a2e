"""What is done to an index as a whole: regrouped, exported, checked, made anew."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from dedup.errors import check_type
from dedup.index.codecs.article_codec import ArticleCodec
from dedup.index.maintenance.export import export_report
from dedup.index.maintenance.integrity import Fault, check_integrity
from dedup.index.maintenance.rebuild import rebuild_store
from dedup.index.maintenance.regroup import is_regrouped, read_snapshot, regroup, settings_key, store_result
from dedup.index.operations.open_index import OpenIndex
from dedup.index.storage.opening import open_to_rebuild
from dedup.report import Report
from dedup.runtime.progress import ProgressGiven, Stage, one_step
from dedup.settings import DEFAULT_SETTINGS, Settings


class Upkeep(OpenIndex):
    """The whole index: its groups, its report, its integrity."""

    def regroup(self, *, stories: bool = True, progress: ProgressGiven = False) -> None:
        """Compute matches, clusters and stories anew, as a scan over all articles would.

        Each group keeps the id of the old one with which it has most articles in common. Others may add meanwhile.
        Nothing is done when neither the articles nor the settings have changed.
        """
        progress = self._begin(progress)
        note = settings_key(self.settings, stories=stories)
        with self._reading():
            if is_regrouped(self._store, note):
                return
            with one_step(progress, Stage.READ):
                snapshot = read_snapshot(self._store, self._transactions.cache, stories=stories)
        result = regroup(snapshot.articles, self.settings, snapshot.terms, progress)
        with one_step(progress, Stage.WRITE), self._locked(), self._store.writing():
            store_result(self._store, result, snapshot, note)

    def export(self, article_ids: Collection[str] | None = None) -> Report:
        """Everything as one report: that of `scan`, if nothing has changed since the last regrouping.

        Of some articles, where their ids are given: with the matches and groups among them.
        """
        with self._results(article_ids) as results:
            articles = self._articles(sorted(results.numbers))
            corpus = self._transactions.cache.corpus(self._store.state())
            return export_report(results, [*articles.values()], corpus, self.settings)

    def check(self) -> list[Fault]:
        """Everything that is not as it was written, by article; empty when all is well.

        Reads everything and computes every key again: about as long as building took.
        """
        with self._reading():
            return list(check_integrity(self._store, self._codec, self.settings))

    def rebuild(self) -> list[Fault]:
        """Make the index anew from the articles in it; what could not be restored.

        StorageError while another process has it open. Takes as much disk space again while it works.
        """
        with self._locked():
            lost = rebuild_store(self._store, self._codec, self.settings)
            self._open()
            return lost

    @classmethod
    def rebuild_file(cls, path: str | Path, *, settings: Settings = DEFAULT_SETTINGS) -> list[Fault]:
        """The same for an index that does not open, since it is damaged or was built with other parameters, or that is
        to be built with `settings.expand_umlauts`.
        """
        check_type(settings, Settings, "settings: Settings()")
        with open_to_rebuild(path, settings) as store:
            return rebuild_store(store, ArticleCodec(), settings)
