"""The annotations of GitHub Actions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dedup.report.findings.github import github
from tests.report.findings.examples import CLEAN, RESULT, finding

if TYPE_CHECKING:
    from dedup.gate.findings import Finding


def lines(*findings: Finding) -> list[str]:
    """Return the lines of the view, of these findings or of all."""
    result = replace(RESULT, findings=findings) if findings else RESULT
    return github(result).splitlines()


def test_each_finding_is_an_error_on_its_lines() -> None:
    """File, lines and title are properties; message and what to do are two lines of the annotation."""
    first = lines()[0]
    assert first == (
        "::error file=content/new.md,line=3,endLine=5,title=A text that was published before (repost)::"
        "This text is taken from old/a b.md, line 1 (Daily Times, as of main): 19 of its 40 words (47 %25)."
        "%0ALeave it out, or link to the other text. If it is meant to be here, accept it with a reason."
    )


def test_page_and_row_have_no_line() -> None:
    """Where lines are not those of the file, none is named; a row is named in the message."""
    assert lines()[1].startswith("::error file=content/page.html,title=")
    assert lines()[2].startswith("::error file=content/rows.jsonl,title=")
    assert "::story-7: This text" in lines()[2]


def test_unreadable_input_is_a_warning_and_the_verdict_comes_last() -> None:
    """What was not judged is shown on its file; the last line sums up."""
    assert lines()[3] == (
        "::warning file=content/broken.md::content/broken.md could not be read: not text: it holds NUL bytes"
    )
    assert lines()[4] == "dedup check: 3 findings in 3 documents; 2 findings accepted; 1 input could not be read."
    assert github(CLEAN) == "dedup check: No findings.\n"


def test_texts_cannot_make_commands() -> None:
    """A file name or a text with line breaks and commands in it stays one line, properties apart."""
    odd = finding("a,b:c%.md\n::error::x", source="o\n::set-output name=x::y")
    (first, *_rest) = lines(odd)
    assert first.startswith("::error file=a%2Cb%3Ac%25.md %3A%3Aerror%3A%3Ax,line=3,")
    assert sum(line.startswith("::") for line in lines(odd)) == 2
