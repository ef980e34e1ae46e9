"""`dedup formats` lists what is read, and a missing library is told with what to install."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dedup.cli import main
from dedup.reading import formats
from dedup.reading.formats import DOCUMENT_FORMATS, FORMATS, SITE_FORMATS
from dedup.reading.inputs import read_paths

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGE = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")


@pytest.fixture
def _without_pypdfium2(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "find_spec", lambda name: None if name == "pypdfium2" else find_spec(name))


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> Sequence[str]:
    """Return the lines that a command prints."""
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    assert ended.value.code == 0
    return capsys.readouterr().out.splitlines()


def test_each_format_is_listed_with_its_library(capsys: pytest.CaptureFixture[str]) -> None:
    """A row has the name, all suffixes and the library."""
    rows = [line.split() for line in told(capsys, "formats")]
    for each in (*FORMATS, *DOCUMENT_FORMATS, *SITE_FORMATS):
        assert [each.name, *each.suffixes, each.package] in [row[: len(each.suffixes) + 2] for row in rows]


@pytest.mark.usefixtures("_without_pypdfium2")
def test_what_is_missing_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """The row says so, and the last line how to get it."""
    lines = told(capsys, "formats")
    assert [line.split()[0] for line in lines if line.endswith("not installed")] == ["pdf"]
    assert lines[-1].startswith("To read all: pip install 'dedup-text[documents]'")


@pytest.mark.usefixtures("_without_pypdfium2")
def test_a_file_whose_library_is_missing_is_told(tmp_path: Path) -> None:
    """A file that is named is unreadable, and those of a folder or an archive are passed over with a note."""
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7\n")
    needs = "reading it needs pypdfium2: pip install 'dedup-text[documents]'"
    assert [one.reason for one in read_paths([tmp_path / "a.pdf"]).unreadable] == [needs]
    found = read_paths([tmp_path])
    assert not found.unreadable
    assert [note.note for note in found.notes] == [f"left out: 1 .pdf file ({needs}): a.pdf"]


def test_the_page_names_all_suffixes() -> None:
    """`docs/formats.md` has a row with each suffix."""
    suffixes = {word for line in PAGE.splitlines() if line.startswith("| ") for word in line.split()}
    assert not {suffix for each in (*FORMATS, *DOCUMENT_FORMATS) for suffix in each.suffixes} - suffixes
