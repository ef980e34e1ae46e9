"""The result of a check as JSON. What the keys mean is said in ``check.schema.json`` beside this file."""

from __future__ import annotations

from dataclasses import asdict, fields
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import orjson

from dedup.report.encoding import DIGITS

if TYPE_CHECKING:
    from dedup.gate.findings import CheckResult, Finding, Source
    from dedup.report.look import Look


def json(result: CheckResult, look: Look) -> str:  # noqa: ARG001 - every view is told how to look
    """Return the result as JSON; the same result gives the same bytes."""
    return encoded(plain(result))


def encoded(values: dict[str, Any]) -> str:
    """Return JSON values as a document that ends in a newline.

    Lone surrogates, as Python has them for parts of file names in no encoding, are written as U+FFFD.
    """
    try:
        return _dumped(values)
    except TypeError:  # orjson refuses lone surrogates
        return _dumped(_without_surrogates(values))


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the results of checks (draft 2020-12)."""
    decoded: dict[str, Any] = orjson.loads(files("dedup.report.findings").joinpath("check.schema.json").read_bytes())
    return decoded


def plain(result: CheckResult) -> dict[str, Any]:
    """Return the result as dictionaries and lists, in one fixed order of keys."""
    return {
        "schema": result.schema,
        "version": result.version,
        "settings": {field.name: getattr(result.settings, field.name) for field in fields(result.settings)},
        "rules": asdict(result.rules),
        "revision": result.revision,
        "baseline": result.baseline,
        "counts": asdict(result.counts) | {"findings": len(result.findings), "accepted": len(result.accepted)},
        "checked": list(result.checked),
        "unreadable": [asdict(each) for each in result.unreadable],
        "notes": [asdict(each) for each in result.notes],
        "findings": [_finding(finding) for finding in result.findings],
        "accepted": [
            {"by": one.by, "reason": one.reason, "line": one.line, "finding": _finding(one.finding)}
            for one in result.accepted
        ],
        "stale": [asdict(each) for each in result.stale],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "document": finding.document,
        "source": finding.source,
        "fingerprint": finding.fingerprint,
        "message": finding.message,
        "what_to_do": finding.what_to_do,
        "where": asdict(finding.where),
        "words": finding.words,
        "share": round(finding.share, DIGITS),
        "left_out": finding.left_out,
        "excerpt": finding.excerpt,
        "sources": [_source(source) for source in finding.sources],
        "imprint": asdict(finding.imprint),
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "name": source.name,
        "publisher": source.publisher,
        "revision": source.revision,
        "where": asdict(source.where) if source.where else None,
        "relation": source.relation,
        "words": source.words,
        "longest_run": source.longest_run,
        "passages": [asdict(passage) for passage in source.passages],
    }


def _dumped(values: dict[str, Any]) -> str:
    return orjson.dumps(values, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {key: _without_surrogates(item) for key, item in value.items()}
    return [_without_surrogates(item) for item in value] if isinstance(value, list | tuple) else value
