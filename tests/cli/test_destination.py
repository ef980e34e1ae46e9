"""Where a report goes, and that its name chooses the format."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from pyarrow import parquet

from dedup.cli.destination import asked_by_name, destination_of
from dedup.report.formats import CHECK_FORMATS, ROW_FORMATS, SCAN_FORMATS
from dedup.report.row_files import section_names

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Outcome

FORMATS = (*SCAN_FORMATS, *ROW_FORMATS)


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("r.json", ("json", "")),
        ("R.JSON", ("json", "")),
        ("a.b/r.md", ("markdown", "")),
        ("r.sarif.json", ("sarif", "")),
        ("r.2024.json", ("json", "")),
        ("r.jsonl", ("ndjson", "")),
        ("r.gv", ("dot", "")),
        ("r.tex", ("table", "latex_booktabs")),
        ("r.wiki", ("table", "mediawiki")),
        ("r.txt", ("", "")),
        ("r", ("", "")),
        ("json", ("", "")),
        (".json", ("", "")),
        ("folder.csv/", ("csv", "")),
        ("r.2024", ("", "")),
        ("r.pdf", ("pdf", "")),
        ("r.json.gz", ("gz", "")),
        (None, ("", "")),
    ],
)
def test_names_ask_for_formats(name: str | None, asked: tuple[str, str]) -> None:
    """The end of a name says what the file is to hold, or nothing."""
    assert asked_by_name(name) == asked


@pytest.mark.parametrize("name", [name for name in SCAN_FORMATS if name != "table"])
def test_each_format_has_a_name_that_asks_for_it(name: str) -> None:
    """No format but the table has to be named twice."""
    endings = {"markdown": "md"}
    assert asked_by_name(f"r.{endings.get(name, name)}")[0] == name


@pytest.mark.parametrize(
    ("given", "configured", "chosen"),
    [
        ({"output": "r.json"}, {}, "json"),
        ({"output": "r.json"}, {"format": "markdown"}, "json"),
        ({"output": "r.json", "format": "markdown"}, {}, "markdown"),
        ({"output": "r.txt"}, {"format": "markdown"}, "markdown"),
        ({"output": "r.txt"}, {}, "table"),
        ({"output": "-"}, {"format": "json"}, "json"),
        ({"table": "grid"}, {"format": "json"}, "table"),
        ({}, {}, "table"),
    ],
)
def test_the_command_line_then_the_name_then_the_configuration(
    given: dict[str, str], configured: dict[str, str], chosen: str
) -> None:
    """--format comes before the name, and the name before what a configuration file says."""
    assert destination_of(given, configured, FORMATS, quiet=True).format == chosen


def test_sarif_is_for_checks() -> None:
    """A check writes SARIF and JUnit by their names; they are in the formats of a check and in no others."""
    assert destination_of({"output": "d.sarif"}, {}, CHECK_FORMATS, quiet=True).format == "sarif"
    assert destination_of({"output": "d.xml"}, {}, CHECK_FORMATS, quiet=True).format == "junit"


@pytest.mark.parametrize("name", ["d.sarif", "r.pdf", "r.xlsx", "r.json.gz"])
def test_a_name_that_asks_for_what_is_not_written_is_refused(
    dedup: Callable[..., Outcome], folder: Path, name: str
) -> None:
    """No terminal table hides in a file that is called something else."""
    outcome = dedup("scan", ".", "--output", name)
    assert outcome.code == 2
    assert f"{name} asks for the format {name.rpartition('.')[2]}, and this command has table, json" in outcome.err
    assert not (folder / name).exists()


def test_a_report_holds_what_its_name_says(dedup: Callable[..., Outcome], folder: Path) -> None:
    """JSON is in the file called so, without a word on it; with --format it is told that it is something else."""
    quiet = dedup("scan", ".", "--output", "r.json")
    assert quiet.err == ""
    assert json.loads((folder / "r.json").read_bytes())["schema"] == "dedup.scan/2"
    (folder / "r.json").unlink()
    told = dedup("scan", ".", "--output", "r.json", "--format", "markdown")
    assert told.err == "dedup: r.json will hold the format markdown, as --format says\n"
    assert (folder / "r.json").read_text().startswith("# dedup")


def test_a_folder_takes_all_tables(dedup: Callable[..., Outcome], folder: Path) -> None:
    """A folder that is made for it has a file for each table, also for those without rows."""
    assert dedup("scan", "a.txt", "b.txt", "--format", "csv", "--output", "tables").code == 0
    assert sorted(path.name for path in (folder / "tables").iterdir()) == sorted(
        f"{name}.csv" for name in section_names()
    )
    with (folder / "tables" / "documents.csv").open(newline="") as file:
        assert [row["id"] for row in csv.DictReader(file)] == ["a.txt", "b.txt"]
    assert dedup("scan", "a.txt", "--format", "parquet", "--output", "tables/").code == 0
    assert parquet.read_table(folder / "tables" / "documents.parquet")["id"].to_pylist() == ["a.txt"]


def test_a_file_called_for_a_section_holds_it(dedup: Callable[..., Outcome], folder: Path) -> None:
    """documents.csv has the documents; another name needs --section, and --section wins over the name."""
    assert dedup("scan", "a.txt", "--output", "documents.csv").code == 0
    assert (folder / "documents.csv").read_text().startswith('"id","path"')
    refused = dedup("scan", "a.txt", "--output", "result.csv")
    assert refused.code == 2
    assert "csv has one table a file: --output FOLDER takes all, --section NAME chooses one of" in refused.err
    assert dedup("scan", "a.txt", "--output", "documents.parquet", "--section", "notes").code == 0
    assert parquet.read_table(folder / "documents.parquet").column_names == ["path", "note"]


@pytest.mark.usefixtures("folder")
def test_one_section_goes_to_standard_output(dedup: Callable[..., Outcome]) -> None:
    """A table can be piped on; all of them only as NDJSON."""
    dedup("scan", "a.txt", "b.txt", "--output", "r.json")
    shown = dedup("render", "r.json", "--format", "csv", "--section", "documents")
    assert [row["id"] for row in csv.DictReader(io.StringIO(shown.out))] == ["a.txt", "b.txt"]
    lines = dedup("render", "r.json", "--format", "ndjson").out.splitlines()
    assert {json.loads(line)["table"] for line in lines} >= {"documents"}
    assert dedup("render", "r.json", "--format", "csv").code == 2


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--section", "copies"], "--section chooses a table of csv, parquet, ndjson, and the format is table"),
        (["--format", "csv", "--section", "pairs"], "a result has no section 'pairs'"),
        (["--table", "grid", "--format", "json"], "--table draws tables for readers, and the format is json"),
        (["--table", "excel"], "tables have no format 'excel'; the formats are asciidoc"),
        (["--table", "unsafehtml"], "--table html writes the same, escaped"),
        (["--format", "csv", "--output", "no/such/"], "there is no folder"),
        (["--format", "csv", "--output", "a.txt"], "csv has one table a file"),
    ],
)
def test_what_cannot_be_is_said_before_the_work(
    dedup: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch, options: list[str], complaint: str
) -> None:
    """Each is code 2 and a sentence, and nothing is read for it."""
    monkeypatch.setattr("dedup.reading.inputs.read_paths", None)
    outcome = dedup("scan", ".", *options)
    assert outcome.code == 2
    assert complaint in outcome.err


def test_tables_are_drawn_as_asked(dedup: Callable[..., Outcome], folder: Path) -> None:
    """--table frames the tables of a scan and of a look-up, and a name may ask for a markup."""
    assert "+===" in dedup("scan", "a.txt", "b.txt", "--table", "grid").out or "COPIES: no" in dedup("scan", ".").out
    assert dedup("scan", "a.txt", "--output", "r.tex").code == 0
    assert (folder / "r.tex").read_text().startswith("\\section*{dedup}")
    dedup("index", "add", "x.dedup", "a.txt")
    (folder / "c.txt").write_text((folder / "a.txt").read_text() + "\n\nAnd one more line of words.\n")
    assert dedup("index", "lookup", "x.dedup", "c.txt", "--format", "csv", "--section", "copies").code == 2


@pytest.mark.parametrize("name", ["r.tex", "r.rst", "r.adoc", "r.org", "r.wiki", "r.tsv", "documents.csv", "r.ndjson"])
def test_a_report_may_be_written_anew(dedup: Callable[..., Outcome], name: str, folder: Path) -> None:
    """A report in any format is known for one, and replaced by the next."""
    for _ in range(2):
        assert dedup("scan", "a.txt", "--output", name).code == 0
    assert (folder / name).stat().st_size


@pytest.mark.parametrize("form", ["csv", "parquet", "ndjson"])
def test_tables_may_be_written_anew_and_nothing_else(dedup: Callable[..., Outcome], folder: Path, form: str) -> None:
    """Tables in a folder are replaced by the next ones; a file that is none is told, and left as it is."""
    for _ in range(2):
        assert dedup("scan", "a.txt", "--format", form, "--output", "tables/").code == 0
    (folder / "tables" / f"copies.{form}").write_text("name,price\n")
    refused = dedup("scan", "a.txt", "--format", form, "--output", "tables/")
    assert refused.code == 2
    assert f"copies.{form} is there and is no report of dedup" in refused.err
    assert (folder / "tables" / f"copies.{form}").read_text() == "name,price\n"
    assert dedup("scan", "a.txt", "--format", form, "--output", "tables/", "--force").code == 0


def test_an_input_is_not_replaced_by_a_table(dedup: Callable[..., Outcome], folder: Path) -> None:
    """A table that is read is not written over, although it is a report of dedup."""
    dedup("scan", "a.txt", "b.txt", "--output", "documents.csv")
    before = (folder / "documents.csv").read_bytes()
    refused = dedup("scan", "documents.csv", "--column", "text=title", "--output", "documents.csv")
    assert refused.code == 2
    assert "is an input" in refused.err
    assert (folder / "documents.csv").read_bytes() == before
