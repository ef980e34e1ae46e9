"""The result of a check as Markdown, for a comment on a change or the summary of a build.

The first line is a comment that only programs see: by it, one that comments again finds what it wrote before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dedup.gate.rules import RULES
from dedup.report.content import Cell, Column, Section, Table
from dedup.report.findings.sections import lines_shown, sections, verdict
from dedup.report.markdown import draw, escaped
from dedup.report.phrases import flat, share
from dedup.report.sections.rows import first, rest

if TYPE_CHECKING:
    from dedup.gate.findings import CheckResult, Finding
    from dedup.report.look import Look

MARK = "<!-- dedup check -->"
FINDINGS = (Column("where", "name"), Column("rule"), Column("finding", "text"), Column("share", "figure"))


def markdown(result: CheckResult, look: Look) -> str:
    """Return the result as Markdown; of the look only `rows` matters."""
    summary, _, *others = sections(result, look.rows)
    parts = [MARK, f"### dedup check: {escaped(verdict(result))}", escaped(summary.summary)]
    if result.findings:
        table = Table(FINDINGS, tuple(map(_row, first(result.findings, look.rows))))
        parts += [draw(table), *map(draw, rest(len(result.findings), look.rows))]
        told = [rule for rule in RULES.values() if any(finding.rule == rule.name for finding in result.findings)]
        parts.append("\n".join(f"- **{rule.name}**: {escaped(rule.what_to_do)}" for rule in told))
    return "\n\n".join([*parts, *map(_folded, others)]) + "\n"


def _row(finding: Finding) -> tuple[Cell, ...]:
    return (
        Cell(f"{flat(finding.document)}\nline {lines_shown(finding)}"),
        Cell(finding.rule, "strong"),
        Cell(f"{flat(finding.message)}\n“{flat(finding.excerpt)}”" if finding.excerpt else flat(finding.message)),
        Cell(share(finding.share) if finding.words else ""),
    )


def _folded(section: Section) -> str:
    """Return a section that opens when somebody wants to see it."""
    head = f"<details><summary>{escaped(section.title)}: {escaped(section.summary)}</summary>"
    return "\n\n".join([head, *map(draw, section.blocks), "</details>"])
