"""The SARIF view keeps to the published schema, and says what code hosts need."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from dedup.gate.rules import RULES
from dedup.report.findings.sarif import FINGERPRINT, sarif
from dedup.report.formats import RenderOptions
from tests.report.findings.examples import CLEAN, NAMED, RESULT, finding

SCHEMA = json.loads((Path(__file__).parent / "data" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))


ALL = RenderOptions(include_accepted=True)


def log(result: Any = RESULT, options: RenderOptions = ALL) -> Any:
    """Return the one run of the log."""
    (run,) = json.loads(sarif(result, options))["runs"]
    return run


@pytest.mark.parametrize("result", [RESULT, CLEAN], ids=["findings", "none"])
def test_log_validates(result: Any) -> None:
    """The log is valid by the schema of OASIS, which it names."""
    document = json.loads(sarif(result, ALL))
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
    assert len(log(options=RenderOptions())["results"]) == 3  # unless it is asked for, it is left out
    suppressions = [result["suppressions"][0] for result in log()["results"] if "suppressions" in result]
    assert [(each["kind"], each["justification"]) for each in suppressions] == [
        ("inSource", "with their permission"),
        ("external", "it stands in .dedup-baseline"),
    ]


def test_what_could_not_be_read_is_told() -> None:
    """Inputs that were not judged, and notes on others, are notifications of the run."""
    first, second = log()["invocations"][0]["toolExecutionNotifications"]
    assert first["message"]["text"] == "content/broken.md: not text: it holds NUL bytes"
    assert second["message"]["text"] == "content/known.md: line 9: what it accepts is not found (any more)"


def test_there_are_no_more_results_than_a_code_host_takes() -> None:
    """The first are kept, and a notification says how many are left out."""
    run = log(replace(RESULT, findings=tuple(finding() for _ in range(25_003))))
    assert len(run["results"]) == 25_000
    told = [each["message"]["text"] for each in run["invocations"][0]["toolExecutionNotifications"]]
    assert "3 further findings are left out: code hosts take 25,000 results" in told


def test_paths_are_those_of_the_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the working directory and the spelling, with the same fingerprint."""
    prints, uris = set(), set()
    (tmp_path / ".git").mkdir()
    (tmp_path / "content" / "deep").mkdir(parents=True)
    for folder, path in (
        (".", "content/new.md"),
        (".", "./content//new.md"),
        ("content/deep", "../new.md"),
        ("content", str(tmp_path / "content" / "new.md")),
    ):
        monkeypatch.chdir(tmp_path / folder)
        source = os.path.relpath(tmp_path / "old.md")
        (result,) = log(replace(RESULT, findings=(finding(path, source=source),)), RenderOptions())["results"]
        prints.add(result["partialFingerprints"][FINGERPRINT])
        uris.add(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
    assert uris == {"content/new.md"}
    assert len(prints) == 1
