"""The keys of the last additions, packed as they came: what a writer looks through that judged its articles before.

To look up each of its keys in the postings would take the server as long as the first time, while all others wait; of
what was added in between there is little, and the writer looks through it by itself. The table survives no crash of the
server and holds no large loads: then a writer judges again.
"""

from __future__ import annotations

import numpy as np

from dedup.index.postings.sorted_postings import Keys, Numbers
from dedup.index.storage.postgresql.database import Database
from dedup.index.storage.protocols import HeldKeys

ARTICLES_KEPT = 2000  # since a writer began to judge, 4 MB of keys
PAIR = np.dtype([("key", "<u8"), ("place", "<i4")])


class RecentKeys:
    """The table `recent`: a row for each addition, with the keys of its articles."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, keys: Keys, numbers: Numbers) -> None:
        """Keep the keys of new articles, and drop those of old ones."""
        first, end = int(numbers.min()), int(numbers.max()) + 1
        if end - first > ARTICLES_KEPT:
            return
        pairs = np.empty(len(keys), PAIR)
        pairs["key"], pairs["place"] = keys, numbers - first
        self._database.execute(
            "WITH old AS (DELETE FROM recent WHERE first < %b) INSERT INTO recent VALUES(%b, %b, %b)",
            (end - ARTICLES_KEPT, first, end, pairs.tobytes()),
        )

    def since(self, number: int, next_number: int) -> HeldKeys | None:
        """The keys of all articles from a number on, up to the next number; None if not all are here."""
        rows = self._database.query("SELECT * FROM recent WHERE first >= %b ORDER BY first", (number,))
        keys, numbers = [], []
        for first, end, body in rows:
            if first != number:
                return None
            pairs = np.frombuffer(body, PAIR)
            keys.append(pairs["key"])
            numbers.append(first + pairs["place"].astype(np.int64))
            number = end
        if number != next_number:
            return None
        return HeldKeys(np.concatenate(keys), np.concatenate(numbers))
