"""``--texts``, ``--hide-names`` and the HTML report, from the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from dedup.report.text_folder import INDEX
from tests.report.html.contents import Contents

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Outcome

    Dedup = Callable[..., Outcome]


def test_a_saved_result_with_its_texts_gives_the_page_of_the_scan(dedup: Dedup, folder: Path) -> None:
    """Scan to JSON and texts, then render both: byte for byte what the scan itself writes as html."""
    dedup("scan", "a.txt", "b.txt", "--format", "html", "--output", "scan.html")
    saved = dedup("scan", "a.txt", "b.txt", "--format", "json", "--output", "result.json", "--texts", "texts")
    shown = dedup("render", "result.json", "--format", "html", "--texts", "texts", "--output", "render.html")
    assert (saved.code, shown.code, saved.err, shown.err) == (0, 0, "", "")
    assert (folder / "render.html").read_bytes() == (folder / "scan.html").read_bytes()
    assert sorted(path.name for path in (folder / "texts").iterdir()) == [
        "000001-a.txt.txt",
        "000002-b.txt.txt",
        INDEX,
    ]


def test_texts_replace_those_of_an_earlier_scan_and_nothing_else(dedup: Dedup, folder: Path) -> None:
    """A folder with another file in it is refused before anything is done."""
    for _ in range(2):
        assert dedup("scan", "a.txt", "b.txt", "--texts", "texts").code == 0
    (folder / "texts" / "notes.md").write_text("mine")
    outcome = dedup("scan", "a.txt", "b.txt", "--texts", "texts", "--output", "report.txt")
    assert outcome.code == 2
    assert "texts cannot be written: it holds other files" in outcome.err
    assert not (folder / "report.txt").exists()
    assert (folder / "texts" / "notes.md").read_text() == "mine"


@pytest.mark.parametrize(
    ("target", "complaint"), [("a.txt", "it is a file"), ("gone/texts", "there is no folder"), (".", "other files")]
)
def test_texts_that_cannot_be_written_are_refused(dedup: Dedup, target: str, complaint: str) -> None:
    """A file, a folder in a folder that is not there, and the working directory itself."""
    outcome = dedup("scan", "a.txt", "b.txt", "--texts", target)
    assert outcome.code == 2
    assert complaint in outcome.err


def test_a_folder_without_texts_is_refused(dedup: Dedup) -> None:
    """Render says in a sentence what is wrong with the folder."""
    dedup("scan", "a.txt", "b.txt", "--format", "json", "--output", "result.json")
    outcome = dedup("render", "result.json", "--format", "html", "--texts", ".")
    assert outcome.code == 2
    assert "is no folder that dedup scan --texts wrote" in outcome.err


def test_a_result_without_texts_is_shown_and_says_what_is_missing(dedup: Dedup) -> None:
    """The tables and the graph are there; the sentence names the option that brings the texts."""
    dedup("scan", "a.txt", "b.txt", "--format", "json", "--output", "result.json")
    outcome = dedup("render", "result.json", "--format", "html")
    contents = Contents(outcome.out)
    assert outcome.code == 0
    assert len(contents.values()["pairs"]) == 1
    assert "dedup render --texts FOLDER" in contents.scripts["texts"]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda saved: saved[: len(saved) // 2], "not JSON"),
        (lambda saved: saved.replace("dedup.scan/2", "dedup.scan/9"), "dedup.scan/9"),
        (lambda _: "", "not JSON"),
        (lambda _: "<!DOCTYPE html>", "not JSON"),
        (lambda saved: json.dumps({**json.loads(saved), "copies": 7}), "copies"),
    ],
)
def test_a_result_that_cannot_be_read_is_told(
    dedup: Dedup, folder: Path, change: Callable[[str], str], complaint: str
) -> None:
    """Cut off, of another schema, empty, another file, or of wrong types: exit code 2 and a sentence."""
    dedup("scan", "a.txt", "b.txt", "--format", "json", "--output", "result.json")
    file = folder / "result.json"
    file.write_text(change(file.read_text()))
    outcome = dedup("render", "result.json", "--format", "html", "--output", "report.html")
    assert outcome.code == 2
    assert complaint in outcome.err
    assert "Traceback" not in outcome.err
    assert not (folder / "report.html").exists()


@pytest.mark.parametrize("name", ["table", "markdown", "json", "html"])
def test_hidden_names_hide_the_files(dedup: Dedup, name: str) -> None:
    """No name of a file stands in what is printed."""
    outcome = dedup("scan", "a.txt", "b.txt", "--hide-names", "--format", name)
    assert outcome.code == 0
    assert "a.txt" not in outcome.out
    assert "Document 1" in outcome.out


def test_a_comparison_can_be_a_page(dedup: Dedup) -> None:
    """Two texts side by side, with the texts."""
    contents = Contents(dedup("compare", "a.txt", "b.txt", "--format", "html").out)
    assert len(contents.texts()) == 2
