"""The JUnit view counts as build servers do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

from dedup.report.findings.junit import junit
from tests.report.findings.examples import CLEAN, NAMED, RESULT, finding


def suite(result: Any = RESULT) -> ET.Element:
    """Return the one suite."""
    (found,) = ET.fromstring(junit(result))  # noqa: S314 - our own text
    return found


def test_numbers_are_those_of_the_cases() -> None:
    """Three findings, two accepted, one document without any, one that could not be read: seven tests."""
    found = suite()
    assert {name: found.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "7",
        "failures": "3",
        "errors": "1",
        "skipped": "2",
    }
    assert [len(found.findall(f"testcase/{kind}")) for kind in ("failure", "error", "skipped")] == [3, 1, 2]
    assert len(found.findall("testcase")) == 7


def test_failure_says_everything() -> None:
    """Type, message and text of a failure are rule, sentence, and all that is known."""
    case = suite().findall("testcase")[0]
    assert (case.get("file"), case.get("line")) == ("content/new.md", "3")
    failure = case[0]
    assert (failure.get("type"), failure.get("message")) == ("repost", finding().message)
    assert failure.text is not None
    assert failure.text.splitlines()[:3] == ["content/new.md, lines 3 to 5", finding().message, finding().what_to_do]


def test_names_are_unique() -> None:
    """Servers tell tests apart by class and name, also where one finding occurs twice."""
    again = replace(RESULT, findings=(*RESULT.findings, replace(finding(), copy=2), finding(), finding()))
    names = [(case.get("classname"), case.get("name")) for case in suite(again).iter("testcase")]
    assert len(set(names)) == len(names)


def test_document_without_findings_has_passed() -> None:
    """A clean check is one test a document, none of them failed."""
    found = suite(CLEAN)
    assert [(case.get("name"), len(case)) for case in found] == [("content/fine.md", 0)]


def test_notes_are_the_output_of_the_suite() -> None:
    """What was left out or done to inputs is told here too."""
    assert suite().findtext("system-out") == "content/known.md: line 9: what it accepts is not found (any more)"


def test_characters_that_xml_cannot_hold_do_not_break_it() -> None:
    """Control characters become U+FFFD; what has a meaning in XML is escaped."""
    odd = replace(NAMED, document="a\x00\x1b<&>.html", message="“\x08”", excerpt="\ud800")
    case = suite(replace(RESULT, findings=(odd,))).findall("testcase")[0]
    assert case.get("name") == "a\ufffd\ufffd<&>.html: source-not-allowed (Stop NATO)"
    assert case[0].get("message") == "“\ufffd”"
