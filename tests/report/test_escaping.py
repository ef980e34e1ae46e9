"""No text of a document acts in a report; each format is read back by a parser of its kind, and says what was meant."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from dedup.report.display_text import clean, one_line
from dedup.report.escaping import inert_json, inert_lines, inert_xml, markdown_text, workflow_text, xml_text
from dedup.report.formats import SCAN_FORMATS, RenderOptions, render
from dedup.report.provenance_graph import as_dot
from dedup.results import ScanResult  # noqa: TC001 - Hypothesis reads it
from tests.report.hostile import TEXTS, acts
from tests.report.strategies import RESULTS

SHOWN = TEXTS.map(one_line)


def markdown_reader() -> MarkdownIt:
    """Return a reader of GitHub-flavoured Markdown that makes links of addresses, but not of names of files."""
    pytest.importorskip("linkify_it")
    reader = MarkdownIt("gfm-like")
    assert reader.linkify is not None
    reader.linkify.set({"fuzzy_link": False, "fuzzy_ip": False, "fuzzy_email": True})
    return reader


def same(shown: str, meant: str) -> bool:
    """Return whether a text is shown as it was meant, zero-width spaces and outer spaces aside."""
    return shown.replace("\u200b", "").strip() == meant.replace("\u200b", "").strip()


@settings(max_examples=400)
@given(SHOWN)
def test_markdown_shows_a_text_as_it_is(text: str) -> None:
    """It is one paragraph of one text: no link, no emphasis, no list, no heading, no element."""
    tokens = markdown_reader().parse(markdown_text(text))
    kinds = [token.type for token in tokens]
    if not clean(text).strip():
        return
    assert kinds == ["paragraph_open", "inline", "paragraph_close"]
    assert [child.type for child in tokens[1].children or ()] == ["text"]
    assert same(tokens[1].content if not tokens[1].children else tokens[1].children[0].content, clean(text))


@settings(max_examples=200)
@given(SHOWN, SHOWN)
def test_a_cell_of_markdown_shows_a_text_as_it_is(one: str, other: str) -> None:
    """A row has the cells that it was given, whatever bars they hold."""
    table = f"| a | b |\n| :-- | --: |\n| {markdown_text(one)} | x{markdown_text(other)} |"
    cells = [token for token in markdown_reader().parse(table) if token.type == "inline"]
    assert len(cells) == 4
    assert same("".join(child.content for child in cells[2].children or ()), clean(one))
    assert same("".join(child.content for child in cells[3].children or ())[1:], clean(other))
    assert all(child.type == "text" for cell in cells for child in cell.children or ())


@settings(max_examples=400)
@given(SHOWN)
def test_markdown_mentions_nobody(text: str) -> None:
    """Code hosts look for people and issues in the text that is shown, and for addresses also in the source."""
    source = markdown_text(text)
    assert not re.search(r"[a-z]://|www\.|(?:mailto|xmpp):", source, re.IGNORECASE)
    assert not re.search(r"@\w|[^&\\]#\d|!\d|\bGH-\d", source, re.IGNORECASE)
    assert all(re.search(r"\.[a-z]\w+$", before, re.IGNORECASE) for before in re.split(r"\\#(?=\d)", source)[:-1])


def test_the_name_of_a_row_can_be_copied() -> None:
    """Of ``news.jsonl#12`` no issue can be meant, of ``org/repo#12`` one can."""
    assert markdown_text("news/a.jsonl#12") == r"news/a.jsonl\#12"
    assert markdown_text("org/repo#12 #3") == "org/repo\\#\u200b12 \\#\u200b3"


@settings(max_examples=300)
@given(st.recursive(TEXTS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3)))
def test_inert_json_says_the_same(value: object) -> None:
    """A reader of JSON gets every character back."""
    document = json.dumps(value, ensure_ascii=False, indent=2)
    made = inert_json(document.encode()).decode()
    assert json.loads(made) == value
    assert acts(made) == []


@settings(max_examples=300)
@given(TEXTS, TEXTS)
def test_inert_xml_says_the_same(text: str, name: str) -> None:
    """A reader of XML gets every character back that XML can hold."""
    element = ET.Element("a", {"name": xml_text(name)})
    element.text = xml_text(text)
    made = inert_xml(ET.tostring(element, encoding="unicode"))
    read = ET.fromstring(made)  # noqa: S314 - it is made here
    assert (read.text or "", read.attrib["name"]) == (xml_text(text), xml_text(name))
    assert acts(made) == []


@given(st.lists(SHOWN.map(clean), max_size=4))
def test_no_line_of_a_text_is_a_command(lines: list[str]) -> None:
    """Zero-width spaces are all that changes, and colours are no way around it."""
    report = "\n".join(lines)
    made = inert_lines(report)
    assert made.replace("\u200b", "") == report.replace("\u200b", "")
    assert acts(made) == []
    assert inert_lines("\x1b[1m::error::a") == "\x1b[1m\u200b::error::a"


@given(TEXTS)
def test_the_data_of_a_command_is_one_line_of_it(text: str) -> None:
    """The runner undoes %25, and nothing else is in it that it could undo."""
    made = workflow_text(text)
    assert acts(made, commands=True) == []
    assert same(made.replace("%25", "%"), clean(one_line(text)))
    assert not re.search("%(?!25)", made)


@pytest.mark.parametrize("name", SCAN_FORMATS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(result=RESULTS)
def test_no_format_of_a_scan_acts(name: str, result: ScanResult) -> None:
    """Whatever texts, names and claims hold."""
    report = render(result, name, RenderOptions(width=60))
    assert acts(report) == []
    if name == "json":
        json.loads(report)
    if name == "graphml":
        ET.fromstring(report)  # noqa: S314 - see above


@given(RESULTS)
def test_a_graph_in_dot_has_a_statement_a_line(result: ScanResult) -> None:
    """Every line is a whole statement of quoted names."""
    quoted = r'"(?:[^"\\]|\\.)*"'
    statement = rf"  {quoted}(?: -> {quoted})? \[(?:style=\w+, )?label={quoted}\];"
    lines = as_dot(result.provenance).split("\n")[3:-2]
    assert [line for line in lines if not re.fullmatch(statement, line)] == []
