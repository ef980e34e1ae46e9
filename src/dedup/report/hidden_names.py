"""A result → the same result with numbers in place of the names of documents, publishers and authors.

One name gets one number wherever it stands: in fields, in the words of claims, and in the texts of documents. Addresses
of pages and mailboxes are replaced too. Paths and titles are left out. Words of a text that nobody gave as a name stay.
"""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from dedup.documents import Note, Unreadable
from dedup.lazy_sequences import LazySequence
from dedup.origin.names import identity
from dedup.report.name_table import ADDRESS, WORD, NameTable
from dedup.report.text_folder import listed_documents
from dedup.results import DocumentRow, ScanResult

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dedup.origin.claims import Claim

DOCUMENT = "Document"
"""What is shown in place of a document's name, with its number."""

_AUTHOR_KINDS = ("author", "byline")
_NAMELESS_KINDS = ("published", "guessed-date", "licence", "notice", "author-note", "canonical")
_PLAIN_FIELDS = ("relation", "kind", "status", "schema", "version", "verdict", "smaller", "marked", "only", "published")
"""Fields whose texts are words of the program, or dates."""

_SENTENCES = ("reason", "undecided")
"""Fields that hold sentences of the program."""

_AUTHORS_BETWEEN = re.compile(r"\s*(?:,|;|&|\band\b|\bund\b|\bet\b|\by\b)\s*")
_PUBLISHER_PARTS = re.compile(r"\s+[-|\u2013\u2014:»]\s+")
_BEFORE_AUTHORS = re.compile(r"^by\s+", re.IGNORECASE)
_SHORTEST_SURNAME = 4
_SHORTEST_ID = 6


def name_table(result: ScanResult) -> NameTable:
    """Return all names that a result gives, each with its number; those of listed documents come first."""
    table = NameTable()
    order = {name: place for place, name in enumerate(listed_documents(result))}
    rows = sorted(result.documents, key=lambda row: order.get(row.id, len(order)))
    _add_documents(table, rows, order)
    _add_publishers(table, _publishers(result, rows))
    _add_authors(table, _authors(result, rows))
    return table


def _add_documents(table: NameTable, rows: Iterable[DocumentRow], listed: Iterable[str]) -> None:
    """Give a number to the documents of the rows, then to those that findings name and that have no row."""
    for number, row in enumerate(rows, start=1):
        shown = table.ids[row.id] = f"{DOCUMENT} {number}"
        for name in filter(_is_telling, (row.id, row.path or "")):
            table.add(name, shown)
        if not _is_telling(row.id):
            table.short_ids[row.id] = shown
    for name in listed:
        table.ids.setdefault(name, f"{DOCUMENT} {len(table.ids) + 1}")


def _add_publishers(table: NameTable, names: Iterable[str]) -> None:
    publishers: dict[str, str] = {}
    for name in names:
        if name not in table.ids:
            shown = publishers.setdefault(identity(name) or name, f"Publisher {len(publishers) + 1}")
            for form in _forms_of_publisher(name):
                table.add(form, shown)


def _add_authors(table: NameTable, names: Iterable[str]) -> None:
    authors: dict[str, str] = {}
    for name in names:
        shown = authors.setdefault(name.lower(), f"Author {len(authors) + 1}")
        table.add(name, shown)
        surname = name.split()[-1]
        if len(surname) >= _SHORTEST_SURNAME and surname[0].isupper():
            table.add(surname, shown)


def _is_telling(name: str) -> bool:
    """Return whether an id is more than a word or number that any text may hold."""
    words = WORD.findall(name)
    return len(words) > 1 or (len(name) >= _SHORTEST_ID and not name.isalpha() and not name.isdigit())


def _publishers(result: ScanResult, rows: Iterable[DocumentRow]) -> Iterator[str]:
    yield from (row.publisher for row in rows if row.publisher)
    for provenance in result.provenance:
        yield from provenance.chain
        for edge in provenance.edges:
            yield from (edge.source, edge.copy)
    for claim in _claims(result):
        if claim.kind not in _AUTHOR_KINDS and _is_name(claim):
            yield claim.value


def _authors(result: ScanResult, rows: Iterable[DocumentRow]) -> Iterator[str]:
    written = [row.author for row in rows if row.author]
    written += [claim.value for claim in _claims(result) if claim.kind in _AUTHOR_KINDS and _is_name(claim)]
    for names in written:
        for name in _AUTHORS_BETWEEN.split(_BEFORE_AUTHORS.sub("", names)):
            if any(letter.isalpha() for letter in name):
                yield name.strip()


def _claims(result: ScanResult) -> Iterator[Claim]:
    for provenance in result.provenance:
        yield from provenance.claims
        for edge in provenance.edges:
            yield from edge.evidence


def _is_name(claim: Claim) -> bool:
    value = claim.value
    return claim.kind not in _NAMELESS_KINDS and any(map(str.isalpha, value)) and not ADDRESS.match(value)


def _forms_of_publisher(name: str) -> Iterator[str]:
    """Yield a name as it is written, its parts (``New York Times - News``), and each without its article."""
    for form in (name, *_PUBLISHER_PARTS.split(name)[:1]):
        yield form
        if form.lower().startswith("the "):
            yield form[4:]


def hide_names(result: ScanResult, table: NameTable | None = None) -> ScanResult:
    """Return a result in which no name of a document, publisher or author stands; offsets are those of the texts."""
    table = name_table(result) if table is None else table
    rows = tuple(_hidden_row(row, table) for row in result.documents)
    values = {field.name: getattr(result, field.name) for field in fields(ScanResult)}
    kept = ("documents", "unreadable", "notes", "settings", "counts", "recall", "schema", "version")
    hidden = {name: _hidden(value, table) for name, value in values.items() if name not in kept}
    unreadable = tuple(
        Unreadable(f"Input {number}", table.text(each.reason.replace(each.path, f"Input {number}")))
        for number, each in enumerate(result.unreadable, start=1)
    )
    notes = tuple(
        Note(table.ids.get(each.path, "an input"), table.text(each.note.replace(each.path, "the input")))
        for each in result.notes
    )
    return replace(result, documents=rows, unreadable=unreadable, notes=notes, **hidden)


def _hidden_row(row: DocumentRow, table: NameTable) -> DocumentRow:
    publisher = row.publisher and table.text(row.publisher)
    author = row.author and table.text(row.author)
    return replace(row, id=table.ids[row.id], path=None, title=None, publisher=publisher, author=author)


def _hidden(value: Any, table: NameTable) -> Any:
    """Return a value of a result with the names in all its texts replaced."""
    if isinstance(value, str):
        return table.ids.get(value) or table.text(value)
    if isinstance(value, (list, tuple, LazySequence)):
        return tuple(_hidden(item, table) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {
            field.name: _hidden_field(field.name, getattr(value, field.name), table)
            for field in fields(value)
            if field.name not in _PLAIN_FIELDS and isinstance(getattr(value, field.name), (str, tuple, list))
        }
        return replace(value, **changed)
    return value


def _hidden_field(name: str, value: Any, table: NameTable) -> Any:
    return table.sentence(value) if name in _SENTENCES else _hidden(value, table)
