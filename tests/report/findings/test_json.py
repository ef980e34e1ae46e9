"""The JSON of a check keeps to its schema."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import Any

import jsonschema
import pytest

from dedup.gate.findings import CheckCounts, Finding, Imprint, Source, Where
from dedup.gate.rules import RULES, Rules
from dedup.report.findings.json import check_json, schema
from tests.report.findings.examples import CLEAN, RESULT, finding


@pytest.mark.parametrize("result", [RESULT, CLEAN], ids=["findings", "none"])
def test_result_validates(result: Any) -> None:
    """Every result is valid by the schema that ships with the package."""
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.Draft202012Validator(schema()).validate(json.loads(check_json(result)))


def test_schema_describes_every_key() -> None:
    """Each field of the values has a key with a description in the schema, and every rule is among its rules."""
    shapes = schema()["$defs"]
    for shape, value in (
        ("where", Where),
        ("source", Source),
        ("rules", Rules),
        ("counts", CheckCounts),
        ("imprint", Imprint),
    ):
        described = {key for key, said in shapes[shape]["properties"].items() if said.get("description")}
        assert {field.name for field in fields(value)} <= described
    told = {field.name for field in fields(Finding)} - {"copy"}  # which is in the fingerprint
    assert told <= set(shapes["finding"]["properties"])
    assert shapes["finding"]["properties"]["rule"]["enum"] == list(RULES)


def test_result_says_what_was_found() -> None:
    """Findings and accepted ones are told apart, and counted."""
    written = json.loads(check_json(RESULT))
    assert (written["counts"]["findings"], written["counts"]["accepted"]) == (3, 2)
    assert written["findings"][0]["fingerprint"] == finding().fingerprint
    assert written["accepted"][0]["by"] == "comment"
    assert written["stale"] == [{"document": "content/fine.md", "rule": "repost", "source": "old/gone.md"}]


def test_lone_surrogates_are_written() -> None:
    """A file name that is no text does not break the result."""
    odd = replace(CLEAN, checked=("a\udce9.md",))
    assert json.loads(check_json(odd))["checked"] == ["a\ufffd.md"]
