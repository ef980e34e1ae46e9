"""One index file: opened, read, and changed as a whole or not at all.

A change is one transaction, so that a process that dies leaves the file as it was before. Errors of SQLite are turned
into sentences here; how the file is opened is the affair of `dedup.index.connections`.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Self

from dedup.errors import DedupError, OutputError, StoreError, UsageError
from dedup.index import connections, schema
from dedup.index.bodies import Compressor
from dedup.index.checksums import check_small_tables, write_sum_of_small_tables
from dedup.index.header import Header
from dedup.settings import Settings

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator
    from types import TracebackType

WAIT = 30.0
"""Seconds that a writer waits for another one."""
_VACUUM_FROM = 0.1
"""Share of a file that may be empty pages before they are given back."""

_FIRST_BYTES = b"SQLite format 3\0"
"""The first bytes of every index file."""


class Store:
    """An open index file.

    `open_store` makes one. `header` says what its sketches were made with; `connection` is for the modules of this
    part.
    """

    def __init__(
        self, path: Path, connection: sqlite3.Connection, header: Header, *, writable: bool, is_new: bool = False
    ) -> None:
        self.path = path
        self.writable = writable
        self.connection = connection
        self.header = header
        self._compressor: tuple[int, Compressor] | None = None
        self._is_new = is_new

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        leaves_nothing = self._is_new and isinstance(error, OutputError) and not self.state["documents"]
        self.close()
        if leaves_nothing:
            self.path.unlink(missing_ok=True)

    def close(self) -> None:
        """Close the file."""
        connections.close(self.connection, settle=self.writable)

    @property
    def state(self) -> dict[str, int]:
        """The counts of documents, texts, words and bytes, and the number of the last change (`generation`)."""
        with translated_errors(self.path):
            return dict(self.connection.execute("SELECT name, value FROM state"))

    def set_state(self, **values: int) -> None:
        """Write new values, inside a change."""
        self.connection.executemany(
            "UPDATE state SET value = ? WHERE name = ?", [(value, name) for name, value in values.items()]
        )

    def compressor(self) -> Compressor:
        """Return the compressor of the bodies of documents."""
        row = self.connection.execute("SELECT number, content FROM dictionaries ORDER BY number DESC LIMIT 1")
        number, content = row.fetchone() or (0, None)
        if self._compressor is None or self._compressor[0] != number:
            self._compressor = (number, Compressor(content))
        return self._compressor[1]

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Open a transaction in which a change is made. A second writer waits for its end."""
        with translated_errors(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                write_sum_of_small_tables(self.connection)
                self._shrink()
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self, *, check: bool = True) -> Iterator[None]:
        """Open a transaction in which one state of the file is read, whatever others write meanwhile.

        The checksum of the small tables is compared first, unless it is `faults` that reads.
        """
        with translated_errors(self.path):
            if self.connection.in_transaction:
                yield
                return
            self.connection.execute("BEGIN")
            try:
                if check:
                    check_small_tables(self.connection)
                yield
            finally:
                self.connection.execute("ROLLBACK")

    def _shrink(self) -> None:
        (free,) = self.connection.execute("PRAGMA freelist_count").fetchone()
        (pages,) = self.connection.execute("PRAGMA page_count").fetchone()
        if free > _VACUUM_FROM * pages:
            self.connection.execute("PRAGMA incremental_vacuum").fetchall()


@contextmanager
def translated_errors(path: Path) -> Iterator[None]:
    """Translate the errors of SQLite into errors of this program that name the file."""
    try:
        yield
    except StoreError as error:
        if str(error).startswith(f"{path}: "):
            raise
        msg = f"{path}: {error}"
        raise StoreError(msg) from error
    except sqlite3.Error as error:
        raise _translated(path, error) from error
    except UnicodeDecodeError as error:  # Python decodes the names of tables in SQLite's own messages
        msg = f"{path}: it is damaged ({error})"
        raise StoreError(msg) from error


def _translated(path: Path, error: sqlite3.Error) -> DedupError:
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreError(f"{path}: somebody else is writing to it; nothing was changed. Try again later")
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        return OutputError(f"{path} cannot be written: {error}; it is as it was before")
    if name.startswith("SQLITE_READONLY"):
        return OutputError(f"{path} cannot be written: permission denied, or its file system is read-only")
    if name.startswith("SQLITE_CANTOPEN"):
        return StoreError(f"{path}: it cannot be opened")
    if name.startswith("SQLITE_NOTADB"):
        return StoreError(f"{path}: it is no index of dedup")
    return StoreError(f"{path}: it is damaged ({error})")


def is_index(path: str | os.PathLike[str]) -> bool:
    """Return whether a path is that of an index file."""
    try:
        with Path(path).open("rb") as file:
            return file.read(len(_FIRST_BYTES)) == _FIRST_BYTES
    except OSError:
        return False


def open_store(path: str | os.PathLike[str], *, write: bool = False, settings: Settings | None = None) -> Store:
    """Return an open index.

    To read, the file must be there; nothing is written, not even beside it. To write, it is made where it is not, with
    `settings` (or the defaults); settings that are given for a file that is there must fit it. Raises `StoreError` for
    what is no index, is damaged, is of another format, or was made otherwise, and `UsageError` where there is no such
    file.
    """
    file = Path(path)
    if file.is_dir() or (not write and not file.exists()):
        msg = f"{path}: it is a folder, no index" if file.is_dir() else f"there is no index {path}"
        raise UsageError(msg)
    if write and not file.parent.is_dir():
        msg = f"{path} cannot be written: there is no folder {file.parent}"
        raise OutputError(msg)
    is_new = not file.exists()
    with translated_errors(file):
        if not is_new:
            connections.refuse_other_databases(file)
        connection = connections.to_write(file, WAIT) if write else connections.to_read(file, WAIT)
        try:
            header = _header_for_writing(connection, settings) if write else _header(connection)
            header.refuse_other_sketches()
            if settings is not None:
                header.refuse(settings)
            store = Store(file, connection, header, writable=write, is_new=is_new)
            with store.reading():
                return store
        except BaseException as error:
            connections.close(connection, settle=write)
            if is_new and getattr(error, "sqlite_errorname", "").startswith("SQLITE_FULL"):
                file.unlink(missing_ok=True)
            raise


def _header(connection: sqlite3.Connection) -> Header:
    version = schema.format_of(connection)
    if version == 0:
        msg = "it is empty: nothing was ever added to it"
        raise StoreError(msg)
    schema.refuse_newer(version)
    if version < schema.FORMAT:
        msg = f"its format is {version}, and this program reads {schema.FORMAT}; `dedup index add` brings it up to date"
        raise StoreError(msg)
    return Header.loads(dict(connection.execute("SELECT name, value FROM header")))


def _header_for_writing(connection: sqlite3.Connection, settings: Settings | None) -> Header:
    """Return the header of the file, after making its tables, or bringing them up to date, where need be."""
    version = schema.format_of(connection)
    schema.refuse_newer(version)
    if version != schema.FORMAT:
        connection.execute("BEGIN IMMEDIATE")
        try:
            version = schema.format_of(connection)  # another writer may have been first
            if version == 0:
                schema.create(connection, Header.of(settings or Settings()).dumps())
            else:
                schema.migrate(connection, version)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    connections.begin_log(connection)
    return _header(connection)
