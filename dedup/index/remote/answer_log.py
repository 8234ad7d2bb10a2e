"""Answers that are kept with the articles that they speak of, in the same transaction.

Whoever adds an article over a network and gets no answer does not know whether it was stored. An answer that is kept
under the name of its request can be given again when the request is repeated, also by a process that began since.
Those of the last articles are kept, and no others: a request is repeated at once or never.
"""

from __future__ import annotations

from collections.abc import Mapping

from dedup.errors import DamagedDataError
from dedup.index.codecs.checksums import verified, with_checksum
from dedup.index.storage.protocols import Store
from dedup.serialization import dumps, loads

ARTICLES_KEPT = 10_000  # whose answers are kept: what a fleet adds in some seconds, and a few MB
_NAME = "answers/{:020}"  # of those that were kept before the article with this number came


def keep_answers(store: Store, answers: Mapping[str, str]) -> None:
    """Keep answers by name within the transaction that makes them true, and forget old ones."""
    if not answers:
        return
    number = store.state().next_number
    store.set_metadata(_NAME.format(number), with_checksum(dumps(answers)))
    store.delete_metadata(_NAME.format(0), _NAME.format(max(0, number - ARTICLES_KEPT)))


def kept_answers(store: Store) -> dict[str, str]:
    """All answers that are kept, in the order in which they were given, but for damaged ones."""
    found: dict[str, str] = {}
    for body in store.metadata_range(_NAME.format(0), _NAME.format(10**20 - 1)):
        try:
            found |= loads(verified(body, "answers"))
        except DamagedDataError:
            continue
    return found
