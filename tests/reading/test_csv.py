"""CSV and TSV become documents, row by row."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.line_ends import with_line_feeds
from dedup.progress import SILENT
from dedup.reading.builder import DocumentBuilder
from dedup.reading.content import Content
from dedup.reading.csv import read_csv, read_tsv
from dedup.reading.options import ReadingOptions

if TYPE_CHECKING:
    from dedup.documents import Collection


def read_bytes(content: bytes, *, tabs: bool = False, options: ReadingOptions | None = None) -> Collection:
    options = options or ReadingOptions()
    builder = DocumentBuilder(options, SILENT)
    (read_tsv if tabs else read_csv)(Content("x.csv", [content]), options, builder)
    return builder.collection()


def test_quoted_fields_keep_their_line_breaks_and_quotes() -> None:
    """A quoted text may span lines, hold the delimiter, and hold doubled quotes."""
    found = read_bytes(b'id,text\r\n1,"first line\r\nsecond, ""quoted"""\r\n2,plain\r\n')
    assert list(zip(found.column("id"), found.column("text"), strict=True)) == [
        ("1", 'first line\r\nsecond, "quoted"'),
        ("2", "plain"),
    ]


def test_rows_count_from_one_without_the_header() -> None:
    """The id of a row without one is its number among the records."""
    assert read_bytes(b"text\na\n\nb\n").column("id") == ["x.csv#1", "x.csv#2"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_header_shows_the_delimiter(delimiter: str) -> None:
    """Spreadsheets write what their country is used to."""
    content = delimiter.join(["title", "text", "url"]) + "\n" + delimiter.join(["T", "words", "u"]) + "\n"
    found = read_bytes(content.encode())
    assert (found[0].title, found[0].text, found[0].url) == ("T", "words", "u")


def test_tabs_separate_a_tsv_whatever_its_header_holds() -> None:
    """In a TSV a comma is a comma."""
    found = read_bytes(b"text\ttitle, long\na, b\tc\n", tabs=True)
    assert found.column("text") == ["a, b"]


def test_column_that_stands_twice_is_refused_where_a_field_is_taken_from_it() -> None:
    """Of two texts the last one was read, and nothing said so; another column may stand twice."""
    refused = read_bytes(b"id,text,text\n1,one,other\n").unreadable
    assert [each.reason for each in refused] == ["has 2 columns named 'text', and which one is meant cannot be told"]
    assert read_bytes(b"note,text,note\na,one,b\n").column("text") == ["one"]


def test_missing_text_column_is_told_once_with_what_there_is() -> None:
    """A table that lacks its text is one trouble, not one a row."""
    found = read_bytes(b"headline,when\na,b\nc,d\n")
    assert len(found) == 0
    assert [one.path for one in found.unreadable] == ["x.csv"]
    assert "headline, when" in found.unreadable[0].reason


def test_row_with_too_many_fields_is_told_and_the_rest_read() -> None:
    """An unquoted comma must not cut a text short in silence."""
    found = read_bytes(b"id,text\n1,one\n2,two, and more\n3,three\n")
    assert found.column("text") == ["one", "three"]
    assert [(one.path, one.reason) for one in found.unreadable] == [
        ("x.csv#2", "has 3 fields where the header names 2")
    ]


def test_short_row_that_has_its_text_is_read_and_noted() -> None:
    """Trailing fields are often left off; a row that lacks its text is told."""
    found = read_bytes(b"id,text,title\n1,one\n2\n3,three,T\n")
    assert found.column("text") == ["one", "three"]
    assert [one.path for one in found.unreadable] == ["x.csv#2"]
    assert found.notes[0].note.startswith("1 row has fewer fields")


def test_quote_that_is_never_closed_is_told() -> None:
    """What it swallowed is no text of one row; the rows before it are read."""
    found = read_bytes(b'id,text\n1,one\n2,"two\n3,three\n4,four\n')
    assert found.column("text") == ["one"]
    assert [one.path for one in found.unreadable] == ["x.csv#2"]
    assert "quote on line 3 is never closed, so the last 3 lines" in found.unreadable[0].reason


def test_field_limit_of_the_process_is_left_as_it_was() -> None:
    """Reading does not change what other users of the csv module see."""
    limit = csv.field_size_limit()
    read_bytes(b"text\n" + b"a" * (limit + 1) + b"\n")
    assert csv.field_size_limit() == limit


def test_rows_in_another_encoding_are_decoded_and_noted() -> None:
    """CSV comes from spreadsheets, and those write windows-1252 and UTF-16."""
    text = "Le président a déclaré que la coopération était nécessaire"
    found = read_bytes(f"text\n{text}\n".encode("cp1252"))
    assert found.column("text") == [text]
    assert [note.note for note in found.notes] == ["1 line is not UTF-8: read as cp1252"]
    assert read_bytes(f"text\n{text}\n".encode("utf-16")).column("text") == [text]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=1))
def test_what_a_csv_writer_writes_is_read_back(texts: list[str]) -> None:
    """Every text survives the round trip, whatever it holds; a line end of classic Mac OS becomes a line feed."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, quoting=csv.QUOTE_ALL)
    writer.writerow(["id", "text"])
    writer.writerows([[str(number), text] for number, text in enumerate(texts)])
    assert read_bytes(written.getvalue().encode()).column("text") == [with_line_feeds(text) for text in texts]
