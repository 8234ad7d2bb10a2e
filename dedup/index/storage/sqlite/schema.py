"""The tables of an index in SQLite. Their names and columns are the stored format, and older than some of our terms.

articles   a row an article; numbers are never given twice. `address` is the canonical URL, `moment` the timestamp
runs       the segments of postings, each with a checksum
buckets    the postings of segment r, bucket k under r << 32 | k, and its filter from r << 32 | 1 << 31 on: rows are
           only ever added behind the last
matches    what was found when the newer of two articles was added
groups     which article is in which cluster and story
stories    what is known of a story beside its articles
notes      metadata: what the index was built with, what was learned from all articles, the terms of stories
state      one row of counters, and their checksum
"""

from __future__ import annotations

import sqlite3
from dataclasses import astuple
from functools import cache

from dedup.index.codecs.checksums import checksum_of
from dedup.index.storage.protocols import State

APPLICATION_ID = 0x64656475  # "dedu": what a file says it is
STATE_COLUMNS = ("articles", "next_number", "covered", "dead", "changes", "regrouped", "generation", "next_group")
"""The columns of `state`, in the order of the fields of `State`."""
PAGE_BYTES = 16384  # of a new file: a commit writes whole pages, and large ones in fewer calls
LAYOUT_QUERY = "SELECT type, name, tbl_name, rootpage, sql FROM sqlite_master"

SCHEMA = (
    """CREATE TABLE articles(number INTEGER PRIMARY KEY, id BLOB NOT NULL, address BLOB, moment INTEGER NOT NULL,
        body BLOB NOT NULL, checksum INTEGER NOT NULL)""",
    "CREATE UNIQUE INDEX articles_id ON articles(id)",
    "CREATE INDEX articles_address ON articles(address) WHERE address IS NOT NULL",
    "CREATE INDEX articles_moment ON articles(moment)",
    """CREATE TABLE runs(id INTEGER PRIMARY KEY, first INTEGER NOT NULL, number_bits INTEGER NOT NULL,
        bucket_bits INTEGER NOT NULL, entries INTEGER NOT NULL, checksum INTEGER NOT NULL)""",
    "CREATE TABLE buckets(place INTEGER PRIMARY KEY, entries BLOB NOT NULL)",
    """CREATE TABLE matches(newer INTEGER, older INTEGER, body BLOB NOT NULL, PRIMARY KEY(newer, older))
        WITHOUT ROWID""",
    """CREATE TABLE groups(kind INTEGER, number INTEGER, "group" INTEGER NOT NULL, PRIMARY KEY(kind, number))
        WITHOUT ROWID""",
    'CREATE INDEX groups_members ON groups(kind, "group")',
    "CREATE TABLE stories(story INTEGER PRIMARY KEY, body BLOB NOT NULL)",
    "CREATE TABLE notes(name BLOB PRIMARY KEY, body BLOB NOT NULL)",
    f"CREATE TABLE state({', '.join(f'{name} INTEGER NOT NULL' for name in (*STATE_COLUMNS, 'checksum'))})",
    f"INSERT INTO state VALUES{(*astuple(State()), checksum_of(astuple(State())))}",
    f"PRAGMA application_id = {APPLICATION_ID}",
)


_RUNS = next(statement for statement in SCHEMA if statement.startswith("CREATE TABLE runs"))
_FORMER_RUNS = _RUNS.replace(", checksum INTEGER NOT NULL)", ")")
_FORMER_SCHEMA = tuple(_FORMER_RUNS if statement == _RUNS else statement for statement in SCHEMA)
"""That of format 1, which is read to be made anew."""


@cache
def known_layouts() -> frozenset[frozenset[tuple[object, ...]]]:
    """What `LAYOUT_QUERY` finds in an index that is whole: of each format, as it was made and after a VACUUM."""
    layouts = []
    for schema in (SCHEMA, _FORMER_SCHEMA):
        connection = sqlite3.connect(":memory:", isolation_level=None)
        connection.text_factory = bytes
        for statement in schema:
            connection.execute(statement)
        layouts.append(frozenset(connection.execute(LAYOUT_QUERY)))
        connection.execute("VACUUM")
        layouts.append(frozenset(connection.execute(LAYOUT_QUERY)))
        connection.close()
    return frozenset(layouts)
