"""Rows of a table become documents, for every format that has rows.

A row without a text is recorded as unreadable, and the rows behind it are read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dedup.documents import Document
from dedup.errors import InputError
from dedup.line_ends import with_line_feeds
from dedup.reading.fields import TableLayout, author_name, id_text, layout_of, metadata_text, missing_text
from dedup.reading.ninjs import is_news_item, news_item

if TYPE_CHECKING:
    from collections.abc import Callable

    from dedup.reading.builder import DocumentBuilder
    from dedup.reading.options import ReadingOptions

_MOST_LAYOUTS = 1000
"""Layouts to remember; where every row has its own keys, remembering all would cost more than it saves."""


class TableReader:
    """Reads the rows of one table, one at a time, and adds their documents.

    `name` is what the table is called; `path` the file that its documents come from, if there is one.
    """

    def __init__(self, name: str, path: str | None, options: ReadingOptions, builder: DocumentBuilder) -> None:
        self.name = name
        self._path = path
        self._columns = options.columns
        self._extractor = options.extractor
        self._builder = builder
        self._layouts: dict[tuple[str, ...], TableLayout] = {}

    def layout(self, names: tuple[str, ...]) -> TableLayout:
        """Return the layout of rows with these names."""
        known = self._layouts.get(names)
        if known is None:
            if len(self._layouts) >= _MOST_LAYOUTS:
                self._layouts.clear()
            known = self._layouts[names] = layout_of(names, self._columns)
        return known

    def attempt(self, row: int, read: Callable[..., object], *arguments: Any) -> None:
        """Call what reads one row; whatever it raises, the row is unreadable and the next one is read."""
        self._builder.attempt(f"{self.name}#{row}", read, *arguments)

    def refuse(self, row: int, reason: str) -> None:
        """Record a row that cannot be read."""
        self._builder.refuse(f"{self.name}#{row}", reason)

    def add(self, row: int, values: dict[str, Any]) -> None:
        """Add the document of one row, or record why there is none."""
        layout = self.layout(tuple(values))
        if layout.text is None and is_news_item(values):
            self._add_news_item(row, values)
            return
        if layout.text is None:
            self.refuse(row, missing_text(values, self._columns))
            return
        text = values[layout.text]
        if type(text) is not str:
            self.refuse(row, _no_text(layout.text, text))
            return
        identity = id_text(values[layout.id]) if layout.id else None
        metadata = (
            identity or f"{self.name}#{row}",
            self._path,
            metadata_text(values[layout.title]) if layout.title else None,
            metadata_text(values[layout.publisher]) if layout.publisher else None,
            author_name(author) if layout.author and (author := metadata_text(values[layout.author])) else None,
            metadata_text(values[layout.published]) if layout.published else None,
            metadata_text(values[layout.language]) if layout.language else None,
            metadata_text(values[layout.url]) if layout.url else None,
        )
        if layout.html:
            self._add_page(row, text, Document(metadata[0], "", *metadata[1:]))
        else:
            self._builder.add(text, (*metadata, None), row)

    def _add_news_item(self, row: int, values: dict[str, Any]) -> None:
        found = news_item(values, Document(f"{self.name}#{row}", "", self._path))
        if found is None:
            self.refuse(row, "a news item without a text")
        else:
            self._builder.add_document(found, row)

    def _add_page(self, row: int, source: str, known: Document) -> None:
        from dedup.reading.html import known_page_of  # noqa: PLC0415 - few tables hold pages

        name = f"{self.name}#{row}"
        try:
            page = known_page_of(name, with_line_feeds(source), known.url, self._extractor)
        except InputError as error:
            self._builder.refuse_for(error)
            return
        for note in page.notes:
            self._builder.note(name, note)
        self._builder.add_document(page.document(known), row)


def _no_text(column: str, value: Any) -> str:
    if value is None:
        return f"lacks the text: the column {column!r} is null"
    kinds = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return f"the column {column!r} holds {kinds.get(type(value), type(value).__name__)}, not text"
