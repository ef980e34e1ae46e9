"""A result → the same result with numbers in place of the names of documents, publishers and authors.

One name gets one number wherever it stands: in fields, in the words of claims, and in the texts of documents. Addresses
of pages and mailboxes are replaced too. Paths and titles are left out. Words of a text that nobody gave as a name stay.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, is_dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from dedup.documents import Note, Unreadable
from dedup.lazy_sequences import LazySequence
from dedup.origin.names import identity
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

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"')\]]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_ADDRESS_SHOWN = "[address]"
_WORD = re.compile(r"\w+")
_AUTHORS_BETWEEN = re.compile(r"\s*(?:,|;|&|\band\b|\bund\b|\bet\b|\by\b)\s*")
_PUBLISHER_PARTS = re.compile(r"\s+[-|\u2013\u2014:»]\s+")
_BEFORE_AUTHORS = re.compile(r"^by\s+", re.IGNORECASE)
_MOST_WORDS = 40
_LONGEST_GAP = 3
"""Characters between two words of one name, such as ``, `` or a line end."""
_SHORTEST_SURNAME = 4
_SHORTEST_ID = 6


@dataclass(frozen=True, slots=True)
class Replacement:
    """The characters ``start <= i < end`` of a text, and what is shown in their place."""

    start: int
    end: int
    shown: str


class NameTable:
    """The names of a result and what is shown in place of each.

    `ids` are those of documents. `names` has the words of each name that is replaced in texts too. What stands between
    the words does not count, so that a name is also found where a line ends in it. A name of one word is found as it is
    written, a longer one in any case. `short_ids` are ids that any text may hold as a word; they are replaced only in
    sentences of the program.
    """

    def __init__(self) -> None:
        self.ids: dict[str, str] = {}
        self.names: dict[tuple[str, ...], str] = {}
        self.short_ids: dict[str, str] = {}
        self._sizes: dict[str, list[int]] = {}

    def add(self, name: str, shown: str) -> None:
        """Show `shown` in place of a name in texts, unless something is shown in its place already."""
        words = _key(_WORD.findall(name))
        if not words or words in self.names:
            return
        self.names[words] = shown
        sizes = self._sizes.setdefault(words[0].lower(), [])
        if len(words) not in sizes:
            sizes.append(len(words))
            sizes.sort(reverse=True)

    def replacements(self, text: str) -> list[Replacement]:
        """Return what is replaced in a text, in order; no two of them overlap."""
        addresses = [Replacement(*match.span(), _ADDRESS_SHOWN) for match in _ADDRESS.finditer(text)]
        found: list[Replacement] = []
        for each in sorted([*addresses, *self._names_in(text)], key=lambda each: (each.start, -each.end)):
            if not found or each.start >= found[-1].end:
                found.append(each)
            elif each.end > found[-1].end:
                found[-1] = replace(found[-1], end=each.end)
        return found

    def sentence(self, text: str) -> str:
        """Return a sentence of the program with its names replaced, short ids too."""
        words = self.short_ids
        return self.text(_WORD.sub(lambda word: words.get(word[0], word[0]), text) if words else text)

    def _names_in(self, text: str) -> Iterator[Replacement]:
        words = list(_WORD.finditer(text))
        place = 0
        while place < len(words):
            size, shown = self._name_at(words[place : place + _MOST_WORDS])
            if size:
                yield Replacement(words[place].start(), words[place + size - 1].end(), shown)
            place += max(size, 1)

    def _name_at(self, words: list[re.Match[str]]) -> tuple[int, str]:
        """Return of how many words the longest name is that begins with the first one (0: none), and what is shown."""
        for size in self._sizes.get(words[0][0].lower(), ()):
            if size <= len(words) and _stand_together(words[:size]):
                shown = self.names.get(_key([word[0] for word in words[:size]]))
                if shown is not None:
                    return size, shown
        return 0, ""

    def text(self, text: str) -> str:
        """Return a text with its names replaced."""
        parts, end = [], 0
        for each in self.replacements(text):
            parts += [text[end : each.start], each.shown]
            end = each.end
        return "".join([*parts, text[end:]])


def _key(words: list[str]) -> tuple[str, ...]:
    return tuple(map(str.lower, words)) if len(words) > 1 else tuple(words)


def _stand_together(words: list[re.Match[str]]) -> bool:
    return all(after.start() - before.end() <= _LONGEST_GAP for before, after in pairwise(words))


def name_table(result: ScanResult) -> NameTable:
    """Return all names that a result gives, each with its number; those of listed documents come first."""
    table = NameTable()
    listed = dict.fromkeys(listed_documents(result))
    rows = sorted(result.documents, key=lambda row: row.id not in listed)
    order = {name: place for place, name in enumerate(listed)}
    rows.sort(key=lambda row: order.get(row.id, len(order)))
    for number, row in enumerate(rows, start=1):
        table.ids[row.id] = f"{DOCUMENT} {number}"
        for name in filter(_is_telling, (row.id, row.path or "")):
            table.add(name, f"{DOCUMENT} {number}")
        if not _is_telling(row.id):
            table.short_ids[row.id] = f"{DOCUMENT} {number}"
    for name in listed:
        table.ids.setdefault(name, f"{DOCUMENT} {len(table.ids) + 1}")
    publishers: dict[str, str] = {}
    for name in _publishers(result, rows):
        if name not in table.ids:
            number_shown = publishers.setdefault(identity(name) or name, f"Publisher {len(publishers) + 1}")
            for form in _forms_of_publisher(name):
                table.add(form, number_shown)
    authors: dict[str, str] = {}
    for name in _authors(result, rows):
        number_shown = authors.setdefault(name.lower(), f"Author {len(authors) + 1}")
        table.add(name, number_shown)
        surname = name.split()[-1]
        if len(surname) >= _SHORTEST_SURNAME and surname[0].isupper():
            table.add(surname, number_shown)
    return table


def _is_telling(name: str) -> bool:
    """Return whether an id is more than a word or number that any text may hold."""
    words = _WORD.findall(name)
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
    return claim.kind not in _NAMELESS_KINDS and any(map(str.isalpha, value)) and not _ADDRESS.match(value)


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
