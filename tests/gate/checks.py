"""What tests of whole checks have in common: texts, rules, and what is told of a result."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dedup.documents import Document
from dedup.gate.baseline import Baseline, BaselineEntry
from dedup.gate.rules import Rules
from tests.gate.texts import text

if TYPE_CHECKING:
    from dedup.gate.findings import CheckResult

NOTHING = Rules(relations=())
BODY = text("a", "b", "c", "d", "e")
HALF = text("a", "b", "v", "w", "x")
"""Two of the five paragraphs of `BODY`: 80 of 200 words, a relation of *partial*."""


def rules(**values: Any) -> Rules:
    """Return rules that object to nothing but what is named."""
    return replace(NOTHING, **values)


def told(result: CheckResult) -> list[tuple[str, str, str]]:
    """Return the findings that count, as rule, document and source."""
    return [(finding.rule, finding.document, finding.source) for finding in result.findings]


def baseline_of(result: CheckResult) -> Baseline:
    """Return the baseline that accepts all that was found."""
    return Baseline("known", tuple(map(BaselineEntry.of, result.all_findings())))


def document(name: str, said: str, **known: Any) -> Document:
    """Return a document that is a file of that name."""
    return Document(name, said, path=name, **known)
