"""Connections of SQLite to an index file: to write and to read, without a trace beside the file when they are closed.

While somebody writes, the file is in SQLite's write-ahead mode, so that readers go on and see the state before. The
writer that is closed last puts it back into the ordinary mode, in which readers need no files of their own. So they
work in folders and on mounts that are read-only. Another program's database is refused before it is opened to change.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from dedup.errors import StoreError
from dedup.index import schema

_CACHE_KIB = 64 << 10


def refuse_other_databases(file: Path) -> None:
    """Raise `StoreError` for a database of another program; nothing is locked, made or changed.

    Beside a journal the file is in the middle of a change, and shows whose it is only when that was undone.
    """
    if _is_written(_beside(file, "-journal")):
        return
    with closing(_connected(file, "mode=ro&immutable=1", 0)) as connection:
        try:
            schema.refuse_other_databases(connection)
        except sqlite3.DatabaseError as error:
            if not _is(error, "SQLITE_CORRUPT") or not _beside(file, "-wal").exists():
                raise  # else it may be because a writer is just taking pages from the log into the file


def to_write(file: Path, wait: float) -> sqlite3.Connection:
    """Return a connection to a file that is an index, or is made."""
    connection = _connected(file, "mode=rwc", wait)
    try:
        connection.execute(f"PRAGMA cache_size = {-_CACHE_KIB}")
        if connection.execute("PRAGMA page_count").fetchone()[0] == 0:
            connection.execute(f"PRAGMA page_size = {schema.PAGE_BYTES}")
            connection.execute("BEGIN")  # or a writer killed here would leave a page without the mark of an index
            connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
            connection.execute(f"PRAGMA application_id = {schema.APPLICATION}")
            connection.execute("COMMIT")
        connection.execute("PRAGMA synchronous = FULL")
    except BaseException:
        connection.close()
        raise
    return connection


def begin_log(connection: sqlite3.Connection) -> None:
    """Begin the write-ahead mode; where readers are in the way, it is done without."""
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode = WAL")


def close(connection: sqlite3.Connection, *, settle: bool) -> None:
    """Close a connection; a writer's ends the write-ahead mode, unless others still have the file open."""
    with suppress(sqlite3.Error):
        if settle:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            connection.execute("PRAGMA busy_timeout = 0")
            connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()


def to_read(file: Path, wait: float) -> sqlite3.Connection:
    """Return a connection that only reads."""
    log = _beside(file, "-wal")
    if not log.exists() and not _beside(file, "-journal").exists():
        connection = _reading(file, wait)
        if connection is not None and not log.exists():
            return connection
        if connection is not None:
            connection.close()  # the file was left in the write-ahead mode, and SQLite has just made a log beside it
    # Somebody writes, or a writer was interrupted: then its change is undone, or completed if it was already whole.
    with suppress(sqlite3.Error):
        close(_connected(file, "mode=rw", 0), settle=True)
    connection = _reading(file, wait)
    if connection is not None:
        return connection
    if any(_is_written(each) for each in (log, _beside(file, "-journal"))):
        msg = "a change of it was interrupted, which can be put right only where the file and its folder can be written"
        raise StoreError(msg)
    return _connected(file, "mode=ro&immutable=1", wait)


def _reading(file: Path, wait: float) -> sqlite3.Connection | None:
    """Return a connection that has read something, or None where SQLite would have to write beside the file first."""
    connection = _connected(file, "mode=ro", wait)
    try:
        connection.execute(f"PRAGMA cache_size = {-_CACHE_KIB}")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        if _is(error, "SQLITE_CANTOPEN", "SQLITE_READONLY"):
            return None
        raise
    except BaseException:
        connection.close()
        raise
    return connection


def _is_written(file: Path) -> bool:
    return file.exists() and file.stat().st_size > 0


def _is(error: sqlite3.Error, *names: str) -> bool:
    """Return whether an error is one of these of SQLite; those of Python's own module have no name."""
    return getattr(error, "sqlite_errorname", "").startswith(names)


def _connected(file: Path, how: str, wait: float) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{file.resolve().as_uri()}?{how}", uri=True, timeout=wait, isolation_level=None, check_same_thread=False
    )


def _beside(file: Path, suffix: str) -> Path:
    return Path(f"{file.resolve()}{suffix}")
