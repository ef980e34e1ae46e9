"""The result of a check as SARIF 2.1.0, which code hosts show beside the lines of a change.

Accepted findings are left out, because code scanning shows them as open alerts although they are suppressed; who reads
suppressions asks for them. Properties are those of the standard (OASIS, 2.1.0 errata 01).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dedup.gate.findings import rule_counts
from dedup.gate.rules import RULES
from dedup.report.findings.locations import file_lines, file_path, file_uri
from dedup.report.json_encoding import json_document

if TYPE_CHECKING:
    from dedup.gate.findings import Accepted, CheckResult, Finding, Source, Where
    from dedup.gate.rules import Rule
    from dedup.report.formats import RenderOptions

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "dedupFinding/v1"
ROOT = "%SRCROOT%"
"""The base of relative URIs, which code hosts take for the root of the repository."""

_RULE_INDEX = {name: index for index, name in enumerate(RULES)}


MAX_RESULTS = 25_000
"""Results of a run above which GitHub refuses a log."""


def sarif(result: CheckResult, options: RenderOptions) -> str:
    """Return the result as a SARIF log with one run, of the first `MAX_RESULTS` findings.

    Of the options only `include_accepted` matters.
    """
    results = [
        *map(_result, result.findings),
        *(_result(finding) | {"level": "warning"} for finding in result.warnings),
    ]
    results = results[:MAX_RESULTS]
    if options.include_accepted:
        results += map(_suppressed, result.accepted[: MAX_RESULTS - len(results)])
    run = {
        "tool": {
            "driver": {
                "name": "dedup",
                "version": result.version,
                "semanticVersion": result.version,
                "rules": [_rule(rule) for rule in RULES.values()],
            }
        },
        "columnKind": "unicodeCodePoints",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _notifications(result)}],
        "results": results,
        "properties": {"findings": rule_counts((*result.findings, *result.warnings))},
    }
    return json_document({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.name,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": f"{rule.title}."},
        "fullDescription": {"text": rule.objects_to},
        "help": {
            "text": f"{rule.objects_to} {rule.what_to_do}",
            "markdown": f"{rule.objects_to}\n\n**What to do:** {rule.what_to_do}",
        },
        "defaultConfiguration": {"level": "error"},
        "properties": {"tags": ["text-reuse"], "problem.severity": "error"},
    }


def _result(finding: Finding) -> dict[str, Any]:
    related = [_related(source, number) for number, source in enumerate(finding.sources, 1) if source.where]
    written: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": _RULE_INDEX[finding.rule],
        "level": "error",
        "message": {"text": f"{finding.message} {finding.what_to_do}"},
        "locations": [_location(finding.where, finding.excerpt)],
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
        "properties": {"words": finding.words, "share": round(finding.share, 6)},
    }
    return written | ({"relatedLocations": related} if related else {})


def _suppressed(accepted: Accepted) -> dict[str, Any]:
    kind = "inSource" if accepted.by == "comment" else "external"
    suppression = {"kind": kind, "status": "accepted", "justification": accepted.reason}
    return {**_result(accepted.finding), "suppressions": [suppression]}


def _related(source: Source, number: int) -> dict[str, Any]:
    assert source.where is not None  # noqa: S101 - `_result` leaves out sources without a place
    shared = f"Here stand {source.words:,} of the words" if source.words else "The other place"
    revision = f", as of {source.revision}" if source.revision else ""
    return {"id": number, **_location(source.where), "message": {"text": f"{shared}: {source.name}{revision}."}}


def _location(where: Where, excerpt: str = "") -> dict[str, Any]:
    """Return a place: the file with its lines if there is one, and the document's name where that says more."""
    location: dict[str, Any] = {}
    file, lines = file_path(where), file_lines(where)
    if file is not None:
        uri = file_uri(file)
        artifact = {"uri": uri} if ":" in uri else {"uri": uri, "uriBaseId": ROOT}
        location["physicalLocation"] = {"artifactLocation": artifact}
        if lines is not None:
            region: dict[str, Any] = {"startLine": lines[0], "endLine": lines[1]}
            region |= {"snippet": {"text": excerpt}} if excerpt else {}
            location["physicalLocation"]["region"] = region
    if file is None or where.document != where.path:
        location["logicalLocations"] = [{"fullyQualifiedName": where.document}]
    return location


def _notifications(result: CheckResult) -> list[dict[str, Any]]:
    """Return what could not be read, what was done to inputs, and how many findings are left out."""
    left_out = len(result.findings) + len(result.warnings) - MAX_RESULTS
    told = [("warning", f"{each.path}: {each.reason}") for each in result.unreadable]
    if left_out > 0:
        told.append(("warning", f"{left_out:,} further findings are left out: code hosts take {MAX_RESULTS:,} results"))
    told += [("note", f"{each.path}: {each.note}") for each in result.notes]
    return [{"level": level, "message": {"text": text}} for level, text in told]
