"""The tables of an index in PostgreSQL: a schema of their own within a database, which may hold others.

articles   a row an article; `address` is the canonical URL, `moment` the timestamp. Ids and URLs may be longer than an
           entry of an index, so their digests are looked up
postings   a row for each key that an article holds, in partitions by number, so that old ones can be dropped
recent     a row for each of the last additions, with all keys of its articles (`recent_keys.py`)
matches, groups, stories, notes, state   as in SQLite

Texts are bytes: PostgreSQL's own type refuses NUL and lone surrogates. Keys are unsigned, and stored as the signed
number of the same bits: they are only ever compared for equality.
"""

from __future__ import annotations

from dataclasses import astuple

from dedup.index.codecs.checksums import checksum_of
from dedup.index.storage.protocols import State

MARK_OF_ANY_FORMAT = "an index of dedup, format "
MARK = f"{MARK_OF_ANY_FORMAT}2"
"""The comment of the schema: what it says that it is."""

PARTITION_ARTICLES = 1 << 20  # a look-up asks each partition; `expire` drops a partition as a whole
STATE_COLUMNS = (
    "articles", "next_number", "flushed_until", "tombstones", "changes", "regrouped_changes", "regroup_count",
    "next_group",
)  # fmt: skip
"""The columns of `state`, in the order of the fields of `State`."""

TABLES = (
    """CREATE TABLE articles(number bigint PRIMARY KEY, id bytea NOT NULL, address bytea, moment bigint NOT NULL,
        body bytea NOT NULL, checksum bigint NOT NULL)""",
    "ALTER TABLE articles ALTER body SET STORAGE EXTERNAL",  # it is compressed already
    "CREATE UNIQUE INDEX articles_id ON articles(sha256(id))",
    "CREATE INDEX articles_address ON articles(sha256(address), number) WHERE address IS NOT NULL",
    "CREATE INDEX articles_moment ON articles(moment)",
    """CREATE TABLE postings(key bigint NOT NULL, number bigint NOT NULL, PRIMARY KEY(key, number))
        PARTITION BY RANGE(number)""",
    'CREATE UNLOGGED TABLE recent(first bigint PRIMARY KEY, "end" bigint NOT NULL, keys bytea NOT NULL)',
    "ALTER TABLE recent ALTER keys SET STORAGE EXTERNAL",  # hashes cannot be compressed
    "CREATE TABLE matches(newer bigint, older bigint, body bytea NOT NULL, PRIMARY KEY(newer, older))",
    'CREATE TABLE groups(kind smallint, number bigint, "group" bigint NOT NULL, PRIMARY KEY(kind, number))',
    'CREATE INDEX groups_members ON groups(kind, "group")',
    "CREATE TABLE stories(story bigint PRIMARY KEY, body bytea NOT NULL)",
    "CREATE TABLE notes(name bytea PRIMARY KEY, body bytea NOT NULL)",
    f"CREATE TABLE state({', '.join(f'{name} bigint NOT NULL' for name in (*STATE_COLUMNS, 'checksum'))})",
    f"INSERT INTO state VALUES{(*astuple(State()), checksum_of(astuple(State())))}",
)
