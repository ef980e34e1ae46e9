"""What is typed becomes the same values with typer's own making as without."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
import typer

from dedup.cli.program import program, without_pydantic
from dedup.errors import UsageError

COMMANDS: dict[str, Any] = typer.main.get_command(program()).commands  # type: ignore[attr-defined]
CALLS = {
    "scan": ["a", "b", "--words", "3", "--no-passages", "--column", "text=x", "--ignore", "*.a", "--ignore", "b", "-q"],
    "compare": ["a", "b", "--encoding", "latin-1", "--full"],
    "check": ["--against", "a", "--against", "b", "--max-reuse", "0.5", "--relations", "none", "--write-baseline"],
    "index": ["add", "file", "a", "b", "--threshold", "0.7", "--format", "json"],
    "render": ["result.json", "--format", "dot", "--output", "-", "--rows", "0"],
}


@pytest.mark.parametrize("name", CALLS)
def test_values_are_those_that_typer_makes(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether or not typer is spared, a command gets the same parameters of the same types."""
    with monkeypatch.context() as patched:
        patched.setattr("dedup.cli.program.without_pydantic", list)
        command: Any = typer.main.get_command(program(name)).commands[name]  # type: ignore[attr-defined]
        theirs = command.make_context(name, list(CALLS[name])).params
    ours = COMMANDS[name].make_context(name, list(CALLS[name])).params
    assert ours == theirs
    assert {key: type(value) for key, value in ours.items()} == {key: type(value) for key, value in theirs.items()}


@pytest.mark.parametrize("call", [["scan"], ["compare", "a"], ["scan", "a", "--words", "many"]])
def test_what_is_missing_or_no_number_is_refused_as_ever(call: list[str]) -> None:
    """Typer still objects where there is something to object to."""
    with pytest.raises(Exception, match=r"[Mm]issing|integer"):
        COMMANDS[call[0]].make_context(call[0], call[1:])


def test_older_versions_are_left_alone() -> None:
    """A parameter without a descriptor is that of a typer that makes values itself."""
    parameter = object()
    assert without_pydantic([parameter]) == [parameter]


def test_an_option_of_other_commands_is_refused_with_their_names() -> None:
    """Who types it knows then where it belongs; what nobody has, and what follows two dashes, is left to typer."""
    check = COMMANDS["check"]
    with pytest.raises(UsageError, match="--rewrites is an option of dedup scan and dedup compare, not of check"):
        check.make_context("check", ["a", "--rewrites"])
    with pytest.raises(Exception, match="No such option"):
        check.make_context("check", ["a", "--rewrote"])
    assert check.make_context("check", ["--", "--rewrites"]).params["paths"] == ["--rewrites"]


def test_the_package_runs_as_a_module() -> None:
    """As the command of an environment that is not on the path."""
    printed = [
        subprocess.run([sys.executable, *how, "--version"], check=True, capture_output=True, text=True).stdout
        for how in (["-m", "dedup"], ["-c", "from dedup.cli import main; main()"])
    ]
    assert printed[0] == printed[1] != ""
