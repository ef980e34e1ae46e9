"""The result of a check as JSON. ``check.schema.json`` beside this file explains the keys."""

from __future__ import annotations

from dataclasses import asdict
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import msgspec

from dedup.gate.findings import rule_counts
from dedup.lazy_sequences import DIGITS
from dedup.report.json_encoding import json_document

if TYPE_CHECKING:
    from dedup.gate.findings import CheckResult, Finding


def check_json(result: CheckResult) -> str:
    """Return the result as JSON; the same result gives the same bytes."""
    return json_document(
        {
            "schema": result.schema,
            "version": result.version,
            "settings": result.settings,
            "rules": result.rules,
            "revision": result.revision,
            "baseline": result.baseline,
            "counts": asdict(result.counts)
            | {
                "findings": len(result.findings),
                "warnings": len(result.warnings),
                "accepted": len(result.accepted),
                "by_rule": rule_counts((*result.findings, *result.warnings)),
            },
            "checked": result.checked,
            "unreadable": result.unreadable,
            "notes": result.notes,
            "findings": [_finding(finding) for finding in result.findings],
            "warnings": [_finding(finding) for finding in result.warnings],
            "accepted": [
                {"by": one.by, "reason": one.reason, "line": one.line, "finding": _finding(one.finding)}
                for one in result.accepted
            ],
            "stale": result.stale,
        }
    )


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "document": finding.document,
        "source": finding.source,
        "fingerprint": finding.fingerprint,
        "message": finding.message,
        "what_to_do": finding.what_to_do,
        "where": finding.where,
        "words": finding.words,
        "share": round(finding.share, DIGITS),
        "left_out": finding.left_out,
        "excerpt": finding.excerpt,
        "sources": finding.sources,
        "imprint": finding.imprint,
    }


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the results of checks (draft 2020-12)."""
    content = files("dedup.report.findings").joinpath("check.schema.json").read_bytes()
    decoded: dict[str, Any] = msgspec.json.decode(content)
    return decoded
