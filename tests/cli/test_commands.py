"""Every command does what its help says, and its help says what it does."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import typer

from dedup.cli.help_page import help_page
from dedup.cli.program import program
from dedup.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Outcome

DOCS = Path(__file__).parents[2] / "docs"
COMMANDS = sorted(typer.main.get_command(program()).commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_every_command_has_help_with_examples(dedup: Callable[..., Outcome], command: str, option: str) -> None:
    """Help names the arguments, explains every option, and shows how the command is typed."""
    outcome = dedup(command, option)
    assert outcome.code == 0
    assert f"Usage: dedup {command}" in outcome.out
    assert ("Arguments:" in outcome.out) == (command != "formats")
    assert f"\n    dedup {command}" in outcome.out.partition("Examples:")[2]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_explained(command: str) -> None:
    """No option or argument is without a sentence."""
    parameters = typer.main.get_command(program()).commands[command].params  # type: ignore[attr-defined]
    assert [parameter.name for parameter in parameters if not parameter.help] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_file(command: str) -> None:
    """A command lives in the file of its name."""
    callbacks = [each.callback for each in program(command).registered_commands if each.callback]
    assert [(each.__name__, each.__module__) for each in callbacks] == [(command, f"dedup.cli.{command}")]


def test_the_page_is_what_the_program_says() -> None:
    """`docs/cli.md` is up to date; `python -m dedup.cli.help_page > docs/cli.md` makes it so."""
    page = (DOCS / "cli.md").read_text(encoding="utf-8")
    assert page == help_page()
    assert all(f"\n## dedup {command}\n" in page for command in COMMANDS)


def test_version_is_told(dedup: Callable[..., Outcome]) -> None:
    """--version shows the version and does nothing else."""
    assert dedup("--version").out == f"dedup {VERSION}\n"


def test_scan_writes_the_promised_json(dedup: Callable[..., Outcome]) -> None:
    """The JSON of a scan names both documents and the pair that they are."""
    result = json.loads(dedup("scan", "a.txt", "b.txt", "--format", "json").out)
    assert [document["id"] for document in result["documents"]] == ["a.txt", "b.txt"]
    assert [(pair["a"], pair["b"]) for pair in result["copies"]] == [("a.txt", "b.txt")]


def test_scan_reads_standard_input(
    dedup: Callable[..., Outcome], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With - the text comes from standard input."""
    content = (folder / "a.txt").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    result = json.loads(dedup("scan", "-", "--format", "json").out)
    assert [document["words"] for document in result["documents"]] == [len(content.split())]


@pytest.mark.parametrize("name", ["table", "markdown", "json"])
def test_render_shows_what_scan_showed(dedup: Callable[..., Outcome], name: str) -> None:
    """A saved result renders to the same report as the scan that it came from."""
    shown = dedup("scan", ".", "--format", name).out
    assert dedup("scan", ".", "--format", "json", "--output", "result.json").code == 0
    assert dedup("render", "result.json", "--format", name).out == shown


def test_render_reads_standard_input(dedup: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch) -> None:
    """With - the result comes from standard input."""
    saved = dedup("scan", ".", "--format", "json").out.encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(saved)))
    assert "COPIES: 1 pair" in dedup("render", "-").out


def test_compare_marks_the_edit(dedup: Callable[..., Outcome]) -> None:
    """What only one text has is marked on its side, and what stands outside of the passage is told."""
    outcome = dedup("compare", "a.txt", "b.txt")
    assert outcome.code == 0
    assert "[-eighteen months-]" in " ".join(outcome.out.split())
    assert "{+two years+}" in " ".join(outcome.out.split())
    assert "only in b\nline 1: Reprinted here." in outcome.out


def test_compare_takes_rows_of_tables(dedup: Callable[..., Outcome], folder: Path) -> None:
    """A row is named by its number or by its id."""
    texts = [(folder / name).read_text(encoding="utf-8") for name in ("a.txt", "b.txt")]
    lines = [json.dumps({"id": f"story-{number}", "text": text}) for number, text in enumerate(texts)]
    (folder / "rows.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    by_number = dedup("compare", "rows.jsonl#1", "rows.jsonl#2")
    by_id = dedup("compare", "rows.jsonl#story-0", "rows.jsonl#story-1")
    assert by_number.code == 0
    assert by_number.out == by_id.out
    assert "contained" in by_number.out
    assert "has no row 9" in dedup("compare", "rows.jsonl#9", "a.txt").err
    assert "rows.jsonl holds 2 documents" in dedup("compare", "rows.jsonl", "a.txt").err


def test_compare_of_strangers_says_so(dedup: Callable[..., Outcome], folder: Path) -> None:
    """Two texts with nothing in common are no error."""
    (folder / "c.txt").write_text("Something else altogether, about a cat and nothing more.\n")
    outcome = dedup("compare", "a.txt", "c.txt")
    assert outcome.code == 0
    assert "They share no run of 12 words or more." in outcome.out


def test_the_page_of_promises_lists_every_key() -> None:
    """`docs/contract.md` explains each key of the JSON Schema in the schema's own words."""
    schema = json.loads((DOCS.parent / "src/dedup/report/scan.schema.json").read_text(encoding="utf-8"))
    page = (DOCS / "contract.md").read_text(encoding="utf-8")
    shapes = schema["$defs"]
    described = {
        (key, value.get("description") or shapes[value["$ref"].rpartition("/")[2]]["description"])
        for shape in (schema, *shapes.values())
        for key, value in shape.get("properties", {}).items()
    }
    assert [key for key, description in described if f"| `{key}` | {description} |" not in page] == []
