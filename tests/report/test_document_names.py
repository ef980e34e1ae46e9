"""Documents are called by title, publisher and date; ids and paths stay whole, and are links where they can be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dedup.report.document_names import DocumentName, DocumentNames, with_links
from dedup.results import DocumentRow, ScanResult
from tests.report.examples import empty_result

if TYPE_CHECKING:
    from pathlib import Path

LONG = "A very long headline about the establishment of contacts between the leaderships of two states"


def result_of(*rows: tuple[str, str | None, str | None]) -> ScanResult:
    """Return a result of documents: path and id, title, publisher."""
    return replace(
        empty_result(),
        documents=tuple(
            DocumentRow(name, name, title, who, None, "2014-05-03", None, 9, 0, 0) for name, title, who in rows
        ),
    )


def test_title_is_shortened_and_id_is_not() -> None:
    """A title is cut at its end; without a title the id stands in its place, whole."""
    assert DocumentName("x", LONG).short(20) == "A very long headlin…"
    assert DocumentName("x" * 90).short(20) == "x" * 90


def test_document_in_words() -> None:
    """Title, publisher and date as far as they are known; else the id."""
    assert DocumentName("x", "Storm", "Daily Times", "2014-05-03").in_words() == "“Storm” (Daily Times, 2014-05-03)"
    assert DocumentName("x", "Storm").in_words() == "“Storm” (x)"
    assert DocumentName("x", "", "Daily Times").in_words() == "x"


def test_lines_of_documents_show_one_title_once() -> None:
    """Two versions with one title: the title, and for each publisher, date and id."""
    names = DocumentNames(result_of(("a", "Storm", "Daily Times"), ("b", "Storm", "Reuters")), ["a", "b"])
    assert names.lines(["a", "b"]) == ["Storm", "Daily Times, 2014-05-03", "a", "Reuters, 2014-05-03", "b"]


def test_unknown_document_is_called_by_its_id() -> None:
    """A result may name documents that it does not hold."""
    assert DocumentNames(empty_result(), ["gone"])["gone"] == DocumentName("gone")


def test_place_is_path_and_line_of_a_file_only() -> None:
    """A row of a table has no line of its own in the file."""
    assert DocumentName("a.txt", path="a.txt").place(3) == "a.txt:3"
    assert DocumentName("news.jsonl#4", path="news.jsonl").place(3) == "line 3"


def test_files_become_links_with_and_without_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The text stays as it is; the address is that of the file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("text")
    result = result_of(("a.txt", None, None), ("gone.txt", None, None))
    start = f"\x1b]8;;{(tmp_path / 'a.txt').as_uri()}\x1b\\"
    assert with_links("in a.txt:3, gone.txt and a.txt.", result) == (
        f"in {start}a.txt:3\x1b]8;;\x1b\\, gone.txt and {start}a.txt\x1b]8;;\x1b\\."
    )


@pytest.mark.parametrize("name", ["a\x1b]8;;evil\x07.txt", "a\x9b31m.txt", "a\u202etxt.exe", "a\x07.txt"])
def test_names_that_steer_a_terminal_are_no_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Such a name is a plain text, even if the file is there."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text("text")
    assert "file://" not in with_links(f"see {name} here", result_of((name, None, None)))
