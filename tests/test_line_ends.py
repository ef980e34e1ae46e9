"""Lines end alike on every system, and every place stays what it was."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

import dedup
from dedup.documents import Document, collection_of
from dedup.line_ends import column_with_line_feeds, rows_with_line_feeds, with_line_feeds
from dedup.reading.inputs import read_contents, read_table
from dedup.spans import Lines

if TYPE_CHECKING:
    from pathlib import Path

PARAGRAPH = (
    "The ferry to the northern islands did not leave on Tuesday, because the harbour had been closed after the storm "
    "of the night before, and the captain would not take the risk of meeting the floating timber in the dark."
)
TEXT = f"A heading\n\n{PARAGRAPH}\n\nSomething between the two that was said once, and a hy-\nphen.\n\n{PARAGRAPH}\n"
PAGE = f"<html>\n<body>\n<article>\n<p>{PARAGRAPH}</p>\n<p>{PARAGRAPH[::-1]}</p>\n</article>\n</body>\n</html>\n"
MARKDOWN = f"---\ntitle: The ferry\nauthor: Ann Bell\ndate: 2014-03-03\n---\n\n{TEXT}"
ROWS = "".join(json.dumps({"id": n, "text": f"Row number {n} of the table"}) + "\n" for n in range(4))
TABLE = 'id,text\n1,"one, text\nhere"\n2,another\n3,third\n'
CONTENTS = {
    "a.txt": TEXT,
    "a.md": MARKDOWN,
    "a.html": PAGE,
    "a.jsonl": ROWS,
    "a.csv": TABLE,
    "a.tsv": "text\tid\none\t1\ntwo\t2\n",
}

texts = st.text(st.sampled_from("ab\r\n\f\x85\u2028é"), max_size=12)


@pytest.mark.parametrize("name", CONTENTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_file_of_carriage_returns_is_read_as_one_of_line_feeds(name: str, encoding: str) -> None:
    """Classic Mac OS ended lines so; documents, their claims and lines, and what is told of them are the same."""
    expected, found = (
        read_contents([(name, content.encode(encoding))])
        for content in (CONTENTS[name], CONTENTS[name].replace("\n", "\r"))
    )
    assert list(found) == list(expected)
    assert (found.notes, found.unreadable) == (expected.notes, expected.unreadable)
    assert len(expected)


def test_documents_tables_and_signatures_are_treated_as_files_are() -> None:
    """Whoever hands over texts has the same line ends."""
    text = TEXT.replace("\n", "\r")
    assert collection_of([Document("x", text)]).text(0) == TEXT
    assert read_table(pa.table({"text": [text, TEXT]})).column("text") == [TEXT, TEXT]
    assert (dedup.sign([text]) == dedup.sign([TEXT])).all()


def test_a_repetition_stands_on_the_lines_that_an_editor_shows(tmp_path: Path) -> None:
    """The paragraph of line 3 comes again on line 8."""
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.replace("\n", "\r").encode())
    (repetition,) = dedup.scan(path).repetitions
    assert repetition.first.line == 3
    assert repetition.second.line == 8


@given(texts)
def test_lines_are_those_of_universal_newlines_and_places_stay(text: str) -> None:
    """Python's own reader of text files says what a line is; form feeds, NEL and U+2028 end none."""
    mended = with_line_feeds(text)
    assert len(mended) == len(text)
    assert re.split("\r?\n", mended) == re.split("\r\n|\r|\n", text)
    assert Lines(mended).line(len(text)) == len(re.findall("\r\n|\r|\n", text)) + 1


@given(st.lists(st.none() | texts, max_size=6), st.integers(0, 3))
def test_a_column_has_what_each_text_has(cells: list[str | None], start: int) -> None:
    """No line end reaches across two texts, nulls stay nulls, and a slice is a column too."""
    column = pa.array(cells, pa.large_string()).slice(start)
    found = column_with_line_feeds(column)
    found.validate(full=True)
    assert found.to_pylist() == [None if cell is None else with_line_feeds(cell) for cell in cells[start:]]


@given(st.lists(st.sampled_from([b"a", b"\r", b"\n", b"\r\n", b'"']), max_size=12), st.data())
def test_rows_do_not_depend_on_where_chunks_are_cut(pieces: list[bytes], data: st.DataObject) -> None:
    """Behind the head, which decides."""
    head, rest = b"text\rone\rtwo", b"".join(pieces)
    cut = data.draw(st.integers(0, len(rest)))
    found = b"".join(rows_with_line_feeds([head, rest[:cut], rest[cut:]]))
    assert found == re.sub(rb"\r(?!\n)", b"\n", head + rest)


@pytest.mark.parametrize("table", [b"a\rb,text\n1,2\n", b"text\none\rtwo\n", b"text\r\none\rtwo\r\n"])
def test_a_table_of_line_feeds_keeps_the_returns_in_its_cells(table: bytes) -> None:
    """One carriage return before the first line feed makes no rows."""
    assert b"".join(rows_with_line_feeds([table])) == table
