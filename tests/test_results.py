"""Rows of documents, made when they are asked for."""

from __future__ import annotations

from dedup.documents import Document, collection_of
from dedup.results import rows_named
from dedup.walks.scan import scan

DOCUMENTS = [Document(f"d{n}", "one two three", title=f"T{n}", path=f"p{n}") for n in range(4)]


def test_rows_are_had_by_the_names_of_their_documents() -> None:
    """Made anew or listed already; names that nobody has are left out."""
    rows = scan(collection_of(DOCUMENTS)).documents
    for found in (rows_named(rows, {"d2", "d0", "d9"}), rows_named(tuple(rows), {"d2", "d0", "d9"})):
        assert found == {"d0": rows[0], "d2": rows[2]}
        assert (found["d2"].title, found["d2"].path, found["d2"].words) == ("T2", "p2", 3)
