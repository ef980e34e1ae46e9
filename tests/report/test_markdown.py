"""The Markdown view says what the terminal view says, and lets no document write markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings

from dedup.report.escaping import markdown_text
from dedup.report.formats import RenderOptions
from dedup.report.markdown import scan_markdown
from tests.report.examples import crowd_result, empty_result, seed_result
from tests.report.strategies import RESULTS

if TYPE_CHECKING:
    from dedup.results import ScanResult


def cells(line: str) -> list[str]:
    """Return the cells of a table row, as a Markdown reader divides it."""
    return re.split(r"(?<!\\)(?:\\\\)*\|", line)[1:-1]


def test_the_seed_reads_as_it_should() -> None:
    """The repetitions and the chain are table rows, with quoted evidence."""
    shown = scan_markdown(seed_result(), RenderOptions())
    assert "| **15 ↔ 33** | identical | 54 | 100 % |" in shown
    assert "| **19 ↔ 47** | identical but<br>for punctuation | 62 | 100 % |" in shown
    assert "**Daily Times → Stop NATO → Global Research**" in shown
    assert r"attribution: “The original source of this article is \[Daily Times\](\#)”" in shown


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(RESULTS)
def test_every_row_has_the_cells_of_its_heading(result: ScanResult) -> None:
    """Whatever the texts hold, a table row divides into as many cells as its heading."""
    size = 0
    for line in scan_markdown(result, RenderOptions()).split("\n"):
        if not line.startswith("| "):
            size = 0
            continue
        size = size or len(cells(line))
        assert len(cells(line)) == size


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(RESULTS)
def test_no_markup_comes_from_documents(result: ScanResult) -> None:
    """The only tags are line breaks of the view itself, and no bracket or backquote is left bare."""
    shown = scan_markdown(result, RenderOptions())
    assert set(re.findall(r"<[^>]*>?", shown)) <= {"<br>"}
    assert not re.search(r"(?<!\\)(?:\\\\)*[`\[\]]", shown.replace("\\\\", ""))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a|b", r"a\|b"),
        ("[x](y)", r"\[x\](y)"),
        ("<b>&amp;", "&lt;b&gt;&amp;amp;"),
        ("snake_case *x* `y`", r"snake\_case \*x\* \`y\`"),
        ("back\\slash", r"back\\slash"),
        ("# no heading", r"\# no heading"),
    ],
)
def test_special_characters_are_escaped(text: str, written: str) -> None:
    """What would be markup is shown as it was written."""
    assert markdown_text(text) == written


def test_empty_parts_are_sentences() -> None:
    """A part with nothing in it is a heading and a sentence."""
    assert "## Copies\n\nNo two documents share enough words to be listed.\n" in scan_markdown(
        empty_result(), RenderOptions()
    )


def test_rows_limit_holds() -> None:
    """With two rows a section, 28 of 30 pairs are counted instead of listed."""
    assert "… and 28 more" in scan_markdown(crowd_result(30), RenderOptions(max_rows=2))
