"""The ids of an index file: each in a row that names the next one, so that a missing row is told from an unknown id.

The row before all ids is there from the beginning (`dedup.index.schema`). Ids are in the order of their UTF-8 bytes, as
SQLite compares them. The rows form a chain like that of the names of a signed zone (NSEC, RFC 4034): an id is not there
if a sound row says so, whose id comes before it and whose next one comes after it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from dedup.index.checksums import check_row, damaged, row_sum

if TYPE_CHECKING:
    import sqlite3


class _Name(NamedTuple):
    """A row: an id (0 before all), the next one (None after the last) and the key of the document."""

    id: str | int
    next: str | None
    key: int


def find_key(connection: sqlite3.Connection, name: str) -> int | None:
    """Return the key of the document with an id, or None where there is none."""
    found = _at_or_before(connection, name)
    return found.key if found.id == name else None


def add_name(connection: sqlite3.Connection, name: str, key: int) -> None:
    """Add an id; one that is there keeps its key."""
    before = _at_or_before(connection, name)
    if before.id == name:
        return
    _set_next(connection, before, name)
    values = name, before.next, key, row_sum(name, before.next, key)
    connection.execute("INSERT INTO names VALUES (?, ?, ?, ?)", values)


def remove_name(connection: sqlite3.Connection, name: str) -> None:
    """Remove an id that is there."""
    own = _at_or_before(connection, name)
    before = _row(connection, _BEFORE, name)
    if before.next != name:
        raise damaged(_MISSING)
    _set_next(connection, before, own.next)
    connection.execute("DELETE FROM names WHERE id = ?", (name,))


_MISSING = "an id is missing"
_BEFORE = "SELECT id, next, key, checksum FROM names WHERE id < ? ORDER BY id DESC LIMIT 1"
_AT_OR_BEFORE = "SELECT id, next, key, checksum FROM names WHERE id <= ? ORDER BY id DESC LIMIT 1"


def _at_or_before(connection: sqlite3.Connection, name: str) -> _Name:
    """Return the row of an id, or the one after which it would come."""
    found = _row(connection, _AT_OR_BEFORE, name)
    if found.id != name and found.next is not None and found.next.encode() <= name.encode():
        raise damaged(_MISSING)
    return found


def _row(connection: sqlite3.Connection, query: str, name: str) -> _Name:
    row = connection.execute(query, (name,)).fetchone()
    if row is None:
        raise damaged(_MISSING)
    check_row("names", row[:-1], row[-1])
    return _Name(*row[:-1])


def _set_next(connection: sqlite3.Connection, name: _Name, following: str | None) -> None:
    values = following, row_sum(name.id, following, name.key), name.id
    connection.execute("UPDATE names SET next = ?, checksum = ? WHERE id = ?", values)
