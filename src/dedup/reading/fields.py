"""The fields of a document: the names under which tables have them, and their values as text.

Tables, front matter and markup hold the same fields (title, author, …) in values of many kinds.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dedup.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_WEB = ("http://", "https://")
_BY = re.compile(r"\Aby:?\s+", re.IGNORECASE)

COLUMN_NAMES: dict[str, tuple[str, ...]] = {
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


@dataclass(frozen=True, slots=True)
class TableLayout:
    """The name of the column that holds each field, or None. `html` says that the texts are pages."""

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
        """Return the names of the columns that hold a field."""
        columns = (self.text, self.id, self.title, self.publisher, self.author, self.published, self.language, self.url)
        return list(dict.fromkeys(name for name in columns if name is not None))


def layout_of(names: Iterable[str], columns: Mapping[str, str]) -> TableLayout:
    """Return the layout of a table whose columns have these names.

    `columns` are the names that the call gives, which are not guessed; all other fields have one of the `COLUMN_NAMES`.
    """
    present = list(names)
    folded: dict[str, str] = {}
    for name in present:
        folded.setdefault(name.casefold(), name)

    def find(kind: str) -> str | None:
        if kind in columns:
            return columns[kind] if columns[kind] in present else None
        usual = COLUMN_NAMES.get(kind, ())
        exact = next((name for name in usual if name in present), None)
        return exact or next((folded[name] for name in usual if name in folded), None)

    text = find("html") if "html" in columns else find("text")
    guessed_html = "text" not in columns and text is not None and text.casefold() == "html"
    fields = ("id", "title", "publisher", "author", "published", "language", "url")
    return TableLayout(text, "html" in columns or guessed_html, **{field: find(field) for field in fields})


def refuse_repeated(table: str, names: Sequence[str], layout: TableLayout) -> None:
    """Raise `InputError` where two columns of a table have a name that the layout takes a field from."""
    for column in layout.names():
        if (count := names.count(column)) > 1:
            raise InputError(table, f"has {count} columns named {column!r}, and which one is meant cannot be told")


def missing_text(names: Iterable[str], columns: Mapping[str, str]) -> str:
    """Return the reason to give where a table or a row has no text column."""
    has = ", ".join(list(names)[:12]) or "nothing"
    wanted = columns.get("text") or columns.get("html")
    if wanted:
        return f"lacks the column {wanted!r}; it has {has}"
    return f"lacks a text column; it has {has} (name one: --column text=NAME)"


def id_text(value: Any) -> str | None:
    """Return the id that a cell holds, unchanged; None for an empty one."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, (list, dict)):
        try:
            return json.dumps(value, ensure_ascii=False, default=str)
        except (RecursionError, ValueError):
            return None
    return metadata_text(value)


def metadata_text(value: Any) -> str | None:
    """Return a value of metadata as text; None where it has none."""
    if value is None:
        return None
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, bytes):
        return metadata_text(value.decode("utf-8", "backslashreplace"))
    if isinstance(value, list):
        return ", ".join(word for item in value if (word := _single_text(item))) or None
    return _single_text(value)


def author_name(author: str) -> str:
    """Return an author without the word "by": metadata often hold a byline such as "By Ann Author"."""
    return _BY.sub("", author) or author


def _single_text(value: Any) -> str | None:
    """Return a single value as text; of an object only its name, because the rest is structure."""
    if isinstance(value, dict):
        value = value.get("name")
    if value is None or isinstance(value, (list, dict)):
        return None
    return (json.dumps(value) if isinstance(value, (bool, int, float)) else str(value)).strip() or None


def is_web_address(value: object) -> bool:
    """Return whether a value is the address of a page of the web."""
    return isinstance(value, str) and value.startswith(_WEB)
