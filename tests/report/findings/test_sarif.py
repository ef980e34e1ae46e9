"""The SARIF view keeps to the published schema, and says what code hosts need."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from dedup.gate.rules import RULES
from dedup.report.findings.sarif import FINGERPRINT, sarif
from tests.report.findings.examples import CLEAN, NAMED, RESULT, finding

SCHEMA = json.loads((Path(__file__).parent / "data" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))


def log(result: Any = RESULT) -> Any:
    """Return the one run of the log."""
    (run,) = json.loads(sarif(result))["runs"]
    return run


@pytest.mark.parametrize("result", [RESULT, CLEAN], ids=["findings", "none"])
def test_log_validates(result: Any) -> None:
    """The log is valid by the schema of OASIS, which it names."""
    document = json.loads(sarif(result))
    jsonschema.Draft4Validator(SCHEMA).validate(document)
    assert document["$schema"] == SCHEMA["id"]


def test_every_result_names_a_rule_that_is_explained() -> None:
    """Results point to rules by name and number, and each rule has help."""
    run = log()
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(RULES)
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    assert all(RULES[rule["id"]].what_to_do in rule["help"]["markdown"] for rule in rules)


def test_result_says_where_and_from_where() -> None:
    """The place has file and lines, the related place those of the source, the message what to do."""
    result = log()["results"][0]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "content/new.md", "uriBaseId": "%SRCROOT%"}
    assert (place["region"]["startLine"], place["region"]["endLine"]) == (3, 5)
    related = result["relatedLocations"][0]
    assert related["physicalLocation"]["artifactLocation"]["uri"] == "old/a%20b.md"
    assert related["message"]["text"] == "Here stand 19 of the words: old/a b.md, as of main."
    assert result["message"]["text"] == f"{finding().message} {finding().what_to_do}"


def test_text_of_a_page_has_no_lines_of_its_file() -> None:
    """Lines of a web page's text are not those of its source, so only the file is named."""
    place = log()["results"][1]["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "content/page.html", "uriBaseId": "%SRCROOT%"}}
    assert log()["results"][1]["message"]["text"].startswith(NAMED.message)


def test_row_of_a_table_is_named() -> None:
    """Of a row, the file is the place and the document's id the name in it."""
    (place,) = log()["results"][2]["locations"]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "content/rows.jsonl"
    assert place["logicalLocations"] == [{"fullyQualifiedName": "story-7"}]


def test_fingerprints_are_those_of_the_findings() -> None:
    """Code hosts follow a finding by its fingerprint, which is that of the JSON."""
    prints = [result["partialFingerprints"][FINGERPRINT] for result in log()["results"]]
    assert prints[0] == finding().fingerprint
    assert all(re.fullmatch("[0-9a-f]{16}", each) for each in prints)


def test_what_was_accepted_is_suppressed() -> None:
    """A comment suppresses in the source, a baseline from outside; both say why."""
    suppressions = [result["suppressions"][0] for result in log()["results"] if "suppressions" in result]
    assert [(each["kind"], each["justification"]) for each in suppressions] == [
        ("inSource", "with their permission"),
        ("external", "it stands in .dedup-baseline"),
    ]


def test_what_could_not_be_read_is_told() -> None:
    """Inputs that were not judged are notifications of the run."""
    (notification,) = log()["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"] == "content/broken.md could not be read: not text: it holds NUL bytes"
