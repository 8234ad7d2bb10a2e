"""The persistent index: verify an article against all that came before, and store it, in one step.

    with dedup.Index("news.dedup") as index:
        result = index.add(article)

**A step.** The new articles are read and fingerprinted first, outside of any transaction. Then a transaction begins,
and no one else writes: keys are looked up, the few articles that share keys are read and measured against the new one
as `scan` would measure them, and article, matches and cluster are written and committed together. So two processes
never both call an article new, and what was acknowledged is complete.

**What later articles teach** (boilerplate, frequent words, which articles belong to which story) is not known when an
article is added. `regroup` applies it: after it, matches, clusters and stories are those of a scan over the same
articles, whatever their order and batches were.

An index serves one thread at a time; other threads wait. Several processes may open one index.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Self

from dedup.index.operations.additions import Additions
from dedup.index.operations.upkeep import Upkeep
from dedup.index.storage.opening import is_remote
from dedup.index.storage.protocols import Store
from dedup.settings import DEFAULT_SETTINGS, Settings


class Index(Additions, Upkeep):
    """Articles seen before, in a database: a file, made where there is none, or what its URL names: `memory:`,
    `postgresql://USER@HOST/DATABASE`, or the server at `http://HOST:PORT` (`dedup serve`).

    As a container it holds articles by id, in the order in which they were added. With `stories`, an article that is
    added or queried also finds its story, and its matches include rewrites and other reports of the event, which takes
    a millisecond more; without, only copies are looked for until the index is regrouped.

    `settings` may change with every opening, but for `expand_umlauts`: it stays what it was when the index was made.

    Errors are StorageError (the disk is full, the file cannot be written), SettingsError (built with other parameters),
    DamagedDataError, and InputError.

    >>> from dedup.article import Article
    >>> with Index("memory:") as index:
    ...     _ = index.add(Article("a", "The ferry to the island is late again."))
    ...     result = index.add(Article("b", "THE FERRY TO THE ISLAND IS LATE AGAIN"))
    ...     print(len(index), "a" in index, result.status, [(m.right_id, str(m.relation)) for m in result.matches])
    2 True new [('a', 'exact')]
    """

    def __new__(cls, url: str | Path | Store, *, stories: bool = False, settings: Settings = DEFAULT_SETTINGS) -> Self:  # noqa: ARG004 - those of `__init__`
        """A client, where the URL is the address of a server."""
        kind: Any = cls
        if cls is Index and isinstance(url, str) and is_remote(url):
            from dedup.index.remote.remote_index import RemoteIndex

            kind = RemoteIndex
        made: Self = object.__new__(kind)
        return made
