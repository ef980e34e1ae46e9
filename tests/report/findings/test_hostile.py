"""No format of a check acts in a terminal or in the log of a build, whatever documents say and are called."""

from __future__ import annotations

import json
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dedup.documents import Note, Unreadable
from dedup.gate.findings import Accepted, CheckResult, Stale
from dedup.report.formats import CHECK_FORMATS, RenderOptions, render_check
from tests.report.findings.examples import RESULT, finding
from tests.report.hostile import TEXTS, acts

FINDINGS = st.builds(
    replace,
    st.builds(finding, TEXTS, source=TEXTS),
    excerpt=TEXTS,
    message=TEXTS,
)
CHECKS = st.builds(
    lambda **parts: replace(RESULT, **parts),
    revision=TEXTS,
    baseline=TEXTS,
    checked=st.tuples(TEXTS),
    unreadable=st.tuples(st.builds(Unreadable, path=TEXTS, reason=TEXTS)),
    notes=st.tuples(st.builds(Note, path=TEXTS, note=TEXTS)),
    findings=st.lists(FINDINGS, max_size=2).map(tuple),
    warnings=st.lists(FINDINGS, max_size=1).map(tuple),
    accepted=st.tuples(st.builds(Accepted, FINDINGS, st.just("comment"), TEXTS, st.just(3))),
    stale=st.tuples(st.builds(Stale, TEXTS, st.just("repost"), TEXTS)),
)


@pytest.mark.parametrize("name", CHECK_FORMATS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(result=CHECKS)
def test_no_format_of_a_check_acts(name: str, result: CheckResult) -> None:
    """JSON, SARIF and XML are read back too; commands are those of the view itself."""
    report = render_check(result, name, RenderOptions(width=60, include_accepted=True))
    assert acts(report, commands=name == "github") == []
    if name in ("json", "sarif"):
        json.loads(report)
    if name == "junit":
        ET.fromstring(report)  # noqa: S314 - it is made here


@settings(max_examples=100)
@given(result=CHECKS)
def test_each_command_is_one_of_the_view(result: CheckResult) -> None:
    """An annotation is one line, and begins with its level and its properties."""
    *commands, verdict = render_check(result, "github", RenderOptions()).splitlines()
    assert len(commands) == len((*result.findings, *result.warnings, *result.unreadable, *result.notes))
    assert all(command.startswith(("::error ", "::warning ", "::notice ")) for command in commands)
    assert verdict.startswith("dedup check: ")
