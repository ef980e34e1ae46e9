"""News items in ninjs of all versions become documents."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import dedup
from dedup.reading.inputs import read_paths
from dedup.reading.ninjs import is_news_item
from tests.origin.pages import BODY

if TYPE_CHECKING:
    from pathlib import Path

FIRST, *_, LAST = BODY.split("\n\n")
VERSION_1 = {"uri": "urn:1", "type": "text", "headline": "Dam", "byline": "By Jo Doe", "body_text": BODY,
             "infosource": [{"name": "AFP"}], "language": "en", "versioncreated": "2024-03-08T09:00:00Z"}  # fmt: skip
VERSION_3 = {
    "uri": "urn:3",
    "standard": {"name": "ninjs", "version": "3.0"},
    "headlines": [{"role": "main", "value": "Dam"}],
    "bodies": [{"role": "main", "contentType": "application/xhtml+xml", "value": f"<p>{FIRST}</p><p>{LAST}</p>"}],
    "by": "Jo Doe",
    "language": "en",
    "firstCreated": "2024-03-08T09:00:00Z",
    "altIds": [{"role": "web", "value": "https://valleypost.com/dam"}],
    "infoSources": [{"name": "Harbour Gazette", "role": "originator"}],
    "provider": {"name": "Valley Post"},
    "pubStatus": "canceled",
    "embargoedUntil": "2024-04-01T00:00:00Z",
    "copyrightHolder": "Valley Media",
}


def read(folder: Path, item: Any) -> dedup.Document:
    path = folder / "item.json"
    path.write_text(json.dumps(item))
    return read_paths([path])[0]


def test_version_1_is_read(tmp_path: Path) -> None:
    """Its text, headline and byline; an agency among its sources is where it comes from."""
    document = read(tmp_path, VERSION_1)
    assert (document.text, document.title, document.author) == (BODY, "Dam", "Jo Doe")
    (found,) = dedup.scan([str(tmp_path / "item.json")]).provenance
    assert found.chain[0] == "AFP"


def test_version_3_is_read(tmp_path: Path) -> None:
    """Paragraphs of its body, its address, its provider, and what it says of its origin and status."""
    document = read(tmp_path, VERSION_3)
    assert document.text == f"{FIRST}\n\n{LAST}"
    assert (document.publisher, document.url) == ("Valley Post", "https://valleypost.com/dam")
    facts = {fact.kind: fact.value for fact in document.markup}
    assert (facts["pub-status"], facts["embargo"]) == ("canceled", "2024-04-01T00:00:00Z")
    (found,) = dedup.scan([str(tmp_path / "item.json")]).provenance
    assert found.chain == ("Harbour Gazette", "Valley Post")


def test_rows_of_json_lines_may_be_news_items(tmp_path: Path) -> None:
    """One item a line; one without a text is told."""
    path = tmp_path / "items.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in (VERSION_1, VERSION_3, {"uri": "urn:4", "bodies": []})))
    collection = read_paths([path])
    assert [one.title for one in collection] == ["Dam", "Dam"]
    assert [one.reason for one in collection.unreadable] == ["a news item without a text"]


def test_an_item_of_superdesk_is_read(tmp_path: Path) -> None:
    """It calls the identifier ``guid``, and has its text in HTML."""
    item = {**VERSION_1, "guid": "tag:desk:1", "body_html": f"<p>{FIRST}</p><p>{LAST}</p>"}
    del item["uri"], item["body_text"]
    found = read(tmp_path, item)
    assert found.text == f"{FIRST}\n\n{LAST}"
    assert [fact.value for fact in found.markup if fact.kind == "item-uri"] == ["tag:desk:1"]


@pytest.mark.parametrize("names", [["uri", "name"], ["bodies"], ["text", "id"], []])
def test_other_objects_are_no_news_items(names: list[str]) -> None:
    """An address alone, or bodies of something else."""
    assert not is_news_item(names)
