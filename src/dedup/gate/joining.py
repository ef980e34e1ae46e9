"""Content and what it is held against become one collection, in which it is known what each document is there for.

What was there before comes first: a text that stands in very many documents is linked to its first holder, and that
should be one of them. A file is never compared with itself, and an unchanged one is not judged.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pyarrow as pa

from dedup.documents import SCHEMA, Collection, batch_of
from dedup.gate.quotes import without_quotes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from collections.abc import Collection as Holding

    from dedup.documents import Document
    from dedup.gate.rules import Quotes

Key = tuple[str, str]

EMPTY = Collection(())


@dataclass(frozen=True)
class Joined:
    """One collection, and the part that each of its documents plays, by its id there.

    `judged` are documents of the content. `earlier` are old versions of judged ones, with the id of the new version:
    what is wrong with them already is not new. All others were there before. `names` says what a document is called
    where that is not its id, `revision` is where those that were there before come from.
    """

    collection: Collection
    judged: frozenset[str]
    earlier: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    revision: str | None = None
    unchanged: int = 0
    against: int = 0

    def name(self, document: str) -> str:
        """Return what a document is called: its id in the content or in what it was compared with."""
        return self.names.get(document, document)


def join(content: Collection, against: Collection, *, revision: str | None, quotes: Quotes) -> Joined:
    """Return content and `against` as one.

    With a `revision`, `against` is an earlier state of the same tree: a document that is the same in both is there
    but not judged. Without one, a document that is in both is left out of `against`.
    """
    read = without_quotes if quotes == "ignore" else _as_it_is
    if revision is None:
        return _beside(content, against, read)
    return _after(content, against, revision, read)


def _beside(content: Collection, against: Collection, read: Callable[[Document], Document]) -> Joined:
    mine, ids = set(_keys(content)), frozenset(content.column("id"))
    rows = zip(_keys(against), against.column("id"), strict=True)
    before = _chosen(against, [key not in mine and name not in ids for key, name in rows])
    collection = _one((before, _read(content, read, ids)))
    return Joined(collection, judged=ids, against=len(before))


def _after(content: Collection, against: Collection, revision: str, read: Callable[[Document], Document]) -> Joined:
    place = {key: number for number, key in enumerate(_keys(against))}
    rows = [place.get(key) for key in _keys(content)]
    is_new = [row is None or not _is_same(content[number], against[row]) for number, row in enumerate(rows)]
    judged = _chosen(content, is_new)
    ids = frozenset(judged.column("id"))
    names = [f"{revision}:{name}" if name in ids else name for name in against.column("id")]
    now = content.column("id")
    earlier = {names[row]: now[number] for number, row in enumerate(rows) if row is not None and is_new[number]}
    before = _read(_renamed(against, names), read, earlier)
    return Joined(
        _one((before, _read(judged, read, ids))),
        judged=ids,
        earlier=earlier,
        names=dict(zip(names, against.column("id"), strict=True)),
        revision=revision,
        unchanged=len(content) - len(judged),
        against=len(against),
    )


def _keys(collection: Collection) -> list[Key]:
    """Return what makes two documents the same one: the place of the file and the row in it, or else the id."""
    return [_key(name, path) for name, path in zip(collection.column("id"), collection.column("path"), strict=True)]


def _key(name: str, path: str | None) -> Key:
    if path is None or path == "-" or not name.startswith(path):
        return ("", name)
    return (os.path.abspath(path), name.removeprefix(path))  # noqa: PTH100 - a link is a file of its own here


def _is_same(one: Document, other: Document) -> bool:
    return replace(other, id=one.id, path=one.path) == one


def _as_it_is(document: Document) -> Document:
    return document


def _one(collections: tuple[Collection, Collection]) -> Collection:
    batches = [batch for collection in collections for batch in collection.batches if batch.num_rows]
    return Collection(tuple(batches), bytes=sum(collection.bytes for collection in collections))


def _chosen(collection: Collection, wanted: list[bool]) -> Collection:
    if all(wanted):
        return collection
    batches, at = [], 0
    for batch in collection.batches:
        batches.append(batch.filter(pa.array(wanted[at : at + batch.num_rows], pa.bool_())))
        at += batch.num_rows
    return Collection(tuple(batches), bytes=collection.bytes)


def _renamed(collection: Collection, names: list[str]) -> Collection:
    batches, at = [], 0
    for batch in collection.batches:
        columns = [batch.column(name) for name in SCHEMA.names]
        columns[SCHEMA.get_field_index("id")] = pa.array(names[at : at + batch.num_rows], pa.string())
        batches.append(pa.RecordBatch.from_arrays(columns, schema=SCHEMA))
        at += batch.num_rows
    return Collection(tuple(batches), bytes=collection.bytes)


def _read(collection: Collection, read: Callable[[Document], Document], which: Holding[str]) -> Collection:
    if read is _as_it_is:
        return collection
    documents = [read(document) if document.id in which else document for document in collection]
    return Collection((batch_of(documents),) if documents else (), bytes=collection.bytes)
