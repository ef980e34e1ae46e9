"""Index files as earlier programs wrote them: formats 1 and 2, made of one of format 3 by taking away what is new."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_FORMAT_2 = """
    DROP INDEX doubles; DROP INDEX texts_by_digest; DROP INDEX moved; DROP TABLE names;
    ALTER TABLE documents RENAME TO new_documents;
    CREATE TABLE documents (key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, text INTEGER, digest BLOB NOT NULL,
        bytes INTEGER NOT NULL, body BLOB NOT NULL);
    INSERT INTO documents SELECT key, id, text, digest, bytes, substr(body, 1, length(body) - 8) FROM new_documents;
    DROP TABLE new_documents;
    CREATE INDEX doubles ON documents (text) WHERE text <> key;
    ALTER TABLE texts RENAME TO new_texts;
    CREATE TABLE texts (start INTEGER PRIMARY KEY, words INTEGER NOT NULL, first INTEGER NOT NULL,
        digest INTEGER NOT NULL, signature BLOB NOT NULL);
    INSERT INTO texts SELECT start, words, first, digest, signature FROM new_texts;
    DROP TABLE new_texts;
    CREATE INDEX texts_by_digest ON texts (digest);
    CREATE INDEX moved ON texts (first) WHERE first <> start;
    UPDATE postings SET entries = substr(entries, 1, length(entries) - 8);
    DELETE FROM postings WHERE length(entries) = 0;
    DELETE FROM state WHERE name IN ('claims', 'matches', 'checksum');
    PRAGMA user_version = 2;
"""


def make_older(path: Path, version: int) -> None:
    """Turn a file of format 3 into one of an older format."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(_FORMAT_2)
        if version == 1:
            connection.executescript(
                "DELETE FROM header WHERE name IN ('word_hash', 'shingle_scheme'); PRAGMA user_version = 1"
            )
        connection.execute("PRAGMA journal_mode = WAL")  # in which those programs left it
