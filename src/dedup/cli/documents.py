"""One document for a command that wants one: a file, or a row of a table by ``path#row`` or ``path#id``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from dedup.errors import UsageError
from dedup.reading.inputs import read_paths

if TYPE_CHECKING:
    from dedup.documents import Collection, Document
    from dedup.progress import Watch
    from dedup.reading.options import ReadingOptions


def document_at(name: str, options: ReadingOptions, watch: Watch) -> Document:
    """Return the document that the name stands for.

    Raises `UsageError` if nothing can be read there, if there is no such row, or if there are several documents and
    the name does not say which.
    """
    path, row = _divided(name)
    collection = read_paths([path], options, watch)
    if not len(collection):
        msg = f"nothing could be read from {path}"
        raise UsageError(msg)
    if row:
        return collection[_index(collection, path, row)]
    if len(collection) > 1:
        msg = f"{path} holds {len(collection):,} documents; {path}#1 names its first row, {path}#ID one with an id"
        raise UsageError(msg)
    return collection[0]


def _divided(name: str) -> tuple[str, str]:
    """Return path and row; a file whose own name has a ``#`` is taken as it is."""
    if Path(name).exists() or "#" not in name:
        return name, ""
    path, _, row = name.rpartition("#")
    return path, row


def _index(collection: Collection, path: str, row: str) -> int:
    ids = collection.column("id")
    for wanted in (f"{path}#{row}", row):
        if wanted in ids:
            return ids.index(wanted)
    if row.isdecimal() and 1 <= int(row) <= len(ids):
        return int(row) - 1
    msg = f"{path} has no row {row}, and no document with that id"
    raise UsageError(msg)
