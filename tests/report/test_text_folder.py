"""The texts of listed documents as a folder of files, and back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from dedup.documents import Document, collection_of
from dedup.errors import ResultError, UsageError
from dedup.report.saved_results import dumps, loads
from dedup.report.text_folder import INDEX, TextFolder, text_files
from dedup.walks.scan import scan
from tests.report.html.family import LEAD, MASTER, family, family_result

if TYPE_CHECKING:
    from pathlib import Path

ODD_IDS = (
    "../../etc/passwd",
    "a/b\\c:d*?.html",
    "-rf",
    ".hidden",
    "ß😀\u202e",
    "x" * 400,
    "CON",
    "two\nlines",
    " ",
    "",
)


def written(result: object, folder: Path) -> list[str]:
    names = []
    for name, content in text_files(result):  # type: ignore[arg-type]
        (folder / name).write_bytes(content)
        names.append(name)
    return names


def test_a_result_gives_the_texts_of_its_documents() -> None:
    """Offsets of the result point into them; no other document has one."""
    result = family_result()
    assert [result.text(each.id) for each in family()] == [each.text for each in family()]
    with pytest.raises(UsageError, match="no document 'nobody'"):
        result.text("nobody")


def test_a_saved_result_has_no_texts() -> None:
    """It says what writes them."""
    loaded = loads(dumps(family_result()))
    assert not loaded.has_texts
    with pytest.raises(UsageError, match="dedup scan --texts"):
        loaded.text("coast-agency-1")


def test_texts_are_read_back_by_any_id(tmp_path: Path) -> None:
    """Ids that are paths, empty or as long as a page: each file lies in the folder, under a plain name."""
    documents = [Document(name, f"{LEAD}\n\n{MASTER}\n\n{place}") for place, name in enumerate(ODD_IDS)]
    names = written(scan(collection_of(documents)), tmp_path)
    assert sorted(names) == sorted(each.name for each in tmp_path.iterdir())
    assert all(len(name) < 80 and name[0] not in ".-" for name in names)
    folder = TextFolder(str(tmp_path))
    assert [folder.text(each.id) for each in documents] == [each.text for each in documents]
    assert folder.text("nobody") is None


@pytest.mark.parametrize(
    ("index", "complaint"),
    [
        (None, "is no folder that dedup scan --texts wrote"),
        ("{", "is not JSON"),
        ("[]", "is not an index"),
        ('{"schema": "dedup.texts/2", "texts": {}}', "is not an index"),
        ('{"schema": "dedup.texts/1", "texts": {"a": "../a.txt"}}', "is not an index"),
        ('{"schema": "dedup.texts/1", "texts": {"a": "/etc/passwd"}}', "is not an index"),
        ('{"schema": "dedup.texts/1", "texts": {"a": ["b"]}}', "is not an index"),
        ("[" * 100_000, "is not JSON"),
    ],
)
def test_another_folder_is_refused_in_a_sentence(tmp_path: Path, index: str | None, complaint: str) -> None:
    """Also an index that leads out of its folder."""
    if index is not None:
        (tmp_path / INDEX).write_text(index)
    with pytest.raises(ResultError, match=complaint):
        TextFolder(str(tmp_path))


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_text_that_cannot_be_read_is_told(tmp_path: Path, content: bytes | None) -> None:
    """A file that is gone, and one that is not UTF-8."""
    (tmp_path / INDEX).write_text(json.dumps({"schema": "dedup.texts/1", "texts": {"a": "a.txt"}}))
    if content is not None:
        (tmp_path / "a.txt").write_bytes(content)
    with pytest.raises(ResultError, match=r"a\.txt"):
        TextFolder(str(tmp_path)).text("a")
