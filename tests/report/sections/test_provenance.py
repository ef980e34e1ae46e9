"""The section on provenance lists the first claims of a document, and how many more there are."""

from __future__ import annotations

import pytest

from dedup.documents import Document, collection_of
from dedup.report.blocks import Section, Sentence, Table
from dedup.report.sections.provenance import MAX_CLAIMS, MAX_UNDECIDED, provenance_section
from dedup.walks.scan import scan

BODY = "The council met on Tuesday to decide about the bridge over the river, which has been closed since the flood."


def section_of(*lines: str, max_rows: int) -> Section:
    """Return the section on a document that has these lines."""
    return provenance_section(scan(collection_of([Document("a", "\n".join([BODY, *lines]))])), max_rows)


@pytest.mark.parametrize(("max_rows", "rows"), [(30, MAX_CLAIMS + 1), (0, MAX_CLAIMS + 3)])
def test_a_source_that_is_named_in_many_lines_is_quoted_some_times(max_rows: int, rows: int) -> None:
    """A text of 130,000 such lines was a report of as many rows."""
    line = "This article was originally published by The Harbour Review."
    (table,) = (
        block for block in section_of(*[line] * (MAX_CLAIMS + 3), max_rows=max_rows).blocks if isinstance(block, Table)
    )
    assert len(table.rows) == rows
    assert (table.rows[-1][2].text == "… and 3 more claims") is bool(max_rows)
    assert [row[1].text for row in table.rows[:3]] == ["2", "3", "4"]


@pytest.mark.parametrize(("max_rows", "rows"), [(30, MAX_CLAIMS + 1), (0, 22)])
def test_sources_that_conflict_are_named_some_times(max_rows: int, rows: int) -> None:
    """A text that names a source in each of thousands of paragraphs had a sentence of all of them."""
    lines = [
        f"\nThis article was originally published by The Review of {name}burg." for name in "ABCDEFGHIJKLMNOPQRSTUV"
    ]
    _, undecided, table = section_of(*lines, max_rows=max_rows).blocks
    assert isinstance(table, Table)
    assert len(table.rows) == rows
    assert isinstance(undecided, Sentence)
    assert (len(undecided.text) == len("Undecided: ") + MAX_UNDECIDED) is bool(max_rows)
