"""The measures of labelled credits, on forms and articles of the tests' own."""

from __future__ import annotations

import gzip
import json
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

BODY = (
    "The ferry left the harbour at six and the crew had been up for hours. The market on the island was open by noon."
)
FORMS = {
    "found": ("en", "bottom", "republished", "The Harbour Review", "This was a walk. This post first appeared in {}."),
    "missed": ("de", "top", "republished", "Quai", "Quai."),
    "wrong": ("en", "top", "republished", "Salt & Timber Weekly", "This post first appeared in The Harbour Review."),
    "trap": ("en", "body", "original", "", "The ferry was painted in May."),
    "called": ("en", "bottom", "original", "", "This post first appeared in The Harbour Review."),
}


@pytest.fixture(scope="module")
def measure() -> Any:
    return import_module("lib.labelled_credits")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A table of five rows in a folder below, with their files."""
    folder = tmp_path / "cases"
    folder.mkdir()
    rows = ["id\tlanguage\tplace\tform\tfile\texpected_label\texpected_source"]
    for name, (language, place, label, source, words) in FORMS.items():
        (folder / f"{name}.txt").write_text(f"{BODY}\n\n{BODY}\n\n{words.format(source)}\n", "utf-8")
        rows.append(f"{name}\t{language}\t{place}\t-\t{name}.txt\t{label}\t{source}")
    (folder / "phrases.tsv").write_text("\n".join(rows) + "\n", "utf-8")
    return tmp_path


def test_forms_and_traps_are_counted_by_kind(measure: Any, table: Path) -> None:
    """Two of three forms are found, one of them with another source; one of two traps is called a credit."""
    found = measure.score_phrases(measure.file_in(table, "phrases.tsv"))
    assert found["claimed"] == {"forms": 3, "found": 2, "recall": 0.6667}
    assert (found["traps"], found["traps_called"], found["precision"]) == (2, 1, 0.6667)
    assert found["origin_right"] == 0.5
    assert found["missed"] == [{"language": "de", "place": "top", "count": 1}]
    assert found["wrong_source"] == [{"language": "en", "place": "top", "count": 1}]
    assert found["called_by_mistake"] == [{"language": "en", "place": "bottom", "count": 1}]


def test_agencies_are_counted_by_article(measure: Any, tmp_path: Path) -> None:
    """One of two labels is found, and one agency that is in no label; an unknown agency does not count."""
    articles = [
        (
            "OSLO (AP) — The ferry stops soon, and nobody knows how the island will be reached.",
            ["x.AP", "x.Havas", "x.unk"],
        ),
        ("OSLO (dpa) — The ferry stops soon, and nobody knows how the island will be reached.", []),
    ]
    file = tmp_path / "agencies.jsonl.gz"
    with gzip.open(file, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps({"text": text, "agencies": names}) + "\n" for text, names in articles)
    found = measure.score_agencies(file)
    assert (found["articles"], found["credits"], found["precision"], found["recall"]) == (2, 2, 0.5, 0.5)
    assert found["missed"] == {"Havas": 1}
    assert found["called_by_mistake"] == {"dpa": 1}


def test_a_mark_of_two_agencies_is_met_by_either(measure: Any) -> None:
    """UP became UPI."""
    assert measure._is_of("UP-UPI", "United Press")
    assert measure._is_of("UP-UPI", "United Press International")
    assert not measure._is_of("UP-UPI", "Reuters")


def test_data_that_is_absent_is_said_to_be_skipped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The made networks are measured all the same."""
    origin = import_module("origin")
    assert origin.main(["--data", str(tmp_path), "--reports", str(tmp_path), "--networks", "2"]) == 0
    told = capsys.readouterr().out
    assert all(f"{key}: skipped" in told for key in ("phrases", "agencies", "pages"))
    assert json.loads((tmp_path / "origin.json").read_text("utf-8"))["networks"]["count"] == 2
