"""Rows of a table become documents: which column is which, and what its cells say.

Shared by every format that has rows. A row that lacks its text is told and the rest goes on.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dedup.documents import Document
from dedup.errors import InputError
from dedup.line_ends import with_line_feeds
from dedup.reading.values import without_by, worded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dedup.reading.gathering import Gathering
    from dedup.reading.options import ReadingOptions

GUESSES: dict[str, tuple[str, ...]] = {
    "text": ("text", "html", "body", "content", "article", "raw_content"),
    "id": ("id",),
    "title": ("title",),
    "publisher": ("publisher", "source", "site"),
    "author": ("author",),
    "published": ("published", "date"),
    "language": ("language", "lang"),
    "url": ("url",),
}
"""What a column is usually called, the likeliest name first; letter case does not matter."""

_LAYOUTS_KEPT = 1000
"""Sets of names to remember; where every row has its own keys, remembering them all would cost more than it saves."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column of a table holds what; None where none does. `html` says that the texts are pages."""

    text: str | None
    html: bool
    id: str | None
    title: str | None
    publisher: str | None
    author: str | None
    published: str | None
    language: str | None
    url: str | None

    def names(self) -> list[str]:
        """Return the names of the columns that are needed."""
        found = (self.text, self.id, self.title, self.publisher, self.author, self.published, self.language, self.url)
        return list(dict.fromkeys(name for name in found if name is not None))


def layout_of(names: Iterable[str], columns: Mapping[str, str]) -> Layout:
    """Return which of a table's columns holds what.

    `columns` are the names that the call gives; only those are taken for what they name. Everything else is guessed.
    """
    present = list(names)
    folded: dict[str, str] = {}
    for name in present:
        folded.setdefault(name.casefold(), name)

    def find(kind: str) -> str | None:
        if kind in columns:
            return columns[kind] if columns[kind] in present else None
        guesses = GUESSES.get(kind, ())
        exact = next((name for name in guesses if name in present), None)
        return exact or next((folded[name] for name in guesses if name in folded), None)

    text = find("html") if "html" in columns else find("text")
    guessed_html = "text" not in columns and text is not None and text.casefold() == "html"
    fields = ("id", "title", "publisher", "author", "published", "language", "url")
    return Layout(text, "html" in columns or guessed_html, **{field: find(field) for field in fields})


def missing_text(names: Iterable[str], columns: Mapping[str, str]) -> str:
    """Return the reason to give where a table or a row has no text column."""
    has = ", ".join(list(names)[:12]) or "nothing"
    wanted = columns.get("text") or columns.get("html")
    if wanted:
        return f"lacks the column {wanted!r}; it has {has}"
    return f"lacks a text column; it has {has} (name one: --column text=NAME)"


def identity_of(value: Any) -> str | None:
    """Return the id that a cell holds, unchanged; None for an empty one."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, (list, dict)):
        try:
            return json.dumps(value, ensure_ascii=False, default=str)
        except (RecursionError, ValueError):
            return None
    return worded(value)


class Table:
    """Takes the rows of one table, one at a time, and gathers the documents that they hold.

    `name` is what the table is called; `path` the file that its documents come from, if there is one.
    """

    def __init__(self, name: str, path: str | None, options: ReadingOptions, gathering: Gathering) -> None:
        self.name = name
        self._path = path
        self._columns = options.columns
        self._gathering = gathering
        self._layouts: dict[tuple[str, ...], Layout] = {}

    def layout(self, names: tuple[str, ...]) -> Layout:
        """Return the layout of rows with these names."""
        known = self._layouts.get(names)
        if known is None:
            if len(self._layouts) >= _LAYOUTS_KEPT:
                self._layouts.clear()
            known = self._layouts[names] = layout_of(names, self._columns)
        return known

    def refuse(self, row: int, reason: str) -> None:
        """Tell that a row cannot be read."""
        self._gathering.refuse(f"{self.name}#{row}", reason)

    def add(self, row: int, values: dict[str, Any]) -> None:
        """Add the document of one row, or tell why there is none."""
        layout = self.layout(tuple(values))
        if layout.text is None:
            self.refuse(row, missing_text(values, self._columns))
            return
        text = values[layout.text]
        if type(text) is not str:
            self.refuse(row, _no_text(layout.text, text))
            return
        identity = identity_of(values[layout.id]) if layout.id else None
        described = (
            identity or f"{self.name}#{row}",
            self._path,
            worded(values[layout.title]) if layout.title else None,
            worded(values[layout.publisher]) if layout.publisher else None,
            without_by(author) if layout.author and (author := worded(values[layout.author])) else None,
            worded(values[layout.published]) if layout.published else None,
            worded(values[layout.language]) if layout.language else None,
            worded(values[layout.url]) if layout.url else None,
        )
        if layout.html:
            self._add_page(row, text, Document(described[0], "", *described[1:]))
        else:
            self._gathering.add(text, (*described, None), row)

    def _add_page(self, row: int, source: str, known: Document) -> None:
        from dedup.reading.html import page_of  # noqa: PLC0415 - few tables hold pages

        name = f"{self.name}#{row}"
        try:
            page = page_of(name, with_line_feeds(source), known.url)
        except InputError as error:
            self._gathering.refuse_for(error)
            return
        for note in page.notes:
            self._gathering.note(name, note)
        self._gathering.add_document(page.document(known), row)


def _no_text(column: str, value: Any) -> str:
    if value is None:
        return f"lacks the text: the column {column!r} is null"
    kinds = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return f"the column {column!r} holds {kinds.get(type(value), type(value).__name__)}, not text"
