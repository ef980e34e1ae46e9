"""The result of a check as JUnit XML, which most build servers show: a test for each document and each finding.

A document without findings has passed, a finding has failed, an accepted one was skipped, and what could not be read
is an error. There is no standard but what readers take; attributes are those that Jenkins and GitLab know.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from dedup.report.findings.places import file_of, lines_of

if TYPE_CHECKING:
    from dedup.gate.findings import CheckResult, Finding
    from dedup.report.look import Look

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold, not even escaped (2.2)."""


def junit(result: CheckResult, look: Look) -> str:  # noqa: ARG001 - every view is told how to look
    """Return the result as one test suite."""
    cases = [*_findings(result), *_passed(result), *_unread(result)]
    counts = {
        "tests": str(len(cases)),
        "failures": str(len(result.findings)),
        "errors": str(len(result.unreadable)),
        "skipped": str(len(result.accepted)),
    }
    suites = ET.Element("testsuites", {"name": "dedup check", **counts})
    suite = ET.SubElement(suites, "testsuite", {"name": "dedup check", **counts})
    suite.extend(cases)
    ET.indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(suites, encoding="unicode") + "\n"


def _findings(result: CheckResult) -> list[ET.Element]:
    cases = []
    for finding in result.findings:
        case = _case(finding)
        failure = ET.SubElement(case, "failure", {"type": finding.rule, "message": _clean(finding.message)})
        failure.text = _clean(_told(finding))
        cases.append(case)
    for one in result.accepted:
        case = _case(one.finding)
        ET.SubElement(case, "skipped", {"message": _clean(f"accepted: {one.reason}")})
        cases.append(case)
    return cases


def _case(finding: Finding) -> ET.Element:
    source = f" ({finding.source})" if finding.source and finding.source != finding.document else ""
    again = f", {finding.copy}" if finding.copy > 1 else ""
    attributes = {
        "classname": f"dedup.{finding.rule}",
        "name": _clean(f"{finding.document}: {finding.rule}{source}{again}"),
    }
    file, lines = file_of(finding.where), lines_of(finding.where)
    if file is not None:
        attributes["file"] = _clean(file)
    if lines is not None:
        attributes["line"] = str(lines[0])
    return ET.Element("testcase", attributes)


def _told(finding: Finding) -> str:
    low, high = finding.where.lines
    lines = f"line {low}" if low == high else f"lines {low} to {high}"
    parts = [f"{finding.document}, {lines}", finding.message, finding.what_to_do]
    return "\n".join([*parts, f"“{finding.excerpt}”"] if finding.excerpt else parts)


def _passed(result: CheckResult) -> list[ET.Element]:
    told = {finding.document for finding in (*result.findings, *(one.finding for one in result.accepted))}
    return [
        ET.Element("testcase", {"classname": "dedup.check", "name": _clean(document)})
        for document in result.checked
        if document not in told
    ]


def _unread(result: CheckResult) -> list[ET.Element]:
    cases = []
    for each in result.unreadable:
        case = ET.Element("testcase", {"classname": "dedup.reading", "name": _clean(each.path)})
        ET.SubElement(case, "error", {"type": "unreadable", "message": _clean(each.reason)})
        cases.append(case)
    return cases


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
