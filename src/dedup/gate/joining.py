"""Content and what it is held against become one collection, in which it is known what each document is there for.

What was there before comes first: a text that stands in very many documents is linked to its first holder, and that
should be one of them. A file is never compared with itself, and an unchanged one is not judged.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pyarrow as pa

from dedup.documents import SCHEMA, Collection
from dedup.gate.quotes import unquoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dedup.documents import Document
    from dedup.gate.rules import Quotes

Key = tuple[str, str]

EMPTY = Collection(())


@dataclass(frozen=True)
class Joined:
    """One collection, and the part that each of its documents plays, by its id there.

    `judged` are documents of the content. `earlier` are old versions of judged ones, with the id of the new version:
    what is wrong with them already is not new. `published` are judged ones of which some version was there before: of
    two judged documents that one is the source. Documents that are not judged were there before too. `names` says what
    a document is called where that is not its id, `revision` is where those that were there before come from.
    """

    collection: Collection
    judged: frozenset[str]
    published: frozenset[str] = frozenset()
    earlier: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    revision: str | None = None
    unchanged: int = 0
    against: int = 0

    def name(self, document: str) -> str:
        """Return what a document is called: its id in the content or in what it was compared with."""
        return self.names.get(document, document)


def join(
    content: Collection,
    against: Collection,
    *,
    revision: str | None,
    quotes: Quotes,
    known: frozenset[str] = frozenset(),
) -> Joined:
    """Return content and `against` as one.

    With a `revision`, `against` is an earlier state of the same tree: a document that is the same in both is there
    but not judged. Without one, a document that is in both is left out of `against`. Documents of the content that
    are `known` by id were there before, though they are not in `against`.
    """
    joined = _beside(content, against) if revision is None else _after(content, against, revision)
    joined = replace(joined, published=joined.published | (known & joined.judged))
    if quotes == "count":
        return joined
    return replace(joined, collection=unquoted(joined.collection, {*joined.judged, *joined.earlier}))


def _beside(content: Collection, against: Collection) -> Joined:
    mine, theirs = (list(zip(_keys(each), each.column("id"), strict=True)) for each in (content, against))
    ids, keys = frozenset(name for _, name in mine), {key for key, _ in mine}
    before = _chosen(against, [key not in keys and name not in ids for key, name in theirs])
    others = {part for row in theirs for part in row}
    published = frozenset(name for key, name in mine if key in others or name in others)
    return Joined(_one((before, content)), judged=ids, published=published, against=len(before))


def _after(content: Collection, against: Collection, revision: str) -> Joined:
    place = {key: number for number, key in enumerate(_keys(against))}
    rows = [place.get(key) for key in _keys(content)]
    is_new = [row is None or not _is_same(content[number], against[row]) for number, row in enumerate(rows)]
    judged = _chosen(content, is_new)
    ids = frozenset(judged.column("id"))
    names = [f"{revision}:{name}" if name in ids else name for name in against.column("id")]
    now = content.column("id")
    earlier = {names[row]: now[number] for number, row in enumerate(rows) if row is not None and is_new[number]}
    return Joined(
        _one((_renamed(against, names), judged)),
        judged=ids,
        published=frozenset(earlier.values()),
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
