"""The result of a check as JSON. What the keys mean is said in ``check.schema.json`` beside this file."""

from __future__ import annotations

from dataclasses import asdict
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import msgspec

from dedup.columns import DIGITS
from dedup.report import encoding

if TYPE_CHECKING:
    from dedup.gate.findings import CheckResult, Finding
    from dedup.report.look import Look


def json(result: CheckResult, look: Look) -> str:  # noqa: ARG001 - every view is told how to look
    """Return the result as JSON; the same result gives the same bytes."""
    return encoded(plain(result))


def encoded(values: dict[str, Any]) -> str:
    """Return values as a JSON document that ends in a newline."""
    return f"{encoding.encoded(values).decode()}\n"


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the results of checks (draft 2020-12)."""
    written = files("dedup.report.findings").joinpath("check.schema.json").read_bytes()
    decoded: dict[str, Any] = msgspec.json.decode(written)
    return decoded


def plain(result: CheckResult) -> dict[str, Any]:
    """Return the result as a dictionary, in one fixed order of keys; its values are what msgspec can write."""
    return {
        "schema": result.schema,
        "version": result.version,
        "settings": result.settings,
        "rules": result.rules,
        "revision": result.revision,
        "baseline": result.baseline,
        "counts": asdict(result.counts) | {"findings": len(result.findings), "accepted": len(result.accepted)},
        "checked": result.checked,
        "unreadable": result.unreadable,
        "notes": result.notes,
        "findings": [_finding(finding) for finding in result.findings],
        "accepted": [
            {"by": one.by, "reason": one.reason, "line": one.line, "finding": _finding(one.finding)}
            for one in result.accepted
        ],
        "stale": result.stale,
    }


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
