"""The result of a check as workflow commands of GitHub Actions, which become annotations on the lines of a change.

Escapes are those that the runner undoes: ``%``, line breaks, and in properties also ``:`` and ``,``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.gate.rules import RULES
from dedup.report.cells import clean
from dedup.report.findings.places import file_of, lines_of
from dedup.report.findings.sections import verdict
from dedup.report.phrases import flat

if TYPE_CHECKING:
    from dedup.gate.findings import CheckResult, Finding
    from dedup.report.look import Look


def github(result: CheckResult, look: Look) -> str:  # noqa: ARG001 - every view is told how to look
    """Return one command a line, errors first, and the verdict as the last line."""
    lines = [_error(finding) for finding in result.findings]
    lines += [
        _command("warning", {"file": each.path}, f"{each.path} could not be read: {each.reason}")
        for each in result.unreadable
    ]
    return "\n".join([*lines, f"dedup check: {verdict(result)}", ""])


def _error(finding: Finding) -> str:
    properties = {}
    file, lines = file_of(finding.where), lines_of(finding.where)
    if file is not None:
        properties["file"] = file
    if lines is not None:
        properties |= {"line": str(lines[0]), "endLine": str(lines[1])}
    properties["title"] = f"{RULES[finding.rule].title} ({finding.rule})"
    where = "" if file == finding.document else f"{finding.document}: "
    return _command("error", properties, f"{where}{finding.message}\n{finding.what_to_do}")


def _command(name: str, properties: dict[str, str], message: str) -> str:
    written = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {written}::{_data(message)}"


def _data(text: str) -> str:
    lines = [clean(flat(line)) for line in text.split("\n")]
    return "%0A".join(line.replace("%", "%25") for line in lines)


def _property(text: str) -> str:
    return _data(flat(text)).replace(":", "%3A").replace(",", "%2C")
