"""The result of a check as JUnit XML, which most build servers show: a test for each document and each finding.

A document without findings is a passed test, as a warning is; a finding is a failed one, an accepted finding a skipped
one, and an unreadable input an error. JUnit XML has no standard; the attributes are those that Jenkins and GitLab read.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from dedup.gate.findings import rule_counts
from dedup.report.escaping import inert_xml, xml_text
from dedup.report.findings.locations import file_lines, file_path

if TYPE_CHECKING:
    from dedup.gate.findings import CheckResult, Finding


def junit(result: CheckResult) -> str:
    """Return the result as one test suite."""
    cases = [*_finding_cases(result), *_passed_cases(result), *_unreadable_cases(result)]
    _number_equal_names(cases)
    counts = {
        "tests": str(len(cases)),
        "failures": str(len(result.findings)),
        "errors": str(len(result.unreadable)),
        "skipped": str(len(result.accepted)),
    }
    suites = ET.Element("testsuites", {"name": "dedup check", **counts})
    suite = ET.SubElement(suites, "testsuite", {"name": "dedup check", **counts})
    if counted := rule_counts((*result.findings, *result.warnings)):
        properties = ET.SubElement(suite, "properties")
        for rule, count in counted.items():
            ET.SubElement(properties, "property", {"name": f"findings.{rule}", "value": str(count)})
    suite.extend(cases)
    if result.notes:
        ET.SubElement(suite, "system-out").text = xml_text(
            "\n".join(f"{each.path}: {each.note}" for each in result.notes)
        )
    ET.indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + inert_xml(ET.tostring(suites, encoding="unicode")) + "\n"


def _finding_cases(result: CheckResult) -> list[ET.Element]:
    cases = []
    for finding in result.findings:
        case = _case(finding)
        failure = ET.SubElement(case, "failure", {"type": finding.rule, "message": xml_text(finding.message)})
        failure.text = xml_text(_failure_text(finding))
        cases.append(case)
    for finding in result.warnings:
        case = _case(finding)
        ET.SubElement(case, "system-out").text = xml_text(f"warning: {_failure_text(finding)}")
        cases.append(case)
    for accepted in result.accepted:
        case = _case(accepted.finding)
        ET.SubElement(case, "skipped", {"message": xml_text(f"accepted: {accepted.reason}")})
        cases.append(case)
    return cases


def _case(finding: Finding) -> ET.Element:
    source = f" ({finding.source})" if finding.source and finding.source != finding.document else ""
    attributes = {
        "classname": f"dedup.{finding.rule}",
        "name": xml_text(f"{finding.document}: {finding.rule}{source}"),
    }
    file, lines = file_path(finding.where), file_lines(finding.where)
    if file is not None:
        attributes["file"] = xml_text(file)
    if lines is not None:
        attributes["line"] = str(lines[0])
    return ET.Element("testcase", attributes)


def _number_equal_names(cases: list[ET.Element]) -> None:
    """Give each test a name of its own: build servers take tests of one name for one test."""
    seen: Counter[tuple[str, str]] = Counter()
    for case in cases:
        name = case.attrib["classname"], case.attrib["name"]
        seen[name] += 1
        if seen[name] > 1:
            case.attrib["name"] += f", {seen[name]}"


def _failure_text(finding: Finding) -> str:
    first, last = finding.where.lines
    lines = f"line {first}" if first == last else f"lines {first} to {last}"
    parts = [f"{finding.document}, {lines}", finding.message, finding.what_to_do]
    return "\n".join([*parts, f"“{finding.excerpt}”"] if finding.excerpt else parts)


def _passed_cases(result: CheckResult) -> list[ET.Element]:
    with_findings = {
        finding.document
        for finding in (*result.findings, *result.warnings, *(accepted.finding for accepted in result.accepted))
    }
    return [
        ET.Element("testcase", {"classname": "dedup.check", "name": xml_text(document)})
        for document in result.checked
        if document not in with_findings
    ]


def _unreadable_cases(result: CheckResult) -> list[ET.Element]:
    cases = []
    for each in result.unreadable:
        case = ET.Element("testcase", {"classname": "dedup.reading", "name": xml_text(each.path)})
        ET.SubElement(case, "error", {"type": "unreadable", "message": xml_text(each.reason)})
        cases.append(case)
    return cases
