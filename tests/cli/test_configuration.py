"""Options come from the command line, then from the configuration file, then from the defaults."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dedup.cli.configuration import CHECK_KEYS, FILTER_KEYS, KEYS, configured
from dedup.cli.options import options_of
from dedup.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Outcome


def test_without_a_file_nothing_is_configured(folder: Path) -> None:
    """An empty working directory configures nothing, and neither does a pyproject.toml without our table."""
    assert configured(folder) == {}
    (folder / "pyproject.toml").write_text("[tool.other]\nwords = 3\n")
    assert configured(folder) == {}


@pytest.mark.parametrize(("name", "table"), [("dedup.toml", ""), ("pyproject.toml", "[tool.dedup]\n")])
def test_both_files_configure(folder: Path, name: str, table: str) -> None:
    """Keys may have dashes or underscores, and whole numbers stand for shares too."""
    (folder / name).write_text(f'{table}min-run = 20\nmin_shared = 40\nthreshold = 1\nignore = ["x"]\n')
    options = options_of({})
    assert (options.settings.min_run, options.settings.min_shared, options.settings.threshold) == (20, 40, 1.0)
    assert options.ignore == ("x",)


def test_the_command_line_wins(folder: Path) -> None:
    """What is given on the command line replaces what the file says, lists and tables as a whole."""
    (folder / "dedup.toml").write_text(
        'words = 7\nmin-run = 20\npassages = false\nignore = ["x"]\nformat = "json"\ncolumn = {text = "body"}\n'
    )
    options = options_of({"words": 6, "passages": True, "ignore": ["y"], "column": ["id=key"], "format": None})
    assert (options.settings.words, options.settings.min_run, options.settings.passages) == (6, 20, True)
    assert (options.ignore, options.columns, options.format) == (("y",), {"id": "key"}, "json")


def test_the_file_changes_what_a_command_finds(dedup: Callable[..., Outcome], folder: Path) -> None:
    """With min-shared above what the two texts share, the pair is not listed unless the command line lowers it."""
    (folder / "dedup.toml").write_text("min-shared = 500\n")
    assert "COPIES: no two documents" in dedup("scan", ".").out
    assert "COPIES: 1 pair" in dedup("scan", ".", "--min-shared", "20").out


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("colour = 1\n", "dedup.toml has an unknown key 'colour'; the keys are all-pairs, "),
        ("theshold = 0.7\n", "has an unknown key 'theshold' ('threshold'?); the keys are all-pairs, "),
        ("[chek]\n", "has an unknown key 'chek' ('check'?)"),
        ("[tool.dedup]\nwords = 6\n", "has an unknown key 'tool' ([tool.dedup] stands in pyproject.toml only)"),
        ('words = "five"\n', "words in dedup.toml must be a whole number, not 'five'"),
        ("words = true\n", "words in dedup.toml must be a whole number, not True"),
        ("threshold = 'high'\n", "threshold in dedup.toml must be a number"),
        ("all-pairs = 1\n", "all-pairs in dedup.toml must be true or false, not 1"),
        ("ignore = 'x'\n", "ignore in dedup.toml must be a list of texts"),
        ("column = ['text=body']\n", "column in dedup.toml must be a table of texts"),
        ("words = \n", "dedup.toml cannot be read as TOML"),
        ("\ufeffwords = '\x00'", "dedup.toml cannot be read as TOML"),
    ],
)
def test_mistakes_in_the_file_are_told(
    dedup: Callable[..., Outcome], folder: Path, content: str, complaint: str
) -> None:
    """An unknown key, a value of the wrong kind or a file that is not TOML is code 2 and a sentence."""
    (folder / "dedup.toml").write_text(content, encoding="utf-8")
    outcome = dedup("scan", ".")
    assert outcome.code == 2
    assert complaint in outcome.err


@pytest.mark.parametrize("depth", [300, 3_000])
def test_a_value_that_is_nested_deeply_is_told(folder: Path, depth: int) -> None:
    """Neither TOML nor Python's way of showing a value has such limits that one could rely on them."""
    (folder / "dedup.toml").write_text(f"format{'.a' * depth} = 1\n")
    with pytest.raises(UsageError, match=r"format in dedup.toml must be a text, not \{'a': .*\.\.\."):
        configured(folder)


def test_two_files_are_refused(folder: Path) -> None:
    """When both files configure dedup, neither wins in silence."""
    (folder / "dedup.toml").write_text("words = 5\n")
    (folder / "pyproject.toml").write_text("[tool.dedup]\nwords = 6\n")
    with pytest.raises(UsageError, match=r"both dedup\.toml and"):
        configured(folder)


def test_a_table_that_is_none_is_refused(folder: Path) -> None:
    """A pyproject.toml in which tool.dedup is a number is told."""
    (folder / "pyproject.toml").write_text("[tool]\ndedup = 5\n")
    with pytest.raises(UsageError, match="must be a table"):
        configured(folder)


def test_every_option_can_be_configured() -> None:
    """The options of the commands are keys too, but for where the output goes."""
    from dedup.cli.program import program  # noqa: PLC0415 - only this test needs the commands

    names = {
        name
        for command in program().registered_commands
        if command.callback is not None
        for name in command.callback.__annotations__
    }
    told_where_it_is_used = {
        "context",
        "a",
        "b",
        "action",
        "what",
        "saved",
        "site",
        "output",
        "section",
        "force",
        "resume",
        "texts",
        "hide_names",
        "write_baseline",
        "return",
    }
    assert names - set(KEYS) - set(CHECK_KEYS) - set(FILTER_KEYS) == told_where_it_is_used
