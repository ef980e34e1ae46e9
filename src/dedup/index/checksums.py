"""Checksums of what an index file holds, so that a damaged file is told and never gives another result.

A row that is read alone holds a checksum of itself. A row that is not there proves nothing by its absence, as a damaged
page may hide it; so whoever looks for a row either knows that there must be one, or finds the row before it, which
names the next one. The small tables are read as a whole, and the state holds one checksum of all their rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import xxhash

from dedup.errors import StoreError

if TYPE_CHECKING:
    import sqlite3

    import numpy as np
    from numpy.typing import NDArray

SUM_BYTES = 8
_SIGN = 1 << 63

_SMALL_TABLES = (
    "SELECT name, value FROM header ORDER BY name",
    "SELECT name, value FROM state WHERE name <> 'checksum' ORDER BY name",
    "SELECT number, content FROM dictionaries ORDER BY number",
    "SELECT number, kind, base, position_bits, bucket_bits, entries FROM segments ORDER BY number",
    "SELECT start, words FROM gaps ORDER BY start",
    "SELECT start, words, first FROM texts INDEXED BY moved WHERE first <> start ORDER BY first",
)


def damaged(what: str) -> StoreError:
    """Return the error of a file in which something is not what was written."""
    return StoreError(f"it is damaged ({what}): build it anew from its documents")


def digest_of_body(body: bytes) -> bytes:
    """Return the digest that is equal for an unchanged document: XXH3 (128 bit) of its text and metadata."""
    return xxhash.xxh3_128_digest(body)


def digest_of_words(words: NDArray[np.uint64]) -> int:
    """Return the digest by which a text with the same words is found: XXH3 (64 bit), as SQLite's signed integers."""
    return xxhash.xxh3_64_intdigest(words.tobytes()) - _SIGN


def row_sum(*values: Any) -> int:
    """Return the checksum of the values of a row: XXH3 (64 bit), as SQLite's signed integers."""
    return xxhash.xxh3_64_intdigest(ascii(values).encode()) - _SIGN


def check_row(name: str, values: tuple[Any, ...], checksum: object) -> None:
    """Raise `StoreError` where a row is not what was written."""
    if row_sum(*values) != checksum:
        what = f"a row of {name} is not what was written"
        raise damaged(what)


def sealed(key: int, raw: bytes) -> bytes:
    """Return the bytes that are kept under a key, and after them their checksum."""
    return raw + xxhash.xxh3_64_digest(raw, seed=key)


def unsealed(name: str, key: int, kept: Any) -> bytes:
    """Return the bytes that were sealed; `StoreError` where they are not what was written."""
    if isinstance(kept, bytes) and len(kept) >= SUM_BYTES:
        raw = kept[:-SUM_BYTES]
        if xxhash.xxh3_64_digest(raw, seed=key) == kept[-SUM_BYTES:]:
            return raw
    what = f"a row of {name} is not what was written"
    raise damaged(what)


def sum_of_small_tables(connection: sqlite3.Connection) -> int:
    """Return one checksum of the rows of all tables that are read as a whole."""
    state = xxhash.xxh3_64()
    for query in _SMALL_TABLES:
        for row in connection.execute(query):
            state.update(ascii(tuple(map(_short, row))).encode())
        state.update(b"\n")
    return state.intdigest() - _SIGN


def _short(value: Any) -> Any:
    return xxhash.xxh3_64_intdigest(value) if isinstance(value, bytes) else value


def check_small_tables(connection: sqlite3.Connection) -> None:
    """Raise `StoreError` where a row of a small table is not what was written, or is missing."""
    kept = connection.execute("SELECT value FROM state WHERE name = 'checksum'").fetchone()
    if kept is None or kept[0] != sum_of_small_tables(connection):
        what = "its settings, counts or segments are not what was written"
        raise damaged(what)


def write_sum_of_small_tables(connection: sqlite3.Connection) -> None:
    """Write the checksum of the small tables, at the end of a change."""
    connection.execute("UPDATE state SET value = ? WHERE name = 'checksum'", (sum_of_small_tables(connection),))
