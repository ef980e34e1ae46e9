"""The tables of an index file, and how a file of an older format becomes one of this format.

What each table holds is described in `docs/index-file.md`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.errors import StoreError
from dedup.index.checksums import row_sum, write_sum_of_small_tables

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping

FORMAT = 3
"""The version of the format, kept as SQLite's ``user_version``."""

APPLICATION = 0x64656475
"""SQLite's ``application_id``: by it a file is known as an index ("dedu")."""

PAGE_BYTES = 16_384
"""Rows of some two kilobytes fill pages of this size to nine tenths; pages of four kilobytes, to two thirds."""

TABLES = (
    "CREATE TABLE header (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE state (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE dictionaries (number INTEGER PRIMARY KEY, content BLOB NOT NULL)",
    """CREATE TABLE documents (
        key INTEGER PRIMARY KEY,
        id TEXT NOT NULL,
        text INTEGER,
        digest BLOB NOT NULL,
        bytes INTEGER NOT NULL,
        body BLOB NOT NULL,
        checksum INTEGER NOT NULL
    )""",
    "CREATE INDEX doubles ON documents (text) WHERE text <> key",
    # The row before all ids has the id 0: in SQLite's order numbers come before texts, whatever these are.
    "CREATE TABLE names (id PRIMARY KEY, next TEXT, key INTEGER NOT NULL, checksum INTEGER NOT NULL) WITHOUT ROWID",
    """CREATE TABLE texts (
        start INTEGER PRIMARY KEY,
        words INTEGER NOT NULL,
        first INTEGER NOT NULL,
        digest INTEGER NOT NULL,
        documents INTEGER NOT NULL,
        checksum INTEGER NOT NULL,
        signature BLOB NOT NULL
    )""",
    "CREATE INDEX texts_by_digest ON texts (digest)",
    "CREATE INDEX moved ON texts (first) WHERE first <> start",
    "CREATE TABLE gaps (start INTEGER PRIMARY KEY, words INTEGER NOT NULL)",
    """CREATE TABLE segments (
        number INTEGER PRIMARY KEY,
        kind INTEGER NOT NULL,
        base INTEGER NOT NULL,
        position_bits INTEGER NOT NULL,
        bucket_bits INTEGER NOT NULL,
        entries INTEGER NOT NULL
    )""",
    "CREATE TABLE postings (key INTEGER PRIMARY KEY, entries BLOB NOT NULL)",
    "CREATE TABLE claims (document INTEGER PRIMARY KEY, body BLOB NOT NULL)",
    """CREATE TABLE matches (
        a INTEGER NOT NULL, b INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (a, b)
    ) WITHOUT ROWID""",
    "CREATE INDEX matches_by_second ON matches (b)",
)
STATE = {
    "next": 0, "generation": 0, "documents": 0, "texts": 0, "words": 0, "bytes": 0, "settled": -1, "claims": 0,
    "matches": 0, "checksum": 0,
}  # fmt: skip
"""What is counted, and its first value. ``next`` is the word at which the next text will start, ``checksum`` is
that of the small tables."""

_NO_INDEX = "it is an SQLite database, but no index of dedup"

HASHES_OF_FORMAT_1 = {"word_hash": "xxh64", "shingle_scheme": "polynomial-murmur3 affine32 winnowing"}
"""What every index of format 1 was made with; its header does not say so."""


def _name_hashes(connection: sqlite3.Connection) -> None:
    """Write the hashes of format 1 into the header."""
    connection.executemany("INSERT INTO header VALUES (?, ?)", HASHES_OF_FORMAT_1.items())


def _add_checksums(connection: sqlite3.Connection) -> None:
    """Check every text of format 2 against its digests, and write its rows and postings anew, with checksums."""
    from dedup.index.upgrade import add_checksums  # noqa: PLC0415 - it makes sketches, which is needed once in a life

    add_checksums(connection, TABLES)


MIGRATIONS: dict[int, Callable[[sqlite3.Connection], None]] = {1: _name_hashes, 2: _add_checksums}
"""For each older format, what turns a file of it into one of the next."""


def create(connection: sqlite3.Connection, header: Mapping[str, str]) -> None:
    """Make the tables of a new index, inside the caller's transaction."""
    for statement in TABLES:
        connection.execute(statement)
    connection.executemany("INSERT INTO header VALUES (?, ?)", header.items())
    connection.executemany("INSERT INTO state VALUES (?, ?)", STATE.items())
    connection.execute("INSERT INTO names VALUES (0, NULL, -1, ?)", (row_sum(0, None, -1),))
    write_sum_of_small_tables(connection)
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    _set_format(connection, FORMAT)


def format_of(connection: sqlite3.Connection) -> int:
    """Return the format of the file, 0 for one in which nothing is yet; `StoreError` for a database of another kind."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if application != APPLICATION and tables:
        raise StoreError(_NO_INDEX)
    return int(version)


def refuse_other_databases(connection: sqlite3.Connection) -> None:
    """Raise `StoreError` for a database of another program, even one without tables; an empty file is none."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    if application != APPLICATION and pages:
        raise StoreError(_NO_INDEX)


def refuse_newer(version: int) -> None:
    """Raise `StoreError` for a format that only a later program knows."""
    if version > FORMAT:
        msg = f"its format is {version}, and this program knows formats up to {FORMAT}"
        raise StoreError(msg)


def migrate(connection: sqlite3.Connection, version: int) -> None:
    """Bring a file of an older format up to this one, step by step, inside the caller's transaction."""
    while version < FORMAT:
        if version not in MIGRATIONS:
            msg = f"its format is {version}, and this program reads format {FORMAT} and knows no way between them"
            raise StoreError(msg)
        MIGRATIONS[version](connection)
        version += 1
        _set_format(connection, version)
    write_sum_of_small_tables(connection)


def _set_format(connection: sqlite3.Connection, version: int) -> None:
    connection.execute(f"PRAGMA user_version = {version}")
