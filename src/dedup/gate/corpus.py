"""The corpus of a check: the content and what it is compared with as one collection, and the role of each document.

What was there before comes first: a text that stands in very many documents is linked to its first holder, and that
should be one of them. A file is never compared with itself, and an unchanged one is not judged. Where quotations do not
count, they are blanked here.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pyarrow as pa

from dedup.documents import SCHEMA, Collection, batch_of
from dedup.gate.findings import is_in_file
from dedup.reading.html import QUOTATION

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from dedup.documents import Document
    from dedup.gate.rules import Quotes

Key = tuple[str, str]

EMPTY = Collection(())


@dataclass(frozen=True)
class Corpus:
    """One collection, and the role of each of its documents, by its id there.

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


def make_corpus(
    content: Collection,
    against: Collection,
    *,
    revision: str | None,
    quotes: Quotes,
) -> Corpus:
    """Return the corpus of the content and `against`.

    With a `revision`, `against` is an earlier state of the same tree: a document that is the same in both is there
    but not judged. Without one, a document that is in both is left out of `against`.
    """
    corpus = _beside(content, against) if revision is None else _after(content, against, revision)
    if quotes == "count":
        return corpus
    return replace(corpus, collection=unquoted(corpus.collection, {*corpus.judged, *corpus.earlier}))


def _beside(content: Collection, against: Collection) -> Corpus:
    theirs = list(zip(_keys(against), against.column("id"), strict=True))
    given = len(content)
    content = _without_links_to({key for key, _ in theirs}, content)
    mine = list(zip(_keys(content), content.column("id"), strict=True))
    ids, keys = frozenset(name for _, name in mine), {key for key, _ in mine}
    before = _filtered(against, [key not in keys and name not in ids for key, name in theirs])
    others = {part for row in theirs for part in row}
    published = frozenset(name for key, name in mine if key in others or name in others)
    return Corpus(
        _concatenated((before, content)),
        judged=ids,
        published=published,
        unchanged=given - len(content),
        against=len(before),
    )


def _without_links_to(places: Container[Key], content: Collection) -> Collection:
    """Return the content without symbolic links to documents at these places: a link has no text of its own."""
    pairs = zip(_keys(content), content.column("path"), strict=True)
    return _filtered(content, [not (key in places and _is_link(path)) for key, path in pairs])


def _after(content: Collection, against: Collection, revision: str) -> Corpus:
    place = {key: number for number, key in enumerate(_keys(against))}
    rows = [place.get(key) for key in _keys(content)]
    is_new = [row is None or not _is_same(content[number], against[row]) for number, row in enumerate(rows)]
    judged = _filtered(content, is_new)
    ids = frozenset(judged.column("id"))
    names = [f"{revision}:{name}" if name in ids else name for name in against.column("id")]
    now = content.column("id")
    earlier = {names[row]: now[number] for number, row in enumerate(rows) if row is not None and is_new[number]}
    return Corpus(
        _concatenated((_renamed(against, names), judged)),
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
    targets: dict[str, str] = {}
    pairs = zip(collection.column("id"), collection.column("path"), strict=True)
    return [_key(name, path, targets) for name, path in pairs]


def _key(name: str, path: str | None, targets: dict[str, str]) -> Key:
    if path is None or not is_in_file(name, path):
        return ("", name)
    return (_target(path, targets), name.removeprefix(path))


def _is_link(path: str | None) -> bool:
    return path is not None and os.path.islink(path)  # noqa: PTH114 - paths are strings here


def _target(path: str, targets: dict[str, str]) -> str:
    """Return the path of the file that a path leads to; a link is its target. `targets` are those of known folders."""
    if _is_link(path):
        return os.path.realpath(path)
    folder, file = os.path.split(path)
    if folder not in targets:
        targets[folder] = os.path.realpath(folder)
    return os.path.join(targets[folder], file)  # noqa: PTH118 - pathlib takes much longer, and there may be very many


def _is_same(one: Document, other: Document) -> bool:
    return replace(other, id=one.id, path=one.path) == one


def _concatenated(collections: tuple[Collection, Collection]) -> Collection:
    batches = [batch for collection in collections for batch in collection.batches if batch.num_rows]
    return Collection(tuple(batches), bytes=sum(collection.bytes for collection in collections))


def joined(first: Collection, second: Collection) -> Collection:
    """Return the documents of one collection, and after them those of another one whose ids are new."""
    known = set(first.column("id"))
    new = _filtered(second, [name not in known for name in second.column("id")])
    return Collection(
        (*first.batches, *new.batches),
        first.unreadable + second.unreadable,
        first.notes + second.notes,
        first.bytes + new.bytes,
        first.without_text + second.without_text,
    )


def _filtered(collection: Collection, wanted: list[bool]) -> Collection:
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


@dataclass(frozen=True, slots=True)
class Unread:
    """How many documents were not read although they belong to a check: `content` have not changed since a revision.

    `against` are those of the revision, or of an index, that share too few words with the content to be a source of it.
    """

    content: int = 0
    against: int = 0


NONE_UNREAD = Unread()
"""Nothing was left unread."""


_QUOTED = re.compile(r"^ {0,3}>[^\n]*(?:\n(?!\s*$)(?! {0,3}(?:[-*_#>`~]|\d+[.)]\s))[^\n]+)*", re.MULTILINE)
"""A line that begins with ``>`` and the lines that lazily continue it (CommonMark 0.31, 5.1)."""


def without_quotes(document: Document) -> Document:
    """Return the document with its block quotations blanked."""
    text = document.text
    spans = [found.span() for found in _QUOTED.finditer(text)] if ">" in text else []
    for fact in document.markup:
        if fact.kind == QUOTATION:
            low, _, high = fact.value.partition("-")
            spans.append((int(low), int(high)))
    for start, end in spans:
        text = text[:start] + re.sub(r"[^\r\n]", " ", text[start:end]) + text[end:]
    return document if not spans else replace(document, text=text)


def unquoted(collection: Collection, which: Container[str] | None = None) -> Collection:
    """Return a collection in which the quotations of all documents, or of those with these ids, are blanked."""
    documents = [
        without_quotes(document) if which is None or document.id in which else document for document in collection
    ]
    return Collection((batch_of(documents),) if documents else (), bytes=collection.bytes)
