"""The tables of an index file, and how a file of an older format becomes one of this format.

What each table holds is described in `docs/index-file.md`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.errors import StoreError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping

FORMAT = 2
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
        id TEXT NOT NULL UNIQUE,
        text INTEGER,
        digest BLOB NOT NULL,
        bytes INTEGER NOT NULL,
        body BLOB NOT NULL
    )""",
    "CREATE INDEX doubles ON documents (text) WHERE text <> key",
    """CREATE TABLE texts (
        start INTEGER PRIMARY KEY,
        words INTEGER NOT NULL,
        first INTEGER NOT NULL,
        digest INTEGER NOT NULL,
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
STATE = {"next": 0, "generation": 0, "documents": 0, "texts": 0, "words": 0, "bytes": 0, "settled": -1}
"""What is counted, and its first value. ``next`` is the word at which the next text will start."""

HASHES_OF_FORMAT_1 = {"word_hash": "xxh64", "shingle_scheme": "polynomial-murmur3 affine32 winnowing"}
"""What every index of format 1 was made with; its header does not say so."""


def _name_hashes(connection: sqlite3.Connection) -> None:
    """Write the hashes of format 1 into the header."""
    connection.executemany("INSERT INTO header VALUES (?, ?)", HASHES_OF_FORMAT_1.items())


MIGRATIONS: dict[int, Callable[[sqlite3.Connection], None]] = {1: _name_hashes}
"""For each older format, what turns a file of it into one of the next."""


def create(connection: sqlite3.Connection, header: Mapping[str, str]) -> None:
    """Make the tables of a new index, inside the caller's transaction."""
    for statement in TABLES:
        connection.execute(statement)
    connection.executemany("INSERT INTO header VALUES (?, ?)", header.items())
    connection.executemany("INSERT INTO state VALUES (?, ?)", STATE.items())
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    _set_format(connection, FORMAT)


def format_of(connection: sqlite3.Connection) -> int:
    """Return the format of the file, 0 for one in which nothing is yet; `StoreError` for a database of another kind."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if application != APPLICATION and tables:
        msg = "it is an SQLite database, but no index of dedup"
        raise StoreError(msg)
    return int(version)


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


def _set_format(connection: sqlite3.Connection, version: int) -> None:
    connection.execute(f"PRAGMA user_version = {version}")
