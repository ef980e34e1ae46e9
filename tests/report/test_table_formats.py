"""Reports in the markups of papers, wikis and spreadsheets: what a document says acts in none of them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from tabulate import tabulate_formats

from dedup.errors import UsageError
from dedup.report.escaping import backslashed
from dedup.report.formats import RenderOptions
from dedup.report.spreadsheets import without_formula
from dedup.report.table import scan_table
from dedup.report.table_formats import MARKUPS, UNESCAPED, require_table_format, table_formats
from tests.report.examples import crowd_result, seed_result

if TYPE_CHECKING:
    from dedup.results import ScanResult

HOSTILE = (
    "[1cm] \\input{/etc/passwd}",
    "*[x] \\\\ & \\csname x\\endcsname",
    "{{Delete}} [[File:x.png]] <nowiki>",
    "</td><script>alert(1)</script>",
    ".. include:: /etc/passwd",
    "include::/etc/passwd[]",
    "[[shell:rm -rf x]] src_sh{rm} {{{macro}}}",
    "{code} !http://x.example/a.png!",
    "=HYPERLINK('http://x.example')",
    "a | b || c",
)


def hostile_result(text: str) -> ScanResult:
    """Return a result in which the text is a document's name, and stands in a sentence and a heading too."""
    result = crowd_result(1)
    (match,) = result.copies
    (repetition,) = result.repetitions
    first, _ = result.provenance
    return replace(
        result,
        copies=(replace(match, a=text, b=text),),
        repetitions=(replace(repetition, document=text, text=text, second_text=None),),
        provenance=(replace(first, document=text, chain=(text, text), undecided=text),),
    )


def drawn(text: str, name: str) -> str:
    """Return the report on a result with that text in a format of tables."""
    return scan_table(hostile_result(text), RenderOptions(table=name))


def test_all_formats_of_tabulate_are_there_but_those_that_take_texts_for_markup() -> None:
    """Each format that tabulate names can be asked for, and the two that escape nothing are refused with another."""
    assert set(table_formats()) == set(tabulate_formats) - {"latex_raw", "unsafehtml"}
    with pytest.raises(UsageError, match="--table latex writes the same, escaped"):
        require_table_format("latex_raw")
    with pytest.raises(UsageError, match="--table html writes the same, escaped"):
        require_table_format("unsafehtml")
    with pytest.raises(UsageError, match="tables have no format 'excel'; the formats are asciidoc"):
        require_table_format("excel")
    assert set(UNESCAPED) <= set(tabulate_formats)


@pytest.mark.parametrize("name", MARKUPS)
def test_each_markup_has_all_sections(name: str) -> None:
    """The title of each section stands in the report of the seed, whatever the markup."""
    shown = scan_table(seed_result(), RenderOptions(table=name))
    places = [shown.index(title) for title in ("dedup", "Repetitions", "Copies", "Provenance", "Recall")]
    assert places == sorted(places)
    assert "15 ↔ 33" in shown


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", ["latex", "latex_booktabs", "latex_longtable"])
def test_latex_runs_no_command_of_a_document(name: str, text: str) -> None:
    r"""Only the commands of the report itself stand there, and no row begins with an argument of the ``\\`` before."""
    shown = drawn(text, name)
    own = {"section", "subsection", "subsubsection", "textbf", "begin", "end", "hline", "toprule", "midrule"}
    own |= {"bottomrule", "endhead", "textbackslash", "textasciitilde", "ensuremath"}
    assert set(re.findall(r"(?<!\\)(?:\\\\)*\\([a-zA-Z]+)", shown)) <= own
    assert not re.search(r"^\s*[\[*]", re.sub(r"(?s)\A.*?\\begin", "", shown), re.MULTILINE)


@pytest.mark.parametrize("text", HOSTILE)
def test_html_has_only_the_tags_of_the_report(text: str) -> None:
    """The fragment is well-formed, and has no element but headings, paragraphs and tables."""
    root = ET.fromstring(f"<x>{drawn(text, 'html')}</x>")  # noqa: S314 - our own output
    own = {"x", "h1", "h2", "h3", "p", "b", "table", "thead", "tbody", "tr", "th", "td"}
    assert {element.tag for element in root.iter()} <= own


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", ["mediawiki", "moinmoin", "jira", "textile", "youtrack", "asciidoc"])
def test_wikis_find_no_markup_in_a_document(name: str, text: str) -> None:
    """Neither braces nor brackets, bars or macros of a text are left as they were."""
    shown = drawn(text, name)
    for sign in ("[[", "{{", "{code}", "include::", "<script", "<nowiki", "a | b", "!http", "=HYPER"):
        assert sign not in shown


@pytest.mark.parametrize("text", HOSTILE)
def test_org_finds_no_markup_in_a_document(text: str) -> None:
    """Links, calls of programs and macros are held apart by characters without width."""
    shown = drawn(text, "orgtbl")
    for sign in ("[[", "shell:", "src_sh{", "{{{", "a | b"):
        assert sign not in shown


@pytest.mark.parametrize("sign", "\\*`|_[]<>:.=~^$#!{}()'\"&%+-/@?")
def test_every_sign_has_a_backslash_in_rest(sign: str) -> None:
    """In reStructuredText a sign after a backslash is itself."""
    assert backslashed(f"{sign}x") == f"\\{sign}x"


@pytest.mark.parametrize("text", HOSTILE)
def test_rest_has_no_directive_of_a_document(text: str) -> None:
    """Only the rubrics of the report are directives."""
    assert set(re.findall(r"(?<!\\)\.\. (\w+)::", drawn(text, "rst"))) <= {"rubric"}
    assert "`" not in drawn(text, "rst").replace("\\`", "")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("  =1", "'  =1"),
        ("\u00a0=1", "'\u00a0=1"),
        ("\uff1d1", "'\uff1d1"),
        ("a=1", "a=1"),
        ("'=1", "'=1"),
        ("1-2", "1-2"),
        ("", ""),
    ],
)
def test_no_cell_is_a_formula(text: str, written: str) -> None:
    """What a spreadsheet would run has an apostrophe before it; other texts stay as they are."""
    assert without_formula(text) == written


def test_tabs_divide_cells_only() -> None:
    """A tab in a name is no new cell of tsv, and a name that begins with = no formula."""
    row = next(line for line in drawn("=a\tb", "tsv").split("\n") if "Jaccard 0.99" in line)
    assert row.split("\t")[1].strip() == "'=a b / '=a b"
