"""A filter that looks for test items: spans, shares, verdicts, and removal by verdict only."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

from dedup.filtering.options import FilterOptions
from dedup.progress import SILENT
from dedup.reading.options import ReadingOptions
from dedup.settings import Settings
from dedup.walks.filter import filter_files
from dedup.walks.filter_index import read_items
from tests.filtering.corpora import Words, write_lines

if TYPE_CHECKING:
    from pathlib import Path

WORDS = Words(31)
QUESTION, ANSWER, SHORT = WORDS.text(20), WORDS.text(15), WORDS.text(2)
OTHER, COMMON = WORDS.text(14), WORDS.text(9)
ITEMS = [
    {"id": "long", "question": QUESTION, "answer": ANSWER},
    {"id": "short", "question": OTHER, "answer": SHORT},
    {"id": "phrase", "question": f"{COMMON} {WORDS.text(10)}", "answer": WORDS.text(3)},
]


def inside(*parts: str) -> str:
    """Return parts of items within a text of other words."""
    return " ".join([WORDS.text(30), *parts, WORDS.text(30)])


DOCUMENTS = {
    "all": inside(QUESTION.upper(), "It is said:", ANSWER),
    "question": inside(QUESTION),
    "answer": inside(ANSWER),
    "half": inside(" ".join(QUESTION.split()[:10])),
    "with short answer": inside(OTHER, "Answer:", SHORT),
    "without short answer": inside(OTHER),
    "none": inside(),
    **{f"phrase {number}": inside(COMMON) for number in range(12)},
}


def run(folder: Path, **options: Any) -> list[dict[str, Any]]:
    """Filter the documents, and return the rows of ``contamination.parquet``."""
    write_lines(folder / "a.jsonl", [{"id": name, "text": text} for name, text in DOCUMENTS.items()])
    write_lines(folder / "items.jsonl", ITEMS)
    items = read_items([folder / "items.jsonl"], ("question", "answer"), ReadingOptions(), SILENT)
    wanted = FilterOptions(contamination=True, **options)
    filter_files([folder / "a.jsonl"], folder / "out", wanted, Settings(min_run=8), ReadingOptions(), against=items)
    return pq.read_table(folder / "out" / "_account" / "contamination.parquet").to_pylist()  # type: ignore[no-any-return]


def left(folder: Path) -> set[str]:
    """Return the documents that were written."""
    return {json.loads(line)["id"] for line in (folder / "out" / "a.jsonl").open()}


def test_each_hit_has_a_verdict(tmp_path: Path) -> None:
    """Verdicts and shares are those of how the documents were made; unrelated documents have no hit."""
    found = {row["id"]: row for row in run(tmp_path)}
    assert {name: row["verdict"] for name, row in found.items()} == {
        "all": "whole item",
        "question": "question only",
        "answer": "answer only",
        "half": "part of item",
        "with short answer": "whole item",
        "without short answer": "question only",
        **{f"phrase {number}": "common phrase" for number in range(12)},
    }
    assert found["with short answer"]["other_documents"] == 1  # the one without the answer
    assert found["half"]["share"] == pytest.approx(10 / 35)
    assert found["half"]["question_share"] == pytest.approx(0.5)
    hit = found["question"]
    assert (hit["item"], DOCUMENTS["question"][hit["start"] : hit["end"]]) == ("long", QUESTION)
    assert found["phrase 3"]["other_documents"] == 11


@pytest.mark.parametrize(
    ("options", "gone"),
    [
        ({}, {"all", "with short answer"}),
        (
            {"verdicts": ("whole item", "question only")},
            {"all", "with short answer", "question", "without short answer"},
        ),
    ],
)
def test_documents_go_by_verdict(tmp_path: Path, options: dict[str, Any], gone: set[str]) -> None:
    """Only documents with a hit of a wanted verdict go."""
    run(tmp_path, **options)
    assert left(tmp_path) == set(DOCUMENTS) - gone
    removed = pq.read_table(tmp_path / "out" / "_account" / "removed.parquet").to_pylist()
    assert {row["id"]: (row["relation"], row["rule"]) for row in removed} == dict.fromkeys(
        gone, ("contamination", "against")
    )


def test_items_may_be_texts(tmp_path: Path) -> None:
    """Items without questions are whole texts."""
    write_lines(tmp_path / "items.jsonl", [{"id": "t", "text": QUESTION}])
    write_lines(tmp_path / "a.jsonl", [{"id": name, "text": text} for name, text in DOCUMENTS.items()])
    items = read_items([tmp_path / "items.jsonl"], ("question", "answer"), ReadingOptions(), SILENT)
    options = FilterOptions(contamination=True)
    filter_files([tmp_path / "a.jsonl"], tmp_path / "out", options, Settings(), ReadingOptions(), against=items)
    assert left(tmp_path) == set(DOCUMENTS) - {"all", "question"}


def test_items_that_are_too_short_are_counted(tmp_path: Path) -> None:
    """An item of less words than a run is never found, which must not look like a corpus without it."""
    write_lines(tmp_path / "items.jsonl", [{"question": "What is the capital of France", "answer": "Paris"}, *ITEMS])
    write_lines(tmp_path / "a.jsonl", [{"text": inside("What is the capital of France", "Paris")}])
    items = read_items([tmp_path / "items.jsonl"], ("question", "answer"), ReadingOptions(), SILENT)
    options, settings = FilterOptions(contamination=True), Settings(min_run=8)
    done = filter_files([tmp_path / "a.jsonl"], tmp_path / "out", options, settings, ReadingOptions(), against=items)
    assert (done.summary["hits"], done.summary["short_items"], done.summary["compared_with"]) == ({}, 1, 4)
