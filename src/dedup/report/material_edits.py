"""Material edits as words: ``number: “30” → “60”``, ``negation: nothing → “not” (3 places)``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.report.display_text import clean, one_line
from dedup.report.number_format import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dedup.matches import MaterialEdit

MATERIAL = "material edits"
"""What stands before the material edits of a pair."""


def material_edit_texts(edits: Iterable[MaterialEdit]) -> list[str]:
    """Return each kind of material edit with the words of both texts at the first place, and the number of places."""
    return [
        f"{edit.kind}: {_words(edit.in_a)} → {_words(edit.in_b)}"
        + (f" ({counted(edit.count, 'place')})" if edit.count > 1 else "")
        for edit in edits
    ]


def _words(text: str) -> str:
    return f"“{clean(one_line(text))}”" if text else "nothing"
