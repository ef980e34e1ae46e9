"""The annotations of GitHub Actions."""

from __future__ import annotations

import re
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
    assert lines()[3] == ("::warning file=content/broken.md::content/broken.md: not text: it holds NUL bytes")
    assert lines()[4].startswith("::notice file=content/known.md::content/known.md: line 9: ")
    assert lines()[5] == (
        "dedup check: 3 findings in 3 documents (2 repost, 1 source-not-allowed); 2 findings accepted; "
        "1 input could not be read as it is."
    )
    assert github(CLEAN) == "dedup check: No findings.\n"


def test_texts_cannot_make_commands() -> None:
    """A file name or a text with line breaks and commands in it stays one line, properties apart."""
    odd = finding("a,b:c%.md\n::error::x", source="o\n::set-output name=x::y")
    (first, *_rest) = lines(odd)
    assert first.startswith("::error file=a%2Cb%3Ac%25.md %3A%3Aerror%3A%3Ax,line=3,")
    assert sum(line.startswith("::") for line in lines(odd)) == 3
    assert not [line for line in lines(*[odd] * 12) if re.match(r"\s*(::(?!error |warning |notice )|##\[)", line)]


def test_findings_beyond_those_that_are_shown_are_in_the_log() -> None:
    """The first ten are annotations, the others plain lines, and the last line says how many GitHub does not show."""
    found = lines(*(finding(f"content/{number}.md") for number in range(12)))
    assert [line.startswith("::error ") for line in found[:10]] == [True] * 10
    assert sum(line.startswith("::error ") for line in found) == 10
    assert [line.split(":")[1] for line in found if line.startswith("repost")] == [
        " content/10.md, line 3-5",
        " content/11.md, line 3-5",
    ]
    assert found[-1].endswith("GitHub shows the first 10; 2 more are above and in the summary.")
