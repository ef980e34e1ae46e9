"""JSON files: arrays of objects are tables, shards are JSON Lines, and other JSON in a folder is left alone."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import pytest
import zstandard

from dedup.reading.inputs import read_contents, read_paths
from dedup.reading.options import ReadingOptions

if TYPE_CHECKING:
    from pathlib import Path

ROWS = [{"id": "x", "text": "The first of two."}, {"id": "y", "text": "The second of two."}]
LINES = "".join(json.dumps(row) + "\n" for row in ROWS)
TEXTS = ["The first of two.", "The second of two."]


@pytest.mark.parametrize("indent", [None, 0, 1, "\t"])
@pytest.mark.parametrize("name", ["a.json", "no-suffix"])
def test_an_array_of_objects_is_a_table(indent: int | str | None, name: str) -> None:
    """However it is laid out, named or known by its first bytes."""
    found = read_contents([(name, json.dumps(ROWS, indent=indent).encode())])
    assert (found.column("id"), found.column("text")) == (["x", "y"], TEXTS)


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.compress])
@pytest.mark.parametrize("name", ["part-00000.json", "c4-train.00000-of-00002.json"])
def test_shards_of_a_folder_are_json_lines(tmp_path: Path, name: str, pack: Any) -> None:
    """As Spark and C4 name them, compressed or not."""
    suffix = {gzip.compress: ".gz", zstandard.compress: ".zst"}.get(pack, "")
    (tmp_path / (name + suffix)).write_bytes(pack(LINES.encode()))
    assert read_paths([tmp_path]).column("text") == TEXTS


def test_one_object_is_one_document() -> None:
    """As crawlers write an article a file."""
    found = read_contents([("a.json", json.dumps(ROWS[0], indent=2).encode())])
    assert found.column("text") == TEXTS[:1]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('[{"text": "a"},', "not JSON"),
        ('"words"', "neither an object nor an array"),
        ('["words"]', "not a JSON object"),
        ('[{"words": "a"}]', "lacks a text column"),
        ('{\n "words": "a"\n}', "lacks a text column"),
        ("[]", "no rows with text"),
    ],
)
def test_other_json_is_refused_and_never_taken_for_a_text(content: str, reason: str) -> None:
    """Braces and keys are no words."""
    found = read_contents([("a.json", content.encode())])
    assert len(found) == 0
    assert reason in found.unreadable[0].reason


def test_json_without_texts_is_left_out_of_folders_and_counted(tmp_path: Path) -> None:
    """Settings and results lie beside texts; a nested text is none of the object's."""
    (tmp_path / "package.json").write_text('{\n  "name": "a", "version": "1"\n}\n')
    (tmp_path / "result.json").write_text(json.dumps({"schema": 1, "copies": [{"text": "words"}]}, indent=2))
    (tmp_path / "numbers.json").write_text("[1, 2]")
    (tmp_path / "long.jsonl").write_text(LINES)
    found = read_paths([tmp_path])
    assert found.column("text") == TEXTS
    assert [note.note for note in found.notes] == [
        "left out: 3 files of JSON without texts: numbers.json, package.json, result.json"
    ]


def test_a_column_that_the_call_names_makes_a_text(tmp_path: Path) -> None:
    """What holds the text decides, also in a first line that is longer than what is looked at."""
    (tmp_path / "a.json").write_text(json.dumps({"story": "word " * 30_000, "id": 1}) + "\n")
    assert len(read_paths([tmp_path], ReadingOptions(columns={"text": "story"}))) == 1
    assert len(read_paths([tmp_path])) == 0


@pytest.mark.parametrize("name", ["b.jsonl", "b.csv", "b.json", "b.parquet", "b.jsonl.gz"])
def test_an_empty_part_of_a_folder_is_noted(tmp_path: Path, name: str) -> None:
    """Spark writes some; alone it cannot be read."""
    (tmp_path / name).write_bytes(gzip.compress(b"") if name.endswith("gz") else b"")
    assert [one.path for one in read_paths([tmp_path]).unreadable] == [str(tmp_path / name)]
    (tmp_path / "a.jsonl").write_text(LINES)
    found = read_paths([tmp_path])
    assert found.column("text") == TEXTS
    assert (found.unreadable, [note.path for note in found.notes]) == ((), [str(tmp_path / name)])
