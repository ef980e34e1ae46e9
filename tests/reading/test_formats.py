"""A file's format shows in its name, or in its first bytes, and the table of formats names its reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dedup.documents import Document
from dedup.reading import formats
from dedup.reading.formats import DOCUMENT_FORMATS, FORMATS, Format, format_of, format_of_name
from dedup.reading.inputs import read_paths

if TYPE_CHECKING:
    from pathlib import Path

    from dedup.reading.builder import DocumentBuilder
    from dedup.reading.content import Content
    from dedup.reading.options import ReadingOptions


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.txt", "text"),
        ("a.MD.GZ", "markdown"),
        ("a.b.xhtml.zst", "html"),
        ("a.ndjson", "jsonl"),
        ("a.feather", "arrow"),
        ("a.arrows", "arrow"),
        ("a.gz", None),
        ("a", None),
        (".txt", None),
        ("a.docx", "docx"),
        ("a.tar.gz", "tar"),
        ("a.doc", None),
    ],
)
def test_name_shows_the_format(name: str, expected: str | None) -> None:
    """The suffix beneath a compression's suffix counts, in any letter case."""
    found = format_of_name(name)
    assert (found.name if found else None) == expected


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"PAR1\0\0", "parquet"),
        (b"ARROW1\0\0", "arrow"),
        (b"\xef\xbb\xbf<!DOCTYPE html>", "html"),
        (b"<?xml version='1.0'?>\n<!-- a --> <!-- b -->\n<html>", "html"),
        (b'{"text": "a"}\n', "jsonl"),
        (b"{curly} words", "text"),
        (b"<p>words", "text"),
        (b"<!-- a -->" * 2000, "text"),
        (b"words", "text"),
        (b"%PDF-1.7\n", "pdf"),
        (b"PK\x03\x04", "zip"),
        (b"{\\rtf1\\ansi", "rtf"),
        (b"\0" * 257 + b"ustar\x0000", "tar"),
        (b"A file that begins with %PDF- is a PDF.", "text"),
    ],
)
def test_content_shows_the_format(head: bytes, expected: str) -> None:
    """What begins like nothing else is text."""
    assert format_of(None, head).name == expected


def test_json_that_begins_like_json_lines_is_json_lines() -> None:
    """An object that goes on behind its first key on the first line is one of many; any other name decides alone."""
    json_file = format_of_name("a.json")
    assert format_of(json_file, b'{"text": "a"}\n{"text": "b"}\n').name == "jsonl"
    assert format_of(json_file, b'{\n  "text": "a"\n}').name == "json"
    assert format_of(format_of_name("a.txt"), b'{"text": "a"}\n').name == "text"


@pytest.mark.parametrize("each", FORMATS, ids=lambda each: each.name)
def test_each_format_has_a_reader(each: Format) -> None:
    """The function that a row of the table imports is there."""
    assert each.reader().__name__ == f"read_{each.name}"


def test_suffixes_are_of_one_format() -> None:
    """No name stands for two formats."""
    suffixes = [suffix for each in (*FORMATS, *DOCUMENT_FORMATS) for suffix in each.suffixes]
    assert len(set(suffixes)) == len(suffixes)


def read_records(content: Content, _options: ReadingOptions, builder: DocumentBuilder) -> None:
    """Read a format of the test: records between lines of dashes; an empty record is refused."""
    for number, record in enumerate(content.whole().decode().split("---\n"), start=1):
        name = f"{content.name}#{number}"
        if record.strip():
            builder.add_document(Document(name, record, content.name), number)
        else:
            builder.refuse(name, "empty")


def test_a_format_may_hold_many_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row of the table is all that a reader of several documents a file needs, compressed files included."""
    records = Format("records", (".records",), lambda: read_records)
    monkeypatch.setitem(formats._BY_SUFFIX, ".records", records)
    (tmp_path / "a.records").write_text("one\n---\ntwo\n---\n---\nfour\n")
    (tmp_path / "b.unknown").write_text("unread")
    found = read_paths([tmp_path])
    path = tmp_path / "a.records"
    assert found.column("id") == [f"{path}#1", f"{path}#2", f"{path}#4"]
    assert [(one.path, one.reason) for one in found.unreadable] == [(f"{path}#3", "empty")]
    assert found.bytes == 25
