"""The views for people: on a terminal, and as a comment on a change."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dedup.errors import UsageError
from dedup.gate.rules import RULES
from dedup.report.formats import CHECK_FORMATS, RenderOptions, render_check
from tests.report.findings.examples import CLEAN, RESULT, finding


def shown(name: str, options: RenderOptions | None = None) -> str:
    """Return the example in a format, on one line so that wrapping makes no difference."""
    return " ".join(render_check(RESULT, name, options or RenderOptions(width=200)).split())


@pytest.mark.parametrize("name", ["table", "markdown"])
def test_findings_say_everything(name: str) -> None:
    """Document, lines, rule, sentence, and what to do stand in both views."""
    report = shown(name).replace("\\", "")
    for part in ("content/new.md", "3-5", "repost", "19 of its 40 words (47 %)", RULES["repost"].what_to_do):
        assert part in report


@pytest.mark.parametrize("name", ["table", "markdown"])
def test_accepted_stale_unreadable_and_notes_are_told(name: str) -> None:
    """What does not count is told with its reason, and so is what was not judged."""
    report = shown(name).replace("\\", "")
    for part in (
        "with their permission (line 7)",
        "it stands in .dedup-baseline",
        "old/gone.md",
        "not text: it holds NUL bytes",
        "line 9: what it accepts is not found (any more)",
        "3 findings in 3 documents (2 repost, 1 source-not-allowed); 2 findings accepted; 1 input could not be read",
    ):
        assert part in report


def test_nothing_to_object_to_is_said() -> None:
    """A clean check says so."""
    assert "nothing to object to" in render_check(CLEAN, "table", RenderOptions())
    assert "### dedup check: No findings." in render_check(CLEAN, "markdown", RenderOptions())


def test_rows_limit_what_is_listed() -> None:
    """With two rows of three, the third is told as a number."""
    assert "… and 1 more" in shown("table", RenderOptions(width=200, max_rows=2))
    assert "… and 1 more" in shown("markdown", RenderOptions(max_rows=2))


def test_terminal_fits_its_width() -> None:
    """No line is wider than the terminal."""
    lines = render_check(RESULT, "table", RenderOptions(width=72)).splitlines()
    assert max(map(len, lines)) <= 72


def test_comment_can_be_found_again_and_holds_no_markup_of_texts() -> None:
    """The first line is the mark of the comment; what a text says is escaped."""
    report = render_check(replace(RESULT, findings=(finding("a|b.md"),)), "markdown", RenderOptions())
    assert report.startswith("<!-- dedup check -->\n")
    assert "<b>" not in report
    assert r"a\|b.md" in report


def test_formats_are_those_of_the_table_and_no_other() -> None:
    """Each format renders; another name is refused with the list."""
    for name in CHECK_FORMATS:
        assert render_check(CLEAN, name, RenderOptions())
    with pytest.raises(UsageError, match="table, json, markdown, sarif, junit, github"):
        render_check(CLEAN, "html", RenderOptions())
