"""A file's format shows in its name, or in its first bytes."""

from __future__ import annotations

import pytest

from dedup.reading.formats import format_of_content, format_of_name


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.txt", "text"),
        ("a.MD.GZ", "markdown"),
        ("a.b.xhtml.zst", "html"),
        ("a.ndjson", "jsonl"),
        ("a.feather", "arrow"),
        ("a.gz", None),
        ("a", None),
        (".txt", None),
        ("a.docx", None),
    ],
)
def test_name_shows_the_format(name: str, expected: str | None) -> None:
    """The suffix beneath a compression's suffix counts, in any letter case."""
    assert format_of_name(name) == expected


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
    ],
)
def test_content_shows_the_format(head: bytes, expected: str) -> None:
    """What begins like nothing else is text."""
    assert format_of_content(head) == expected
