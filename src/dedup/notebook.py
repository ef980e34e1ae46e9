"""What a result says of itself where somebody looks at it in Python: one line, and a short table in a notebook."""

from __future__ import annotations

from html import escape
from typing import Any

LISTED = 5
"""Copies and repetitions that a notebook shows; `to_pandas` shows all."""

_SHOWN = {
    "copies": ("weight", "a", "b", "relation", "shared_words", "containment_a", "containment_b"),
    "repetitions": ("weight", "document", "relation", "shared_words", "text"),
}
"""The columns that a notebook shows of each part."""

_LONGEST = 80
"""Characters of a cell."""


def overview(result: Any) -> str:
    """Return in one line what a result holds."""
    parts = ("documents", "repetitions", "copies", "clusters", "unreadable")
    return ", ".join(f"{len(getattr(result, part)):,} {part}" for part in parts if getattr(result, part))


def notebook_html(result: Any) -> str:
    """Return the overview and the first rows of each part as HTML, in which texts of documents are no markup."""
    from tabulate import tabulate  # noqa: PLC0415 - only a notebook draws it

    drawn = [f"<p><b>dedup</b>: {escape(overview(result))}</p>"]
    for part, columns in _SHOWN.items():
        rows = [[_shown(getattr(row, column)) for column in columns] for row in getattr(result, part)[:LISTED]]
        if rows:
            names = [column.replace("_", " ") for column in columns]
            table = tabulate(rows, names, tablefmt="html", disable_numparse=True)
            drawn.append(f"<p>{part}, {len(rows)} of {len(getattr(result, part)):,}</p>\n{table}")
    return "\n".join(drawn)


def _shown(value: object) -> str:
    """Return a value as text on one line that is not too long, without characters that move or turn text."""
    text = " ".join("".join(letter if letter.isprintable() else " " for letter in str(value)).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
