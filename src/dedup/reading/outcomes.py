"""What another process or machine read, for a builder here: documents themselves, or the file in which they lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dedup.documents import Note, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable

IN_DOUBT = "its main text is in doubt, and was read as it is (--extractor careful looks at such a page again)"
"""The note on a page whose text the fast extractor cannot rely on."""

Metadata = tuple[str, str | None, str | None, str | None, str | None, str | None, str | None, str | None, str | None]
"""A document without its text: the other columns in the order of `SCHEMA`; the last is its markup as JSON."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was read of one file: documents as text, metadata and row; the other fields are those of the builder."""

    documents: tuple[tuple[bytes, Metadata, int], ...] = ()
    unreadable: tuple[Unreadable, ...] = ()
    notes: tuple[Note, ...] = ()
    empty: tuple[Unreadable, ...] = ()
    without_text: tuple[str, ...] = ()
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class ReadPart:
    """What an executor read of some files: documents in an Arrow file, by batches of so many rows each.

    `numbers` are the numbers of the documents within their inputs, as bytes of int64; the outcome has no documents.
    """

    path: str
    rows: tuple[int, ...]
    numbers: bytes
    outcome: Outcome


def with_doubts_counted(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Return notes in which all pages in doubt have one note, that of the first of them, which counts the others."""
    listed = list(notes)
    first, *others = [place for place, note in enumerate(listed) if note.note == IN_DOUBT] or [0]
    if others:
        count = "one more page" if len(others) == 1 else f"{len(others):,} more pages"
        listed[first] = Note(listed[first].path, f"{IN_DOUBT}; so is that of {count}")
    left_out = set(others)
    return tuple(note for place, note in enumerate(listed) if place not in left_out)


def unreadable_outcome(path: str, reason: str) -> Outcome:
    """Return the outcome of a file that cannot be read."""
    return Outcome(unreadable=(Unreadable(path, reason),))
