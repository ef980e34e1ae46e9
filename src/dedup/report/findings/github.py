"""The result of a check as workflow commands of GitHub Actions, which shows them as annotations on changed lines.

``%`` and line breaks are escaped, in properties also ``:`` and ``,``; the runner of GitHub Actions undoes that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.gate.rules import RULES
from dedup.report.display_text import clean, one_line
from dedup.report.escaping import inert_lines, workflow_text
from dedup.report.findings.locations import file_lines, file_path, line_range
from dedup.report.findings.report import verdict

if TYPE_CHECKING:
    from dedup.gate.findings import CheckResult, Finding

SHOWN = 10
"""Annotations of a kind that GitHub shows for each step."""


def github(result: CheckResult) -> str:
    """Return one command a line, errors first, and the verdict as the last line.

    GitHub shows ten annotations of a kind for each step, and drops others without a word. So the first ten findings
    are annotations, and the others lines of the log.
    """
    warnings = [_annotation(finding, "warning") for finding in result.warnings]
    warnings += [_command("warning", {"file": each.path}, f"{each.path}: {each.reason}") for each in result.unreadable]
    notices = [_command("notice", {"file": each.path}, f"{each.path}: {each.note}") for each in result.notes]
    errors = [_annotation(finding, "error") for finding in result.findings[:SHOWN]]
    lines = [*errors, *warnings[:SHOWN], *notices[:SHOWN]]
    lines += map(_log_line, [*result.findings[SHOWN:], *result.warnings[SHOWN:]])
    return "\n".join([*lines, f"dedup check: {verdict(result)}{_not_shown(result)}", ""])


def _log_line(finding: Finding) -> str:
    """Return a finding as a line of the log, which no runner takes for a command."""
    place = f"{finding.document}, line {line_range(finding.where)}"
    return inert_lines(clean(one_line(f"{finding.rule}: {place}: {finding.message}")))


def _not_shown(result: CheckResult) -> str:
    rest = len(result.findings) - SHOWN
    return f" GitHub shows the first {SHOWN}; {rest:,} more are above and in the summary." if rest > 0 else ""


def _annotation(finding: Finding, level: str) -> str:
    properties = {}
    file, lines = file_path(finding.where), file_lines(finding.where)
    if file is not None:
        properties["file"] = file
    if lines is not None:
        properties |= {"line": str(lines[0]), "endLine": str(lines[1])}
    properties["title"] = f"{RULES[finding.rule].title} ({finding.rule})"
    document = "" if file == finding.document else f"{finding.document}: "
    return _command(level, properties, f"{document}{finding.message}\n{finding.what_to_do}")


def _command(name: str, properties: dict[str, str], message: str) -> str:
    escaped = ",".join(f"{key}={_escape_property(value)}" for key, value in properties.items())
    return f"::{name} {escaped}::{_escape_message(message)}"


def _escape_message(text: str) -> str:
    return "%0A".join(map(workflow_text, text.split("\n")))


def _escape_property(text: str) -> str:
    return _escape_message(one_line(text)).replace(":", "%3A").replace(",", "%2C")
