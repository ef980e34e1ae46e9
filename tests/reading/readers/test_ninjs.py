"""Items of news in ninjs, of all versions, in JSON files, lists and JSON Lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dedup.reading.inputs import read_contents, read_paths
from tests.reading.readers.samples import FERRY, NINJS, PUMP

if TYPE_CHECKING:
    from pathlib import Path

VERSION_3 = {
    "uri": "urn:x:2",
    "standard": {"name": "ninjs", "version": "3.0"},
    "versionCreated": "2024-03-05T10:00:00Z",
    "headlines": [{"role": "main", "value": "The ferry"}],
    "provider": {"name": "Harbour Press"},
    "infoSources": [{"name": "The Quay Courier"}],
    "altIds": [{"role": "x", "value": "q-18"}],
    "bodies": [
        {"role": "main", "contentType": "text/plain", "value": "A short form"},
        {"role": "main", "contentType": "application/xhtml+xml", "value": f"<p>{FERRY}</p>"},
    ],
}


def test_item_of_version_3_is_read() -> None:
    """Keys are in another case, and bodies and headlines in lists; the body with paragraphs is taken."""
    (found,) = read_contents([("a.json", json.dumps(VERSION_3).encode())])
    assert (found.text, found.title, found.publisher, found.published) == (
        FERRY,
        "The ferry",
        "Harbour Press",
        "2024-03-05",
    )
    assert [fact.value for fact in found.markup if fact.kind == "news:source"] == ["The Quay Courier"]


def test_items_of_lists_and_lines_are_read() -> None:
    """Each has its number, as rows of tables have."""
    items = [NINJS, VERSION_3]
    lines = "\n".join(map(json.dumps, items)).encode()
    found = read_contents([("a.json", json.dumps(items).encode()), ("b.jsonl", lines)])
    assert found.column("id") == ["a.json#1", "a.json#2", "b.jsonl#1", "b.jsonl#2"]
    assert found.column("text") == [PUMP, FERRY] * 2


def test_items_of_a_folder_are_read(tmp_path: Path) -> None:
    """Of JSON in folders, that with texts is read; a table of other things with a body is none of news."""
    (tmp_path / "a.json").write_text(json.dumps(NINJS))
    (tmp_path / "b.json").write_text(json.dumps({"bodies": 3, "provider": "x"}))
    found = read_paths([tmp_path])
    assert found.column("text") == [PUMP]
    assert [note.note for note in found.notes] == ["left out: 1 file of JSON without texts: b.json"]


def test_item_without_a_text_is_unreadable() -> None:
    """A picture has a caption at most."""
    item = {**NINJS, "body_xhtml": ""}
    assert [one.reason for one in read_contents([("a.json", json.dumps(item).encode())]).unreadable] == [
        "empty: there is no text in it"
    ]
