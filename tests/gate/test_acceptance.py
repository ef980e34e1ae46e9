"""What texts say of findings that are meant to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dedup.documents import Document
from dedup.gate.acceptance import Acceptance, acceptances
from dedup.gate.findings import Finding, Source, Where
from dedup.reading.inputs import read_paths

if TYPE_CHECKING:
    from pathlib import Path

PLACE = Where("a.md", "a.md", 0, 1, (1, 1), in_file=True)


def finding(*sources: Source) -> Finding:
    """Return a finding with these sources."""
    return Finding("repost", "a.md", "", PLACE, 1, 1.0, sources, "", "", "")


def source(name: str, publisher: str | None = None) -> Source:
    """Return a source that is a file of that name."""
    return Source(name, publisher, Where(name, name, 0, 1, (1, 1), in_file=True))


def said(tmp_path: Path, name: str, content: str) -> tuple[list[Acceptance], list[str]]:
    """Return what a file accepts, and the notes on it."""
    (tmp_path / name).write_text(content, encoding="utf-8")
    found, notes = acceptances(read_paths([tmp_path])[0])
    return found, [note.note for note in notes]


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("a.md", 'Text.\n\n<!-- dedup: accept from "Daily Times": with their permission -->\n', 3),
        ("a.txt", "Text.\n<!-- dedup: accept from 'Daily Times': with their\npermission -->\n", 2),
        ("a.md", '---\ntitle: T\ndedup: {accept: "with their permission", from: "Daily Times"}\n---\nText.\n', 3),
        ("a.md", "---\ndedup:\n  accept: with their permission\n  from: [Daily Times]\n---\nText.\n", 2),
        ("a.md", '+++\n[dedup]\naccept = "with their permission"\nfrom = "Daily Times"\n+++\nText.\n', 1),
        ("a.md", '{\n"dedup": {"accept": "with their permission", "from": "Daily Times"}\n}\nText.\n', 2),
        (
            "a.html",
            '<!DOCTYPE html>\n<!-- dedup: accept from "Daily Times": with their permission -->\n<p>Text of a page.</p>',
            2,
        ),
        ("a.html", "---\ndedup: {accept: with their permission, from: Daily Times}\n---\n<p>Text of the page.</p>", 2),
    ],
)
def test_acceptance_is_read(tmp_path: Path, name: str, content: str, line: int) -> None:
    """A comment or a key of the front matter, in any notation, says source, reason and line."""
    assert said(tmp_path, name, content) == ([Acceptance("Daily Times", "with their permission", line)], [])


def test_without_a_source_everything_is_accepted() -> None:
    """A statement that names nobody covers findings with and without sources."""
    (found,), _ = acceptances(Document("a", "<!-- dedup: accept: it is a list of links -->"))
    assert found == Acceptance(None, "it is a list of links", 1)
    assert found.covers(finding())
    assert found.covers(finding(source("b.md")))


@pytest.mark.parametrize(
    "text", ["<!-- dedup: accept -->", '<!-- dedup: accept from "X" -->', "<!-- dedup: accept:  -->"]
)
def test_without_a_reason_nothing_is_accepted(text: str) -> None:
    """A reason is required, and that it lacks is told."""
    found, notes = acceptances(Document("a.md", text, path="a.md"))
    assert found == []
    assert [note.note for note in notes] == ["line 1: what it accepts has no effect, because no reason is given"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.md", "Text. <!-- dedup: ignore this -->"),
        ("a.md", "---\ndedup: true\n---\nText.\n"),
        ("a.md", "---\ndedup: {accept: r, form: Daily Times}\n---\nText.\n"),
    ],
)
def test_what_is_not_understood_is_told(tmp_path: Path, name: str, content: str) -> None:
    """A statement with a slip in it accepts nothing, and a note shows how it is written."""
    found, (note,) = said(tmp_path, name, content)
    assert found == []
    assert "is not understood" in note


def test_other_comments_are_no_statements() -> None:
    """Comments that do not speak to dedup are passed over without a word."""
    assert acceptances(Document("a", "<!-- a comment --> <!-- dedupe: accept: x -->")) == ([], [])


@pytest.mark.parametrize("code", ["```markdown\n{}\n```\n", "~~~\n{}\n~~~", "Write `{}` for it.", "```\n{}"])
def test_comments_that_are_shown_as_code_accept_nothing(code: str) -> None:
    """A page that explains the comment does not make it."""
    assert acceptances(Document("a.md", code.format("<!-- dedup: accept: why -->"))) == ([], [])


def test_a_comment_between_two_pieces_of_code_counts() -> None:
    """Fences and ticks end where they end."""
    found, _ = acceptances(Document("a.md", "```\nx\n```\n<!-- dedup: accept: why -->\n```\ny\n```\n`z`\n"))
    assert [statement.line for statement in found] == [4]


@pytest.mark.parametrize("name", ["old/b.md", "Daily Times", "The Daily Times", "dailytimes.com.pk"])
def test_a_source_is_named_by_its_file_or_its_publisher(name: str) -> None:
    """Publishers are compared as everywhere: by any spelling of the name, or by the address."""
    assert Acceptance(name, "r", 1).covers(finding(source("old/b.md", "Daily Times")))


def test_all_sources_of_a_finding_must_be_named() -> None:
    """A finding about several sources is covered only if each of them is the one that is named."""
    accepts = Acceptance("Daily Times", "r", 1)
    assert not accepts.covers(finding(source("b.md", "Daily Times"), source("c.md", "Stop NATO")))
    assert not accepts.covers(finding())
