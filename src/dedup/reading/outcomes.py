"""What another process or machine read, for a builder here: documents themselves, or the file in which they lie."""

from __future__ import annotations

from dataclasses import dataclass

from dedup.documents import Note, Unreadable

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


def unreadable_outcome(path: str, reason: str) -> Outcome:
    """Return the outcome of a file that cannot be read."""
    return Outcome(unreadable=(Unreadable(path, reason),))
