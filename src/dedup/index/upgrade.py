"""A file of format 2 → format 3: every text is checked against its digests, and rows and postings get checksums.

The postings are made anew from the texts, since nothing in the old file tells whether they are as they were written.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from dedup.documents import batch_of
from dedup.index.bodies import Compressor, document_of
from dedup.index.checksums import damaged, digest_of_body, digest_of_words, row_sum, sealed
from dedup.index.header import Header
from dedup.index.names import add_name
from dedup.index.segments import Kind, write_segment
from dedup.index.sketches import sketch
from dedup.words.tokens import tokenise

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from dedup.index.sketches import Sketches

_AT_ONCE = 20_000
"""Texts whose postings are one segment; the segments are merged by the next addition."""
_INDEXES = ("doubles", "texts_by_digest", "moved")
_MOVED = ("documents", "texts")
"""Tables of format 2 that get columns."""


def add_checksums(connection: sqlite3.Connection, tables: Sequence[str]) -> None:
    """Turn a file of format 2 into one of format 3, inside the caller's transaction.

    `tables` are the statements that make the tables of format 3. Raises `StoreError` for a text that is not what was
    added.
    """
    header = Header.loads(dict(connection.execute("SELECT name, value FROM header")))
    header.refuse_other_sketches()
    for name in _INDEXES:
        connection.execute(f"DROP INDEX {name}")
    for name in _MOVED:
        connection.execute(f"ALTER TABLE {name} RENAME TO old_{name}")
    for statement in tables:
        if statement.split()[2] in {*_MOVED, *_INDEXES, "names"}:
            connection.execute(statement)
    connection.execute("INSERT INTO state SELECT 'claims', count(*) FROM claims")
    connection.execute("INSERT INTO state SELECT 'matches', count(*) FROM matches")
    connection.execute("INSERT INTO state VALUES ('checksum', 0)")
    connection.execute("INSERT INTO names VALUES (0, NULL, -1, ?)", (row_sum(0, None, -1),))
    _move_texts(connection, header, _move_documents(connection))
    for name in _MOVED:
        connection.execute(f"DROP TABLE old_{name}")


def _compressor(connection: sqlite3.Connection) -> Compressor:
    row = connection.execute("SELECT content FROM dictionaries ORDER BY number DESC LIMIT 1").fetchone()
    return Compressor(row[0] if row else None)


def _move_documents(connection: sqlite3.Connection) -> Counter[int]:
    """Write the rows of the documents; return how many documents have each text."""
    compressor = _compressor(connection)
    holders: Counter[int] = Counter()
    for *values, body in connection.execute(
        "SELECT key, id, text, digest, bytes, body FROM old_documents ORDER BY key"
    ):
        key, name, text, digest, _ = values
        if digest_of_body(compressor.restore(body)) != digest:
            what = f"the text of {name!r} is not what was added"
            raise damaged(what)
        row = *values, sealed(key, body), row_sum(*values)
        connection.execute("INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        add_name(connection, name, key)
        if text is not None:
            holders[text] += 1
    return holders


def _move_texts(connection: sqlite3.Connection, header: Header, holders: Counter[int]) -> None:
    """Write the rows of the texts, and their postings."""
    compressor = _compressor(connection)
    connection.execute("DELETE FROM segments")
    connection.execute("DELETE FROM postings")
    rows = connection.execute(
        "SELECT t.start, t.words, t.first, t.digest, t.signature, d.body FROM old_texts t "
        "LEFT JOIN old_documents d ON d.key = t.first ORDER BY t.start"
    )
    while found := rows.fetchmany(_AT_ONCE):
        bodies = [compressor.restore(body or b"") for *_, body in found]
        texts = batch_of([document_of("", body) for body in bodies]).column("text")
        made = sketch(tokenise(texts), header)
        for row, (start, words, first, digest, signature, _) in enumerate(found):
            own = made.words.of(row)
            if (own.size, digest_of_words(own)) != (words, digest):
                what = "the words of a text are not those that were indexed"
                raise damaged(what)
            values = start, words, first, digest, holders.pop(start, 0)
            row_of_text: tuple[Any, ...] = *values, row_sum(*values), signature
            connection.execute("INSERT INTO texts VALUES (?, ?, ?, ?, ?, ?, ?)", row_of_text)
        _write_postings(connection, made, [row[0] for row in found])
    if holders:
        what = "a text is missing"
        raise damaged(what)


def _write_postings(connection: sqlite3.Connection, made: Sketches, starts: list[int]) -> None:
    places = np.arange(len(starts)), np.array(starts, np.int64)
    end = starts[-1] + int(made.words.counts[-1])
    write_segment(connection, Kind.BANDS, made.band_postings(*places), end)
    write_segment(connection, Kind.FINGERPRINTS, made.fingerprint_postings(*places), end)
