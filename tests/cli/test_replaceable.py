"""A report replaces reports of dedup, and nothing that was read or that somebody else wrote."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from dedup.cli.replaceable import is_report
from dedup.report.formats import CHECK_FORMATS, SCAN_FORMATS
from tests.walks.test_compare import HARBOUR, REWORDED

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Outcome

    Run = Callable[..., Outcome]

CALLS = [
    *(("scan", "a.txt", "b.txt", "-f", name) for name in SCAN_FORMATS),
    *(("compare", "a.txt", "b.txt", "-f", name) for name in SCAN_FORMATS),
    *(("compare", "a.txt", "unlike.txt", "-f", name) for name in ("table", "markdown")),
    *(("check", "b.txt", "--against", "a.txt", "-f", name) for name in CHECK_FORMATS),
    *(("check", "unlike.txt", "--against", "a.txt", "-f", name) for name in CHECK_FORMATS),
    *(("check", "unlike.txt", "no.bin", "--against", "a.txt", "-f", name) for name in CHECK_FORMATS),
    *(("index", "lookup", "x.dedup", "a.txt", "-f", name) for name in ("table", "markdown", "json")),
    *(("index", action, "x.dedup", "-f", name) for action in ("info", "verify", "scan") for name in ("table", "json")),
    *(("index", "add", "x.dedup", "a.txt", "b.txt", "-f", name) for name in ("table", "json")),
]

FOREIGN = {
    "novel.md": "# My novel\n\nIt was a dark night.\n",
    "notes.txt": "dedup: what I think of it\n",
    "data.json": '{"schema": "https://example.org/schema", "dedup": true}\n',
    "other.sarif": '{"$schema": "https://a.org/sarif-2.1.0.json", "runs": [{"tool": {"driver": {"name": "lint"}}}]}',
    "tests.xml": '<?xml version="1.0"?>\n<testsuites name="pytest tests"></testsuites>\n',
    "people.graphml": '<?xml version="1.0"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n<graph/></graphml>',
    "graph.dot": "digraph G { a -> b }\n",
    "log.txt": "::group::Install\nnpm install\n",
    "page.html": "<!doctype html><title>dedup</title>",
    "binary": "\0\1\2\3",
    "index.dedup": "SQLite format 3\0",
    "lines.jsonl": '{"schema": "dedup.baseline/1"}\n',
}


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_each_report_is_replaced_by_another_one(dedup: Run, folder: Path, call: tuple[str, ...]) -> None:
    """Whoever calls the program again with the same output gets the new report."""
    (folder / "unlike.txt").write_text("Nothing of this stands anywhere else, and it has ten words.\n")
    (folder / "no.bin").write_bytes(b"\x00\x01" * 40)
    if call[0] == "index":
        assert dedup("index", "add", "x.dedup", "a.txt", "b.txt", "-q").code == 0
    codes = [dedup(*call, "-q", "--output", "report").code for _ in range(2)]
    assert codes[0] in (0, 1, 3)
    assert codes == [codes[0]] * 2
    assert dedup("scan", "a.txt", "-q", "--output", "report").code == 0


@pytest.mark.parametrize(("name", "content"), FOREIGN.items())
def test_what_is_no_report_stays_as_it_is(dedup: Run, folder: Path, name: str, content: str) -> None:
    """A file of somebody else is told, before anything is read, and ``--force`` replaces it."""
    (folder / name).write_bytes(content.encode())
    outcome = dedup("scan", "a.txt", "-q", "-f", "table", "--output", name)
    assert outcome.code == 2
    assert outcome.err == (
        f"dedup: {name} is there and is no report of dedup, so it is not replaced; --force replaces it\n"
    )
    assert (folder / name).read_bytes() == content.encode()
    assert dedup("scan", "a.txt", "-q", "-f", "table", "--output", name, "--force").code == 0
    assert (folder / name).read_bytes().startswith(b"DEDUP: ")


def test_a_comparison_of_a_reworded_text_is_replaced(dedup: Run, folder: Path) -> None:
    """Its first lines say what is reworded, too."""
    (folder / "one.txt").write_text(HARBOUR)
    (folder / "two.txt").write_text(REWORDED)
    call = "compare", "one.txt", "two.txt", "-q", "--output", "report"
    assert [dedup(*call).code for _ in range(2)] == [0, 0]
    assert "with reworded ones" in (folder / "report").read_text().splitlines()[1]


def test_an_empty_file_is_replaced(dedup: Run, folder: Path) -> None:
    """As the shell or mktemp make it for an output."""
    (folder / "report").touch()
    assert dedup("scan", "a.txt", "-q", "--output", "report").code == 0


@pytest.mark.parametrize(
    "call", [("scan", "."), ("check", ".", "--self-repetition"), ("check", "a.txt", "--against", ".")]
)
@pytest.mark.parametrize("name", ["report.md", "link", "hard-link"])
def test_a_report_that_is_an_input_is_not_replaced(dedup: Run, folder: Path, call: tuple[str, ...], name: str) -> None:
    """The report of an earlier run lies in the folder that is scanned, under this name or another one."""
    assert dedup("scan", "a.txt", "-q", "-f", "markdown", "--output", "report.md").code == 0
    (folder / "link").symlink_to("report.md")
    os.link(folder / "report.md", folder / "hard-link")
    before = (folder / "report.md").read_bytes()
    outcome = dedup(*call, "-q", "--output", name)
    assert outcome.code == 2
    assert "report.md is an input, and would be replaced by what is written; --force replaces it" in outcome.err
    assert (folder / "report.md").read_bytes() == before
    assert dedup(*call, "-q", "--output", name, "--force").code in (0, 1)


def test_every_file_that_a_call_writes_is_looked_at(dedup: Run, folder: Path) -> None:
    """Further reports and baselines are written too; neither replaces the other."""
    (folder / "notes.md").write_text("Mine.\n")
    (folder / ".dedup-baseline").write_text("Mine.\n")
    check = ("check", "b.txt", "--against", "a.txt", "-q")
    assert "notes.md is there and is no report" in dedup(*check, "--also", "sarif=notes.md").err
    assert ".dedup-baseline is there and is no baseline" in dedup(*check, "--write-baseline").err
    assert dedup(*check, "--write-baseline", "--force").code == 0
    assert dedup(*check, "--write-baseline").code == 0
    assert ".dedup-baseline is there and is no report" in dedup(*check, "--output", ".dedup-baseline").err
    assert dedup(*check, "--output", "report").code == 1
    assert "report is there and is no baseline" in dedup(*check, "--write-baseline", "--baseline", "report").err


def test_two_reports_are_not_written_to_one_file(dedup: Run) -> None:
    """The second would replace the first; a device takes both."""
    check = ("check", "a.txt", "-q", "--also")
    outcome = dedup(*check, "sarif=x", "--also", "json=./x")
    assert (outcome.code, outcome.err) == (2, "dedup: two reports would be written to ./x; name a file for each\n")
    assert dedup(*check, "sarif=/dev/null", "--also", "json=/dev/null").code == 0


def test_a_saved_result_is_not_replaced_by_what_is_made_of_it(dedup: Run, folder: Path) -> None:
    """It is a report too, and it is lost when a table takes its place."""
    assert dedup("scan", "a.txt", "-q", "-f", "json", "--output", "result.json").code == 0
    outcome = dedup("render", "result.json", "--output", "./result.json")
    assert outcome.code == 2
    assert "./result.json is an input" in outcome.err
    assert dedup("render", "missing.json", "--output", "result.json").code == 2
    assert is_report((folder / "result.json").read_bytes(), b"")


@pytest.mark.parametrize("file", ["../x", "/srv/x", "link/x", "sub/../../x", ".git/hooks/pre-commit"])
@pytest.mark.parametrize("key", ["also", "baseline"])
def test_a_configuration_names_no_output_elsewhere(dedup: Run, folder: Path, key: str, file: str) -> None:
    """Whoever wrote the scanned tree may have written its configuration; the command line may name any place."""
    (folder / "link").symlink_to("..")
    (folder / "sub").mkdir()
    value = f'["sarif={file}"]' if key == "also" else f'"{file}"'
    (folder / "dedup.toml").write_text(f"[check]\n{key} = {value}\n")
    outcome = dedup("check", "a.txt", "-q", "--write-baseline")
    assert outcome.code == 2
    assert f"{key} in dedup.toml names {file}, and a configuration file may only name" in outcome.err
